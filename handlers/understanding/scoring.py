"""Additive, named features: each rule that holds adds its weight; the sum becomes a confidence."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp
from typing import Final

from handlers.understanding.decision import Feature
from storage.vocabulary import Intent

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


def apply(rules: Iterable[Rule], text: str, scores: Mapping[Intent, Score]) -> None:
    """Add every rule that holds to the scores that it speaks about."""
    for each in rules:
        if each.pattern.search(text):
            for intent, weight in each.weights.items():
                if intent in scores:
                    scores[intent].add(each.name, weight)
