"""Which words of a message are the ones looked for: learnt letter by letter.

Nobody can list how people name a thing or a place. A logistic regression over each letter, its neighbours and its
clause, trained from `tests/understanding/corpus` by `make wording`, says how likely a letter is to be in; a change
between in and out has its price, so that no single letters are picked out of a word.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, groupby
from typing import Final, NamedTuple

from handlers.understanding import masks
from handlers.understanding.clauses import Clause, clauses_of, own_trait, traits_for, traits_of
from handlers.understanding.letter_sums import APART, RAISED, LetterSums
from handlers.understanding.packed_weights import PackedWeights, Row, rows_of
from handlers.understanding.wording_weights import SCALE, TAGGER_BIASES, TAGGERS, TAGS

#: A first letter left alone belongs to the word (路|灯不亮), unless it is one that leads in.
_TORN: Final = re.compile(rf"(?:^|[,。!?;:\s|~…{masks.ALL}])([^,。!?;:\s|~…{masks.ALL}我想要来去有请在把求就个的])\Z")
#: What has happened needs its 了 to sound like Chinese.
_DONE: Final = frozenset("了咯")
#: Log odds that a change between in and out must be worth.
_CHANGE: Final = 1 * SCALE
#: By then everything is in.
_MOST_LIFT: Final = 20


@dataclass(frozen=True, slots=True)
class Stretch:
    """Begin and end in the text, and the log odds of its letters in all."""

    begin: int
    end: int
    odds: int


class Odds(NamedTuple):
    """Of each letter that is no mark or space: its place, and its log odds, in `SCALE`ths."""

    places: list[int]
    odds: list[int]


class TaggerWeights:
    """Of several taggers, a column each: rows of traits as `clauses.py` names them, in `SCALE`ths of log odds."""

    def __init__(self, biases: Sequence[int], rows: Iterable[Row]) -> None:
        others: list[Row] = []
        self._near = LetterSums(rows, len(biases), others)
        self._whole = PackedWeights(biases, [(0, others)])
        self._columns = len(biases)
        self._weighed = lru_cache(maxsize=1)(self._of_all)  # a need is asked for its gist, its place, and for whom

    def odds(self, masked: str, kind: str, column: int) -> Odds:
        clauses, wholes, near = self._weighed(masked)
        places: list[int] = []
        odds: list[int] = []
        sums = near[column :: self._columns]
        begin = 0
        for clause, whole in zip(clauses, wholes, strict=True):
            said = self._whole.added(whole, traits_for(clause, kind))
            own = {
                letter: self._whole.unpacked(self._whole.added(said, (own_trait(letter, kind),)))[column] - RAISED
                for letter in ("", *masks.LETTERS.intersection(clause.text))
            }
            plain, end = own[""], begin + len(clause.text)
            odds += [each + own.get(letter, plain) for each, letter in zip(sums[begin:end], clause.text, strict=True)]
            places += range(clause.begin, clause.begin + len(clause.text))
            begin = end + len(APART)
        return Odds(places, odds)

    def _of_all(self, masked: str) -> tuple[list[Clause], list[int], tuple[int, ...]]:
        """The clauses, the sums of each as a whole, and what stands around each letter, column by column."""
        clauses = clauses_of(masked)
        wholes = [self._whole.sums(traits_of(clause)) for clause in clauses]
        return clauses, wholes, self._near.of([clause.text for clause in clauses])


class Tagger:
    """One of the columns."""

    def __init__(self, weights: TaggerWeights, column: int) -> None:
        self._weights = weights
        self._column = column

    def likeliest(self, masked: str, kind: str, *, is_enough: Callable[[list[Stretch]], bool] = bool) -> list[Stretch]:
        """What is in, and if that is not enough, what is nearest to it; none only of a text without a word."""
        odds = self.log_odds(masked, kind)
        for lift in range(_MOST_LIFT):
            found = _stretches(odds, lift * _CHANGE)
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
    """Its begin and end, without half a time at either, a torn word at the one or a missing 了 at the other."""
    begin, end = found.begin, found.end
    while begin < end and masked[begin] in masks.LETTERS and masked[begin - 1 : begin] == masked[begin]:
        begin += 1
    while begin < end and masked[end - 1] in masks.LETTERS and masked[end : end + 1] == masked[end - 1]:
        end -= 1
    is_torn = _TORN.search(masked[max(0, begin - 2) : begin]) is not None
    return begin - is_torn, end + (masked[end : end + 1] in _DONE)


def _stretches(said: Odds, lift: int) -> list[Stretch]:
    if not said.odds or max(said.odds) + lift <= 0:
        return []  # no change is worth its price
    chosen = _chosen([each + lift for each in said.odds])
    kept = list(compress(zip(said.places, said.odds, strict=True), chosen))
    runs = (list(run) for _, run in groupby(enumerate(kept), key=lambda numbered: numbered[1][0] - numbered[0]))
    return [Stretch(run[0][1][0], run[-1][1][0] + 1, sum(each for _, (_, each) in run)) for run in runs]


def _chosen(odds: list[int]) -> list[bool]:
    """Which letters are in, so that their log odds less the price of all changes are most (Viterbi's way)."""
    ahead = 0
    leads = []  # how much better it is that a letter is in than that it is out, of each
    for each in odds:
        if ahead > _CHANGE:
            ahead = _CHANGE
        elif ahead < -_CHANGE:
            ahead = -_CHANGE
        ahead += each
        leads.append(ahead)
    is_in = leads[-1] > 0
    chosen = [is_in]
    for lead in leads[-2::-1]:
        is_in = lead >= -_CHANGE if is_in else lead > _CHANGE
        chosen.append(is_in)
    return chosen[::-1]


_TAGGERS: Final = TaggerWeights(TAGGER_BIASES, rows_of(TAGS))
GIST, PLACE, TITLE, NAMES, WHOM = (
    Tagger(_TAGGERS, TAGGERS.index(name)) for name in ("gist", "place", "title", "names", "whom")
)
