"""The times of a message → one start and one end, by the corpus conventions."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from handlers.understanding.contents import Moment
from handlers.understanding.learnt import SCALE
from handlers.understanding.masks import TIME
from handlers.understanding.reading import Reading
from handlers.understanding.spans import Piece
from handlers.understanding.tagging import WHEN
from handlers.understanding.time_joining import SaidTime, day_of, joined
from handlers.understanding.times import TimeSpan
from storage.intents import Intent

#: 喵了一晚上, 教两个下午: how long, not when. 周四,一上午 is when.
_HOW_LONG: Final = re.compile(rf"(?<![周期日号第])(?:[两三四几半整]个?|一个|(?<![\s,{TIME}])[一1])\Z")
#: 用完下午还, 师傅后天才来: of something else than coming.
_THEN_BEHIND: Final = re.compile(
    r"\s?(?:我|就|再|一定|保证)?(?:还(?![要有想需得能在没是可差缺不剩])|归还|送还|奉还|才[来到])"
)
_THEN_AHEAD: Final = re.compile(r"(?:不是|不要|别|原定|原来|本来|本想)[是在的]?\Z")
#: 明天有雨,今天谁来收被子; 16号和17号,中午管饭: the weather's and the meal's, where another time is said.
_ASIDE_BEHIND: Final = re.compile(
    r"\s?(?:(?:说是?|听说|预报|可能|又|要|会|有|得){0,3}(?:[大暴小阵中]?[雨雪](?!衣|伞|鞋|花)|下[大暴小]?[雨雪]|降温|刮大?风|台风|停[水电气暖])"
    r"|(?:我|都|还|也|会|家里|社区|免费){0,2}(?:[管包]一?[顿个]?(?:饭|餐|吃)|供饭|(?:有|发|供应?|提供)(?:一顿)?(?:便饭|工作餐|简餐|盒饭|午餐|晚餐)))"
)
#: So long is what either finds ahead of a time.
_MOST_AHEAD: Final = 3
_LONGEST_STAY: Final = 100
#: Log odds, in `SCALE`ths: of messages that it had not learnt from it left out 210 of 1,910 times said in passing, and
#: 45 of 4,851 that were meant.
_IN_PASSING: Final = round(-2.5 * SCALE)


def when_meant(reading: Reading, intent: Intent) -> tuple[Moment | None, Moment | None]:
    """明天考试走不开, 周四哪个来 is on Thursday."""
    return when(reading, without=in_passing(reading, intent))


def in_passing(reading: Reading, intent: Intent) -> list[Piece]:
    """Times of a reason or a story, as far as that is clear."""
    if not reading.of("time"):
        return []
    letters = WHEN.log_odds(reading.masked, intent.value)
    said = dict(zip(letters.places, letters.odds, strict=True))
    odds = ((piece, [said[at] for at in range(piece.begin, piece.end) if at in said]) for piece in reading.of("time"))
    return [piece for piece, each in odds if sum(each) < _IN_PASSING * len(each)]


def when(
    reading: Reading, *, is_past_fine: bool = False, without: Sequence[Piece] = ()
) -> tuple[Moment | None, Moment | None]:
    """Hours said apart from their days are of those days; of several times the first begins, the last may end."""
    spans = [
        (piece.time, piece)
        for piece in sorted(reading.of("time"), key=lambda piece: piece.begin)
        if piece.time is not None and piece not in without and not _is_of_something_else(reading.masked, piece)
    ]
    spans = [each for each in spans if not _ASIDE_BEHIND.match(reading.masked, each[1].end)] or spans
    said = [
        (span, piece)
        for span, piece in spans
        if span.kind in ("point", "days")
        and (is_past_fine or not span.is_past or not span.has_day)
        and not _is_a_season(span)
    ]
    strong = [(span, piece) for span, piece in said if not span.is_weak or span.has_hour] or said
    times = [_said(reading, piece, (span.start, span.end), names_day=span.has_day) for span, piece in strong]
    if not times:
        return None, None
    if not any(each.has_clock or (each.is_part and each.names_day) for each in times):
        daily = [(span, piece) for span, piece in spans if span.daily[0] is not None]
        times += [
            replace(_said(reading, piece, span.daily, names_day=False), is_daily=True) for span, piece in daily[:1]
        ]
        times.sort(key=lambda each: each.begin)
    start, end = joined(times, reading.masked)
    return to_minute(start), to_minute(end)


def _said(reading: Reading, piece: Piece, at: tuple[Moment | None, Moment | None], *, names_day: bool) -> SaidTime:
    return SaidTime(piece.begin, piece.end, reading.text[piece.begin : piece.end], *at, names_day)


def _is_of_something_else(masked: str, piece: Piece) -> bool:
    return bool(
        _HOW_LONG.search(masked, max(0, piece.begin - _MOST_AHEAD), piece.begin)
        or _THEN_BEHIND.match(masked, piece.end)
        or _THEN_AHEAD.search(masked, max(0, piece.begin - _MOST_AHEAD), piece.begin)
    )


def _is_a_season(span: TimeSpan) -> bool:
    """今年, 这学期: nobody comes for so long."""
    if not isinstance(span.start, date) or not isinstance(span.end, date):
        return False
    return (day_of(span.end) - day_of(span.start)).days > _LONGEST_STAY


def to_minute(moment: Moment | None) -> Moment | None:
    """Nobody is expected at a second."""
    return moment.replace(second=0, microsecond=0) if isinstance(moment, datetime) else moment


def lies_behind(reading: Reading) -> bool:
    """Whether days are said, and all of them are over: news, no call. Of 600 calls none says only such days."""
    today = reading.message.at.date().isoformat()
    times = (piece.time for piece in reading.of("time") if piece.time is not None and piece.time.has_day)
    ends = [iso(last)[: len(today)] for time in times if (last := time.end or time.start) is not None]
    return bool(ends) and max(ends) < today


def iso(moment: Moment) -> str:
    return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()


def time_slots(start: Moment | None, end: Moment | None) -> dict[str, Any]:
    slots: dict[str, Any] = {}
    if start is not None:
        slots["start"] = iso(start)
    if end is not None:
        slots["end"] = iso(end)
    return slots
