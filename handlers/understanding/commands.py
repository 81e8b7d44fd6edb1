"""What a member wants done, in types. An empty `numbers` never leaves understanding where one is needed."""

from dataclasses import dataclass
from datetime import date, datetime

from storage.vocabulary import Category, Intent

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
    when_text: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What an edit sets; None means unchanged. `keeps_day`: only an hour was said (改到10点吧).

    `is_half_said`: it was said whether the hour is before or after noon.
    """

    what: str | None = None
    start: Moment | None = None
    end: Moment | None = None
    place: Place | None = None
    people: int | None = None
    phone: str | None = None
    keeps_day: bool = False
    is_half_said: bool = False


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
    """`ask`: show, delete, who_saw or withdraw_consent."""

    ask: str


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
class NoteEmergency:
    """Danger now; `kind` is fire, gas, medical, suicide or trapped."""

    kind: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Recruit:
    """A call for people. `roles` are (name, how many) of the places, `place` and `requirements` as written."""

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


@dataclass(frozen=True, slots=True)
class Party:
    """Who comes: `people` in all (None: not said), names beside the speaker, how many of all are children.

    `is_without_speaker`: only others were named (帮王婆婆报名).
    """

    people: int | None = None
    names: tuple[str, ...] = ()
    children: int = 0
    is_without_speaker: bool = False


@dataclass(frozen=True, slots=True)
class Enrol:
    """`number` None: whatever is open. `words` are those in which the activity's roles are looked for."""

    number: int | None = None
    party: Party = Party()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """`is_cancel`: said as 取消 5, which of one's own activity may mean the whole of it."""

    number: int | None = None
    is_cancel: bool = False


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
class CallOff:
    number: int


@dataclass(frozen=True, slots=True)
class CheckIn:
    number: int | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class AskCode:
    """签到码 5."""

    number: int | None = None


@dataclass(frozen=True, slots=True)
class MarkNoShow:
    """没来 5 小李."""

    number: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskActivities:
    """本周活动; `mine`: 我的报名. Days, both inclusive, where some were named."""

    mine: bool = False
    first: date | None = None
    last: date | None = None


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
    | Hush
    | Undo
    | AskWhy
    | NoteVoice
    | BindRoom
    | NoteEmergency
    | Recruit
    | Enrol
    | Withdraw
    | EditActivity
    | ShowActivity
    | CallOff
    | CheckIn
    | AskCode
    | MarkNoShow
    | AskActivities
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
