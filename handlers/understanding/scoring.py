"""Additive, named features: each rule that holds adds its weight; the sum becomes a confidence."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from math import exp
from typing import Final

from handlers.understanding.beginnings import gated
from handlers.understanding.decision import Feature
from handlers.understanding.prefilter import Grams, Sieve, needed_grams, places
from handlers.understanding.reading import Reading
from storage.intents import Intent

_LARGEST: Final = 30.0


@dataclass(frozen=True, slots=True)
class Rule:
    """Holds where `pattern` is found (`is_without`: is not), for which some of `needed` must be there.

    `weights` says what that speaks for (or, below 0, against).
    """

    name: str
    pattern: re.Pattern[str]
    needed: Grams | None
    weights: Mapping[Intent, float]
    is_without: bool = False


def rule(name: str, pattern: str, **weights: float) -> Rule:
    """A line of a feature table; the keywords are intents' values."""
    by_intent = {Intent(intent): weight for intent, weight in weights.items()}
    return Rule(name, gated(pattern), needed_grams(pattern), by_intent)


def without(name: str, pattern: str, **weights: float) -> Rule:
    """A line of what is missing: nearly always told by the letters alone, without a search."""
    return replace(rule(name, pattern, **weights), is_without=True)


class Score:
    """One intent's sum and the features that made it."""

    __slots__ = ("features", "total")

    def __init__(self, bias: float = 0.0) -> None:
        self.total = bias
        self.features: list[Feature] = [Feature("bias", bias)] if bias else []

    def add(self, name: str, weight: float) -> None:
        self.total += weight
        self.features.append(Feature(name, weight))

    def weigh(self, share: float, *, whole: str = "") -> None:
        """Let what was added so far count only so much, but for the feature named `whole`."""
        self.features = [
            each if each.name == whole else Feature(each.name, each.weight * share) for each in self.features
        ]
        self.total = sum(each.weight for each in self.features)

    @property
    def confidence(self) -> float:
        """
        >>> Score(0.0).confidence
        0.5
        """
        return 1.0 / (1.0 + exp(-max(-_LARGEST, min(_LARGEST, self.total))))


class Scores(dict[Intent, Score]):
    """The intents that something was said about; each begins at its bias when it is first asked for."""

    def __init__(self, biases: Mapping[Intent, float]) -> None:
        super().__init__()
        self.biases = biases

    def __missing__(self, intent: Intent) -> Score:
        score = self[intent] = Score(self.biases[intent])
        return score

    def surest(self) -> Intent | None:
        return max(self, key=lambda intent: self[intent].total, default=None)


class _Searched:
    """What was searched for in one message so far, and what of it holds: a bit a rule."""

    __slots__ = ("held", "possible")

    def __init__(self, possible: int, held: int) -> None:
        self.possible = possible
        self.held = held


class RuleBook:
    """All feature tables as one: a rule of several chapters is searched for once a message."""

    def __init__(self, *tables: Iterable[Rule]) -> None:
        self._tables = tables
        self._rules = tuple(chain.from_iterable(tables))
        self._sieve = Sieve(each.needed for each in self._rules)
        self._without = _bits(each.is_without for each in self._rules)
        self._speaking_for = _bits(max(each.weights.values()) > 0 for each in self._rules)
        #: One message's at a time.
        self._searched = lru_cache(maxsize=1)(self._sieved)

    def chapter(self, *tables: Iterable[Rule]) -> "Chapter":
        rules = _bits(table in tables for table in self._tables for _ in table)
        return Chapter(self, rules & self._speaking_for, rules & ~self._speaking_for)

    def heard(self, reading: Reading, wanted: int) -> list[Rule]:
        """Those that hold, in order."""
        searched, text = self._searched(reading), reading.bare
        possible, held = searched.possible, searched.held
        found = []
        for place in places((possible | held) & wanted):
            each = self._rules[place]
            if possible >> place & 1:
                if (each.pattern.search(text) is None) != each.is_without:
                    continue
                held |= 1 << place
            found.append(each)
        searched.possible, searched.held = possible & ~wanted, held
        return found

    def _sieved(self, reading: Reading) -> _Searched:
        possible = self._sieve.bits(reading.grams)
        return _Searched(possible, self._without & ~possible)


def _bits(holds: Iterable[bool]) -> int:
    return sum(1 << place for place, each in enumerate(holds) if each)


class Chapter:
    """Some tables of a book. Rules that only speak against something wait until something speaks for it."""

    def __init__(self, book: RuleBook, speaking_for: int, speaking_against: int) -> None:
        self._book = book
        self._for = speaking_for
        self._against = speaking_against

    def speak_for(self, reading: Reading, scores: Scores) -> None:
        """Add every rule that can raise a score; what else they say is added with it."""
        self._apply(self._for, reading, scores)

    def speak_against(self, reading: Reading, scores: Scores) -> None:
        """Add the rules that can only lower: not needed where no score is high enough as it is."""
        self._apply(self._against, reading, scores)

    def heard(self, reading: Reading) -> Iterator[str]:
        """The names of all rules that hold."""
        return (each.name for each in self._book.heard(reading, self._for | self._against))

    def _apply(self, wanted: int, reading: Reading, scores: Scores) -> None:
        for each in self._book.heard(reading, wanted):
            for intent, weight in each.weights.items():
                if intent in scores.biases:
                    scores[intent].add(each.name, weight)
