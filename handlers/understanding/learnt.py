"""Everything that was learnt, read from `wording.zip` (made by `make wording`).

A trait is looked up for the intents, by itself and by the hidden layer's units, for the categories and for the taggers.
What costs is not the sum but to fetch it from memory, 0.4 µs where other work was done in between: one row has all, and
is fetched once a message.
"""

import json
from pathlib import Path
from struct import unpack
from typing import Any, Final, NamedTuple
from zipfile import ZipFile

from handlers.understanding.hidden_layer import HiddenLayer
from handlers.understanding.letter_sums import SPANS, LetterSums
from handlers.understanding.packed_weights import PackedWeights
from storage.intents import Intent
from storage.vocabulary import Category

FILE: Final = Path(__file__).with_name("wording.zip")
#: Weights are log odds in so many parts.
SCALE: Final = 64
#: Traits are kept a line each.
LINE_END: Final = "¶"


class Kept(NamedTuple):
    """What is in the file.

    `facts`: made_of, taggers, intents, categories, biases (of taggers, units, intents, categories), units (each unit's
    weights for the intents), unit_biases, gate_bias, answers, answer_biases, figures, figure_biases, begins, ends.
    Weights of the gate by trait; of taggers, units, intents and categories, of answers, and of figures, packed
    (`packed_weights.py`); near a letter, a pair and a three raised (`letter_sums.py`). Pairs of letters that are no two
    words.
    """

    facts: dict[str, Any]
    gate: dict[str, int]
    weights: dict[str, int]
    answers: dict[str, int]
    figures: dict[str, int]
    near: tuple[dict[str, bytes], ...]
    word_pairs: frozenset[str]


def kept_in(file: Path) -> Kept:
    with ZipFile(file) as kept:
        tables, facts = _Tables(kept), json.loads(kept.read("facts.json"))
        return Kept(
            facts,
            tables.plain("gate"),
            tables.packed("traits"),
            tables.packed("answers"),
            tables.packed("figures"),
            tuple(tables.near(letters, len(facts["taggers"])) for letters in range(1, len(SPANS) + 1)),
            frozenset(tables.lines("word_pairs")),
        )


class _Tables:
    """Tables of one file; a trait that is in several is kept once."""

    def __init__(self, kept: ZipFile) -> None:
        self._kept = kept
        self._known: dict[str, str] = {}

    def lines(self, name: str) -> list[str]:
        found = self._kept.read(f"{name}.txt").decode().split("\n")
        return [self._known.setdefault(line, line) for line in found]

    def plain(self, name: str) -> dict[str, int]:
        said = self._kept.read(f"{name}.weights")
        return dict(zip(self.lines(name), unpack(f"<{len(said) // 2}h", said), strict=True))

    def packed(self, name: str) -> dict[str, int]:
        return dict(zip(self.lines(name), _numbers(self._kept.read(f"{name}.weights")), strict=True))

    def near(self, letters: int, columns: int) -> dict[str, bytes]:
        span, _ = SPANS[letters - 1]
        said, length = self._kept.read(f"near{letters}.weights"), 2 * span * columns
        rows = (said[at : at + length] for at in range(0, len(said), length))
        return dict(zip(self.lines(f"near{letters}"), rows, strict=True))


def _numbers(said: bytes) -> list[int]:
    """Each as its length, a byte, and its bytes."""
    found, at = [], 0
    while at < len(said):
        end = at + 1 + said[at]
        found.append(int.from_bytes(said[at + 1 : end], "little", signed=True))
        at = end
    return found


_KEPT: Final = kept_in(FILE)
#: The digest of what it was learnt from.
MADE_OF: Final[str] = _KEPT.facts["made_of"]
#: Whether anything is meant at all: asked of every line, and so apart, with small numbers that are always at hand.
GATE: Final = _KEPT.gate
GATE_BIAS: Final[int] = _KEPT.facts["gate_bias"]
#: Where in a row the classes begin.
TAGGER_PLACE: Final = 0
TAGGERS: Final[tuple[str, ...]] = tuple(_KEPT.facts["taggers"])
UNIT_PLACE: Final = TAGGER_PLACE + len(TAGGERS)
INTENT_PLACE: Final = UNIT_PLACE + len(_KEPT.facts["units"])
#: Among the intents.
INTENT_PLACES: Final = {Intent(name): place for place, name in enumerate(_KEPT.facts["intents"])}
CATEGORY_PLACES: Final = {
    Category(name): place
    for place, name in enumerate(_KEPT.facts["categories"], start=INTENT_PLACE + len(INTENT_PLACES))
}
LEARNT: Final = PackedWeights(_KEPT.facts["biases"], _KEPT.weights)
#: What the units weigh for the intents: in `SCALE`ths of `SCALE`ths, as they are themselves in `SCALE`ths.
UNITS: Final = HiddenLayer(_KEPT.facts["unit_biases"], _KEPT.facts["units"])
#: What is meant by an answer or a request to the bot, as `intent:value`; asked seldom, and so apart.
ANSWER_PLACES: Final[dict[str, int]] = {name: place for place, name in enumerate(_KEPT.facts["answers"])}
ANSWERS: Final = PackedWeights(_KEPT.facts["answer_biases"], _KEPT.answers)
#: What a number or a time of a call is; apart as well.
FIGURE_PLACES: Final[dict[str, int]] = {name: place for place, name in enumerate(_KEPT.facts["figures"])}
FIGURES: Final = PackedWeights(_KEPT.facts["figure_biases"], _KEPT.figures)
AROUND: Final = LetterSums(_KEPT.near, _KEPT.facts["begins"], _KEPT.facts["ends"])
#: Letters that stand together far more often than by chance, and that no label ends between.
WORD_PAIRS: Final = _KEPT.word_pairs
