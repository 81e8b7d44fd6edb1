"""A clock word → hour, minute, second, as said: the part of the day is settled in time_hours.py."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Final, NamedTuple

from handlers.understanding.time_conventions import MEALS, NOON_HOUR, SUPPER_HOUR
from handlers.understanding.time_numbers import number

_QUARTER: Final = 15
_FIVE: Final = 5
_HOUR_SECONDS: Final = 3600


class Clock(NamedTuple):
    """`is_exact`: of twenty-four hours. `until`: 七八点 ends at eight. `zone`: where it was written."""

    hour: int
    minute: int = 0
    second: int = 0
    is_exact: bool = False
    until: int | None = None
    zone: timezone | None = None


def _colon(p: dict[str, str], _at: datetime) -> Clock:
    zone = None
    if "zone" in p:
        hours, _, minutes = p["zone"].lstrip("Z+").partition(":")
        zone = timezone(timedelta(hours=int(hours or 0), minutes=int(minutes or 0)))
    is_exact = p["hour"].startswith("0") or "second" in p or zone is not None
    return Clock(int(p["hour"]), int(p["minute"]), int(p.get("second", 0)), is_exact, zone=zone)


def _half_day(p: dict[str, str], _at: datetime) -> Clock:
    """3:15PM"""
    half = p.get("half") or p["half2"]
    hour = int(p["hour"]) % NOON_HOUR + (NOON_HOUR if half in "pP" else 0)
    return Clock(hour, int(p.get("minute") or p.get("minute2") or 0), is_exact=True)


def _pair(p: dict[str, str], _at: datetime) -> Clock | None:
    """七八点; 三五点 and 八二点 are none."""
    first, second = number(p.get("first") or p["first2"]), number(p.get("second") or p["second2"])
    return Clock(first, until=first + 1) if second % 10 == (first + 1) % 10 else None


def _clock(p: dict[str, str], _at: datetime) -> Clock:
    minute = number(p.get("minute") or p.get("past"))
    if "half" in p:
        minute = 30
    elif "quarter" in p:
        minute = number(p["quarter"]) * _QUARTER
    elif fives := p.get("fives") or p.get("fives2"):
        minute = number(fives) * _FIVE
    seconds = number(p["hour"]) * _HOUR_SECONDS + minute * 60 + number(p.get("second"))
    if lack := p.get("lack") or p.get("less"):
        seconds -= 60 * (_QUARTER if lack == "一刻" else number(lack))
    hour, rest = divmod(max(0, seconds), _HOUR_SECONDS)
    return Clock(hour, rest // 60, rest % 60, is_exact=p["hour"].startswith(("0", "零")))


def _meal(p: dict[str, str], at: datetime) -> Clock:
    meal = p.get("meal") or p.get("meal2")
    if meal:
        return Clock(*MEALS[meal], is_exact=True)
    return Clock(NOON_HOUR if at.hour <= NOON_HOUR else SUPPER_HOUR, is_exact=True)


def _same_hour(_p: dict[str, str], at: datetime) -> Clock:
    """明天这个时候"""
    return Clock(at.hour, at.minute, is_exact=True)


CLOCKS: Final[dict[str, Callable[[dict[str, str], datetime], Clock | None]]] = {
    "colon": _colon,
    "half_day": _half_day,
    "clock_pair": _pair,
    "clock": _clock,
    "meal": _meal,
    "same_hour": _same_hour,
}
