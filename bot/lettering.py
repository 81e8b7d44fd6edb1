"""Chinese type for pictures that the bot draws: the font loaded when first needed, lines broken as Chinese is."""

from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from PIL import ImageFont

_FONT: Final = resources.files("manimgx_fonts_cjk") / "NotoSansCJK-VF.otf.ttc"
#: Of the five scripts in the file, the simplified Chinese one.
_SIMPLIFIED: Final = 2
#: What no font has: drawn as the box that stands for a missing letter.
_MISSING: Final = "\uffff"
#: What does not begin a line, and what does not end one.
_NOT_FIRST: Final = frozenset("，。、；：？！,.;:?!）)」』】》〉”’…—·%～~")
_NOT_LAST: Final = frozenset("（(「『【《〈“‘")
_MORE: Final = "…"

REGULAR: Final = 400
MEDIUM: Final = 500
BOLD: Final = 700
BLACK: Final = 900

Font = ImageFont.FreeTypeFont


@lru_cache(maxsize=64)
def font(size: int, weight: int = REGULAR) -> Font:
    with resources.as_file(_FONT) as path:
        made = ImageFont.truetype(str(path), size, index=_SIMPLIFIED, layout_engine=ImageFont.Layout.BASIC)
    made.set_variation_by_axes([weight])
    return made


@lru_cache(maxsize=4096)
def _has(letter: str) -> bool:
    return bytes(font(24).getmask(letter)) != _box()


@cache
def _box() -> bytes:
    return bytes(font(24).getmask(_MISSING))


def drawable(text: str) -> str:
    """Without what the font has no letter for (emoji, mostly): better nothing than a box.

    >>> drawable("义诊😀🏃‍♀️ 周日")
    '义诊 周日'
    """
    kept = "".join(letter for letter in text if letter.isspace() or (letter.isprintable() and _has(letter)))
    return " ".join(kept.translate(_SELECTORS).split())


#: They follow an emoji and are nothing by themselves; some fonts have an empty letter for them.
_SELECTORS: Final = dict.fromkeys((0x200D, 0x20E3, *range(0xFE00, 0xFE10), 0x2640, 0x2642))


def width(text: str, type_: Font) -> float:
    return sum(_advance(letter, type_) for letter in text)


@lru_cache(maxsize=4096)
def _advance(letter: str, type_: Font) -> float:
    return type_.getlength(letter)


def wrapped(text: str, type_: Font, room: float, *, lines: int) -> list[str]:
    """The text in at most so many lines of that width; what does not fit ends in …"""
    found: list[str] = []
    line = ""
    for piece in _unbreakable(text):
        if not line or width(line + piece, type_) <= room:
            line += piece
            continue
        found.append(line.rstrip())
        line = piece.lstrip()
        if len(found) == lines:
            return [_cut(each, type_, room) for each in (*found[:-1], found[-1] + _MORE)]
    found.append(line.rstrip())
    return [_cut(each, type_, room) for each in found if each]


def balanced(text: str, type_: Font, room: float, *, lines: int) -> list[str]:
    """As `wrapped`, with lines of about the same length: a title does not end in one lonely letter."""
    found = wrapped(text, type_, room, lines=lines)
    narrow = room
    while len(found) > 1 and narrow > room / 2:
        narrow -= type_.size / 2
        tighter = wrapped(text, type_, narrow, lines=lines)
        if len(tighter) > len(found) or tighter[-1].endswith(_MORE) != found[-1].endswith(_MORE):
            break
        found = tighter
    return found


def _unbreakable(text: str) -> Iterator[str]:
    """Letter by letter, but words, numbers and what punctuation holds together as one."""
    piece = ""
    for letter in text:
        if piece and not _hold_together(piece[-1], letter):
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece


def _hold_together(before: str, after: str) -> bool:
    if after in _NOT_FIRST or before in _NOT_LAST:
        return True
    if (before.isdigit() and after in _UNITS) or (before in "年月" and after.isdigit()):
        return True
    return before in _WORDS and after in _WORDS


_UNITS: Final = frozenset("年月日时点分号人岁栋楼个")
_WORDS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:./-–_@")


def _cut(line: str, type_: Font, room: float) -> str:
    if width(line, type_) <= room:
        return line
    kept = line.removesuffix(_MORE)
    while kept and width(kept + _MORE, type_) > room:
        kept = kept[:-1]
    return kept.rstrip("，。、；：,.;: ") + _MORE
