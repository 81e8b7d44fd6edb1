"""Recognised pieces are masked one kind after another, so that no later pattern can read them again.

A mask is a private-use letter repeated over the whole piece: offsets stay, and a pattern can still say
"here stood a number".
"""

import re
from collections.abc import Callable
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
_RUN: Final = re.compile("|".join(f"{chr(code)}{{2,}}" for code in range(ord(URL), ord(PEOPLE) + 1)))
_MASKED: Final = re.compile(f"[{ALL}]+")


def masked(text: str, begin: int, end: int, letter: str) -> str:
    return text[:begin] + letter * (end - begin) + text[end:]


def take(text: str, pattern: re.Pattern[str], letter: str, accept: Callable[[re.Match[str]], bool]) -> str:
    """The text with every accepted match masked; `accept` keeps what it wants of a match."""

    def swap(match: re.Match[str]) -> str:
        return letter * len(match[0]) if match[0] and accept(match) else match[0]

    return pattern.sub(swap, text)


def folded(text: str) -> str:
    """Each run of one mask as a single letter."""
    return _RUN.sub(lambda run: run[0][0], text)


def without_masks(text: str) -> str:
    return _MASKED.sub(" ", text)
