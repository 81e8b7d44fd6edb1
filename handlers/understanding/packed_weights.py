"""The weights of many classes for each trait, a trait's packed into one whole number.

Numbers add up lane by lane, so that one look-up and one addition a trait weigh all classes: 15 µs a need, where
a column a class took 130, and half the memory.
"""

from collections.abc import Iterable, Sequence
from struct import Struct
from typing import Final

#: Of a text or a clause so many letters are heard: what they weigh stays within its lane (`test_packed_weights.py`).
MOST_HEARD: Final = 200
#: Bits of a lane where traits are added up.
NARROW: Final = 16
#: Where such sums are weighed once more.
WIDE: Final = 32
_CODES: Final = {NARROW: "H", WIDE: "I"}


def packed(weights: Iterable[int], bits: int = NARROW) -> int:
    """A weight a class as one number."""
    return sum(weight << (bits * at) for at, weight in enumerate(weights))


class Lanes:
    """Sums side by side in one number, each with `bits` of its own (NARROW or WIDE), raised to the middle of them."""

    def __init__(self, count: int, bits: int = NARROW) -> None:
        self._unpack = Struct(f"<{count}{_CODES[bits]}").unpack
        self._bytes = count * bits // 8
        self._bits = bits
        self._all = (1 << bits) - 1
        self._middle = 1 << (bits - 1)
        self.nothing = packed([self._middle] * count, bits)

    def of(self, sums: int, place: int) -> int:
        """The sum of one class."""
        return (sums >> (self._bits * place) & self._all) - self._middle

    def unpacked(self, sums: int) -> list[int]:
        """The sum of each class."""
        return [each - self._middle for each in self._unpack(sums.to_bytes(self._bytes, "little"))]


class PackedWeights:
    """Made of the sums of nothing heard, a class each, and of each trait's weights, packed."""

    def __init__(self, biases: Sequence[int], weights: dict[str, int]) -> None:
        lanes = Lanes(len(biases))
        self.of, self.unpacked = lanes.of, lanes.unpacked
        self._nothing = lanes.nothing
        self._bias = lanes.nothing + packed(biases)
        self._packed = weights

    def sums(self, heard: Iterable[str]) -> int:
        """The sums of all classes, packed."""
        return self.added(self._bias, heard)

    def added(self, sums: int, heard: Iterable[str]) -> int:
        """The sums with what else was heard."""
        return sum(filter(None, map(self._packed.get, heard)), sums)

    def weight(self, trait: str, place: int) -> int:
        return self.of(self._nothing + self._packed.get(trait, 0), place)
