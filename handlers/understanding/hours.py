"""签退, 改工时 5 小李 2小时 来晚了, 我的工时: each is the whole message."""

import re
from typing import Final

from handlers.understanding.activity_commands import AskHours, CheckOut, CorrectHours
from handlers.understanding.decision import Decision
from handlers.understanding.numerals import NUMBER, whole_number
from handlers.understanding.prefilter import needed_grams
from handlers.understanding.reading import Reading
from handlers.understanding.results import sure
from storage.intents import Intent

_OUT: Final = re.compile(
    r"(?:我)?签退(?:了|一下|一哈)?(?:[\s:]{0,2}#?(?P<number>\d{1,3})号?(?!\d))?(?:[\s:,]{0,2}(?P<code>\d{4,6}))?[!。\s]*"
)
_MINE: Final = re.compile(
    r"(?:查|看)?(?:一?下|哈)?我(?:的|有多少|有好多)(?:志愿|服务|志愿服务)?(?:工时|时长|小时数?)(?:是多少|有多少)?[?。吗呢!\s]*"
)
_CORRECT: Final = re.compile(r"改工时")
AMOUNT: Final = (
    rf"(?:(?P<hours>\d{{1,2}}(?:\.\d{{1,2}})?|{NUMBER})\s?(?:个)?(?P<half>半)?(?:小时|钟头|h)(?P<and_half>半)?)?"
    r"(?:(?P<minutes>\d{1,3})\s?分钟?)?"
)
_CORRECTION: Final = re.compile(
    rf"改工时[\s:]*#?(?P<number>\d{{1,3}})号?\s+@?(?P<name>[^\s,、@#:0-9]{{1,12}})\s+(?=[^\s]){AMOUNT}(?:[\s,:]+(?P<why>\S.*))?"
)
NEEDED: Final = needed_grams(_OUT, _MINE, _CORRECT)


def hours_command(reading: Reading) -> Decision | None:
    text = reading.text.strip()
    if out := _OUT.fullmatch(text):
        number = int(out["number"]) if out["number"] else None
        return sure(reading, Intent.CHECK_OUT, "check_out_keyword", CheckOut(number, out["code"]))
    if _MINE.fullmatch(text):
        return sure(reading, Intent.ASK_HOURS, "asks_hours", AskHours())
    if not _CORRECT.match(text):
        return None
    return sure(reading, Intent.CORRECT_HOURS, "correct_hours_keyword", _correction(reading, text))


def _correction(reading: Reading, text: str) -> CorrectHours:
    found = _CORRECTION.fullmatch(text)
    if found is None:
        return CorrectHours()
    name = reading.mentioned[0] if reading.mentioned else found["name"]
    return CorrectHours(int(found["number"]), name, minutes_said(found), found["why"] or "")


def minutes_said(found: re.Match[str]) -> int | None:
    """None where no time was said at all."""
    if found["hours"] is None and found["minutes"] is None:
        return None
    said = found["hours"] or "0"
    hours = float(said) if said[0].isascii() else float(whole_number(said) or 0)
    half = 30 if found["half"] or found["and_half"] else 0
    return round(hours * 60) + half + int(found["minutes"] or 0)
