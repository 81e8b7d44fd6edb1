"""A message that says where, when, how many or by which phone, and nothing else: a part of what came before."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from handlers.understanding.addresses import spots
from handlers.understanding.commands import AddTo
from handlers.understanding.contents import Changes
from handlers.understanding.decision import Decision, Span
from handlers.understanding.edits import changes_of, edit_slots
from handlers.understanding.masks import without_masks
from handlers.understanding.message import OpenThing
from handlers.understanding.reading import Reading
from handlers.understanding.results import sure
from storage.intents import Intent
from storage.vocabulary import PostingKind, QuestionKind

#: What may stand around places, times and phones without making them talk.
_AROUND: Final = re.compile(
    r"[\s,。!~、:;()+]|[嘛吧哈啊哦呢哇就在是到都有]|(?:我们?|我们?家|屋头|家)里?|(?:联系)?(?:电话|手机号?)|地址|地点|时间|方便|"
    r"有人|得空|有空|可以|都?[得要]行|左右|之?[前后]|最好|大概|一般|要|需要|人"
)
#: Whether somebody is there and has time, and for nothing yet.
_WHO_IS_THERE: Final = re.compile(
    r"(?:[\s,。!?~]|[吗嘛么呢哈啊哦的]|在不在|在|有没有人|有人|哪[个位]|谁|各位|大家|邻居|有空|得空|方便|没得?)++\Z"
)
WORDS_WITHIN: Final = timedelta(minutes=1)
PICTURE_WITHIN: Final = timedelta(minutes=2)
_DETAIL_KINDS: Final = frozenset({"address", "phone", "time"})
_SLOTS: Final = frozenset({QuestionKind.WHERE, QuestionKind.WHEN, QuestionKind.PHONE})


def details_of(reading: Reading) -> Changes | None:
    """None where more is said, or nothing at all, or it is said to somebody."""
    if reading.message.quote is not None or reading.mentioned or reading.numbers:
        return None
    masked = reading.masked
    for begin, end in spots(masked):
        masked = masked[:begin] + " " * (end - begin) + masked[end:]
    if _AROUND.sub("", without_masks(masked)):
        return None
    changes = changes_of(reading)
    return None if changes.what is not None or changes == Changes() else changes


def asks_who_is_there(reading: Reading) -> bool:
    """在不在 哪个有空: what for comes next, or never."""
    return _WHO_IS_THERE.match(reading.bare) is not None


def says_details_only(text: str, spans: Sequence[Span]) -> bool:
    """The same of a message that was read already, by what was recognised in it."""
    details = [span for span in spans if span.kind in _DETAIL_KINDS]
    if not details:
        return False
    for span in details:
        text = text.replace(span.text, " ", 1)
    return not _AROUND.sub("", unicodedata.normalize("NFKC", text))


def addition(reading: Reading) -> Decision | None:
    """To the sender's own need or report of a moment ago."""
    thing = next((each for each in reversed(reading.context.things) if _is_of_a_moment_ago(each, reading)), None)
    if thing is None or _is_asked_about_another(reading, thing):
        return None
    is_picture = _is_picture_alone(reading)
    changes = Changes() if is_picture and thing.kind is PostingKind.SNAPSHOT else details_of(reading)
    if changes is None:
        return None
    return sure(reading, Intent.EDIT_ORDER, "adds_to_own", AddTo(thing.number, changes), edit_slots(changes))


def _is_of_a_moment_ago(thing: OpenThing, reading: Reading) -> bool:
    within = PICTURE_WITHIN if _is_picture_alone(reading) else WORDS_WITHIN
    return thing.said_at is not None and reading.message.at - thing.said_at <= within


def _is_picture_alone(reading: Reading) -> bool:
    return reading.message.images > 0 and not reading.bare


def _is_asked_about_another(reading: Reading, thing: OpenThing) -> bool:
    asked = reading.context.asked
    return asked is not None and asked.kind in _SLOTS and asked.number != thing.number
