"""What stands around each letter of a text, weighed for all taggers at once.

A letter, a pair, three letters are looked up once: the row says what they weigh for each letter near them, a column a
tagger. Rows that do not overlap are joined into one whole number, and the few numbers added.
"""

from collections.abc import Iterable
from itertools import repeat
from operator import add
from struct import unpack
from typing import Final

from handlers.understanding.clauses import FAR

#: A column has two bytes and nothing below 0, so that none runs over into the next: each weight is raised by this.
_RAISED: Final = 1 << 11
#: So much all that meet in a letter are raised: five letters, four pairs, one three, and how far it is to both ends.
RAISED: Final = (5 + 4 + 1 + 1) * _RAISED
#: For how many a letter, a pair, and three weigh, and which is the first of them (of a letter the second before it).
SPANS: Final = ((5, -2), (4, -1), (1, 1))
#: Marks of both ends between two clauses.
APART: Final = "$$^^"
#: Letters before the text for which its first ones weigh too.
_BEFORE: Final = 2


class LetterSums:
    """Of what letters, pairs and threes weigh near them, a row each as long as `SPANS` says, and how far both ends are.

    `begins` and `ends`: a row of weights for each distance up to `FAR`.
    """

    def __init__(self, near: tuple[dict[str, bytes], ...], begins: list[list[int]], ends: list[list[int]]) -> None:
        self._near = near
        self._none = raised([0] * len(begins[0]))
        self._far = _end_row(begins, ends, FAR, FAR)
        self._ends = [_between_ends(begins, ends, length) for length in range(2 * FAR + 1)]

    def of(self, clauses: list[str]) -> tuple[int, ...]:
        """The sums of each letter, column by column, higher by RAISED; between two clauses those of APART."""
        said = f"^^{APART.join(clauses)}$$"
        twos = [*map(add, said, said[1:])]
        sums = self._placed([(self._none * len(APART)).join(map(self._to_ends, clauses))], 2)
        for grams, known, (span, first) in zip((said, twos, map(add, twos, said[2:])), self._near, SPANS, strict=True):
            rows = [*map(known.get, grams, repeat(self._none * span))]
            for at in range(span):
                sums += self._placed(rows[at::span], at + first)
        begin, end = (place * len(self._none) for place in (_BEFORE + 2, _BEFORE + len(said) - 2))
        return unpack(f"<{(end - begin) // 2}H", sums.to_bytes(end + begin, "little")[begin:end])

    def _placed(self, rows: list[bytes], first: int) -> int:
        return int.from_bytes(b"".join(rows), "little") << (8 * len(self._none) * (first + _BEFORE))

    def _to_ends(self, clause: str) -> bytes:
        length = len(clause)
        if length < len(self._ends):
            return self._ends[length]
        half, longest = FAR * len(self._none), self._ends[-1]
        return longest[:half] + self._far * (length - 2 * FAR) + longest[half:]


def raised(weights: Iterable[int]) -> bytes:
    """A row, as it is added."""
    return b"".join((weight + _RAISED).to_bytes(2, "little") for weight in weights)


def _between_ends(begins: list[list[int]], ends: list[list[int]], length: int) -> bytes:
    return b"".join(_end_row(begins, ends, at, length - 1 - at) for at in range(length))


def _end_row(begins: list[list[int]], ends: list[list[int]], begin: int, end: int) -> bytes:
    return raised(map(add, begins[min(begin, FAR)], ends[min(end, FAR)]))
