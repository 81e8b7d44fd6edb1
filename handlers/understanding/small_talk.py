"""What is given up first when more is said than can be read: small talk by a glance, without the room."""

from typing import Final

from handlers.understanding.lexicon_danger import DANGER_WORDS
from handlers.understanding.normalise import normalise
from handlers.understanding.wording import sounds_like_talk

#: What is longer may say anything at all.
_LONGEST: Final = 20
#: Amounts, hours, floors, numbers of a list. Not 一, which stands in every second line (一起, 一点).
_NUMERALS: Final = frozenset("0123456789二两三四五六七八九十百几半#@")


def is_small_talk(text: str, bot_names: tuple[str, ...] = ()) -> bool:
    """Whether nothing is meant by it, whatever is open in the room; in doubt it is not. 20 µs.

    >>> is_small_talk("哈哈哈哈"), is_small_talk("来个人帮我搬一下"), is_small_talk("接单 3")
    (True, False, False)
    """
    line = normalise(text).text
    if len(line) > _LONGEST or not _NUMERALS.isdisjoint(line) or any(name in line for name in bot_names):
        return False
    return sounds_like_talk(line) and not DANGER_WORDS.search(line)
