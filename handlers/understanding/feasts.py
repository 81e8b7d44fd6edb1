"""Movable feasts that neither the solar nor the Chinese calendar knows: Easter and the Islamic year."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

_JULIAN_LATE: Final = 13  # days in 1900–2099
_HIJRI_EPOCH: Final = 227_015  # ordinal of 1 Muharram 1, a Friday
_CYCLE_YEARS: Final = 30
_CYCLE_DAYS: Final = 10_631


@lru_cache(maxsize=64)
def easter(year: int) -> date:
    """The Sunday after the church's full moon on or after 21 March, by the Gregorian tables."""
    golden = year % 19
    century = year // 100
    skipped = century - century // 4
    moon_lag = (8 * century + 13) // 25
    epact = (19 * golden + skipped - moon_lag + 15) % 30
    epact -= (epact + golden // 11) // 29
    full_moon = date(year, 3, 21) + timedelta(days=epact)
    return full_moon + timedelta(days=7 - (full_moon.weekday() + 1) % 7)


@lru_cache(maxsize=64)
def orthodox_easter(year: int) -> date:
    """The same by the Julian tables, told in our calendar."""
    epact = (19 * (year % 19) + 15) % 30
    full_moon = date(year, 3, 21) + timedelta(days=epact + _JULIAN_LATE)
    return full_moon + timedelta(days=7 - (full_moon.weekday() + 1) % 7)


def from_hijri(year: int, month: int, day: int) -> date:
    """By the arithmetical calendar; the moon seen may make it a day earlier or later."""
    leap_days = (11 * year + 3) // _CYCLE_YEARS
    months = 29 * (month - 1) + month // 2
    return date.fromordinal(_HIJRI_EPOCH + 354 * (year - 1) + leap_days + months + day - 1)


@lru_cache(maxsize=64)
def hijri_in(year: int, month: int, day: int) -> date:
    """The first such day of a solar year."""
    earliest = (date(year, 1, 1).toordinal() - _HIJRI_EPOCH) * _CYCLE_YEARS // _CYCLE_DAYS
    return next(found for found in (from_hijri(earliest + n, month, day) for n in range(3)) if found.year == year)
