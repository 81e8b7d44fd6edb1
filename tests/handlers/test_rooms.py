"""绑定, 安静, 继续, 离开: who may, and what the room hears of it."""

from datetime import timedelta

import pytest

from storage.models.places import BindingCode, Room, Site
from storage.store import Store
from storage.vocabulary import Role, SiteLevel, TimerKind
from tests.chat import ACCOUNT, MORNING, Chat


@pytest.fixture
def chat(chat: Chat) -> Chat:
    """With a room that nobody has bound, and a code for the station."""
    chat.person("小李")
    chat.person("李姐", Role.LEADER)
    chat.person("网格员小王", Role.GRID_WORKER)
    with chat.store.write() as uow:
        uow.rooms.add(Room(account=ACCOUNT, external_id="新群", topic="新群"))
        uow.sites.add_code(BindingCode(code="ABC234", site_id=chat.site_id, expires_at=MORNING + timedelta(days=7)))
    return chat


def room_of(chat: Chat, name: str) -> Room:
    with chat.store.read() as uow:
        room = uow.rooms.known_as(ACCOUNT, name)
        assert room is not None
        return room


class TestBind:
    def test_by_a_grid_worker_of_the_site(self, chat: Chat) -> None:
        assert chat.say("王婆婆", "点单 修水龙头", room="新群") == []
        said = chat.say("网格员小王", "绑定 ABC234", room="新群")
        assert said[0].startswith("新群: 大家好,我是下涧槽站的志愿服务助手。")
        for word in ("谁求助、求什么", "称呼", "加密", "闲聊不记录", "谁看过我"):
            assert word in said[0]
        with chat.store.read() as uow:
            assert uow.timers.of_room(room_of(chat, "新群").id or 0, TimerKind.DIGEST) is not None
        assert chat.say("王婆婆", "点单 修水龙头 5栋", room="新群")[0].startswith("新群: 📋 #1")

    @pytest.mark.parametrize("who", ["小李", "李姐"])
    def test_by_nobody_else(self, chat: Chat, who: str) -> None:
        assert chat.say(who, "绑定 ABC234", room="新群") == [f">>{who}: 这一步要由网格员或管理员来办。"]
        assert room_of(chat, "新群").site_id is None

    def test_by_no_grid_worker_of_another_site(self, chat: Chat) -> None:
        with chat.store.write() as uow:
            other = uow.sites.add(Site(name="别的站", level=SiteLevel.STATION))
            uow.sites.add_code(
                BindingCode(code="XYZ789", site_id=other.id or 0, expires_at=MORNING + timedelta(days=7))
            )
        assert chat.say("网格员小王", "绑定 XYZ789", room="新群")[0].startswith(">>网格员小王: 这一步要由")

    def test_a_code_is_good_once_and_for_a_week(self, chat: Chat) -> None:
        unknown = chat.say("网格员小王", "绑定 QQQ999", room="新群")
        assert unknown[0].startswith(">>网格员小王: 这个绑定码用不了")
        chat.say("网格员小王", "绑定 ABC234", room="新群")
        assert chat.say("网格员小王", "绑定 ABC234") == unknown
        with chat.store.write() as uow:
            uow.sites.add_code(BindingCode(code="OLD222", site_id=chat.site_id, expires_at=MORNING))
        assert chat.say("网格员小王", "绑定 OLD222") == unknown

    def test_privately_there_is_no_room_to_bind(self, chat: Chat) -> None:
        said = chat.say("网格员小王", "绑定 ABC234", private=True)
        assert said == [">>网格员小王: 请在要绑定的群里发这一句。"]
        assert chat.say("网格员小王", "绑定 ABC234", room="新群")[0].startswith("新群: 大家好")

    def test_a_bound_room_may_be_bound_anew(self, chat: Chat) -> None:
        chat.say("网格员小王", "机器人安静")
        assert chat.say("网格员小王", "绑定 ABC234")[0].startswith("邻里群: 大家好")
        assert room_of(chat, "邻里群").hushed_until is None


class TestHush:
    @pytest.mark.parametrize("who", ["李姐", "网格员小王"])
    def test_by_leaders_and_grid_workers(self, chat: Chat, who: str) -> None:
        assert chat.say(who, "机器人安静") == ["邻里群: 好的,今天我不主动说话了,接单和登记照常。"]
        assert chat.say("王婆婆", "点单 修水龙头 5栋")[0].startswith("邻里群: 📋 #1")
        assert chat.say(who, "机器人继续") == ["邻里群: 好的,我继续。"]
        assert room_of(chat, "邻里群").hushed_until is None

    @pytest.mark.parametrize("words", ["机器人安静", "机器人继续", "机器人离开"])
    def test_by_no_resident(self, chat: Chat, words: str) -> None:
        assert chat.say("小李", words) == [">>小李: 这一步要由网格员或队长来办。"]

    def test_it_ends_with_the_day(self, chat: Chat) -> None:
        chat.say("李姐", "机器人安静")
        until = room_of(chat, "邻里群").hushed_until
        assert until is not None
        assert until.isoformat() == "2026-05-20T16:00:00+00:00"  # midnight in the community


class TestLeave:
    def test_after_a_yes_it_hears_nothing_any_more(self, chat: Chat) -> None:
        assert chat.say("李姐", "机器人离开")[0].startswith("邻里群: 确定要我离开这个群吗?")
        assert chat.say("李姐", "确定") == ["邻里群: 好的,我离开了。谢谢大家!"]
        assert chat.say("王婆婆", "点单 修水龙头 5栋") == []

    def test_after_a_no_it_stays(self, chat: Chat) -> None:
        chat.say("李姐", "机器人离开")
        assert chat.say("李姐", "不用") == []
        assert chat.say("王婆婆", "点单 修水龙头 5栋")[0].startswith("邻里群: 📋 #1")

    def test_nobody_else_says_yes(self, chat: Chat) -> None:
        chat.say("李姐", "机器人离开")
        assert chat.say("小李", "确定") == []
        assert room_of(chat, "邻里群").site_id is not None

    def test_a_yes_in_another_room_means_the_room_of_the_question(self, store: Store) -> None:
        chat = Chat(store, rooms=("邻里群", "二号群"))
        chat.person("李姐", Role.LEADER)
        chat.say("李姐", "机器人离开", room="二号群")
        chat.say("李姐", "帮助")
        assert chat.say("李姐", "确定", private=True) == ["二号群: 好的,我离开了。谢谢大家!"]

    def test_whose_role_is_gone_cannot(self, chat: Chat) -> None:
        chat.say("李姐", "机器人离开")
        with chat.store.write() as uow:
            other = uow.sites.add(Site(name="别的站", level=SiteLevel.STATION))
            uow.rooms.change(1, site_id=other.id)
        assert chat.say("李姐", "确定") == []
