"""Every feature that can make a decision can be told in words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers import understanding
from handlers.understanding.reasons import TOLD, WORDS, in_words

SOURCES = sorted(Path(understanding.__path__[0]).glob("*.py"))
#: What takes the name of a feature, and as which argument.
NAMED_BY = {"rule": 0, "add": 0, "sure": 2, "Feature": 0, "_certain": 0, "_act": 2, "_Alone": 2}
#: Weights that are no reasons: where a sum begins, and what speaks against.
NOT_TOLD = {"bias"}


def names_in(source: Path) -> Iterator[tuple[str, bool]]:
    """(name, whether it may speak for something) of every feature that the module makes."""
    for call in ast.walk(ast.parse(source.read_text("utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        called = getattr(call.func, "id", getattr(call.func, "attr", ""))
        position = NAMED_BY.get(called)
        if position is None or len(call.args) <= position or not isinstance(call.args[position], ast.Constant):
            continue
        name = call.args[position].value  # type: ignore[attr-defined]  # a constant, as was just asked
        if isinstance(name, str):
            yield name, _may_speak_for(call, called)


def _may_speak_for(call: ast.Call, called: str) -> bool:
    weights = [each.value for each in call.keywords] if called == "rule" else call.args[1:2]
    return not weights or any(not isinstance(each, ast.UnaryOp) for each in weights)


def test_every_feature_that_speaks_for_something_has_words() -> None:
    made = {name for source in SOURCES for name, speaks_for in names_in(source) if speaks_for}
    assert len(made) > 50
    assert made - NOT_TOLD - set(WORDS) == set()


def test_the_weightiest_are_told_first_and_no_more_than_a_few() -> None:
    told = in_words([("said", 1.5), ("claim_keyword", 3.0), ("length", -0.6), ("unheard_of", 9.0)])
    assert told == [WORDS["claim_keyword"], WORDS["said"]]
    assert len(in_words([(name, 1.0) for name in WORDS])) == TOLD


@pytest.mark.parametrize("words", WORDS.values())
def test_words_are_short_and_for_neighbours(words: str) -> None:
    assert 0 < len(words) < 20
    assert not words.isascii()
