"""What is said to a series: 跳过 5, 5 下周不办, 停办系列 5."""

import re
from datetime import date, datetime
from typing import Final

from handlers.understanding.activity_commands import AnswerWorkedWeekend, EndSeries, SkipOccurrence
from handlers.understanding.contents import Moment
from handlers.understanding.decision import Decision
from handlers.understanding.message import Asked
from handlers.understanding.reading import Reading
from handlers.understanding.results import sure
from handlers.understanding.when import when
from storage.intents import Intent

_SKIP: Final = re.compile(
    r"^(?:跳过|停一次)\s?#?(?P<n>\d{1,4})\s?号?(?:的?(?:下一?次|这一?次))?$"
    r"|^#?(?P<n2>\d{1,4})\s?号?[\s,]{0,2}(?:活动)?(?:下一?周|下个?星期|下个?礼拜|这周|本周|这个?星期|明天|后天|下一?次|这一?次)(?:的?活动)?"
    r"(?:先|就|都)?(?:停一次|不办|不搞|不开|停办|暂停|不上)(?:了|哈|嘛|一次)?$"
)
_END: Final = re.compile(
    r"^(?:停办|结束|取消)系列(?:活动)?\s?#?(?P<n>\d{1,4})\s?号?$"
    r"|^#?(?P<n2>\d{1,4})\s?号?[\s,]{0,2}(?:系列|以后)(?:活动)?(?:都|就|再也?)?(?:停办|不办|不搞)了?$"
)
_WORKED_WEEKEND: Final = {
    "keep": re.compile(r"(?:1|照常(?:举行|进行|举办|开展|办)?|照办|照旧)(?:吧|嘛|哈)?"),
    "skip": re.compile(r"(?:2|跳过|取消|不办|停一次|不搞)(?:吧|嘛|哈|了)?"),
    "move": re.compile(r"(?:3|改到?(?:周日|星期[日天]|礼拜天|第二天|后一天)|顺延)(?:吧|嘛|哈)?"),
}
SERIES: Final = (_SKIP, _END)
_EDGE: Final = " ,。!~"


def series_command(reading: Reading) -> Decision | None:
    text = reading.text.strip(_EDGE)
    if skip := _SKIP.match(text):
        number = int(skip["n"] or skip["n2"])
        start, end = when(reading)
        first = _day(start)
        command = SkipOccurrence(number, first, _day(end) or first)
        return sure(reading, Intent.SKIP_OCCURRENCE, "skip_keyword", command, {"activity": number})
    if end_said := _END.match(text):
        number = int(end_said["n"] or end_said["n2"])
        return sure(reading, Intent.END_SERIES, "end_series_keyword", EndSeries(number), {"activity": number})
    return None


def worked_weekend_answer(reading: Reading, _asked: Asked) -> Decision | None:
    text = reading.text.strip(_EDGE)
    way = next((way for way, pattern in _WORKED_WEEKEND.items() if pattern.fullmatch(text)), None)
    if way is None:
        return None
    return sure(reading, Intent.WORKED_WEEKEND, "asked_worked_weekend", AnswerWorkedWeekend(way))


def _day(moment: Moment | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment
