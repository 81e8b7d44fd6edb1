"""Days that move: festivals and the lunar calendar. The library is loaded when the first one is named."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from handlers.understanding.numerals import whole_number

SOLAR_FESTIVALS: Final = {
    "元旦节": (1, 1),
    "元旦": (1, 1),
    "情人节": (2, 14),
    "妇女节": (3, 8),
    "三八节": (3, 8),
    "植树节": (3, 12),
    "学雷锋日": (3, 5),
    "劳动节": (5, 1),
    "五一节": (5, 1),
    "青年节": (5, 4),
    "儿童节": (6, 1),
    "六一节": (6, 1),
    "六一儿童节": (6, 1),
    "建党节": (7, 1),
    "建军节": (8, 1),
    "教师节": (9, 10),
    "国庆节": (10, 1),
    "国庆": (10, 1),
    "平安夜": (12, 24),
    "圣诞节": (12, 25),
    "圣诞": (12, 25),
    "消费者权益日": (3, 15),
    "愚人节": (4, 1),
    "护士节": (5, 12),
    "光棍节": (11, 11),
    "双十一": (11, 11),
}
LUNAR_FESTIVALS: Final = {
    "春节": (1, 1),
    "大年初一": (1, 1),
    "年初一": (1, 1),
    "元宵节": (1, 15),
    "元宵": (1, 15),
    "龙抬头": (2, 2),
    "端午节": (5, 5),
    "端午": (5, 5),
    "七夕节": (7, 7),
    "七夕": (7, 7),
    "中元节": (7, 15),
    "中秋节": (8, 15),
    "中秋": (8, 15),
    "重阳节": (9, 9),
    "重阳": (9, 9),
    "腊八节": (12, 8),
    "腊八": (12, 8),
}
NTH_SUNDAYS: Final = {"母亲节": (5, 2), "父亲节": (6, 3)}
TERMS: Final = {"清明节": "清明", "清明": "清明", "冬至": "冬至", "立春": "立春", "夏至": "夏至", "立冬": "立冬"}
EVES: Final = ("除夕", "大年三十", "年三十")
FESTIVALS: Final = (*SOLAR_FESTIVALS, *LUNAR_FESTIVALS, *NTH_SUNDAYS, *TERMS, *EVES)

_LUNAR_MONTHS: Final = {"正": 1, "冬": 11, "腊": 12}


def festival(name: str, year: int) -> date:
    """The day of a festival in a solar year."""
    if name in SOLAR_FESTIVALS:
        return date(year, *SOLAR_FESTIVALS[name])
    if name in NTH_SUNDAYS:
        month, nth = NTH_SUNDAYS[name]
        first = date(year, month, 1)
        return first + timedelta(days=6 - first.weekday() + 7 * (nth - 1))
    if name in TERMS:
        return _solar_term(TERMS[name], year)
    if name in EVES:
        return from_lunar(year, 1, 1) - timedelta(days=1)
    month, day = LUNAR_FESTIVALS[name]
    found = from_lunar(year, month, day)
    return found if found.year == year else from_lunar(year - 1, month, day)


@lru_cache(maxsize=512)
def from_lunar(year: int, month: int, day: int) -> date:
    """The solar day of a lunar one; day 30 of a short month is its last day."""
    from lunar_python import Lunar, LunarMonth  # noqa: PLC0415 - 30 ms that only the lunar calendar needs

    last = LunarMonth.fromYm(year, month).getDayCount()
    solar = Lunar.fromYmd(year, month, min(day, last)).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


@lru_cache(maxsize=64)
def _solar_term(name: str, year: int) -> date:
    """The table of a lunar year begins with the winter solstice before it."""
    from lunar_python import Lunar  # noqa: PLC0415 - as above

    solar = Lunar.fromYmd(year + (name == "冬至"), 6, 1).getJieQiTable()[name]
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def lunar_month(written: str) -> int:
    return _LUNAR_MONTHS.get(written) or whole_number(written) or 1


def lunar_day(written: str) -> int:
    """
    >>> [lunar_day(w) for w in ("初五", "十五", "廿三", "三十")]
    [5, 15, 23, 30]
    """
    return whole_number(written.replace("廿", "二十").removeprefix("初")) or 1
