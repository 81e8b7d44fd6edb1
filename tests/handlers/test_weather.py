"""Warnings of the weather: who may enter and lift them, what is not undone any more, and nights and shadowed rooms."""

from datetime import datetime, timedelta

import pytest

from storage.store import Store
from storage.vocabulary import LOCAL_ZONE, Role
from tests.chat import Chat

ASKED = "🌦️"


@pytest.fixture
def chat(store: Store) -> Chat:
    """#1 on Sunday morning, in the open."""
    chat = Chat(store)
    for name in ("李姐", "小李"):
        chat.person(name)
    chat.person("网格员小王", Role.GRID_WORKER)
    chat.person("管理员老陈", Role.ADMIN)
    chat.say("李姐", "招募 周日上午9点 巡河 10人 河边")
    return chat


def asked(lines: list[str]) -> list[str]:
    return [line for line in lines if ASKED in line]


def test_who_may_not_warn_is_told_only_privately(chat: Chat) -> None:
    assert chat.say("小李", "预警 暴雨橙 周日") == chat.say("小李", "解除预警") == []
    for words in ("预警 暴雨橙 周日", "解除预警"):
        assert chat.say("小李", words, private=True) == [">>小李: 这一步要由网格员或管理员来办。"]


@pytest.mark.parametrize("days", ["8月1日", "5月19日", "5月23日到22日"])
def test_days_of_which_nobody_warns(chat: Chat, days: str) -> None:
    assert "没" in chat.say("网格员小王", f"预警 高温 {days}")[0]
    assert asked(chat.wait(timedelta(days=3))) == []


def test_what_is_over_or_not_there_is_not_lifted(chat: Chat) -> None:
    assert chat.say("网格员小王", "解除预警") == [">>网格员小王: 这里没有记着的预警"]
    chat.say("网格员小王", "预警 高温 今天")
    chat.wait(timedelta(days=1))
    assert chat.say("网格员小王", "解除预警 高温") == [">>网格员小王: 这里没有记着的高温预警"]


def test_hours_that_were_said_concern_only_what_takes_place_then(chat: Chat) -> None:
    chat.say("网格员小王", "预警 雷电 周日下午2点到6点")
    assert asked(chat.wait(timedelta(minutes=1))) == []
    chat.say("网格员小王", "预警 雷电 周日上午8点到10点")
    assert len(asked(chat.wait(timedelta(minutes=1)))) == 1


def test_what_somebody_else_has_lifted_is_not_undone(chat: Chat) -> None:
    chat.say("网格员小王", "预警 高温 周日")
    chat.say("管理员老陈", "解除预警 高温")
    assert chat.say("网格员小王", "撤销") == [">>网格员小王: 这条预警后来又有变动,撤不回来了。"]


def test_a_colour_that_is_undone_gives_the_one_before_back(chat: Chat) -> None:
    chat.say("网格员小王", "预警 高温橙 周日")
    (line,) = asked(chat.wait(timedelta(minutes=1)))
    assert "高温橙色" in line
    chat.say("李姐", "照常", private=True)
    chat.say("网格员小王", "预警 高温红 周日")
    chat.say("网格员小王", "撤销")
    assert asked(chat.wait(timedelta(minutes=1))) == []  # of the orange one it was said that it goes ahead
    assert chat.say("网格员小王", "预警 高温橙 周日") == [">>网格员小王: 这条预警已经记着了"]


def test_only_who_is_in_charge_says_where_it_is(chat: Chat) -> None:
    assert chat.say("小李", "室内 1") == [">>小李: #1 要由组织的人、队长或网格员来办。"]
    chat.say("李姐", "室内 1")
    chat.say("网格员小王", "户外 1")
    assert chat.say("李姐", "撤销") == [">>李姐: #1 后来又有变动,撤不回来了。"]


def test_what_is_called_off_or_over_is_not_asked_about(chat: Chat) -> None:
    chat.say("网格员小王", "预警 高温 周日")
    chat.say("李姐", "取消活动 1")
    assert asked(chat.wait(timedelta(days=5))) == []


def test_posted_while_it_holds_it_is_asked_once_it_cannot_be_undone_any_more(chat: Chat) -> None:
    chat.say("网格员小王", "预警 高温 周日")
    chat.wait(timedelta(minutes=1))
    chat.say("李姐", "招募 周日下午3点 植树 10人 东门")
    assert asked(chat.wait(timedelta(minutes=9))) == []
    assert len(asked(chat.wait(timedelta(minutes=2)))) == 1


def test_what_begins_within_the_hour_is_asked_at_once_and_then_told(chat: Chat) -> None:
    chat.clock.move_to(datetime(2026, 5, 24, 8, 0, tzinfo=LOCAL_ZONE))
    chat.say("网格员小王", "预警 暴雨红 今天")
    assert len(asked(chat.wait(timedelta(minutes=1)))) == 1
    told = asked(chat.wait(timedelta(minutes=30)))
    assert [line.split(":")[0] for line in told] == [">>李姐", ">>网格员小王"]


def test_in_a_shadowed_room_nobody_is_asked(chat: Chat) -> None:
    with chat.store.write() as uow:
        uow.rooms.change(1, is_shadowed=True)
    with chat.store.write() as uow:
        room = uow.rooms.get(1)
        assert room is not None
        assert uow.weather.activities_until([room.site_id or 0], chat.clock.now() + timedelta(days=9)) == []
    assert chat.say("网格员小王", "预警 高温 周日") == []
    assert asked(chat.wait(timedelta(days=3))) == []


def test_many_are_counted(chat: Chat) -> None:
    for title in ("植树", "捡垃圾", "徒步", "骑行", "登山", "采摘", "野餐", "除草", "露营"):
        chat.say("李姐", f"招募 周日下午3点 {title} 东门")
    (line,) = chat.say("网格员小王", "预警 高温 周日")
    assert line.endswith("还有 2 个")


def test_nobody_else_is_told_twice(chat: Chat) -> None:
    """The one who warns and organises is asked, and not told of themselves."""
    chat.say("网格员小王", "招募 周日下午3点 植树 10人 东门")
    chat.say("网格员小王", "预警 高温 周日")
    lines = asked(chat.wait_until(datetime(2026, 5, 24, 12, 1, tzinfo=LOCAL_ZONE)))
    assert len([line for line in lines if line.startswith(">>网格员小王") and "#2" in line]) == 2
