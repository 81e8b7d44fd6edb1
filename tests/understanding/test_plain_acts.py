"""Keywords alone, in rooms where other things are open as well: always meant, if there is what they can be about."""

import pytest

from handlers.understanding.commands import FinishOrder
from handlers.understanding.message import OpenThing
from storage.intents import Intent
from storage.states import OrderStatus
from tests.understanding.rooms import activity, order, said

#: Nobody's own.
OTHERS = (order(14, what="量血压"), activity(5))
TAKEN = order(12, OrderStatus.CLAIMED, is_claimed=True, what="修水龙头")
ASKED = order(12, OrderStatus.CLAIMED, is_askers=True, what="修水龙头")
DONE = order(12, OrderStatus.FINISHED, is_askers=True, what="修水龙头")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("报名", Intent.ENROL),
        ("报名！", Intent.ENROL),
        ("我参加，谢谢", Intent.ENROL),
        ("3栋502报名", Intent.ENROL),
        ("502报名", Intent.ENROL),
        ("王芳报名", Intent.ENROL),
        ("＋１", Intent.ENROL),
        ("加一", Intent.ENROL),
        ("报名，两大一小", Intent.ENROL),
        ("取消报名", Intent.WITHDRAW),
        ("不参加了", Intent.WITHDRAW),
        ("接单", Intent.CLAIM_ORDER),
        ("接", Intent.CLAIM_ORDER),
        ("这单我接", Intent.CLAIM_ORDER),
        ("我来吧", Intent.CLAIM_ORDER),
    ],
)
def test_a_keyword_needs_nothing_else(text: str, intent: Intent) -> None:
    assert said(text, *OTHERS).intent is intent


@pytest.mark.parametrize("text", ["报名", "＋１", "接单", "我来", "退单", "完成", "取消报名", "搞定了", "去不了了"])
def test_nothing_can_be_meant_where_nothing_is_open(text: str) -> None:
    assert said(text).intent is Intent.CHATTER


@pytest.mark.parametrize("text", ["退单", "撤单", "完成", "搞定了", "去不了了", "不去了", "不用了", "满意", "我去"])
def test_what_is_not_ones_own_is_left_alone(text: str) -> None:
    assert said(text, *OTHERS).intent is Intent.CHATTER


def test_two_orders_leave_open_who_comes_for_which() -> None:
    assert said("我来", order(12), order(14), activity(5)).intent is Intent.CHATTER
    assert said("接单", order(12), order(14), activity(5)).question is not None


def test_ones_own_order_cannot_be_taken_by_coming() -> None:
    assert said("我来", order(12, is_askers=True), activity(5)).intent is Intent.CHATTER


@pytest.mark.parametrize(
    "text",
    [
        "完成",
        "任务完成",
        "搞定",
        "弄好了",
        "已经修好了",
        "完事了",
        "王婆婆家的水龙头修好了",
        "水龙头修好了，换了个阀芯，顺便把下面的管子也紧了一遍",
        "婆婆的龙头不漏了",
    ],
)
def test_who_took_it_says_that_it_is_done(text: str) -> None:
    command = said(text, TAKEN, *OTHERS).command
    assert isinstance(command, FinishOrder)
    assert command.numbers == (12,)


@pytest.mark.parametrize(
    "text",
    [
        "水龙头还没修好",
        "水龙头修好了吗",
        "我家孩子作业做完了",
        "饭做好了，吃饭去",
        "这个游戏我终于通关了，也算修成正果，搞定",
    ],
)
def test_what_is_not_done_or_is_something_else_ends_nothing(text: str) -> None:
    assert said(text, TAKEN, *OTHERS).intent is not Intent.FINISH_ORDER


@pytest.mark.parametrize(
    ("text", "own", "intent"),
    [
        ("去不了了", TAKEN, Intent.RELEASE_ORDER),
        ("不好意思，临时有事，明天来不了", TAKEN, Intent.RELEASE_ORDER),
        ("退单", TAKEN, Intent.RELEASE_ORDER),
        ("不用了", ASKED, Intent.CANCEL_ORDER),
        ("我自己弄好了", ASKED, Intent.CANCEL_ORDER),
        ("撤单", ASKED, Intent.CANCEL_ORDER),
        ("非常满意", DONE, Intent.REVIEW_ORDER),
        ("５星好评", DONE, Intent.REVIEW_ORDER),
        ("不去了", activity(7, is_enrolled=True), Intent.WITHDRAW),
        ("不好意思，明天去不了了", activity(7, is_enrolled=True), Intent.WITHDRAW),
    ],
)
def test_what_is_ones_own_is_meant(text: str, own: OpenThing, intent: Intent) -> None:
    assert said(text, own, *OTHERS).intent is intent


def test_who_took_an_order_and_signed_up_may_mean_either() -> None:
    assert said("不去了", TAKEN, activity(7, is_enrolled=True)).intent is not Intent.WITHDRAW


@pytest.mark.parametrize("text", ["报名", "接单", "搞定了"])
def test_what_is_said_to_a_neighbour_is_theirs(text: str) -> None:
    assert said(text, TAKEN, *OTHERS, quoted="周末去唱歌的报名", quoted_sender="李姐").intent is Intent.CHATTER
    assert said(f"@李姐 {text}", TAKEN, *OTHERS, members=frozenset({"李姐"})).intent is Intent.CHATTER
