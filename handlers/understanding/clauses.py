"""The clauses of a text, and what is known of each and of its letters: the traits that taggers learn from."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from operator import add
from typing import Final

from handlers.understanding import masks
from handlers.understanding.masks import folded

_CLAUSE: Final = re.compile(r"[^,。!?;:\s|~…]+")
_LENGTHS: Final = (2, 4, 6, 9, 13, 18, 25)
#: Further from an end than this is far.
FAR: Final = 5
#: Stretches of the five letters in whose middle a letter stands: `@`, where it begins, what it says.
_AROUND: Final = ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 2), (1, 3), (2, 4), (3, 5), (1, 4))
NEAR: Final = "@"


@dataclass(frozen=True, slots=True)
class Clause:
    """Where it begins in the text, its letters, and how many clauses stand before and behind it."""

    begin: int
    text: str
    before: int
    behind: int


def clauses_of(masked: str) -> list[Clause]:
    found = list(_CLAUSE.finditer(masked))
    return [Clause(match.start(), match[0], at, len(found) - 1 - at) for at, match in enumerate(found)]


def traits_of(clause: Clause) -> set[str]:
    """What is known of the clause as a whole, whatever is looked for."""
    said = folded(clause.text)
    return {
        *said,
        *map(add, f"^{said}", f"{said}$"),
        f"first:{min(clause.before, 4)}",
        f"last:{min(clause.behind, 3)}",
        f"clauses:{min(clause.before + 1 + clause.behind, 6)}",
        f"length:{bisect_left(_LENGTHS, len(said))}",
    }


def traits_for(clause: Clause, kind: str) -> tuple[str, str, str]:
    """`kind` says what is looked for, or in what: words mean other things in a need and in a report."""
    return f"is:{kind}", f"{kind}:first:{min(clause.before, 2)}", f"{kind}:last:{min(clause.behind, 1)}"


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
