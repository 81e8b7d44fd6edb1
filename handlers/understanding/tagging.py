"""Which words of a message are the ones looked for: learnt letter by letter.

Nobody can list how people name a thing or a place. A logistic regression over each letter, its neighbours and its
clause, trained from `tests/understanding/corpus` by `make wording`, says how likely a letter is to be in; a change
between in and out has its price, so that no single letters are picked out of a word.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import add
from typing import Final

from handlers.understanding import masks
from handlers.understanding.masks import folded

_CLAUSE: Final = re.compile(r"[^,。!?;:\s|~…]+")
_LENGTHS: Final = (2, 4, 6, 9, 13, 18, 25)
_FAR: Final = 5
#: Stretches of the five letters in whose middle a letter stands.
_AROUND: Final = ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 2), (1, 3), (2, 4), (3, 5), (1, 4))
_WINDOW: Final = 5
#: A first letter left alone belongs to the word (路|灯不亮), unless it is one that leads in.
_TORN: Final = re.compile(rf"(?:^|[,。!?;:\s|~…{masks.ALL}])([^,。!?;:\s|~…{masks.ALL}我想要来去有请在把求就个的])\Z")
#: What has happened needs its 了 to sound like Chinese.
_DONE: Final = frozenset("了咯")
#: Log odds that a change between in and out must be worth.
_CHANGE: Final = 1.0
#: By then everything is in.
_MOST_LIFT: Final = 20


@dataclass(frozen=True, slots=True)
class Clause:
    """Where it begins in the text, what is known of it as a whole, and of each of its letters."""

    begin: int
    traits: set[str]
    letters: list[set[str]]


def clauses_of(masked: str, kind: str) -> Iterator[Clause]:
    """`kind` says what is looked for, or in what: words mean other things in a need and in a report."""
    found = list(_CLAUSE.finditer(masked))
    for at, match in enumerate(found):
        yield Clause(match.start(), _clause_traits(match[0], kind, at, len(found)), _letters(match[0], kind))


def _clause_traits(clause: str, kind: str, at: int, count: int) -> set[str]:
    said = folded(clause)
    first, last = min(at, 4), min(count - 1 - at, 3)
    return {
        *said,
        *map(add, f"^{said}", f"{said}$"),
        f"is:{kind}",
        f"first:{first}",
        f"last:{last}",
        f"clauses:{min(count, 6)}",
        f"length:{bisect_left(_LENGTHS, len(said))}",
        f"{kind}:first:{min(first, 2)}",
        f"{kind}:last:{min(last, 1)}",
    }


def _letters(clause: str, kind: str) -> list[set[str]]:
    """What stands around each, near and far, and how far it is to both ends."""
    said, end = f"^^{clause}$$", len(clause) - 1
    return [
        {
            *(f"@{first}{said[at + first : at + last]}" for first, last in _AROUND),
            f"from:{min(at, _FAR)}",
            f"to:{min(end - at, _FAR)}",
            f"{kind}:{letter if letter in masks.LETTERS else ''}",
        }
        for at, letter in enumerate(clause)
    ]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Begin and end in the text, and the log odds of its letters in all."""

    begin: int
    end: int
    odds: float


class Tagger:
    """A regression of one answer: `weights` are lines `trait TAB weight`, in `scale`ths of log odds like `bias`."""

    def __init__(self, weights: str, bias: int, scale: int) -> None:
        self._weights: dict[str, int] = {}
        #: What stands around a letter → its weight by how far from it; looked up once for all letters that it is near.
        self._around: dict[str, list[int]] = {}
        for trait, weight in (line.split("\t") for line in weights.split("\n")[:-1]):
            if trait[0] == "@" and len(trait) > len("@0"):
                self._around.setdefault(trait[2:], [0] * _WINDOW)[int(trait[1])] = int(weight)
            else:
                self._weights[trait] = int(weight)
        self._begins = [self._weights.get(f"from:{far}", 0) for far in range(_FAR + 1)]
        self._ends = [self._weights.get(f"to:{far}", 0) for far in range(_FAR + 1)]
        self._bias = bias
        self._scale = scale

    def likeliest(self, masked: str, kind: str, *, is_enough: Callable[[list[Stretch]], bool] = bool) -> list[Stretch]:
        """What is in, and if that is not enough, what is nearest to it; none only of a text without a word."""
        odds = self.log_odds(masked, kind)
        for lift in range(_MOST_LIFT):
            found = _stretches(odds, lift * _CHANGE)
            if is_enough(found):
                break
        return found

    def all(self, masked: str, kind: str, *, lift: float) -> list[Stretch]:
        """All that is in; `lift` (log odds) makes it hear more, and be wrong more often."""
        return _stretches(self.log_odds(masked, kind), lift)

    def best(self, masked: str, kind: str, *, lift: float) -> Stretch | None:
        """What is in most clearly."""
        return max(self.all(masked, kind, lift=lift), key=lambda stretch: stretch.odds, default=None)

    def log_odds(self, masked: str, kind: str) -> list[tuple[int, float]]:
        """Of each letter that is no mark or space: its place and log odds."""
        odds: list[tuple[int, float]] = []
        found = list(_CLAUSE.finditer(masked))
        for at, match in enumerate(found):
            traits = _clause_traits(match[0], kind, at, len(found))
            base = self._bias + sum(filter(None, map(self._weights.get, traits)))
            sums = self._sums(match[0], kind, base)
            odds.extend((place, each / self._scale) for place, each in enumerate(sums, match.start()))
        return odds

    def _sums(self, clause: str, kind: str, base: int) -> Iterator[int]:
        """The weights of `_letters`, added up: three look-ups a letter where its traits one by one are thirteen."""
        known, around, none = self._weights.get, self._around.get, [0] * _WINDOW
        said, end = f"^^{clause}$$", len(clause) - 1
        ones = [around(letter, none) for letter in said]
        twos = [around(pair, none) for pair in map(add, said, said[1:])]
        threes = [around(said[at : at + 3], none) for at in range(1, len(clause) + 1)]
        plain = known(f"{kind}:", 0)
        shifted = (*(ones[by:] for by in range(_WINDOW)), *(twos[by:] for by in range(_WINDOW - 1)))
        near = zip(clause, *shifted, threes, strict=False)  # as long as the clause
        for at, (letter, a, b, c, d, e, ab, bc, cd, de, bcd) in enumerate(near):
            own = known(f"{kind}:{letter}", 0) if letter in masks.LETTERS else plain
            ends = self._begins[min(at, _FAR)] + self._ends[min(end - at, _FAR)]
            pairs = ab[0] + bc[1] + cd[2] + de[3] + bcd[1]
            yield base + own + ends + a[0] + b[1] + c[2] + d[3] + e[4] + pairs


def mended(masked: str, found: Stretch) -> tuple[int, int]:
    """Its begin and end, without half a time at either, a torn word at the one or a missing 了 at the other."""
    begin, end = found.begin, found.end
    while begin < end and masked[begin] in masks.LETTERS and masked[begin - 1 : begin] == masked[begin]:
        begin += 1
    while begin < end and masked[end - 1] in masks.LETTERS and masked[end : end + 1] == masked[end - 1]:
        end -= 1
    is_torn = _TORN.search(masked[max(0, begin - 2) : begin]) is not None
    return begin - is_torn, end + (masked[end : end + 1] in _DONE)


def _stretches(odds: list[tuple[int, float]], lift: float) -> list[Stretch]:
    chosen = _chosen([each + lift for _, each in odds])
    kept = [pair for pair, is_kept in zip(odds, chosen, strict=True) if is_kept]
    runs = (list(run) for _, run in groupby(enumerate(kept), key=lambda numbered: numbered[1][0] - numbered[0]))
    return [Stretch(run[0][1][0], run[-1][1][0] + 1, sum(each for _, (_, each) in run)) for run in runs]


def _chosen(odds: list[float]) -> list[bool]:
    """Which letters are in, so that their log odds less the price of all changes are most (Viterbi's way)."""
    if not odds:
        return []
    out, within = 0.0, odds[0]
    changed: list[tuple[bool, bool]] = []
    for each in odds[1:]:
        leaves, enters = within - _CHANGE > out, out - _CHANGE > within
        changed.append((leaves, enters))
        out, within = (within - _CHANGE if leaves else out), (out - _CHANGE if enters else within) + each
    chosen = [within > out]
    for leaves, enters in reversed(changed):
        chosen.append(not enters if chosen[-1] else leaves)
    return chosen[::-1]
