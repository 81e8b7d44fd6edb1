"""Which days offices work: China's holidays and the weekends worked in exchange."""

from datetime import date, datetime, time, timedelta
from typing import Final

import chinese_calendar

from storage.vocabulary import LOCAL_ZONE

_SATURDAY: Final = 5


def is_working_day(day: date) -> bool:
    """As the state has announced it; in a year not yet announced, Monday to Friday.

    >>> is_working_day(date(2026, 10, 1)), is_working_day(date(2026, 10, 10)), is_working_day(date(2099, 1, 1))
    (False, True, True)
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY


def is_holiday(day: date) -> bool:
    """A public holiday as the state has announced it; an ordinary weekend is none, a year not yet announced has none.

    >>> is_holiday(date(2026, 10, 3)), is_holiday(date(2026, 9, 19)), is_holiday(date(2099, 10, 1))
    (True, False, False)
    """
    try:
        is_off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return False
    return bool(is_off and name is not None)


def is_worked_weekend(day: date) -> bool:
    """调休: a Saturday or Sunday that is worked in exchange for a holiday.

    >>> is_worked_weekend(date(2026, 10, 10)), is_worked_weekend(date(2026, 10, 12))
    (True, False)
    """
    return day.weekday() >= _SATURDAY and is_working_day(day)


def next_working_day(after: datetime, at: time) -> datetime:
    """That local hour of the first working day after the day of `after`."""
    day = after.astimezone(LOCAL_ZONE).date() + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, at, LOCAL_ZONE)
