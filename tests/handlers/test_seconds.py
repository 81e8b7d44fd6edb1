"""附议 of needs at its edges: a need is never lost because a neighbour has one like it."""

from datetime import timedelta

import pytest

from storage.store import Store
from storage.vocabulary import Role
from tests.chat import Chat

NEED = "点单 修水管 3栋"


@pytest.fixture
def chat(store: Store) -> Chat:
    chat = Chat(store)
    chat.person("小王", Role.GRID_WORKER)
    for name in ("陈姐", "赵姐"):
        chat.person(name)
    chat.say("陈姐", NEED)
    return chat


def to(name: str, said: list[str]) -> list[str]:
    return [line.removeprefix(f">>{name}: ") for line in said if line.startswith(f">>{name}: ")]


def test_who_cannot_be_asked_has_an_order_of_their_own(chat: Chat) -> None:
    chat.person("孙姐", is_friend=False)
    assert "📋 #2" in chat.say("孙姐", NEED, is_friend=False)[0]


def test_a_yes_when_it_is_over_posts_it(chat: Chat) -> None:
    chat.say("赵姐", NEED)
    chat.say("陈姐", "取消 1")
    assert "📋 #2" in chat.say("赵姐", "是", private=True)[0]


def test_what_was_only_perhaps_a_need_may_be_the_same_too(chat: Chat) -> None:
    assert "要不要登记" in chat.say("赵姐", "想修哈水管，3栋")[0]
    said = chat.say("赵姐", "要")
    assert "同一件事吗" in said[0]


def test_who_has_seconded_is_not_asked_again(chat: Chat) -> None:
    chat.say("赵姐", "附议 1")
    assert "📋 #2" in chat.say("赵姐", NEED)[0]


def test_a_refusal_is_told(chat: Chat) -> None:
    chat.say("赵姐", "附议 1")
    said = chat.say("小王", "拒单 1 找物业")
    assert to("赵姐", said) == ["#1 修水管:没能受理。您还需要的话,请再发一次"]


def test_an_order_that_ran_out_is_told(chat: Chat) -> None:
    chat.say("赵姐", "附议 1")
    said = chat.wait(timedelta(days=9))
    assert to("赵姐", said)[-1] == "#1 修水管:已经过期。您还需要的话,请再发一次"


def test_seconding_is_no_step_that_goes_back(chat: Chat) -> None:
    chat.say("赵姐", "点单 借梯子 5栋")
    chat.say("赵姐", "附议 1")
    assert "撤不回来" in to("赵姐", chat.say("赵姐", "撤销"))[0]
    assert chat.order(2).status.value == "placed"
