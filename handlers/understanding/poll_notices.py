"""征集时间 绿道义诊 周六上午9点 / 周日下午2点 6人: a notice whose time is open, in one line or with 1. 2. 3."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from handlers.understanding.activity_commands import Recruit
from handlers.understanding.contents import Moment
from handlers.understanding.deadlines import is_deadline
from handlers.understanding.decision import Decision
from handlers.understanding.poll_commands import OpenPoll
from handlers.understanding.reading import Reading, read_alone
from handlers.understanding.recruits import recruit_of, recruit_slots
from handlers.understanding.results import sure
from handlers.understanding.spans import Piece
from handlers.understanding.when import to_minute, when
from storage.intents import Intent

OPENS: Final = re.compile(
    r"[【\[]?(?:(?:征集|投票(?:定|选)?)(?:一?下|哈)?(?:活动)?的?(?:时间|日期)|(?:时间|日期)(?:征集|投票))(?=[\s:,】\]]|$)[\s:,】\]]*"
)
#: Said by neighbours to each other too: only to the bot, and with two times to choose from.
_MAY_OPEN: Final = re.compile(
    r"(?:请|帮我|帮忙)?(?:大家)?(?:来|问)?(?:(?:约|选|定|投)(?:一?下|哈)?个?(?:活动)?(?:时间|日期|日子)"
    r"|(?:大家)?(?:看看?|问问?)?(?:一?下|哈)?(?:大家)?哪(?:个时间|天|个日子)(?:比较|都|最)?(?:方便|合适|得行|有空|可以))[\s:,]+"
)
_INLINE: Final = re.compile(r"(?<=\s)(?=\d{1,2}[.、)]\s?\D)")
_INDEX: Final = re.compile(
    r"\s*\(?(?P<n>\d{1,2})\s?[.、):,]\s*|\s*(?P<n2>\d{1,2})(?=\s?(?:周|星期|礼拜|下周|本周|明天|后天))"
)
_APART: Final = re.compile(r"\s*(?:[/|;,、]|或者?是?|还是)\s*|\s+(?=截[止至])")
_LABEL: Final = re.compile(r"(?:备选|可选|候选|活动)?(?:时间|日期)(?:备选|可选|候选)?:\s*")
_EDGE: Final = " ,。!~"
_ENOUGH: Final = 2
_CALL: Final = "招募"

Option = tuple[Moment, Moment | None]


@dataclass(slots=True)
class _Found:
    options: list[Option] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


def poll_notice(reading: Reading) -> Decision | None:
    text = without_bot(reading).strip(_EDGE)
    sure_head = OPENS.match(text)
    head = sure_head or (_MAY_OPEN.match(text) if reading.is_to_bot else None)
    if head is None:
        return None
    found = _Found()
    _read_lines(text[head.end() :], reading, found)
    options = tuple(dict.fromkeys(found.options))
    if sure_head is None and len(options) < _ENOUGH:
        return None
    notice = read_alone("\n".join([f"{_CALL} {found.rest[0]}", *found.rest[1:]]) if found.rest else _CALL, reading)
    recruit = _timeless(recruit_of(notice, recruit_slots(notice)))
    return sure(reading, Intent.POLL, "poll_keyword", OpenPoll(recruit, options), {"title": recruit.title})


def _timeless(notice: Recruit) -> Recruit:
    title = "" if notice.title == _CALL else notice.title
    return replace(notice, title=title, start=None, end=None, every=None)


def without_bot(reading: Reading) -> str:
    """The text, not spoken to anybody."""
    text = reading.text
    for mention in reversed(reading.normal.mentions):
        text = text[: mention.begin] + text[mention.end :] if mention.is_bot else text
    return text


def _read_lines(body: str, reading: Reading, found: _Found) -> None:
    """Where times are listed as 1. 2. 3., all others belong to the notice; else every time is one to choose."""
    lines = _INLINE.sub("\n", body).split("\n")
    listed = _listed(lines)
    for place, line in enumerate(lines):
        begin = listed.get(place, 0)
        if listed and place not in listed:
            found.rest.append(line)
        else:
            _read_line(line[begin:], reading, found)


def _listed(lines: list[str]) -> dict[int, int]:
    """Lines that count up from 1 → where what they say begins."""
    heads = {place: head for place, line in enumerate(lines) if (head := _INDEX.match(line))}
    numbers = [int(head["n"] or head["n2"]) for head in heads.values()]
    if len(numbers) < _ENOUGH or numbers != list(range(1, len(numbers) + 1)):
        return {}
    return {place: head.end() for place, head in heads.items()}


def _read_line(line: str, reading: Reading, found: _Found) -> None:
    if not times_in(read_alone(line, reading)):
        found.rest.append(line)
        return
    options, beside = times_and_words(line, reading, before=found.options)
    found.options.extend(options)
    found.rest.append(_LABEL.sub("", beside))


def times_and_words(line: str, reading: Reading, before: Sequence[Option] = ()) -> tuple[list[Option], str]:
    """The times that are named one by one, and what stands beside them."""
    options, beside = list(before), []
    for part in _parts(line, reading):
        chunk = read_alone(part, reading)
        pieces = times_in(chunk)
        options.extend(_options(chunk, pieces, options))
        beside.append(_without(chunk.text, pieces))
    return options[len(before) :], " ".join(beside)


def _parts(line: str, reading: Reading) -> Iterator[str]:
    """5月23日 5月24日: no range."""
    for part in _APART.split(line):
        words = part.split()
        times = [
            piece.time for word in words for piece in times_in(read_alone(word, reading)) if piece.time is not None
        ]
        dated = [time for time in times if time.has_day]
        is_alike = all(time.has_hour for time in dated) or not any(time.has_hour for time in times)
        yield from words if len(dated) > 1 and is_alike else (part,)


def times_in(reading: Reading) -> list[Piece]:
    """What may be chosen: not until when."""
    return [
        piece
        for piece in sorted(reading.of("time"), key=lambda piece: piece.begin)
        if piece.time is not None and piece.time.kind in ("point", "days") and not is_deadline(reading, piece)
    ]


def _options(chunk: Reading, pieces: list[Piece], before: list[Option]) -> Iterator[Option]:
    """周六上午9点 周日下午2点 are two; 23号 上午9点 is one."""
    times = [piece.time for piece in pieces if piece.time is not None]
    if len(times) > 1 and all(time.has_day and time.has_hour for time in times):
        pairs = [(to_minute(time.start), to_minute(time.end)) for time in times]
    else:
        others = [piece for piece in chunk.of("time") if piece not in pieces]
        pairs = [when(chunk, is_past_fine=True, without=others)]
    has_day = any(time.has_day for time in times)
    for start, end in pairs:
        if start is not None:
            yield (start, end) if has_day or not before else _on_day_of(before[-1][0], start, end)


def _on_day_of(before: Moment, start: Moment, end: Moment | None) -> Option:
    """周六上午9点或者下午2点: the hour is of the day before it."""
    day = before.date() if isinstance(before, datetime) else before
    return _on(start, day), _on(end, day) if end is not None else None


def _on(moment: Moment, day: date) -> Moment:
    return datetime.combine(day, moment.timetz()) if isinstance(moment, datetime) else moment


def _without(text: str, pieces: list[Piece]) -> str:
    for piece in reversed(pieces):
        text = f"{text[: piece.begin]} {text[piece.end :]}"
    return text
