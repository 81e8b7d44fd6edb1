"""Danger to a person, said without any cry for help; and what only sounds like it."""

from datetime import datetime

import pytest

from handlers.understanding.message import Asked, Context, Message, OpenThing
from handlers.understanding.understand import understand
from storage.intents import Intent
from storage.vocabulary import PostingKind, QuestionKind

AT = datetime.fromisoformat("2026-05-20T10:00:00+08:00")


def intent_of(text: str, asked: Asked | None = None) -> Intent:
    return understand(Message(text=text, at=AT), Context(asked=asked)).intent


@pytest.mark.parametrize(
    "text",
    [
        "3栋电梯里困了个老人",
        "娃儿掉进河里了",
        "我不想活了",
        "老头子摔倒起不来了,流了好多血",
        "老婆婆昏过去了",
        "6栋4楼冒浓烟了，看得到火苗！！！快报119",
        "中庭有个外卖小哥中暑倒地上了，叫不醒",
        "8栋天台上站了个女的在哭，像是要跳，快报警啊",
        "高架桥下两辆车撞了，有人卡在驾驶室里出不来，腿在流血！",
        "楼下谁的电动车在充电，冒烟了！！",
        "@物业 3栋2单元电梯又坏了，关人了，快来",
        "楼道里好大一股煤气味，头都晕了",
        "外墙砖掉下来砸到人了，头上都是血",
        "快打119，楼道里都是烟",
        "装修工人从架子上栽下来，钢筋扎到大腿，血止不住",
        "寨子吃了同一锅菌子的五个人都吐了，有一个昏了！赶紧叫救护车",
    ],
)
def test_it_is_danger(text: str) -> None:
    assert intent_of(text) is Intent.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "笑得我不想活了哈哈",
        "有没有退热贴！娃烧起来了",
        "我老公前年中风了,哪个帮我送他去医院透析",
        "电梯又坏了",
        "灯开关冒火花 现在不敢开灯了 电工师傅能不能明天一早来看",
        "很不满意，开关换了还是冒火花，白跑一趟",
        "三年前我妈煤气中毒，多亏对门闻到味道，现在家里装了报警器",
        "现在有人说话像唱歌！",
        "演练:楼下有人倒地上了,快叫救护车!",
        "如果有人倒在楼下不动了,快叫救护车啊",
    ],
)
def test_it_is_no_danger(text: str) -> None:
    assert intent_of(text) is not Intent.EMERGENCY


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("重开 1", Intent.REOPEN_ORDER),
        ("取消 1", Intent.CANCEL_ORDER),
        ("查 1", Intent.ASK_STATUS),
        ("1号单还没弄好,重开", Intent.REOPEN_ORDER),
        ("评单 1 5星", Intent.REVIEW_ORDER),
        ("还是漏", Intent.REVIEW_ORDER),
    ],
)
def test_another_act_on_the_same_number_is_no_review(text: str, intent: Intent) -> None:
    assert intent_of(text, Asked(QuestionKind.REVIEW, 1)) is intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [("求帮忙砍一刀", Intent.CHATTER), ("我屋头水管爆了 快来个人 6栋 急得很", Intent.PLACE_ORDER)],
)
def test_a_begged_click_is_no_need_and_a_burst_pipe_is(text: str, intent: Intent) -> None:
    assert intent_of(text) is intent


def test_a_fever_is_no_fire_whatever_is_open() -> None:
    things = tuple(OpenThing(number, PostingKind.ORDER) for number in (2, 5, 6))
    decision = understand(Message("有没有退热贴！娃烧起来了", AT), Context(things=things))
    assert decision.intent is not Intent.EMERGENCY
