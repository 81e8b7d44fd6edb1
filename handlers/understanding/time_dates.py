"""A day word → the day or days it names, seen from today."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from handlers.understanding.calendar_days import festival, from_lunar, lunar_day, lunar_month
from handlers.understanding.numerals import whole_number
from handlers.understanding.time_conventions import FAR_PAST_DAYS
from handlers.understanding.time_periods import PERIODS
from handlers.understanding.time_words import TimeWord

_DAY: Final = timedelta(days=1)
_RELATIVE: Final = {"大前": -3, "前": -2, "本": 0, "昨": -1, "今": 0, "当": 0, "明": 1, "后": 2, "大后": 3}
_WEEKDAYS: Final = {
    **{ch: i for i, ch in enumerate("一二三四五六日")},
    "天": 6,
    "末": 5,
    **{str(i + 1): i for i in range(7)},
}
_TENS: Final = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}


@dataclass(frozen=True, slots=True)
class Days:
    """One day, or first to last. `is_weak`: a festival's name may be a title's; a later "4号" borrows a named month."""

    first: date
    last: date | None = None
    is_weak: bool = False
    names_month: bool = False


def days_of(word: TimeWord, today: date) -> Days | None:
    """None where the words name no day of the calendar (2月30日)."""
    try:
        if word.kind in PERIODS:
            return _period(word, today)
        return _READERS[word.kind](word.parts, today)
    except (ValueError, OverflowError):
        return None


def _period(word: TimeWord, today: date) -> Days | None:
    found = PERIODS[word.kind](word.parts, today)
    if found is None:
        return None
    last = found.last if found.last != found.first else None
    return Days(found.first, last, names_month=word.kind == "named_month", is_weak=word.kind == "year")


def _number(written: str | None) -> int:
    return whole_number(written or "") or 0


def _ymd(p: dict[str, str | None], _today: date) -> Days:
    return Days(date(_number(p["y"]), _number(p["ymd_m"]), _number(p["ymd_d"])), names_month=True)


def _digits8(p: dict[str, str | None], _today: date) -> Days:
    written = p["d8"] or ""
    return Days(date(int(written[:4]), int(written[4:6]), int(written[6:])), names_month=True)


def month_day(month: int, day: int, today: date) -> date:
    """This year's, or next year's where this year's is long past."""
    found = date(today.year, month, day)
    return found if (today - found).days <= FAR_PAST_DAYS else date(today.year + 1, month, day)


def _md(p: dict[str, str | None], today: date) -> Days:
    return Days(month_day(_number(p["md_m"]), _number(p["md_d"]), today), names_month=True)


def _slash(p: dict[str, str | None], today: date) -> Days:
    return Days(month_day(_number(p["sl_m"]), _number(p["sl_d"]), today), names_month=True)


def _day_no(p: dict[str, str | None], today: date) -> Days:
    day = _number(p["dn"])
    year, month = today.year, today.month
    if day < today.day:
        year, month = _next_month(year, month)
    while day > monthrange(year, month)[1]:
        year, month = _next_month(year, month)
    return Days(date(year, month, day))


def _next_month(year: int, month: int, by: int = 1) -> tuple[int, int]:
    months = year * 12 + month - 1 + by
    return months // 12, months % 12 + 1


def _steps(which: str | None) -> int | None:
    """下周 +1, 上周 -1, 这周 0, unsaid None."""
    if not which:
        return None
    return which.count("下") - which.count("上")


def _weekday(p: dict[str, str | None], today: date) -> Days:
    return Days(weekday_on(_WEEKDAYS[p["wd"] or "一"], _steps(p["wd_which"]), today))


def weekday_on(weekday: int, steps: int | None, today: date) -> date:
    """The coming one where no week is named and this week's has passed."""
    found = today - _DAY * today.weekday() + _DAY * weekday + _DAY * 7 * (steps or 0)
    return found + 7 * _DAY if steps is None and found < today else found


def _week_end(p: dict[str, str | None], today: date) -> Days:
    steps = _steps(p["we_which"]) or 0
    saturday = today - _DAY * today.weekday() + _DAY * (5 + 7 * steps)
    return Days(saturday, saturday + _DAY)


def _week(p: dict[str, str | None], today: date) -> Days:
    monday = today - _DAY * today.weekday() + _DAY * 7 * (_steps(p["wk_which"]) or 0)
    return Days(monday, monday + 6 * _DAY)


def _month(p: dict[str, str | None], today: date) -> Days:
    year, month = _next_month(today.year, today.month, _steps(p["mo_which"]) or 0)
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _month_part(p: dict[str, str | None], today: date) -> Days:
    part = p["mp_part"] or p["mp_part2"]
    if part is None:  # 年底
        return Days(date(today.year, 12, 31))
    year, month = _next_month(today.year, today.month, _steps(p["mp_which"]) or 0)
    if p["mp_m"]:
        named = month_day(_number(p["mp_m"]), 28, today)
        year, month = named.year, named.month
    last = monthrange(year, month)[1]
    if part in ("底", "末"):
        return Days(date(year, month, last))
    low, high = _TENS[part]
    return Days(date(year, month, low), date(year, month, min(high, last)))


def _ahead(amount: str | None, unit: str | None, today: date) -> date | None:
    number = _number(amount)
    if not number:
        return None
    if unit in ("月", "年"):
        year, month = _next_month(today.year, today.month, number * (12 if unit == "年" else 1))
        return date(year, month, min(today.day, monthrange(year, month)[1]))
    return today + _DAY * number * (1 if unit == "天" else 7)


def _in_days(p: dict[str, str | None], today: date) -> Days | None:
    found = _ahead(p["id_n"], p["id_unit"], today)
    return Days(found) if found else None


def _within_days(p: dict[str, str | None], today: date) -> Days | None:
    found = _ahead(p["wi_n"], p["wi_unit"], today)
    return Days(today, found) if found else None


def _relative(p: dict[str, str | None], today: date) -> Days:
    said = (p["rel"] or "").rstrip("个儿")
    stem = said if said in _RELATIVE else said[:-1]
    return Days(today + _DAY * _RELATIVE[stem])


def _festival(p: dict[str, str | None], today: date) -> Days:
    name = p["fest"] or ""
    found = festival(name, today.year)
    if (today - found).days > FAR_PAST_DAYS:
        found = festival(name, today.year + 1)
    return Days(found, is_weak=True)


def _lunar(p: dict[str, str | None], today: date) -> Days:
    month = lunar_month(p["lm"] or p["lm2"] or p["lm3"] or "")
    return Days(_lunar_near(month, lunar_day(p["ld"] or ""), today), names_month=True)


def _lunar_day(p: dict[str, str | None], today: date) -> Days:
    """初四 alone is said around the new year."""
    return Days(_lunar_near(1, lunar_day((p["ld2"] or "").removeprefix("大年")), today), is_weak=True)


def _lunar_near(month: int, day: int, today: date) -> date:
    found = (from_lunar(year, month, day) for year in (today.year - 1, today.year, today.year + 1))
    return next((d for d in found if (today - d).days <= FAR_PAST_DAYS), today)


_READERS: Final[dict[str, Callable[[dict[str, str | None], date], Days | None]]] = {
    "ymd": _ymd,
    "digits8": _digits8,
    "md": _md,
    "slash": _slash,
    "day_no": _day_no,
    "weekday": _weekday,
    "week_end": _week_end,
    "week": _week,
    "month": _month,
    "month_part": _month_part,
    "in_days": _in_days,
    "within_days": _within_days,
    "relative": _relative,
    "festival": _festival,
    "lunar": _lunar,
    "lunar_day": _lunar_day,
}
