"""Words of time glued into points: 下周三 + 下午 + 3点 is one."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Final

from handlers.understanding.calendar_days import month_end
from handlers.understanding.time_clocks import CLOCKS, Clock
from handlers.understanding.time_conventions import PARTS, PARTS_OF_HOURS
from handlers.understanding.time_counts import COUNTED, Stretch, counted
from handlers.understanding.time_dates import WEEKDAYS, Days, weekday_on
from handlers.understanding.time_narrowing import days_of, narrowed
from handlers.understanding.time_words import DAY_WORDS, TimeWord, time_words

_GLUE: Final = re.compile(r"(?:[\s,()的大概约在是于:、]{0,3}|T|当天|那天|这天|这?[两三]天)\Z")
#: What stands between the two ends of a range.
TO: Final = re.compile(r"\s*(?:起|开始)?(?:一直)?(?:到|至|-{1,2}|~{1,2}|直到|迄)\s*\Z")
_AND: Final = re.compile(r"[\s,、和跟及与或]{0,3}\Z")
_NOT_AT_ALL: Final = ("也不", "也没", "都不", "都没")
#: 每年3月5日, 每月第一个周六: what a recurrence takes along.
_OF_EVERY: Final = {
    "年": frozenset(("md", "festival", "lunar", "named_month", "month_part")),
    "月": frozenset(("day_no", "nth_weekday", "nth_week", "nth_day", "month_part")),
}


@dataclass(slots=True)
class Point:
    """What one point has so far; a `stretch` is counted from now."""

    begin: int
    end_at: int
    words: list[TimeWord] = field(default_factory=list)
    days: Days | None = None
    part: tuple[time, time] | None = None
    clock: Clock | None = None
    stretch: Stretch | None = None
    every: str | None = None
    is_now: bool = False
    is_just_now: bool = False
    is_of_week: bool = False

    @property
    def is_only_days(self) -> bool:
        return self.days is not None and self.part is None and self.clock is None

    @property
    def is_whole(self) -> bool:
        """Nothing more can be said of it."""
        return self.stretch is not None or self.is_now or self.is_just_now


def points_in(text: str, at: datetime, wanted: int) -> list[Point]:
    points: list[Point] = []
    for word in time_words(text, wanted):
        current = points[-1] if points else None
        gap = text[current.end_at : word.begin] if current else ""
        is_glued = current is not None and (
            _GLUE.match(gap) or (gap == "-" and word.kind == "colon" and current.is_only_days)
        )
        if current is None or not is_glued or not _joins(current, word, at, gap):
            fresh = Point(word.begin, word.begin)
            if not _joins(fresh, word, at, "") or _is_false_clock(text, word):
                continue
            if current is not None:
                _follows(fresh, current, word, gap)
            current = fresh
            points.append(fresh)
        current.end_at = word.end
        current.words.append(word)
    return points


def _follows(point: Point, before: Point, word: TimeWord, gap: str) -> None:
    """下周三、周五: both of that week, 8月14日、15日、16日 of that month; 下周一到周五每天 has its days."""
    if before.days is None or not before.is_only_days or not (_AND.match(gap) or TO.match(gap)):
        return
    said, first = before.words[0], before.days.first
    if word.kind == said.kind == "weekday" and "which" in said.parts and "which" not in word.parts:
        point.is_of_week = True
        weekday = WEEKDAYS[word.parts.get("day") or word.parts["day2"]]
        point.days = before.days._replace(first=weekday_on(weekday, 0, first))
    if word.kind == "day_no" and before.days.names_month and point.days is not None and _AND.match(gap):
        last = month_end(first.year, first.month)
        point.days = before.days._replace(first=min(last, first.replace(day=1) + timedelta(point.days.first.day - 1)))


def split_hours(points: list[Point], text: str) -> list[Point]:
    """17日-19日早7:00—9:00: days from one to the other, and hours of each, though the first hour stands at a day."""
    found: list[Point] = []
    for place, point in enumerate(points):
        before, after = points[place - 1] if place else None, points[place + 1] if place + 1 < len(points) else None
        ends_days = before is not None and before.is_only_days and TO.match(text[before.end_at : point.begin])
        is_range = after is not None and after.days is None and TO.match(text[point.end_at : after.begin])
        has_hours = point.days is not None and not point.is_only_days and not point.every
        if has_hours and ends_days and (is_range or (point.is_of_week and point.clock is None)):
            found += _apart(point)
        else:
            found.append(point)
    return found


def _apart(point: Point) -> tuple[Point, Point]:
    """The days of a point and its hours."""
    place = next(at for at, word in enumerate(point.words) if word.kind not in DAY_WORDS)
    days, hours = point.words[:place], point.words[place:]
    return (
        Point(point.begin, days[-1].end, days, point.days, is_of_week=point.is_of_week),
        Point(hours[0].begin, point.end_at, hours, part=point.part, clock=point.clock),
    )


def _is_false_clock(text: str, word: TimeWord) -> bool:
    """一点 alone is "a little", 一时 "for a moment"."""
    after = text[word.end : word.end + 2]
    if word.text == "1点":
        return after in _NOT_AT_ALL
    return word.text in ("一点", "一时") and not TO.match(after[:1])


def _joins(point: Point, word: TimeWord, at: datetime, gap: str) -> bool:
    """Whether the word belongs to the point; if so the point takes it."""
    if point.is_whole:
        return False
    if word.kind in DAY_WORDS:
        return _take_days(point, word, at, gap)
    if word.kind in CLOCKS:
        return _take_clock(point, word, at)
    return _TAKERS[word.kind](point, word)


def _take_part(point: Point, word: TimeWord) -> bool:
    if point.part or point.clock:
        return False
    said = word.parts.get("part") or word.parts["short"]
    point.part = PARTS.get(said) or PARTS_OF_HOURS[said]
    return True


def _take_clock(point: Point, word: TimeWord, at: datetime) -> bool:
    is_free = point.clock is None and (word.kind != "same_hour" or point.days is not None)
    found = CLOCKS[word.kind](word.parts, at) if is_free else None
    point.clock = point.clock or found
    return found is not None


def _take_every(point: Point, word: TimeWord) -> bool:
    """周一到周五每天 recurs; 7月13日-17日每天 and 下周一到下周五每晚 have their days."""
    last = point.words[-1] if point.words else None
    if point.every or (last and (point.is_of_week or last.kind != "weekday" or "which" in last.parts)):
        return False
    point.every = word.text
    return True


def _take_now(point: Point, _word: TimeWord) -> bool:
    """Now, and what is counted from now, stand at the beginning of a point."""
    point.is_now = not point.words
    return point.is_now


def _take_just_now(point: Point, _word: TimeWord) -> bool:
    point.is_just_now = not point.words
    return point.is_just_now


_TAKERS: Final[dict[str, Callable[[Point, TimeWord], bool]]] = {
    "part": _take_part,
    "every": _take_every,
    "now": _take_now,
    "just_now": _take_just_now,
}


def _take_days(point: Point, word: TimeWord, at: datetime, gap: str) -> bool:
    if point.every and not (point.part or point.clock):
        return word.kind in _OF_EVERY.get(point.every[-1], ())
    if point.part or point.clock or point.every:
        return False
    if point.days is not None:
        found = narrowed(point.days, point.words[-1], word, at.date(), gap)
    elif word.kind in COUNTED:
        counted_found = counted(word, at)
        if isinstance(counted_found, Stretch):
            point.stretch = counted_found
            return True
        found = counted_found
    else:
        found = days_of(word, at.date())
    if found is None:
        return False
    point.days = found
    return True
