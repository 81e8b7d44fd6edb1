"""Points of time, half said, → moments: days, parts of the day and hours by the convention table."""

from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.understanding.commands import Moment
from handlers.understanding.time_conventions import (
    AFTERNOON,
    DEADLINE_OF_PART,
    EVENING,
    LAST_AFTERNOON_HOUR,
    LAST_MORNING_HOUR,
    LAST_NOON_HOUR,
    MORNING,
    NIGHT,
    NOON,
    NOON_HOUR,
    PARTS,
)
from handlers.understanding.time_points import Point

_DAY: Final = timedelta(days=1)
_A_MOMENT_AGO: Final = timedelta(minutes=5)
_AFTERNOON_PARTS: Final = (AFTERNOON, EVENING, PARTS["傍晚"])


def resolved(first: Point, last: Point | None, at: datetime) -> tuple[Moment | None, Moment | None]:
    today = at.date()
    day = first.days.first if first.days else today
    if last is None:
        if first.clock is not None:
            return _moment_of(first, day, at, is_guess=first.days is None), None
        if first.part is not None:
            return _part_of(first.part, day, at, is_guess=first.days is None)
        return day, first.days.last if first.days else None
    return _range(first, last, day, at)


def _range(first: Point, last: Point, day: date, at: datetime) -> tuple[Moment | None, Moment | None]:
    last_day = _last_day(first, last, day)
    if first.clock is None and last.clock is None:
        if first.part is None and last.part is None:
            return day, last_day
        begin, _ = _part_of(first.part, day, at, is_guess=first.days is None) if first.part else (day, None)
        _, finish = _part_of(last.part, last_day, at, is_guess=False) if last.part else (None, last_day)
        return begin, finish
    is_guess = first.days is None
    may_be_evening = last.clock is None or _at(day, *last.clock, at) <= at
    start = (
        _moment_of(first, day, at, is_guess=is_guess, may_be_evening=may_be_evening)
        if first.clock
        else _part_of(first.part or MORNING, day, at, is_guess=is_guess)[0]
    )
    if isinstance(start, datetime) and last.days is None:
        last_day = start.date()
    if last.clock is None:
        return start, _part_of(last.part, last_day, at, is_guess=False)[1] if last.part else last_day
    finish = _at(last_day, *_hour_of(last.clock, last.part, is_exact=last.is_exact), at)
    if last.part is None and not last.is_exact and isinstance(start, datetime):
        finish = _after(start, last_day, last.clock, first, at)
    return start, finish


def _after(start: datetime, day: date, clock: tuple[int, int], first: Point, at: datetime) -> datetime:
    """An end without its part of day is the first such hour after the start, in its half of the day if it can be."""
    hour, minute = clock
    as_said = _at(day, hour, minute, at)
    later = _at(day, hour + 12, minute, at) if hour < NOON_HOUR else as_said
    if as_said > start and not (first.part in _AFTERNOON_PARTS and hour < NOON_HOUR):
        return as_said
    return later if later > start else as_said + _DAY


def _last_day(first: Point, last: Point, day: date) -> date:
    """周一至周五 ends after it began; 10月2号到4号 stays in its month."""
    if last.days is None:
        return day
    found = last.days.last or last.days.first
    if first.days and first.days.names_month and last.words[0].kind == "day_no":
        found = _in_month(day, found.day)
    while found < day and last.words[0].kind == "weekday":
        found += 7 * _DAY
    return found


def _in_month(day: date, number: int) -> date:
    try:
        found = day.replace(day=number)
    except ValueError:
        return day
    return found


def deadline(point: Point, start: Moment | None) -> Moment | None:
    if point.clock is None and point.part in DEADLINE_OF_PART and isinstance(start, datetime):
        instead = DEADLINE_OF_PART[point.part]
        return start.replace(hour=instead.hour, minute=instead.minute)
    return start


def _part_of(part: tuple[time, time], day: date, at: datetime, *, is_guess: bool) -> tuple[Moment, Moment]:
    start, end = (datetime.combine(day, edge, at.tzinfo) for edge in part)
    if is_guess and end <= at:
        return start + _DAY, end + _DAY
    return start, end


def _moment_of(point: Point, day: date, at: datetime, *, is_guess: bool, may_be_evening: bool = True) -> datetime:
    clock = point.clock or (0, 0)
    found = _at(day, *_hour_of(clock, point.part, is_exact=point.is_exact), at)
    is_bare_morning = point.part is None and not point.is_exact and LAST_AFTERNOON_HOUR < clock[0] <= LAST_MORNING_HOUR
    if is_bare_morning and may_be_evening and day == at.date() and found <= at:
        found += _DAY / 2
    if is_guess and may_be_evening and found < at - _A_MOMENT_AGO:
        found += _DAY
    return found


def _at(day: date, hour: int, minute: int, at: datetime) -> datetime:
    return datetime.combine(day, time(0), at.tzinfo) + timedelta(hours=hour, minutes=minute)


def _hour_of(clock: tuple[int, int], part: tuple[time, time] | None, *, is_exact: bool) -> tuple[int, int]:
    hour, minute = clock
    if hour > NOON_HOUR or is_exact:
        return hour, minute
    if part in _AFTERNOON_PARTS:
        midnight = 24 if part == EVENING else NOON_HOUR
        return (midnight if hour == NOON_HOUR else hour + NOON_HOUR), minute
    if part == NIGHT:
        return hour % NOON_HOUR, minute
    last_shifted = {None: LAST_AFTERNOON_HOUR, NOON: LAST_NOON_HOUR}.get(part, 0)
    return (hour + NOON_HOUR if 1 <= hour <= last_shifted else hour), minute
