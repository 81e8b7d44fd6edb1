"""来源 5: the whole message, with the number or under the posting."""

import re
from typing import Final

from handlers.understanding.activity_commands import AskSources
from handlers.understanding.decision import Decision
from handlers.understanding.prefilter import needed_grams
from handlers.understanding.reading import Reading
from handlers.understanding.results import sure
from storage.intents import Intent

_WHAT: Final = r"(?:活动)?(?:的)?(?:报名|访问|浏览)?(?:的)?来源(?:统计)?"
_ASKED: Final = re.compile(
    rf"(?:查|看|查看)?(?:一?下|哈)?\s?(?:#?(?P<before>\d{{1,4}})号?\s?)?{_WHAT}[\s:]{{0,2}}(?:#?(?P<behind>\d{{1,4}})号?)?[?。!\s]*"
)
NEEDED: Final = needed_grams(_ASKED)


def source_command(reading: Reading) -> Decision | None:
    found = _ASKED.fullmatch(reading.text.strip())
    if found is None:
        return None
    written = found["before"] or found["behind"]
    number = int(written) if written else next(iter(reading.numbers or reading.quoted_numbers), None)
    if number is None:
        return None
    return sure(reading, Intent.SOURCES, "asks_sources", AskSources(number), {"activity": number})
