"""改系列 5 每周三下午3点, 地点 东门, 25人, 留2个给新人, 提前3天发: what is changed from the next one on."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.understanding.activity_commands import EditSeries, Every
from handlers.understanding.decision import Decision
from handlers.understanding.edits import changes_of
from handlers.understanding.numerals import NUMBER, whole_number
from handlers.understanding.reading import Reading, read_alone
from handlers.understanding.recurrences import every_of, says_holiday
from handlers.understanding.results import sure
from handlers.understanding.standing import KEPT, kept_places
from handlers.understanding.when import time_slots, when
from storage.intents import Intent

EDIT: Final = re.compile(
    r"^(?:(?:修改|更改|改)系列(?:活动)?\s?#?(?P<n>\d{1,4})号?|#?(?P<n2>\d{1,4})号?\s?(?:系列|以后都?)改)[\s,:]*(?P<rest>.*)$",
    re.DOTALL,
)
_LEAD: Final = re.compile(rf"提前\s?(?P<n>{NUMBER})\s?天(?:就|再)?(?:发|通知)(?:出来)?")
_A_DAY: Final = re.compile(r"(?<![每隔个下上这本])(?=(?:周|星期|礼拜)[一二三四五六日天])")
_MARKED: Final = re.compile(r"^(?:时间|日期)?\s?(?:改)?(?:成|到|为)?[:\s]*")


def series_edit(reading: Reading) -> Decision | None:
    found = EDIT.match(reading.text.strip(" 。!~"))
    if not found:
        return None
    number, rest = int(found["n"] or found["n2"]), found["rest"]
    lead = _LEAD.search(rest)
    wanted = _MARKED.sub("", _LEAD.sub(" ", KEPT.sub(" ", rest)))
    again = read_alone(_A_DAY.sub("每", wanted, count=1), reading)
    changes = changes_of(again)
    command = EditSeries(
        number,
        every=_every(again),
        place=(changes.place.public or changes.place.text) if changes.place is not None else "",
        people=changes.people,
        kept_places=kept_places(rest),
        lead_days=whole_number(lead["n"]) if lead else None,
    )
    return sure(reading, Intent.EDIT_SERIES, "edit_series_keyword", command, {"activity": number})


def _every(reading: Reading) -> Every | None:
    """Where only an hour is said, no rule."""
    start, end = when(reading)
    every = every_of(reading, time_slots(start, end))
    if every is not None:
        return replace(every, is_holiday_said=says_holiday(reading.text))
    is_of_a_day = any(piece.time is not None and piece.time.has_day for piece in reading.of("time"))
    if not isinstance(start, datetime) or is_of_a_day:
        return None
    return Every(rule="", words="", starts=start.time(), ends=end.time() if isinstance(end, datetime) else None)
