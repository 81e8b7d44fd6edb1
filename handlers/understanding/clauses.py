"""The clauses of a text, and what is known of each and of its letters: the traits that taggers learn from."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from operator import add
from typing import Final, NamedTuple

from handlers.understanding import masks
from handlers.understanding.masks import folded
from handlers.understanding.packed_weights import MOST_HEARD

_CLAUSE: Final = re.compile(r"[^,。!?;:\s|~…]+")
_LENGTHS: Final = (2, 4, 6, 9, 13, 18, 25)
#: Further from an end than this is far.
FAR: Final = 5
#: Stretches of the five letters in whose middle a letter stands: `@`, where it begins, what it says.
_AROUND: Final = ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 2), (1, 3), (2, 4), (3, 5), (1, 4))
NEAR: Final = "@"
#: So many clauses before and behind are told apart by what is looked for.
MOST_BEFORE: Final = 2
MOST_BEHIND: Final = 1


class Clause(NamedTuple):
    """Where it begins in the text, its letters (`said`: each mask as one), how many stand before it and behind it."""

    begin: int
    text: str
    said: str
    before: int
    behind: int


def clauses_of(masked: str) -> list[Clause]:
    found = list(_CLAUSE.finditer(masked))
    said = _CLAUSE.findall(folded(masked))
    return [Clause(match.start(), match[0], said[at], at, len(found) - 1 - at) for at, match in enumerate(found)]


def traits_of(clause: Clause) -> set[str]:
    """What is known of the clause as a whole, whatever is looked for."""
    said, before, behind = clause.said[:MOST_HEARD], clause.before, clause.behind
    return {
        *said,
        *map(add, f"^{said}", f"{said}$"),
        f"first:{min(before, 4)}",
        f"last:{min(behind, 3)}",
        f"clauses:{min(before + 1 + behind, 6)}",
        f"length:{bisect_left(_LENGTHS, len(said))}",
    }


def traits_for(clause: Clause, kind: str) -> tuple[str, str, str]:
    """`kind` says what is looked for, or in what: words mean other things in a need and in a report."""
    return of_kind(kind, *place_of(clause))


def place_of(clause: Clause) -> tuple[int, int]:
    """As far as it is told apart by what is looked for."""
    return min(clause.before, MOST_BEFORE), min(clause.behind, MOST_BEHIND)


def of_kind(kind: str, before: int, behind: int) -> tuple[str, str, str]:
    return f"is:{kind}", f"{kind}:first:{before}", f"{kind}:last:{behind}"


def own_trait(letter: str, kind: str) -> str:
    """Of a letter by itself nothing but which mask it is, if any."""
    return f"{kind}:{letter if letter in masks.LETTERS else ''}"


def letters_of(clause: Clause, kind: str) -> Iterator[set[str]]:
    """What stands around each, near and far, and how far it is to both ends."""
    said, end = f"^^{clause.text}$$", len(clause.text) - 1
    for at, letter in enumerate(clause.text):
        yield {
            *(f"{NEAR}{first}{said[at + first : at + last]}" for first, last in _AROUND),
            f"from:{min(at, FAR)}",
            f"to:{min(end - at, FAR)}",
            own_trait(letter, kind),
        }
