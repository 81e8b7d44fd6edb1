"""Answers to an emergency call-up: who comes, who stands by, who cannot, and when they are there."""

import re
from datetime import datetime, timedelta
from typing import Final

from handlers.understanding.decision import Decision
from handlers.understanding.lexicon_answers import IS_QUESTION, UNSURE, YES_START
from handlers.understanding.message import Asked
from handlers.understanding.numerals import NUMBER, whole_number
from handlers.understanding.reading import Reading
from handlers.understanding.results import decided, sure
from handlers.understanding.scoring import Score
from handlers.understanding.when import iso, when
from handlers.understanding.wording import heard_answer
from storage.intents import Intent
from storage.vocabulary import QuestionKind

_MARKS: Final = {"1": "yes", "2": "standby", "3": "no"}
_SOON: Final = re.compile(rf"(?<![待干帮留守忙])(?P<n>半|{NUMBER})个?(?P<unit>小时|钟头|分钟)")
_MINUTES: Final = 60
_CLAUSE_END: Final = re.compile(r"[,。!\s]")
#: What others do or did answers no roll call.
_TELLS_OF: Final = re.compile(
    r"昨|刚才|平常|爱|[\d一二两三四五六七八九十半](?:块|元|毛|角)|停(?:运|课|水|电)|绕路|号线|他|她|(?:大爷|婆婆|爷爷|阿姨|姐|哥)(?!.{0,3}(?:和我|跟我))|听说|通知"
)
_CANNOT: Final = re.compile(r"不(?:了|成|能|便|得空|在|去|来|行)|没空|没法|石膏|外地")
_COMES: Final = re.compile(r"来|到|去|行|可以|能|得行|要得|收到|马上|好|有空|出发")
#: A time by itself says yes; with more beside it, it may be talk.
_LONGEST_TIME: Final = 12


def roll_call_answer(reading: Reading, _asked: Asked) -> Decision | None:
    text = reading.text.strip()
    start = _when(reading)
    says = _MARKS.get(text)
    if says is None:
        first = _CLAUSE_END.split(text, maxsplit=1)[0]
        if IS_QUESTION.search(first) and not YES_START.match(text):
            return None
        says = _says(text, has_time=start is not None)
    return sure(reading, Intent.ANSWER_ROLL_CALL, "asked_roll_call", slots=_slots(says, start)) if says else None


def roll_call_heard(reading: Reading, intent: Intent, score: Score) -> Decision | None:
    """In words that no list has: 雨衣套上了人在路上."""
    asked = reading.context.asked
    is_question = IS_QUESTION.search(reading.text) and not YES_START.match(reading.text)
    if asked is None or asked.kind is not QuestionKind.ROLL_CALL or is_question:
        return None
    says = heard_answer(reading, intent)
    return decided(reading, intent, score, slots=_slots(says, _when(reading))) if says else None


def _says(text: str, *, has_time: bool) -> str | None:
    if UNSURE.search(text):
        return "standby"
    if _CANNOT.search(text):
        return "no"
    comes = _COMES.search(text) and not _TELLS_OF.search(text)
    return "yes" if comes or (has_time and len(text) <= _LONGEST_TIME) else None


def _slots(says: str, start: str | None) -> dict[str, str]:
    return {"answer": says} | ({"start": start} if start and says != "no" else {})


def _when(reading: Reading) -> str | None:
    start = when(reading)[0] or _soon(reading)
    return iso(start) if start is not None else None


def _soon(reading: Reading) -> datetime | None:
    """来!摩托车三分钟: how long until they are there."""
    found = _SOON.search(reading.text)
    count = 1 if found is None or found["n"] == "半" else whole_number(found["n"])
    if found is None or count is None:
        return None
    minutes = count * (1 if found["unit"] == "分钟" else _MINUTES) // (2 if found["n"] == "半" else 1)
    return reading.message.at + timedelta(minutes=minutes)
