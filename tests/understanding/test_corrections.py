"""更正 电话 …, and what else is corrected among neighbours."""

import pytest

from handlers.understanding.commands import Correct
from tests.understanding.rooms import said

SAID = (
    ("更正 电话 13900001234", Correct("phone", "13900001234")),
    ("更正电话:13900001234", Correct("phone", "13900001234")),
    ("我要更正我的手机号 13900001234", Correct("phone", "13900001234")),
    ("更正 电话 139-0000-1234。", Correct("phone", "13900001234")),
    ("更正 名字 王婆婆", Correct("name")),
    ("更正我的昵称", Correct("name")),
)
TALK = (
    "更正一下,是3点",
    "更正:明天停水改到后天",
    "更正 电话",
    "更正 电话 139",
    "更正通知里的电话写错了",
    "更正名字写错的同学",
    "物业更正电话 13900001234 打这个",
)


@pytest.mark.parametrize(("text", "command"), SAID, ids=[text for text, _ in SAID])
def test_what_is_corrected(text: str, command: Correct) -> None:
    assert said(text).command == command


@pytest.mark.parametrize("text", TALK)
def test_talk_of_corrections_is_no_command(text: str) -> None:
    assert not isinstance(said(text).command, Correct)


@pytest.mark.parametrize("text", ["更正 电话", "更正 电话 139"])
def test_half_a_phone_is_asked_for_where_the_bot_is_meant(text: str) -> None:
    assert said(text, private=True).command == Correct("phone")
