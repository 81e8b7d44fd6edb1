"""The sessions of one call: what is done to one, to all of them, and what is not."""

from datetime import datetime, timedelta

import pytest

from storage.models.activities import Activity
from storage.states import ActivityStatus
from storage.store import Store
from storage.vocabulary import LOCAL_ZONE, Role
from tests.chat import Chat

CALL = "招募 敬老院义剪 第一场 6月1日9点-11点 4人 第二场 6月1日14点-16点 6人"
WITH_PLACE = f"{CALL} 地点:敬老院"


@pytest.fixture
def chat(store: Store) -> Chat:
    chat = Chat(store)
    for name in ("李姐", "小李"):
        chat.person(name)
    chat.person("网格员小王", Role.GRID_WORKER)
    return chat


def sessions(chat: Chat) -> list[Activity]:
    with chat.store.read() as uow:
        found = [activity for _, activity in uow.activities.open_in(1)]
        calls = {activity.call_id for activity in found}
        assert len(calls) <= 1
        return found


def test_they_know_each_other_and_are_all_there_is(chat: Chat) -> None:
    chat.say("李姐", WITH_PLACE)
    first, second = sessions(chat)
    assert (first.title, second.title) == ("敬老院义剪(第一场)", "敬老院义剪(第二场)")
    assert (first.capacity, second.capacity) == (4, 6)
    assert second.starts_at == datetime(2026, 6, 1, 14, tzinfo=LOCAL_ZONE)
    assert first.call_id is not None
    with chat.store.read() as uow:
        assert [each.id for each in uow.activities.of_call(first.call_id)] == [first.id, second.id]


def test_one_session_alone_has_no_call(chat: Chat) -> None:
    chat.say("李姐", "招募 义剪 第一场 5月19日9点-11点 4人 第二场 6月1日14点-16点 6人 地点:东门")
    (only,) = sessions(chat)
    assert only.call_id is None
    assert chat.say("李姐", "撤销") == ["邻里群: ↩️ 李姐撤销了上一步:#1 义剪(第二场) 不算,没有这个活动"]


def test_undone_all_of_them_are_off(chat: Chat) -> None:
    chat.say("李姐", WITH_PLACE)
    assert chat.say("李姐", "撤销") == ["邻里群: ↩️ 李姐撤销了上一步:#1、#2 敬老院义剪 不算,没有这个活动"]
    assert sessions(chat) == []


def test_nothing_is_undone_where_somebody_has_signed_up_for_one(chat: Chat) -> None:
    chat.say("李姐", WITH_PLACE)
    chat.say("小李", "报名 2")
    assert chat.say("李姐", "撤销") == [">>李姐: #2 后来又有变动,撤不回来了。"]
    assert len(sessions(chat)) == 2


def test_nothing_is_undone_where_one_was_changed(chat: Chat) -> None:
    chat.say("李姐", WITH_PLACE)
    chat.say("李姐", "改 2 8人")
    assert chat.say("李姐", "撤销", quote="📅 敬老院义剪|共2场\n#1 第一场|6月1日") == [
        ">>李姐: #2 后来又有变动,撤不回来了。"
    ]
    assert [each.capacity for each in sessions(chat)] == [4, 8]


def test_a_change_of_one_is_undone_alone(chat: Chat) -> None:
    chat.say("李姐", WITH_PLACE)
    chat.say("李姐", "改 1 5人")
    chat.say("李姐", "改 2 8人")
    assert chat.say("李姐", "撤销") == ["邻里群: ✏️ #2 敬老院义剪(第二场) 改了:8人 → 6人"]
    assert [each.capacity for each in sessions(chat)] == [5, 6]


def test_what_was_called_off_before_stays_so(chat: Chat) -> None:
    chat.say("李姐", WITH_PLACE)
    chat.say("李姐", "取消活动 2")
    chat.say("网格员小王", "撤销", quote="📅 敬老院义剪|共2场\n#1 第一场|6月1日")
    assert sessions(chat) == []
    with chat.store.read() as uow:
        both = [uow.activities.get(number) for number in (1, 2)]
    assert [each.status for each in both if each is not None] == [ActivityStatus.CALLED_OFF] * 2


def test_the_place_is_asked_once_and_told_to_who_is_signed_up(chat: Chat) -> None:
    chat.say("李姐", CALL)
    chat.say("小李", "报名 1")
    said = chat.say("李姐", "东门", private=True)
    assert said[0] == "邻里群: ✏️ #1、#2 敬老院义剪 改了:地点待定 → 东门"
    assert len([line for line in said if line.startswith("邻里群")]) == 1
    assert any(line.startswith(">>小李: ✏️ 您报的 #1 敬老院义剪(第一场)") for line in said)
    assert {each.place for each in sessions(chat)} == {"东门"}


def test_a_place_that_one_has_already_is_kept(chat: Chat) -> None:
    chat.say("李姐", CALL)
    chat.say("李姐", "改 2 地点改到西门")
    chat.say("李姐", "东门", private=True)
    assert {each.place for each in sessions(chat)} == {"东门", "西门"}


def test_each_has_its_own_reminders(chat: Chat) -> None:
    chat.say("李姐", WITH_PLACE)
    chat.say("小李", "报名 1 2")
    said = chat.wait(timedelta(days=11, hours=4))
    reminded = [line for line in said if line.startswith(">>小李: ⏰")]
    assert [sum(f"#{number} " in line for line in reminded) for number in (1, 2)] == [1, 1]


def test_a_shadowed_room_says_nothing(chat: Chat) -> None:
    with chat.store.write() as uow:
        uow.rooms.change(1, is_shadowed=True)
    assert chat.say("李姐", WITH_PLACE) == []


def test_who_leaves_several_is_in_none_of_them(chat: Chat) -> None:
    chat.say("李姐", WITH_PLACE)
    chat.say("小李", "报名 1 2")
    said = chat.say("小李", "取消报名 1 2")
    assert [line for line in said if line.startswith("邻里群")] == [
        "邻里群: 👋 #1 敬老院义剪(第一场):小李不来了,还剩4个名额",
        "邻里群: 👋 #2 敬老院义剪(第二场):小李不来了,还剩6个名额",
    ]
