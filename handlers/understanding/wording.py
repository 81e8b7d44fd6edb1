"""What a message sounds like as a whole: one and two letters at a time, against labelled messages.

The rules know why they hold, and miss what nobody thought of. This hears the rest: a logistic regression over letters,
pairs of letters and the room (`traits`), trained from `tests/understanding/corpus` by `make wording`. The weights are
in `wording_weights.py`; nothing is learned while the bot runs.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from math import exp
from typing import Final

from handlers.understanding.reading import Reading
from handlers.understanding.wording_weights import (
    BIASES,
    CATEGORIES,
    CATEGORY_BIASES,
    CATEGORY_WEIGHTS,
    GATE,
    GATE_BIAS,
    INTENTS,
    SCALE,
    WEIGHTS,
)
from storage.vocabulary import Category, Intent, Role

#: A request says in so many letters what it is.
_HEARD: Final = 200
#: Log odds of meaning anything at all under which nothing is looked for.
_BEYOND_DOUBT: Final = -3.0
_LARGEST: Final = 8.0
#: Log odds against the tables' category at which another one is taken.
_CLEARLY_ANOTHER: Final = 1.2
_LENGTHS: Final = (2, 4, 7, 12, 20, 35, 60, 120)
_SPANS: Final = ("time", "address", "phone", "people", "stars", "index", "url")
_STAFF: Final = frozenset({Role.LEADER, Role.GRID_WORKER, Role.ADMIN})
_CHATTER: Final = INTENTS.index(Intent.CHATTER.value)


Row = tuple[tuple[int, int], ...]


def _table(text: str) -> dict[str, Row]:
    """`trait TAB place weight place weight …`, a line a trait; equal pairs are kept once."""
    pairs: dict[tuple[int, int], tuple[int, int]] = {}
    table = {}
    for line in text.split("\n")[:-1]:
        trait, _, row = line.partition("\t")
        numbers = list(map(int, row.split()))
        table[trait] = tuple(pairs.setdefault(pair, pair) for pair in zip(numbers[::2], numbers[1::2], strict=True))
    return table


_GATE: Final = {trait: row[0][1] for trait, row in _table(GATE).items()}
_INTENTS: Final = _table(WEIGHTS)
_CATEGORIES: Final = _table(CATEGORY_WEIGHTS)


class Hearing:
    """One message, heard once and only if somebody asks."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @cached_property
    def traits(self) -> set[str]:
        return traits(self._reading)

    @cached_property
    def is_clearly_talk(self) -> bool:
        """Small talk beyond doubt: nine lines of ten, for a tenth of what the intents cost."""
        return GATE_BIAS + sum(filter(None, map(_GATE.get, self.traits))) < _BEYOND_DOUBT * SCALE

    @cached_property
    def _leans(self) -> dict[str, float]:
        sums = _sums(self.traits, BIASES, _INTENTS)
        return {name: (each - sums[_CHATTER]) / SCALE for name, each in zip(INTENTS, sums, strict=True)}

    def lean(self, intent: Intent) -> float:
        """How much it sounds like the intent and not like talk: log odds, within ±8."""
        return max(-_LARGEST, min(_LARGEST, self._leans.get(intent.value, -_LARGEST)))

    @cached_property
    def likeliest(self) -> tuple[Intent, float]:
        """The intent that it sounds like most, chatter aside, and how likely it is."""
        odds = {name: exp(lean) for name, lean in self._leans.items()}
        best = max((name for name in odds if name != Intent.CHATTER.value), key=odds.__getitem__)
        return Intent(best), odds[best] / sum(odds.values())


def _sums(found: Collection[str], biases: Sequence[int], weights: Mapping[str, Row]) -> list[int]:
    sums = list(biases)
    for trait in found:
        row = weights.get(trait)
        if row is not None:
            for at, weight in row:
                sums[at] += weight
    return sums


def traits(reading: Reading) -> set[str]:
    """Letters, pairs of letters, and (longer than two letters) what is known of the room."""
    return {*_letters(reading), *_circumstances(reading)}


def category_traits(reading: Reading, intent: Intent, by_words: Category) -> set[str]:
    """`by_words` is what the category tables make of it: one opinion among the others, and the strongest."""
    return {*_letters(reading), f"is:{intent.value}", f"words:{by_words.value}"}


def heard_category(reading: Reading, intent: Intent, by_words: Category) -> Category:
    """The kind of help, gift or fault: what the tables say, unless the words speak clearly for another."""
    sums = _sums(category_traits(reading, intent, by_words), CATEGORY_BIASES, _CATEGORIES)
    odds = dict(zip(CATEGORIES, sums, strict=True))
    best = max(odds, key=odds.__getitem__)
    doubt = _CLEARLY_ANOTHER if by_words is not Category.OTHER else _CLEARLY_ANOTHER / 2
    return Category(best) if odds[best] - odds.get(by_words.value, -SCALE * _LARGEST) > doubt * SCALE else by_words


def _letters(reading: Reading) -> set[str]:
    text = f"^{reading.bare[:_HEARD]}$"
    return {*text, *map("".join, pairwise(text))}


def _circumstances(reading: Reading) -> Iterator[str]:
    message, context = reading.message, reading.context
    yield f"asked:{context.asked.kind.value if context.asked else ''}"
    yield f"orders:{min(len(reading.open_orders), 2)}"
    yield f"activities:{min(len(reading.open_activities), 2)}"
    yield f"length:{sum(reading.length > limit for limit in _LENGTHS)}"
    for kind in _SPANS:
        if reading.of(kind):
            yield f"has:{kind}"
    facts = {
        "number": bool(reading.numbers),
        "staff": message.role in _STAFF,
        "grid_worker": message.role is Role.GRID_WORKER,
        "quotes_bot": reading.is_quoting_bot,
        "quotes_activity": reading.quotes_activity,
        "quotes_neighbour": message.quote is not None and not reading.is_quoting_bot,
        "to_bot": reading.is_to_bot,
        "mentions": bool(reading.mentioned),
        "picture": message.images > 0,
    }
    yield from (f"is:{name}" for name, holds in facts.items() if holds)
