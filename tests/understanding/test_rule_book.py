"""Each rule is searched for once a message, whoever asks, and holds as if it were searched for alone."""

import re

import pytest

from handlers.understanding.lexicon_acts import ACT_RULES
from handlers.understanding.lexicon_callups import CALL_RULES
from handlers.understanding.lexicon_guesses import GUESS_RULES
from handlers.understanding.lexicon_needs import NEED_RULES
from handlers.understanding.lexicon_talk import TALK_RULES
from handlers.understanding.rule_book import ACTS, CALLS, EVERYTHING, GUESSED_ACTS, TALK
from handlers.understanding.scoring import Rule, RuleBook, rule, without
from tests.understanding.rooms import in_its_reading, reading_of
from tests.understanding.sentences import ACTS as ACT_SENTENCES
from tests.understanding.sentences import NEEDS, OTHER_TALK

CHAPTERS = [
    (TALK, (*NEED_RULES, *TALK_RULES)),
    (ACTS, ACT_RULES),
    (GUESSED_ACTS, (*ACT_RULES, *GUESS_RULES)),
    (CALLS, CALL_RULES),
    (EVERYTHING, (*NEED_RULES, *TALK_RULES, *ACT_RULES, *GUESS_RULES, *CALL_RULES)),
]


def _holds(each: Rule, text: str) -> bool:
    return (re.search(each.pattern, text) is None) == each.is_without


def test_every_chapter_hears_what_its_rules_say() -> None:
    for reading in map(in_its_reading, (*ACT_SENTENCES, *NEEDS, *OTHER_TALK)):
        for chapter, rules in CHAPTERS:
            assert [*chapter.heard(reading)] == [each.name for each in rules if _holds(each, reading.bare)]


@pytest.mark.parametrize(("text", "heard"), [("谁会修灯", ["lamp"]), ("谁会修门", ["no_lamp"]), ("灯", ["no_repair"])])
def test_what_is_missing_holds_where_it_is_not_found(text: str, heard: list[str]) -> None:
    table = (
        rule("lamp", "修灯", place_order=1.0),
        without("no_lamp", "修?灯|门锁", place_order=-1.0),
        without("no_repair", "修.", place_order=-1.0),
    )
    book = RuleBook(table)
    assert [*book.chapter(table).heard(reading_of(text))] == heard
