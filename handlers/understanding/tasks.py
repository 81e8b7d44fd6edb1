"""Naming a need: the public phrase and the private detail."""

import re
from collections.abc import Sequence
from typing import Final

from handlers.understanding import masks
from handlers.understanding.categories import is_about_health
from handlers.understanding.gist import names_something
from handlers.understanding.lexicon_tasks import (
    A_BIT,
    BORROWED,
    BROKEN,
    CARRYING,
    DRAIN,
    HEALTH_FALLBACK,
    HEALTH_PHRASES,
    TRIM_LEAD,
    TRIM_TAIL,
)
from handlers.understanding.masks import without_masks
from handlers.understanding.normalise import squeezed
from handlers.understanding.prefilter import Sieve, needed_grams, places
from handlers.understanding.reading import Reading
from storage.vocabulary import Category

#: Nineteen of twenty labelled needs are named in fewer letters.
LONGEST_PHRASE: Final = 18
_SHORTEST: Final = 2
#: Of a piece; a room reads no more of it than fits.
_LONGEST_READ: Final = 60
_SOME_HELP: Final = "帮忙"
#: Said beside a picture, or of what everybody sees.
_DEED: Final = re.compile(r"[^我你他她帮等]一[下哈]")


def public_phrase(reading: Reading, words: str, category: Category) -> str:
    """What a room may read: a fixed phrase for what tells of health, else the task in the asker's own short words."""
    if is_about_health(words, category):
        return _HEALTH.first(without_masks(reading.masked), reading.pieces.grams) or HEALTH_FALLBACK
    named: list[str] = []
    for piece in filter(None, map(_named, words.split(","))):
        if not any(earlier[-2:] in piece for earlier in named):  # 疏通马桶, and again 会通马桶
            named.append(piece)
    deed = _DEED.search(words)
    return _fitting(named) or (deed[0] if deed else _SOME_HELP)


def _named(piece: str) -> str:
    """修水龙头 for 水龙头坏了, 借梯子 for 梯子借我用一下; else as it was said, without what only leads in or out."""
    bare = A_BIT.sub("", TRIM_TAIL.sub("", TRIM_LEAD.sub("", piece[:_LONGEST_READ], count=1), count=1))
    if len(bare) < _SHORTEST or not names_something(bare):
        return ""
    if broken := BROKEN.fullmatch(bare):
        return ("疏通" if broken["thing"] in DRAIN else "修") + broken["thing"]
    borrowed = BORROWED.fullmatch(bare)
    return f"借{borrowed['thing']}" if borrowed else "帮" * bare.startswith(CARRYING) + bare


def _fitting(pieces: list[str]) -> str:
    """As many whole pieces as the phrase has room for."""
    said = "".join(pieces[:1])[:LONGEST_PHRASE]
    for piece in pieces[1:]:
        if len(said) + 1 + len(piece) > LONGEST_PHRASE:
            break
        said = f"{said},{piece}"
    return said


class _Phrases:
    """The phrases of health, each searched for only where its letters are."""

    def __init__(self, phrases: Sequence[tuple[re.Pattern[str], str]]) -> None:
        self._phrases = phrases
        self._needed = Sieve(needed_grams(pattern) for pattern, _ in phrases)

    def first(self, plain: str, grams: set[str]) -> str:
        possible = (self._phrases[place] for place in places(self._needed.bits(grams)))
        return next((phrase for pattern, phrase in possible if pattern.search(plain)), "")


_HEALTH: Final = _Phrases(HEALTH_PHRASES)


def private_detail(reading: Reading) -> str:
    """The asker's own words without phone, ID and address."""
    text = reading.text
    for piece in reading.pieces.found:
        if piece.kind in ("phone", "id", "address"):
            text = masks.masked(text, piece.begin, piece.end, " ")
    return squeezed(re.sub(r"(?:电话|手机号?|联系(?:方式|电话))[:\s]*(?=\s|$)", " ", text))
