"""Additive, named features: each rule that holds adds its weight; the sum becomes a confidence."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from math import exp
from operator import or_
from typing import Any, Final, NamedTuple

from handlers.understanding.branches import branches_of
from handlers.understanding.decision import Feature
from handlers.understanding.prefilter import Sieve, places
from handlers.understanding.reading import Reading
from storage.intents import Intent

_LARGEST: Final = 30.0


@dataclass(frozen=True, slots=True)
class Rule:
    """Holds where any of the branches of `pattern` is found (`is_without`: none).

    `weights` says what that speaks for (or, below 0, against).
    """

    name: str
    pattern: str
    weights: Mapping[Intent, float]
    is_without: bool = False


def rule(name: str, pattern: str, **weights: float) -> Rule:
    """A line of a feature table; the keywords are intents' values."""
    return Rule(name, pattern, {Intent(intent): weight for intent, weight in weights.items()})


def without(name: str, pattern: str, **weights: float) -> Rule:
    """A line of what is missing: nearly always told by the letters alone, without a search."""
    return replace(rule(name, pattern, **weights), is_without=True)


class Score:
    """One intent's sum and the features that made it: what each is called, and what it weighs."""

    __slots__ = ("names", "total", "weights")

    def __init__(self, bias: float = 0.0) -> None:
        self.total = bias
        self.names = ["bias"] if bias else []
        self.weights = [bias] if bias else []

    def add(self, name: str, weight: float) -> None:
        self.total += weight
        self.names.append(name)
        self.weights.append(weight)

    def weigh(self, share: float, *, whole: str = "") -> None:
        """Let what was added so far count only so much, but for the feature named `whole`."""
        told = zip(self.names, self.weights, strict=True)
        self.weights = [weight if name == whole else weight * share for name, weight in told]
        self.total = sum(self.weights)

    @property
    def why(self) -> tuple[Feature, ...]:
        """Made of what is decided on alone: of five scores that were weighed, one."""
        return tuple(map(Feature, self.names, self.weights))

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
        return max(self, key=lambda intent: self[intent].total) if self else None


class _Wanted(NamedTuple):
    """Some rules and all their branches, a bit each."""

    rules: int
    branches: int


class _Searched:
    """What was found in one message, a bit a rule; what is left to search for, a bit a branch."""

    __slots__ = ("found", "left")

    def __init__(self, found: int, left: int) -> None:
        self.found = found
        self.left = left


class RuleBook:
    """All feature tables as one: a rule of several chapters is searched for once a message."""

    def __init__(self, *tables: Iterable[Rule]) -> None:
        self._tables = tables
        self._rules = tuple(chain.from_iterable(tables))
        self._without = _bits(each.is_without for each in self._rules)
        self._speaking_for = _bits(max(each.weights.values()) > 0 for each in self._rules)
        taken = [branches_of(each.pattern) for each in self._rules]
        searched = [(1 << place, each) for place, branches in enumerate(taken) for each in branches.searched]
        #: Of each branch its rule, and how it is searched for.
        self._branches = [(of, each.search) for of, each in searched]
        #: First of all rules what tells them, then of all branches what they need, and what else.
        told = (each.told for each in taken)
        self._sieve = Sieve([*told, *(each.needed for _, each in searched), *(each.also for _, each in searched)])
        self._every = (1 << len(self._rules)) - 1
        #: One message's at a time.
        self._searched = lru_cache(maxsize=1)(self._sieved)

    def chapter(self, *tables: Iterable[Rule]) -> "Chapter":
        rules = _bits(table in tables for table in self._tables for _ in table)
        return Chapter(self, self._wanted(rules & self._speaking_for), self._wanted(rules & ~self._speaking_for))

    def _wanted(self, rules: int) -> _Wanted:
        return _Wanted(rules, _bits(rules & of for of, _ in self._branches))

    def heard(self, reading: Reading, wanted: _Wanted) -> list[Rule]:
        """Those that hold, in order."""
        searched, text = self._searched(reading), reading.bare
        found, left = searched.found, searched.left & wanted.branches
        searched.left ^= left
        while left:
            place = left.bit_length() - 1
            left ^= 1 << place
            of, search = self._branches[place]
            if not found & of and search(text):
                found |= of
        searched.found = found
        held = (found ^ self._without) & wanted.rules
        return [self._rules[place] for place in places(held)] if held else []

    def _sieved(self, reading: Reading) -> _Searched:
        """A branch may be found if both that it needs are there."""
        bits = self._sieve.bits(reading.grams)
        needed = bits >> len(self._rules)
        return _Searched(bits & self._every, needed & needed >> len(self._branches))


def _bits(holds: Iterable[Any]) -> int:
    return sum(1 << place for place, each in enumerate(holds) if each)


class Chapter:
    """Some tables of a book. Rules that only speak against something wait until something speaks for it."""

    def __init__(self, book: RuleBook, speaking_for: _Wanted, speaking_against: _Wanted) -> None:
        self._book = book
        self._for = speaking_for
        self._against = speaking_against
        self._all = _Wanted(*map(or_, speaking_for, speaking_against))

    def speak_for(self, reading: Reading, scores: Scores) -> None:
        """Add every rule that can raise a score; what else they say is added with it."""
        self._apply(self._for, reading, scores)

    def speak_against(self, reading: Reading, scores: Scores) -> None:
        """Add the rules that can only lower: not needed where no score is high enough as it is."""
        self._apply(self._against, reading, scores)

    def heard(self, reading: Reading) -> Iterator[str]:
        """The names of all rules that hold."""
        return (each.name for each in self._book.heard(reading, self._all))

    def _apply(self, wanted: _Wanted, reading: Reading, scores: Scores) -> None:
        for each in self._book.heard(reading, wanted):
            for intent, weight in each.weights.items():
                if intent in scores.biases:
                    scores[intent].add(each.name, weight)
