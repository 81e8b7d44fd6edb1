"""Times in a text: words scanned, glued into points, points joined into ranges; half-said ones read by convention."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.understanding.commands import Moment
from handlers.understanding.numerals import whole_number
from handlers.understanding.time_conventions import (
    AFTERNOON,
    DEADLINE_OF_PART,
    EVENING,
    LAST_AFTERNOON_HOUR,
    LAST_MORNING_HOUR,
    MORNING,
    NIGHT,
    NOON,
    NOON_HOUR,
    PARTS,
)
from handlers.understanding.time_dates import Days, days_of, weekday_on
from handlers.understanding.time_words import DAY_WORDS, TimeWord, time_words

_DAY: Final = timedelta(days=1)
_GLUE: Final = re.compile(r"[\s,()的大概约在是于:、]{0,3}\Z")
_TO: Final = re.compile(r"\s*(?:一直)?(?:到|至|-{1,2}|~|直到)\s*\Z")
_AND: Final = re.compile(r"[\s,、和跟及与或]{0,3}\Z")
_BEFORE: Final = re.compile(r"\s*(?:钟|左右)?(?:之前|以前|前(?![面天台门后排往去年期任些边头])|为止|截止|截至)")
_SINCE: Final = re.compile(r"\s*(?:钟|左右)?(?:之后|以后|往后|后(?![面天门排台勤头])|起(?!来|床)|开始|过后)")
_UNTIL_AHEAD: Final = re.compile(r"(?:截止|截至|最迟|最晚|赶在|不晚于|不超过)(?:时间|日期|到|在|于)?[:\s]*\Z")
_CLOCK_WORDS: Final = frozenset({"colon", "clock"})
_AFTERNOON_PARTS: Final = (AFTERNOON, EVENING, PARTS["傍晚"])


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """`has_day`: the day was said, not guessed; `kind` is point, days, now or every."""

    begin: int
    end_at: int
    kind: str
    start: Moment | None = None
    end: Moment | None = None
    every: str | None = None
    has_day: bool = True
    has_hour: bool = False
    is_weak: bool = False
    is_past: bool = False


@dataclass(slots=True)
class _Point:
    begin: int
    end_at: int
    words: list[TimeWord] = field(default_factory=list)
    days: Days | None = None
    part: tuple[time, time] | None = None
    clock: tuple[int, int] | None = None
    is_exact: bool = False
    delta: tuple[timedelta, bool] | None = None
    every: str | None = None
    is_now: bool = False

    @property
    def is_only_days(self) -> bool:
        return self.days is not None and self.part is None and self.clock is None


def find_times(text: str, at: datetime) -> tuple[TimeSpan, ...]:
    """Every time said in a masked text, in order; `at` is when it was said."""
    points = _points(text, at.date())
    spans: list[TimeSpan] = []
    place = 0
    while place < len(points):
        first, last, used = points[place], None, 1
        if place + 1 < len(points):
            second = points[place + 1]
            gap = text[first.end_at : second.begin]
            if (_TO.match(gap) and second.delta is None and first.delta is None) or (
                first.is_only_days and second.is_only_days and _AND.match(gap)
            ):
                last, used = second, 2
        spans.append(_span(first, last, text, at))
        place += used
    return tuple(spans)


def _points(text: str, today: date) -> list[_Point]:
    points: list[_Point] = []
    for word in time_words(text):
        current = points[-1] if points else None
        if current is None or not _GLUE.match(text[current.end_at : word.begin]) or not _joins(current, word, today):
            fresh = _Point(word.begin, word.begin)
            if not _joins(fresh, word, today) or _is_false_clock(text, word):
                continue
            current = fresh
            points.append(fresh)
        current.end_at = word.end
        current.words.append(word)
    return points


def _is_false_clock(text: str, word: TimeWord) -> bool:
    """一点 alone is "a little"."""
    return word.text in ("一点", "1点") and word.text[0] == "一" and not _TO.match(text[word.end : word.end + 1])


def _joins(point: _Point, word: TimeWord, today: date) -> bool:
    """Whether the word belongs to the point; if so the point takes it."""
    if word.kind in DAY_WORDS:
        return _take_days(point, word, today)
    if point.delta or point.is_now:
        return False
    if word.kind == "part":
        if point.part or point.clock:
            return False
        point.part = PARTS[word.parts["pt"] or word.parts["pt1"] or "早"]
        return True
    if word.kind in _CLOCK_WORDS:
        if point.clock:
            return False
        point.clock, point.is_exact = _clock(word)
        return True
    return _take_span(point, word)


def _take_span(point: _Point, word: TimeWord) -> bool:
    """Recurrences and spans from now stand at the beginning of a point."""
    if word.kind == "every":
        if point.every:
            return False
        point.every = word.text
        return True
    if point.words:
        return False
    if word.kind == "now":
        point.is_now = True
        return True
    amount = _delta(word)
    if amount is None:
        return False
    point.delta = (amount, word.text.endswith("内"))
    return True


def _take_days(point: _Point, word: TimeWord, today: date) -> bool:
    if point.part or point.clock or point.delta or point.is_now or point.every:
        return False
    found = days_of(word, today)
    if found is None:
        return False
    if point.days is None:
        point.days = found
        return True
    before = point.words[-1]
    if before.kind == "week" and word.kind == "weekday" and word.parts["wd_which"] is None:
        point.days = Days(weekday_on(found.first.weekday(), 0, point.days.first))
        return True
    if before.kind == "month" and word.kind == "day_no":
        point.days = Days(
            point.days.first.replace(day=min(found.first.day, point.days.last.day if point.days.last else 28)),
            names_month=True,
        )
        return True
    if before.kind == "festival":
        point.days = found
        return True
    return word.kind == "weekday" and before.kind != "weekday" and point.days.first.weekday() == found.first.weekday()


def _clock(word: TimeWord) -> tuple[tuple[int, int], bool]:
    p = word.parts
    if word.kind == "colon":
        hour = p["co_h"] or "0"
        return (int(hour), int(p["co_m"] or 0)), hour.startswith("0")
    hour_said = p["cl_h"] or "0"
    minute = 30 if p["cl_half"] else {"一": 15, "三": 45}.get(p["cl_q"] or "", 0)
    if p["cl_m"]:
        minute = whole_number(p["cl_m"].removeprefix("零")) or 0
    return (whole_number(hour_said) or 0, minute), hour_said.startswith("0")


def _delta(word: TimeWord) -> timedelta | None:
    p = word.parts
    half = 0.5 if p["af_half"] or p["af_half2"] else 0.0
    amount = 0.5 if p["af_n"] == "半" else (whole_number(p["af_n"] or "") or 0) + half
    minutes = {"小时": 60, "钟头": 60, "分钟": 1, "刻钟": 15}[p["af_unit"] or "小时"]
    return timedelta(minutes=amount * minutes) if amount else None


def _span(first: _Point, last: _Point | None, text: str, at: datetime) -> TimeSpan:
    end_at = last.end_at if last else first.end_at
    if first.every:
        return TimeSpan(first.begin, end_at, "every", every=text[first.begin : end_at], has_day=False)
    if first.is_now:
        return TimeSpan(first.begin, end_at, "now", start=_minute(at), has_day=False)
    if first.delta:
        amount, is_within = first.delta
        then = _minute(at + amount)
        return TimeSpan(
            first.begin,
            end_at,
            "point",
            start=None if is_within else then,
            end=then if is_within else None,
            has_hour=True,
        )
    start, end = _resolved(first, last, at)
    has_hour = bool(first.part or first.clock)
    is_weak = first.days is not None and first.days.is_weak
    if last is None:
        tail = _BEFORE.match(text, end_at)
        if tail or _UNTIL_AHEAD.search(text, max(0, first.begin - 8), first.begin):
            start, end, end_at = None, _deadline(first, start), tail.end() if tail else end_at
        elif since := _SINCE.match(text, end_at):
            end, end_at = None, since.end()
    elif tail := _BEFORE.match(text, end_at):
        end_at = tail.end()
    return TimeSpan(
        first.begin,
        end_at,
        "point" if has_hour else "days",
        start,
        end,
        None,
        first.days is not None,
        has_hour,
        is_weak,
        _is_past(end or start, at),
    )


def _is_past(moment: Moment | None, at: datetime) -> bool:
    if isinstance(moment, datetime):
        return moment < at - timedelta(hours=1)
    return moment is not None and moment < at.date()


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _deadline(point: _Point, start: Moment | None) -> Moment | None:
    if point.clock is None and point.part in DEADLINE_OF_PART and isinstance(start, datetime):
        instead = DEADLINE_OF_PART[point.part]
        return start.replace(hour=instead.hour, minute=instead.minute)
    return start


def _resolved(first: _Point, last: _Point | None, at: datetime) -> tuple[Moment | None, Moment | None]:
    today = at.date()
    day = first.days.first if first.days else today
    if last is None:
        if first.clock is not None:
            return _moment(first, day, at, is_guess=first.days is None), None
        if first.part is not None:
            return _part_of(first.part, day, at, is_guess=first.days is None)
        return day, first.days.last if first.days else None
    return _range(first, last, day, at)


def _range(first: _Point, last: _Point, day: date, at: datetime) -> tuple[Moment | None, Moment | None]:
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
        _moment(first, day, at, is_guess=is_guess, may_be_evening=may_be_evening)
        if first.clock
        else _part_of(first.part or MORNING, day, at, is_guess=is_guess)[0]
    )
    if isinstance(start, datetime) and last.days is None:
        last_day = start.date()
    if last.clock is None:
        return start, _part_of(last.part, last_day, at, is_guess=False)[1] if last.part else last_day
    finish = _at(last_day, *_hour(last.clock, last.part, is_exact=last.is_exact), at)
    if last.part is None and not last.is_exact and isinstance(start, datetime):
        finish = _after(start, last_day, last.clock, first, at)
    return start, finish


def _after(start: datetime, day: date, clock: tuple[int, int], first: _Point, at: datetime) -> datetime:
    """An end without its part of day is the first such hour after the start, in the start's half of the day if it can be."""
    hour, minute = clock
    as_said = _at(day, hour, minute, at)
    later = _at(day, hour + 12, minute, at) if hour < NOON_HOUR else as_said
    if as_said > start and not (first.part in _AFTERNOON_PARTS and hour < NOON_HOUR):
        return as_said
    return later if later > start else as_said + _DAY


def _last_day(first: _Point, last: _Point, day: date) -> date:
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


def _part_of(part: tuple[time, time], day: date, at: datetime, *, is_guess: bool) -> tuple[Moment, Moment]:
    start, end = (datetime.combine(day, edge, at.tzinfo) for edge in part)
    if is_guess and end <= at:
        return start + _DAY, end + _DAY
    return start, end


def _moment(point: _Point, day: date, at: datetime, *, is_guess: bool, may_be_evening: bool = True) -> datetime:
    clock = point.clock or (0, 0)
    found = _at(day, *_hour(clock, point.part, is_exact=point.is_exact), at)
    is_bare_morning = point.part is None and not point.is_exact and LAST_AFTERNOON_HOUR < clock[0] <= LAST_MORNING_HOUR
    if is_bare_morning and may_be_evening and day == at.date() and found <= at:
        found += _DAY / 2
    if is_guess and may_be_evening and found < at - timedelta(minutes=5):
        found += _DAY
    return found


def _at(day: date, hour: int, minute: int, at: datetime) -> datetime:
    return datetime.combine(day, time(0), at.tzinfo) + timedelta(hours=hour, minutes=minute)


def _hour(clock: tuple[int, int], part: tuple[time, time] | None, *, is_exact: bool) -> tuple[int, int]:
    hour, minute = clock
    if hour > NOON_HOUR or is_exact:
        return hour, minute
    if part is None:
        return (hour + 12 if 1 <= hour <= LAST_AFTERNOON_HOUR else hour), minute
    if part == NOON:
        return (hour + 12 if hour <= 3 else hour), minute  # noqa: PLR2004 - 中午1点, 2点
    if part in _AFTERNOON_PARTS:
        if hour == NOON_HOUR:
            return (24 if part == EVENING else 12), minute
        return hour + 12, minute
    if part == NIGHT and hour == NOON_HOUR:
        return 0, minute
    return hour, minute
