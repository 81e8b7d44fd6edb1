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
from handlers.understanding.prefilter import grams_of, needed_grams
from handlers.understanding.understand import _READERS, _wanted
from tests.understanding.rooms import in_its_reading
from tests.understanding.sentences import ACTS, CHATTER, NEEDS, OTHER_TALK

RULES = (*ACT_RULES, *CALL_RULES, *GUESS_RULES, *NEED_RULES, *TALK_RULES)
NEEDED = {re.compile(each.pattern): needed_grams(each.pattern) for each in RULES}
TEXTS = [*(sentence.text for sentence in (*ACTS, *NEEDS)), *CHATTER]


@pytest.mark.parametrize(
    ("pattern", "grams"),
    [
        ("帮", "帮"),
        ("帮我", "帮我"),
        ("来帮我", "来帮"),  # as good as the other
        ("我的水管", "水管"),  # the rarest pair
        ("帮(?:我|他)|替我", "帮我 帮他 替我"),
        ("(?P<n>借)用?", "借"),
        ("我借?用", "我用 借用"),
        ("我(?:借用)?车", "借用 我车"),
        ("[二三]个", "二个 三个"),
        ("修{1,3}", "修"),
        ("修{1,3}好", "修"),
        ("修.好", "修"),
        ("(?:修|补){1,3}", "修 补"),
        ("[1-3]", "1 2 3"),
        ("我(?=修)", "修"),
        ("我(?!修)要", "我要"),
        ("^我$", "我"),
        ("(?:修)??好", "好"),
        ("[0-9][a-h]", "a b c d e f g h"),  # too many pairs
        ("修?", None),
        ("修|", None),
        ("修|.", None),
        ("(?!修)", None),
        ("[^修]", None),
        ("[一-龥]", None),
        (r"\d", None),
        ("^", None),
        ("(?i)ok", None),
        ("(?i:ok)", None),
        ("(?s:.)好", "好"),
    ],
)
def test_what_a_pattern_needs(pattern: str, grams: str | None) -> None:
    assert needed_grams(re.compile(pattern)) == (None if grams is None else frozenset(grams.split(" ")))


def test_any_of_some_patterns_may_match() -> None:
    assert needed_grams(re.compile("修"), re.compile("补鞋")) == frozenset({"修", "补鞋"})
    assert needed_grams(re.compile("修"), re.compile(".")) is None


def _is_passed_over_rightly(text: str) -> bool:
    grams = grams_of(text)
    return all(
        needed is None or not needed.isdisjoint(grams) or pattern.search(text) is None
        for pattern, needed in NEEDED.items()
    )


@pytest.mark.parametrize("text", TEXTS)
def test_no_rule_that_holds_is_passed_over(text: str) -> None:
    assert _is_passed_over_rightly(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(sorted({*"".join(TEXTS), "\ue003", "\ue007", "\ue008"})), max_size=30).map("".join))
def test_nor_in_any_text(text: str) -> None:
    assert _is_passed_over_rightly(text)


def test_most_rules_can_be_passed_over() -> None:
    assert sum(needed is not None for needed in NEEDED.values()) > len(NEEDED) * 0.95


SENTENCES = [*(in_its_reading(sentence) for sentence in (*ACTS, *NEEDS, *OTHER_TALK))]


def test_who_is_not_asked_would_find_nothing() -> None:
    for reading in SENTENCES:
        wanted = _wanted(reading)
        for place, (reader, _) in enumerate(_READERS):
            assert wanted >> place & 1 or reader(reading) is None, (reader, reading.text)
