"""Weights of many classes in one number: none runs out of its lane, whatever is heard."""

from collections.abc import Sequence
from heapq import nlargest

import pytest

from handlers.understanding.hidden_layer import HiddenLayer
from handlers.understanding.learnt import FILE, kept_in
from handlers.understanding.packed_weights import MOST_HEARD, NARROW, WIDE, Lanes, PackedWeights, packed

KEPT = kept_in(FILE)
#: Letters and pairs of letters of a text, a mark at both ends.
MOST_GRAMS = 2 * (MOST_HEARD + 2) - 1
LONGEST_GRAM = 2
#: A unit finds no more than its lane holds.
MOST_FOUND = 1 << (NARROW - 1)


def most_of(column: Sequence[int], of_letters: Sequence[bool]) -> int:
    """What the heaviest letters and everything else add up to."""
    letters = nlargest(MOST_GRAMS, (each for each, is_letters in zip(column, of_letters, strict=True) if is_letters))
    others = (each for each, is_letters in zip(column, of_letters, strict=True) if not is_letters)
    return sum(each for each in (*letters, *others) if each > 0)


@pytest.mark.parametrize(
    ("weights", "biases"),
    [
        (KEPT.weights, KEPT.facts["biases"]),
        (KEPT.answers, KEPT.facts["answer_biases"]),
        (KEPT.figures, KEPT.facts["figure_biases"]),
    ],
    ids=["traits", "answers", "figures"],
)
def test_no_message_says_more_than_a_lane_holds(weights: dict[str, int], biases: list[int]) -> None:
    lanes, of_letters = Lanes(len(biases)), [len(trait) <= LONGEST_GRAM for trait in weights]
    columns = zip(*(lanes.unpacked(lanes.nothing + row) for row in weights.values()), strict=True)
    for bias, column in zip(biases, columns, strict=True):
        for sign in (1, -1):
            assert sign * bias + most_of([sign * each for each in column], of_letters) < 1 << (NARROW - 1)


def test_no_unit_says_more_than_a_lane_holds() -> None:
    columns = zip(*KEPT.facts["units"], strict=True)
    for bias, column in zip(KEPT.facts["unit_biases"], columns, strict=True):
        assert abs(bias) + MOST_FOUND * sum(map(abs, column)) < 1 << (WIDE - 1)


def test_what_is_heard_is_added_up_class_by_class() -> None:
    weights = PackedWeights([1, -2, 3], {"a": packed([10, -20, 0]), "b": packed([-1, -1, -300])})
    assert weights.unpacked(weights.sums("abc")) == [10, -23, -297]
    assert weights.of(weights.sums("b"), 2) == -297
    assert [weights.weight("a", place) for place in range(3)] == [10, -20, 0]


def test_a_unit_counts_as_much_as_it_found_and_not_below_nothing() -> None:
    layer = HiddenLayer([10, -10], [[1, -2], [300, -400]])
    assert layer.sums([2, -5]) == [12, -14]
    assert layer.sums([-1, 3]) == [910, -1210]
