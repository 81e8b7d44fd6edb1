"""The days and hours that one time of a notice stands for: 周六、周日上午9点 is on both of them."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from handlers.understanding.contents import Moment
from handlers.understanding.reading import Reading, read_alone
from handlers.understanding.spans import Piece
from handlers.understanding.when import to_minute, when

Pair = tuple[Moment | None, Moment | None]

#: A range of more days is one stretch of time.
_MOST_DAYS: Final = 6
_DAY: Final = timedelta(days=1)
_LISTED: Final = re.compile(
    r"\s*[、,和及与/]\s*|(?<=[日号])\s*(?=\d{1,2}月)|(?<=[一二三四五六日天])\s*(?=周|星期|礼拜)"
)
_DAY_NUMBER: Final = re.compile(r"\d{1,2}[日号]")


def has_hour(piece: Piece) -> bool:
    return piece.time is not None and (piece.time.has_hour or piece.time.daily[0] is not None)


def written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def on_day(pair: Pair, day: date) -> Pair:
    """What lasts into the night lasts so on another day."""
    start, end = pair
    first = start or end
    by = day - _date(first) if first is not None else timedelta()
    return start + by if start is not None else None, end + by if end is not None else None


def days_of(pieces: Iterable[Piece], reading: Reading) -> list[date]:
    """The days that are named, one by one, each once."""
    return list(dict.fromkeys(day for piece in pieces for day in _days(piece, reading)))


def _days(piece: Piece, reading: Reading) -> list[date]:
    time = piece.time
    if time is None or not time.has_day:
        return []
    days = [_date(moment) for moment in (time.start, time.end) if moment is not None]
    first, last = days[0], days[-1]
    words = _words(piece, reading)
    if len(words) > 1:
        return _listed(words, first, reading)
    if time.has_hour or first == last:
        return [first]
    length = (last - first).days + 1
    return [first + _DAY * number for number in range(length)] if length <= _MOST_DAYS else []


def _words(piece: Piece, reading: Reading) -> list[str]:
    return _LISTED.split(reading.text[piece.begin : piece.end])


def _listed(words: Sequence[str], first: date, reading: Reading) -> list[date]:
    """6月1日、3日: the month is said once."""
    dated = [f"{first.month}月{word}" if _DAY_NUMBER.fullmatch(word) else word for word in words]
    starts = [_read(word, reading)[0] for word in dated if _names_day(word, reading)]
    return [_date(start) for start in starts if start is not None]


def _names_day(word: str, reading: Reading) -> bool:
    alone = read_alone(word, reading)
    return any(piece.time is not None and piece.time.has_day for piece in alone.of("time"))


def hours_of(piece: Piece, days: Sequence[date], reading: Reading) -> Pair | None:
    """From when to when, on the first of the days; None where no hour is said."""
    time = piece.time
    if time is None or not has_hour(piece):
        return None
    if time.kind == "every":
        return to_minute(time.daily[0]), to_minute(time.daily[1])
    word = _words(piece, reading)[-1]
    return _read(word if _names_day(word, reading) or not days else f"{written(days[0])} {word}", reading)


def _read(word: str, reading: Reading) -> Pair:
    return when(read_alone(word, reading), is_past_fine=True)


def latest_day(moments: Iterable[Moment | None]) -> date:
    """Of those that are."""
    return max((_date(moment) for moment in moments if moment is not None), default=date.min)


def _date(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
