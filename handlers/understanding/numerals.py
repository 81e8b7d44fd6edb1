"""Chinese and Arabic whole numbers as people type them: 12, 十二, 两, 二十三, 一百零五."""

import re
from typing import Final

DIGITS: Final = {ch: value for value, ch in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "幺": 1,
    "俩": 2,
    "仨": 3,
}
_SCALES: Final = {"十": 10, "百": 100}

#: A number of up to four digits or three Chinese numerals; used inside larger patterns.
NUMBER: Final = r"(?:\d{1,4}|[一二两三四五六七八九十百零]{1,5})"
_SPELT: Final = str.maketrans({ch: str(value) for ch, value in DIGITS.items()})
_CHINESE: Final = re.compile(r"[零〇一二两三四五六七八九十百]{1,7}\Z")


def whole_number(written: str) -> int | None:
    """
    >>> [whole_number(w) for w in ("12", "十二", "两", "二十", "一百零五", "三四", "点")]
    [12, 12, 2, 20, 105, None, None]
    """
    if written.isascii() and written.isdigit():
        return int(written)
    if not _CHINESE.match(written):
        return None
    if not any(ch in _SCALES for ch in written):
        return DIGITS[written] if len(written) == 1 else None
    total, digit, is_fresh = 0, 0, True
    for ch in written:
        if ch in _SCALES:
            total += (digit or 1) * _SCALES[ch]
            digit, is_fresh = 0, True
        elif is_fresh:
            digit, is_fresh = DIGITS[ch], ch in "零〇"
        else:
            return None
    return total + digit


def spelt_digits(written: str) -> str:
    """Digits read out one by one, as voice typing leaves them.

    >>> spelt_digits("幺三八零零零零一二三四")
    '13800001234'
    """
    return written.translate(_SPELT)
