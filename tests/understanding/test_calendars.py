"""日历, 重置日历, 停止日历, and what only sounds like them."""

import pytest

from handlers.understanding.activity_commands import AskCalendar, CloseCalendar, RenewCalendar
from handlers.understanding.commands import Command
from tests.understanding.rooms import activity, said

SAID: tuple[tuple[str, Command], ...] = (
    ("日历", AskCalendar()),
    ("日 历 !", AskCalendar()),
    ("我的日历", AskCalendar()),
    ("给我发一下我的日历链接", AskCalendar()),
    ("日历订阅", AskCalendar()),
    ("订阅我的活动日历", AskCalendar()),
    ("重置日历", RenewCalendar()),
    ("换日历链接", RenewCalendar()),
    ("帮我换一个日历的链接", RenewCalendar()),
    ("停止日历", CloseCalendar()),
    ("停用我的日历链接", CloseCalendar()),
    ("取消日历订阅", CloseCalendar()),
    ("删除我的日历", CloseCalendar()),
)
NOT_SAID = ("看日历", "今天日历上说宜出行", "哪个有多的日历", "日历发完没有", "换本日历挂起", "取消 5")


@pytest.mark.parametrize(("text", "command"), SAID, ids=[text for text, _ in SAID])
def test_what_is_said_of_calendars(text: str, command: Command) -> None:
    assert said(text, activity(5)).command == command


@pytest.mark.parametrize("text", NOT_SAID)
def test_talk_of_calendars_is_no_command(text: str) -> None:
    assert not isinstance(said(text, activity(5)).command, AskCalendar | RenewCalendar | CloseCalendar)
