"""The gist of a message: the words in it that say what is needed, given, broken or wished.

People wrap them in greetings, reasons and history.
"""

from functools import lru_cache
from typing import Final

from handlers.understanding.reading import Reading
from handlers.understanding.tagging import Tagger, mended
from handlers.understanding.wording_weights import GIST, GIST_BIAS, SCALE
from storage.intents import Intent

_GIST: Final = Tagger(GIST, GIST_BIAS, SCALE)


def gist(reading: Reading, intent: Intent) -> str:
    """As it was sent, its pieces joined by commas; "" of a message without a word. A room may read it."""
    said = (reading.as_sent(*stretch) for stretch in _stretches(reading.masked, intent))
    return ",".join(filter(None, said))


@lru_cache(maxsize=8)  # asked for by the need, by its public phrase and by its slots
def _stretches(masked: str, intent: Intent) -> tuple[tuple[int, int], ...]:
    return tuple(mended(masked, found) for found in _GIST.likeliest(masked, intent.value))
