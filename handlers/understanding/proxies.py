"""转点单, 帮TA点单: the quoted neighbour's words are the need."""

import re
from typing import Final

from handlers.understanding.commands import TurnIntoOrder
from handlers.understanding.decision import Decision
from handlers.understanding.needs import need_of, need_slots
from handlers.understanding.reading import Reading, read_alone
from handlers.understanding.results import sure
from storage.intents import Intent

_TURN: Final = re.compile(
    r"\W*(?:请|麻烦)?(?:转(?:成|为|一?下)?(?:点单|需求单?)|(?:帮|给|替)(?:TA|ta|Ta|他|她|它)(?:们)?(?:点个?单|登记))"
    r"(?:一?下|一哈|嘛|吧|哈)*\W*"
)
#: How platforms show a quoted message that has no words.
_NO_WORDS: Final = re.compile(r"\s*(?:\[[^\]]{0,6}\])?\s*")


def turning(reading: Reading) -> Decision | None:
    quote = reading.message.quote
    if quote is None or reading.is_quoting_bot or not _TURN.fullmatch(reading.bare):
        return None
    if _NO_WORDS.fullmatch(quote.text):
        return None
    quoted = read_alone(quote.text, reading)
    need = need_of(quoted)
    return sure(reading, Intent.PLACE_ORDER, "turned", TurnIntoOrder(need), need_slots(quoted, need))
