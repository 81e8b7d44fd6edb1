"""Everything that was learnt of letters and their pairs, in one table.

A trait is looked up for the intents, for the categories and for the taggers. What costs is not the sum but to fetch it
from memory, 0.4 µs where other work was done in between: one row has all, and is fetched once a message.
"""

from typing import Final

from handlers.understanding.letter_sums import LetterSums
from handlers.understanding.packed_weights import PackedWeights, Row, rows_of
from handlers.understanding.wording_weights import (
    BIASES,
    CATEGORIES,
    CATEGORY_BIASES,
    CATEGORY_WEIGHTS,
    INTENTS,
    TAGGER_BIASES,
    TAGGERS,
    TAGS,
    WEIGHTS,
)
from storage.intents import Intent
from storage.vocabulary import Category

#: Where in a row the classes begin.
TAGGER_PLACE: Final = 0
_INTENTS_AT: Final = TAGGER_PLACE + len(TAGGERS)
_CATEGORIES_AT: Final = _INTENTS_AT + len(INTENTS)
INTENT_PLACES: Final = {Intent(name): place for place, name in enumerate(INTENTS, start=_INTENTS_AT)}
CATEGORY_PLACES: Final = {Category(name): place for place, name in enumerate(CATEGORIES, start=_CATEGORIES_AT)}


def _read() -> tuple[PackedWeights, LetterSums]:
    of_clauses: list[Row] = []
    around = LetterSums(rows_of(TAGS), len(TAGGERS), of_clauses)
    lots = (
        (TAGGER_PLACE, of_clauses),
        (_INTENTS_AT, rows_of(WEIGHTS)),
        (_CATEGORIES_AT, rows_of(CATEGORY_WEIGHTS)),
    )
    return PackedWeights((*TAGGER_BIASES, *BIASES, *CATEGORY_BIASES), lots), around


LEARNT, AROUND = _read()
