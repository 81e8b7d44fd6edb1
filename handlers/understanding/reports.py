"""随手拍: what is wrong at which spot, as a room may read it; and 附议, who saw the same."""

import re
from typing import Any, Final

from handlers.understanding.commands import Second, TakeSnapshot
from handlers.understanding.decision import Decision
from handlers.understanding.prefilter import needed_grams
from handlers.understanding.reading import Reading
from handlers.understanding.results import sure
from handlers.understanding.where import where
from storage.intents import Intent
from storage.vocabulary import Category, PostingKind

_POINTING: Final = re.compile(r"^(?:的|这个|那个|这里|那里|有个|个|,|\s)+")
_LABEL: Final = re.compile(r"[\s,]*(?:联系)?(?:电话|手机号?|方式|地址|地点)[:\s]*\Z")
_SECOND: Final = re.compile(r"^\W*(?:我也?)?附议[\s\ue003#号,。!~]*\Z")
SECONDING_NEEDED: Final = needed_grams(_SECOND)


def report_of(reading: Reading, slots: dict[str, Any]) -> TakeSnapshot:
    """The place stands beside the words, not in them."""
    place = where(reading)
    what = str(slots["what"])
    if place is not None:
        what = what.removeprefix(place.text)
    what = _LABEL.sub("", _POINTING.sub("", what)) or str(slots["what"])
    return TakeSnapshot(what, Category(slots["category"]), place)


def seconding(reading: Reading) -> Decision | None:
    """附议 31, or 附议 quoting the posting, or where only one thing is reported."""
    if not _SECOND.match(reading.bare):
        return None
    reported = tuple(thing.number for thing in reading.context.things if thing.kind is PostingKind.SNAPSHOT)
    numbers = reading.numbers or reading.quoted_numbers[:1] or (reported if len(reported) == 1 else ())
    if not numbers:
        return None
    return sure(reading, Intent.SNAPSHOT, "second_keyword", Second(numbers), {})
