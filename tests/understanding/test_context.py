"""Short acts: they count with a number, a quote, a question that is pending, or exactly one fitting thing."""

import pytest

from handlers.understanding.commands import (
    AskStatus,
    AskWhich,
    CancelOrder,
    ClaimOrder,
    Command,
    DispatchOrder,
    EditOrder,
    FinishOrder,
    RefuseOrder,
    ReleaseOrder,
    ReopenOrder,
    ReviewOrder,
    Undo,
)
from handlers.understanding.message import Asked, OpenThing
from storage.intents import Intent
from storage.states import OrderStatus
from storage.vocabulary import Band, QuestionKind, Role
from tests.understanding.rooms import ACTIVITY_LINE, AT, ORDER_LINE, activity, order, said

CLAIMED = OrderStatus.CLAIMED
FINISHED = OrderStatus.FINISHED

ONE_FITS = [
    ("我来", order(12), ClaimOrder((12,))),
    ("我去", order(12), ClaimOrder((12,))),
    ("接单", order(12), ClaimOrder((12,))),
    ("接", order(12), ClaimOrder((12,))),
    ("我来", order(12, OrderStatus.DISPATCHED, is_dispatched=True), ClaimOrder((12,))),
    ("退单", order(12, CLAIMED, is_claimed=True), ReleaseOrder((12,))),
    ("我去不了了", order(12, CLAIMED, is_claimed=True), ReleaseOrder((12,), "我去不了了")),
    ("退单", order(12, OrderStatus.DISPATCHED, is_dispatched=True), ReleaseOrder((12,))),
    ("完成", order(12, CLAIMED, is_claimed=True), FinishOrder((12,))),
    ("办好了", order(12, CLAIMED, is_claimed=True), FinishOrder((12,), "办好了")),
    ("取消", order(12, is_askers=True), CancelOrder((12,))),
    ("不用了", order(12, is_askers=True), CancelOrder((12,))),
    ("重开", order(12, FINISHED, is_askers=True), ReopenOrder((12,))),
    ("好评", order(12, FINISHED, is_askers=True), ReviewOrder((12,), 5)),
    ("有人接了吗", order(12, is_askers=True), AskStatus((12,))),
    ("派单给李姐", order(12), DispatchOrder((12,), "李姐")),
]


@pytest.mark.parametrize(("text", "thing", "command"), ONE_FITS, ids=[f"{t[0]}-{n}" for n, t in enumerate(ONE_FITS)])
def test_the_only_fitting_thing_is_meant(text: str, thing: OpenThing, command: Command) -> None:
    decision = said(text, thing)
    assert decision.command == command
    assert "orders" not in decision.slots


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("我来", order(12, CLAIMED)),
        ("我来", order(12, is_askers=True)),
        ("退单", order(12)),
        ("完成", order(12)),
        ("取消", order(12)),
        ("重开", order(12, is_askers=True)),
        ("办好了", order(12, None)),
        ("接", activity(5)),
        ("这个我懂", order(12)),
    ],
)
def test_what_fits_nothing_is_talk(text: str, thing: OpenThing) -> None:
    assert said(text, thing).intent is Intent.CHATTER


@pytest.mark.parametrize(
    ("text", "topic", "things"),
    [
        ("我来", Intent.CLAIM_ORDER, (order(12), order(9))),
        ("接单", Intent.CLAIM_ORDER, (order(12), order(9))),
        ("撤单", Intent.CANCEL_ORDER, (order(12, is_askers=True), order(9, is_askers=True), order(3))),
        ("完成", Intent.FINISH_ORDER, (order(12, CLAIMED, is_claimed=True), order(9, CLAIMED, is_claimed=True))),
    ],
)
def test_several_that_fit_are_asked_about(text: str, topic: Intent, things: tuple[OpenThing, ...]) -> None:
    decision = said(text, *things)
    assert decision.question == AskWhich(topic, (9, 12))
    assert decision.command is None
    assert decision.band is Band.ASK


@pytest.mark.parametrize("text", ["接", "1", "来", "要得", "可以", "我", "+1"])
def test_a_bare_yes_to_a_posting_takes_it(text: str) -> None:
    assert said(text, order(12), order(13), quoted=ORDER_LINE).command == ClaimOrder((12,))


def test_a_quote_of_a_neighbour_refers_to_nothing() -> None:
    assert said("可以", order(12), order(13), quoted="#12 水龙头", quoted_sender="老谢").intent is Intent.CHATTER


def test_a_quote_of_the_bot_without_a_number_refers_to_nothing() -> None:
    assert said("可以", order(12), quoted="早上好").intent is Intent.CHATTER


def test_an_unknown_quoted_number_is_read_from_its_line() -> None:
    assert said("我报名", quoted=ACTIVITY_LINE).intent is Intent.ENROL
    assert said("我来", quoted=ORDER_LINE).intent is Intent.CLAIM_ORDER
    assert said("我参加", order(12), quoted=ORDER_LINE).intent is Intent.CLAIM_ORDER


def test_words_under_the_question_how_it_was_are_a_review() -> None:
    decision = said("师傅手艺好得很", quoted="#12 办好了吗?回复 1–5 星或说两句")
    assert decision.command == ReviewOrder((12,), None, "师傅手艺好得很")


def test_half_done_is_noticed() -> None:
    command = said("评单12 2星 只修好一半").command
    assert isinstance(command, ReviewOrder)
    assert command.is_half_done


def test_an_activity_turns_claims_into_enrolments() -> None:
    assert said("5我来", activity(5)).intent is Intent.ENROL
    assert said("我要退出活动5", activity(5)).intent is Intent.WITHDRAW
    assert said("报名", activity(5)).intent is Intent.ENROL


def test_a_refusal_has_its_reason() -> None:
    assert said("拒单 12 超出服务范围", role=Role.GRID_WORKER).command == RefuseOrder((12,), "超出服务范围")


def test_a_dispatch_names_who() -> None:
    assert said("派 12 给 @李姐", members=frozenset({"李姐"})).command == DispatchOrder((12,), "李姐")
    assert said("派12 康乐队").command == DispatchOrder((12,), "康乐队")
    assert said("12号单让小李去一趟", role=Role.LEADER).command == DispatchOrder((12,), "小李")
    assert said("派单 12").command is None


def test_an_edit_says_what_changes() -> None:
    def changes(text: str) -> EditOrder:
        command = said(text).command
        assert isinstance(command, EditOrder)
        return command

    assert changes("改单 12 水龙头改成买菜").changes.what == "买菜"
    assert changes("改单 12 改成3个人").changes.people == 3
    assert changes("改单12 时间换到明天上午十点").numbers == (12,)
    assert changes("改单 12 电话换成13800005678").changes.phone == "13800005678"
    place = changes("改单 12 地址改到5栋2单元301").changes.place
    assert place is not None
    assert place.private == "2单元301"
    assert changes("改单 12").changes.what is None


def test_the_bot_may_be_addressed() -> None:
    assert said("@一呼 12 我来").command == ClaimOrder((12,))
    assert said("12 我来", to_bot=True).command == ClaimOrder((12,))
    assert said("点单 修水龙头", private=True).band is Band.ACT


def test_undo_takes_the_number_of_the_quoted_line() -> None:
    assert said("撤销", quoted=ORDER_LINE).command == Undo(12)


def test_many_words_are_no_command() -> None:
    long = "这个机器人真的是太能说了我们大家每天都要看它说好多好多好多话而且还要回它的话真是没完没了的啊哈"
    assert said(long + "菜单").intent is Intent.CHATTER
    assert said("机器人 真聪明").intent is Intent.CHATTER


def test_whole_questions_narrow_what_is_unclaimed() -> None:
    command = said("今天3栋还有哪些单没人接").command
    assert command == AskStatus(unclaimed=True, day=AT.date(), place="3栋")


def test_many_messages_do_not_change_each_other() -> None:
    first = said("12我来", order(12))
    said("完成12", order(12))
    assert said("12我来", order(12)) == first


def test_where_one_activity_is_all_that_is_open_i_come_signs_up() -> None:
    assert said("我来", activity(5)).intent is Intent.ENROL
    assert said("我来不了了", activity(5)).intent is Intent.WITHDRAW
    assert said("我来", activity(5), activity(6)).intent is Intent.CHATTER


def test_a_need_said_by_keyword_is_one_however_it_sounds() -> None:
    asked = Asked(QuestionKind.WHERE, 12)
    for text in ("点单 修第1盏灯", "点单：修纱窗"):
        assert said(text, order(12), asked=asked).intent is Intent.PLACE_ORDER
