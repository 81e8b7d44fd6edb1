"""Who gets what of a time bank, in the cases that the golden chats pass by."""

from datetime import timedelta

import pytest

from handlers.act import House, key
from handlers.activities.finding import found_by_id
from handlers.activities.hours import write
from handlers.members import merge_members
from handlers.time_bank.ledger import account_of
from storage.models.orders import Claim
from storage.states import ClaimStatus, OrderStatus
from storage.store import Store, UnitOfWork
from storage.vocabulary import Role
from tests.chat import Chat

PEOPLE = ("王婆婆", "小李", "赵姐", "老周")


@pytest.fixture
def chat(store: Store) -> Chat:
    """A station with a time bank; 王婆婆 and 小李 take part, #1 is an activity."""
    chat = Chat(store)
    for name in PEOPLE:
        chat.person(name)
    chat.person("李姐", Role.LEADER)
    chat.say("李姐", "打开时间银行")
    chat.say("李姐", "招募 周日上午9点 绿道义诊 地点:东门")
    for name in PEOPLE[:2]:
        chat.say(name, "加入时间银行")
    return chat


def house_of(uow: UnitOfWork, chat: Chat) -> House:
    return House(uow, chat.clock.now(), chat.rules, lambda: "-")


def earn(chat: Chat, name: str, minutes: int) -> None:
    with chat.store.write() as uow:
        house = house_of(uow, chat)
        found = found_by_id(house, 1)
        assert found is not None
        write(found, key(chat.member(name).id), minutes, house)


def balance(chat: Chat, name: str) -> int:
    with chat.store.write() as uow:
        account = account_of(key(chat.member(name).id), chat.site_id, house_of(uow, chat))
        return account.balance if account is not None else -1


def test_hours_before_one_joined_and_while_it_was_closed_are_not_earned(chat: Chat) -> None:
    earn(chat, "赵姐", 60)
    chat.clock.move_to(chat.clock.now() + timedelta(minutes=1))
    chat.say("赵姐", "加入时间银行")
    earn(chat, "赵姐", -15)
    assert balance(chat, "赵姐") == 0
    earn(chat, "赵姐", 60)
    assert balance(chat, "赵姐") == 45
    chat.say("李姐", "关闭时间银行")
    earn(chat, "赵姐", 60)
    assert balance(chat, "赵姐") == 45


def test_a_correction_takes_no_more_than_is_left_and_a_later_one_makes_up_for_it(chat: Chat) -> None:
    earn(chat, "小李", 120)
    chat.say("小李", "转 1个半小时 给 王婆婆")
    earn(chat, "小李", -60)
    assert balance(chat, "小李") == 0
    earn(chat, "小李", 60)
    assert balance(chat, "小李") == 30  # as if it had never been corrected


def test_several_helpers_share_and_who_takes_no_part_gives_for_nothing(chat: Chat) -> None:
    earn(chat, "王婆婆", 100)
    chat.say("赵姐", "加入时间银行")
    chat.say("王婆婆", "点单 搬沙发 要3个人 5栋")
    chat.say("王婆婆", "用时间 2 100分钟")
    for name in ("小李", "赵姐", "老周"):
        chat.say(name, "接单 2")
    said = chat.say("王婆婆", "评 2 5星")
    assert [balance(chat, name) for name in ("小李", "赵姐", "王婆婆")] == [34, 33, 33]
    assert any("小李 34分钟、赵姐 33分钟,33分钟退回给您" in line for line in said)


def test_an_asker_who_says_nothing_pays_when_the_order_is_closed(chat: Chat) -> None:
    earn(chat, "王婆婆", 60)
    chat.say("王婆婆", "点单 修水龙头 5栋")
    chat.say("王婆婆", "用时间 2 1小时")
    chat.say("小李", "接单 2")
    chat.say("小李", "完成 2")
    assert balance(chat, "小李") == 0
    said = chat.wait(timedelta(hours=72))
    assert balance(chat, "小李") == 60
    assert any(line.startswith(">>小李: ") and "求助的人谢您 1小时" in line for line in said)


def test_an_order_that_nobody_took_gives_it_back(chat: Chat) -> None:
    earn(chat, "王婆婆", 60)
    chat.say("王婆婆", "点单 修水龙头 5栋")
    chat.say("王婆婆", "用时间 2 1小时")
    chat.wait(timedelta(days=10))
    assert balance(chat, "王婆婆") == 60


def test_what_was_spent_cannot_be_undone_and_reopening_takes_nothing_back(chat: Chat) -> None:
    earn(chat, "王婆婆", 60)
    chat.say("赵姐", "加入时间银行")
    chat.say("王婆婆", "点单 修水龙头 5栋")
    chat.say("王婆婆", "用时间 2 1小时")
    chat.say("小李", "接单 2")
    chat.say("王婆婆", "评 2 5星")
    chat.say("小李", "转 1小时 给 赵姐")
    assert any("已经用出去了,撤不回来了" in line for line in chat.say("王婆婆", "撤销"))
    assert balance(chat, "赵姐") == 60
    chat.say("赵姐", "转 30分钟 给 王婆婆")
    assert any("已经用出去了,撤不回来了" in line for line in chat.say("小李", "撤销"))
    chat.say("王婆婆", "重开 2")
    assert [balance(chat, name) for name in ("小李", "赵姐", "王婆婆")] == [0, 30, 30]


def test_an_asker_who_spent_what_came_back_sets_nothing_aside_by_an_undo(chat: Chat) -> None:
    earn(chat, "王婆婆", 60)
    chat.say("王婆婆", "点单 修水龙头 5栋")
    chat.say("王婆婆", "用时间 2 1小时")
    chat.say("王婆婆", "取消 2")
    chat.say("王婆婆", "转 1小时 给 小李")
    chat.say("李姐", "撤销 2")
    chat.say("李姐", "撤销", quote="📋 #2 修水龙头")
    assert balance(chat, "王婆婆") == 0


def test_leaving_gives_back_what_was_set_aside_and_coming_again_opens_the_same_account(chat: Chat) -> None:
    earn(chat, "王婆婆", 90)
    chat.say("王婆婆", "点单 修水龙头 5栋")
    chat.say("王婆婆", "用时间 2 1小时")
    assert any("余额 1小时30分钟,已交回站里" in line for line in chat.say("王婆婆", "退出时间银行"))
    assert any("没有参加" in line for line in chat.say("王婆婆", "退出时间银行"))
    chat.say("王婆婆", "撤销")
    assert balance(chat, "王婆婆") == 30
    chat.say("王婆婆", "退出时间银行")
    chat.say("王婆婆", "加入时间银行")
    assert balance(chat, "王婆婆") == 0
    assert any("没有加入" in line for line in chat.say("王婆婆", "撤销"))
    assert balance(chat, "王婆婆") == -1


def test_who_did_their_own_order_or_did_it_as_a_team_is_paid_nothing(chat: Chat) -> None:
    earn(chat, "王婆婆", 60)
    team_id = chat.team("康乐队", "老周")
    chat.say("王婆婆", "点单 修水龙头 5栋")
    chat.say("王婆婆", "用时间 2 1小时")
    with chat.store.write() as uow:
        done = {"order_id": key(chat.order(2).id), "status": ClaimStatus.DONE, "made_at": chat.clock.now()}
        uow.claims.add(Claim(team_id=team_id, **done))
    chat.say("小李", "接单 2")
    chat.say("小李", "退单 2")
    chat.say("王婆婆", "完成 2")
    chat.say("王婆婆", "评 2 5星")
    assert balance(chat, "王婆婆") == 60


def test_two_accounts_of_one_person_become_one(chat: Chat) -> None:
    earn(chat, "王婆婆", 60)
    earn(chat, "小李", 45)
    with chat.store.write() as uow:
        ids = [key(chat.member(name).id) for name in ("王婆婆", "小李")]
        merge_members(house_of(uow, chat), into_id=ids[0], gone_id=ids[1])
    assert balance(chat, "王婆婆") == 105
    assert any("+45分钟 两个账户合并" in line for line in chat.say("王婆婆", "时间明细"))


def test_what_one_of_them_had_set_aside_comes_back_to_both(chat: Chat) -> None:
    earn(chat, "小李", 60)
    chat.say("小李", "点单 修水龙头 5栋")
    chat.say("小李", "用时间 2 1小时")
    with chat.store.write() as uow:
        ids = [key(chat.member(name).id) for name in ("王婆婆", "小李")]
        merge_members(house_of(uow, chat), into_id=ids[0], gone_id=ids[1])
    assert balance(chat, "王婆婆") == 0
    chat.say("王婆婆", "取消 2")
    assert balance(chat, "王婆婆") == 60


def test_a_review_can_be_undone_after_its_asker_has_left_and_nothing_is_set_aside_again(chat: Chat) -> None:
    earn(chat, "王婆婆", 60)
    chat.say("王婆婆", "点单 修水龙头 5栋")
    chat.say("王婆婆", "用时间 2 1小时")
    chat.say("小李", "接单 2")
    chat.say("王婆婆", "评 2 5星")
    chat.say("王婆婆", "退出时间银行")
    chat.say("李姐", "撤销", quote="📋 #2 维修|修水龙头|5栋")
    assert chat.order(2).status is OrderStatus.CLAIMED
    assert balance(chat, "小李") == 60
    chat.say("李姐", "取消 2")
    chat.say("王婆婆", "加入时间银行")
    assert balance(chat, "王婆婆") == 0


def test_more_than_ten_lines_are_shown_when_asked_for(chat: Chat) -> None:
    for _ in range(12):
        earn(chat, "小李", 15)
    assert any("还有 2 笔,说「时间明细 更多」" in line for line in chat.say("小李", "时间明细"))
    (more,) = chat.say("小李", "时间明细 更多")
    assert more.count("+15分钟") == 12
    (nothing,) = chat.say("老周", "时间明细")
    assert "还没有记录" in nothing


def test_where_there_is_no_time_bank_what_is_said_to_neighbours_is_theirs(chat: Chat) -> None:
    chat.say("李姐", "关闭时间银行")
    assert chat.say("赵姐", "转 2小时 给 老周") == []
    assert any("没有开时间银行" in line for line in chat.say("赵姐", "转 2小时 给 老周", private=True))
    assert chat.say("李姐", "关闭时间银行")  # said twice, it is still off
    assert any("不够" not in line and "没有参加" not in line for line in chat.say("李姐", "我的时间"))


def test_only_the_own_order_and_only_by_who_takes_part(chat: Chat) -> None:
    chat.say("赵姐", "点单 修水龙头 5栋")
    assert any("没有参加" in line for line in chat.say("赵姐", "用时间 2 1小时"))
    assert any("没有参加" in line for line in chat.say("赵姐", "转 1小时 给 小李"))
    chat.say("王婆婆", "点单 换灯泡 3栋")
    assert any("没有留时间" in line for line in chat.say("王婆婆", "不用时间 3"))
    chat.say("李姐", "关闭时间银行")
    assert any("没有开" in line for line in chat.say("王婆婆", "用时间 3 1小时"))
