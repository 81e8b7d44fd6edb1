"""Numbers as they stand in times: 廿三, 仨, 一三年, 二〇一六年."""

from typing import Final

from handlers.understanding.numerals import spelt_digits, whole_number

_CENTURY: Final = 100
_SPELT: Final = str.maketrans({"〇": "零", "○": "零", "仨": "三", "俩": "两"})

#: 1 to 99.
N: Final = (
    r"(?:\d{1,2}|[一二两三四五六七八九]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?|[一二两三四五六七八九])"
)
#: What may be counted: 1 to 999.
COUNT: Final = rf"(?:\d{{3}}|[一二三四五六七八九]百(?:零?{N})?|{N}|[仨俩])"
YEAR: Final = (
    r"(?:(?:1[5-9]|20|21)\d\d|[一二][九八零〇○][零〇○一二三四五六七八九]{2}|[两二]千[零〇]?[一二三四五六七八九十]{1,3})"
)
TWO_DIGIT_YEAR: Final = r"(?:\d\d|[零〇○一二三四五六七八九]{2})"


def number(written: str | None) -> int:
    """
    >>> [number(w) for w in ("12", "廿三", "卅一", "仨", "零五", "几", None)]
    [12, 23, 31, 3, 5, 0, 0]
    """
    if written and written.isascii():
        return whole_number(written) or 0
    plain = (written or "").translate(_SPELT).replace("廿", "二十").replace("卅", "三十")
    return whole_number(plain if plain in ("", "零") else plain.lstrip("零")) or 0


def year_number(written: str, near: int) -> int:
    """A year of two digits is the one nearest to the year of the speaker.

    >>> year_number("二〇一六", 2026), year_number("98", 2026), year_number("一三", 2026)
    (2016, 1998, 2013)
    >>> year_number("两千零八", 2026), year_number("二千", 2026)
    (2008, 2000)
    """
    _, thousands, rest = written.partition("千")
    if thousands:
        return 2 * _CENTURY * 10 + number(rest)
    found = int(spelt_digits(written.translate(_SPELT)))
    if found >= _CENTURY:
        return found
    centuries = near // _CENTURY * _CENTURY
    return min((found + centuries + c for c in (-_CENTURY, 0, _CENTURY)), key=lambda year: abs(year - near))
