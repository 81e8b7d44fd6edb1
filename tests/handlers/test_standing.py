"""长期报名: undo, two members who are one person, nonsense, rooms that are only listened to."""

from datetime import datetime, timedelta

from handlers.act import House
from handlers.members import merge_members, split_member
from storage.states import EnrolmentStatus
from storage.store import UnitOfWork
from storage.vocabulary import LOCAL_ZONE
from tests.chat import Chat

NOTICE = "招募 每周二下午2点 太极拳 4人 活动室"


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LOCAL_ZONE)


#: The first is on 26 May, the second is posted the day after at 14:00.
SECOND = at(5, 27, 15)


def begun(chat: Chat, notice: str = NOTICE) -> Chat:
    for name in ("李姐", "小李", "老周", "陈姐"):
        chat.person(name)
    chat.say("李姐", notice)
    return chat


def listed(chat: Chat, activity_id: int) -> list[tuple[str, int, EnrolmentStatus]]:
    with chat.store.read() as uow:
        parts = uow.enrolments.of_activity(activity_id)
        return [(who.name, part.party, part.status) for part in parts if (who := uow.members.get(part.member_id or 0))]


def test_a_party_stands_and_another_number_changes_it(chat: Chat) -> None:
    begun(chat)
    chat.say("小李", "长期报名 1")
    assert listed(chat, 1) == [("小李", 1, EnrolmentStatus.ACCEPTED)]
    assert any("(2人)" in line for line in chat.say("小李", "长期报名 1 2人"))
    assert listed(chat, 1) == [("小李", 2, EnrolmentStatus.ACCEPTED)]
    assert any("最多" in line or "名额" in line for line in chat.say("小李", "长期报名 1 9人"))
    chat.wait_until(SECOND)
    assert listed(chat, 2) == [("小李", 2, EnrolmentStatus.ACCEPTED)]


def test_what_was_said_last_is_undone_first(chat: Chat) -> None:
    begun(chat)
    chat.say("小李", "长期报名 1")
    assert [line for line in chat.say("小李", "撤销") if line.startswith("邻里群")] == []
    assert listed(chat, 1) == [("小李", 1, EnrolmentStatus.ACCEPTED)]
    chat.say("小李", "撤销")
    assert listed(chat, 1) == []
    chat.wait_until(SECOND)
    assert listed(chat, 2) == []


def test_an_undone_end_is_not_put_back_twice(chat: Chat) -> None:
    begun(chat)
    chat.say("小李", "长期报名 1")
    chat.say("小李", "不再长期 1")
    chat.say("小李", "长期报名 1")
    chat.say("小李", "撤销")
    chat.say("小李", "撤销")
    chat.wait_until(SECOND)
    assert listed(chat, 2) == [("小李", 1, EnrolmentStatus.ACCEPTED)]


def _merge(chat: Chat, into: str, gone: str) -> int:
    into_id, gone_id = chat.member(into).id or 0, chat.member(gone).id or 0
    with chat.store.write() as uow:
        merge_members(_house(chat, uow), into_id=into_id, gone_id=gone_id)
    return into_id


def _house(chat: Chat, uow: UnitOfWork) -> House:
    return House(uow=uow, now=chat.clock.now(), rules=chat.rules, new_id=str)


def test_one_person_of_two_members_stands_once_and_apart_each_for_themselves(chat: Chat) -> None:
    begun(chat)
    chat.say("小李", "长期报名 1")
    chat.say("老周", "长期报名 1")
    into_id = _merge(chat, "小李", "老周")
    chat.wait_until(SECOND)
    assert [name for name, *_ in listed(chat, 2)] == ["小李"]
    with chat.store.write() as uow:
        split_member(_house(chat, uow), into_id)
    chat.wait_until(at(6, 3, 15))
    assert sorted(name for name, *_ in listed(chat, 3)) == ["小李", "老周"]


def test_one_of_ten_places_is_kept_where_nobody_said_how_many(chat: Chat) -> None:
    begun(chat, "招募 每周二下午2点 太极拳 10人 活动室")
    chat.wait_until(SECOND)
    assert any("还剩10个名额,回复" in line for line in chat.say("陈姐", "查 2"))
    chat.say("小李", "长期报名 2")
    lines = chat.wait_until(at(6, 3, 15))
    assert any("1人长期报名,还剩9个名额(1个留给第一次来的)" in line for line in lines)


def test_nonsense_changes_nothing(chat: Chat) -> None:
    begun(chat)
    chat.say("李姐", "招募 周日上午9点 大扫除 5人 东门")
    for text in ("长期报名 2", "不再长期 2", "长期报名 77", "不再长期 1", "不再长期", "长期名单 2", "@一呼 长期报名"):
        lines = chat.say("小李", text)
        assert lines
        assert all(line.startswith(">>小李") or "长期" not in line for line in lines)
    assert listed(chat, 2) == []
    chat.say("李姐", "停办系列 1")
    assert any("停办" in line for line in chat.say("小李", "长期报名 1"))
    more = chat.say("李姐", "招募 每周三下午2点 合唱 4人 活动室 留4个给新人")
    assert any("没有发出去" in line for line in more)


def test_in_a_shadowed_room_nobody_is_signed_up(chat: Chat) -> None:
    begun(chat)
    chat.say("小李", "长期报名 1")
    with chat.store.write() as uow:
        uow.rooms.change(1, is_shadowed=True)
    chat.wait_until(SECOND)
    assert listed(chat, 2) == []
    with chat.store.write() as uow:
        uow.rooms.change(1, is_shadowed=False)
    chat.wait(timedelta(days=1))
    assert [name for name, *_ in listed(chat, 2)] == ["小李"]
