"""Everything in a text that is not plain words, found in a fixed order; each kind masks what it took."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from handlers.understanding import masks, time_words
from handlers.understanding.addresses import ADDRESS, address_of, head_before, trail_after
from handlers.understanding.beginnings import Sought, sought
from handlers.understanding.contents import Place
from handlers.understanding.lexicon_numbers import (
    BARE_NUMBER,
    COUNTED_PEOPLE,
    INDEX,
    MORE_NUMBERS,
    NUMBERED,
    OPEN_DAY_LIKE,
    STARS,
)
from handlers.understanding.numerals import spelt_digits, whole_number
from handlers.understanding.prefilter import Sieve, grams_of, needed_grams, places
from handlers.understanding.times import TimeSpan, find_times

MOST_STARS: Final = 5
MOBILE_DIGITS: Final = 11
_URL: Final = re.compile(r"(?:https?://|www\.)[^\s\u4e00-\u9fff]{1,300}|weixin://\S{1,200}|#小程序://\S{1,200}")
_ID: Final = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{9}[\dXx](?!\d)|(?<!\d)\d{16,19}(?!\d)")
_PHONE: Final = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)"
    r"|(?<![\d-])0\d{2,3}[- ]?\d{4}[- ]?\d{3,4}(?!\d)"
    r"|(?<!\d)400[- ]?\d{3,4}[- ]?\d{3,4}(?!\d)"
    r"|(?<![\d.])(?!20[0-4]\d[01]\d[0-3]\d)[2-8]\d{7}(?!\d)"
    r"|(?<=[话系询电名:☎])\s?[2-8]\d{3}[- ]\d{4}(?!\d)"
    r"|[一幺][三四五六七八九][零〇一二三四五六七八九幺]{9}"
)
_NO_DIGITS: Final = re.compile(r"\D")
#: What every ID and phone has.
_LONG_NUMBER: Final = re.compile(r"[\d一幺](?:\d\d[- ]?\d|[三四五六七八九][零〇一二三四五六七八九幺]{9})")
#: What all kinds but times need one of: without it there is nothing to look for.
_COUNTING: Final = re.compile(r"[\da-zA-Z零〇一二两三四五六七八九十百幺俩★#]")
_SOUGHT_ID: Final = sought(_ID.pattern)
_SOUGHT_PHONE: Final = sought(_PHONE.pattern)
_SOUGHT_ADDRESS: Final = sought(ADDRESS.pattern)
_SOUGHT_DAY: Final = sought(OPEN_DAY_LIKE.pattern)
_SOUGHT_STARS: Final = sought(STARS.pattern)
_IN_FULL: Final = str.maketrans({"俩": "两", "仨": "三", "廿": "二十", "卅": "三十"})
_SOUGHT_PEOPLE: Final = sought(COUNTED_PEOPLE.pattern)
_SOUGHT_BARE: Final = sought(BARE_NUMBER.pattern)
_SOUGHT_NUMBERED: Final = tuple(sought(each.pattern) for each in NUMBERED)
#: What of all these a text may have at all, a bit each.
_NEEDED: Final = Sieve((*time_words.NEEDS, *map(needed_grams, (_URL, OPEN_DAY_LIKE, STARS, COUNTED_PEOPLE, *NUMBERED))))
_AFTER_TIMES: Final = len(time_words.NEEDS)
_URL_BIT, _DAY_BIT, _STARS_BIT, _PEOPLE_BIT = (1 << _AFTER_TIMES + place for place in range(4))
_NUMBERED_FROM: Final = _AFTER_TIMES + 4


class Piece(NamedTuple):
    """A stretch of the text as read, and what it says."""

    kind: str
    begin: int
    end: int
    number: int | None = None
    text: str = ""
    place: Place | None = None
    time: TimeSpan | None = None


@dataclass(slots=True)
class Pieces:
    """The text with its pieces masked, and the pieces in order of finding; `grams` are the text's."""

    text: str
    masked: str
    grams: set[str]
    found: list[Piece] = field(default_factory=list)

    def of(self, kind: str) -> list[Piece]:
        return [piece for piece in self.found if piece.kind == kind]


def find_pieces(text: str, at: datetime, numbers: Iterable[int]) -> Pieces:
    """`numbers` are the room's open ones: only such a bare number may stand for a posting without a verb beside it."""
    pieces = Pieces(text, text, grams_of(text))
    possible = _NEEDED.bits(pieces.grams)
    if not _COUNTING.search(text):
        _times(pieces, at, possible)
        return pieces
    open_numbers = frozenset(numbers)
    if possible & _URL_BIT:
        _plain(pieces, "url", _URL, masks.URL)
    if _LONG_NUMBER.search(text):
        _plain(pieces, "id", _SOUGHT_ID, masks.ID)
        _phones(pieces)
    _orders(pieces, possible >> _NUMBERED_FROM)
    if "\n" in text and len(INDEX.findall(pieces.masked)) > 1:
        _plain(pieces, "index", INDEX, masks.INDEX)
    if possible & _DAY_BIT:
        _open_numbers(pieces, _SOUGHT_DAY, open_numbers)
    _addresses(pieces)
    if possible & _STARS_BIT:
        _stars(pieces)
    _times(pieces, at, possible)
    if possible & _PEOPLE_BIT:
        _people(pieces)
    _open_numbers(pieces, _SOUGHT_BARE, open_numbers)
    return pieces


def _plain(pieces: Pieces, kind: str, pattern: Sought | re.Pattern[str], letter: str) -> None:
    for match in pattern.finditer(pieces.masked):
        pieces.found.append(Piece(kind, *match.span(), text=match[0]))
        pieces.masked = masks.masked(pieces.masked, *match.span(), letter)


def _phones(pieces: Pieces) -> None:
    for match in _SOUGHT_PHONE.finditer(pieces.masked):
        digits = _NO_DIGITS.sub("", spelt_digits(match[0]))
        if len(digits) > MOBILE_DIGITS and digits.startswith("86"):
            digits = digits[2:]
        pieces.found.append(Piece("phone", *match.span(), text=digits))
        pieces.masked = masks.masked(pieces.masked, *match.span(), masks.PHONE)


def _orders(pieces: Pieces, possible: int) -> None:
    """Numbers that the words beside them mark: #12, 12号单, 接单 12、14."""
    for place in places(possible):
        for match in _SOUGHT_NUMBERED[place].finditer(pieces.masked):
            _take_order(pieces, *match.span("n"))
            _more_orders(pieces, match.end())


def _more_orders(pieces: Pieces, end: int) -> None:
    while more := MORE_NUMBERS.match(pieces.masked, end):
        _take_order(pieces, *more.span("n"))
        end = more.end()


def _take_order(pieces: Pieces, begin: int, end: int) -> None:
    number = whole_number(pieces.masked[begin:end])
    if number is None:
        return
    pieces.found.append(Piece("order", begin, end, number=number))
    pieces.masked = masks.masked(pieces.masked, begin, end, masks.ORDER)


def _addresses(pieces: Pieces) -> None:
    taken: list[Piece] = []
    for match in _SOUGHT_ADDRESS.finditer(pieces.masked):
        begin = head_before(pieces.masked, match.start())
        end = trail_after(pieces.masked, match.end())
        public, private = address_of(match)
        head, trail = pieces.text[begin : match.start()], pieces.text[match.end() : end]
        shown = (head + public).strip() + ("" if private else trail)
        place = Place(pieces.text[begin:end].strip(), shown, private)
        taken.append(Piece("address", begin, end, place=place))
    for piece in taken:
        pieces.masked = masks.masked(pieces.masked, piece.begin, piece.end, masks.ADDRESS)
    pieces.found.extend(taken)


def _stars(pieces: Pieces) -> None:
    for match in _SOUGHT_STARS.finditer(pieces.masked):
        stars = whole_number(match["n"]) if match["n"] else len(match[0])
        if stars is not None and 1 <= stars <= MOST_STARS and "分" not in match[0]:
            pieces.found.append(Piece("stars", *match.span(), number=stars))
        pieces.masked = masks.masked(pieces.masked, *match.span(), masks.STARS)


def _times(pieces: Pieces, at: datetime, possible: int) -> None:
    wanted = possible & time_words.EVERY_KIND
    for span in find_times(pieces.masked, at, wanted) if wanted else ():
        pieces.found.append(Piece("time", span.begin, span.end_at, time=span))
        if span.kind == "vague":
            continue
        pieces.masked = masks.masked(pieces.masked, span.begin, span.end_at, masks.TIME)


def _people(pieces: Pieces) -> None:
    for match in _SOUGHT_PEOPLE.finditer(pieces.masked):
        number = people_said(match["n"] or match["pair"])
        if number is not None:
            pieces.found.append(Piece("people", *match.span(), number=number))
            pieces.masked = masks.masked(pieces.masked, *match.span(), masks.PEOPLE)


def people_said(written: str) -> int | None:
    """The larger end of what was said: 两三个 is 3, 7-10人 is 10, 十来个 is 10.

    >>> [people_said(w) for w in ("两三", "7-10", "十来", "20多", "一")]
    [3, 10, 10, 20, 1]
    """
    trimmed = written.translate(_IN_FULL).rstrip("来多几余")
    last = re.split(r"[-~到至]", trimmed)[-1]
    number = whole_number(last)
    if number is None and len(last) == 2:  # noqa: PLR2004 - two numerals side by side
        number = whole_number(last[1])
    return number


def _open_numbers(pieces: Pieces, pattern: Sought, open_numbers: frozenset[int]) -> None:
    """Bare numbers: the room's open ones, or (kind "number") those that a verb of ours follows."""
    for match in pattern.finditer(pieces.masked):
        number = int(match["n"])
        if number in open_numbers or match["verb"] is not None:
            kind = "order" if number in open_numbers else "number"
            pieces.found.append(Piece(kind, *match.span("n"), number=number))
            pieces.masked = masks.masked(pieces.masked, *match.span("n"), masks.ORDER)
