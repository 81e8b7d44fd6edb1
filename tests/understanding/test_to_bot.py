"""What is said to the bot, or in answer to it, in words that no table has."""

from datetime import timedelta

import pytest

from handlers.understanding.commands import (
    AskHelp,
    AskMenu,
    AskPrivacy,
    AskWhy,
    Command,
    Confirm,
    Hush,
    OrderItem,
    Undo,
)
from handlers.understanding.message import Asked
from handlers.understanding.roll_calls import roll_call_heard
from handlers.understanding.scoring import Score
from storage.intents import Intent
from storage.vocabulary import Category, QuestionKind
from tests.understanding.rooms import AT, reading_of, said

REGISTERED = "✅ 已登记 #11 跑腿代办|搬一箱酒|槐荫里"
MENU = "🍱 菜单\n5 修煤气灶\n6 检查电线"
ATTEND = Asked(QuestionKind.ATTEND, 5)
ROLL_CALL = Asked(QuestionKind.ROLL_CALL, 4)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("演出前这半天你先别吱声，队员要看通知", Hush("pause")),
        ("演完了，小助手可以出声了", Hush("resume")),
        ("要走了，把我留在小助手这儿的电话跟门牌号都清干净", AskPrivacy("delete")),
        ("小助手查一下，我孩子的信息最近都有谁看过", AskPrivacy("who_saw")),
        ("同意书我反悔了，小助手你拿回去", AskPrivacy("withdraw_consent")),
        ("你肚子里装了我啥信息，倒出来瞅瞅", AskPrivacy("show")),
        ("理发便民都有些啥子项目嘛，单子发我看哈", AskMenu(Category.HAIRCUT)),
        ("头回用，要请人帮忙该咋跟你讲", AskHelp()),
    ],
)
def test_the_bot_is_asked_in_free_words(text: str, command: Command) -> None:
    assert said(text, to_bot=True).command == command


@pytest.mark.parametrize(
    "text", ["安静点，娃睡了", "你的电话号码我删了哈", "您这条收回去，我跟老胡逗闷子呢", "你先别吱声，听我讲"]
)
def test_the_same_between_neighbours_is_theirs(text: str) -> None:
    assert said(text).intent is Intent.CHATTER


def test_a_line_of_the_bots_is_taken_back_or_explained() -> None:
    assert said("您这条收回去，我跟老胡逗闷子呢", quoted=REGISTERED).command == Undo(11)
    why = said("你怎么判断出来这是要人帮忙的？依据是啥", quoted=REGISTERED)
    assert why.command == AskWhy(11, REGISTERED)


def test_an_item_is_chosen_by_its_place_in_the_menu() -> None:
    command = said("俺就要单子上那个第5项，明儿早上来", quoted=MENU).command
    assert isinstance(command, OrderItem)
    assert (command.item, command.start) == (5, AT.replace(hour=8) + timedelta(days=1))
    assert said("俺就要单子上那一项，明儿早上来", quoted=MENU).command is None


def test_the_number_of_an_item_is_no_place_and_no_day() -> None:
    assert said("点9号").slots == {"item": 9}
    assert said("我要点9号，4栋1单元").slots == {"item": 9, "place": "4栋1单元"}


@pytest.mark.parametrize(("text", "yes"), [("铁定来，血压计都充好电了", True), ("鸽了鸽了，临时被老板抓去上海", False)])
def test_yes_and_no_have_many_words(text: str, yes: bool) -> None:
    assert said(text, asked=ATTEND, private=True).command == Confirm(yes)
    assert said(text).command is None
    assert said(text, asked=Asked(QuestionKind.PLACE_OFFERED, 5, is_private=True)).command is None


def test_what_cannot_be_taken_back_wants_a_plain_yes() -> None:
    assert said("得嘞，您给落个笔", asked=Asked(QuestionKind.REGISTER), private=True).command == Confirm(yes=True)
    assert said("得嘞，您给落个笔", asked=Asked(QuestionKind.DELETE_ME), private=True).command is None


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("中，扛着铁锨上堤了", {"answer": "yes"}),
        ("车让雪埋了，人在呼兰呢，够不着", {"answer": "no"}),
        ("泵在我车上，堵在二桥了，大概一个半小时到", {"answer": "yes", "start": "2026-05-20T11:30+08:00"}),
    ],
)
def test_who_comes_to_a_call_up(text: str, slots: dict[str, str]) -> None:
    heard = said(text, asked=ROLL_CALL)
    assert (heard.intent, heard.slots) == (Intent.ANSWER_ROLL_CALL, slots)
    assert said(text, asked=ATTEND).intent is not Intent.ANSWER_ROLL_CALL
    assert roll_call_heard(reading_of(text), Intent.ANSWER_ROLL_CALL, Score(4.0)) is None
