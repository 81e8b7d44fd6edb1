"""代点 and 转点单 at their edges: whose order it is, who is asked, and what a no does."""

import pytest

from storage.states import OrderStatus
from storage.store import Store
from tests.chat import Chat


@pytest.fixture
def chat(store: Store) -> Chat:
    chat = Chat(store)
    for name in ("王婆婆", "小王", "小李"):
        chat.person(name)
    return chat


def to(name: str, said: list[str]) -> list[str]:
    return [line.removeprefix(f">>{name}: ") for line in said if line.startswith(f">>{name}: ")]


def test_it_belongs_to_her_and_the_proxy_looks_after_it(chat: Chat) -> None:
    chat.say("小王", "代点 王婆婆 理发")
    order = chat.order(1)
    assert (order.asker_id, order.placed_by_id) == (chat.member("王婆婆").id, chat.member("小王").id)
    assert "→" in chat.say("小王", "改单 1 明天上午9点")[0]
    chat.say("小王", "取消 1")
    assert chat.order(1).status is OrderStatus.CANCELLED


def test_the_same_for_her_said_again_is_the_same(chat: Chat) -> None:
    assert chat.say("小王", "代点 王婆婆 理发")
    assert chat.say("小王", "代点 王婆婆 理发") == []


def test_a_yes_or_a_late_no_changes_nothing(chat: Chat) -> None:
    chat.say("小王", "代点 王婆婆 理发")
    assert chat.say("王婆婆", "可以", private=True) == []
    chat.say("小王", "代点 王婆婆 修灯")
    chat.say("小王", "取消 2")
    assert chat.say("王婆婆", "不要", private=True) == []
    assert chat.order(1).status is OrderStatus.PLACED


def test_of_two_of_one_name_none_is_meant(chat: Chat) -> None:
    chat.person("wx2")
    chat.say("wx2", "点单 借梯子", called="王婆婆")
    said = chat.say("小王", "代点 王婆婆 理发")
    assert to("小王", said) == ["#2 理发是替王婆婆点的:请跟TA说一声,联系人写的是您"]
    assert chat.order(2).asker_id == chat.member("小王").id


def test_who_cannot_be_written_to_is_told_by_the_proxy(chat: Chat) -> None:
    chat.person("刘大爷", is_friend=False)
    assert "请跟TA说一声" in to("小王", chat.say("小王", "代点 刘大爷 理发"))[0]


def test_a_quoted_stranger_is_asked_and_may_be_met_for_the_first_time(chat: Chat) -> None:
    chat.say("新来的", "我家水管漏了")
    said = chat.say("小李", "转点单", quote="我家水管漏了", quoted="新来的")
    assert said == ["邻里群: @新来的 小李想帮您登记成一单「修水管」,请邻居帮忙?回复「要」或「不用」"]
    assert "📋 #1" in chat.say("新来的", "要")[0]
    assert chat.order(1).asker_id == chat.member("新来的").id


def test_whom_nobody_knows_nobody_speaks_for(chat: Chat) -> None:
    said = chat.say("小李", "转点单", quote="我家水管漏了", quoted="谁也不是")
    assert said == [">>小李: 没认出这句话是谁说的,请TA自己在群里说一声。"]
