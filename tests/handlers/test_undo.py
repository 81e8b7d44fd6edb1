"""撤销: every act goes back exactly, and only while nobody has gone on from there."""

from datetime import timedelta
from typing import Any

import pytest

from storage.states import ClaimStatus, OrderStatus
from storage.vocabulary import QuestionKind, Role
from tests.chat import Chat

NEED = "点单 修水龙头 5栋2单元301 明天下午3点 13800001234"


@pytest.fixture
def chat(chat: Chat) -> Chat:
    for name in ("王婆婆", "小李", "赵姐", "老周"):
        chat.person(name)
    chat.person("网格员小王", Role.GRID_WORKER)
    chat.person("李姐", Role.LEADER)
    chat.team("康乐队", "李姐", "老周")
    return chat


def state(chat: Chat) -> tuple[Any, ...]:
    """Everything that an undo gives back; the version goes on counting."""
    order = chat.order(1).model_dump(exclude={"version"})
    active = [part for part in chat.claims(1) if part[1] in (ClaimStatus.ACTIVE, ClaimStatus.PROPOSED)]
    return order, active, sorted(chat.timers(1))


#: (what was said before, by whom the act, the act)
ACTS = {
    "claim": ([], "小李", "接单 1"),
    "dispatch": ([], "网格员小王", "派 1 给 小李"),
    "dispatch again": ([("网格员小王", "派 1 给 小李")], "网格员小王", "派 1 给 赵姐"),
    "accept": ([("网格员小王", "派 1 给 小李")], "小李", "接单 1"),
    "accept for a team": ([("网格员小王", "派 1 给 康乐队")], "老周", "接单 1"),
    "return": ([("网格员小王", "派 1 给 小李")], "小李", "退回 1"),
    "release": ([("小李", "接单 1")], "小李", "退单 1"),
    "finish": ([("小李", "接单 1")], "小李", "完成 1"),
    "finish what was dispatched": ([("网格员小王", "派 1 给 康乐队")], "老周", "完成 1"),
    "cancel": ([("小李", "接单 1")], "王婆婆", "取消 1"),
    "cancel what is open": ([], "王婆婆", "取消 1"),
    "refuse": ([], "网格员小王", "拒单 1 这个要找物业"),
    "reopen": ([("小李", "接单 1"), ("小李", "完成 1")], "王婆婆", "重开 1"),
    "edit": ([], "王婆婆", "改单 1 后天上午9点"),
    "review": ([("小李", "接单 1"), ("小李", "完成 1")], "王婆婆", "评单 1 5星 好得很"),
    "review of what was not finished": ([("小李", "接单 1")], "王婆婆", "评单 1 5星"),
}


@pytest.mark.parametrize(("before", "who", "act"), ACTS.values(), ids=ACTS)
def test_an_act_is_taken_back_exactly(chat: Chat, before: list[tuple[str, str]], who: str, act: str) -> None:
    chat.say("王婆婆", NEED)
    for name, words in before:
        chat.say(name, words)
    then = state(chat)
    chat.wait(timedelta(minutes=1))
    chat.say(who, act)
    assert state(chat) != then
    chat.wait(timedelta(minutes=1))
    chat.say(who, "撤销")
    assert state(chat) == then


def test_placing_is_taken_back(chat: Chat) -> None:
    chat.say("王婆婆", NEED)
    assert chat.say("王婆婆", "撤销") == ["邻里群: ↩️ 王婆婆撤销了上一步:#1 修水龙头 这一单作废"]
    assert chat.order(1).status is OrderStatus.CANCELLED
    assert chat.timers(1) == []


def test_a_review_that_was_taken_back_is_quoted_nowhere(chat: Chat) -> None:
    chat.say("王婆婆", NEED)
    chat.say("小李", "接单 1")
    chat.say("王婆婆", "评单 1 5星 好得很")
    chat.say("王婆婆", "撤销")
    with chat.store.read() as uow:
        assert uow.reviews.of_order(1) is None
    chat.say("小李", "完成 1")
    assert chat.say("王婆婆", "评单 1 4星 还可以")[0].startswith(">>王婆婆: 收到,谢谢。")
    with chat.store.read() as uow:
        review = uow.reviews.of_order(1)
    assert review is not None
    assert review.stars == 4


def test_what_was_asked_before_is_asked_again(chat: Chat) -> None:
    chat.say("王婆婆", "点单 修水龙头 5栋 今天下午5点前")
    chat.wait(timedelta(hours=8))  # 18:00: still needed?
    chat.say("小李", "接单 1")
    with chat.store.read() as uow:
        assert uow.questions.open_to(chat.member("王婆婆").id or 0, now=chat.clock.now()) is None
    chat.say("小李", "撤销")
    with chat.store.read() as uow:
        question = uow.questions.open_to(chat.member("王婆婆").id or 0, now=chat.clock.now())
    assert question is not None
    assert question.kind is QuestionKind.RENEW


def test_the_line_says_who_has_it_again(chat: Chat) -> None:
    chat.say("王婆婆", NEED)
    chat.say("网格员小王", "派 1 给 小李")
    chat.say("小李", "接单 1")
    assert "仍等小李回音" in chat.say("小李", "撤销")[0]
    chat.say("小李", "接单 1")
    chat.say("王婆婆", "取消 1")
    assert chat.say("王婆婆", "撤销") == ["邻里群: ↩️ 王婆婆撤销了上一步:#1 修水龙头 仍由小李办"]


def test_an_edit_is_put_right_in_words(chat: Chat) -> None:
    chat.say("王婆婆", NEED)
    chat.say("王婆婆", "改单 1 后天上午9点")
    assert chat.say("王婆婆", "撤销") == ["邻里群: ↩️ 王婆婆撤销了上一步:#1 维修|修水龙头|明天 15:00|5栋 改回来了"]


def test_of_several_helpers_one_who_takes_it_back_leaves_a_gap(chat: Chat) -> None:
    chat.say("王婆婆", "点单 搬沙发 要2个人 5栋")
    chat.say("小李", "接单 1")
    chat.say("赵姐", "接单 1")
    assert "还差1人" in chat.say("赵姐", "撤销")[0]


def test_what_had_no_line_is_taken_back_in_silence(chat: Chat) -> None:
    chat.say("王婆婆", NEED)
    chat.say("小李", "接单 1")
    chat.say("小李", "完成 1")
    assert chat.say("小李", "撤销") == []
    assert chat.order(1).status is OrderStatus.CLAIMED


def test_a_contact_that_was_delivered_is_told_of(chat: Chat) -> None:
    chat.say("王婆婆", NEED)
    chat.say("小李", "接单 1")
    assert any("收不回来" in line for line in chat.say("小李", "撤销"))


def test_a_contact_that_still_waits_is_never_sent(chat: Chat) -> None:
    chat.person("阿明", is_friend=False)
    chat.say("王婆婆", NEED)
    chat.say("阿明", "接单 1")
    assert not any("收不回来" in line for line in chat.say("阿明", "撤销"))
    with chat.store.read() as uow:
        assert uow.outbox.waiting_for(chat.member("阿明").id or 0) == []
        assert uow.receipts.about(chat.member("王婆婆").id or 0) == []


# whose


def test_bare_it_means_the_senders_own_act(chat: Chat) -> None:
    chat.say("王婆婆", NEED)
    chat.say("小李", "接单 1")
    assert chat.say("网格员小王", "撤销") == [">>网格员小王: 最近 10 分钟没有可以撤销的。"]
    assert chat.say("王婆婆", "撤销") == [">>王婆婆: #1 后来又有变动,撤不回来了。"]


def test_quoting_it_means_that_order(chat: Chat) -> None:
    first = chat.say("王婆婆", NEED)[0]
    chat.say("王婆婆", "点单 换灯泡 5栋")
    chat.say("王婆婆", "撤销", quote=first.removeprefix("邻里群: "))
    assert [chat.order(number).status for number in (1, 2)] == [OrderStatus.CANCELLED, OrderStatus.PLACED]


@pytest.mark.parametrize(("who", "may"), [("网格员小王", True), ("李姐", True), ("赵姐", False), ("王婆婆", False)])
def test_coordinators_undo_what_others_did(chat: Chat, who: str, may: bool) -> None:
    chat.say("王婆婆", NEED)
    line = chat.say("小李", "接单 1")[0].removeprefix("邻里群: ")
    said = chat.say(who, "撤销", quote=line)
    assert chat.order(1).status is (OrderStatus.PLACED if may else OrderStatus.CLAIMED)
    assert (said == [f">>{who}: 只能撤销自己做的。"]) is not may


def test_twice_goes_back_once(chat: Chat) -> None:
    line = chat.say("王婆婆", NEED)[0].removeprefix("邻里群: ")
    chat.say("王婆婆", "撤销")
    assert chat.say("王婆婆", "撤销", quote=line) == [">>王婆婆: 这一步撤不回来。"]


def test_ten_minutes_and_no_more(chat: Chat) -> None:
    line = chat.say("王婆婆", NEED)[0].removeprefix("邻里群: ")
    chat.wait(timedelta(minutes=10, seconds=1))
    assert chat.say("王婆婆", "撤销", quote=line) == [">>王婆婆: 过了 10 分钟,撤不回来了。"]
