"""完成 5: when it may be said of an activity, what it settles, and how it is taken back."""

from datetime import datetime

import pytest

from storage.states import ActivityStatus
from storage.vocabulary import LOCAL_ZONE, Role
from tests.chat import Chat

NOTHING_TO_SAY = "#1 读书会 是活动,到点自己结束,不用说完成。"


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 5, 20, hour, minute, tzinfo=LOCAL_ZONE)


def begun(chat: Chat, notice: str = "招募 今天下午3点 读书会 5人 地点:东门", *, is_there: bool = True) -> Chat:
    """李姐's reading circle, which 小李 is checked in to."""
    chat.person("小李")
    chat.person("李姐", Role.VOLUNTEER)
    chat.person("网格员小王", Role.GRID_WORKER)
    chat.say("李姐", notice)
    chat.say("小李", "报名 1")
    chat.wait_until(at(14, 40))
    code = next(line for line in chat.say("李姐", "签到码 1", private=True) if "签到码" in line)
    if is_there:
        chat.say("小李", f"签到 1 {code.split('签到码:')[1][:4]}", private=True)
    return chat


def minutes(chat: Chat) -> int:
    with chat.store.read() as uow:
        return uow.hours.minutes_in(chat.member("小李").id or 0, 1)


def status(chat: Chat) -> ActivityStatus:
    with chat.store.read() as uow:
        activity = uow.activities.get(1)
        assert activity is not None
        return activity.status


def test_a_coordinator_may_say_it_and_undo_it(chat: Chat) -> None:
    begun(chat).wait_until(at(16))
    assert chat.say("网格员小王", "完成 1")[0].startswith(">>网格员小王: #1 读书会 结束了。签到过1人")
    assert minutes(chat) == 60
    assert chat.say("网格员小王", "撤销") == [">>网格员小王: ↩️ #1 读书会 不算结束,刚记的工时收回了"]
    assert (minutes(chat), status(chat)) == (0, ActivityStatus.OPEN)


def test_a_stated_end_is_not_gone_beyond(chat: Chat) -> None:
    begun(chat, "招募 今天下午3点到5点 读书会 5人 地点:东门").wait_until(at(16, 30))
    chat.say("李姐", "完成 1")
    assert minutes(chat) == 90


def test_what_is_undone_ends_at_its_time_all_the_same(chat: Chat) -> None:
    begun(chat, "招募 今天下午3点到5点 读书会 5人 地点:东门").wait_until(at(16, 30))
    chat.say("李姐", "完成 1")
    chat.say("李姐", "撤销")
    chat.wait_until(at(17, 1))
    assert (minutes(chat), status(chat)) == (120, ActivityStatus.OVER)


def test_after_its_time_it_is_not_taken_back(chat: Chat) -> None:
    begun(chat, "招募 今天下午3点到5点 读书会 5人 地点:东门").wait_until(at(16, 55))
    chat.say("李姐", "完成 1")
    chat.wait_until(at(17, 1))
    assert chat.say("李姐", "撤销") == [">>李姐: #1 已经结束,撤不回来了。"]
    assert minutes(chat) == 120


def test_hours_that_were_corrected_since_stay(chat: Chat) -> None:
    begun(chat).wait_until(at(16))
    chat.say("网格员小王", "完成 1")
    chat.say("李姐", "改工时 1 小李 2小时 还收拾了场地")
    assert chat.say("网格员小王", "撤销")[0].startswith(">>网格员小王: #1 的工时后来又有变动")
    assert (minutes(chat), status(chat)) == (120, ActivityStatus.OVER)


def test_where_nobody_checked_in_it_says_so(chat: Chat) -> None:
    begun(chat, is_there=False).wait_until(at(16))
    assert chat.say("李姐", "完成 1") == [">>李姐: #1 读书会 结束了。没有人签到,不记工时。"]
    assert [line for line in chat.wait_until(at(17, 1)) if "怎么样" in line]


@pytest.mark.parametrize("who", ["小李", "李姐"])
def test_before_it_has_begun_and_after_the_end_there_is_nothing_to_finish(chat: Chat, who: str) -> None:
    begun(chat)
    assert NOTHING_TO_SAY in chat.say(who, "完成 1")[0]
    chat.wait_until(at(19))
    assert chat.say(who, "完成 1") == [f">>{who}: {NOTHING_TO_SAY}"]
