"""Numbers said privately, strangers, and roles that end at their site."""

import pytest

from handlers.act import key
from handlers.orders import finding
from handlers.understanding.commands import AskStatus, CancelOrder
from storage.models.orders import Posting
from storage.models.places import Room, Site
from storage.states import OrderStatus
from storage.store import Store
from storage.vocabulary import PostingKind, Role, SiteLevel
from tests.chat import ACCOUNT, Chat
from tests.handlers.direct import do

UNKNOWN = ">>{}: 没有找到 #1 这一单。发「还有哪些没人接」看看"


@pytest.fixture
def chat(store: Store) -> Chat:
    return Chat(store, rooms=("邻里群", "二号群"))


def test_a_number_means_the_room_where_it_is_ones_own(chat: Chat) -> None:
    chat.say("王婆婆", "点单 修水龙头 5栋")
    chat.say("陈姐", "点单 换灯泡 3栋", room="二号群")
    chat.say("王婆婆", "帮助", room="二号群")
    chat.say("王婆婆", "取消 1", private=True)
    assert [chat.order(1, room).status for room in ("邻里群", "二号群")] == [OrderStatus.CANCELLED, OrderStatus.PLACED]


def test_of_two_of_ones_own_it_is_asked_which(chat: Chat) -> None:
    chat.say("王婆婆", "点单 修水龙头 5栋")
    chat.say("王婆婆", "点单 换灯泡 5栋", room="二号群")
    assert chat.say("王婆婆", "取消 1", private=True) == [
        ">>王婆婆: 几个群里都有 #1:「邻里群」修水龙头、「二号群」换灯泡。是哪一个?请到那个群里说。"
    ]


def test_else_the_room_last_spoken_in(chat: Chat) -> None:
    chat.say("王婆婆", "点单 修水龙头 5栋")
    chat.say("陈姐", "点单 换灯泡 3栋", room="二号群")
    chat.say("小李", "帮助")
    chat.say("小李", "帮助", room="二号群")
    assert chat.say("小李", "接单 1", private=True)[0].startswith("二号群: ✅ #1")


def test_else_where_there_is_one(chat: Chat) -> None:
    chat.say("王婆婆", "点单 修水龙头 5栋")
    chat.say("小李", "帮助")
    chat.say("小李", "帮助", room="二号群")
    assert chat.say("小李", "接单 1", private=True)[0].startswith("邻里群: ✅ #1")


def test_a_stranger_gets_nothing_by_counting(chat: Chat) -> None:
    chat.say("王婆婆", "点单 修水龙头 5栋2单元301 13800001234")
    for words in ("查 1", "接单 1", "取消 1"):
        assert chat.say("陌生人", words, private=True) == [UNKNOWN.format("陌生人")]
    assert chat.order(1).status is OrderStatus.PLACED


def test_a_stranger_who_only_talked_in_the_room_is_none(chat: Chat) -> None:
    chat.say("王婆婆", "点单 修水龙头 5栋")
    chat.say("小李", "早上好")
    assert chat.say("小李", "接单 1", private=True)[0] == "邻里群: ✅ #1 由小李接单。谢谢!联系方式已私发。"


def test_a_grid_worker_who_never_spoke_looks_after_the_rooms_of_their_site(chat: Chat) -> None:
    chat.say("王婆婆", "点单 修水龙头 5栋")
    chat.person("网格员小王", Role.GRID_WORKER, is_in_room=False)
    assert chat.say("网格员小王", "拒单 1 找物业", private=True)[0].startswith(">>王婆婆: #1 修水龙头 没能受理")


def test_of_too_many_rooms_none_is_meant(chat: Chat) -> None:
    chat.say("王婆婆", "点单 修水龙头 5栋")
    chat.person("主任", Role.ADMIN, is_in_room=False)
    assert chat.say("主任", "查 1", private=True) == [">>主任: #1 维修|修水龙头|5栋:还没人接,回复「接单 1」认领"]
    with chat.store.write() as uow:
        for number in range(finding.MOST_ROOMS):
            uow.rooms.add(Room(account=ACCOUNT, external_id=f"群{number}", site_id=chat.site_id))
    assert chat.say("主任", "查 1", private=True) == [UNKNOWN.format("主任")]


def test_a_role_ends_where_its_site_ends(chat: Chat) -> None:
    chat.person("网格员小王", Role.GRID_WORKER)
    with chat.store.write() as uow:
        other = key(uow.sites.add(Site(name="别的站", level=SiteLevel.STATION)).id)
        room = uow.rooms.known_as(ACCOUNT, "二号群")
        uow.rooms.change(key(room.id if room else None), site_id=other)
    chat.say("王婆婆", "点单 修水龙头 5栋", room="二号群")
    chat.say("网格员小王", "帮助", room="二号群")
    chat.say("网格员小王", "帮助")
    assert chat.say("网格员小王", "拒单 1 找物业", private=True) == [">>网格员小王: 这一步要由网格员或队长来办。"]
    assert "要由求助的人" in chat.say("网格员小王", "取消 1", private=True)[0]


def test_what_is_no_order_is_no_order(chat: Chat) -> None:
    chat.say("小李", "帮助")
    with chat.store.write() as uow:
        now = chat.clock.now()
        uow.postings.add(Posting(room_id=1, number=1, kind=PostingKind.OFFER, target_id=7, posted_at=now))
        uow.postings.add(Posting(room_id=1, number=2, kind=PostingKind.ORDER, target_id=7, posted_at=now))
    for number in (1, 2):
        for private in (True, False):
            assert "没有找到" in do(chat, "小李", AskStatus((number,)), private=private)[0]


def test_of_several_numbers_each_is_answered(chat: Chat) -> None:
    chat.say("王婆婆", "点单 修水龙头 5栋")
    chat.say("王婆婆", "点单 换灯泡 5栋")
    said = do(chat, "王婆婆", CancelOrder((1, 7, 2, 1)))
    assert said == [">>王婆婆: 没有找到 #7 这一单。发「还有哪些没人接」看看"]
    assert {chat.order(number).status for number in (1, 2)} == {OrderStatus.CANCELLED}
