"""What only looks like a time, and what is a recurrence or too vague to act on."""

import pytest

from handlers.understanding.commands import PlaceOrder
from handlers.understanding.contract import parse_line
from storage.intents import Intent
from tests.understanding.moments import told
from tests.understanding.rooms import AT, said

TRAPS = """
3号楼 12号单 #12 八一路26号 五一小区 13800001234 3-2-501 二仙桥东三路9号 G4201 5楼 2单元 711 119 12号线 一号桥 二号院
6号门 7号车位 15号店 3号线地铁站 五四路 七一街 国庆路 六一儿童医院 第三小学 九眼桥 十字路口 7天酒店
4分 十分好 1.5米 3.5元 三点五公斤 零点五元 两百块 身高1.5-1.8米 3.5-4.5元 血压148/92 满10减5 2-3个人 1-2天 三分
住了20年 三五年 五年了 三天 两小时 五分钟 三个月的娃 一周一次 十一个人 三天两头 几个小时后 几天前 好几年以来 第二天
三点意见 两点建议 一点都不 有一点 早点 晚点说 差一点 1点也不难 一时想不起 到时候 有时候 时间 及时 一刻不停 八点档
早点摊 早餐店 晚饭吃啥 夜市 晚会 初三学生 初一年级 三年级 一二年级 生日快乐 周围的人 月子中心 前天线坏了 后天性 前日本
中秋月饼 端午粽子 大雪 小雪花 雨水管 每个人 过两天 第一个周一 第一周 第一个月 这个时候 13月5日 32号 二月三十 99年代
下午茶 周末愉快 新年好 小满来报名 3号床 2号诊室
早上好 晚上好呀 新年快乐 中秋节快乐 最后一分钟 最后一天 提前两天
下二年级 而家庭 南方才有 彼此的初恋 下一秒
前三名 后三排 0天后 9999年后 闰六月 99/99 2026-13-01 8、5点 1.5米后 过个小时 超过半小时 经过两小时 三五月
"""


@pytest.mark.parametrize("text", TRAPS.split())
def test_this_is_no_time(text: str) -> None:
    assert told(text) == []


EVERY = """
每周二下午 每月15号 每月1号和15号 每天早上八点 工作日 隔周 隔天 每两周 每年 每年3月5日 每月第一个周六 每周一三五
每个周末 每晚 每隔三天 每小时 逢周三 每周一到周五上午9点 每周六上午9点到11点 周一到周五每天下午 每半年
"""


@pytest.mark.parametrize("text", EVERY.split())
def test_a_recurrence_is_one_span(text: str) -> None:
    spans = [span for span in parse_line({"text": text, "at": AT.isoformat()})["spans"] if span["kind"] == "time"]
    assert [span["every"] for span in spans] == [text]


@pytest.mark.parametrize("text", ["刚才", "两小时前", "最近三天", "本周以来", "冬天", "这个夏天"])
def test_what_is_vague_is_no_appointment(text: str) -> None:
    assert told(text)
    decision = said(f"点单 修水龙头 {text}坏的")
    assert isinstance(decision.command, PlaceOrder)
    assert (decision.command.need.start, decision.command.need.end) == (None, None)


@pytest.mark.parametrize("text", ["刚才", "十分钟前", "一个小时前", "半小时前", "现在", ""])
def test_what_has_just_happened_is_danger_still(text: str) -> None:
    assert said(f"{text}有人晕倒在门口了，快来人").intent is Intent.EMERGENCY


def test_the_first_of_many_has_its_hour() -> None:
    slots = said("招10名志愿者，6月1日开始每天早上7点，社区广场").slots
    assert (slots["start"], slots.get("end")) == ("2026-06-01T07:00+08:00", None)
    slots = said("招10名志愿者，每周二下午排练，5月26号第一次，社区广场").slots
    assert (slots["start"], slots["end"]) == ("2026-05-26T13:30+08:00", "2026-05-26T18:00+08:00")


def test_seconds_stay_out_of_appointments() -> None:
    at = AT.replace(second=40)
    assert told("半小时后", at) == ["2026-05-20T10:30:40"]
    decision = said("点单 修水龙头 半小时后", at=at)
    assert isinstance(decision.command, PlaceOrder)
    assert decision.command.need.start == AT.replace(minute=30)
