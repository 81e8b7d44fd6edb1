"""Which words of a message are the ones looked for: learnt letter by letter.

Nobody can list how people name a thing or a place. A logistic regression over each letter, its neighbours and its
clause, trained from `tests/understanding/corpus` by `make wording`, says how likely a letter is to be in; a change
between in and out has its price, a higher one within a word, so that no single letters are picked out of it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, chain, compress, groupby
from operator import add, sub
from typing import Final, NamedTuple

from handlers.understanding import masks
from handlers.understanding.addresses import spots
from handlers.understanding.clauses import (
    MOST_BEFORE,
    MOST_BEHIND,
    Clause,
    clauses_of,
    of_kind,
    own_trait,
    place_of,
    traits_of,
)
from handlers.understanding.learnt import AROUND, LEARNT, SCALE, TAGGER_PLACE, TAGGERS, WORD_PAIRS
from handlers.understanding.letter_sums import APART, RAISED, LetterSums
from handlers.understanding.packed_weights import PackedWeights

#: A first letter left alone belongs to the word (路|灯不亮), unless it is one that leads in.
_TORN: Final = re.compile(rf"(?:^|[,。!?;:\s|~…{masks.ALL}])([^,。!?;:\s|~…{masks.ALL}我想要来去有请在把求就个的])\Z")
#: What has happened needs its 了 to sound like Chinese.
_DONE: Final = frozenset("了咯")
#: 扣|了他两个月工资: the verb belongs to it.
_BEHIND_VERB: Final = re.compile(r"(?<=[\u3400-\u9fff])[了着](?=[\u3400-\u9fff])")
#: 有|个婴儿床不要了, 楼道|的雪: what binds a thing to what stands before it says nothing alone.
_BINDING: Final = re.compile(
    r"(?:的|(?<=[有这那几两一二三四五六七八九十百])[个只根套台张件条双袋箱本])(?=[\u3400-\u9fff]{2})"
)
_SHORTEST: Final = 2
#: Log odds that a change between in and out must be worth.
_CHANGE: Final = round(0.7 * SCALE)
#: The same between two letters of a word (衣|服拉链坏了).
_TEAR: Final = 3 * SCALE
#: What is likeliest is short rather than long: log odds to begin with, and the steps by which more is heard where that
#: is not enough. By the last everything is in.
_RATHER_LESS: Final = round(-0.25 * SCALE)
_STEP: Final = SCALE
_MOST_STEPS: Final = 20


@dataclass(frozen=True, slots=True)
class Stretch:
    """Begin and end in the text, and the log odds of its letters in all."""

    begin: int
    end: int
    odds: int


class Odds(NamedTuple):
    """Of each letter, no marks and spaces: its place; its log odds and a change before it in `SCALE`ths."""

    places: list[int]
    odds: list[int]
    prices: list[int]


class _Weighed(NamedTuple):
    """What no tagger and no kind changes: each clause, its sums as a whole, and where its letters begin among all."""

    clauses: list[tuple[Clause, int, int]]
    around: tuple[int, ...]
    places: list[int]
    prices: list[int]
    masked: list[tuple[int, str]]


class _Kind(NamedTuple):
    """What is looked for, weighed by how many clauses stand before and behind, and by mask; a weight a column."""

    by_place: dict[tuple[int, int], list[int]]
    by_mask: dict[str, list[int]]


class TaggerWeights:
    """Of several taggers, a column each: their places in a table, and what stands around the letters."""

    def __init__(self, table: PackedWeights, around: LetterSums, places: range) -> None:
        self._table = table
        self._around = around
        self._places = places
        self._weighed = lru_cache(maxsize=1)(self._weigh)  # a need is asked for its gist, its place, and for whom
        self._of_kind = cache(self._weigh_kind)

    def odds(self, masked: str, kind: str, column: int) -> Odds:
        text, (by_place, by_mask) = self._weighed(masked), self._of_kind(kind)
        around = text.around[column :: len(self._places)]
        odds: list[int] = []
        for clause, whole, begin in text.clauses:
            same = self._table.of(whole, self._places[column]) + by_place[place_of(clause)][column]
            odds += [each + same for each in around[begin : begin + len(clause.text)]]
        for at, letter in text.masked:
            odds[at] += by_mask[letter][column]
        return Odds(text.places, odds, text.prices)

    def _weigh(self, masked: str) -> _Weighed:
        clauses = clauses_of(masked)
        begins = accumulate((len(clause.text) + len(APART) for clause in clauses), initial=0)
        wholes = (self._table.sums(traits_of(clause)) for clause in clauses)
        places = [*chain.from_iterable(range(each.begin, each.begin + len(each.text)) for each in clauses)]
        return _Weighed(
            [*zip(clauses, wholes, begins, strict=False)],
            self._around.of([clause.text for clause in clauses]),
            places,
            [*chain.from_iterable(_prices(each.text) for each in clauses)],
            [(at, masked[place]) for at, place in enumerate(places) if masked[place] in masks.LETTERS],
        )

    def _weigh_kind(self, kind: str) -> _Kind:
        plain = self._weights(own_trait("", kind))
        return _Kind(
            {
                (before, behind): self._weights(own_trait("", kind), *of_kind(kind, before, behind), more=-RAISED)
                for before in range(MOST_BEFORE + 1)
                for behind in range(MOST_BEHIND + 1)
            },
            {mask: [*map(sub, self._weights(own_trait(mask, kind)), plain)] for mask in masks.LETTERS},
        )

    def _weights(self, *traits: str, more: int = 0) -> list[int]:
        return [sum(self._table.weight(trait, place) for trait in traits) + more for place in self._places]


class Tagger:
    """One of the columns."""

    def __init__(self, weights: TaggerWeights, column: int) -> None:
        self._weights = weights
        self._column = column

    def likeliest(self, masked: str, kind: str, *, is_enough: Callable[[list[Stretch]], bool] = bool) -> list[Stretch]:
        """What is in, and if that is not enough, what is nearest to it; none only of a text without a word."""
        odds = self.log_odds(masked, kind)
        for more in range(_MOST_STEPS):
            found = _stretches(odds, _RATHER_LESS + more * _STEP)
            if is_enough(found):
                break
        return found

    def all(self, masked: str, kind: str, *, lift: float) -> list[Stretch]:
        """All that is in; `lift` (log odds) makes it hear more, and be wrong more often."""
        return _stretches(self.log_odds(masked, kind), round(lift * SCALE))

    def best(self, masked: str, kind: str, *, lift: float) -> Stretch | None:
        """What is in most clearly."""
        return max(self.all(masked, kind, lift=lift), key=lambda stretch: stretch.odds, default=None)

    def log_odds(self, masked: str, kind: str) -> Odds:
        return self._weights.odds(masked, kind, self._column)


def mended(masked: str, found: Stretch) -> tuple[int, int]:
    """Its begin and end, without half a time at either, and no word torn at the one nor 了 left out at the other."""
    begin, end = found.begin, found.end
    while begin < end and masked[begin] in masks.LETTERS and masked[begin - 1 : begin] == masked[begin]:
        begin += 1
    while begin < end and masked[end - 1] in masks.LETTERS and masked[end : end + 1] == masked[end - 1]:
        end -= 1
    if bound := _BINDING.match(masked, begin, end):
        begin = bound.end()
    elif _BEHIND_VERB.match(masked, begin, end) or _TORN.search(masked[max(0, begin - 2) : begin]):
        begin -= 1
    return _outside_spots(masked, begin, end), end + (masked[end : end + 1] in _DONE)


def _outside_spots(masked: str, begin: int, end: int) -> int:
    """活|动室包饺子 begins behind the spot's name, or with it if there is nothing else."""
    for spot_begin, spot_end in spots(masked):
        if spot_begin < begin < spot_end:
            return spot_end if end - spot_end >= _SHORTEST else spot_begin
    return begin


def _stretches(said: Odds, lift: int) -> list[Stretch]:
    if not said.odds or max(said.odds) + lift <= 0:
        return []  # no change is worth its price
    chosen = _chosen([each + lift for each in said.odds], said.prices)
    kept = list(compress(zip(said.places, said.odds, strict=True), chosen))
    runs = (list(run) for _, run in groupby(enumerate(kept), key=lambda numbered: numbered[1][0] - numbered[0]))
    return [Stretch(run[0][1][0], run[-1][1][0] + 1, sum(each for _, (_, each) in run)) for run in runs]


def _prices(clause: str) -> list[int]:
    """What a change before each of its letters costs."""
    return [_CHANGE, *(_TEAR if pair in WORD_PAIRS else _CHANGE for pair in map(add, clause, clause[1:]))]


def _chosen(odds: list[int], prices: list[int]) -> list[bool]:
    """Which letters are in, so that their log odds less the price of all changes are most (Viterbi's way)."""
    ahead = 0
    leads = []  # how much better it is that a letter is in than that it is out, of each
    for each, price in zip(odds, prices, strict=True):
        if ahead > price:
            ahead = price
        elif ahead < -price:
            ahead = -price
        ahead += each
        leads.append(ahead)
    is_in = leads[-1] > 0
    chosen = [is_in]
    for lead, price in zip(leads[-2::-1], prices[:0:-1], strict=True):
        is_in = lead >= -price if is_in else lead > price
        chosen.append(is_in)
    return chosen[::-1]


_TAGGERS: Final = TaggerWeights(LEARNT, AROUND, range(TAGGER_PLACE, TAGGER_PLACE + len(TAGGERS)))
GIST, PLACE, TITLE, NAMES, WHOM, WHEN, CONTACT = (
    Tagger(_TAGGERS, TAGGERS.index(name)) for name in ("gist", "place", "title", "names", "whom", "when", "contact")
)
