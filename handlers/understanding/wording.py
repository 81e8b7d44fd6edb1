"""What a message sounds like as a whole: one and two letters at a time, against labelled messages.

The rules know why they hold, and miss what nobody thought of. This hears the rest: a logistic regression over letters,
pairs of letters and the room (`traits`), and a small network over the same (`hidden_layer.py`), each with half the
say. Both are trained from `tests/understanding/corpus` by `make wording`. The weights are in `wording.zip`; nothing is
learned while the bot runs.
"""

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property, lru_cache
from math import exp
from typing import Final

from handlers.understanding.learnt import (
    ANSWER_PLACES,
    ANSWERS,
    CATEGORY_PLACES,
    GATE,
    GATE_BIAS,
    INTENT_PLACE,
    INTENT_PLACES,
    LEARNT,
    SCALE,
    UNIT_PLACE,
    UNITS,
)
from handlers.understanding.message import Asked
from handlers.understanding.packed_weights import MOST_HEARD, PackedWeights
from handlers.understanding.prefilter import grams_of
from handlers.understanding.reading import Reading
from handlers.understanding.rule_book import EVERYTHING
from handlers.understanding.when import lies_behind
from storage.intents import Intent
from storage.vocabulary import Category, PostingKind, QuestionKind, Role

#: Log odds of meaning anything at all under which nothing is looked for.
_BEYOND_DOUBT: Final = -1.8
_LARGEST: Final = 8.0
_CHATTER: Final = INTENT_PLACES[Intent.CHATTER]
_SQUARE: Final = SCALE * SCALE
#: How likely an answer must be among those to the same question.
_CLEAR_ANSWER: Final = 0.6
_LENGTHS: Final = (2, 4, 7, 12, 20, 35, 60, 120)
_LENGTH_NAMES: Final = tuple(f"length:{longer_than}" for longer_than in range(len(_LENGTHS) + 1))
_ORDERS: Final = ("orders:0", "orders:1", "orders:2")
_ACTIVITIES: Final = ("activities:0", "activities:1", "activities:2")
_SPANS: Final = ("time", "address", "phone", "people", "stars", "index", "url")
_OF_ITS_KIND: Final = frozenset(
    {
        QuestionKind.REVIEW,
        QuestionKind.WHERE,
        QuestionKind.WHEN,
        QuestionKind.PHONE,
        QuestionKind.REGISTER,
        QuestionKind.ROLL_CALL,
    }
)
_STAFF: Final = frozenset({Role.LEADER, Role.GRID_WORKER, Role.ADMIN})


def _is_beyond_doubt(heard: Iterable[str]) -> bool:
    return sum(filter(None, map(GATE.get, heard)), GATE_BIAS) / SCALE < _BEYOND_DOUBT


@lru_cache(maxsize=1)  # heard for its intent, then for its category
def _sums_of(reading: Reading) -> int:
    return LEARNT.sums(traits(reading) | rules_heard(reading))


def _intent_odds(sums: int) -> list[float]:
    """Log odds: what each trait says alone, and what they say together."""
    found = LEARNT.unpacked(sums)
    together = UNITS.sums(found[UNIT_PLACE:INTENT_PLACE])
    return [(one * SCALE + more) / _SQUARE for one, more in zip(found[INTENT_PLACE:], together, strict=False)]


def _odds(weights: PackedWeights, sums: int) -> list[float]:
    """The log odds of each class."""
    return [each / SCALE for each in weights.unpacked(sums)]


class Hearing:
    """One message, heard once."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @cached_property
    def is_clearly_talk(self) -> bool:
        """Small talk beyond doubt: nine lines of ten, for a tenth of what the intents cost."""
        return _is_beyond_doubt(traits(self._reading))

    @cached_property
    def _odds(self) -> list[float]:
        return _intent_odds(_sums_of(self._reading))

    def lean(self, intent: Intent) -> float:
        """How much it sounds like the intent and not like talk: log odds, within ±8."""
        place = INTENT_PLACES.get(intent)
        if place is None:
            return -_LARGEST
        return max(-_LARGEST, min(_LARGEST, self._odds[place] - self._odds[_CHATTER]))

    @cached_property
    def _likely(self) -> dict[Intent, float]:
        talk = self._odds[_CHATTER]
        odds = {intent: exp(self._odds[place] - talk) for intent, place in INTENT_PLACES.items()}
        whole = sum(odds.values())
        return {intent: each / whole for intent, each in odds.items()}

    def likelihood(self, intent: Intent) -> float:
        return self._likely[intent]

    @cached_property
    def likeliest(self) -> tuple[Intent, float]:
        """The intent that it sounds like most, chatter aside, and how likely it is."""
        best = max((intent for intent in self._likely if intent is not Intent.CHATTER), key=self._likely.__getitem__)
        return best, self._likely[best]


@lru_cache(maxsize=1)  # heard for whether it means anything, then for what
def traits(reading: Reading) -> set[str]:
    """Letters, pairs of letters, and (longer than two letters) what is known of the room."""
    found = _letters(reading)
    found.update(_circumstances(reading))
    return found


def rules_heard(reading: Reading) -> set[str]:
    """What the tables of features find, whatever they think of it."""
    return {f"rule:{name}" for name in EVERYTHING.heard(reading)}


def category_traits(reading: Reading, intent: Intent, by_words: Category) -> set[str]:
    """`by_words` is what the category tables make of it: one opinion among the others, and the strongest."""
    return {*_letters(reading), *_opinions(intent, by_words)}


def heard_category(reading: Reading, intent: Intent, by_words: Category) -> Category:
    """The kind of help, gift or fault, by the words and by what the tables make of them."""
    odds = _odds(LEARNT, LEARNT.added(_sums_of(reading), _opinions(intent, by_words)))
    return max(CATEGORY_PLACES, key=lambda category: odds[CATEGORY_PLACES[category]])


def heard_answer(reading: Reading, intent: Intent) -> str | None:
    """Yes or no, which of one's data, quiet or gone: what a message of that intent says; None where it is not clear."""
    odds = _odds(ANSWERS, ANSWERS.sums(traits(reading)))
    likely = {name: exp(odds[place]) for name, place in ANSWER_PLACES.items() if name.startswith(f"{intent.value}:")}
    best = max(likely, key=likely.__getitem__)
    return best.partition(":")[2] if likely[best] > _CLEAR_ANSWER * sum(likely.values()) else None


def _opinions(intent: Intent, by_words: Category) -> tuple[str, str]:
    """No trait of a room has such a name, so that the letters' sums for categories are those of the whole reading."""
    return f"is:{intent.value}", f"words:{by_words.value}"


def sounds_like_talk(text: str) -> bool:
    """Small talk beyond doubt by its letters alone: nothing is known of the room, nothing masked."""
    return _is_beyond_doubt(_letters_of(text))


def _letters(reading: Reading) -> set[str]:
    said = reading.bare
    if not 0 < len(said) <= MOST_HEARD:
        return _letters_of(said)
    return reading.grams | {"^", "$", "^" + said[0], said[-1] + "$"}


def _letters_of(said: str) -> set[str]:
    return grams_of(f"^{said[:MOST_HEARD]}$")


def _question(asked: Asked) -> str:
    """Whatever is answered with yes or no was learnt as one question."""
    return f"asked:{asked.kind.value if asked.kind in _OF_ITS_KIND else QuestionKind.CONFIRM.value}"


def _circumstances(reading: Reading) -> list[str]:
    message, context = reading.message, reading.context
    kinds = [thing.kind for thing in context.things]
    found = [
        _question(context.asked) if context.asked is not None and not reading.is_overheard else "asked:",
        _ORDERS[min(kinds.count(PostingKind.ORDER), 2)],
        _ACTIVITIES[min(kinds.count(PostingKind.ACTIVITY), 2)],
        _LENGTH_NAMES[bisect_left(_LENGTHS, reading.length)],
    ]
    if reading.pieces.found:
        said = {piece.kind for piece in reading.pieces.found}
        found += [f"has:{kind}" for kind in _SPANS if kind in said]
        if "time" in said and lies_behind(reading):
            found.append("has:past")
    if message.quote is not None:
        found.append("is:quotes_bot" if reading.is_quoting_bot else "is:quotes_neighbour")
    facts = (
        (reading.numbers, "is:number"),
        (message.role in _STAFF, "is:staff"),
        (message.role is Role.GRID_WORKER, "is:grid_worker"),
        (reading.quotes_activity, "is:quotes_activity"),
        (reading.is_to_bot, "is:to_bot"),
        (reading.mentioned, "is:mentions"),
        (message.images > 0, "is:picture"),
    )
    return found + [name for holds, name in facts if holds]
