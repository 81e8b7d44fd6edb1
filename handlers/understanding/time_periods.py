"""Longer stretches: years and their parts, quarters, seasons, decades."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from handlers.understanding.calendar_days import month_end, solar_term
from handlers.understanding.time_conventions import FAR_PAST_DAYS
from handlers.understanding.time_dates import Days, Parts, month_of, steps
from handlers.understanding.time_numbers import number, year_number

_YEARS: Final = {"前": -2, "去": -1, "今": 0, "本": 0, "当": 0, "这": 0, "明": 1, "来": 1, "次": 1, "后": 2}
_QUARTERS: Final = {"首": 1, "末": 4}
_SEASONS: Final = {"春": ("立春", "立夏"), "夏": ("立夏", "立秋"), "秋": ("立秋", "立冬"), "冬": ("立冬", "立春")}
_CENTURY: Final = 100
_THIS_CENTURYS: Final = 30
_DECEMBER: Final = 12


def months(year: int, first: int, last: int) -> Days:
    return Days(date(year, first, 1), month_end(year, last))


def _year(p: Parts, today: date) -> Days:
    written = p.get("year") or p.get("yy") or p.get("yy2")
    if written:
        return whole_year(year_number(written, today.year))
    said = p["rel"]
    stem = said.lstrip("大")
    by = _YEARS.get(stem[0], 0) or (steps(said) or 0)
    far = len(said) - len(stem)
    return whole_year(today.year + by + (far if by > 0 else -far))


def whole_year(year: int) -> Days:
    return Days(date(year, 1, 1), date(year, _DECEMBER, 31), is_weak=True, names_year=True)


def _half_year(p: Parts, today: date) -> Days:
    return months(today.year, 1, 6) if p["half"] in "上前" else months(today.year, 7, _DECEMBER)


def _named_month(p: Parts, today: date) -> Days:
    month = number(p.get("month") or p["month2"])
    is_past = (today - date(today.year, month, 28)).days > FAR_PAST_DAYS
    return month_of(today.year + is_past, month)


def _quarter(p: Parts, today: date) -> Days:
    written = p.get("n") or p.get("q")
    moved = (
        (_QUARTERS.get(written) or number(written)) - 1
        if written
        else (today.month - 1) // 3 + (steps(p["which"]) or 0)
    )
    return months(today.year + moved // 4, moved % 4 * 3 + 1, moved % 4 * 3 + 3)


def _quarters(p: Parts, today: date) -> Days:
    """前三季度"""
    count = number(p["n"]) * 3
    return months(today.year, *((_DECEMBER + 1 - count, _DECEMBER) if p["edge"] == "后" else (1, count)))


def _year_part(p: Parts, today: date) -> Days:
    return part_of(p.get("part") or p["part2"], months(today.year, 1, _DECEMBER))


def part_of(part: str, whole: Days) -> Days:
    """年初 is two months of twelve, 季初 one of three, the end of the nineties three years of ten."""
    end = whole.last or whole.first
    count = (end.year - whole.first.year) * _DECEMBER + end.month - whole.first.month + 1
    share = max(1, count // 6) if count <= _DECEMBER else count * 3 // 10
    lead = {"初": 0, "前": 0, "中": (count - share + 1) // 2}.get(part[0], count - share)
    first = shifted(whole.first, lead)
    return Days(first, shifted(first, share) - timedelta(days=1), is_late=part[0] in "底末")


def shifted(first: date, by: int) -> date:
    """The first of a month → the first of the one so many later."""
    count = first.year * _DECEMBER + first.month - 1 + by
    return date(count // _DECEMBER, count % _DECEMBER + 1, 1)


def _season(p: Parts, today: date) -> Days:
    begin, end = _SEASONS[p.get("season") or p["season2"]]
    which = p.get("which") or p.get("rel") or ""
    year = today.year + (steps(which) or 0) + _YEARS.get(which[:1], 0)
    last = solar_term(end, year + (end == "立春")) - timedelta(days=1)
    return Days(solar_term(begin, year), last, is_vague=True)


def _months(p: Parts, today: date) -> Days:
    """七八月"""
    first, second = number(p["first"]), number(p["second"]) + (number(p["first"]) // 10) * 10
    if second != first + 1:
        raise ValueError(p["second"])
    year = _named_month({"month": str(second)}, today).first.year
    return months(year, first, second)


def _decade(p: Parts, today: date) -> Days:
    if "century2" in p:
        first = _century(p["century2"], today) * _CENTURY
        return Days(date(first, 1, 1), date(first + _CENTURY - 1, _DECEMBER, 31), is_vague=True)
    said = (
        int(p["decade"]) if p["decade"].isdigit() else number(p["decade"].replace("一零", "十").replace("零零", "零"))
    )
    first = said
    if said < _CENTURY:
        this = 20 if said < _THIS_CENTURYS else 19
        first += (_century(p["century"], today) if "century" in p else this) * _CENTURY
    whole = Days(date(first, 1, 1), date(first + 9, _DECEMBER, 31), is_vague=True)
    return part_of(p["part"], whole) if "part" in p else whole


def _century(written: str, today: date) -> int:
    """The hundreds of its years: 20 for the 21st."""
    if said := number(written):
        return said - 1
    return today.year // _CENTURY + (steps(written) or 0)


READERS: Final[dict[str, Callable[[Parts, date], Days | None]]] = {
    "year": _year,
    "half_year": _half_year,
    "named_month": _named_month,
    "months": _months,
    "quarter": _quarter,
    "quarters": _quarters,
    "year_part": _year_part,
    "season": _season,
    "decade": _decade,
}
