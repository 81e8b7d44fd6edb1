"""Who leaves a room: what they organise there is answered for, and nothing of theirs goes there any more."""

from datetime import timedelta

import pytest

from bot.transports import PeopleMoved
from handlers.act import key
from storage.store import Store
from storage.vocabulary import Role
from tests.chat import ACCOUNT, Chat


def street(store: Store, *roles: Role, rooms: tuple[str, ...] = ("邻里群",)) -> Chat:
    chat = Chat(store, rooms=rooms)
    chat.person("李姐")
    chat.person("小李")
    for role in roles:
        chat.person(role.value, role)
    return chat


def moves(chat: Chat, *people: str, room: str = "邻里群", has_left: bool = True) -> list[str]:
    with chat.store.write() as uow:
        chat.pipeline.moved(uow, PeopleMoved(ACCOUNT, room, people, has_left=has_left), chat.clock.now())
    return chat.delivered()


def test_a_leader_who_is_there_comes_before_the_grid_worker(store: Store) -> None:
    chat = street(store, Role.GRID_WORKER, Role.LEADER)
    chat.say("李姐", "招募 周日9点 绿道义诊 15人 地点:东门")
    assert [each.split(":")[0] for each in moves(chat, "李姐")] == [">>leader"]


def test_a_leader_who_is_gone_too_does_not(store: Store) -> None:
    chat = street(store, Role.GRID_WORKER, Role.LEADER)
    chat.say("李姐", "招募 周日9点 绿道义诊 15人 地点:东门")
    assert [each.split(":")[0] for each in moves(chat, "leader", "李姐")] == [">>grid_worker"]
    assert moves(chat, "李姐") == []


def test_where_nobody_can_stand_in_it_stays_with_them(store: Store) -> None:
    chat = street(store)
    chat.say("李姐", "招募 周日9点 绿道义诊 15人 地点:东门")
    assert moves(chat, "李姐") == []
    assert chat.say("李姐", "改 1 改到10点", private=True)[0].startswith("邻里群: ✏️ #1")


def test_what_they_were_asked_somebody_else_is(store: Store) -> None:
    chat = street(store, Role.GRID_WORKER)
    chat.say("李姐", "招募 明天15点 绿道义诊 15人 至少3人 地点:东门")
    asked = chat.wait(timedelta(hours=22))
    assert any(each.startswith(">>李姐: #1 绿道义诊") for each in asked)
    handed_over, asked_again = moves(chat, "李姐")
    assert "由您接着管" in handed_over
    assert asked_again.startswith(">>grid_worker: #1 绿道义诊")
    assert "1 照办" in asked_again
    assert chat.say("李姐", "1", private=True) == []
    assert "照常办" in chat.say("grid_worker", "1", private=True)[0]


def test_a_coordinator_who_left_still_looks_after_the_room(store: Store) -> None:
    chat = street(store, Role.GRID_WORKER)
    chat.say("grid_worker", "招募 周日9点 绿道义诊 15人 地点:东门")
    moves(chat, "grid_worker")
    assert chat.say("grid_worker", "改 1 改到10点", private=True)[0].startswith("邻里群: ✏️ #1")


def test_their_claims_and_orders_are_theirs_as_before(store: Store) -> None:
    chat = street(store, Role.GRID_WORKER)
    chat.say("李姐", "点单 修水龙头 5栋")
    chat.say("小李", "接单 1")
    moves(chat, "李姐", "小李")
    assert chat.say("小李", "退单 1", private=True)[0].startswith("邻里群: ")
    chat.say("李姐", "取消 1", private=True)
    assert chat.order(1).status == "cancelled"


def test_what_is_said_privately_belongs_to_a_room_where_they_still_are(store: Store) -> None:
    chat = street(store, rooms=("邻里群", "二号群"))
    chat.say("小李", "点单 借个梯子", room="二号群")
    chat.say("小李", "点单 借个扳手", room="邻里群")
    moves(chat, "小李")
    (posted, *_) = chat.say("小李", "点单 修水龙头 5栋", private=True)
    assert posted.startswith("二号群: ")


def test_a_room_is_not_told_to_befriend_who_has_left(store: Store) -> None:
    chat = street(store, Role.GRID_WORKER)
    chat.person("赵姐", is_friend=False)
    chat.say("赵姐", "点单 修水龙头 5栋")
    chat.wait(timedelta(days=1))
    moves(chat, "赵姐")
    assert not any("赵姐" in each for each in chat.say("小李", "接单 1") if each.startswith("邻里群"))


def test_who_speaks_there_again_is_there_again(store: Store) -> None:
    chat = street(store, Role.GRID_WORKER)
    chat.say("李姐", "招募 周日9点 绿道义诊 15人 地点:东门")
    moves(chat, "李姐")
    assert "不在「邻里群」里" in chat.say("李姐", "改 1 改到10点", private=True)[0]
    chat.say("李姐", "本周活动")
    assert chat.say("李姐", "改 1 改到10点", private=True)[0].startswith("邻里群: ✏️ #1")


@pytest.mark.parametrize("has_left", [True, False])
def test_strangers_and_unknown_rooms_change_nothing(store: Store, *, has_left: bool) -> None:
    chat = street(store, Role.GRID_WORKER)
    assert moves(chat, "谁也不是", has_left=has_left) == []
    assert moves(chat, "李姐", room="没有的群", has_left=has_left) == []


def test_in_a_shadowed_room_nobody_is_told(store: Store) -> None:
    chat = street(store, Role.GRID_WORKER)
    chat.say("李姐", "招募 周日9点 绿道义诊 15人 地点:东门")
    with store.write() as uow:
        room = uow.rooms.known_as(ACCOUNT, "邻里群")
        assert room is not None
        uow.rooms.change(key(room.id), is_shadowed=True)
    assert moves(chat, "李姐") == []
