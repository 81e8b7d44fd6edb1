"""What a member wants done about a date poll, in types."""

from dataclasses import dataclass

from handlers.understanding.activity_commands import Recruit
from handlers.understanding.contents import Moment
from storage.intents import Intent


@dataclass(frozen=True, slots=True)
class OpenPoll:
    """A notice whose time is open, and the times (start, end) that could be."""

    notice: Recruit
    options: tuple[tuple[Moment, Moment | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Vote:
    """选 12 1 3; `number` None: whatever poll is open. `is_all`: every time suits.

    `times`: those that were named in place of their numbers; `is_no`: they do not suit.
    """

    number: int | None = None
    positions: tuple[int, ...] = ()
    is_all: bool = False
    times: tuple[tuple[Moment, Moment | None], ...] = ()
    is_no: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawVote:
    """不选 12."""

    number: int | None = None


@dataclass(frozen=True, slots=True)
class DecidePoll:
    """定 12 2; `position` None: the one that most people chose."""

    number: int | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class EditPoll:
    """改 12 加 周日下午4点, 改 12 去掉 2, 改 12 标题 …: one of them."""

    number: int
    title: str = ""
    added: tuple[tuple[Moment, Moment | None], ...] = ()
    removed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowPoll:
    """查 12, once it is known what has the number."""

    number: int


@dataclass(frozen=True, slots=True)
class CancelPoll:
    """取消 12, likewise: of one's own poll the whole of it, else one's choice."""

    number: int


@dataclass(frozen=True, slots=True)
class SayOfPoll:
    """A verb that nobody does to a poll: 完成 12, 改 12, and 报名 12 while its time is open."""

    number: int
    verb: Intent
