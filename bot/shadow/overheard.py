"""One message as the bot would have met it: what it made of it, what it would have done and said."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from handlers.understanding.decision import Decision, Feature
from storage.intents import Intent
from storage.vocabulary import Band


class Would(StrEnum):
    DO = "do"
    ASK = "ask"
    IGNORE = "ignore"


WOULD_LABELS: Final[dict[Would, str]] = {Would.DO: "会办", Would.ASK: "会问", Would.IGNORE: "不理"}


@dataclass(frozen=True, slots=True)
class Line:
    """What the bot would have said: into the room, or privately `to` a person."""

    text: str
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Unasked:
    """What it would have said of its own accord: a reminder, a digest."""

    at: datetime
    room: str
    line: Line


@dataclass(frozen=True, slots=True)
class Overheard:
    """`number` is the line of the file, or the record's. `act` and `ask` are the room's thresholds.

    `names` are people whom the message names; `context` is what was open (corpus form: `open`, `quote`, …).
    """

    number: int
    at: datetime
    room: str
    speaker: str
    text: str
    would: Would
    intent: Intent
    band: Band
    confidence: float
    why: tuple[Feature, ...]
    act: float
    ask: float
    said: tuple[Line, ...] = ()
    names: tuple[str, ...] = ()
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def is_danger(self) -> bool:
        return self.intent is Intent.EMERGENCY

    @property
    def is_beyond(self) -> bool:
        """It was understood, and there is no handler for it yet."""
        return self.would is Would.IGNORE and self.intent is not Intent.CHATTER

    @property
    def doubt(self) -> float:
        """How near it was to the next threshold: the smaller, the likelier to be wrong.

        Silence is as sure as the best other reading was weak.
        """
        score = 1.0 - self.confidence if self.intent is Intent.CHATTER else self.confidence
        return min(abs(score - self.act), abs(score - self.ask))


def would_do(decision: Decision) -> Would:
    """What is understood and has no handler yet is let pass, as in a room."""
    if decision.command is not None:
        return Would.DO
    return Would.ASK if decision.question is not None else Would.IGNORE
