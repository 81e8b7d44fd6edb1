"""One line of the chat platform, as stored."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LineKind(StrEnum):
    PERSON = "person"
    BOT = "bot"
    NOTICE = "notice"  # the platform itself: somebody joined or left


@dataclass(frozen=True, slots=True)
class Picture:
    """`name` is the file's name in the picture folder, and all that anyone outside may ask for."""

    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class NewLine:
    """Said in `room`, or between the bot and the person `private_to`. `page_key` makes saying it twice harmless."""

    kind: LineKind
    text: str
    sent_at: datetime
    room: str | None = None
    private_to: str | None = None
    sender: str | None = None
    quote: int | None = None
    mentions: tuple[str, ...] = ()
    picture: Picture | None = None
    page_key: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    id: int
    said: NewLine
