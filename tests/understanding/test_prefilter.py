"""A pattern that is passed over would not have matched."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.understanding.lexicon_acts import ACT_RULES
from handlers.understanding.lexicon_callups import CALL_RULES
from handlers.understanding.lexicon_guesses import GUESS_RULES
from handlers.understanding.lexicon_needs import NEED_RULES
from handlers.understanding.lexicon_talk import TALK_RULES
from handlers.understanding.prefilter import needed_letters
from tests.understanding.sentences import ACTS, CHATTER, NEEDS

RULES = (*ACT_RULES, *CALL_RULES, *GUESS_RULES, *NEED_RULES, *TALK_RULES)
LETTERS = {each.pattern: needed_letters(each.pattern) for each in RULES}
TEXTS = [*(sentence.text for sentence in (*ACTS, *NEEDS)), *CHATTER]


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("帮我", "帮"),  # the rarer of the two
        ("帮(?:我|他)|替我", "帮替"),
        ("(?P<n>借)用?", "借"),
        ("[二三]个", "二三"),
        ("修{1,3}", "修"),
        ("[1-3]", "123"),
        ("(?=修)", "修"),
        ("(?:修)??好", "好"),
        ("修?", None),
        ("修|", None),
        ("(?!修)", None),
        ("[^修]", None),
        ("[一-龥]", None),
        (r"\d", None),
        ("^", None),
        ("(?i)ok", None),
    ],
)
def test_the_letters_that_a_pattern_needs(pattern: str, letters: str | None) -> None:
    assert needed_letters(re.compile(pattern)) == (None if letters is None else frozenset(letters))


def _is_passed_over_rightly(text: str) -> bool:
    return all(
        letters is None or not letters.isdisjoint(text) or pattern.search(text) is None
        for pattern, letters in LETTERS.items()
    )


@pytest.mark.parametrize("text", TEXTS)
def test_no_rule_that_holds_is_passed_over(text: str) -> None:
    assert _is_passed_over_rightly(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(sorted({*"".join(TEXTS), "\ue003", "\ue007", "\ue008"})), max_size=30).map("".join))
def test_nor_in_any_text(text: str) -> None:
    assert _is_passed_over_rightly(text)


def test_most_rules_can_be_passed_over() -> None:
    assert sum(letters is not None for letters in LETTERS.values()) > len(LETTERS) * 0.8
