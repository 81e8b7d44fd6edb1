"""Points of time, half said, → moments: days, parts of the day and hours by the convention table."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.understanding.contents import Moment
from handlers.understanding.time_clocks import Clock
from handlers.understanding.time_conventions import (
    AFTERNOON,
    DAWN,
    DEADLINE_OF_PART,
    DEEP_NIGHT,
    DUSK,
    EVENING,
    LAST_AFTERNOON_HOUR,
    LAST_MORNING_HOUR,
    LAST_NIGHT_HOUR,
    LAST_NOON_HOUR,
    MIDNIGHT,
    MORNING,
    NIGHT,
    NOON,
    NOON_HOUR,
)
from handlers.understanding.time_narrowing import NEXT_DAY, SAME_DAYS, days_of, in_year
from handlers.understanding.time_points import Point
from handlers.understanding.time_words import TimeWord

_DAY: Final = timedelta(days=1)
_A_MOMENT_AGO: Final = timedelta(minutes=5)
_AFTERNOON_PARTS: Final = (AFTERNOON, EVENING, DUSK)
_SMALL_HOURS: Final = (NIGHT, DAWN, DEEP_NIGHT, MIDNIGHT)
_UP_EARLY: Final = time(6, 30)
_SOON: Final = timedelta(hours=2)
_LATE: Final = 10  # 半夜10点 is 22:00
Part = tuple[time, time]


def resolved(first: Point, last: Point | None, at: datetime) -> tuple[Moment | None, Moment | None]:
    day = first.days.first if first.days else at.date()
    if last is not None:
        return _range(first, last, day, at)
    if first.clock is not None:
        start = _moment_of(first, first.clock, day, at, is_guess=first.days is None)
        if first.clock.until is None:
            return start, None
        return start, start + timedelta(hours=first.clock.until - first.clock.hour)
    if first.part is not None:
        start, end = _part_of(first.part, day, at, is_guess=first.days is None)
        return start, None if first.part == MIDNIGHT else end
    last_day = first.days.last if first.days else None
    return day, at if first.days and first.days.ends_now else last_day


def _range(first: Point, last: Point, day: date, at: datetime) -> tuple[Moment | None, Moment | None]:
    if last.is_now:
        return till_now(first, at)
    if first.is_now:
        start, end = resolved(last, None, at)
        return at, end or start
    last_day = _last_day(first, last, day, at.date())
    is_guess = first.days is None
    if first.clock is None and last.clock is None:
        begin: Moment = _part_of(first.part, day, at, is_guess=is_guess)[0] if first.part else day
        if first.part and isinstance(begin, datetime) and last.days is None:
            last_day = begin.date()
        return begin, _end_of_part(last, last_day, begin, at) if last.part else last_day
    start = _start(first, last, day, at, is_guess=is_guess)
    if last.days is None:
        last_day = start.date()
    if last.clock is None:
        return start, _end_of_part(last, last_day, start, at) if last.part else last_day
    if last.part is None and not last.clock.is_exact and (last.days is None or last_day == start.date()):
        return start, _after(start, last_day, last.clock, first, at)
    return start, _end(start, last_day, last, last.clock, at)


def till_now(point: Point, at: datetime) -> tuple[Moment | None, Moment | None]:
    """3月1日至今: what has begun lies behind us."""
    start = resolved(point, None, at)[0]
    if start is None or point.days is None or point.days.first <= at.date():
        return start, at
    word = point.words[0]
    moved = days_of(word, at.date() - 7 * _DAY) if word.kind == "weekday" else in_year(word, at.year, at.date())
    if moved and moved.first > at.date():
        moved = in_year(word, at.year - 1, at.date())
    return resolved(replace(point, days=moved or point.days), None, at)[0], at


def _start(first: Point, last: Point, day: date, at: datetime, *, is_guess: bool) -> datetime:
    if first.clock is None:
        return _part_of(first.part or MORNING, day, at, is_guess=is_guess)[0]
    may_be_evening = last.clock is None or _at(day, _clock_of(last.clock, last.part), at) <= at
    return _moment_of(first, first.clock, day, at, is_guess=is_guess, may_be_evening=may_be_evening)


def _end(start: datetime, day: date, last: Point, clock: Clock, at: datetime) -> datetime:
    is_next_morning = last.part is None and last.words[0].text in NEXT_DAY
    found = _at(day, clock if is_next_morning else _clock_of(clock, last.part), at)
    return found + _DAY if last.days is None and found <= start else found


def _end_of_part(last: Point, day: date, start: Moment, at: datetime) -> datetime:
    end = _part_of(last.part or MORNING, day, at, is_guess=False)[1]
    return end + _DAY if last.days is None and isinstance(start, datetime) and end <= start else end


def _after(start: datetime, day: date, clock: Clock, first: Point, at: datetime) -> datetime:
    """An end without its part of day is the first such hour after the start, in its half of the day if it can be."""
    as_said = _at(day, clock, at)
    later = as_said + _DAY / 2 if clock.hour <= NOON_HOUR else as_said
    if as_said > start and not (first.part in _AFTERNOON_PARTS and clock.hour < NOON_HOUR):
        return as_said
    return later if later > start else as_said + _DAY


def _last_day(first: Point, last: Point, day: date, today: date) -> date:
    """周一至周五 ends after it began; 10月2号到4号 stays in its month, 去年春节到元宵节 in its year."""
    if last.days is None:
        return day
    found = last.days.last or last.days.first
    word = last.words[0]
    if word.text in NEXT_DAY:
        return day + _DAY
    if first.days and first.days.names_month and word.kind == "day_no":
        return _in_month(day, found.day)
    is_of_that_year = first.days is not None and first.days.names_year and not last.days.names_year
    return _later(word, day, today) or found if is_of_that_year or found < day else found


def _later(word: TimeWord, day: date, today: date) -> date | None:
    """The day that a word means which ends a range: not before its beginning. 今天 stays today."""
    if word.kind in SAME_DAYS:
        return None
    is_next = word.kind == "weekday" or "which" in word.parts or len(word.parts) == 1
    read = [days_of(word, day)] if is_next else []
    read += [in_year(word, year, today) for year in (day.year, day.year + 1)]
    ends = [found.last or found.first for found in read if found]
    return next((end for end in ends if end >= day), None)


def _in_month(day: date, number: int) -> date:
    try:
        found = day.replace(day=number)
    except ValueError:
        return day
    return found


def deadline(point: Point, start: Moment | None) -> Moment | None:
    if point.is_only_days and point.days is not None and point.days.is_late:
        return point.days.last or point.days.first
    if point.clock is None and point.part in DEADLINE_OF_PART and isinstance(start, datetime):
        instead = DEADLINE_OF_PART[point.part]
        return start.replace(hour=instead.hour, minute=instead.minute)
    return start


def _part_of(part: Part, day: date, at: datetime, *, is_guess: bool) -> tuple[datetime, datetime]:
    start, end = (datetime.combine(day, edge, at.tzinfo) for edge in part)
    if part == MIDNIGHT:
        return start + _DAY, end + _DAY
    if end < start:
        end += _DAY
    if is_guess and end <= at:
        return start + _DAY, end + _DAY
    return start, end


def _moment_of(
    point: Point, clock: Clock, day: date, at: datetime, *, is_guess: bool, may_be_evening: bool = True
) -> datetime:
    found = _at(day, _clock_of(clock, point.part), at)
    is_bare_morning = (
        point.part is None and not clock.is_exact and LAST_AFTERNOON_HOUR < clock.hour <= LAST_MORNING_HOUR
    )
    if is_bare_morning and may_be_evening and day == at.date() and found <= at:
        found += _DAY / 2
    if is_guess and point.part is None and clock.hour <= LAST_AFTERNOON_HOUR and _is_early(found - _DAY / 2, at):
        found -= _DAY / 2
    if is_guess and may_be_evening and found < at - _A_MOMENT_AGO:
        found += _DAY
    return found


def _is_early(moment: datetime, at: datetime) -> bool:
    """6点半, said at 05:50 by somebody who is up, is this morning."""
    return at.time() < _UP_EARLY and at < moment <= at + _SOON


def _at(day: date, clock: Clock, at: datetime) -> datetime:
    midnight = datetime.combine(day, time(0), clock.zone or at.tzinfo)
    found = midnight + timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
    return found.astimezone(at.tzinfo) if clock.zone else found


def _clock_of(clock: Clock, part: Part | None) -> Clock:
    """The hour of twenty-four that an hour of twelve means beside a part of the day."""
    return Clock(_hour_of(clock, part), clock.minute, clock.second, zone=clock.zone)


def _hour_of(clock: Clock, part: Part | None) -> int:
    hour = clock.hour
    if hour > NOON_HOUR or clock.is_exact:
        return hour
    if part == EVENING and 1 <= hour <= LAST_NIGHT_HOUR:
        return hour + 2 * NOON_HOUR
    if part in _AFTERNOON_PARTS:
        midnight = 2 * NOON_HOUR if part == EVENING else NOON_HOUR
        return midnight if hour == NOON_HOUR else hour + NOON_HOUR
    if part in _SMALL_HOURS:
        if part in (DEEP_NIGHT, MIDNIGHT) and hour >= _LATE:
            return hour + NOON_HOUR
        return hour % NOON_HOUR
    last_shifted = {None: LAST_AFTERNOON_HOUR, NOON: LAST_NOON_HOUR}.get(part, 0)
    return hour + NOON_HOUR if 1 <= hour <= last_shifted else hour
