"""加入时间银行, 我的时间, 用时间 12 2小时, 转 2小时 给 张婆婆: each is the whole message, in few words of its own.

People talk of time and of time banks: what only contains the words is theirs.
"""

import re
from typing import Final

from handlers.understanding.decision import Decision
from handlers.understanding.hours import AMOUNT, minutes_said
from handlers.understanding.prefilter import needed_grams
from handlers.understanding.reading import Reading
from handlers.understanding.results import sure
from handlers.understanding.time_bank_commands import AskTimeBank, GiveTime, UseTime
from storage.intents import Intent

_LOOK: Final = r"(?:看|查)?(?:一?下|哈)?"
_ASKED: Final[dict[str, re.Pattern[str]]] = {
    "on": re.compile(r"(?:打开|开启)(?:本站的?)?时间银行"),
    "off": re.compile(r"(?:关闭|关掉)(?:本站的?)?时间银行"),
    "join": re.compile(r"(?:我(?:要|想|愿意)?)?加入时间银行"),
    "leave": re.compile(r"(?:我(?:要|想)?)?退出时间银行(?:了)?"),
    "balance": re.compile(rf"{_LOOK}(?:我的时间(?:账户|余额|银行)?|(?:我的)?时间(?:账户|余额))"),
    "lines": re.compile(rf"{_LOOK}(?:我的)?时间(?:银行|账户)?明细"),
    "more_lines": re.compile(r"(?:更多时间明细|(?:我的)?时间(?:银行|账户)?明细,?更多)"),
}
_NUMBER: Final = r"#?(?P<number>\d{1,3})号?单?(?![\d.])"
_USED: Final = re.compile(rf"用时间[\s:]{{0,2}}{_NUMBER}[\s,:]{{1,2}}(?=\S){AMOUNT}")
_NOT_USED: Final = re.compile(rf"不用时间[\s:]{{0,2}}{_NUMBER}")
_HALF_SAID: Final = re.compile(rf"用时间[\s:]{{0,2}}(?:{_NUMBER}|(?=\S){AMOUNT})")
#: A space tells a name from a sentence: 转2小时给他送饭 is somebody's day. A mention stands beside the text.
_GIVEN: Final = re.compile(
    rf"转(?:时间)?\s{{0,2}}(?=\S){AMOUNT}\s{{0,2}}(?:时间)?给(?:\s{{1,2}}(?P<name>[^\s,、@#:0-9]{{1,12}}))?"
)
NEEDED: Final = needed_grams("时间", _GIVEN)
_SPACE: Final = re.compile(r"\s+")


def time_bank_command(reading: Reading) -> Decision | None:
    text = reading.text.strip(" ,。!?")
    for ask, pattern in _ASKED.items():
        if pattern.fullmatch(_SPACE.sub("", text)):
            return sure(reading, Intent.TIME_BANK, "time_bank_keyword", AskTimeBank(ask))
    used = _use(text)
    if used is not None:
        return sure(reading, Intent.USE_TIME, "use_time_keyword", used)
    given = _GIVEN.fullmatch(text)
    if given is None:
        return None
    minutes, name = minutes_said(given), reading.mentioned[0] if reading.mentioned else given["name"]
    if not minutes or not name:
        return None
    return sure(reading, Intent.GIVE_TIME, "give_time_keyword", GiveTime(minutes, name))


def _use(text: str) -> UseTime | None:
    if found := _NOT_USED.fullmatch(text):
        return UseTime(int(found["number"]), 0)
    if found := _USED.fullmatch(text):
        return UseTime(int(found["number"]), minutes_said(found))
    found = _HALF_SAID.fullmatch(text)
    return UseTime(int(found["number"]) if found["number"] else None) if found is not None else None
