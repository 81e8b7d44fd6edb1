"""An end as it was meant: of the same day where hours alone would last too long, or before its start by a slip."""

import re
from datetime import date, datetime, timedelta
from typing import Final

from handlers.understanding.contents import Moment
from handlers.understanding.numerals import NUMBER
from handlers.understanding.reading import Reading
from handlers.understanding.spans import Piece

#: An end that names no day of its own, and so long would be a slip: 上午10点到上午9点.
_SAME_DAY: Final = re.compile(rf"(?:到|至|[-~—–])\s?(?:[上下中]午|早上?|晚上?)?{NUMBER}\s?[点时:]")
_A_SLIP: Final = timedelta(hours=18)
#: 周日3点到周六4点: six days on, or the day before.
_WEEKDAY: Final = re.compile(r"(?:到|至|[-~—–])\s?(?:周|星期|礼拜)")
_MOST_OF_A_WEEK: Final = timedelta(days=5)
_WEEK: Final = timedelta(days=7)
#: 5月24日到5月22日 would end next year. 9月1日到8月31日 does: a whole year is none too short.
_MOST_OF_A_YEAR: Final = 300
_WHOLE_YEAR: Final = 364
_YEAR: Final = re.compile(r"年|20\d\d")


def same_day_end(reading: Reading, start: Moment | None, end: Moment | None) -> Moment | None:
    """Of the same day, where hours alone would last nearly until they come round again."""
    if not isinstance(start, datetime) or not isinstance(end, datetime) or end - start < _A_SLIP:
        return end
    is_slip = any(_SAME_DAY.search(reading.text, piece.begin, piece.end) for piece in reading.of("time"))
    return end.replace(year=start.year, month=start.month, day=start.day) if is_slip else end


def backwards(reading: Reading) -> tuple[Moment, Moment] | None:
    """A range whose end was said of a day before its start, with that end; nobody means the next year or week."""
    for piece in reading.of("time"):
        if piece.time is None or piece.time.start is None or piece.time.end is None:
            continue
        end = _turned_back(reading, piece, piece.time.start, piece.time.end)
        if end is not None:
            return piece.time.start, end
    return None


def _turned_back(reading: Reading, piece: Piece, start: Moment, end: Moment) -> Moment | None:
    words = reading.text[piece.begin : piece.end]
    days = (_day(end) - _day(start)).days
    if _MOST_OF_A_YEAR < days < _WHOLE_YEAR and not _YEAR.search(words):
        return end.replace(year=end.year - 1)
    if isinstance(start, datetime) and isinstance(end, datetime) and _WEEKDAY.search(words) and "下" not in words[:1]:
        return end - _WEEK if _MOST_OF_A_WEEK < end - start < _WEEK else None
    return None


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
