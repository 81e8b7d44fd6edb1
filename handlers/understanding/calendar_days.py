"""Days that move: festivals and the lunar calendar. The library is loaded when the first one is named."""

from calendar import monthrange
from collections.abc import Callable, Collection
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from handlers.understanding.feasts import easter, hijri_in, orthodox_easter
from handlers.understanding.lexicon_festivals import (
    EASTER,
    EVES,
    HIJRI,
    LUNAR,
    NTH_WEEKDAYS,
    NUMBER_FESTIVALS,
    ORTHODOX,
    SOLAR,
    TERMS,
)
from handlers.understanding.time_numbers import number

_LUNAR_MONTHS: Final = {"正": 1, "冬": 11, "腊": 12}
_NAMED_DAYS: Final = {"朔日": 1, "望日": 15}
_DAY: Final = timedelta(days=1)


def festival(name: str, year: int) -> date:
    """The day of a festival in a solar year."""
    for names, day_in in _RULES:
        if name in names:
            return day_in(name, year)
    return solar_term(name, year)


def _nth_weekday(name: str, year: int) -> date:
    month, weekday, nth = NTH_WEEKDAYS[name]
    return nth_weekday(date(year, month, 1), weekday, nth)


def nth_weekday(first: date, weekday: int, nth: int) -> date:
    """The nth such day from `first` on."""
    return first + _DAY * ((weekday - first.weekday()) % 7 + 7 * (nth - 1))


def lunar_in(year: int, month: int, day: int) -> date:
    """The day that falls into a solar year: 腊八 mostly belongs to the lunar year before."""
    found = from_lunar(year, month, day)
    return found if found.year == year else from_lunar(year - 1, month, day)


@lru_cache(maxsize=512)
def from_lunar(year: int, month: int, day: int) -> date:
    """The solar day of a lunar one (a leap month is negative); day 30 of a short month is its last day."""
    from lunar_python import Lunar, LunarMonth  # noqa: PLC0415 - 30 ms that only the lunar calendar needs

    found = LunarMonth.fromYm(year, month)
    if found is None:
        raise ValueError(month)
    solar = Lunar.fromYmd(year, month, min(day, found.getDayCount())).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


@lru_cache(maxsize=64)
def solar_term(name: str, year: int) -> date:
    """The table of a lunar year begins with the winter solstice before it."""
    from lunar_python import Lunar  # noqa: PLC0415 - as above

    solar = Lunar.fromYmd(year + (name == "冬至"), 6, 1).getJieQiTable()[name]
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


_RULES: Final[tuple[tuple[Collection[str], Callable[[str, int], date]], ...]] = (
    (SOLAR, lambda name, year: date(year, *SOLAR[name])),
    (NUMBER_FESTIVALS, lambda name, year: date(year, *NUMBER_FESTIVALS[name])),
    (LUNAR, lambda name, year: lunar_in(year, *LUNAR[name])),
    (EVES, lambda _name, year: from_lunar(year, 1, 1) - _DAY),
    (NTH_WEEKDAYS, _nth_weekday),
    (TERMS, lambda name, year: solar_term(TERMS[name], year)),
    (EASTER, lambda name, year: easter(year) + _DAY * EASTER[name]),
    (ORTHODOX, lambda name, year: orthodox_easter(year) + _DAY * ORTHODOX[name]),
    (HIJRI, lambda name, year: hijri_in(year, *HIJRI[name])),
)


def lunar_month(written: str) -> int:
    return _LUNAR_MONTHS.get(written) or number(written) or 1


def lunar_day(written: str) -> int:
    """
    >>> [lunar_day(w) for w in ("初五", "十五", "廿三", "三十", "初8", "朔日")]
    [5, 15, 23, 30, 8, 1]
    """
    return _NAMED_DAYS.get(written) or number(written.removeprefix("初")) or 1
