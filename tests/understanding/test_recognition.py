"""上墙, 排行 and their switches, and what only sounds like them."""

import pytest

from handlers.understanding.commands import Recognise
from tests.understanding.rooms import said

SAID = (
    ("上墙", "join_wall"),
    ("我愿意上墙。", "join_wall"),
    ("不上墙", "leave_wall"),
    ("我不想上荣誉墙了", "leave_wall"),
    ("排行", "ranking"),
    ("看一下志愿服务排行榜", "ranking"),
    ("打开排行", "ranking_on"),
    ("关闭排行榜", "ranking_off"),
    ("开启荣誉墙", "wall_on"),
    ("关掉荣誉墙", "wall_off"),
)
NOT_SAID = ("娃儿又上墙了", "照片墙好看", "电影排行榜哪部好看", "墙上漏水", "上墙揭瓦")


@pytest.mark.parametrize(("text", "ask"), SAID, ids=[text for text, _ in SAID])
def test_what_is_said_of_walls_and_rankings(text: str, ask: str) -> None:
    assert said(text).command == Recognise(ask)


@pytest.mark.parametrize("text", NOT_SAID)
def test_talk_of_walls_is_no_command(text: str) -> None:
    assert not isinstance(said(text).command, Recognise)
