"""A pattern is found where one of its branches is."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.understanding.beginnings import gated
from handlers.understanding.branches import Branches, branches_of, split
from handlers.understanding.prefilter import grams_of
from tests.understanding.test_prefilter import RULES, TEXTS

BRANCHES = [(re.compile(each.pattern), branches_of(each.pattern)) for each in RULES]


def _is_found(branches: Branches, text: str) -> bool:
    grams = grams_of(text)
    return not branches.told.isdisjoint(grams) or any(
        all(needed is None or not needed.isdisjoint(grams) for needed in (each.needed, each.also))
        and each.search(text) is not None
        for each in branches.searched
    )


def _is_found_by_its_branches(text: str) -> bool:
    return all(_is_found(branches, text) == (pattern.search(text) is not None) for pattern, branches in BRANCHES)


@pytest.mark.parametrize("text", TEXTS)
def test_a_rule_is_found_where_one_of_its_branches_is(text: str) -> None:
    assert _is_found_by_its_branches(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(sorted({*"".join(TEXTS), "\ue003", "\ue007", "\ue008"})), max_size=30).map("".join))
def test_in_any_text_too(text: str) -> None:
    assert _is_found_by_its_branches(text)


@pytest.mark.parametrize(
    "pattern",
    ["修", "", "a|b", "a|", r"\||[|\]|(]a|(?:b|(c|d))|e", *(each.pattern for each in RULES)],
)
def test_branches_make_up_the_pattern(pattern: str) -> None:
    assert "|".join(split(pattern)) == pattern
    assert all(re.compile(each) for each in split(pattern))


@pytest.mark.parametrize(
    ("pattern", "told", "searched"),
    [
        ("水管|灯", "水管 灯", {}),
        ("水管|修?灯", "水管 修灯 灯", {}),
        ("(?:水|电)(?:管|器)", "水管 水器 电管 电器", {}),
        ("修水管|灯", "灯", {"修水管": "search"}),
        ("灯(?!泡)", "", {"灯(?!泡)": "search"}),
        ("^灯|灯$", "", {"^灯": "match", "灯$": "search"}),
        (r"灯\b", "", {r"灯\b": "search"}),
        ("(?:我|你)+好", "", {gated("(?:我|你)+好").pattern: "search"}),
        ("(?:(?<!修)灯|锁)匠", "", {gated("(?:(?<!修)灯|锁)匠").pattern: "search"}),
        ("", "", {"": "search"}),
        ("灯?", "", {"灯?": "search"}),
    ],
)
def test_what_is_told_by_letters_alone(pattern: str, told: str, searched: dict[str, str]) -> None:
    branches = branches_of(pattern)
    searches: list[Any] = [each.search for each in branches.searched]
    assert {search.__self__.pattern: search.__name__ for search in searches} == searched
    assert branches.told == frozenset(told.split())
