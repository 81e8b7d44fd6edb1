"""The gist of a message: the words in it that say what is needed, given, broken or wished.

People wrap them in greetings, reasons and history. A logistic regression over each letter, its neighbours and its
clause, trained from `tests/understanding/corpus` by `make wording`, says how likely a letter is to belong to the gist.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Final

from handlers.understanding import masks
from handlers.understanding.masks import folded
from handlers.understanding.reading import Reading
from handlers.understanding.wording_weights import GIST, GIST_BIAS, SCALE
from storage.intents import Intent

_CLAUSE: Final = re.compile(r"[^,。!?;:\s|~…]+")
_LENGTHS: Final = (2, 4, 6, 9, 13, 18, 25)
_FAR: Final = 5
#: Stretches of the five letters in whose middle a letter stands.
_AROUND: Final = ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 2), (1, 3), (2, 4), (3, 5), (1, 4))
#: Log odds that each change between in and out must be worth: no single letters are picked out of a word.
_CHANGE: Final = 1.0
_WEIGHTS: Final = {trait: int(weight) for trait, weight in (line.split("\t") for line in GIST.split("\n")[:-1])}
#: Never in a gist, which a room may read: numbers, links, ID cards.
_UNSAID: Final = frozenset((masks.URL, masks.PHONE, masks.ID, masks.ORDER, masks.INDEX))
#: A first letter left alone belongs to the word (路|灯不亮), unless it is one that leads in.
_TORN: Final = re.compile(rf"(?:^|[,。!?;:\s|~…{masks.ALL}])([^,。!?;:\s|~…{masks.ALL}我想要来去有请在把求就个的])\Z")
#: What has happened needs its 了 to sound like Chinese.
_DONE: Final = frozenset("了咯")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Clause:
    """Where it stands in the text, what is known of it as a whole, and of each of its letters."""

    begin: int
    end: int
    traits: set[str]
    letters: list[set[str]]


def clauses_of(masked: str, intent: Intent) -> list[Clause]:
    found = list(_CLAUSE.finditer(masked))
    return [
        Clause(match.start(), match.end(), _clause_traits(match[0], intent, at, len(found)), _letters(match[0], intent))
        for at, match in enumerate(found)
    ]


def _clause_traits(clause: str, intent: Intent, at: int, count: int) -> set[str]:
    said = folded(clause)
    first, last = min(at, 4), min(count - 1 - at, 3)
    return {
        *said,
        *map("".join, pairwise(f"^{said}$")),
        f"is:{intent.value}",
        f"first:{first}",
        f"last:{last}",
        f"clauses:{min(count, 6)}",
        f"length:{sum(len(said) > limit for limit in _LENGTHS)}",
        f"{intent.value}:first:{min(first, 2)}",
        f"{intent.value}:last:{min(last, 1)}",
    }


def _letters(clause: str, intent: Intent) -> list[set[str]]:
    """What stands around each, near and far, and how far it is to both ends."""
    said, end = f"^^{clause}$$", len(clause) - 1
    return [
        {
            *(f"@{first}{said[at + first : at + last]}" for first, last in _AROUND),
            f"from:{min(at, _FAR)}",
            f"to:{min(end - at, _FAR)}",
            f"{intent.value}:{letter if letter in masks.LETTERS else ''}",
        }
        for at, letter in enumerate(clause)
    ]


def gist(reading: Reading, intent: Intent) -> str:
    """As it was sent, its pieces joined by commas; "" of a message without a word.

    A room may read it: it has no phone, no number, and no address that a room may not see.
    """
    hidden = {
        place
        for piece in reading.of("address")
        if piece.place is not None and piece.place.private
        for place in range(piece.begin, piece.end)
    }
    said = (
        "".join(_sent(reading, place) for place in range(*stretch) if place not in hidden)
        for stretch in _stretches(reading.masked, intent)
    )
    return ",".join(filter(None, said))


def _sent(reading: Reading, place: int) -> str:
    """The letter in the sender's own script, if it is Chinese; nothing of what is unsaid."""
    if reading.masked[place] in _UNSAID:
        return ""
    read, (_, sent) = reading.text[place], reading.normal.place_of(place, place + 1)
    return sent if _HAN.fullmatch(sent) and _HAN.match(read) else read


@lru_cache(maxsize=8)  # asked for by the need, by its public phrase and by its slots
def _stretches(masked: str, intent: Intent) -> tuple[tuple[int, int], ...]:
    clauses = clauses_of(masked, intent)
    if not clauses:
        return ()
    odds = [_odds(clause, letter) for clause in clauses for letter in clause.letters]
    places = [place for clause in clauses for place in range(clause.begin, clause.end)]
    while not any(chosen := _chosen(odds)):  # something is said: the likeliest of it
        odds = [each + _CHANGE for each in odds]
    kept = [place for place, is_kept in zip(places, chosen, strict=True) if is_kept]
    runs = [[place for _, place in run] for _, run in groupby(enumerate(kept), key=lambda pair: pair[1] - pair[0])]
    return tuple(_mended(masked, run[0], run[-1] + 1) for run in runs)


def _mended(masked: str, begin: int, end: int) -> tuple[int, int]:
    """Without a torn word at its begin, or a missing 了 at its end."""
    return begin - bool(_TORN.search(masked[max(0, begin - 2) : begin])), end + (masked[end : end + 1] in _DONE)


def _odds(clause: Clause, letter: set[str]) -> float:
    return (GIST_BIAS + sum(_WEIGHTS.get(trait, 0) for trait in (*clause.traits, *letter))) / SCALE


def _chosen(odds: list[float]) -> list[bool]:
    """Which letters are in, so that their log odds less the price of all changes are most (Viterbi's way)."""
    out, within = 0.0, odds[0]
    changed: list[tuple[bool, bool]] = []
    for each in odds[1:]:
        leaves, enters = within - _CHANGE > out, out - _CHANGE > within
        changed.append((leaves, enters))
        out, within = (within - _CHANGE if leaves else out), (out - _CHANGE if enters else within) + each
    chosen = [within > out]
    for leaves, enters in reversed(changed):
        chosen.append(not enters if chosen[-1] else leaves)
    return chosen[::-1]
