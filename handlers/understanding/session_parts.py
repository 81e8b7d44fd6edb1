"""A notice cut into the stretches that say one session each, and what is left for all of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from handlers.understanding.deadlines import is_deadline
from handlers.understanding.lexicon_sessions import (
    COUNT,
    LABEL,
    LEADING_DAY,
    NOT_OWN,
    OTHER_BEFORE,
    OTHER_BEHIND,
    PART_OF_DAY,
    PART_SAID,
    PART_UNIT,
    SHARED,
)
from handlers.understanding.reading import Reading
from handlers.understanding.spans import Piece

_ENOUGH: Final = 2
_NEAR: Final = 12
_AROUND: Final = " ,:;、/|【[("
_AHEAD: Final = re.compile(r"[\s,:(]*")
_KINDS: Final = ("ordinal", "numbered", "lettered", "part", "weak_day", "weak_group", "weak_item")
_WEAK: Final = frozenset(_KINDS[-3:])
_CLAUSE_END: Final = re.compile(r"[。;\n]")
#: What goes on counting after a count: 志愿者4人、观众20人.
_ROLE_GAP: Final = re.compile(r"[\s,、和及]{0,2}[\u4e00-\u9fff]{0,6}:?\s?\Z")
_FIGURE: Final = re.compile(r"[\d一二三四五六七八九十两]")
_LEFT: Final = re.compile(r"[\u4e00-\u9fff]{2,6}")


@dataclass(frozen=True, slots=True)
class Part:
    """`text` is read for its session, by itself; `begin` and `end` are where it stands in the notice.

    下午场 2点 is read as 下午 2点, and as 2点 where that makes no sense: `plain`. `is_named`: as a session is, 第一场.
    """

    label: str
    text: str
    begin: int
    end: int
    plain: str = ""
    is_named: bool = False


def session_times(reading: Reading) -> list[Piece]:
    """The times at which something may take place, in order: not until when, nor when to sign up or to meet."""
    return [
        piece
        for piece in sorted(reading.of("time"), key=lambda piece: piece.begin)
        if piece.time is not None
        and piece.time.kind in ("point", "days", "every")
        and not is_deadline(reading, piece)
        and not OTHER_BEFORE.search(reading.masked, max(0, piece.begin - _NEAR), piece.begin)
        and not OTHER_BEHIND.match(reading.masked, piece.end)
    ]


def told_times(reading: Reading) -> list[Piece]:
    """The same without what stands in a title: 端午包粽子 6月18日, 夜间巡逻 5月22日晚上8点."""
    times = session_times(reading)
    if all(_is_word(time, reading) for time in times):
        return times
    begins = [*(time.begin for time in times[1:]), len(reading.text)]
    told = (
        not _is_word(time, reading) or bool(_own_counts(reading, time.begin, end))
        for time, end in zip(times, begins, strict=True)
    )
    return times[next((place for place, is_told in enumerate(told) if is_told), 0) :]


def _is_word(piece: Piece, reading: Reading) -> bool:
    is_dated = piece.time is not None and piece.time.has_day and not piece.time.is_weak
    return not is_dated and _FIGURE.search(reading.text, piece.begin, piece.end) is None


@lru_cache(maxsize=4)  # asked of each line and of each time
def _counting(reading: Reading) -> tuple[str, list[re.Match[str]]]:
    """The masked text, in which 每天 of 每天5人 can be read; and where it counts those of each."""
    text = reading.masked
    for piece in reading.of("time"):
        if piece.time is not None and piece.time.kind == "every" and piece.time.daily[0] is None:
            text = text[: piece.begin] + reading.text[piece.begin : piece.end] + text[piece.end :]
    return text, [*SHARED.finditer(text)]


def shared_count(reading: Reading) -> re.Match[str] | None:
    """每场10人."""
    _, shared = _counting(reading)
    return shared[0] if shared else None


def labelled_parts(reading: Reading) -> list[Part]:
    """第一场 … 第二场 …: labels of one kind, each with a time; days and items only with places of their own."""
    times = session_times(reading)
    found: list[tuple[re.Match[str], int]] = []
    for match in LABEL.finditer(reading.text):
        found.append((match, _begin(match, found[-1][1] if found else 0, times)))
    best: dict[str, tuple[int, re.Match[str], Part]] = {}
    for place, (match, begin) in enumerate(found):
        end = found[place + 1][1] if place + 1 < len(found) else len(reading.text)
        label, said = _named(match["label"]), sum(begin < time.end and time.begin < end for time in times)
        if said > best.get(label, (0,))[0]:  # 分上午场和下午场 names them before it tells of them
            best[label] = said, match, Part(label, "", begin, end)
    kinds = {_kind(match) for _, match, _ in best.values()}
    if len(best) < _ENOUGH or len(kinds) > 1:
        return []
    told = sorted(best.values(), key=lambda each: each[2].begin)
    since = told[0][1].start("label")
    parts = _with_last_end(reading, [part for _, _, part in told], times, since)
    if kinds & _WEAK and not _are_counted(reading, parts):
        return []
    return [_labelled(reading, match, part) for (_, match, _), part in zip(told, parts, strict=True)]


def _begin(match: re.Match[str], before: int, times: Sequence[Piece]) -> int:
    """With the day right before it: 6月1日 第一场, unless that is all that the session before has."""
    begin = match.start("label")
    for time in times:
        if time.begin < begin < time.end:  # 6月1日上午; 6月1日、2日上午 are days of all
            return begin if _is_of_several_days(time) else time.begin
        is_day = time.time is not None and time.time.kind == "days" and time.time.end is None
        if is_day and before <= time.begin < begin and _AHEAD.fullmatch(match.string, time.end, begin):
            is_spare = before == 0 or any(before <= other.begin < time.begin for other in times)
            return time.begin if is_spare else begin
    return begin


def _is_of_several_days(piece: Piece) -> bool:
    time = piece.time
    edges = (time.start, time.end) if time is not None else ()
    return len({moment.toordinal() for moment in edges if moment is not None}) > 1


def _kind(match: re.Match[str]) -> str:
    return next(name for name in _KINDS if match[name])


def _named(label: str) -> str:
    return f"第{label[1]}场" if label.startswith("〔") else "".join(label.split())


def _labelled(reading: Reading, match: re.Match[str], part: Part) -> Part:
    """Without its label, but for the part of the day that it says."""
    before, behind = reading.text[part.begin : match.start("label")], reading.text[match.end() : part.end]
    plain = f"{before}{behind.strip(_AROUND)}".strip(_AROUND)
    hour = PART_UNIT.sub("", match["label"]) if match["part"] and not PART_SAID.search(plain) else ""
    day = LEADING_DAY.match(plain)
    place = day.end() if day else 0
    text = f"{plain[:place]}{PART_OF_DAY.get(hour, hour)}{plain[place:]}"
    return Part(part.label, text, part.begin, part.end, plain, is_named=True)


def counted_parts(reading: Reading) -> list[Part]:
    """Times that have each a number of people of their own, by lines or in one line."""
    times = [time for time in told_times(reading) if time.time is not None and time.time.kind != "every"]
    lines = _lines(reading, times)
    if lines:
        return [Part(label, reading.text[begin:end], begin, end) for label, begin, end in lines]
    begins = [time.begin for time in times]
    ends = [*begins[1:], len(reading.text)][: len(begins)]
    parts = [Part("", "", begin, end) for begin, end in zip(begins, ends, strict=True)]
    own = [part for part in parts if _own_counts(reading, part.begin, part.end)]
    hourly = [part in own for time, part in zip(times, parts, strict=True) if time.time and time.time.has_hour]
    is_one_hour_of_all = hourly == [False]  # 6月1日4人、6月2日5人,都是9点到11点
    if len(own) < _ENOUGH or not (all(hourly) or is_one_hour_of_all):
        return []
    return [
        Part("", reading.text[p.begin : p.end], p.begin, p.end)
        for p in _with_last_end(reading, own, times, next(time.end for time in times if time.begin == own[0].begin))
    ]


def _lines(reading: Reading, times: Sequence[Piece]) -> list[tuple[str, int, int]]:
    """Lines of one time and people of their own; what else stands in them is what they are called by."""
    found: list[tuple[str, int, int]] = []
    place = 0
    for line in reading.text.split("\n"):
        end = place + len(line)
        here = [time for time in times if place <= time.begin < end]
        has_hour = any(time.time is not None and time.time.has_hour for time in here)
        if len(here) == 1 and _own_counts(reading, place, end):
            found.append((_beside(reading, place, end), place, end))
        elif has_hour:
            return []
        place = end + 1
    labels = [label for label, _, _ in found]
    if len(found) < _ENOUGH:
        return []
    return found if all(labels) and len(set(labels)) == len(labels) else [("", begin, end) for _, begin, end in found]


def _beside(reading: Reading, begin: int, end: int) -> str:
    words: list[str] = _LEFT.findall(COUNT.sub(" ", reading.masked[begin:end]))
    return words[0] if len(words) == 1 else ""


def _own_counts(reading: Reading, begin: int, end: int) -> list[tuple[int, int]]:
    """Where people are counted who are these ones' alone."""
    text, shared = _counting(reading)
    return [
        match.span()
        for match in COUNT.finditer(text, begin, end)
        if not NOT_OWN.search(text, begin, match.start())
        and not any(each.start() <= match.start() < each.end() for each in shared)
    ]


def _are_counted(reading: Reading, parts: Sequence[Part]) -> bool:
    return shared_count(reading) is not None or all(_own_counts(reading, p.begin, p.end) for p in parts)


def _with_last_end(reading: Reading, parts: list[Part], times: Sequence[Piece], since: int) -> list[Part]:
    """Nothing behind the last one tells where it ends: as many lines as the first; in one line, its last count."""
    first, last = parts[0], parts[-1]
    if reading.text[: last.begin].rstrip(" ·•-*【[(").endswith("\n"):
        end = _end_of_lines(reading.text, last.begin, reading.text[since : first.end].rstrip().count("\n") + 1)
    else:
        end = max(_ends(reading, last, times))
    return [*parts[:-1], Part(last.label, "", last.begin, end)]


def _end_of_lines(text: str, begin: int, lines: int) -> int:
    for _ in range(lines):
        begin = text.find("\n", begin) + 1 or len(text) + 1
    return begin - 1


def _ends(reading: Reading, part: Part, times: Sequence[Piece]) -> Iterator[int]:
    time = next(time for time in times if time.end > part.begin)
    yield time.end
    stop = _CLAUSE_END.search(reading.masked, time.end, part.end)
    end = 0
    for first, last in _own_counts(reading, part.begin, stop.start() if stop else part.end):
        if end and not _ROLE_GAP.match(reading.masked, end, first):
            return
        end = last
        yield end
