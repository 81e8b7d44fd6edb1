"""The times of a message → one start and one end, by the corpus conventions."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from handlers.understanding.contents import Moment
from handlers.understanding.reading import Reading
from handlers.understanding.spans import Piece
from handlers.understanding.times import TimeSpan

#: 借我一晚上, 教两个下午: how long, not when.
_HOW_LONG: Final = re.compile(r"(?<![周期日号第])[一两三四几半整]个?\Z")
_LONGEST_STAY: Final = 100


def when(
    reading: Reading, *, is_past_fine: bool = False, without: Sequence[Piece] = ()
) -> tuple[Moment | None, Moment | None]:
    """Several spans: a day said apart from its hour takes it (每周二下午, 8号第一次); else first start, last end."""
    spans = [
        piece.time
        for piece in sorted(reading.of("time"), key=lambda piece: piece.begin)
        if piece.time is not None and piece not in without and not _HOW_LONG.search(reading.masked, 0, piece.begin)
    ]
    said = [
        s
        for s in spans
        if s.kind in ("point", "days") and (is_past_fine or not s.is_past or not s.has_day) and not _is_a_season(s)
    ]
    strong = [s for s in said if not s.is_weak] or said
    if not strong:
        return None, None
    start, end = _together(_with_day(strong))
    daily = next((span.daily for span in spans if span.daily[0] is not None), None)
    if daily and end is None and start is not None and not isinstance(start, datetime):
        day = start
        start, end = _on(daily[0], day), _on(daily[1], day)
    return to_minute(start), to_minute(end)


def _is_a_season(span: TimeSpan) -> bool:
    """今年, 这学期: nobody comes for so long."""
    if not isinstance(span.start, date) or not isinstance(span.end, date):
        return False
    return (_day(span.end) - _day(span.start)).days > _LONGEST_STAY


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def to_minute(moment: Moment | None) -> Moment | None:
    """Nobody is expected at a second."""
    return moment.replace(second=0, microsecond=0) if isinstance(moment, datetime) else moment


def _with_day(spans: list[TimeSpan]) -> list[tuple[Moment | None, Moment | None]]:
    found: list[tuple[Moment | None, Moment | None]] = []
    day: date | None = None
    used_day = False
    for span in spans:
        if span.kind == "days" and span.end is None and isinstance(span.start, date):
            day, used_day = span.start, False
            found.append((span.start, None))
            continue
        if span.kind == "point" and not span.has_day and day is not None:
            moved = _on(span.start, day), _on(span.end, day)
            if not used_day:
                found = [pair for pair in found if pair != (day, None)]
            used_day = True
            found.append(moved)
            continue
        found.append((span.start, span.end))
    return found


def _on(moment: Moment | None, day: date) -> Moment | None:
    if isinstance(moment, datetime):
        return datetime.combine(day, moment.timetz())
    return moment


def _together(pairs: list[tuple[Moment | None, Moment | None]]) -> tuple[Moment | None, Moment | None]:
    if len(pairs) == 1:
        return pairs[0]
    hourly = [pair for pair in pairs if any(isinstance(m, datetime) for m in pair)]
    chosen = hourly or pairs
    start = next((s for s, _ in chosen if s is not None), None)
    end = chosen[0][1] if len(hourly) == 1 or chosen[0][1] is not None else chosen[-1][1]
    if not hourly and end is None and chosen[-1][0] != start:
        end = chosen[-1][0]
    if end is None and len(hourly) > 1:
        end = next((e for _, e in reversed(chosen) if e is not None), None)
    return start, end


def iso(moment: Moment) -> str:
    return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()


def time_slots(start: Moment | None, end: Moment | None) -> dict[str, Any]:
    slots: dict[str, Any] = {}
    if start is not None:
        slots["start"] = iso(start)
    if end is not None:
        slots["end"] = iso(end)
    return slots
