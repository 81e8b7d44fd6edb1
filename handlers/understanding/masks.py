"""Recognised pieces are masked one kind after another, so that no later pattern can read them again.

A mask is a private-use letter repeated over the whole piece: offsets stay, and a pattern can still say
"here stood a number".
"""

import re
from typing import Final

URL: Final = "\ue000"
PHONE: Final = "\ue001"
ID: Final = "\ue002"
ORDER: Final = "\ue003"
INDEX: Final = "\ue004"
ADDRESS: Final = "\ue005"
STARS: Final = "\ue006"
TIME: Final = "\ue007"
PEOPLE: Final = "\ue008"

LETTERS: Final = frozenset(map(chr, range(0xE000, 0xE009)))
ALL: Final = "\ue000-\ue008"
_RUN: Final = re.compile(rf"([{ALL}])\1+")
_MASKED: Final = re.compile(f"[{ALL}]+")


def masked(text: str, begin: int, end: int, letter: str) -> str:
    return text[:begin] + letter * (end - begin) + text[end:]


def folded(text: str) -> str:
    """Each run of one mask as a single letter."""
    return _RUN.sub(lambda run: run[1], text)


def without_masks(text: str) -> str:
    return _MASKED.sub(" ", text)
