"""What no rule caught and still sounds like something; and what may not be told from its sound alone."""

import pytest

from handlers.understanding.activity_commands import AskActivities, Enrol, Recruit, Withdraw
from handlers.understanding.commands import Command
from handlers.understanding.message import OpenThing
from storage.intents import Intent
from storage.vocabulary import Role
from tests.understanding.rooms import activity, order, said

ORDER = (order(33, None),)
TWO_ORDERS = (order(33, None), order(34, None))
ACTIVITY = (activity(8),)

HEARD: tuple[tuple[str, tuple[OpenThing, ...], Intent], ...] = (
    ("种树我来！带上我女儿两个人", ACTIVITY, Intent.ENROL),
    ("8我这边请辞，回老家奔丧", ACTIVITY, Intent.WITHDRAW),
    ("冰镩子我有，这就给你扛下去", ORDER, Intent.CLAIM_ORDER),
    ("问卷那单帮她跑完数据了，成图也发她了", ORDER, Intent.FINISH_ORDER),
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


@pytest.mark.parametrize("text", ["@一呼 你識做咩㗎？", "@一呼 理发有哪些可以点"])
def test_only_the_bot_is_asked_for_help_and_menus(text: str) -> None:
    assert said(text).intent in (Intent.HELP, Intent.ASK_MENU)
    assert said(text.removeprefix("@一呼 ")).intent is Intent.CHATTER


def test_an_act_means_nothing_where_several_things_are_open() -> None:
    assert said("扛米改成扛一百斤面粉，楼层还是五楼", *TWO_ORDERS).intent is Intent.CHATTER


def test_only_staff_calls_up() -> None:
    text = "【演练】今天下午14:28防震演练启动，各楼栋长带人到中心花园空地"
    assert said(text, role=Role.GRID_WORKER).intent is Intent.MOBILISE
    assert said(text).intent is not Intent.MOBILISE


def test_no_alarm_is_raised_by_wording_alone() -> None:
    for text in ("娃娃掉堰塘了！！1组堰塘，会水的赶快", "查到分了！！！561！！！爷爷哭得稀里哗啦"):
        assert all(feature.name != "wording" for feature in said(text).why if said(text).intent is Intent.EMERGENCY)


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
