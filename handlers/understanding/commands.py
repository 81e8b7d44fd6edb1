"""What a member wants done, in types. An empty `numbers` never leaves understanding where one is needed."""

from dataclasses import dataclass
from datetime import date

from handlers.understanding.activity_commands import (
    AnswerWorkedWeekend,
    AskActivities,
    AskCalendar,
    AskCertificate,
    AskCode,
    AskHours,
    AskPoster,
    AskShareText,
    AskSources,
    AskStanding,
    CallOff,
    CannotCome,
    CheckIn,
    CheckOut,
    CloseCalendar,
    CopyChain,
    CorrectHours,
    EditActivity,
    EditSeries,
    EndSeries,
    EndStanding,
    Enrol,
    ExcuseAbsence,
    FinishActivity,
    Follow,
    MarkNoShow,
    MergeActivities,
    Recruit,
    RenewCalendar,
    ReviewActivity,
    RevokeCertificate,
    SayOfActivity,
    ShowActivity,
    ShowChain,
    SkipOccurrence,
    Stand,
    Withdraw,
)
from handlers.understanding.contents import Changes, Moment, Need, Place
from handlers.understanding.poll_commands import (
    CancelPoll,
    DecidePoll,
    EditPoll,
    OpenPoll,
    SayOfPoll,
    ShowPoll,
    Vote,
    WithdrawVote,
)
from handlers.understanding.time_bank_commands import AskTimeBank, GiveTime, UseTime
from handlers.understanding.weather_commands import AnswerWeather, EnterWarning, LiftWarning, SetOutdoor
from storage.intents import Intent
from storage.vocabulary import Category


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    """`is_by_proxy`: 代点, for the need's beneficiary."""

    need: Need
    is_by_proxy: bool = False


@dataclass(frozen=True, slots=True)
class TurnIntoOrder:
    """转点单: the quoted neighbour's need, if they say yes."""

    need: Need


@dataclass(frozen=True, slots=True)
class OrderItem:
    item: int
    start: Moment | None = None
    end: Moment | None = None
    place: Place | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class TakeSnapshot:
    """Something is wrong (or was done well) where it is everybody's; pictures come beside the command."""

    what: str
    category: Category
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Second:
    """附议: the sender saw the same."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClaimOrder:
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReleaseOrder:
    numbers: tuple[int, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DispatchOrder:
    numbers: tuple[int, ...]
    to: str


@dataclass(frozen=True, slots=True)
class FinishOrder:
    numbers: tuple[int, ...]
    answer: str = ""


@dataclass(frozen=True, slots=True)
class ReopenOrder:
    numbers: tuple[int, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CancelOrder:
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RefuseOrder:
    """A grid worker's or leader's no to a need (拒单 12 原因); only the asker sees the reason."""

    numbers: tuple[int, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EditOrder:
    numbers: tuple[int, ...]
    changes: Changes


@dataclass(frozen=True, slots=True)
class AddTo:
    """What a message right after the sender's own posting adds to it; pictures come beside the command."""

    number: int
    changes: Changes


@dataclass(frozen=True, slots=True)
class ReviewOrder:
    """`is_half_done` where the words say so (只解决一半): the rest may be posted again."""

    numbers: tuple[int, ...]
    stars: int | None = None
    comment: str = ""
    is_half_done: bool = False


@dataclass(frozen=True, slots=True)
class Confirm:
    """A yes or no to the question that was asked last."""

    yes: bool


@dataclass(frozen=True, slots=True)
class AnswerSlot:
    """The one missing thing, as an answer to where, when or phone; `option` is one of the places that were named."""

    start: Moment | None = None
    end: Moment | None = None
    place: Place | None = None
    phone: str | None = None
    option: int | None = None


@dataclass(frozen=True, slots=True)
class AskMenu:
    category: Category | None = None


@dataclass(frozen=True, slots=True)
class AskStatus:
    """`numbers` for 查 12; `mine` for 我的单; `unclaimed` for 还有哪些没人接, narrowed by 今天, 3栋, 健康."""

    numbers: tuple[int, ...] = ()
    mine: bool = False
    unclaimed: bool = False
    day: date | None = None
    place: str | None = None
    category: Category | None = None


@dataclass(frozen=True, slots=True)
class AskHelp:
    more: bool = False


@dataclass(frozen=True, slots=True)
class AskPrivacy:
    """`ask`: show, show_more, delete, who_saw or withdraw_consent."""

    ask: str


@dataclass(frozen=True, slots=True)
class Correct:
    """更正: `what` is phone or name; `phone` None: no whole number was said."""

    what: str
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Hush:
    """`ask`: pause (silent until tomorrow), resume or leave."""

    ask: str


@dataclass(frozen=True, slots=True)
class Undo:
    """撤销: the sender's newest act, or the one whose answer (with `number`) is quoted."""

    number: int | None = None


@dataclass(frozen=True, slots=True)
class AskWhy:
    """为什么: the features behind the quoted bot line; `quoted` is its text."""

    number: int | None = None
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class NoteVoice:
    """Somebody spoke to the bot, which could not hear it."""


@dataclass(frozen=True, slots=True)
class BindRoom:
    code: str


@dataclass(frozen=True, slots=True)
class Recognise:
    """`ask`: join_wall, leave_wall, ranking, ranking_on, ranking_off, wall_on or wall_off."""

    ask: str


@dataclass(frozen=True, slots=True)
class NoteEmergency:
    """Danger now; `kind` is fire, gas, medical, suicide or trapped."""

    kind: str
    place: Place | None = None


Command = (
    PlaceOrder
    | TurnIntoOrder
    | OrderItem
    | TakeSnapshot
    | Second
    | ClaimOrder
    | ReleaseOrder
    | DispatchOrder
    | FinishOrder
    | ReopenOrder
    | CancelOrder
    | RefuseOrder
    | EditOrder
    | AddTo
    | ReviewOrder
    | Confirm
    | AnswerSlot
    | AskMenu
    | AskStatus
    | AskHelp
    | AskPrivacy
    | Correct
    | Hush
    | Undo
    | AskWhy
    | NoteVoice
    | BindRoom
    | NoteEmergency
    | Recognise
    | EnterWarning
    | LiftWarning
    | AnswerWeather
    | SetOutdoor
    | AskTimeBank
    | UseTime
    | GiveTime
    | Recruit
    | ReviewActivity
    | Follow
    | OpenPoll
    | Vote
    | WithdrawVote
    | DecidePoll
    | EditPoll
    | ShowPoll
    | CancelPoll
    | SayOfPoll
    | Enrol
    | Withdraw
    | CannotCome
    | FinishActivity
    | SayOfActivity
    | EditActivity
    | ShowActivity
    | CallOff
    | CheckIn
    | CheckOut
    | CorrectHours
    | AskHours
    | AskCertificate
    | RevokeCertificate
    | AskCalendar
    | RenewCalendar
    | CloseCalendar
    | AskCode
    | AskPoster
    | AskShareText
    | AskSources
    | MarkNoShow
    | ExcuseAbsence
    | MergeActivities
    | SkipOccurrence
    | EndSeries
    | AnswerWorkedWeekend
    | EditSeries
    | Stand
    | EndStanding
    | AskStanding
    | AskActivities
    | CopyChain
    | ShowChain
)


@dataclass(frozen=True, slots=True)
class AskWhich:
    """Mine, but incomplete: one question naming the candidates; a number in the answer completes `topic`."""

    topic: Intent
    candidates: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AskRegister:
    """Perhaps a need: a yes/no; yes places it."""

    need: Need
