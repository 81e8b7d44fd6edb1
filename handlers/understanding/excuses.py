"""没来是因为孩子发烧, 请假 5 生病了: privately only; in a room it may be about anything."""

import re
from typing import Final

from handlers.understanding.activity_commands import ExcuseAbsence
from handlers.understanding.decision import Decision
from handlers.understanding.prefilter import needed_grams
from handlers.understanding.reading import Reading
from handlers.understanding.results import sure
from storage.intents import Intent

_SAID: Final = re.compile(
    r"(?:我?(?:上次|那天|那次|昨天|今天)?没(?:来|去)(?:成)?是?因为|请假\s?#?(?P<number>\d{1,3})号?(?!\d))"
    r"[\s:,]*(?P<reason>\S.*)"
)
NEEDED: Final = needed_grams(_SAID)


def excuse_command(reading: Reading) -> Decision | None:
    said = _SAID.fullmatch(reading.text.strip()) if reading.message.private else None
    if said is None:
        return None
    number = int(said["number"]) if said["number"] else None
    return sure(reading, Intent.EXCUSE, "excuse_keyword", ExcuseAbsence(number, said["reason"]))
