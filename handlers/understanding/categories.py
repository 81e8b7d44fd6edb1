"""The category of a need, an offer or a report."""

from collections.abc import Iterable
from typing import Final

from handlers.understanding.lexicon_categories import CATEGORIES, DECIDING, HEALTH_WORDS
from storage.vocabulary import Category

_IN_PUBLIC: Final = frozenset({Category.ENVIRONMENT, Category.SAFETY, Category.ORDER, Category.FACILITY})


def category_of(text: str, *, among: Iterable[Category] | None = None) -> Category:
    """The category with most matches; borrowing, teaching, going along, errands and owning decide before that."""
    allowed = frozenset(among) if among is not None else frozenset(Category)
    for category, pattern in DECIDING:
        if category in allowed and pattern.search(text):
            return category
    counted = {c: len(pattern.findall(text)) for c, pattern in CATEGORIES if c in allowed}
    best = max(counted, key=lambda c: counted[c])
    return best if counted[best] else Category.OTHER


def fault_category(text: str) -> Category:
    return category_of(text, among=_IN_PUBLIC)


def is_about_health(text: str, category: Category) -> bool:
    return category is Category.HEALTH or bool(HEALTH_WORDS.search(text))
