"""Who somebody is: ids lead to members, handles survive a new login, a name alone is asked about."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from handlers.act import House
from handlers.members import Sighting, meet, merge_members, split_member
from handlers.rules import HouseRules
from storage.seal import Seal, new_key
from storage.states import ClaimStatus
from storage.store import Store, UnitOfWork
from storage.vocabulary import Role
from tests.chat import ACCOUNT, MORNING, Chat
from tests.postgres import Postgres

QUESTION = (
    ">>网格员小王: 「邻里群」新来的「王婆婆」,和之前叫这个名字的那位是同一个人吗?"
    "回复「是」或「不是」。不确定就先问问本人"
)


def house(chat: Chat, uow: UnitOfWork) -> House:
    return House(uow=uow, now=chat.clock.now(), rules=HouseRules(), new_id=str)


@pytest.fixture
def chat(chat: Chat) -> Chat:
    """王婆婆 has asked for something; a day later the account has logged in anew."""
    chat.person("网格员小王", Role.GRID_WORKER)
    chat.person("小李")
    chat.say("wx-1", "点单 修水龙头 5栋 13800001234", called="王婆婆")
    log_in(chat)
    return chat


def log_in(chat: Chat) -> None:
    chat.clock.move_to(chat.clock.now() + timedelta(hours=1))
    with chat.store.write() as uow:
        uow.accounts.seen(ACCOUNT, "online", now=chat.clock.now())
    chat.clock.move_to(chat.clock.now() + timedelta(minutes=1))


class TestName:
    def test_it_follows_the_person(self, chat: Chat) -> None:
        chat.say("wx-1", "帮助", called="王家婆婆")
        assert chat.member("wx-1").name == "王家婆婆"
        chat.say("wx-1", "帮助", called="")
        assert chat.member("wx-1").name == "王家婆婆"

    @pytest.mark.parametrize(
        ("written", "kept"),
        [
            ("", "邻居"),
            ("\u202e\n\t", "邻居"),
            ("小李\n#12 由我接单", "小李 ＃12 由我接单"),
            ("「一呼: 📋 #1」", "一呼: 📋 ＃1"),
            ("@所有人", "所有人"),
            ("长" * 5000, "长" * 14 + "…"),
        ],
    )
    def test_it_is_a_part_of_one_line(self, chat: Chat, written: str, kept: str) -> None:
        chat.say("wx-9", "帮助", called=written)
        assert chat.member("wx-9").name == kept

    def test_whom_it_is_dispatched_to_is_found_by_it(self, chat: Chat) -> None:
        chat.say("wx-9", "帮助", called="小\u200b张")
        assert "派给小张" in chat.say("网格员小王", "派 1 给 @小\u200b张")[0]


class TestHandle:
    def test_a_new_id_with_a_known_handle_is_the_same_person(self, store: Store) -> None:
        with store.write() as uow:
            first = meet(uow, Sighting("a", "wx-1", "小李", handle="lee"), now=MORNING)
            again = meet(uow, Sighting("a", "wx-2", "小李子", handle="lee"), now=MORNING + timedelta(hours=1))
            assert (again.id, again.name) == (first.id, "小李子")
            latest = uow.members.identity_of(first.id or 0, "a")
            assert latest is not None
            assert latest.external_id == "wx-2"

    def test_a_handle_and_a_friendship_that_become_known_are_kept(self, store: Store) -> None:
        with store.write() as uow:
            meet(uow, Sighting("a", "wx-1", "小李"), now=MORNING)
            meet(uow, Sighting("a", "wx-1", "小李子", handle="lee", is_friend=True), now=MORNING)
            kept = uow.members.identity("a", "wx-1")
            assert kept is not None
            assert (kept.handle, kept.name, kept.is_friend) == ("lee", "小李子", True)

    def test_another_account_sees_another_member(self, store: Store) -> None:
        with store.write() as uow:
            one = meet(uow, Sighting("a", "wx-1", "小李", handle="lee"), now=MORNING)
            other = meet(uow, Sighting("b", "wx-1", "小李", handle="lee"), now=MORNING)
            assert one.id != other.id


class TestSameName:
    def test_the_grid_worker_is_asked_and_a_yes_makes_them_one(self, chat: Chat) -> None:
        said = chat.say("wx-2", "点单 换灯泡 5栋", called="王婆婆")
        assert [line for line in said if line.startswith(">>")] == [QUESTION]
        assert chat.say("wx-2", "取消 1", called="王婆婆")[0].startswith(">>wx-2: #1 要由求助的人")
        assert chat.say("网格员小王", "是", private=True) == [">>网格员小王: 好的,「王婆婆」合成一个人了。"]
        assert chat.member("wx-1").id == chat.member("wx-2").id
        chat.say("wx-2", "取消 1", called="王婆婆")
        chat.say("wx-1", "取消 2", called="王婆婆")
        assert {chat.order(number).status for number in (1, 2)} == {"cancelled"}

    def test_a_no_keeps_them_apart_for_good(self, chat: Chat) -> None:
        chat.say("wx-2", "帮助", called="王婆婆")
        assert chat.say("网格员小王", "不是", private=True) == [">>网格员小王: 好的,「王婆婆」按两个人记。"]
        assert chat.member("wx-1").id != chat.member("wx-2").id
        assert len(chat.say("wx-2", "帮助", called="王婆婆")) == 1

    def test_who_was_seen_since_the_login_is_somebody_else(self, chat: Chat) -> None:
        chat.say("wx-1", "帮助", called="王婆婆")
        assert len(chat.say("wx-2", "帮助", called="王婆婆")) == 1

    def test_of_two_of_that_name_nothing_is_asked(self, chat: Chat) -> None:
        chat.say("wx-2", "帮助", called="王婆婆")
        chat.say("网格员小王", "不是", private=True)
        log_in(chat)
        assert len(chat.say("wx-3", "帮助", called="王婆婆")) == 1

    def test_without_a_login_nothing_is_asked(self, store: Store) -> None:
        chat = Chat(store)
        chat.person("网格员小王", Role.GRID_WORKER)
        chat.say("wx-1", "帮助", called="王婆婆")
        assert len(chat.say("wx-2", "帮助", called="王婆婆")) == 1

    def test_privately_nothing_is_asked(self, chat: Chat) -> None:
        assert len(chat.say("wx-2", "帮助", called="王婆婆", private=True)) == 1

    def test_a_role_is_never_had_by_a_name(self, chat: Chat) -> None:
        said = chat.say("wx-8", "拒单 1 不办", called="网格员小王")
        assert said == [">>wx-8: 这一步要由网格员或队长来办。"]

    def test_of_themselves_nobody_is_asked(self, chat: Chat) -> None:
        chat.person("网格员小张", Role.GRID_WORKER)
        log_in(chat)
        said = chat.say("wx-8", "帮助", called="网格员小王")
        assert next(line for line in said if "同一个人" in line).startswith(">>网格员小张")


# made one, and parted again: on both engines


@pytest.fixture(params=["sqlite", "postgresql"])
def street(request: pytest.FixtureRequest) -> Iterator[Chat]:
    if request.param == "sqlite":
        yield Chat(request.getfixturevalue("store"))
        return
    server: Postgres = request.getfixturevalue("postgres")
    store = Store(server.fresh(), Seal(new_key()))
    yield Chat(store)
    store.dispose()


def everything(uow: UnitOfWork, member_id: int) -> list[list[object]]:
    """All that a member is and has."""
    return [
        [*uow.members.identities_of(member_id)],
        [*uow.members.rooms_of(member_id)],
        [*sorted(uow.members.roles_anywhere(member_id))],
        [*sorted(uow.members.teams_led_by(member_id))],
        [*uow.orders.asked_by(member_id)],
        [*uow.claims.orders_of(member_id, ClaimStatus.ACTIVE)],
        [*uow.receipts.about(member_id)],
        [uow.questions.open_to(member_id, now=MORNING)],
        [uow.members.get(member_id)],
    ]


def test_members_are_made_one_and_parted_again(street: Chat) -> None:
    chat = street
    old, new = chat.person("小李", Role.LEADER), chat.person("小李2", Role.LEADER, Role.GRID_WORKER)
    chat.team("康乐队", "小李2", "小李")
    chat.team("理发队", "小李2")
    chat.say("王婆婆", "点单 修水龙头 5栋2单元301")
    chat.say("小李2", "接单 1")
    chat.say("小李2", "点单 修门锁 5栋2单元301")
    chat.say("小李", "接单 2")
    with chat.store.write() as uow:
        before = everything(uow, old), everything(uow, new)
        merge_members(house(chat, uow), into_id=old, gone_id=new)
        assert [len(each) for each in everything(uow, new)[:7]] == [0] * 7
        assert [len(each) for each in everything(uow, old)[:7]] == [2, 1, 2, 1, 1, 2, 2]
        assert uow.members.named("小李2") == []
        assert split_member(house(chat, uow), old) == new
        assert (everything(uow, old), everything(uow, new)) == before
        assert split_member(house(chat, uow), old) is None
