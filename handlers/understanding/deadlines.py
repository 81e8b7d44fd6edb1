"""Until when to sign up: which times of a call say so is learnt from what stands around each (`make wording`)."""

import re
from functools import lru_cache
from itertools import islice, pairwise
from math import exp
from typing import Final

from handlers.understanding.learnt import FIGURE_PLACES, FIGURES, LINE_END, SCALE
from handlers.understanding.reading import Reading
from handlers.understanding.spans import Piece
from handlers.understanding.times import TimeSpan
from handlers.understanding.when import iso

UNTIL: Final = "until"
#: What an end in the same sentence belongs to: to signing up, not to the activity.
_SIGNING_UP: Final = re.compile(
    r"报名|报(?:给|到|上|我|个[名数])|截止|截至|登记|投稿|回复|接龙|私[信聊]|告诉|[跟给和]我[说讲]|说一[声下]|告知|回我|吱[个一]?声|定(?:下)?名单|名单|联系|找我|发给我|发我|把姓名|扫码|加群|确认|满员|咨询"
)
_UNTIL_BEFORE: Final = re.compile(
    r"(?:截\s?(?:止|至|数)[^,。!?\n]{0,6}\n?|(?:报名|接龙|登记)[到至]|报名(?:时间|日期|期限)?[:\s]+至?)\s*\Z"
)
_UNTIL_WORD: Final = re.compile(r"(?:截止|截至|为止)\Z")
_UNTIL_BEHIND: Final = re.compile(
    r"\s*(?:下班前|之内|以内)?(?:(?:停止|结束)报名|(?:报名)?截止|截(?=[,。!?;\s]|\Z)|截至|为止|定名单|告诉我|跟我说)"
)
_CLAUSE_END: Final = re.compile(r"[,。!?;\n]")
_NEAR: Final = 12
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_SAID: Final = "前截止到至"
_LIKELY: Final = 0.5
#: 截止5月22日, 5月22日前报名: no other words can make it anything else.
_PLAINLY: Final = frozenset({"until", "to_sign_up"})


@lru_cache(maxsize=8)  # asked of each time, and of each stretch of a call
def deadlines_in(reading: Reading) -> tuple[Piece, ...]:
    """The surest first."""
    times = times_of(reading)
    found = deadline_traits(reading, times)
    odds = [_odds(traits) if traits.isdisjoint(_PLAINLY) else 1.0 for traits in found]
    likely = [(each, time) for each, time in zip(odds, times, strict=True) if each > _LIKELY]
    return tuple(time for _, time in sorted(likely, key=lambda each: -each[0]))


def is_deadline(reading: Reading, piece: Piece) -> bool:
    return any(piece is each for each in deadlines_in(reading))


def _odds(traits: set[str]) -> float:
    odds = FIGURES.of(FIGURES.sums(traits), FIGURE_PLACES[UNTIL]) / SCALE
    return 1.0 / (1.0 + exp(-odds))


def times_of(reading: Reading) -> list[Piece]:
    return sorted(reading.of("time"), key=lambda piece: piece.begin)


def deadline_traits(reading: Reading, times: list[Piece]) -> list[set[str]]:
    """What is known of each: the words around it, what it says of itself, and whether it is before the others."""
    days = [_day(time) for time in times]
    known = [day for day in days if day]
    found = []
    for place, (time, day) in enumerate(zip(times, days, strict=True)):
        masked, begin, end = reading.masked, time.begin, time.end
        before, behind = f"^^{masked[max(0, begin - 8) : begin]}", masked[end : end + 24]
        near, next_to = before[-2:].replace("\n", LINE_END), behind[:2].replace("\n", LINE_END)
        clauses = [*_CLAUSE_END.split(behind), ""]
        line = masked[masked.rfind("\n", 0, begin) + 1 : begin]
        said = reading.text[begin:end]
        traits = {
            *(f"<{near[1]}", f"<{near}", f">{next_to[:1]}", f">{next_to}", f"{near[1]}<>{next_to[:1]}"),
            *_pairs("before:", _CLAUSE_END.split(before.lstrip("^"))[-1]),
            *_pairs("behind:", clauses[0][:12]),
            *_pairs("next:", clauses[1][:8]),
            *(f"says:{letter}" for letter in _SAID if letter in said),
            f"line:{''.join(_HAN.findall(line[:8]))[:2]}",
            f"ends:{said[-1]}",
            f"times:{min(len(times), 6)}",
            f"at:{min(place, 4)}",
            *_shape(time.time),
        }
        facts = (
            ("last", place == len(times) - 1),
            ("earliest", bool(day) and day == min(known)),
            ("latest", bool(day) and day == max(known)),
            ("before_another", bool(day) and any(day < each for each in known)),
            ("until", _is_said_so(reading, time)),
            ("to_sign_up", _is_to_sign_up(reading, time)),
        )
        found.append(traits.union(name for name, holds in facts if holds))
    return found


def _pairs(side: str, words: str) -> list[str]:
    return [f"{side}{first}{second}" for first, second in pairwise(words)]


def _shape(time: TimeSpan | None) -> tuple[str, ...]:
    """Which of its edges it has, and whether it says a day and an hour."""
    return (
        ()
        if time is None
        else (
            f"is:{time.kind}",
            f"has:{time.start is not None:d}{time.end is not None:d}{time.has_day:d}{time.has_hour:d}",
        )
    )


def _day(piece: Piece) -> str:
    moment = (piece.time.start or piece.time.end) if piece.time is not None else None
    return iso(moment)[:10] if moment is not None else ""


def _is_said_so(reading: Reading, piece: Piece) -> bool:
    """截止 beside it."""
    masked = reading.masked
    return bool(
        _UNTIL_BEFORE.search(masked, max(0, piece.begin - _NEAR), piece.begin)
        or _UNTIL_BEHIND.match(masked, piece.end)
        or _UNTIL_WORD.search(reading.text, piece.begin, piece.end)
    )


def _is_to_sign_up(reading: Reading, piece: Piece) -> bool:
    """An end without a start in or beside a clause that speaks of signing up."""
    time, masked = piece.time, reading.masked
    if time is None or time.end is None or time.start is not None or masked[piece.begin - 1 : piece.begin] == "到":
        return False  # 包到11点 is how long it goes on
    begin = ([0, 0] + [match.end() for match in _CLAUSE_END.finditer(masked, 0, piece.begin)])[-2]
    ends = list(islice(_CLAUSE_END.finditer(masked, piece.end), 2))
    return bool(_SIGNING_UP.search(masked, begin, ends[-1].start() if len(ends) > 1 else len(masked)))
