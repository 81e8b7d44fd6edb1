"""Times in a text: points, and ranges of two points, each with the stretch that says it."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from handlers.understanding.contents import Moment
from handlers.understanding.numerals import whole_number
from handlers.understanding.time_conventions import PARTS
from handlers.understanding.time_dates import Days
from handlers.understanding.time_hours import deadline, resolved, till_now
from handlers.understanding.time_points import TO, Point, points_in, split_hours
from handlers.understanding.time_words import EVERY_KIND

#: 每早, 每晚: of this part of each day.
_PARTS_OF_EVERY: Final = frozenset("早晚")
#: 明天起三天, 22日开始帮忙割三天
_FOR_DAYS: Final = re.compile(r"[^,。!?;:\d天]{0,6}?(?P<n>\d{1,2}|[一两二三四五六七八九十]{1,2})天(?![内前后])")
_A_WEEK: Final = timedelta(days=7)
_AN_HOUR: Final = timedelta(hours=1)
_AND: Final = re.compile(r"\)?[\s,、和跟及与或]{0,3}\Z")
_BETWEEN: Final = re.compile(r"\s*(?:之间|间(?!隔))")
_ABOUT: Final = re.compile(r"\s*(?:左右|前后|上下|许(?!多|可|愿))")
_BEFORE: Final = re.compile(
    r"\s*(?:钟|左右)?(?:之前|以前|(?:下班|放学|天黑)(?:之|以)?前|前(?![面天台门后排往去年期任些边头])|为止|截止|截至|止(?!痛|血|水|咳)|(?=就?(?:关大?门|打烊|收摊|收工|散场|结束)))"
)
_SINCE: Final = re.compile(
    r"\s*(?:钟|左右)?(?:之后|以后|往后|后(?![面门排台勤头天])|起(?!来|床|到|至|码|火)|开始|过后|(?P<till_now>以来))"
)
_UNTIL_AHEAD: Final = re.compile(
    r"(?:(?:截止|截至|最迟|最晚|赶在|不晚于|不超过)(?:时间|日期|到|在|于)?[:\s]*|(?:[用借班忙待住放摆弄写包浇做守陪教练玩干讲租停值熬撑]|作业|出差|持续|一直)到|结束(?:时间|大概|大约|约|:)?)\Z"
)


class TimeSpan(NamedTuple):
    """`has_day`: the day was said, not guessed; `kind` is point, days, now, every or vague.

    What is vague (刚才, 两小时前, 最近三天, 冬天) has its moments, but is no time to do something at.
    `daily` are the hours of a recurrence, on the day of the message.
    """

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
    daily: tuple[Moment | None, Moment | None] = (None, None)


def find_times(text: str, at: datetime, wanted: int = EVERY_KIND) -> tuple[TimeSpan, ...]:
    """Every time said in a masked text, in order; `at` is when it was said, `wanted` the kinds of words it may have."""
    points = split_hours(points_in(text, at, wanted), text)
    spans: list[TimeSpan] = []
    place = 0
    while place < len(points):
        first, last = points[place], None
        if place + 1 < len(points) and _are_range(first, points[place + 1], text):
            last = points[place + 1]
        span = _span(first, last, text, at, _borrowed_day(first, last, spans, at))
        if last and _is_backwards(span.start, span.end):
            span, last = _span(first, None, text, at, _borrowed_day(first, None, spans, at)), None
        if place and _is_list(points[place - 1], first, text):
            listed = _listed(spans[-1], span)
            if not _is_backwards(listed.start, listed.end or span.start):
                span, _ = listed, spans.pop()
        spans.append(span)
        place += 2 if last else 1
    return tuple(spans)


def _is_list(before: Point, first: Point, text: str) -> bool:
    """周六、周日上午9点: the hours are those of both days."""
    is_hour_of_day = before.is_only_days and first.days is not None and not first.is_only_days
    return is_hour_of_day and bool(_AND.match(text[before.end_at : first.begin])) and _are_alike(before, first)


def _listed(days: TimeSpan, span: TimeSpan) -> TimeSpan:
    """From the first day's hour to the last day's."""
    if span.start is None or days.start is None:
        return span._replace(begin=days.begin)
    start = (
        datetime.combine(_day_of(days.start), span.start.timetz()) if isinstance(span.start, datetime) else days.start
    )
    return span._replace(begin=days.begin, start=start, end=span.end or _day_of(span.start))


def _are_range(first: Point, last: Point, text: str) -> bool:
    if first.stretch or first.is_just_now or last.stretch or last.is_just_now:
        return False
    gap = text[first.end_at : last.begin]
    if TO.match(gap):
        return not (last.every and not first.is_only_days)
    if first.is_now or first.every or last.every:
        return False
    if last.is_now or not _AND.match(gap):
        return False
    if first.is_only_days and last.is_only_days:
        return bool(gap.strip()) or _are_alike(first, last)
    return bool(gap.strip() and _BETWEEN.match(text, last.end_at))


def _is_backwards(start: Moment | None, end: Moment | None) -> bool:
    """下月, 上周: no range, two times."""
    if start is None or end is None:
        return False
    if isinstance(start, datetime) and isinstance(end, datetime):
        return end < start
    return _day_of(end) < _day_of(start)


def _day_of(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _are_alike(first: Point, last: Point) -> bool:
    """周六周日, 6月5日 6日: side by side, two days are a range if they are said alike."""
    ones, other = {first.words[0].kind, first.words[-1].kind}, last.words[0].kind
    return other in ones or other == "day_no"


def _borrowed_day(first: Point, last: Point | None, spans: list[TimeSpan], at: datetime) -> Days | None:
    """周六义诊, 9点到11点半: an hour after a day to come is that day's."""
    if first.days is not None or (last is not None and last.days is not None):
        return None
    said = next((span for span in reversed(spans) if span.kind == "days"), None)
    day = said.start if said and said.end is None else None
    return Days(day) if day is not None and not isinstance(day, datetime) and day > at.date() else None


def _span(first: Point, last: Point | None, text: str, at: datetime, borrowed: Days | None = None) -> TimeSpan:
    end_at = last.end_at if last else first.end_at
    if first.every or (last and last.every):
        hours = _hours(first, last, at)
        return TimeSpan(first.begin, end_at, "every", every=text[first.begin : end_at], has_day=False, daily=hours)
    if first.is_now and last is None:
        return TimeSpan(first.begin, end_at, "now", start=at, has_day=False)
    if first.is_just_now:
        return TimeSpan(first.begin, end_at, "vague", start=at, has_day=False)
    if first.stretch:
        span = TimeSpan(first.begin, end_at, "point", first.stretch.start, first.stretch.end, has_hour=True)
        return span._replace(kind="vague", has_day=False, is_past=True) if first.stretch.is_past else span
    start, end = resolved(replace(first, days=borrowed) if borrowed else first, last, at)
    if last is None and isinstance(end, datetime) and first.part and first.days and first.days.last:
        end = datetime.combine(first.days.last, end.timetz())  # 周末下午: till the evening of Sunday
    start, end = _not_of_today(first, last, at, (start, end))
    start, end, end_at = _bounded(first, last, text, at, (start, end, end_at))
    has_hour = bool(first.part or first.clock)
    days = first.days or Days(at.date())
    is_vague = end is at or (days.is_vague and not has_hour)
    return TimeSpan(
        first.begin,
        end_at,
        "vague" if is_vague else "point" if has_hour else "days",
        start,
        end,
        None,
        first.days is not None and (days.names_year or not is_vague),
        has_hour,
        days.is_weak,
        _is_past(end or start, at),
    )


def _not_of_today(
    first: Point, last: Point | None, at: datetime, said: tuple[Moment | None, Moment | None]
) -> tuple[Moment | None, Moment | None]:
    """周日早上七点, said on a Sunday afternoon, is next Sunday's."""
    start, end = said
    word = first.words[0]
    is_bare = word.kind == "weekday" and "which" not in word.parts and (last is None or last.days is None)
    late = end if end is not None else start
    if not is_bare or not isinstance(start, datetime) or not isinstance(late, datetime) or late > at:
        return start, end
    return start + _A_WEEK, end + _A_WEEK if end is not None else None


def _hours(first: Point, last: Point | None, at: datetime) -> tuple[Moment | None, Moment | None]:
    """每周六9点 is in the morning, however late it is today."""
    if not (first.part or first.clock):
        return None, None
    if first.part is None and first.every and first.every[-1] in _PARTS_OF_EVERY:  # 每晚7点
        first = replace(first, part=PARTS[first.every[-1]])
    day_begins = datetime.combine(at.date(), time.min, at.tzinfo)
    return resolved(replace(first, days=Days(at.date())), last, day_begins)


def _bounded(
    first: Point, last: Point | None, text: str, at: datetime, said: tuple[Moment | None, Moment | None, int]
) -> tuple[Moment | None, Moment | None, int]:
    """3点前 is an end, 3点后 a beginning; 左右 and 之间 belong to the time and say nothing of it."""
    start, end, end_at = said
    if about := _ABOUT.match(text, end_at):
        end_at = about.end()
    if last is not None:
        tail = _BETWEEN.match(text, end_at) or _BEFORE.match(text, end_at)
        return start, end, tail.end() if tail else end_at
    tail = _BEFORE.match(text, end_at)
    if tail or _UNTIL_AHEAD.search(text, max(0, first.begin - 8), first.begin):
        return None, deadline(first, start), tail.end() if tail else end_at
    if since := _SINCE.match(text, end_at):
        start, end = till_now(first, at) if since["till_now"] else (start, _after_days(start, text, since.end()))
        return start, None if _is_backwards(start, end) else end, since.end()
    return start, end, end_at


def _after_days(start: Moment | None, text: str, place: int) -> Moment | None:
    """The last of so many days, where days were said."""
    said = _FOR_DAYS.match(text, place)
    if said is None or start is None or isinstance(start, datetime):
        return None
    return start + timedelta(days=max(1, whole_number(said["n"]) or 1) - 1)


def _is_past(moment: Moment | None, at: datetime) -> bool:
    if isinstance(moment, datetime):
        return moment < at - _AN_HOUR
    return moment is not None and moment < at.date()
