"""From a series' rule to its days: RRULE, days of the lunar month, working days; holidays as the series wants it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Final

from dateutil.rrule import rrulestr

from handlers.working_days import is_holiday, is_working_day
from storage.vocabulary import OnHoliday

LUNAR: Final = "LUNAR:"
WORKDAYS: Final = "WORKDAYS"
_DAY: Final = timedelta(days=1)
#: No holiday lasts longer, the move of a day out of it neither.
_LONGEST_HOLIDAY: Final = timedelta(days=14)
#: A rule that has no day within so many occurrences has none.
_MOST: Final = 400


def first_day(rule: str, since: date) -> date | None:
    """The day that anchors the rule: every second week is counted from the first that fits."""
    return next(planned(rule.replace("INTERVAL=2;", ""), since, since), None)


def next_day(rule: str, anchor: date, on_holiday: OnHoliday, after: date) -> date | None:
    """The first day on which it takes place, later than `after`. None: there is no such day.

    >>> next_day("FREQ=WEEKLY;BYDAY=TU", date(2026, 9, 15), OnHoliday.SKIP, date(2026, 9, 29))
    datetime.date(2026, 10, 13)
    """
    begin = max(anchor, after - _LONGEST_HOLIDAY) if on_holiday is OnHoliday.MOVE else max(anchor, after + _DAY)
    for day in islice(planned(rule, anchor, begin), _MOST):
        if on_holiday is OnHoliday.SKIP and is_holiday(day):
            continue
        held = _after_holiday(day) if on_holiday is OnHoliday.MOVE else day
        if held > after:
            return held
    return None


def planned(rule: str, anchor: date, begin: date) -> Iterator[date]:
    """The days of the rule from `begin` on, ascending; holidays are not looked at."""
    if rule.startswith(LUNAR):
        wanted = {int(each) for each in rule.removeprefix(LUNAR).split(",")}
        yield from (day for day in _days(begin) if _lunar_day(day) in wanted)
    elif rule == WORKDAYS:
        yield from (day for day in _days(begin) if is_working_day(day))
    else:
        found = rrulestr(rule, dtstart=datetime.combine(anchor, time()))
        yield from (each.date() for each in found.xafter(datetime.combine(begin, time()), inc=True))


def _days(begin: date) -> Iterator[date]:
    while True:
        yield begin
        begin += _DAY


def _lunar_day(day: date) -> int:
    from lunar_python import Solar  # noqa: PLC0415 - 30 ms that only the lunar calendar needs

    return int(Solar.fromYmd(day.year, day.month, day.day).getLunar().getDay())


def _after_holiday(day: date) -> date:
    while is_holiday(day):
        day += _DAY
    return day
