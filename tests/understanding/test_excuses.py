"""Why somebody did not come: said privately, and never read out of the talk of a room."""

import pytest

from handlers.understanding.activity_commands import ExcuseAbsence
from tests.understanding.rooms import said

SAID = (
    ("没来是因为孩子发烧", ExcuseAbsence(None, "孩子发烧")),
    ("我昨天没去成是因为:加班", ExcuseAbsence(None, "加班")),
    ("请假 5 生病了", ExcuseAbsence(5, "生病了")),
    ("请假5号,老人住院", ExcuseAbsence(5, "老人住院")),
)


@pytest.mark.parametrize(("text", "command"), SAID, ids=[text for text, _ in SAID])
def test_a_reason_given_privately(text: str, command: ExcuseAbsence) -> None:
    assert said(text, private=True).command == command


@pytest.mark.parametrize("text", [text for text, _ in SAID])
def test_in_a_room_it_is_talk(text: str) -> None:
    assert not isinstance(said(text).command, ExcuseAbsence)
