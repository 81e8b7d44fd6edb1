"""A day word → the day or days it names, seen from today."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, NamedTuple

from handlers.understanding.calendar_days import (
    festival,
    from_lunar,
    lunar_day,
    lunar_month,
    month_end,
)
from handlers.understanding.lexicon_festivals import FASTS
from handlers.understanding.time_conventions import FAR_PAST_DAYS, FESTIVAL_PAST_DAYS
from handlers.understanding.time_numbers import number, year_number

Parts = dict[str, str]
_DAY: Final = timedelta(days=1)
_MONTHS: Final = 12
_NEAR_NEW_YEAR: Final = 40
_RELATIVE: Final = {
    "前": -2,
    "昨": -1,
    "寻": -1,
    "琴": -1,
    "今": 0,
    "这": 0,
    "当": 0,
    "本": 0,
    "明": 1,
    "听": 1,
    "次": 1,
    "翌": 1,
    "第": 1,
    "即": 0,
    "后": 2,
}
_TWO_DAYS: Final = {"昨今": -1, "今明": 0, "明后": 1}
WEEKDAYS: Final = {
    **{ch: i for i, ch in enumerate("一二三四五六日")},
    "天": 6,
    "末": 5,
    **{str(i + 1): i for i in range(7)},
}
_PARTS: Final = {
    "上旬": (1, 10),
    "初": (1, 5),
    "中": (11, 20),
    "中旬": (11, 20),
    "下旬": (21, 31),
    "上半月": (1, 15),
    "下半月": (16, 31),
}


class Days(NamedTuple):
    """One day, or first to last. `is_weak`: a festival's name may be a title's; a later "4号" borrows a named month.

    `is_vague`: true of the season, too loose for an order. `is_late`: a deadline means the last day.
    """

    first: date
    last: date | None = None
    is_weak: bool = False
    names_month: bool = False
    names_year: bool = False
    is_vague: bool = False
    is_late: bool = False
    ends_now: bool = False


def steps(which: str | None) -> int | None:
    """下周 +1, 上周 -1, 这周 0, unsaid None."""
    if not which:
        return None
    return which.count("下") - which.count("上")


def month_of(year: int, month: int) -> Days:
    return Days(date(year, month, 1), month_end(year, month), names_month=True)


def shifted_month(today: date, by: int) -> tuple[int, int]:
    months = today.year * _MONTHS + today.month - 1 + by
    return months // _MONTHS, months % _MONTHS + 1


def _ymd(p: Parts, _today: date) -> Days:
    return Days(date(int(p["year"]), int(p["month"]), int(p["day"])), names_month=True, names_year=True)


def _ym(p: Parts, _today: date) -> Days:
    found = month_of(int(p["year"]), int(p["month"]))
    return Days(found.first, found.last, names_year=True)


def _dmy(p: Parts, today: date) -> Days:
    """Month first, as the text of machines has it, unless it can only be the day."""
    month, day = int(p["a"]), int(p["b"])
    if month > _MONTHS:
        month, day = day, month
    return Days(date(year_number(p["year"], today.year), month, day), names_month=True, names_year=True)


def month_day(month: int, day: int, today: date) -> date:
    """This year's, or next year's where this year's is long past."""
    found = date(today.year, month, day)
    return found if (today - found).days <= FAR_PAST_DAYS else date(today.year + 1, month, day)


def _md(p: Parts, today: date) -> Days:
    return Days(month_day(number(p["month"]), number(p["day"]), today), names_month=True)


def _slash(p: Parts, today: date) -> Days:
    month = p.get("month") or p.get("month2") or p.get("month3") or p.get("month4")
    day = p.get("day") or p.get("day2") or p.get("day3") or p.get("day4")
    return Days(month_day(number(month), number(day), today), names_month=True)


def _day_no(p: Parts, today: date) -> Days:
    day = number(p["day"])
    year, month = shifted_month(today, day < today.day)
    while day > month_end(year, month).day:
        year, month = shifted_month(date(year, month, 1), 1)
    return Days(date(year, month, day))


def _weekday(p: Parts, today: date) -> Days:
    weekday = WEEKDAYS[p.get("day") or p["day2"]]
    return Days(weekday_on(weekday, steps(p.get("which")), today))


def weekday_on(weekday: int, by: int | None, today: date) -> date:
    """The coming one where no week is named and this week's has passed."""
    found = today - _DAY * today.weekday() + _DAY * weekday + _DAY * 7 * (by or 0)
    return found + 7 * _DAY if by is None and found < today else found


def _week_end(p: Parts, today: date) -> Days:
    saturday = today - _DAY * today.weekday() + _DAY * (5 + 7 * (steps(p.get("which")) or 0))
    return Days(saturday, saturday + _DAY)


def _week(p: Parts, today: date) -> Days:
    monday = today - _DAY * today.weekday() + _DAY * 7 * (steps(p["which"]) or 0)
    return Days(monday, monday + 6 * _DAY)


def _month(p: Parts, today: date) -> Days:
    found = month_of(*shifted_month(today, steps(p["which"]) or 0))
    return Days(found.first, found.last)


def _month_part(p: Parts, today: date) -> Days:
    year, month = shifted_month(today, steps(p.get("which")) or 0)
    if "month" in p:
        named = month_day(number(p["month"]), 28, today)
        year, month = named.year, named.month
    return part_of_month(p["part"], date(year, month, 1))


def part_of_month(part: str, month: date) -> Days:
    last = month_end(month.year, month.month)
    if part in ("底", "末"):
        return Days(last, is_late=True)
    low, high = _PARTS[part]
    return Days(month.replace(day=low), month.replace(day=min(high, last.day)))


def _relative(p: Parts, today: date) -> Days:
    said = p["rel"]
    stem = said.lstrip("大")
    far = len(said) - len(stem)
    by = _RELATIVE[stem[0]]
    return Days(today + _DAY * (by + (far if by > 0 else -far)))


def _two_days(p: Parts, today: date) -> Days:
    first = today + _DAY * _TWO_DAYS[p["two"]]
    return Days(first, first + _DAY)


def _festival(p: Parts, today: date) -> Days:
    name = p.get("name") or p.get("term") or p.get("solo") or p["number"]
    if name in FASTS:
        feast, days = FASTS[name]
        begin = festival(feast, today.year)
        return Days(begin, begin + _DAY * (days - 1), is_vague=True)
    found = festival(name, today.year)
    if (today - found).days > FESTIVAL_PAST_DAYS:
        found = festival(name, today.year + 1)
    return Days(found, is_weak=True, is_vague="solo" in p)


def _lunar(p: Parts, today: date) -> Days:
    written = next(p[key] for key in ("month", "month2", "month3", "month4") if key in p)
    month = -lunar_month(written) if {"leap", "leap2", "leap3"} & p.keys() else lunar_month(written)
    if "year" in p:
        return lunar_days(month, p.get("day"), year_number(p["year"].rstrip("年"), today.year))
    for year in (today.year - 1, today.year, today.year + 1):
        found = _lunar_or_none(month, p.get("day"), year)
        if found and (today - (found.last or found.first)).days <= FAR_PAST_DAYS:
            return found
    raise ValueError(written)


def _lunar_or_none(month: int, day: str | None, year: int) -> Days | None:
    try:
        return lunar_days(month, day, year)
    except ValueError:
        return None


def lunar_days(month: int, day: str | None, year: int) -> Days:
    """A day of a lunar year, or the whole month (闰四月, 正月)."""
    if day:
        return Days(from_lunar(year, month, lunar_day(day)), names_month=True)
    return Days(from_lunar(year, month, 1), from_lunar(year, month, 30), is_vague=True)


def _lunar_day(p: Parts, today: date) -> Days:
    """初四 is said around the new year; far from it, of the next lunar month that has one."""
    day = lunar_day(p["day"].lstrip("大年"))
    years = (today.year, today.year + 1)
    found = next(first for year in years if (today - (first := from_lunar(year, 1, day))).days <= FAR_PAST_DAYS)
    if not p["day"].startswith("初") or abs((found - today).days) <= _NEAR_NEW_YEAR:
        return Days(found, is_weak=True)
    months = (from_lunar(year, month, day) for year in (today.year - 1, today.year) for month in range(1, _MONTHS + 1))
    return Days(next(coming for coming in months if coming >= today), is_weak=True)


READERS: Final[dict[str, Callable[[Parts, date], Days | None]]] = {
    "ymd": _ymd,
    "ymd8": _ymd,
    "ym": _ym,
    "dmy": _dmy,
    "md": _md,
    "slash": _slash,
    "day_no": _day_no,
    "weekday": _weekday,
    "week_end": _week_end,
    "week": _week,
    "month": _month,
    "month_part": _month_part,
    "relative": _relative,
    "two_days": _two_days,
    "festival": _festival,
    "lunar": _lunar,
    "lunar_day": _lunar_day,
}
