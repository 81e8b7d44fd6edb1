"""转点单 on a neighbour's words, and nothing else."""

from datetime import datetime

import pytest

from handlers.understanding.commands import TurnIntoOrder
from handlers.understanding.message import Context, Message, Quote
from handlers.understanding.understand import understand

AT = datetime.fromisoformat("2026-05-20T10:00+08:00")


@pytest.mark.parametrize(
    "text", ["转点单", "帮TA点单", "帮他点单嘛", "替她登记一下", "转成点单吧", "@一呼 转点单", "请转需求单"]
)
def test_the_quoted_words_are_the_need(text: str) -> None:
    quote = Quote("陈姐", "我家水管漏了 3栋2单元 电话13800001234")
    command = understand(Message(text, AT, quote=quote), Context()).command
    assert isinstance(command, TurnIntoOrder)
    assert (command.need.what, command.need.phone) == ("修水管", "13800001234")


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("转点单", None),
        ("转点单", Quote("一呼", "📋 #1 维修|修水管")),
        ("转点单", Quote("陈姐", "[图片]")),
        ("转点单", Quote("陈姐", "")),
        ("转点单要怎么弄", Quote("陈姐", "我家水管漏了")),
    ],
)
def test_nothing_is_turned(text: str, quote: Quote | None) -> None:
    assert not isinstance(understand(Message(text, AT, quote=quote), Context()).command, TurnIntoOrder)
