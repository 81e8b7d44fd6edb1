"""想再来 and 别再提醒, and what only sounds like them."""

import pytest

from handlers.understanding.activity_commands import Follow
from handlers.understanding.follows import wants_more, wants_nothing_else
from handlers.understanding.message import Asked
from storage.vocabulary import QuestionKind
from tests.understanding.rooms import ACTIVITY_LINE, activity, said

SAID = (
    ("想再来", Follow()),
    ("我还想来", Follow()),
    ("下次还来!", Follow()),
    ("下次还想再参加", Follow()),
    ("想再来 ５", Follow(5)),
    ("不想再来", Follow(yes=False)),
    ("不想再来了。", Follow(yes=False)),
    ("别再提醒", Follow(yes=False)),
    ("不要再通知我了", Follow(yes=False)),
    ("别再提醒 5", Follow(5, yes=False)),
)


@pytest.mark.parametrize(("text", "command"), SAID, ids=[text for text, _ in SAID])
def test_what_is_said_privately(text: str, command: Follow) -> None:
    assert said(text, activity(5), private=True).command == command


def test_said_in_the_room_it_needs_a_number_a_quotation_or_a_question() -> None:
    assert said("想再来", activity(5)).command is None
    assert said("想再来 5", activity(5)).command == Follow(5)
    assert said("想再来", activity(5), quoted=ACTIVITY_LINE).command == Follow(5)
    assert said("想再来", asked=Asked(QuestionKind.REVIEW, 5, is_private=True)).command == Follow()
    assert said("想再来", asked=Asked(QuestionKind.WHERE, 5, is_private=True)).command is None


@pytest.mark.parametrize("text", ["那家火锅想再来一回", "想再来一碗", "别再提醒他了", "我想来"])
def test_other_talk_is_none(text: str) -> None:
    assert not isinstance(said(text, private=True).command, Follow)


@pytest.mark.parametrize(
    ("words", "more", "only"),
    [("想再来", True, True), ("很好,下次还想来", True, False), ("很好", False, False), ("不想再来", False, False)],
)
def test_a_review_may_ask_for_more(words: str, more: bool, only: bool) -> None:
    assert (wants_more(words), wants_nothing_else(words)) == (more, only)
