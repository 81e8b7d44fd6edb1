"""签退, 改工时 and 我的工时, and what only sounds like them."""

import pytest

from handlers.understanding.activity_commands import AskHours, CheckOut, CorrectHours
from handlers.understanding.commands import Command
from tests.understanding.rooms import activity, said

SAID: tuple[tuple[str, Command], ...] = (
    ("签退", CheckOut()),
    ("签退 ５", CheckOut(5)),
    ("签退 #5 3721", CheckOut(5, "3721")),
    ("签退3721", CheckOut(None, "3721")),
    ("我签退了", CheckOut()),
    ("我的工时", AskHours()),
    ("看一下我的志愿时长", AskHours()),
    ("我有多少工时?", AskHours()),
    ("改工时", CorrectHours()),
    ("改工时 5 小李", CorrectHours()),
    ("改工时 5 小李 提前走了", CorrectHours()),
    ("改工时 5 小李 :提前走了", CorrectHours(5, "小李", None, "提前走了")),
    ("改工时 5 小李 2小时", CorrectHours(5, "小李", 120)),
    ("改工时 5 小李 2小时 提前走了", CorrectHours(5, "小李", 120, "提前走了")),
    ("改工时 5 小李 1.5小时 提前走了", CorrectHours(5, "小李", 90, "提前走了")),
    ("改工时 5 小李 两个半小时 收摊", CorrectHours(5, "小李", 150, "收摊")),
    ("改工时 5 小李 一小时半 收摊", CorrectHours(5, "小李", 90, "收摊")),
    ("改工时 5 小李 45分钟 来晚了", CorrectHours(5, "小李", 45, "来晚了")),
    ("改工时 5 小李 1小时15分 来晚了", CorrectHours(5, "小李", 75, "来晚了")),
)
NOT_SAID = ("今天忘记签退了咋办", "公司签退系统坏了", "工时费好贵哦", "我的工时费还没结")


@pytest.mark.parametrize(("text", "command"), SAID, ids=[text for text, _ in SAID])
def test_what_is_said_of_hours(text: str, command: Command) -> None:
    assert said(text, activity(5)).command == command


@pytest.mark.parametrize("text", NOT_SAID)
def test_talk_of_work_is_no_command(text: str) -> None:
    assert not isinstance(said(text, activity(5)).command, AskHours | CheckOut | CorrectHours)


def test_a_mentioned_member_is_named() -> None:
    command = said("改工时 5 @小李 2小时 提前走了", activity(5)).command
    assert isinstance(command, CorrectHours)
    assert command.minutes in {None, 120}
