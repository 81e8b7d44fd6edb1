"""What is said of the time bank, and talk in which its words only stand."""

import pytest

from handlers.understanding.commands import Command
from handlers.understanding.time_bank_commands import AskTimeBank, GiveTime, UseTime
from tests.understanding.rooms import said

SAID: tuple[tuple[str, Command], ...] = (
    ("打开时间银行", AskTimeBank("on")),
    ("开启本站时间银行。", AskTimeBank("on")),
    ("关闭时间银行", AskTimeBank("off")),
    ("加入时间银行", AskTimeBank("join")),
    ("我要加入时间银行!", AskTimeBank("join")),
    ("加入 时间银行", AskTimeBank("join")),
    ("退出时间银行", AskTimeBank("leave")),
    ("我的时间", AskTimeBank("balance")),
    ("查一下时间账户", AskTimeBank("balance")),
    ("时间余额", AskTimeBank("balance")),
    ("时间明细", AskTimeBank("lines")),
    ("我的时间银行明细", AskTimeBank("lines")),
    ("时间明细 更多", AskTimeBank("more_lines")),
    ("更多时间明细", AskTimeBank("more_lines")),
    ("用时间 12 2小时", UseTime(12, 120)),
    ("用时间12,1个半小时", UseTime(12, 90)),
    ("用时间 #12 90分钟", UseTime(12, 90)),
    ("用时间 12 两小时", UseTime(12, 120)),
    ("用时间 12 0小时", UseTime(12, 0)),
    ("不用时间 12", UseTime(12, 0)),
    ("用时间 12", UseTime(12)),
    ("用时间 2小时", UseTime()),
    ("转 2小时 给 张婆婆", GiveTime(120, "张婆婆")),
    ("转时间30分钟给 张婆婆", GiveTime(30, "张婆婆")),
    ("转2小时给@张婆婆", GiveTime(120, "张婆婆")),
)
TALK = (
    "听说隔壁街道开了时间银行",
    "时间银行是个啥子哦",
    "时间银行靠谱不",
    "我的时间不够用",
    "我的时间都花在娃儿身上了",
    "用时间换空间嘛",
    "用时间12点之前都可以",
    "时间就是金钱",
    "时间银行那个存折在哪儿领",
    "昨天电视头在讲时间银行,年轻时存时间,老了取出来用",
    "加入时间银行有啥子好处",
    "我妈想加入时间银行得不得行",
    "转2小时给他送饭",
    "转了2小时的车才到",
    "地铁转公交2小时",
    "转 给 张婆婆",
    "转2小时给",
    "转 0小时 给 张婆婆",
    "不用时间太长",
    "用时间证明",
    "银行几点开门",
    "时间银行关门了嘛",
    "打开时间银行的公众号看看",
)


@pytest.mark.parametrize(("text", "command"), SAID, ids=[text for text, _ in SAID])
def test_what_is_said_of_the_time_bank(text: str, command: Command) -> None:
    assert said(text).command == command


@pytest.mark.parametrize("text", TALK)
def test_talk_of_time_and_of_banks_is_no_command(text: str) -> None:
    assert not isinstance(said(text).command, AskTimeBank | UseTime | GiveTime)
