"""Messages of one person that belong together: a need in two or three, a picture and its words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from handlers.understanding.categories import category_of
from handlers.understanding.commands import PlaceOrder
from handlers.understanding.decision import Decision
from handlers.understanding.details import PICTURE_WITHIN, WORDS_WITHIN, details_of, says_details_only
from handlers.understanding.gist import gist, names_something
from handlers.understanding.masks import without_masks
from handlers.understanding.message import Context, Message
from handlers.understanding.needs import need_of
from handlers.understanding.reading import Reading, read
from handlers.understanding.talk import talk_scores
from handlers.understanding.understand import understand
from handlers.understanding.wording import Hearing
from storage.intents import Intent
from storage.vocabulary import Band, Category, QuestionKind

#: From this confidence that something is wanted, what is no need by itself may be the half of one.
_HALF: Final = 0.2
#: So many messages in words go before the one that completes them.
MOST_WORDS: Final = 2
#: A fragment is short; what is longer was all that somebody wanted to say.
_LONGEST: Final = 30
_JOINED: Final = frozenset({Intent.PLACE_ORDER, Intent.SNAPSHOT})
#: Somebody wanted, and nothing to be done, is no need, in however many messages.
_TASKS: Final = frozenset(
    {"help_me", "wants_done", "task_soft", "borrow", "wants_to_borrow", "teach_me", "broken", "cannot", "ran_out"}
)
#: A picture and talk of taking pictures is no report.
_REPORTED: Final = frozenset(
    {"fault", "fault_at_spot", "more_faults", "public_spot", "broken", "hazard", "authority", "praises", "commends"}
)


@dataclass(frozen=True, slots=True)
class Half:
    """What the sender said a moment ago in the same place, when it was too little."""

    text: str
    at: datetime
    images: int = 0


@dataclass(frozen=True, slots=True)
class Joined:
    """What was understood, from which words, and from which of the earlier halves."""

    decision: Decision
    text: str
    used: tuple[Half, ...] = ()


def understand_with(message: Message, halves: Sequence[Half], context: Context) -> Joined:
    """The message by itself, or with what its sender said before where only together they make something."""
    alone = understand(message, context)
    fitting = _fitting(halves, message)
    if not fitting or not _may_be_joined(message, alone):
        return Joined(alone, message.text)
    whole = _whole(message, fitting)
    context = _without_its_question(context)
    together = understand(whole, context)
    if together.band is not Band.ACT or (alone.band is Band.ACT and alone.intent is not together.intent):
        return Joined(alone, message.text)
    if together.intent is Intent.SNAPSHOT and whole.images and _names(together, _REPORTED):
        return Joined(together, whole.text, tuple(fitting))
    texts = [*(half.text for half in fitting), message.text]
    parts = [read(replace(whole, text=text), context) for text in texts if text]
    if together.intent is not Intent.PLACE_ORDER or not _is_one_need(together, parts):
        return Joined(alone, message.text)
    if alone.band is Band.ACT and any(map(_is_a_need, parts[:-1])):
        return Joined(alone, message.text)  # and that is another
    return Joined(_in_words_of_task(together, parts), whole.text, tuple(fitting))


def _without_its_question(context: Context) -> Context:
    """What was asked of the half is about these very words: as a whole they are no answer to it."""
    is_about_it = context.asked is not None and context.asked.kind is QuestionKind.REGISTER
    return replace(context, asked=None) if is_about_it else context


def may_be_half(message: Message, decision: Decision) -> bool:
    """Whether what led to nothing may belong to what its sender says next. All else is forgotten at once."""
    if decision.command is not None or message.quote is not None or len(message.text) > _LONGEST:
        return False
    if decision.question is not None:
        return decision.intent is Intent.PLACE_ORDER
    if message.images or 1.0 - decision.confidence >= _HALF:
        return True
    return says_details_only(message.text, decision.spans)


def _fitting(halves: Sequence[Half], message: Message) -> list[Half]:
    """Pictures, and the newest words: a need is said in two or three messages."""
    near = [half for half in halves if _fits(half, message)]
    words = [half for half in near if half.text][-MOST_WORDS:]
    return [half for half in near if not half.text or half in words]


def _fits(half: Half, message: Message) -> bool:
    is_picture = bool(half.images) != bool(message.images)
    return message.at - half.at <= (PICTURE_WITHIN if is_picture else WORDS_WITHIN)


def _may_be_joined(message: Message, alone: Decision) -> bool:
    if message.quote is not None or len(message.text) > _LONGEST:
        return False
    return alone.intent is Intent.CHATTER or alone.intent in _JOINED


def _whole(message: Message, halves: Sequence[Half]) -> Message:
    texts = [*(half.text for half in halves), message.text]
    return replace(
        message, text=",".join(filter(None, texts)), images=message.images + sum(half.images for half in halves)
    )


def _is_one_need(together: Decision, parts: Sequence[Reading]) -> bool:
    """Each part wants something or says where and when; and something is to be done.

    Where one asks without saying for what (谁来修一下), another may do no more than name it (水龙头漏得凶).
    """
    wanting = [part for part in parts if _wants_something(part)]
    asks_for_nothing = not all(map(_names_something, wanting))
    if not all(part in wanting or (asks_for_nothing and _has_category(part)) for part in parts):
        return False
    return _names(together, _TASKS) or any(map(_has_category, parts))


def _names(together: Decision, names: frozenset[str]) -> bool:
    return any(feature.name in names for feature in together.why)


def _wants_something(part: Reading) -> bool:
    return details_of(part) is not None or talk_scores(part, Hearing(part))[Intent.PLACE_ORDER].confidence >= _HALF


def _is_a_need(part: Reading) -> bool:
    return details_of(part) is None and _wants_something(part) and _names_something(part) and _has_category(part)


def _in_words_of_task(together: Decision, parts: Sequence[Reading]) -> Decision:
    """All that was said counts, but the need is named by the message that names it."""
    if not isinstance(together.command, PlaceOrder) or together.command.need.is_health:
        return together
    named = next((part for part in reversed(parts) if _has_category(part) and _names_something(part)), None)
    if named is None:
        return together
    own = need_of(named)
    return replace(together, command=PlaceOrder(replace(together.command.need, what=own.what, category=own.category)))


def _names_something(part: Reading) -> bool:
    return names_something(gist(part, Intent.PLACE_ORDER))


def _has_category(part: Reading) -> bool:
    return category_of(without_masks(part.masked), part.pieces.grams) is not Category.OTHER
