"""评单: asked once, silence is never good, low marks are looked into, words are quoted with a yes alone."""

from datetime import timedelta

import pytest

from handlers.understanding.commands import Confirm, ReviewOrder
from storage.models.talk import Question
from storage.states import ClaimStatus, OrderStatus
from storage.vocabulary import QuestionKind, Role
from tests.chat import Chat
from tests.handlers.direct import do

HOUR = timedelta(hours=1)


@pytest.fixture
def chat(chat: Chat) -> Chat:
    for name in ("王婆婆", "小李"):
        chat.person(name)
    chat.say("王婆婆", "点单 修水龙头 5栋")
    chat.say("小李", "接单 1")
    return chat


def test_what_was_never_reported_finished_is_so_by_its_review(chat: Chat) -> None:
    chat.say("王婆婆", "评单 1 5星")
    assert chat.order(1).status is OrderStatus.REVIEWED
    assert chat.order(1).finished_at is not None
    assert chat.claims(1) == [("小李", ClaimStatus.DONE)]
    assert chat.timers(1) == []


def test_stars_alone_ask_nothing_more(chat: Chat) -> None:
    assert chat.say("王婆婆", "评单 1 5星") == [">>王婆婆: 收到,谢谢。"]


@pytest.mark.parametrize(("yes", "noted"), [("可以", "好的,谢谢您。"), ("不用", "好的,不写。")])
def test_words_are_quoted_with_a_yes(chat: Chat, yes: str, noted: str) -> None:
    assert "可以写进群里的日报吗" in chat.say("王婆婆", "评单 1 5星 手脚麻利")[0]
    assert chat.say("王婆婆", yes, private=True) == [f">>王婆婆: {noted}"]
    with chat.store.read() as uow:
        review = uow.reviews.of_order(1)
    assert review is not None
    assert review.may_quote is (yes == "可以")


def test_a_yes_to_no_review_is_nothing(chat: Chat) -> None:
    with chat.store.write() as uow:
        uow.questions.ask(
            Question(
                member_id=chat.member("王婆婆").id or 0,
                room_id=1,
                kind=QuestionKind.CONSENT,
                order_id=1,
                asked_at=chat.clock.now(),
                expires_at=chat.clock.now() + HOUR,
            )
        )
    assert do(chat, "王婆婆", Confirm(yes=True)) == []
    assert do(chat, "王婆婆", Confirm(yes=True)) == []


def test_only_the_asker_reviews_and_once(chat: Chat) -> None:
    assert chat.say("小李", "评单 1 5星")[0].startswith(">>小李: #1 要由求助的人")
    chat.say("王婆婆", "评单 1 5星")
    assert chat.say("王婆婆", "评单 1 4星") == [">>王婆婆: #1 已经评过,现在不能这样办。"]


def test_low_marks_go_to_the_nearest_grid_worker(chat: Chat) -> None:
    chat.person("网格员小王", Role.GRID_WORKER)
    thanks, low = chat.say("王婆婆", "评单 1 2星 修了更漏")
    assert thanks == ">>王婆婆: 收到,谢谢。对不住,我们请网格员来了解。"
    assert low.startswith(">>网格员小王: 「邻里群」#1 修水龙头:王婆婆只给了 2 星:「修了更漏」")


def test_without_a_grid_worker_none_is_promised(chat: Chat) -> None:
    assert chat.say("王婆婆", "评单 1 1星") == [">>王婆婆: 收到,谢谢。"]


def test_half_done_and_low_is_both(chat: Chat) -> None:
    chat.person("网格员小王", Role.GRID_WORKER)
    said = do(chat, "王婆婆", ReviewOrder((1,), 2, "只解决一半", is_half_done=True))
    assert said[0] == ">>王婆婆: 收到,谢谢。对不住,我们请网格员来了解。剩下的要不要再发一单?回复「要」或「不用」"
    assert len(said) == 2


def test_it_is_asked_once_and_then_closed_unreviewed(chat: Chat) -> None:
    chat.say("小李", "完成 1")
    assert len(chat.wait(HOUR)) == 1
    assert chat.wait(47 * HOUR) == []
    chat.wait(HOUR)
    assert chat.order(1).status is OrderStatus.CLOSED_UNREVIEWED
    chat.say("王婆婆", "评单 1 5星")
    assert chat.order(1).status is OrderStatus.REVIEWED


def test_what_was_reviewed_meanwhile_is_not_asked_about(chat: Chat) -> None:
    chat.say("小李", "完成 1")
    with chat.store.write() as uow:
        assert uow.orders.moved(chat.order(1), OrderStatus.REVIEWED)
    assert chat.wait(HOUR) == []
    assert chat.timers(1) == []


def test_what_was_reviewed_is_not_closed(chat: Chat) -> None:
    chat.say("小李", "完成 1")
    chat.wait(HOUR)
    with chat.store.write() as uow:
        assert uow.orders.moved(chat.order(1), OrderStatus.REVIEWED)
    chat.wait(48 * HOUR)
    assert chat.order(1).status is OrderStatus.REVIEWED
