"""Longer stretches and those counted from today: years, named months, quarters, 三天前, 过去两周, 未来7天."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from handlers.understanding.numerals import spelt_digits, whole_number
from handlers.understanding.time_conventions import FAR_PAST_DAYS

Parts = dict[str, str | None]
_DAY: Final = timedelta(days=1)
_YEARS: Final = {
    "大前": -3,
    "前": -2,
    "去": -1,
    "上一": -1,
    "今": 0,
    "本": 0,
    "当": 0,
    "明": 1,
    "来": 1,
    "次": 1,
    "后": 2,
}
_QUARTERS: Final = {"首": 1, "一": 1, "二": 2, "三": 3, "四": 4, "末": 4}
_DAYS_OF: Final = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}


@dataclass(frozen=True, slots=True)
class Period:
    first: date
    last: date


def months_on(day: date, months: int) -> date:
    """The same day so many months later; the last where there is none."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _months(year: int, first: int, last: int) -> Period:
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _year_number(p: Parts, today: date) -> int:
    if p["yr_rel"]:
        return today.year + _YEARS[p["yr_rel"]]
    return int(spelt_digits(p["yr"] or ""))


def _year(p: Parts, today: date) -> Period:
    return _months(_year_number(p, today), 1, 12)


def _half_year(p: Parts, today: date) -> Period:
    return _months(today.year, 1, 6) if p["hy"] == "上" else _months(today.year, 7, 12)


def _named_month(p: Parts, today: date) -> Period:
    month = whole_number(p["nm"] or "") or 0
    is_past = (today - date(today.year, month, 28)).days > FAR_PAST_DAYS
    return _months(today.year + is_past, month, month)


def _quarter(p: Parts, today: date) -> Period:
    written = p["qu"] or p["qu2"]
    now = (today.month - 1) // 3
    if written is None:
        moved = now + (p["qu_which"] or "").count("下") - (p["qu_which"] or "").count("上")
    else:
        moved = (_QUARTERS.get(written) or int(written)) - 1
    return _months(today.year + moved // 4, moved % 4 * 3 + 1, moved % 4 * 3 + 3)


def _moved(today: date, amount: int, unit: str) -> date:
    if unit in ("月", "年"):
        return months_on(today, amount * (12 if unit == "年" else 1))
    return today + _DAY * amount * _DAYS_OF[unit]


def _ago(p: Parts, today: date) -> Period | None:
    amount = whole_number(p["ago_n"] or "")
    if not amount:
        return None
    found = _moved(today, -amount, p["ago_unit"] or "天")
    return Period(found, found)


def _last_few(p: Parts, today: date) -> Period | None:
    amount = whole_number(p["lf_n"] or "")
    return Period(_moved(today, -amount, p["lf_unit"] or "天"), today) if amount else None


def _next_few(p: Parts, today: date) -> Period | None:
    amount = whole_number(p["nf_n"] or "")
    return Period(today, _moved(today, amount, p["nf_unit"] or "天")) if amount else None


PERIODS: Final[dict[str, Callable[[Parts, date], Period | None]]] = {
    "year": _year,
    "half_year": _half_year,
    "named_month": _named_month,
    "quarter": _quarter,
    "ago": _ago,
    "last_few": _last_few,
    "next_few": _next_few,
}
