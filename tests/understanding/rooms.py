"""Short ways to set a room for a sentence."""

from datetime import datetime
from typing import Final

from handlers.understanding.decision import Decision
from handlers.understanding.message import Asked, Context, Message, OpenThing, Quote
from handlers.understanding.reading import Reading, read
from handlers.understanding.understand import understand
from storage.states import OrderStatus
from storage.vocabulary import PostingKind, Role
from tests.understanding.sentences import Sentence

#: A Wednesday morning.
AT: Final = datetime.fromisoformat("2026-05-20T10:00+08:00")
BOT: Final = "一呼"
ORDER_LINE: Final = "📋 #12 维修|修水龙头|明天|3栋  回复「接单 12」认领"
ACTIVITY_LINE: Final = "📣 活动 #5 周六义诊|10月24日 9:00|社区活动室|缺 6 人 回复「报名 5」"


def order(
    number: int,
    status: OrderStatus | None = OrderStatus.PLACED,
    *,
    is_askers: bool = False,
    is_claimed: bool = False,
    is_dispatched: bool = False,
    what: str = "",
) -> OpenThing:
    return OpenThing(
        number,
        status=status,
        is_askers=is_askers,
        is_claimed_by_sender=is_claimed,
        is_dispatched_to_sender=is_dispatched,
        what=what,
    )


def activity(number: int, *, is_enrolled: bool = False) -> OpenThing:
    return OpenThing(number, PostingKind.ACTIVITY, is_enrolled=is_enrolled)


def said(
    text: str,
    *things: OpenThing,
    asked: Asked | None = None,
    quoted: str = "",
    quoted_sender: str = BOT,
    to_bot: bool = False,
    private: bool = False,
    role: Role = Role.RESIDENT,
    at: datetime = AT,
    images: int = 0,
    members: frozenset[str] = frozenset(),
) -> Decision:
    """The decision on one message in a room where `things` are open."""
    quote = Quote(quoted_sender, quoted) if quoted else None
    message = Message(text, at, quote=quote, mentions_bot=to_bot, private=private, role=role, images=images)
    return understand(message, Context(things=things, asked=asked, member_names=members))


def reading_of(text: str) -> Reading:
    """The message read, in a room where nothing is open."""
    return read(Message(text, AT), Context())


def in_its_room(sentence: Sentence, text: str | None = None) -> Decision:
    things = [OpenThing(n) for n in sentence.orders] + [activity(n) for n in sentence.activities]
    return said(text or sentence.text, *things, asked=sentence.asked, quoted=sentence.quoted, to_bot=sentence.to_bot)


def in_its_reading(sentence: Sentence) -> Reading:
    """What the sentence is read as in its room."""
    things = (*(OpenThing(n) for n in sentence.orders), *map(activity, sentence.activities))
    quote = Quote(BOT, sentence.quoted) if sentence.quoted else None
    return read(Message(sentence.text, AT, quote=quote, mentions_bot=sentence.to_bot), Context(things, sentence.asked))
