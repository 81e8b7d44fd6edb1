"""Which words of a message are the ones looked for: learnt letter by letter.

Nobody can list how people name a thing or a place. A logistic regression over each letter, its neighbours and its
clause, trained from `tests/understanding/corpus` by `make wording`, says how likely a letter is to be in; a change
between in and out has its price, so that no single letters are picked out of a word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from handlers.understanding import masks
from handlers.understanding.masks import folded

_CLAUSE: Final = re.compile(r"[^,。!?;:\s|~…]+")
_LENGTHS: Final = (2, 4, 6, 9, 13, 18, 25)
_FAR: Final = 5
#: Stretches of the five letters in whose middle a letter stands.
_AROUND: Final = ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 2), (1, 3), (2, 4), (3, 5), (1, 4))
#: Log odds that a change between in and out must be worth.
_CHANGE: Final = 1.0


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
        *map("".join, pairwise(f"^{said}$")),
        f"is:{kind}",
        f"first:{first}",
        f"last:{last}",
        f"clauses:{min(count, 6)}",
        f"length:{sum(len(said) > limit for limit in _LENGTHS)}",
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
        self._weights = {
            trait: int(weight) for trait, weight in (line.split("\t") for line in weights.split("\n")[:-1])
        }
        self._bias = bias
        self._scale = scale

    def likeliest(self, masked: str, kind: str) -> list[Stretch]:
        """What is in, and if nothing is, what is nearest to it; none only of a text without a word."""
        odds = self._odds(masked, kind)
        lift = 0.0
        while odds and not (found := _stretches(odds, lift)):
            lift += _CHANGE
        return found if odds else []

    def certain(self, masked: str, kind: str, *, lift: float) -> list[Stretch]:
        """`lift` (log odds) makes it hear more, and be wrong more often."""
        return _stretches(self._odds(masked, kind), lift)

    def _odds(self, masked: str, kind: str) -> list[tuple[int, float]]:
        """Of each letter that is no mark or space: its place and log odds."""
        known = self._weights
        odds = []
        for clause in clauses_of(masked, kind):
            base = self._bias + sum(filter(None, map(known.get, clause.traits)))
            for at, letter in enumerate(clause.letters, clause.begin):
                odds.append((at, (base + sum(filter(None, map(known.get, letter)))) / self._scale))
        return odds


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
