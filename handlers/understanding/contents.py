"""What commands contain: places, needs, changes, parties."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from storage.vocabulary import Category

Moment = datetime | date  # a date is a whole day


@dataclass(frozen=True, slots=True)
class Place:
    """As written, and split into what a room may see (up to the building) and what only the claimant sees."""

    text: str
    public: str
    private: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """Everything a sentence said about a need; what was not said is None.

    `what` is the public phrase: no phone, no unit, and for health no medicine or symptom (帮买药, not 帮买降压药);
    `detail` is the asker's own words without phone and address, for the claimant alone.
    """

    what: str
    category: Category = Category.OTHER
    detail: str = ""
    start: Moment | None = None
    end: Moment | None = None
    place: Place | None = None
    people: int | None = None
    phone: str | None = None
    is_urgent: bool = False
    is_health: bool = False
    beneficiary: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What an edit sets; None means unchanged. `keeps_day`: only an hour was said (改到10点吧).

    `is_half_said`: it was said whether the hour is before or after noon. `deadline`: until when to sign up; of an
    order, which nobody signs up for, it is the end.
    """

    what: str | None = None
    start: Moment | None = None
    end: Moment | None = None
    place: Place | None = None
    people: int | None = None
    phone: str | None = None
    deadline: Moment | None = None
    min_people: int | None = None
    keeps_day: bool = False
    is_half_said: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """Who comes: `people` in all (None: not said), names beside the speaker, how many of all are children.

    `is_without_speaker`: only others were named (帮王婆婆报名).
    """

    people: int | None = None
    names: tuple[str, ...] = ()
    children: int = 0
    is_without_speaker: bool = False


#: Only the speaker, and nothing more was said.
ALONE: Final = Party()
