"""Additive, named features: each rule that holds adds its weight; the sum becomes a confidence."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from math import exp
from operator import or_
from typing import Final

from handlers.understanding.decision import Feature
from handlers.understanding.prefilter import needed_grams
from handlers.understanding.reading import Reading
from storage.intents import Intent

_LARGEST: Final = 30.0


@dataclass(frozen=True, slots=True)
class Rule:
    """Holds where `pattern` is found; `weights` says what that speaks for (or, below 0, against)."""

    name: str
    pattern: re.Pattern[str]
    weights: Mapping[Intent, float]


def rule(name: str, pattern: str, **weights: float) -> Rule:
    """A line of a feature table; the keywords are intents' values."""
    return Rule(name, re.compile(pattern), {Intent(name): weight for name, weight in weights.items()})


class Score:
    """One intent's sum and the features that made it."""

    __slots__ = ("features", "total")

    def __init__(self, bias: float = 0.0) -> None:
        self.total = bias
        self.features: list[Feature] = [Feature("bias", bias)] if bias else []

    def add(self, name: str, weight: float) -> None:
        self.total += weight
        self.features.append(Feature(name, weight))

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


class RuleBook:
    """Feature tables as one. Rules that only speak against something wait until something speaks for it."""

    def __init__(self, *tables: Iterable[Rule]) -> None:
        rules = [each for table in tables for each in table]
        self._speaking_for = _Index(each for each in rules if max(each.weights.values()) > 0)
        self._speaking_against = _Index(each for each in rules if max(each.weights.values()) <= 0)

    def speak_for(self, reading: Reading, scores: Scores) -> None:
        """Add every rule that can raise a score; what else they say is added with it."""
        self._speaking_for.apply(reading, scores)

    def speak_against(self, reading: Reading, scores: Scores) -> None:
        """Add the rules that can only lower: not needed where no score is high enough as it is."""
        self._speaking_against.apply(reading, scores)


class _Index:
    """Rules by the letters and pairs of letters that they need: a bit a rule, a mask a gram."""

    __slots__ = ("_always", "_by_gram", "_rules")

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        self._always = 0
        self._by_gram: dict[str, int] = {}
        for place, each in enumerate(self._rules):
            needed = needed_grams(each.pattern)
            if needed is None:
                self._always |= 1 << place
                continue
            for gram in needed:
                self._by_gram[gram] = self._by_gram.get(gram, 0) | 1 << place

    def apply(self, reading: Reading, scores: Scores) -> None:
        text = reading.bare
        wanted = reduce(or_, filter(None, map(self._by_gram.get, reading.grams)), self._always)
        while wanted:
            lowest = wanted & -wanted
            wanted ^= lowest
            each = self._rules[lowest.bit_length() - 1]
            if each.pattern.search(text):
                for intent, weight in each.weights.items():
                    if intent in scores.biases:
                        scores[intent].add(each.name, weight)
