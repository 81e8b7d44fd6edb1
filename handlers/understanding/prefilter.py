"""What a pattern cannot do without, letters or pairs of letters: a text that has none of them need not be searched.

Exact, and worth it: of 170 feature patterns some 5 are left to search in a line of small talk (20 by single letters
alone). Taken from the parsed pattern, so that nobody has to keep a list of letters beside each.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from operator import add
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple

from handlers.understanding.beginnings import parsed

#: Letters that stand in nearly every line tell little: a requirement that avoids them is worth more.
_COMMON: Final = frozenset(
    ",。!? 的我了你不是好一有么这啊就来个人没看要还也都在哈天去可想到吃会那大说真很得吗多上以心子下们吧能过爱快什为小时"
    "0123456789月日号点家生觉起自开样现太最出对年着呢后啦怎里给感知然和晚他意今又做直事见次经定买加哪打女"
)
#: How often a letter or a pair is met, by how many of its letters are common.
_COSTS: Final = {1: (1.0, 8.0), 2: (0.01, 0.08, 0.64)}
_PAIR: Final = 2
_LARGEST_CLASS: Final = 64
#: So many different strings of one stretch of a pattern are looked at; where there are more, it is cut.
_MOST_STRINGS: Final = 64
_NOTHING: Final = frozenset({""})

Grams = frozenset[str]


def grams_of(text: str) -> set[str]:
    """The letters and pairs of letters of a text."""
    letters = [*text]
    return {*letters, *map(add, letters, letters[1:])}


def needed_grams(*patterns: re.Pattern[str] | str) -> Grams | None:
    """Every match of any of the patterns contains one of these; None where nothing can be said."""
    return any_of(
        _of_pattern(each, 0) if isinstance(each, str) else _of_pattern(each.pattern, each.flags) for each in patterns
    )


def needed_twice(pattern: str) -> tuple[Grams | None, Grams | None]:
    """What a pattern needs, and what else it needs: every match contains one of each.

    >>> [sorted(each) for each in needed_twice("修.*(?:水管|灯泡)")]
    [['水管', '灯泡'], ['修']]
    """
    found, _ = _needs_and_strings(parsed(pattern, 0))
    first = min(found, key=_cost, default=None)
    also = (each for each in found if first is not None and not _is_said_by(first, each))
    return first, min(also, key=_cost, default=None)


def strings_of(pattern: str) -> Grams | None:
    """All strings that a pattern takes, if they are few; whatever stands around them.

    >>> sorted(strings_of("修(?:水管|灯)(?!匠)"))
    ['修水管', '修灯']
    """
    return _needs_and_strings(parsed(pattern, 0))[1]


def _is_said_by(grams: Grams, needed: Grams) -> bool:
    """Whoever has one of the grams has letters of these too: nothing new."""
    letters = frozenset().union(*needed)
    return all(not letters.isdisjoint(gram) for gram in grams)


class Sieve:
    """Which of many patterns may be found in a text: a bit each, set for what has the letters that it needs.

    What is needed at all is intersected with the text first: 0.3 µs for a line of small talk, a look-up a gram took 1.
    """

    __slots__ = ("_always", "_by_gram", "_grams")

    def __init__(self, needs: Iterable[Grams | None]) -> None:
        self._always = 0
        self._by_gram: dict[str, int] = {}
        for place, needed in enumerate(needs):
            if needed is None:
                self._always |= 1 << place
            for gram in needed or ():
                self._by_gram[gram] = self._by_gram.get(gram, 0) | 1 << place
        self._grams = frozenset(self._by_gram)

    def bits(self, grams: set[str]) -> int:
        bits = self._always
        for gram in self._grams & grams:
            bits |= self._by_gram[gram]
        return bits


@lru_cache(maxsize=1024)  # small talk leaves the same few: 0.1 µs, where a place takes 0.2
def places(bits: int) -> tuple[int, ...]:
    """Where the bits stand, the lowest first.

    >>> places(0b10110)
    (1, 2, 4)
    """
    found = []
    while bits:
        lowest = bits & -bits
        bits ^= lowest
        found.append(lowest.bit_length() - 1)
    return tuple(found)


class _Facts(NamedTuple):
    """Of a part of a pattern: all strings that it takes, if they are few; and what none of its matches lacks."""

    strings: Grams | None = None
    needed: Grams | None = None


_UNKNOWN: Final = _Facts()


@cache
def _of_pattern(pattern: str, flags: int) -> Grams | None:
    return None if flags & re.IGNORECASE else _of_sequence(parsed(pattern, flags)).needed


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> _Facts:
    """All must match: the cheapest of their requirements will do, and strings that touch make pairs."""
    found, strings = _needs_and_strings(items)
    return _Facts(strings, min(found, key=_cost, default=None))


def _needs_and_strings(items: Iterable[tuple[Any, Any]]) -> tuple[list[Grams], Grams | None]:
    found: list[Grams | None] = []
    run, is_whole = _NOTHING, True
    for kind, value in items:
        item = _of_item(kind, value)
        found.append(item.needed)
        if item.strings is not None and len(run) * len(item.strings) <= _MOST_STRINGS:
            run = frozenset(before + after for before in run for after in item.strings)
        else:
            found += _grams_of_each(run)
            run, is_whole = _NOTHING, False
    found += _grams_of_each(run)
    return [each for each in found if each is not None], run if is_whole else None


def _grams_of_each(strings: Grams) -> Iterator[Grams | None]:
    """One of each of the strings, in three ways: many may begin or end with the same pair."""
    yield _cheapest_grams(strings)
    if "" not in strings:
        yield frozenset(each[:_PAIR] for each in strings)
        yield frozenset(each[-_PAIR:] for each in strings)


def _of_item(kind: Any, value: Any) -> _Facts:
    reader = _READERS.get(kind)
    return reader(value) if reader is not None else _UNKNOWN


def _cheapest_grams(strings: Grams) -> Grams | None:
    """One of each string: its rarest pair, or the letter that it is."""
    if "" in strings:
        return None
    return frozenset(s if len(s) <= _PAIR else min(map(add, s, s[1:]), key=_cost_of) for s in strings)


def _cost(grams: Grams) -> float:
    return sum(map(_cost_of, grams))


def _cost_of(gram: str) -> float:
    return _COSTS[len(gram)][len(_COMMON.intersection(gram))]


def any_of(needs: Iterable[Grams | None]) -> Grams | None:
    """Any may match: the requirements of all together."""
    found = list(needs)
    return None if None in found else frozenset().union(*(needed for needed in found if needed is not None))


def _of_branches(branches: Iterable[Any]) -> _Facts:
    found = [_of_sequence(branch) for branch in branches]
    every = [facts.strings for facts in found if facts.strings is not None]
    strings = frozenset().union(*every) if len(every) == len(found) else None
    return _Facts(strings, any_of(facts.needed for facts in found))


def _of_class(members: Iterable[tuple[Any, Any]]) -> _Facts:
    letters: set[str] = set()
    for kind, value in members:
        if kind is op.LITERAL:
            letters.add(chr(value))
        elif kind is op.RANGE and value[1] - value[0] < _LARGEST_CLASS:
            letters.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return _UNKNOWN  # negated, a category, or too wide to help
    return _Facts(frozenset(letters), frozenset(letters))


def _of_repeat(value: tuple[int, Any, Any]) -> _Facts:
    least, most, repeated = value
    facts = _of_sequence(repeated)
    needed = facts.needed if least else None
    if most != 1 or facts.strings is None:
        return _Facts(None, needed)
    return _Facts(facts.strings if least else facts.strings | _NOTHING, needed)


def _of_group(value: tuple[Any, int, int, Any]) -> _Facts:
    _, added, removed, inside = value
    return _UNKNOWN if added or removed else _of_sequence(inside)


#: What is not here (any character, a group again) may be anything.
_READERS: Final[dict[Any, Callable[[Any], _Facts]]] = {
    op.LITERAL: lambda code: _Facts(frozenset(chr(code)), frozenset(chr(code))),
    op.IN: _of_class,
    op.SUBPATTERN: _of_group,
    op.BRANCH: lambda value: _of_branches(value[1]),
    op.MAX_REPEAT: _of_repeat,
    op.MIN_REPEAT: _of_repeat,
    op.POSSESSIVE_REPEAT: _of_repeat,
    op.AT: lambda _place: _Facts(_NOTHING),
    op.ASSERT: lambda value: _Facts(_NOTHING, _of_sequence(value[1]).needed),
    op.ASSERT_NOT: lambda _value: _Facts(_NOTHING),
}
