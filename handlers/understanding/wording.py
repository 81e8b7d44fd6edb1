"""What a message sounds like as a whole: one and two letters at a time, against labelled messages.

The rules know why they hold, and miss what nobody thought of. This hears the rest: a logistic regression over letters,
pairs of letters and the room (`traits`), trained from `tests/understanding/corpus` by `make wording`. The weights are
in `wording_weights.py`; nothing is learned while the bot runs.
"""

from collections.abc import Collection, Iterator
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
from storage.intents import Intent
from storage.vocabulary import Category, Role

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


Table = dict[str, int]


def _tables(text: str, classes: int) -> tuple[Table, ...]:
    """A table a class, trait → weight, of lines `trait TAB class weight class weight …`.

    By class, since few are asked about: five intents of talk, and talk itself, cost a tenth of all of them.
    """
    tables: tuple[Table, ...] = tuple({} for _ in range(classes))
    for line in text.split("\n")[:-1]:
        trait, _, row = line.partition("\t")
        numbers = row.split(" ")
        for at, weight in zip(numbers[::2], numbers[1::2], strict=True):
            tables[int(at)][trait] = int(weight)
    return tables


def _sum(table: Table, bias: int, found: Collection[str]) -> float:
    return (bias + sum(filter(None, map(table.get, found)))) / SCALE


def _rows(text: str, classes: int) -> dict[str, tuple[int, ...]]:
    """The same lines, trait → a weight for each class: whoever needs one sum of a message soon needs most of them."""
    rows: dict[str, tuple[int, ...]] = {}
    for line in text.split("\n")[:-1]:
        trait, _, told = line.partition("\t")
        numbers, row = told.split(" "), [0] * classes
        for at, weight in zip(numbers[::2], numbers[1::2], strict=True):
            row[int(at)] = int(weight)
        rows[trait] = tuple(row)
    return rows


(_GATE,) = _tables(GATE, 1)
_INTENTS: Final = _rows(WEIGHTS, len(INTENTS))
_PLACES: Final = {name: place for place, name in enumerate(INTENTS)}
_CHATTER: Final = _PLACES[Intent.CHATTER.value]
_CATEGORIES: Final = dict(
    zip(CATEGORIES, zip(_tables(CATEGORY_WEIGHTS, len(CATEGORIES)), CATEGORY_BIASES, strict=True), strict=True)
)


#: Half of what is said was never heard before: dropped at once, it costs no look-up in each table.
_HEARD_BEFORE: Final = frozenset(_GATE)
_HEARD_OF_CATEGORIES: Final = frozenset(trait for table, _ in _CATEGORIES.values() for trait in table)


class Hearing:
    """One message, heard once and only if somebody asks."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @cached_property
    def traits(self) -> set[str]:
        return traits(self._reading) & _HEARD_BEFORE

    @cached_property
    def is_clearly_talk(self) -> bool:
        """Small talk beyond doubt: nine lines of ten, for a tenth of what the intents cost."""
        return _sum(_GATE, GATE_BIAS, self.traits) < _BEYOND_DOUBT

    @cached_property
    def _odds(self) -> list[float]:
        """How much it sounds like each intent: all columns added at once, 20 µs; one by one 3 µs each."""
        rows = [BIASES, *filter(None, map(_INTENTS.get, self.traits))]
        return [total / SCALE for total in map(sum, zip(*rows, strict=True))]

    def lean(self, intent: Intent) -> float:
        """How much it sounds like the intent and not like talk: log odds, within ±8."""
        place = _PLACES.get(intent.value)
        if place is None:
            return -_LARGEST
        return max(-_LARGEST, min(_LARGEST, self._odds[place] - self._odds[_CHATTER]))

    @cached_property
    def likeliest(self) -> tuple[Intent, float]:
        """The intent that it sounds like most, chatter aside, and how likely it is."""
        talk = self._odds[_CHATTER]
        odds = {name: exp(total - talk) for name, total in zip(INTENTS, self._odds, strict=True)}
        best = max((name for name in odds if name != Intent.CHATTER.value), key=odds.__getitem__)
        return Intent(best), odds[best] / sum(odds.values())


def traits(reading: Reading) -> set[str]:
    """Letters, pairs of letters, and (longer than two letters) what is known of the room."""
    return {*_letters(reading), *_circumstances(reading)}


def category_traits(reading: Reading, intent: Intent, by_words: Category) -> set[str]:
    """`by_words` is what the category tables make of it: one opinion among the others, and the strongest."""
    return {*_letters(reading), f"is:{intent.value}", f"words:{by_words.value}"}


def heard_category(reading: Reading, intent: Intent, by_words: Category) -> Category:
    """The kind of help, gift or fault: what the tables say, unless the words speak clearly for another."""
    found = category_traits(reading, intent, by_words) & _HEARD_OF_CATEGORIES
    odds = {name: _sum(*known, found) for name, known in _CATEGORIES.items()}
    best = max(odds, key=odds.__getitem__)
    doubt = _CLEARLY_ANOTHER if by_words is not Category.OTHER else _CLEARLY_ANOTHER / 2
    return Category(best) if odds[best] - odds.get(by_words.value, -_LARGEST) > doubt else by_words


def sounds_like_talk(text: str) -> bool:
    """Small talk beyond doubt by its letters alone: nothing is known of the room, nothing masked."""
    return _sum(_GATE, GATE_BIAS, _letters_of(text)) < _BEYOND_DOUBT


def _letters(reading: Reading) -> set[str]:
    return _letters_of(reading.bare)


def _letters_of(said: str) -> set[str]:
    text = f"^{said[:_HEARD]}$"
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
        "quotes_neighbour": reading.is_quoting_neighbour,
        "to_bot": reading.is_to_bot,
        "mentions": bool(reading.mentioned),
        "picture": message.images > 0,
    }
    yield from (f"is:{name}" for name, holds in facts.items() if holds)
