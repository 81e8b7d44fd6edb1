"""Times said apart, joined: a day and its hour, an evening and half past seven, several days and the hours of each."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.understanding.contents import Moment
from handlers.understanding.time_conventions import AFTERNOON, DUSK, EVENING, MORNING, NOON

_CLOCK: Final = re.compile(r"[点时刻:]")
#: Said as an hour of twenty-four.
_EXACT: Final = re.compile(r"1[3-9]|2[0-4]|十[三-九]|二十")
_BARE: Final = re.compile(r"[\d一二两三四五六七八九十零]")
_DAYS_AFTER: Final = 10
_HOURS_AFTER: Final = 14
_NOON: Final = 12
_WEEK: Final = "一二三四五六日"
_HALF_A_DAY: Final = timedelta(hours=12)
#: From when to when an hour without a part of its own can be one of that part: 后天一大早 … 六点半.
_WITHIN: Final = {
    MORNING: (time(4), time(12)),
    NOON: (time(11), time(14)),
    AFTERNOON: (time(12), time(19)),
    DUSK: (time(16), time(20)),
    EVENING: (time(17), time(23, 59)),
}
_BESIDE: Final = re.compile(r"[\s,、/和跟及与或者还是]{0,3}\Z")
_SHIFT: Final = re.compile(r"[^。!?]{0,12}[班场批][^。!?\n]{0,3}\Z")


@dataclass(frozen=True, slots=True)
class SaidTime:
    """One time of the message; `words` are those that say it."""

    begin: int
    end_at: int
    words: str
    start: Moment | None
    end: Moment | None
    names_day: bool
    is_daily: bool = False

    @property
    def has_clock(self) -> bool:
        return _CLOCK.search(self.words) is not None

    @property
    def is_days(self) -> bool:
        """Days without an hour."""
        return isinstance(self.start, date) and not isinstance(self.start, datetime)

    @property
    def is_part(self) -> bool:
        """下午: of a day, and no hour."""
        return _part_of(self) is not None and not self.has_clock

    @property
    def is_bare(self) -> bool:
        """七点半: of either half of the day."""
        return _BARE.match(self.words) is not None


def joined(times: list[SaidTime], masked: str) -> tuple[Moment | None, Moment | None]:
    """The start of the first and the end of the last that belongs to it. `masked` has the words between them."""
    return _together(_narrowed(_with_days(_listed(times, masked))), masked)


def day_of(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _part_of(said: SaidTime) -> tuple[time, time] | None:
    """From when to when an hour of that part may be; what ends elsewhere is a stretch of hours of its own."""
    if not isinstance(said.start, datetime):
        return None
    begin, end = said.start.time(), said.end.time() if isinstance(said.end, datetime) else None
    return next((within for part, within in _WITHIN.items() if part[0] == begin and end in (None, part[1])), None)


def _listed(times: list[SaidTime], masked: str) -> list[SaidTime]:
    """8月14日、15日、16日 are three days in a row; 周一至周五 after 7月1日—7月31日 says how often."""
    found: list[SaidTime] = []
    for said in times:
        before = found[-1] if found else None
        if before is None or not (before.is_days and said.is_days):
            found.append(said)
        elif _days(before) > len(_WEEK) and said.words[0] in "周星礼":
            found[-1] = replace(before, end_at=said.end_at)
        elif _BESIDE.match(masked[before.end_at : said.begin]) and not _is_before(said.start, before.end):
            found[-1] = replace(before, end_at=said.end_at, end=said.end or said.start)
        else:
            found.append(said)
    return found


def _days(said: SaidTime) -> int:
    """How many days it goes on after the first."""
    return (day_of(said.end) - day_of(said.start)).days if said.start is not None and said.end is not None else 0


def _with_days(times: list[SaidTime]) -> list[SaidTime]:
    """Each hour on the days before it, or right after it; days that have their hours are done with."""
    found, used = [], set[int]()
    for place, said in enumerate(times):
        days = _days_for(times, place) if not said.names_day else None
        if days is None or said.is_days:
            found.append(said)
            continue
        used.add(days.begin)
        found.append(_on_days(said, days))
    return [said for said in found if said.begin not in used]


def _on_days(said: SaidTime, days: SaidTime) -> SaidTime:
    """From its hour of the first day to its hour of the last. 8点, said at noon, was not that of the same morning."""
    first, last = day_of(days.start or date.min), days.end and day_of(days.end)
    start = said.start
    if said.is_bare and isinstance(start, datetime) and start.hour > EVENING[0].hour and start.date() != first:
        by = timedelta(0) if _EXACT.search(said.words) else _HALF_A_DAY
        said = replace(said, start=start - by, end=said.end and said.end - by)
    end = _on(said.end, last or first)
    if said.start and said.end and day_of(said.end) > day_of(said.start) and end is not None:  # over midnight
        end += day_of(said.end) - day_of(said.start)
    return replace(said, start=_on(said.start, first), end=end if said.end else last, names_day=True)


def _days_for(times: list[SaidTime], place: int) -> SaidTime | None:
    before = next((said for said in reversed(times[:place]) if said.is_days), None)
    if before is not None:
        return before
    after = times[place + 1] if place + 1 < len(times) else None
    if after is None or not after.is_days:
        return None
    said = times[place]
    return after if said.is_daily or after.begin - said.end_at <= _DAYS_AFTER else None


def _on(moment: Moment | None, day: date) -> Moment | None:
    if isinstance(moment, datetime):
        return datetime.combine(day, moment.timetz())
    return moment


def _narrowed(times: list[SaidTime]) -> list[SaidTime]:
    """周五晚上绘本共读,七点半: the hour is one of that evening, which says no more than it does."""
    found: list[SaidTime] = []
    for said in times:
        exact = _exact(found[-1], said) if found else None
        if exact is not None:
            found[-1] = exact
        else:
            found.append(said)
    return found


def _exact(before: SaidTime, said: SaidTime) -> SaidTime | None:
    """Whichever of the two is the hour, if the other is the part of the day that it is in."""
    if before.is_part:
        return _within(said, before)
    is_beside = said.is_part and not before.names_day and said.begin - before.end_at <= _HOURS_AFTER
    return _within(before, said) if is_beside else None


def _within(said: SaidTime, part: SaidTime) -> SaidTime | None:
    """The hour in that part of its day, if it can be one of it."""
    moment = said.start if said.start is not None else said.end
    within = _part_of(part)
    if within is None or not isinstance(moment, datetime) or not isinstance(part.start, datetime) or said.is_part:
        return None
    begin, end = within
    if said.names_day and day_of(moment) != day_of(part.start):
        return None
    first = datetime.combine(part.start.date(), moment.timetz())
    may_move = said.is_bare and moment.hour % _NOON != 0
    for by in (timedelta(0), _HALF_A_DAY, -_HALF_A_DAY) if may_move else (timedelta(0),):
        meant = first + by
        if meant.date() == first.date() and begin <= meant.time() <= end:
            moved = meant - moment
            return replace(said, start=said.start and said.start + moved, end=said.end and said.end + moved)
    return None


def _together(times: list[SaidTime], masked: str) -> tuple[Moment | None, Moment | None]:
    hourly = [said for said in times if isinstance(said.start or said.end, datetime)]
    chosen = hourly or times
    start = next((said.start for said in chosen if said.start is not None), None)
    end = _end(chosen, masked) if hourly else _end_of_days(chosen)
    if _is_before(end, start):
        end = next((said.end for said in reversed(hourly) if said.end and not _is_before(said.end, start)), None)
    return start, end


def _end(times: list[SaidTime], masked: str) -> Moment | None:
    """Of the first, and of those that stand beside it or are shifts like it; else whatever ends later."""
    last = times[0]
    for said in times[1:]:
        gap = masked[last.end_at : said.begin]
        if last.end is None or said.end is None or not (_BESIDE.match(gap) or _SHIFT.match(gap)):
            break
        last = said
    if last.end is not None or len(times) == 1:
        return last.end
    return next((said.end for said in reversed(times) if said.end is not None and not said.is_part), None)


def _end_of_days(times: list[SaidTime]) -> Moment | None:
    first, last = times[0], times[-1]
    return first.end or last.end or (last.start if last.start != first.start else None)


def _is_before(end: Moment | None, start: Moment | None) -> bool:
    if end is None or start is None:
        return False
    if isinstance(end, datetime) and isinstance(start, datetime):
        return end < start
    return day_of(end) < day_of(start)
