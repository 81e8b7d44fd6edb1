"""Words of time glued into points: 下周三 + 下午 + 3点 is one."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Final

from handlers.understanding.numerals import whole_number
from handlers.understanding.time_conventions import PARTS
from handlers.understanding.time_dates import Days, days_of, weekday_on
from handlers.understanding.time_words import DAY_WORDS, TimeWord, time_words

_GLUE: Final = re.compile(r"[\s,()的大概约在是于:、]{0,3}\Z")
#: What stands between the two ends of a range.
TO: Final = re.compile(r"\s*(?:一直)?(?:到|至|-{1,2}|~|直到)\s*\Z")
_UNIT_MINUTES: Final = {"小时": 60, "钟头": 60, "分钟": 1, "刻钟": 15}
_OF_A_YEAR: Final = frozenset({"md", "named_month", "festival", "quarter", "half_year", "month_part", "lunar"})
_LAST_SURE_DAY: Final = 28


@dataclass(slots=True)
class Point:
    """What one point has so far; `delta` counts from now, and is a deadline if `is_within`."""

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


def points_in(text: str, today: date) -> list[Point]:
    points: list[Point] = []
    for word in time_words(text):
        current = points[-1] if points else None
        if current is None or not _GLUE.match(text[current.end_at : word.begin]) or not _joins(current, word, today):
            fresh = Point(word.begin, word.begin)
            if not _joins(fresh, word, today) or _is_false_clock(text, word):
                continue
            current = fresh
            points.append(fresh)
        current.end_at = word.end
        current.words.append(word)
    return points


def _is_false_clock(text: str, word: TimeWord) -> bool:
    """一点 alone is "a little"."""
    return word.text in ("一点", "1点") and word.text[0] == "一" and not TO.match(text[word.end : word.end + 1])


def _joins(point: Point, word: TimeWord, today: date) -> bool:
    """Whether the word belongs to the point; if so the point takes it."""
    if word.kind in DAY_WORDS:
        return _take_days(point, word, today)
    if point.delta or point.is_now:
        return False
    return _TAKERS[word.kind](point, word)


def _take_part(point: Point, word: TimeWord) -> bool:
    if point.part or point.clock:
        return False
    point.part = PARTS[word.parts["pt"] or word.parts["pt1"] or "早"]
    return True


def _take_clock(point: Point, word: TimeWord) -> bool:
    if point.clock:
        return False
    point.clock, point.is_exact = _clock(word)
    return True


def _take_every(point: Point, word: TimeWord) -> bool:
    if point.every:
        return False
    point.every = word.text
    return True


def _take_now(point: Point, _word: TimeWord) -> bool:
    """Now, and what is counted from now, stand at the beginning of a point."""
    point.is_now = not point.words
    return point.is_now


def _take_delta(point: Point, word: TimeWord) -> bool:
    amount = None if point.words else _delta(word)
    if amount is None:
        return False
    point.delta = (amount, word.text.endswith("内"))
    return True


_TAKERS: Final[dict[str, Callable[[Point, TimeWord], bool]]] = {
    "part": _take_part,
    "colon": _take_clock,
    "clock": _take_clock,
    "every": _take_every,
    "now": _take_now,
    "after": _take_delta,
}


def _take_days(point: Point, word: TimeWord, today: date) -> bool:
    has_more = point.part or point.clock or point.delta or point.is_now or point.every
    found = None if has_more else days_of(word, today)
    if found is None:
        return False
    if point.days is None:
        point.days = found
        return True
    narrowed = _narrowed(point.days, point.words[-1], found, word)
    if narrowed is None:
        return False
    point.days = narrowed
    return True


def _narrowed(before: Days, said: TimeWord, found: Days, word: TimeWord) -> Days | None:
    """下周+周三, 下个月+5号, 国庆节+10月1日, 5月20日(周五): the two say one day."""
    if said.kind == "week" and word.kind == "weekday" and word.parts["wd_which"] is None:
        return Days(weekday_on(found.first.weekday(), 0, before.first))
    if said.kind in ("month", "named_month") and word.kind == "day_no":
        last = before.last.day if before.last else _LAST_SURE_DAY
        return Days(before.first.replace(day=min(found.first.day, last)), names_month=True)
    if said.kind == "festival":
        return found
    if said.kind == "year" and word.kind in _OF_A_YEAR:
        return days_of(word, before.first)
    is_same = word.kind == "weekday" and said.kind != "weekday" and before.first.weekday() == found.first.weekday()
    return before if is_same else None


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
    minutes = _UNIT_MINUTES[p["af_unit"] or "小时"]
    return timedelta(minutes=amount * minutes) if amount else None
