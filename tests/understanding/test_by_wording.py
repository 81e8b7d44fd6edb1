"""What no rule caught and still sounds like something; and what may not be told from its sound alone."""

from typing import Any

import pytest

from handlers.understanding.activity_commands import AskActivities, Enrol, Recruit, Withdraw
from handlers.understanding.commands import AnswerSlot, AskStatus, Command, ReviewOrder
from handlers.understanding.message import Asked, OpenThing
from storage.intents import Intent
from storage.vocabulary import QuestionKind, Role
from tests.understanding.rooms import activity, order, said

ORDER = (order(33, None),)
TWO_ORDERS = (order(33, None), order(34, None))
ACTIVITY = (activity(8),)

HEARD: tuple[tuple[str, tuple[OpenThing, ...], Intent], ...] = (
    ("种树我来！带上我女儿两个人", ACTIVITY, Intent.ENROL),
    ("8我这边请辞，回老家奔丧", ACTIVITY, Intent.WITHDRAW),
    ("冰镩子我有，这就给你扛下去", ORDER, Intent.CLAIM_ORDER),
    ("问卷那单的数据给她跑完了，图也交给她了", ORDER, Intent.FINISH_ORDER),
    ("扛米改成扛一百斤面粉，楼层还是五楼", ORDER, Intent.EDIT_ORDER),
    ("有没有手巧的邻居帮孩子扎个灯笼骨架，竹条我有，十五前就行", (), Intent.PLACE_ORDER),
    ("我明天开货车进城拉饲料，回来是空车，要带东西的说一声", (), Intent.OFFER),
    ("后天上半天约乒乓，文体中心二楼，还差两个搭子，侬来伐？", (), Intent.RECRUIT),
    ("3排后头那棵老槐树，大枝子都枯了，风一吹嘎吱响，底下天天有孩子过", (), Intent.SNAPSHOT),
    ("理发日一个月一次少了，建议改成半个月", (), Intent.OPINION),
    ("周末有啥遛娃活动可以报？", (), Intent.ASK_ACTIVITIES),
    ("热得受不了，附近哪里有纳凉点开着", (), Intent.ASK_NEARBY),
)


@pytest.mark.parametrize(("text", "things", "intent"), HEARD, ids=[each[0] for each in HEARD])
def test_it_is_heard_by_its_wording(text: str, things: tuple[OpenThing, ...], intent: Intent) -> None:
    decision = said(text, *things)
    assert decision.intent is intent
    assert "wording" in [feature.name for feature in decision.why]


@pytest.mark.parametrize("text", ["@一呼 你識做咩㗎？", "@一呼 怎么弄"])
def test_what_anybody_could_be_asked_is_asked_of_the_bot_by_name(text: str) -> None:
    assert said(text).intent is Intent.HELP
    assert said(text.removeprefix("@一呼 ")).intent is Intent.CHATTER


def test_an_act_means_nothing_where_several_things_are_open() -> None:
    assert said("扛米改成扛一百斤面粉，楼层还是五楼", *TWO_ORDERS).intent is Intent.CHATTER


def test_only_staff_calls_up() -> None:
    text = "【演练】今天下午14:28防震演练启动，各楼栋长带人到中心花园空地"
    assert said(text, role=Role.GRID_WORKER).intent is Intent.MOBILISE
    assert said(text).intent is not Intent.MOBILISE


def test_no_alarm_is_raised_by_joy_and_drills() -> None:
    for text in ("查到分了！！！561！！！爷爷哭得稀里哗啦", "明天演练，模拟有人从架子上摔下来，头上都是血，大家别慌"):
        assert said(text).intent is not Intent.EMERGENCY


def test_an_act_heard_by_wording_on_a_named_posting_needs_no_open_one() -> None:
    decision = said("I can help with 23, gym bro here", order(23, None), order(24, None))
    assert (decision.intent, decision.slots["orders"]) == (Intent.CLAIM_ORDER, [23])


@pytest.mark.parametrize(
    ("text", "things", "command"),
    [
        (HEARD[0][0], ACTIVITY, Enrol),
        (HEARD[1][0], ACTIVITY, Withdraw),
        (HEARD[7][0], (), Recruit),
        (HEARD[10][0], (), AskActivities),
    ],
)
def test_what_is_heard_of_activities_has_its_command(
    text: str, things: tuple[OpenThing, ...], command: type[Command]
) -> None:
    assert isinstance(said(text, *things).command, command)


@pytest.mark.parametrize(
    ("text", "things", "quoted", "intent"),
    [
        ("完成 12，打着火了", (order(12, None),), "", Intent.FINISH_ORDER),
        (
            "除草那个活我去不了了，你们找别个",
            (order(12, None),),
            "✅ #12 环境卫生|院里除草 已由 李姐 接单",
            Intent.RELEASE_ORDER,
        ),
        ("树还立在那里，一锯子没动，怎么就算完了", (), "✅ #12 安全隐患|枯树|3栋 已完成", Intent.REOPEN_ORDER),
        ("留守娃儿作业没人辅导，想找个大学生每周六来教，这周六下午三点，村委会", (), "", Intent.PLACE_ORDER),
    ],
)
def test_what_it_sounds_like_outweighs_a_word_in_it(
    text: str, things: tuple[OpenThing, ...], quoted: str, intent: Intent
) -> None:
    assert said(text, *things, quoted=quoted).intent is intent


@pytest.mark.parametrize("text", ["电梯坏了", "门禁刷不开了，3栋"])
def test_what_is_nearly_enough_for_the_rules_may_be_less_certain(text: str) -> None:
    assert said(text).intent is Intent.SNAPSHOT


def test_talk_that_looks_like_an_answer_is_none() -> None:
    assert said("这家包子好好吃，哪里买的", asked=Asked(QuestionKind.WHERE, 12)).intent is Intent.CHATTER


def test_an_opinion_that_only_its_words_tell_is_none() -> None:
    assert said("咨询下80岁高龄补贴去哪个窗口办，周六上不上班").intent is Intent.CHATTER
    assert said("服务窗口中午没人值班，建议轮流吃饭").intent is Intent.OPINION


@pytest.mark.parametrize("text", ["取消 12", "取消 12，谢谢大家哈哈", "完成12 早上好"])
def test_what_is_spelled_out_stays_what_it_is(text: str) -> None:
    intent = Intent.CANCEL_ORDER if "取消" in text else Intent.FINISH_ORDER
    assert said(text, order(12, None)).intent is intent


@pytest.mark.parametrize(
    ("asked", "text", "slots"),
    [
        (QuestionKind.WHERE, "隔壁单元，我暂时借住，8单元401", {"place": "8单元401"}),
        (
            QuestionKind.WHEN,
            "要看女儿轮休，她说周三，那就周三上午嘛你们看行不行",
            {"start": "2026-05-20T08:00+08:00", "end": "2026-05-20T12:00+08:00"},
        ),
        (QuestionKind.PHONE, "门卫帮我接电话的，13800001234", {"phone": "13800001234"}),
    ],
)
def test_an_answer_may_say_anything_around_it(asked: QuestionKind, text: str, slots: dict[str, Any]) -> None:
    decision = said(text, asked=Asked(asked, 12))
    assert (decision.intent, dict(decision.slots)) == (Intent.ANSWER_SLOT, slots)
    assert isinstance(decision.command, AnswerSlot)


def test_any_time_fills_in_nothing() -> None:
    decision = said("随时都行，我退休了天天在家", asked=Asked(QuestionKind.WHEN, 12))
    assert (decision.intent, decision.command) == (Intent.ANSWER_SLOT, None)


def test_what_was_done_wrong_may_be_known_by_nobody() -> None:
    decision = said("还是漏水，根本没修好，重新派个人来嘛")
    assert (decision.intent, decision.command) == (Intent.REOPEN_ORDER, None)


def test_what_nobody_took_is_told_whatever_is_open() -> None:
    decision = said("还有哪几单没人去", order(12, None), order(13, None))
    assert (decision.intent, decision.command) == (Intent.ASK_STATUS, AskStatus())


def test_praise_is_a_review_of_what_was_asked_about() -> None:
    decision = said("菜一样不少，还幫我寫了吃法，巴适", asked=Asked(QuestionKind.REVIEW, 12))
    assert decision.command == ReviewOrder((12,), None, "菜一样不少,还幫我寫了吃法,巴适")
