"""The gist of a message: the words in it that say what is needed, given, broken or wished.

People wrap them in greetings, reasons and history.
"""

import re
from functools import lru_cache
from typing import Final

from handlers.understanding import masks
from handlers.understanding.reading import Reading
from handlers.understanding.tagging import GIST, Stretch, mended
from storage.intents import Intent

#: Words of asking, and verbs that anything may be the object of.
_EMPTY: Final = re.compile(
    r"(?:[来去上过帮忙给我你他她们一起人看瞅修换装掏推搭教弄整刷瞧搞拿送搬抬扛接取背拉运捎带到从下哈嘛吧吗用不就还会的得空有要请想找哪个谁能师傅借点坏了可以急没求助,"
    + masks.ALL
    + "这那咱俺门家屋头里到噻呗撒哉咯哟呐嘞]|"
    + r"搭[个把一下]*[手力]|[一几两]?眼|[一两二三半几]天|[一两]?趟|救|懂|哈子|邻居|志愿者|哪位|时间)+"
)

_WORDS: Final = re.compile(r"\w")
_MARKS: Final = " ,.;:!?~|"


@lru_cache(maxsize=1)  # asked for by the need and by its slots
def gist(reading: Reading, intent: Intent) -> str:
    """As it was sent, its pieces joined by commas; "" of a message without a word. A room may read it."""
    masked = reading.masked
    found = GIST.likeliest(masked, intent.value, is_enough=lambda stretches: _says_something(masked, stretches))
    said = (reading.as_sent(*mended(masked, stretch)) for stretch in found)
    return ",".join(filter(_WORDS.search, (each.strip(_MARKS) for each in said)))


def names_something(said: str) -> bool:
    """谁来修一下 does not: what is broken was said before, or comes next, or is to be seen in a picture."""
    return not _EMPTY.fullmatch(said)


def _says_something(masked: str, stretches: list[Stretch]) -> bool:
    """来换一下 names nothing: what is to be changed stands elsewhere."""
    return any(not _EMPTY.fullmatch(masked, stretch.begin, stretch.end) for stretch in stretches)
