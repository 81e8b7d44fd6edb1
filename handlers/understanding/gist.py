"""The gist of a message: the words in it that say what is needed, given, broken or wished.

People wrap them in greetings, reasons and history.
"""

import re
from functools import lru_cache
from typing import Final

from handlers.understanding import masks
from handlers.understanding.reading import Reading
from handlers.understanding.tagging import Tagger
from handlers.understanding.wording_weights import GIST, GIST_BIAS, SCALE
from storage.intents import Intent

_GIST: Final = Tagger(GIST, GIST_BIAS, SCALE)
#: A first letter left alone belongs to the word (路|灯不亮), unless it is one that leads in.
_TORN: Final = re.compile(rf"(?:^|[,。!?;:\s|~…{masks.ALL}])([^,。!?;:\s|~…{masks.ALL}我想要来去有请在把求就个的])\Z")
#: What has happened needs its 了 to sound like Chinese.
_DONE: Final = frozenset("了咯")


def gist(reading: Reading, intent: Intent) -> str:
    """As it was sent, its pieces joined by commas; "" of a message without a word. A room may read it."""
    said = (reading.as_sent(*stretch) for stretch in _stretches(reading.masked, intent))
    return ",".join(filter(None, said))


@lru_cache(maxsize=8)  # asked for by the need, by its public phrase and by its slots
def _stretches(masked: str, intent: Intent) -> tuple[tuple[int, int], ...]:
    return tuple(_mended(masked, found.begin, found.end) for found in _GIST.likeliest(masked, intent.value))


def _mended(masked: str, begin: int, end: int) -> tuple[int, int]:
    """Without a torn word at its begin, or a missing 了 at its end."""
    return begin - bool(_TORN.search(masked[max(0, begin - 2) : begin])), end + (masked[end : end + 1] in _DONE)
