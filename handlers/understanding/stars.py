"""Marks and words of a review."""

import re
from typing import Final

from handlers.understanding.reading import Reading

_GRADES: Final = (
    ("很不满意", 1),
    ("非常不满意", 1),
    ("极不满意", 1),
    ("不太满意", 2),
    ("不满意", 2),
    ("非常满意", 5),
    ("很满意", 5),
    ("十分满意", 5),
    ("特别满意", 5),
    ("相当满意", 5),
    ("满意", 4),
    ("好评", 5),
    ("中评", 3),
    ("差评", 1),
    ("一般般", 3),
    ("一般", 3),
    ("满分", 5),
)
_FIXED: Final = tuple((word, stars) for word, stars in _GRADES if word != "满分")
_LEAD: Final = re.compile(
    r"^[\s,。:;!、]*(?:@\S+\s)?(?:我(?:来|要|想)?|替.{1,4}|帮.{1,4})?(?:给(?:个|他|她|打)?)?(?:评单|"
    r"评价|打分|评分|评一[下哈]|评|打)?[\s,。:;!、#号单是吧嘛哈]*"
)
_GRADE_LEAD: Final = re.compile(
    r"^(?:好评|中评|差评|(?:非常|很|十分|特别)?(?:不)?满意|一般(?:般)?)(?=$|[\s,。:;!、])[\s,。:;!、]*"
)
#: 50号帮阿伯写封信,字靓,评四星: what led to the mark.
_MARK_LEAD: Final = re.compile(r"[\s,。;]*(?:我|俺)?(?:给个?|评个?|打个?|单号是)\s*(?=$|[,。])")
_EDGE: Final = " \t\n,。:;、!号单"


def stars_of(reading: Reading) -> int | None:
    """A mark, or one of the fixed words; words alone are no mark."""
    marked = reading.of("stars")
    if marked:
        return marked[0].number
    return next((stars for word, stars in _FIXED if word in reading.text), None)


def comment_of(reading: Reading) -> str:
    """What is left of the words, in the sender's own script, once the keyword, the number and the mark are gone."""
    text = list(reading.text)
    for piece in reading.pieces.found:
        if piece.kind in ("order", "number", "stars"):
            text[piece.begin : piece.end] = " " * (piece.end - piece.begin)
    words = re.sub(r"[ \t]{2,}", " ", "".join(text)).strip(_EDGE)
    words = _LEAD.sub("", words, count=1)
    words = re.sub(r"^(?:号)?(?:评单|评一[下哈]|评价)[\s:,]*", "", words)
    said = _MARK_LEAD.sub("", _GRADE_LEAD.sub("", words, count=1)).strip(_EDGE)
    return said.translate(reading.script(0, len(reading.text)))
