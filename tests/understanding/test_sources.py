"""来源 5, and what only sounds like it."""

import pytest

from handlers.understanding.activity_commands import AskSources
from tests.understanding.rooms import ACTIVITY_LINE, activity, said


@pytest.mark.parametrize("text", ["来源 5", "来源５", "查一下来源 #5", "5号报名来源", "看5的访问来源统计", "来源:5"])
def test_the_number_is_said(text: str) -> None:
    assert said(text, activity(5)).command == AskSources(5)


def test_the_posting_is_quoted() -> None:
    assert said("来源", activity(5), quoted=ACTIVITY_LINE).command == AskSources(5)


@pytest.mark.parametrize("text", ["来源", "消息来源可靠不", "来源不明的快递 5 个", "这5箱苹果来源"])
def test_talk_is_no_command(text: str) -> None:
    assert not isinstance(said(text, activity(5)).command, AskSources)
