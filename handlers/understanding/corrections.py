"""更正 电话 13900001234, 更正 名字 …: what is kept about oneself is wrong. The word alone is said of anything."""

import re
from typing import Final

from handlers.understanding.commands import Correct
from handlers.understanding.decision import Decision
from handlers.understanding.prefilter import needed_grams
from handlers.understanding.reading import Reading
from handlers.understanding.results import sure
from storage.intents import Intent

_LEAD: Final = r"(?:请|帮我|我要)?更正(?:一下|我的?){0,2}[\s:]{0,2}(?:我的)?"
_PHONE: Final = re.compile(rf"{_LEAD}(?:联系)?(?:电话|手机)(?:号码?)?(?:为|是|成|到)?[\s:,]{{0,3}}[\d\s+-]{{0,20}}")
_NAME: Final = re.compile(rf"{_LEAD}(?:名字|姓名|昵称|称呼)(?:(?:为|是|成|[\s:,]){{1,3}}\S{{1,12}})?")
NEEDED: Final = needed_grams("更正")


def correction_command(reading: Reading) -> Decision | None:
    """A phone that is none (too short, half said) is asked for again, privately or where the bot is spoken to."""
    text = reading.text.strip(" ,。!")
    phones = reading.of("phone")
    if _NAME.fullmatch(text):
        return sure(reading, Intent.PRIVACY, "corrects_name", Correct("name"))
    if not _PHONE.fullmatch(text) or not (phones or reading.is_to_bot):
        return None
    return sure(reading, Intent.PRIVACY, "corrects_phone", Correct("phone", phones[-1].text if phones else None))
