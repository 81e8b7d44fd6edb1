"""Answers to what the bot asked this person; what is none is left alone."""

import pytest

from handlers.understanding.activity_commands import Enrol
from handlers.understanding.commands import AnswerSlot, AskStatus, CancelOrder, Command, Confirm, ReviewOrder
from handlers.understanding.contents import Place
from handlers.understanding.message import Asked, Context, Message
from handlers.understanding.reading import read
from handlers.understanding.scoring import Score
from handlers.understanding.slot_answers import slot_heard
from storage.intents import Intent
from storage.vocabulary import QuestionKind
from tests.understanding.rooms import AT, order, said

REVIEW = Asked(QuestionKind.REVIEW, 12)
YES_NO = (
    QuestionKind.REGISTER,
    QuestionKind.CONFIRM,
    QuestionKind.RENEW,
    QuestionKind.CONSENT,
    QuestionKind.ACCEPT,
    QuestionKind.AGREE_EDIT,
    QuestionKind.POST_REST,
    QuestionKind.LEAVE,
    QuestionKind.SAME_PERSON,
)


@pytest.mark.parametrize("kind", YES_NO)
@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("要得", True),
        ("得行", True),
        ("可以", True),
        ("好嘛", True),
        ("是的", True),
        ("来的来的，九点准时", True),
        ("不用了", False),
        ("莫得事", False),
        ("算了", False),
        ("不要", False),
        ("不行，那天有事", False),
    ],
)
def test_yes_and_no_are_understood(kind: QuestionKind, text: str, yes: bool) -> None:
    assert said(text, asked=Asked(kind, 12)).command == Confirm(yes)


@pytest.mark.parametrize(
    "text",
    [
        "今天天气好",
        "什么意思?",
        "我家灯坏了，谁能来修一下，3栋",
        "要得要得，就是想问一下你们明天后天大后天都在不在那里办公哦",
    ],
)
def test_other_talk_is_no_yes(text: str) -> None:
    assert said(text, asked=Asked(QuestionKind.RENEW, 12)).intent is not Intent.CONFIRM


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("5", ReviewOrder((12,), 5)),
        ("四星", ReviewOrder((12,), 4)),
        ("五星 小伙子热心得很", ReviewOrder((12,), 5, "小伙子热心得很")),
        ("打两星吧，来晚了", ReviewOrder((12,), 2, "来晚了")),
        ("很满意", ReviewOrder((12,), 5)),
        ("弄得干干净净", ReviewOrder((12,), None, "弄得干干净净")),
        ("昨天就弄好了，很满意", ReviewOrder((12,), 5, "昨天就弄好了,很满意")),
        ("12 3星", ReviewOrder((12,), 3)),
    ],
)
def test_stars_and_words_are_a_review(text: str, command: Command) -> None:
    assert said(text, order(5), asked=REVIEW).command == command


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("接单9", Intent.CLAIM_ORDER),
        ("谁有梯子借我用一下", Intent.PLACE_ORDER),
        ("今天停水吗", Intent.CHATTER),
        ("9", Intent.CHATTER),
        ("", Intent.CHATTER),
    ],
)
def test_unrelated_talk_is_not_swallowed(text: str, intent: Intent) -> None:
    assert said(text, asked=REVIEW).intent is intent


def test_a_review_without_a_number_is_no_answer() -> None:
    assert said("5", asked=Asked(QuestionKind.REVIEW)).command is None


def test_where_takes_a_place_only() -> None:
    where = Asked(QuestionKind.WHERE, 12)
    assert said("3栋2单元501", asked=where).command == AnswerSlot(place=Place("3栋2单元501", "3栋", "2单元501"))
    assert said("就在院坝那棵树底下", asked=where).command == AnswerSlot(
        place=Place("院坝那棵树底下", "院坝那棵树底下")
    )
    assert said("哈哈", asked=where).intent is Intent.CHATTER
    assert said("为什么要问在哪里?", asked=where).intent is not Intent.ANSWER_SLOT


@pytest.mark.parametrize(
    ("text", "place"),
    [("就我家呗，我又出不了门", "我家"), ("家里", "家里"), ("我屋头嘛", "我屋头"), ("我家8栋", "8栋")],
)
def test_at_home_is_where_it_is(text: str, place: str) -> None:
    command = said(text, asked=Asked(QuestionKind.WHERE, 12)).command
    assert isinstance(command, AnswerSlot)
    assert command.place == Place(place, place)


def test_when_takes_a_time_only() -> None:
    when = Asked(QuestionKind.WHEN, 12)
    assert said("明天下午三点", asked=when).slots == {"start": "2026-05-21T15:00+08:00"}
    assert said("不晓得", asked=when).intent is Intent.CHATTER


def test_phone_takes_a_phone_only() -> None:
    phone = Asked(QuestionKind.PHONE, 12)
    assert said("135 0000 7766", asked=phone).command == AnswerSlot(phone="13500007766")
    assert said("没有电话", asked=phone).intent is Intent.CHATTER


def test_which_takes_one_of_the_options() -> None:
    which = Asked(QuestionKind.WHICH, None, Intent.CANCEL_ORDER, (9, 12))
    assert said("12", asked=which).command == CancelOrder((12,))
    assert said("#9", asked=which).command == CancelOrder((9,))
    assert said("十二号", asked=which).command == CancelOrder((12,))
    assert said("7", asked=which).intent is Intent.CHATTER
    assert said("都不是", asked=which).intent is Intent.CHATTER
    status = Asked(QuestionKind.WHICH, None, Intent.ASK_STATUS, (9,))
    assert said("9", asked=status).command == AskStatus((9,))
    assert said("9", asked=Asked(QuestionKind.WHICH, None, Intent.ENROL, (9,))).command == Enrol(9)
    assert said("9", asked=Asked(QuestionKind.WHICH, None, Intent.DISPATCH_ORDER, (9,))).command is None
    assert said("9", asked=Asked(QuestionKind.WHICH, None, None, (9,))).command is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("1", "yes"),
        ("2", "standby"),
        ("3", "no"),
        ("能来", "yes"),
        ("看情况", "standby"),
        ("来不了，在外地", "no"),
        ("两个小时后", "yes"),
        ("要得，在哪里集合呢", "yes"),
    ],
)
def test_a_roll_call_is_answered(text: str, answer: str) -> None:
    assert said(text, asked=Asked(QuestionKind.ROLL_CALL, 3)).slots["answer"] == answer


@pytest.mark.parametrize("text", ["啥子情况?", "雨下大了"])
def test_talk_is_no_answer_to_a_roll_call(text: str) -> None:
    assert said(text, asked=Asked(QuestionKind.ROLL_CALL, 3)).intent is not Intent.ANSWER_ROLL_CALL


def test_words_about_something_else_are_no_review() -> None:
    asked = Asked(QuestionKind.REVIEW, 12)
    for text in ("好评如潮的那家火锅我昨天去吃了", "昨晚打到十点，3比2赢了", "滑滑梯螺丝冒出来了，请物业处理"):
        assert said(text, asked=asked).intent is not Intent.REVIEW_ORDER


def test_a_hush_in_the_middle_of_a_word_is_none() -> None:
    assert said("扫地机器人休息室在哪", to_bot=False).intent is not Intent.HUSH
    assert said("高考期间机器人静音").intent is Intent.HUSH
    assert said("一呼 我们别吵了房子").intent is not Intent.HUSH


def test_where_nothing_was_asked_nothing_is_answered() -> None:
    assert slot_heard(read(Message("3栋2单元", AT), Context()), Intent.ANSWER_SLOT, Score()) is None
