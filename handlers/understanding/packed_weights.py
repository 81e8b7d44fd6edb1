"""The weights of many classes for each trait, a trait's packed into one whole number.

Numbers add up stretch by stretch, so that one look-up and one addition a trait weigh all classes: 15 µs a need, where
a column a class took 130, and half the memory.
"""

from collections.abc import Iterable, Iterator, Sequence
from struct import Struct
from sys import intern
from typing import Final

#: Each class has its own stretch of the number, wide enough for any sum of weights.
_BITS: Final = 32
_MIDDLE: Final = 1 << (_BITS - 1)
_ALL: Final = (1 << _BITS) - 1

Row = tuple[str, list[tuple[int, int]]]


def rows_of(table: str) -> Iterator[Row]:
    """Of lines `trait TAB class weight class weight …`: each trait, and its classes with their weights."""
    for line in table.split("\n")[:-1]:
        trait, _, row = line.partition("\t")
        numbers = list(map(int, row.split(" ")))
        yield trait, list(zip(numbers[::2], numbers[1::2], strict=True))


def packed(weights: Iterable[tuple[int, int]], first: int = 0) -> int:
    """Classes and their weights as one number; the classes begin at the place `first`."""
    return sum(weight << (_BITS * (at + first)) for at, weight in weights)


class PackedWeights:
    """Made of rows; the classes of each lot of rows begin at its place."""

    def __init__(self, biases: Sequence[int], lots: Iterable[tuple[int, Iterable[Row]]]) -> None:
        self._unpack = Struct(f"<{len(biases)}I").unpack
        self._bytes = len(biases) * _BITS // 8
        self._middle = sum(_MIDDLE << (_BITS * at) for at in range(len(biases)))
        self._bias = self._middle + packed(enumerate(biases))
        self._packed: dict[str, int] = {}
        for first, rows in lots:
            for trait, weights in rows:  # a trait of two lots is kept, and fetched, once
                self._packed[intern(trait)] = self._packed.get(trait, 0) + packed(weights, first)

    def sums(self, heard: Iterable[str]) -> int:
        """The sums of all classes, packed."""
        return self.added(self._bias, heard)

    def added(self, sums: int, heard: Iterable[str]) -> int:
        """The sums with what else was heard."""
        return sum(filter(None, map(self._packed.get, heard)), sums)

    def weight(self, trait: str, place: int) -> int:
        return self.of(self._middle + self._packed.get(trait, 0), place)

    def of(self, sums: int, place: int) -> int:
        """The sum of one class."""
        return (sums >> (_BITS * place) & _ALL) - _MIDDLE

    def unpacked(self, sums: int) -> list[int]:
        """The sum of each class."""
        return [each - _MIDDLE for each in self._unpack(sums.to_bytes(self._bytes, "little"))]
