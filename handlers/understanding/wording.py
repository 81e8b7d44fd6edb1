"""What a message sounds like as a whole: one and two letters at a time, against labelled messages.

The rules know why they hold, and miss what nobody thought of. This hears the rest: a logistic regression over letters,
pairs of letters and the room (`traits`), trained from `tests/understanding/corpus` by `make wording`. The weights are
in `wording_weights.py`; nothing is learned while the bot runs.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
_LENGTHS: Final = (2, 4, 7, 12, 20, 35, 60, 120)
_SPANS: Final = ("time", "address", "phone", "people", "stars", "index", "url")
_STAFF: Final = frozenset({Role.LEADER, Role.GRID_WORKER, Role.ADMIN})
_CHATTER: Final = INTENTS.index(Intent.CHATTER.value)


@dataclass(frozen=True, slots=True)
class Wording:
    """The likeliest intent beside chatter, and the probabilities of both."""

    intent: Intent
    probability: float
    chatter: float


def is_clearly_talk(found: Collection[str]) -> bool:
    """Small talk beyond doubt: nine lines of ten end here, for a tenth of what `heard` costs."""
    return GATE_BIAS + sum(filter(None, map(GATE.get, found))) < _BEYOND_DOUBT * SCALE


def heard(found: Collection[str]) -> Wording:
    """What a message of these traits sounds like."""
    sums = _sums(found, BIASES, WEIGHTS)
    largest = max(sums)
    odds = [exp((each - largest) / SCALE) for each in sums]
    total = sum(odds)
    best = max((at for at in range(len(odds)) if at != _CHATTER), key=odds.__getitem__)
    return Wording(Intent(INTENTS[best]), odds[best] / total, odds[_CHATTER] / total)


def _sums(
    found: Collection[str], biases: Sequence[int], weights: Mapping[str, tuple[tuple[int, int], ...]]
) -> list[int]:
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
    """The kind of help, gift or fault."""
    sums = _sums(category_traits(reading, intent, by_words), CATEGORY_BIASES, CATEGORY_WEIGHTS)
    return Category(CATEGORIES[max(range(len(sums)), key=sums.__getitem__)])


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
