"""What understanding reads: one message and the room it was said in. No database, no clock."""

from dataclasses import dataclass
from datetime import datetime

from storage.intents import Intent
from storage.states import OrderStatus
from storage.vocabulary import PostingKind, QuestionKind, Role


@dataclass(frozen=True, slots=True)
class Quote:
    """The message that this one replies to, as the platform showed it."""

    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """`at` is aware; relative times ("今天下午") are read in its own offset."""

    text: str
    at: datetime
    sender: str = ""
    role: Role = Role.RESIDENT
    quote: Quote | None = None
    mentions_bot: bool = False
    images: int = 0
    is_voice: bool = False  # and nobody could hear it: there is no text
    private: bool = False


@dataclass(frozen=True, slots=True)
class OpenThing:
    """One posting of the room that short acts may mean. Unknown facts (`yihu parse`) stay at their defaults.

    `status` is None where it is not known; then every act is taken to be possible.
    """

    number: int
    kind: PostingKind = PostingKind.ORDER
    status: OrderStatus | None = None
    is_askers: bool = False  # the sender asked for it
    is_claimed_by_sender: bool = False
    is_dispatched_to_sender: bool = False
    is_enrolled: bool = False  # of an activity: the sender comes, or waits for a place
    what: str = ""  # "量血压那个": a public phrase to match by
    said_at: datetime | None = None  # the sender's own: what follows at once may belong to it


@dataclass(frozen=True, slots=True)
class Asked:
    """What the bot last asked this person: `review:12` is Asked(REVIEW, 12); a number completes `topic`.

    What was asked privately (`is_private`) is answered in a room only by what can hardly mean anything else.
    """

    kind: QuestionKind
    number: int | None = None
    topic: Intent | None = None
    options: tuple[int, ...] = ()
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """The room at this moment, for this sender. `act` and `ask` are confidences (0–1) at which the bot acts or asks."""

    things: tuple[OpenThing, ...] = ()
    asked: Asked | None = None
    bot_names: tuple[str, ...] = ("一呼",)
    member_names: frozenset[str] = frozenset()
    act: float = 0.70
    ask: float = 0.45
