"""The category of a need, an offer or a report."""

import re
from collections.abc import Callable
from typing import Final

from handlers.understanding.lexicon_categories import CATEGORIES, DECIDING, HEALTH_WORDS
from handlers.understanding.masks import without_masks
from handlers.understanding.prefilter import Sieve, grams_of, needed_grams, places
from handlers.understanding.reading import Reading
from handlers.understanding.wording import heard_category
from storage.intents import Intent
from storage.vocabulary import CATEGORY_LABELS, Category

_IN_PUBLIC: Final = frozenset({Category.ENVIRONMENT, Category.SAFETY, Category.ORDER, Category.FACILITY})

_PRAISED: Final = re.compile(r"表扬|好人好事|拾金不昧|要夸|点赞")
_SEAT: Final = re.compile(r"(?:开车|车上|顺路).{0,16}(?:搭|捎|带人|位子|座位|空位|一程)")
_TAKEN_AWAY: Final = re.compile(
    r"来(?:拿|取|领|装|摘|掰)|自取|自己来|随便(?:拿|摘|用)|送完|送给|不用了|吃不完|用不完|闲置|穿小|谁要(?=$|\W)|借给|要用的|(?:装|摘|掰)(?:点|些|嘛)"
)


#: Of 23 patterns three are left to search in a need: 5 µs in place of 15.
_PATTERNS: Final = (*DECIDING, *CATEGORIES)
_NEEDED: Final = Sieve(needed_grams(pattern) for _, pattern in _PATTERNS)
_ANY: Final = frozenset(Category)


def category_of(text: str, grams: set[str] | None = None, *, among: frozenset[Category] = _ANY) -> Category:
    """The category with most matches; borrowing, teaching, going along, errands and owning decide before that.

    `grams`: the letters of the text and their pairs; there may be others among them.
    """
    counted: dict[Category, int] = {}
    for place in places(_NEEDED.bits(grams_of(text) if grams is None else grams)):
        category, pattern = _PATTERNS[place]
        if category not in among:
            continue
        if place >= len(DECIDING):
            counted[category] = len(pattern.findall(text))
        elif pattern.search(text):
            return category
    best = max(counted, key=counted.__getitem__, default=Category.OTHER)
    return best if counted.get(best) else Category.OTHER


def menu_category(text: str) -> Category | None:
    """The part of the menu that is asked for, by its name or by what is in it; None is all of it."""
    named = (category for category, label in CATEGORY_LABELS.items() if label.removesuffix("服务") in text)
    found = next(named, None) or category_of(text)
    return None if found is Category.OTHER else found


def offer_category(text: str, grams: set[str] | None = None) -> Category:
    """What can be taken away is goods, whatever it is; a seat in a car takes people along."""
    if _SEAT.search(text):
        return Category.ESCORT
    return Category.GOODS if _TAKEN_AWAY.search(text) else category_of(text, grams)


def fault_category(text: str, grams: set[str] | None = None) -> Category:
    """A fault in public, or the good deed that is praised."""
    if _PRAISED.search(text):
        return Category.GOOD_DEED
    return category_of(text, grams, among=_IN_PUBLIC)


#: What the tables say of each kind of message.
BY_WORDS: Final[dict[Intent, Callable[..., Category]]] = {
    Intent.PLACE_ORDER: category_of,
    Intent.OFFER: offer_category,
    Intent.SNAPSHOT: fault_category,
}


def category_heard(reading: Reading, intent: Intent) -> Category:
    """The tables' opinion weighed with the rest of the words; what they call health stays health, and guarded."""
    by_words = BY_WORDS[intent](without_masks(reading.masked), reading.pieces.grams)
    return by_words if by_words is Category.HEALTH else heard_category(reading, intent, by_words)


def is_about_health(text: str, category: Category) -> bool:
    return category is Category.HEALTH or bool(HEALTH_WORDS.search(text))
