"""A report shows no phone, no unit number and, unless they are wanted, no names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shadow.hiding import Hiding, names_in, without_private
from handlers.understanding.contract import context_of, message_of
from handlers.understanding.decision import Decision
from handlers.understanding.understand import understand


def decided(text: str) -> Decision:
    return understand(message_of({"text": text}), context_of({}))


def hiding(*names: str, is_on: bool = True) -> Hiding:
    made = Hiding(with_pseudonyms=is_on, bot_names=("一呼",))
    for name in names:
        made.meet(name)
    return made


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("帮我买药 3栋2单元501 电话138 0000 1234", "帮我买药 3栋 电话〔电话〕"),
        ("点单 修门 三栋二单元五零一 电话一三八零零零零一二三四", "点单 修门 三栋 电话〔电话〕"),
        ("身份证510102199003071234", "身份证〔证件号〕"),
        ("今天天气好", "今天天气好"),
    ],
)
def test_what_is_private_is_masked_however_it_is_written(text: str, shown: str) -> None:
    assert without_private(text, decided(text)) == shown


@given(st.text(max_size=60))
def test_any_text_can_be_masked(text: str) -> None:
    without_private(text, decided(text))
    hiding("小李", "李").text(text)


def test_the_same_person_is_the_same_letter_everywhere() -> None:
    made = hiding("小李", "小李子", "王婆婆13800001234")
    assert made.person("小李") == "甲"
    assert made.text("@小李子 和小李,还有王婆婆13800001234") == "@乙 和甲,还有丙"
    assert made.person("一呼") == "一呼"
    made.meet("小李")
    assert made.person("小李") == "甲"


def test_the_bot_writes_names_its_own_way() -> None:
    made = hiding("@长名字长名字长名字长名字长名字长名字", "👍")
    assert made.text("由长名字长名字长名字长名字长名…接单") == "由甲接单"
    assert made.person("👍") == "乙"
    assert hiding("\u202e").text("邻居说") == "邻居说"


def test_a_name_of_one_letter_is_no_part_of_a_word() -> None:
    assert hiding("单", "李").text("@单 点单 李 桃李") == "@甲 点单 乙 桃李"


def test_letters_do_not_run_out() -> None:
    made = hiding(*(f"邻居{number}" for number in range(30)))
    assert len({made.person(f"邻居{number}") for number in range(30)}) == 30
    assert made.person("邻居22") == "甲2"


def test_people_who_are_only_named_have_letters_too() -> None:
    text = "派 12 给 @老周"
    assert names_in(text, decided(text)) == ("老周",)
    listed = "#接龙 周六义诊\n1. 张三\n2. 李四"
    assert names_in(listed, decided(listed)) == ("张三", "李四")
    made = hiding("小李")
    made.meet_named("小李吧")
    made.meet_named("老周")
    assert made.text("@小李吧 @老周") == "@甲吧 @乙"


def test_names_stay_where_they_are_wanted_but_phones_never() -> None:
    made = hiding("小李13800001234", is_on=False)
    assert made.person("小李13800001234") == "小李〔电话〕"
    assert made.text("@小李 3栋2单元501") == "@小李 3栋"
    assert made.text("原话:修水龙头 五零一 二零二六年") == "原话:修水龙头  二零二六年"
