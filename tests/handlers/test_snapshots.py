"""随手拍 at its edges: who may what, privately said numbers, friends and strangers, what a room never reads."""

from datetime import timedelta

import pytest

from handlers.errors import LostRace, ReportNotOpen
from handlers.snapshots.finding import find_report
from handlers.snapshots.moves import move
from handlers.understanding.commands import FinishOrder
from storage.states import SNAPSHOT_MOVES, SnapshotStatus
from storage.store import Store
from storage.vocabulary import Role
from tests.chat import Chat
from tests.handlers.direct import act_of, do

LAMP = "3栋2单元门口路灯不亮"
WELL = "菜市场门口的井盖坏了"


@pytest.fixture
def chat(store: Store) -> Chat:
    chat = Chat(store, rooms=("邻里群", "二号群"))
    chat.person("小王", Role.GRID_WORKER)
    for name in ("陈姐", "赵姐", "小李"):
        chat.person(name)
    return chat


def to(name: str, said: list[str]) -> list[str]:
    return [line.removeprefix(f">>{name}: ") for line in said if line.startswith(f">>{name}: ")]


def in_room(said: list[str]) -> list[str]:
    return [line for line in said if not line.startswith(">>")]


def test_the_unit_goes_to_the_grid_worker_with_a_receipt(chat: Chat) -> None:
    said = chat.say("陈姐", LAMP)
    assert "2单元" not in in_room(said)[0]
    assert "3栋2单元门口" in to("小王", said)[0]
    assert "小王 看了门牌" in to("陈姐", chat.say("陈姐", "谁看过我", private=True))[0]


def test_without_a_grid_worker_nothing_is_promised(store: Store) -> None:
    chat = Chat(store)
    said = chat.say("陈姐", WELL)
    assert in_room(said) == said
    assert "已登记" in said[0]


def test_the_same_said_again_is_the_same(chat: Chat) -> None:
    chat.say("陈姐", WELL, pictures=("p1",))
    chat.say("小李", "哈哈")
    assert chat.say("陈姐", WELL, pictures=("p2",)) == []
    chat.wait(timedelta(minutes=11))
    assert in_room(chat.say("陈姐", WELL))[0].startswith("邻里群: 📷 #2")


def test_another_thing_at_the_same_spot_is_another_report(chat: Chat) -> None:
    chat.say("陈姐", WELL)
    assert in_room(chat.say("赵姐", "菜市场门口的地砖坏了,绊倒人"))
    assert in_room(chat.say("小李", "3栋门口的井盖坏了"))


def test_who_cannot_be_asked_reports_anew(chat: Chat) -> None:
    chat.say("陈姐", WELL)
    chat.person("孙姐", is_friend=False)
    assert "📷 #2" in in_room(chat.say("孙姐", WELL, is_friend=False))[0]


def test_who_has_seconded_is_not_asked_again(chat: Chat) -> None:
    chat.say("陈姐", WELL)
    chat.say("赵姐", "附议 1")
    assert "📷 #2" in in_room(chat.say("赵姐", "菜市场门口井盖坏了"))[0]


def test_a_yes_to_what_is_done_meanwhile_is_a_report_of_its_own(chat: Chat) -> None:
    chat.say("陈姐", WELL)
    chat.say("赵姐", "菜市场门口井盖坏了")
    chat.say("小王", "完成 1 已盖好")
    assert "📷 #2" in in_room(chat.say("赵姐", "是", private=True))[0]
    assert to("赵姐", chat.say("赵姐", "附议 1")) == ["#1 已经办好,现在不能这样办。"]


def test_the_reporter_seconds_nothing_of_their_own(chat: Chat) -> None:
    chat.say("陈姐", WELL)
    assert to("陈姐", chat.say("陈姐", "附议 1")) == ["#1 您已经提过了。"]


def test_the_grid_worker_closes_it_privately_by_its_number(chat: Chat) -> None:
    chat.say("陈姐", WELL)
    said = chat.say("小王", "完成 1 已盖好", private=True)
    assert in_room(said) == ["邻里群: ✅ #1 井盖坏了:已盖好"]
    assert to("小王", chat.say("小王", "完成 1 又盖一次", private=True)) == ["#1 已经办好,现在不能这样办。"]
    assert in_room(chat.say("陈姐", "重开 1 又掉了", private=True)) == [
        "邻里群: 🔁 #1 井盖坏了|菜市场门口:还没好,继续处理"
    ]


def test_a_private_number_means_the_order_where_that_is_ones_own(chat: Chat) -> None:
    chat.say("陈姐", "点单 修水龙头 5栋", room="二号群")
    chat.say("小王", "接单 1", room="二号群")
    chat.say("陈姐", WELL)
    assert in_room(chat.say("小王", "退单 1", private=True))[0].startswith("二号群: ")


def test_one_number_in_two_rooms_is_asked_about(chat: Chat) -> None:
    chat.say("陈姐", WELL)
    chat.say("陈姐", LAMP, room="二号群")
    assert "二号群" in to("小王", chat.say("小王", "完成 1 好了", private=True))[0]


def test_several_numbers_orders_and_reports(chat: Chat) -> None:
    chat.say("陈姐", "点单 修水龙头 5栋")
    chat.say("陈姐", WELL)
    chat.say("陈姐", LAMP)
    said = chat.say("小李", "查 1 2 3")
    assert [line.split()[1] for line in in_room(said)] == ["#2", "#3", "#1"]
    chat.say("小王", "完成 2 盖好了")
    closed = do(chat, "小王", FinishOrder((2, 3), "修好了"))
    assert any("#2 已经办好" in line for line in closed)


@pytest.mark.parametrize("words", ["退单 1", "评单 1 五星", "接单 1", "拒单 1 不归我们管"])
def test_what_is_done_with_orders_alone(chat: Chat, words: str) -> None:
    chat.say("陈姐", WELL)
    assert to("小王", chat.say("小王", words))[0].startswith("#1 是随手拍")


def test_what_and_where_can_be_edited_by_those_entitled(chat: Chat) -> None:
    chat.say("陈姐", WELL)
    assert to("小李", chat.say("小李", "改单 1 地点在3栋门口")) == ["#1 要由反映的人或网格员来办。"]
    assert "菜市场门口 → 3栋" in in_room(chat.say("陈姐", "改单 1 地点改成3栋2单元"))[0]
    assert "位置私下说了" in in_room(chat.say("陈姐", "改单 1 地点改成2单元501"))[0]
    assert "位置私下说了 → 东门" in in_room(chat.say("陈姐", "改单 1 地点改成东门"))[0]
    assert "井盖坏了 → 井盖不见" in in_room(chat.say("陈姐", "改单 1 井盖不见了"))[0]
    assert "只能改" in to("陈姐", chat.say("陈姐", "改单 1 明天下午3点"))[0]
    chat.say("小王", "完成 1 已盖好")
    assert to("陈姐", chat.say("陈姐", "改单 1 地点改成东门"))[0].startswith("#1 已经办好")


def test_passing_on_is_for_staff_and_for_what_is_open(chat: Chat) -> None:
    chat.say("陈姐", WELL)
    assert to("小李", chat.say("小李", "派 1 给物业"))[0].startswith("这一步要由")
    chat.say("小王", "完成 1 已盖好")
    assert to("小王", chat.say("小王", "派 1 给物业"))[0].startswith("#1 已经办好")


def test_a_report_is_taken_back_only_as_the_newest_act(chat: Chat) -> None:
    chat.say("陈姐", WELL)
    chat.say("陈姐", "点单 修水龙头 5栋")
    chat.say("陈姐", "撤销")
    said = chat.say("陈姐", "撤销", quote="📷 #1 安全隐患|井盖坏了")
    assert "↩️ #1" in in_room(said)[0]
    assert to("陈姐", chat.say("陈姐", "撤销", quote="📷 #1 安全隐患|井盖坏了")) == ["这一步撤不回来。"]
    assert to("陈姐", chat.say("陈姐", "取消 1"))[0].startswith("#1 已经撤回")
    assert "已撤回" in in_room(chat.say("陈姐", "查 1"))[0]


def test_closing_is_no_step_that_goes_back(chat: Chat) -> None:
    chat.say("小王", "点单 修水龙头 5栋")
    chat.say("陈姐", WELL)
    chat.say("小王", "完成 2 已盖好")
    assert "撤不回来" in to("小王", chat.say("小王", "撤销"))[0]
    assert chat.order(1).status.value == "placed"


def test_a_good_deed_is_nothing_to_reopen(chat: Chat) -> None:
    chat.say("陈姐", "要表扬一下小区门口的小伙子,下雨天背老人过河")
    assert to("陈姐", chat.say("陈姐", "重开 1"))[0].startswith("#1 已经办好")
    assert in_room(chat.say("陈姐", "撤销"))


def test_a_stranger_reopens_nothing(chat: Chat) -> None:
    chat.say("陈姐", WELL)
    assert to("陈姐", chat.say("陈姐", "重开 1"))[0].startswith("#1 还在处理")


def test_a_place_after_the_end_or_without_a_spot_changes_nothing(chat: Chat) -> None:
    chat.say("陈姐", "路灯坏了")
    chat.say("小王", "完成 1 修好了")
    assert chat.say("陈姐", "3栋门口", private=True) == []
    chat.say("赵姐", "井盖坏了")
    said = chat.say("赵姐", "2单元501", private=True)
    assert "位置待补 → 位置私下说了" in in_room(said)[0]


def test_nobody_takes_a_report_up_from_where_it_has_gone() -> None:
    assert all(to in SNAPSHOT_MOVES for moves in SNAPSHOT_MOVES.values() for to in moves)
    assert not SNAPSHOT_MOVES[SnapshotStatus.WITHDRAWN]


def test_details_that_are_there_already_say_nothing(chat: Chat) -> None:
    chat.say("陈姐", WELL)
    assert chat.say("陈姐", "菜市场门口") == []


def test_numbers_that_nobody_gave(chat: Chat) -> None:
    assert to("陈姐", chat.say("陈姐", "附议 9")) == ["没有找到 #9 这一单。发「还有哪些没人接」看看"]


def test_privately_asked_privately_answered(chat: Chat) -> None:
    chat.say("陈姐", WELL)
    said = chat.say("陈姐", "查 1", private=True)
    assert said == [">>陈姐: #1 安全隐患|井盖坏了|菜市场门口:网格员在处理"]


def test_of_two_at_once_one_is_handled_again(chat: Chat) -> None:
    chat.say("陈姐", WELL)
    with chat.store.write() as uow:
        act = act_of(chat, uow, "小王")
        first, second = find_report(act, 1), find_report(act, 1)
        move(act, first, SnapshotStatus.CLOSED, answer="已盖好")
        with pytest.raises(LostRace):
            move(act, second, SnapshotStatus.WITHDRAWN)
        with pytest.raises(ReportNotOpen):
            move(act, first, SnapshotStatus.CLOSED)


def test_what_was_dealt_with_is_not_taken_back(chat: Chat) -> None:
    chat.say("陈姐", WELL)
    chat.say("小王", "完成 1 已盖好")
    assert to("陈姐", chat.say("陈姐", "取消 1"))[0].startswith("#1 已经办好")


def test_seconding_privately_is_about_what_the_room_has_read(chat: Chat) -> None:
    chat.say("陈姐", WELL)
    chat.say("赵姐", "早上好")
    assert to("赵姐", chat.say("赵姐", "附议 1", private=True))[0].startswith("#1 井盖坏了:已附议")


def test_a_private_number_of_nothing(chat: Chat) -> None:
    chat.say("陈姐", WELL)
    assert to("小李", chat.say("小李", "完成 1 好了", private=True))[0].startswith("没有找到 #1")
