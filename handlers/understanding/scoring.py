"""Additive, named features: each rule that holds adds its weight; the sum becomes a confidence."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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
    """Holds where `pattern` is found, for which some of `needed` must be there.

    `weights` says what that speaks for (or, below 0, against).
    """

    name: str
    pattern: re.Pattern[str]
    needed: Grams | None
    weights: Mapping[Intent, float]


def rule(name: str, pattern: str, **weights: float) -> Rule:
    """A line of a feature table; the keywords are intents' values."""
    return Rule(name, gated(pattern), needed_grams(pattern), {Intent(name): weight for name, weight in weights.items()})


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

    def heard(self, reading: Reading) -> Iterator[str]:
        """The names of all rules that hold."""
        yield from (each.name for each in self._speaking_for.heard(reading))
        yield from (each.name for each in self._speaking_against.heard(reading))


class _Index:
    """Rules, and what each needs."""

    __slots__ = ("_rules", "_sieve")

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        self._sieve = Sieve(each.needed for each in self._rules)

    def apply(self, reading: Reading, scores: Scores) -> None:
        for each in self.heard(reading):
            for intent, weight in each.weights.items():
                if intent in scores.biases:
                    scores[intent].add(each.name, weight)

    def heard(self, reading: Reading) -> Iterator[Rule]:
        text = reading.bare
        rules = map(self._rules.__getitem__, places(self._sieve.bits(reading.grams)))
        return (each for each in rules if each.pattern.search(text))
