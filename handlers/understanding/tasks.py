"""Naming a need: the public phrase and the private detail."""

import re
from collections.abc import Sequence
from typing import Final

from handlers.understanding import masks
from handlers.understanding.gist import names_something
from handlers.understanding.lexicon_tasks import (
    BORROW,
    BROKEN_THING,
    DRAIN,
    HEALTH_FALLBACK,
    HEALTH_PHRASES,
    NAMED_TASK,
    REPAIR_VERB,
    TASK_PHRASES,
    TRIM_LEAD,
)
from handlers.understanding.masks import without_masks
from handlers.understanding.normalise import squeezed
from handlers.understanding.prefilter import Sieve, needed_grams, places
from handlers.understanding.reading import Reading

LONGEST_PHRASE: Final = 14
_SOME_HELP: Final = "帮忙"
#: 换一哈嘛 names no thing.
_PARTICLES: Final = re.compile(r"[嘛吧呢啊哦呀哈咯了吗的]+")


def public_phrase(reading: Reading, words: str, *, is_health: bool) -> str:
    """What a room may read: for health a fixed phrase, else the task in the asker's own short words."""
    plain = without_masks(reading.masked)
    if is_health:
        return _HEALTH.first(plain, reading.pieces.grams) or HEALTH_FALLBACK
    usual = _borrowed(plain) or _broken(plain) or _repaired(plain) or _USUAL.first(plain, reading.pieces.grams)
    return (usual or _task(plain) or (_cut(words) if names_something(words) else _SOME_HELP))[:LONGEST_PHRASE]


class _Phrases:
    """The phrases of tasks, each searched for only where its letters are."""

    def __init__(self, phrases: Sequence[tuple[re.Pattern[str], str]]) -> None:
        self._phrases = phrases
        self._needed = Sieve(needed_grams(pattern) for pattern, _ in phrases)

    def first(self, plain: str, grams: set[str]) -> str:
        possible = (self._phrases[place] for place in places(self._needed.bits(grams)))
        return next((phrase for pattern, phrase in possible if pattern.search(plain)), "")


_HEALTH: Final = _Phrases(HEALTH_PHRASES)
_USUAL: Final = _Phrases(TASK_PHRASES)


def _broken(plain: str) -> str:
    found = BROKEN_THING.search(plain)
    if not found:
        return ""
    return ("疏通" if found["thing"] in DRAIN else "修") + found["thing"]


def _borrowed(plain: str) -> str:
    found = BORROW.search(plain)
    return f"借{found['thing'] or found['thing2']}" if found else ""


def _repaired(plain: str) -> str:
    found = REPAIR_VERB.search(plain)
    return f"修{found['thing']}" if found else ""


def _task(plain: str) -> str:
    found = NAMED_TASK.search(plain)
    if not found or _PARTICLES.fullmatch(found["thing"]):
        return ""
    return ("帮" if found["verb"] in "买取拿送带搬抬寄" else "") + found["verb"] + found["thing"]


def _cut(words: str) -> str:
    """Whole pieces of the gist, as many as the phrase has room for."""
    first, *rest = TRIM_LEAD.sub("", words, count=1).strip().split(",")
    cut = first if len(first) > 1 else _SOME_HELP
    for piece in rest:
        if len(cut) + 1 + len(piece) > LONGEST_PHRASE:
            break
        cut = f"{cut},{piece}"
    return cut


def private_detail(reading: Reading) -> str:
    """The asker's own words without phone, ID and address."""
    text = reading.text
    for piece in reading.pieces.found:
        if piece.kind in ("phone", "id", "address"):
            text = masks.masked(text, piece.begin, piece.end, " ")
    return squeezed(re.sub(r"(?:电话|手机号?|联系(?:方式|电话))[:\s]*(?=\s|$)", " ", text))
