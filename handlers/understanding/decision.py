"""What understanding makes of a message."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from handlers.understanding.commands import AskRegister, AskWhich, Command
from storage.intents import Intent
from storage.vocabulary import Band


class Feature(NamedTuple):
    """A named reason and what it weighed; 为什么 and `yihu parse` show these."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Span:
    """A recognised piece of the text as sent: `text` stands at `offset` (characters).

    `kind`: time, phone, id, order, item, index, address, people, stars, url, mention. For times `start`/`end` as in
    the corpus conventions and `every` (an RRULE-like phrase) for recurrences.
    """

    kind: str
    text: str
    offset: int
    start: datetime | date | None = None
    end: datetime | date | None = None
    every: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """`slots` holds only what the message itself states, in the corpus's JSON form; `command` adds the context."""

    intent: Intent
    band: Band
    confidence: float
    slots: Mapping[str, Any] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()
    why: tuple[Feature, ...] = ()
    command: Command | None = None
    question: AskWhich | AskRegister | None = None
