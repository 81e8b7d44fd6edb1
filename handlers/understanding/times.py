"""Times in a text: points, and ranges of two points, each with the stretch that says it."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from handlers.understanding.commands import Moment
from handlers.understanding.time_dates import Days
from handlers.understanding.time_hours import deadline, resolved
from handlers.understanding.time_points import TO, Point, points_in

_AN_HOUR: Final = timedelta(hours=1)
_AND: Final = re.compile(r"[\s,、和跟及与或]{0,3}\Z")
_BEFORE: Final = re.compile(r"\s*(?:钟|左右)?(?:之前|以前|前(?![面天台门后排往去年期任些边头])|为止|截止|截至)")
_SINCE: Final = re.compile(r"\s*(?:钟|左右)?(?:之后|以后|往后|后(?![面天门排台勤头])|起(?!来|床)|开始|过后)")
_UNTIL_AHEAD: Final = re.compile(r"(?:截止|截至|最迟|最晚|赶在|不晚于|不超过)(?:时间|日期|到|在|于)?[:\s]*\Z")


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


def find_times(text: str, at: datetime) -> tuple[TimeSpan, ...]:
    """Every time said in a masked text, in order; `at` is when it was said."""
    points = points_in(text, at.date())
    spans: list[TimeSpan] = []
    place = 0
    while place < len(points):
        first, last, used = points[place], None, 1
        if place + 1 < len(points):
            second = points[place + 1]
            gap = text[first.end_at : second.begin]
            if (TO.match(gap) and second.delta is None and first.delta is None) or (
                first.is_only_days and second.is_only_days and _AND.match(gap)
            ):
                last, used = second, 2
        borrowed = _borrowed_day(spans, at) if first.days is None and (last is None or last.days is None) else None
        spans.append(_span(first, last, text, at, borrowed))
        place += used
    return tuple(spans)


def _borrowed_day(spans: list[TimeSpan], at: datetime) -> Days | None:
    """周六义诊, 9点到11点半: an hour after a day to come is that day's."""
    said = next((span for span in reversed(spans) if span.kind == "days"), None)
    day = said.start if said and said.end is None else None
    return Days(day) if day is not None and not isinstance(day, datetime) and day > at.date() else None


def _span(first: Point, last: Point | None, text: str, at: datetime, borrowed: Days | None = None) -> TimeSpan:
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
    start, end = resolved(replace(first, days=borrowed) if borrowed else first, last, at)
    has_hour = bool(first.part or first.clock)
    is_weak = first.days is not None and first.days.is_weak
    if last is None:
        tail = _BEFORE.match(text, end_at)
        if tail or _UNTIL_AHEAD.search(text, max(0, first.begin - 8), first.begin):
            start, end, end_at = None, deadline(first, start), tail.end() if tail else end_at
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
        return moment < at - _AN_HOUR
    return moment is not None and moment < at.date()


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
