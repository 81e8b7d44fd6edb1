"""What is reached is told once, the highest of each kind; and who is never named."""

from datetime import timedelta

import pytest

from handlers.act import House
from handlers.activities.finding import found_by_id
from handlers.activities.milestones import reach, wall_lines
from handlers.rules import HouseRules
from storage.models.hours import HoursLine
from storage.store import Store, UnitOfWork
from storage.vocabulary import HoursKind, Role
from tests.chat import Chat


def house_of(uow: UnitOfWork, chat: Chat) -> House:
    return House(uow, chat.clock.now(), HouseRules(), lambda: "-")


def give(uow: UnitOfWork, chat: Chat, member_id: int, hours: int, kind: HoursKind = HoursKind.CREDIT) -> None:
    now = chat.clock.now()
    uow.hours.add(
        HoursLine(member_id=member_id, activity_id=1, kind=kind, minutes=hours * 60, served_at=now, written_at=now)
    )


@pytest.fixture
def chat(store: Store) -> Chat:
    chat = Chat(store)
    for name in ("李姐", "小李"):
        chat.person(name)
    chat.say("李姐", "招募 周日上午9点 绿道义诊 5人 地点:东门")
    return chat


def test_hours_of_stars_say_so_and_what_was_passed_by_is_not_made_up_for(chat: Chat) -> None:
    member_id = chat.member("小李").id or 0
    with chat.store.write() as uow:
        house = house_of(uow, chat)
        give(uow, chat, member_id, 301)
        assert reach(member_id, house) == [
            {"kind": "services", "count": 1, "stars": ""},
            {"kind": "hours", "count": 300, "stars": "二"},
        ]
        give(uow, chat, member_id, -200)
        assert reach(member_id, house) == []
        give(uow, chat, member_id, 200)
        assert reach(member_id, house) == []
        give(uow, chat, member_id, 600, HoursKind.HONOUR)
        assert reach(member_id, house) == []


@pytest.mark.parametrize(("has_wall", "is_named", "lines"), [(0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 1, 1)])
def test_the_room_names_who_wants_it_where_it_has_a_wall(chat: Chat, has_wall: int, is_named: int, lines: int) -> None:
    member_id = chat.member("小李").id or 0
    now = chat.clock.now() - timedelta(days=1)
    with chat.store.write() as uow:
        uow.rooms.change(1, wall_since=now if has_wall else None)
        uow.members.change(member_id, on_wall_since=now if is_named else None)
        house = house_of(uow, chat)
        found = found_by_id(house, 1)
        assert found is not None
        assert len(wall_lines(found, member_id, [{"kind": "hours", "count": 10, "stars": ""}], house)) == lines


def test_a_switch_that_somebody_else_has_turned_since_is_not_undone(chat: Chat) -> None:
    for name in ("周队", "网格员小王"):
        chat.person(name, Role.LEADER)
    chat.say("周队", "打开荣誉墙")
    chat.say("网格员小王", "关闭荣誉墙")
    assert chat.say("周队", "撤销") == [">>周队: 后来又有变动,撤不回来了。"]
