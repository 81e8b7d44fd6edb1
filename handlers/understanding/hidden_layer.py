"""What traits mean together: a layer of units between them and the intents.

A regression weighs each trait alone. Here a unit adds up what it makes of all traits, says nothing below zero, and
weighs for each intent as much as it found: a network of one hidden layer (rectified linear units).
"""

from collections.abc import Sequence

from handlers.understanding.packed_weights import WIDE, Lanes, packed


class HiddenLayer:
    """Made of the sums of no unit, a class each, and of what each unit weighs for each class."""

    def __init__(self, biases: Sequence[int], units: Sequence[Sequence[int]]) -> None:
        lanes = Lanes(len(biases), WIDE)
        self._unpacked = lanes.unpacked
        self._bias = lanes.nothing + packed(biases, WIDE)
        self._units = [packed(weights, WIDE) for weights in units]

    def sums(self, found: Sequence[int]) -> list[int]:
        """The sum of each class, where the units found so much."""
        pairs = zip(found, self._units, strict=True)
        return self._unpacked(sum((each * weights for each, weights in pairs if each > 0), self._bias))
