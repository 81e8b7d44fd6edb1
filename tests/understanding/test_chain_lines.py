"""The lines of a 接龙: who, and how many come."""

from datetime import datetime

import pytest

from handlers.understanding.activity_commands import ChainLine, CopyChain, Recruit, ShowChain
from storage.intents import Intent
from tests.understanding.rooms import said


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("张三", ChainLine("张三")),
        ("李四 2人", ChainLine("李四", 2)),
        ("李四 带2人", ChainLine("李四", 3)),
        ("李四+1", ChainLine("李四", 2)),
        ("李四 x3", ChainLine("李四", 3)),
        ("1806 小梁", ChainLine("小梁")),
        ("B3-707阿珂", ChainLine("阿珂")),
        ("3栋 李秀兰", ChainLine("李秀兰")),
        ("5-1-302 陈建国+孙子", ChainLine("陈建国")),
        ("3幢1单元402 陈老师 2人", ChainLine("陈老师", 2)),
        ("2单元501王芳", ChainLine("王芳")),
        ("2# 王姐", ChainLine("王姐")),
    ],
)
def test_a_line_is_a_name_and_a_number(line: str, read: ChainLine) -> None:
    assert said(f"#接龙\n爬山\n1. {line}\n2. ").command == CopyChain("爬山", (read,), notice=Recruit("爬山"))


def test_what_stands_above_the_names_is_a_notice() -> None:
    command = said("#接龙 5月23日上午9点爬山\n地点:东门\n人数:20人\n\n1. 张三").command
    assert isinstance(command, CopyChain)
    assert command.notice == Recruit(
        "爬山", start=datetime.fromisoformat("2026-05-23T09:00+08:00"), place="东门", people=20
    )


def test_names_alone_are_no_notice() -> None:
    command = said("1. 张三\n2. 李四").command
    assert isinstance(command, CopyChain)
    assert command.notice is None


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("包粽子领叶子接龙\n一、茅惠芳\n二、邵阿姨", ["茅惠芳", "邵阿姨"]),
        ("龙舟队上船接龙\n1号位 邝强\n2号位 阿牛", ["邝强", "阿牛"]),
        ("登记 接龙\n1—阿良 3件\n2—钱包包 1件", ["阿良", "钱包包"]),
        ("4.26骑行环岛 接龙\n1. 铁马\n2. 银丝（备胎一条）", ["铁马", "银丝"]),
        ("#接龙\n5.23早6点30分发车\n1. 赤水-小米辣\n2. 滕大夫 内科", ["赤水-小米辣", "滕大夫"]),
        ("服装定金 接龙\n①副歌 ②低音炮 ③云阿姨", ["副歌", "低音炮", "云阿姨"]),
        ("#接龙\n月饼\n1. 陳太 2盒\n2. 小郑两口子", ["陳太", "小郑两口子"]),
        ("接着上面的\n21. 白露\n22. 简宁（培训没去，补）", ["白露", "简宁"]),
        ("6 冬泳老爷子\n7 替班的\n8 道里小赵（只能下午）", ["冬泳老爷子", "替班的", "道里小赵"]),
        ("#接龙\n签字\n1. 2-2201 已签\n2. 8幢502 一斤", ["2-2201", "8幢502"]),
        ("#接龙\n鞋码\n1 沈亦辰 38\n2 周念 36\n3⃣年糕爸", ["沈亦辰", "周念", "年糕爸"]),
        ("植树名单\n1. 梁先生\n2. 屈家老大\n3. 屈家老二", ["梁先生", "屈家老大", "屈家老二"]),
    ],
)
def test_a_list_of_names_has_many_forms(text: str, entries: list[str]) -> None:
    assert said(text).slots["entries"] == entries


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("#接龙\n周六爬山（限20人）", "周六爬山"),
        ("#接龙\n例：楼栋+姓名\n周六爬山", "周六爬山"),
        ("周六爬山\n#接龙", "周六爬山"),
        ("#群接龙\n周六爬山", "周六爬山"),
        ("#Group Note 接龙\n周六爬山", "周六爬山"),
    ],
)
def test_a_title_stands_near_the_word(head: str, title: str) -> None:
    assert said(f"{head}\n1. 张三\n2. 李四").slots["title"] == title


@pytest.mark.parametrize(
    "text",
    ["注意事项\n1. 请带身份证\n2. 不要迟到", "2、报名要带复印件\n3、地点在二楼", "接下来要做的\n3. 买菜\n4. 洗碗"],
)
def test_a_list_of_rules_is_no_chain(text: str) -> None:
    assert said(text).intent is not Intent.CHAIN


def test_the_chain_can_be_asked_for() -> None:
    assert said("接龙 ５").command == ShowChain(5)


def test_doors_alone_are_nobody() -> None:
    assert said("#接龙\n签字\n1. 2-1503").command is None
