"""The category of a need, an offer or a report."""

from collections.abc import Iterable
from typing import Final

from handlers.understanding.lexicon_categories import BORROWS, BUYS, CATEGORIES, HEALTH_WORDS, TEACHES
from storage.vocabulary import Category

_IN_PUBLIC: Final = frozenset({Category.ENVIRONMENT, Category.SAFETY, Category.ORDER, Category.FACILITY})


def category_of(text: str, *, among: Iterable[Category] | None = None) -> Category:
    """The category with most matches; borrowing, buying and teaching decide before that."""
    allowed = frozenset(among) if among is not None else frozenset(Category)
    counted = {c: len(pattern.findall(text)) for c, pattern in CATEGORIES if c in allowed}
    if BORROWS.search(text) and Category.GOODS in allowed:
        return Category.GOODS
    if TEACHES.search(text) and Category.DIGITAL in allowed:
        return Category.DIGITAL
    if counted.get(Category.ESCORT):
        return Category.ESCORT
    if BUYS.search(text) and Category.ERRAND in allowed:
        return Category.ERRAND
    best = max(counted, key=lambda c: counted[c], default=Category.OTHER)
    return best if counted.get(best) else Category.OTHER


def fault_category(text: str) -> Category:
    return category_of(text, among=_IN_PUBLIC)


def is_about_health(text: str, category: Category) -> bool:
    return category is Category.HEALTH or bool(HEALTH_WORDS.search(text))
