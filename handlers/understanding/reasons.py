"""Feature names in the words of 为什么."""

from collections.abc import Iterable
from typing import Final

WORDS: Final[dict[str, str]] = {}

#: So many reasons are told, the weightiest first.
TOLD: Final = 4


def in_words(features: Iterable[tuple[str, float]]) -> list[str]:
    """What spoke for the decision, the weightiest first; a feature without words is left out."""
    ranked = sorted((f for f in features if f[1] > 0 and f[0] in WORDS), key=lambda f: -f[1])
    return list(dict.fromkeys(WORDS[name] for name, _ in ranked))[:TOLD]
