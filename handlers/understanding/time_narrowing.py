"""Two day words that say one: 下周+周三, 2018年+国庆, 十月+第一个周一, 5月20日+周五."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.understanding.calendar_days import lunar_month, month_end, nth_weekday
from handlers.understanding.time_counts import COUNTED, counted, months_on
from handlers.understanding.time_dates import READERS as DATES
from handlers.understanding.time_dates import WEEKDAYS, Days, lunar_days, part_of_month, weekday_on
from handlers.understanding.time_numbers import number
from handlers.understanding.time_periods import READERS as PERIODS
from handlers.understanding.time_periods import months, part_of
from handlers.understanding.time_words import TimeWord

_DAY: Final = timedelta(days=1)
_LAST_SURE_DAY: Final = 28
_MONTHS: Final = ("month", "named_month", "ym")
_SOLAR: Final = {**DATES, **PERIODS}
_OF_A_YEAR: Final = frozenset(
    (
        "md",
        "named_month",
        "months",
        "festival",
        "quarter",
        "quarters",
        "half_year",
        "month_part",
        "season",
        "year_part",
        "slash",
    )
)
#: Seen from a year, these keep their place in it: 去年今天, 明年本月.
SAME_DAYS: Final = frozenset(("relative", "month"))
_DATED: Final = frozenset(("md", "ymd", "ymd8", "dmy", "slash", "day_no", "relative", "lunar", "festival"))
_FROM_NOW: Final = ("after", "ago")
#: As the end of a range, of the day it began on.
NEXT_DAY: Final = ("次日", "翌日", "第二天")
_DAYS_AFTER: Final = ("次日", "翌日", "当日", "当天", "当")
_TODAY: Final = ("今天", "今日")
_OFFSETS: Final = {"前": -1, "翌": 1, "次": 1, "后": 1, "第": 1, "当": 0}


def days_of(word: TimeWord, today: date) -> Days | None:
    """None where the words name no day of the calendar (2月30日), or none by themselves (第一个周一)."""
    reader = _SOLAR.get(word.kind)
    try:
        return reader(word.parts, today) if reader else None
    except (ValueError, OverflowError):
        return None


def in_year(word: TimeWord, year: int, today: date) -> Days | None:
    """去年春节, 1991年农历八月廿三, 明年今天."""
    try:
        if word.kind == "lunar":
            written = next(word.parts[key] for key in ("month", "month2", "month3", "month4") if key in word.parts)
            is_leap = any(key.startswith("leap") for key in word.parts)
            return lunar_days(lunar_month(written) * (-1 if is_leap else 1), word.parts.get("day"), year)
        if word.kind in _OF_A_YEAR:
            return days_of(word, date(year, 1, 1))
        if word.kind in SAME_DAYS:
            return days_of(word, months_on(today, (year - today.year) * 12))
    except ValueError:
        pass
    return None


def narrowed(before: Days, said: TimeWord, word: TimeWord, today: date, gap: str) -> Days | None:
    """What the two say together; None if they are two times."""
    if said.kind == "year" and (found := in_year(word, before.first.year, today)):
        return found._replace(names_year=True)
    if word.kind in _INSIDE and before.last is not None:
        return _inside(before, said, word)
    if before.last is None and (word.kind == "offset" or word.text in _DAYS_AFTER):
        return Days(before.first + _DAY * _OFFSETS[word.parts.get("off", word.text)[0]], is_weak=before.is_weak)
    if word.kind == "nth_day" and said.kind == "festival":
        return Days(before.first + _DAY * (number(word.parts.get("nth")) - 1), is_weak=True)
    if said.kind == "ago" and word.text in _TODAY:
        return before
    found = days_of(word, today)
    return _both(before, said, found, word, gap) if found else None


def _both(before: Days, said: TimeWord, found: Days, word: TimeWord, gap: str) -> Days | None:
    is_one = before.last is found.last is None and before.first == found.first
    if is_one or (said.kind == "festival" and word.kind != "festival"):
        return before if is_one and not before.is_weak else found
    if before.last and word.kind in _DATED and before.first <= found.first <= before.last:
        return found if said.kind not in COUNTED else None
    if said.kind == "week" or said.kind in _FROM_NOW:
        return _of_that_week(before, found, word)
    if said.kind in _MONTHS:
        return _of_that_month(before, found, word)
    if word.kind == "weekday" and said.kind in _DATED:
        return before if before.first.weekday() == found.first.weekday() or not gap.strip("( ") else None
    is_same = said.kind == "weekday" and word.kind in _DATED and before.first.weekday() == found.first.weekday()
    return found if is_same else None


def _of_that_week(week: Days, found: Days, word: TimeWord) -> Days | None:
    if word.kind not in ("weekday", "week_end") or "which" in word.parts:
        return None
    first = weekday_on(found.first.weekday(), 0, week.first)
    return Days(first, first + _DAY if word.kind == "week_end" else None)


def _of_that_month(month: Days, found: Days, word: TimeWord) -> Days | None:
    if word.kind == "day_no":
        last = month.last.day if month.last else _LAST_SURE_DAY
        return Days(month.first.replace(day=min(found.first.day, last)), names_month=True)
    if word.kind == "month_part" and not {"month", "which"} & word.parts.keys():
        return part_of_month(word.parts["part"], month.first)
    return None


def _inside(whole: Days, said: TimeWord, word: TimeWord) -> Days | None:
    """The nth or the last of something within a period."""
    try:
        found = _INSIDE[word.kind](whole, word)
    except (ValueError, OverflowError):
        return None
    last = whole.last or whole.first
    return found if found and found.first <= last and said.kind not in COUNTED else None


def _nth_weekday(whole: Days, word: TimeWord) -> Days:
    """The last weekend is that of the last Saturday."""
    weekday = WEEKDAYS[word.parts["day"]]
    found = nth_weekday(whole.first, weekday, number(word.parts.get("nth")) or 1)
    if "last" in word.parts:
        last = whole.last or whole.first
        found = last - _DAY * ((last.weekday() - weekday) % 7)
    return Days(found, found + _DAY if word.parts["day"] == "末" else None)


def _nth_week(whole: Days, word: TimeWord) -> Days:
    """The first week of a month or a year begins with its first Monday."""
    if "last" in word.parts:
        last = whole.last or whole.first
        monday = last - _DAY * last.weekday()
    else:
        monday = nth_weekday(whole.first, 0, number(word.parts.get("nth")) or 1)
    return Days(monday, monday + 6 * _DAY)


def _nth_day(whole: Days, word: TimeWord) -> Days:
    if "last" in word.parts:
        return Days(whole.last or whole.first)
    return Days(whole.first + _DAY * ((number(word.parts.get("nth")) or 1) - 1))


def _nth_month(whole: Days, word: TimeWord) -> Days:
    if {"last", "last2"} & word.parts.keys():
        last = whole.last or whole.first
        return months(last.year, last.month, last.month)
    first = months_on(whole.first, (number(word.parts.get("nth")) or 1) - 1)
    return Days(first, month_end(first.year, first.month))


def _edge(whole: Days, word: TimeWord) -> Days:
    return part_of(word.parts.get("part") or word.parts["part2"], whole)


def _edge_days(whole: Days, word: TimeWord) -> Days | None:
    """2022年前十一个月, 上月最后五天: counted from an end of the period, which is no matter of today."""
    lead = word.parts["lead"]
    last = whole.last or whole.first
    is_front = lead in ("前", "头")
    if not (is_front or lead in ("后", "最后")):
        return None
    base = datetime.combine(whole.first if is_front else last + _DAY, time(0))
    span = counted(TimeWord("after" if is_front else "ago", "", 0, 0, word.parts), base)
    if not isinstance(span, Days):
        return None
    return Days(whole.first, span.first - _DAY) if is_front else Days(span.first, last)


_INSIDE: Final[dict[str, Callable[[Days, TimeWord], Days | None]]] = {
    "nth_weekday": _nth_weekday,
    "nth_week": _nth_week,
    "nth_day": _nth_day,
    "nth_month": _nth_month,
    "year_part": _edge,
    "few": _edge_days,
}
