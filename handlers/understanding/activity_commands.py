"""What a member wants done about an activity, in types."""

from dataclasses import dataclass
from datetime import date, time

from handlers.understanding.contents import ALONE, Changes, Moment, Party
from storage.intents import Intent
from storage.vocabulary import OnHoliday


@dataclass(frozen=True, slots=True)
class Every:
    """It comes again: `rule` as a series keeps it, `words` as written, local hours; not before `since`."""

    rule: str
    words: str
    on_holiday: OnHoliday = OnHoliday.SKIP
    starts: time | None = None
    ends: time | None = None
    since: date | None = None
    is_holiday_said: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """One of several times that a call is for: `label` as its title says it, places and `roles` of its own."""

    label: str
    start: Moment
    end: Moment | None = None
    people: int | None = None
    roles: tuple[tuple[str, int], ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Recruit:
    """A call for people. `roles` are (name, how many) of the places, `place` and `requirements` as written;
    `kept_places` of each occurrence are for newcomers. Of several `sessions`: `start` is the first one's, `end` the
    last one's.
    """

    title: str
    start: Moment | None = None
    end: Moment | None = None
    deadline: Moment | None = None
    place: str = ""
    people: int | None = None
    min_people: int | None = None
    roles: tuple[tuple[str, int], ...] = ()
    requirements: str = ""
    contact: str = ""
    phone: str | None = None
    every: Every | None = None
    kept_places: int | None = None
    sessions: tuple[Session, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerWorkedWeekend:
    """照常, 跳过 or 改到周日, where 调休 was asked about; `way` is keep, skip or move."""

    way: str


@dataclass(frozen=True, slots=True)
class ReviewActivity:
    """评单 5 of an activity that is over, or the answer to 怎么样."""

    number: int
    stars: int | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Follow:
    """想再来; not `yes`: 别再提醒. `number` None: the activity that they were at last."""

    number: int | None = None
    yes: bool = True


@dataclass(frozen=True, slots=True)
class Enrol:
    """`number` None: whatever is open, of `among` where sessions were quoted. `also`: further ones (报名 5 6).

    `words` are those in which the activity's roles are looked for, and which of several sessions.
    """

    number: int | None = None
    party: Party = ALONE
    words: str = ""
    also: tuple[int, ...] = ()
    among: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdraw:
    """`also`: further ones. `is_cancel`: said as 取消 5, which of one's own activity may mean the whole of it."""

    number: int | None = None
    is_cancel: bool = False
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CannotCome:
    """我明天来不到了,取消: of one's only activity, where there is one. `day` is the one that was said."""

    day: date | None = None


@dataclass(frozen=True, slots=True)
class EditActivity:
    """改 5 of an activity; made of an `EditOrder` once it is known what has the number."""

    number: int
    changes: Changes


@dataclass(frozen=True, slots=True)
class ShowActivity:
    """查 5, likewise."""

    number: int


@dataclass(frozen=True, slots=True)
class FinishActivity:
    """完成 5, likewise: it is over now."""

    number: int


@dataclass(frozen=True, slots=True)
class SayOfActivity:
    """A verb that nobody does to an activity: 派 5, 附议 5."""

    number: int
    verb: Intent


@dataclass(frozen=True, slots=True)
class CallOff:
    number: int


@dataclass(frozen=True, slots=True)
class SkipOccurrence:
    """跳过 5: the next time of its series, or that of the days named (both inclusive)."""

    number: int
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class EndSeries:
    """停办系列 5: nothing more after this one."""

    number: int


@dataclass(frozen=True, slots=True)
class EditSeries:
    """改系列 5: what is said is of all that is not posted yet. An `every` without a rule is another hour."""

    number: int
    every: Every | None = None
    place: str = ""
    people: int | None = None
    kept_places: int | None = None
    lead_days: int | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """长期报名 5: every time; without a number of the only series. `words`: see `Enrol`."""

    number: int | None = None
    party: Party = ALONE
    words: str = ""


@dataclass(frozen=True, slots=True)
class EndStanding:
    """不再长期 5."""

    number: int | None = None


@dataclass(frozen=True, slots=True)
class AskStanding:
    """长期名单 5."""

    number: int


@dataclass(frozen=True, slots=True)
class MergeActivities:
    """合并 5 到 6."""

    number: int
    into: int


@dataclass(frozen=True, slots=True)
class CheckIn:
    number: int | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class CheckOut:
    """签退, by the code or without one."""

    number: int | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class CorrectHours:
    """改工时 5 小李 2小时 来晚了. Incomplete where something of it is missing."""

    number: int | None = None
    name: str = ""
    minutes: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AskHours:
    """我的工时."""


@dataclass(frozen=True, slots=True)
class AskCertificate:
    """开证明 2026年: of the days from `first` to `last`; without `first` of everything. `is_unclear`: of no period."""

    first: date | None = None
    last: date | None = None
    is_unclear: bool = False


@dataclass(frozen=True, slots=True)
class RevokeCertificate:
    """作废证明: the newest."""


@dataclass(frozen=True, slots=True)
class AskCalendar:
    """日历: the link of one's own."""


@dataclass(frozen=True, slots=True)
class RenewCalendar:
    """重置日历."""


@dataclass(frozen=True, slots=True)
class CloseCalendar:
    """停止日历."""


@dataclass(frozen=True, slots=True)
class AskCode:
    """签到码 5."""

    number: int | None = None


@dataclass(frozen=True, slots=True)
class AskPoster:
    """海报 5; 海报 5 给广场舞群: its link tells that it stands in that group."""

    number: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class AskShareText:
    """文案 5, 复制文案 5; `group` likewise."""

    number: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class AskSources:
    """来源 5."""

    number: int


@dataclass(frozen=True, slots=True)
class MarkNoShow:
    """没来 5 小李."""

    number: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExcuseAbsence:
    """没来是因为…: of the newest mark, or that of the number."""

    number: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class AskActivities:
    """本周活动; `mine`: 我的报名. Days, both inclusive, where some were named."""

    mine: bool = False
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class ChainLine:
    """One line of a 接龙; `party` None where it says no number."""

    name: str
    party: int | None = None


@dataclass(frozen=True, slots=True)
class CopyChain:
    """接龙 as somebody copied it; `number` is that of a quoted posting, `notice` what its head says of the activity."""

    title: str
    lines: tuple[ChainLine, ...]
    number: int | None = None
    notice: Recruit | None = None


@dataclass(frozen=True, slots=True)
class ShowChain:
    """接龙 5."""

    number: int
