"""Who is on the embedded chat platform, and which groups they are in."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, time


@dataclass(frozen=True, slots=True)
class ChatPerson:
    """`role` is the label that the page shows beside the name (居民, 网格员 …)."""

    id: str
    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class ChatRoom:
    """`members` are ids of people, in the order the page lists them. The bot is in every room it was not put out of."""

    id: str
    name: str
    members: tuple[str, ...] = ()
    has_bot: bool = True


@dataclass(frozen=True, slots=True)
class ChatWorld:
    people: tuple[ChatPerson, ...] = ()
    rooms: tuple[ChatRoom, ...] = ()


@dataclass(frozen=True, slots=True)
class ChatClock:
    """The bot's time. `move` is None where nobody may move it; `morning` is where the page's digest button goes."""

    now: Callable[[], datetime]
    move: Callable[[datetime], Awaitable[None]] | None = None
    morning: time = time(8)
