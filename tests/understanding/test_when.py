"""Times said apart from each other → one start and one end. Said on Wednesday 2026-05-20 at 10:00."""

from datetime import datetime, timedelta

import pytest

from handlers.understanding.message import Asked
from handlers.understanding.when import iso, when
from storage.vocabulary import QuestionKind, Role
from tests.understanding.moments import told
from tests.understanding.rooms import AT, order, reading_of, said

TIMES = [
    # several days, and the hours of each
    ("6月7日、8日两天，每天 7:00~9:00 疏导交通", "2026-06-07T07:00..2026-06-08T09:00"),
    ("8月14日、15日、16日，每天8:00-12:00", "2026-08-14T08:00..2026-08-16T12:00"),
    ("明后两天摆个凳子剪头，早上9点到11点", "2026-05-21T09:00..2026-05-22T11:00"),
    ("8月22日（周六）、8月23日（周日），上午9:00—11:00", "2026-08-22T09:00..2026-08-23T11:00"),
    ("17日-19日，早7:00—9:00", "2026-06-17T07:00..2026-06-19T09:00"),
    ("下周一到周三下午我都空", "2026-05-25T13:30..2026-05-27T18:00"),
    ("每天中午热一下饭，6月10日到6月14日", "2026-06-10T11:30..2026-06-14T13:30"),
    ("每天早上八点倒垃圾，就是我走不动，从25号起", "2026-05-25T08:00"),
    ("6月1日到6月3日，晚上10点到早上6点巡河", "2026-06-01T22:00..2026-06-04T06:00"),
    ("7月1日—7月31日 周一至周五 9:00-11:30", "2026-07-01T09:00..2026-07-31T11:30"),
    ("下周三周五下午做手工", "2026-05-27T13:30..2026-05-29T18:00"),
    ("下周一到周五每天上午陪写作业", "2026-05-25T08:00..2026-05-29T12:00"),
    ("下周一到五每天上午陪写作业", "2026-05-25T08:00..2026-05-29T12:00"),
    ("2月2日到2月6日，早班8点到12点，晚班2点到6点", "2027-02-02T08:00..2027-02-06T18:00"),
    ("第一场：8月15日9:00-12:00\n第二场：8月16日13:00-17:00", "2026-08-15T09:00..2026-08-16T17:00"),
    ("我白天上班，8点到17点，明天和后天", "2026-05-21T08:00..2026-05-22T17:00"),
    ("周三义诊，七点半开始", "2026-05-20T19:30"),
    ("周五义诊，22点开始", "2026-05-22T22:00"),
    ("11月21号、22号下午2点比赛", "2026-11-21T14:00..2026-11-22"),
    ("周末下午讲题", "2026-05-23T13:30..2026-05-24T18:00"),
    ("今明两天晚上都行", "2026-05-20T18:00..2026-05-21T22:00"),
    ("7月4日起每晚7点", "2026-07-04T19:00"),
    ("10月1日至7日，每晚8点到10点", "2026-10-01T20:00..2026-10-07T22:00"),
    ("明天起三天割麦", "2026-05-21..2026-05-23"),
    ("22日开始帮他们割两天", "2026-05-22..2026-05-23"),
    ("楼下狗天天半夜叫，今晚来劝一下", "2026-05-20T18:00..2026-05-20T22:00"),
    ("下礼拜天天在", "2026-05-25..2026-05-31"),
    ("今天天气好，周天天晴再说", "2026-05-20"),
    ("场次①6月7日14:00-17:00", "2026-06-07T14:00..2026-06-07T17:00"),
    ("明天一整天黄瓦街17号门口写春联", "2026-05-21"),
    # the day behind its hour
    ("四点一刻，今天！", "2026-05-20T16:15"),
    ("八点到门口等，那里有个大黄葛树，明天不等", "2026-05-20T20:00"),
    # an hour of a part of the day
    ("周五晚上绘本共读，七点半，社区图书角", "2026-05-22T19:30"),
    ("后天一大早我要出差，六点半有没有顺路的", "2026-05-22T06:30"),
    ("明早看摊一小时，六点到七点", "2026-05-21T06:00..2026-05-21T07:00"),
    ("今晚来教一下，八点以前", "..2026-05-20T20:00"),
    ("九点把车开回来，今晚", "2026-05-20T21:00"),
    ("今晚开始巡河，夜晚八点到十点", "2026-05-20T20:00..2026-05-20T22:00"),
    ("请个人下午陪他去，三点", "2026-05-20T15:00"),
    ("周六上午打扫，周日8点收尾", "2026-05-23T08:00..2026-05-23T12:00"),
    ("今天下午开会，晚上8点散", "2026-05-20T13:30..2026-05-20T18:00"),
    # passed today
    ("周三早上七点到八点捞树叶", "2026-05-27T07:00..2026-05-27T08:00"),
    # one or the other
    ("周五晚上或者周六上午", "2026-05-22T18:00..2026-05-23T12:00"),
    ("今晚明晚都得行", "2026-05-20T18:00..2026-05-21T22:00"),
    # of something else
    ("借几天，周六还", ""),
    ("师傅要后天才来", ""),
    ("不是明天，是后天上午", "2026-05-22T08:00..2026-05-22T12:00"),
    ("12月22日早上6:30，名单今晚定", "2026-12-22T06:30"),
    ("喵了一下午", ""),
    ("周四，一上午就够", "2026-05-21T08:00..2026-05-21T12:00"),
    ("下周五我要加班到八点，六点到八点带娃", "2026-05-29T18:00..2026-05-29T20:00"),
    ("用到六点", "..2026-05-20T18:00"),
    ("写作业到8点", "..2026-05-20T20:00"),
    ("浇到下周三，一天一回", "..2026-05-27"),
    ("9月18日开放日，8:00开始，11:00结束", "2026-09-18T08:00..2026-09-18T11:00"),
]


@pytest.mark.parametrize(("text", "expected"), TIMES)
def test_times_said_apart_are_one(text: str, expected: str) -> None:
    start, end = when(reading_of(text))
    told = (iso(moment).removesuffix("+08:00") if moment else "" for moment in (start, end))
    assert "..".join(told).removesuffix("..") == expected


def test_the_time_of_the_weather_is_not_the_needs() -> None:
    needs = ("明天有雨，今天谁来帮我收一下楼顶的被子", "明天下雨，谁帮我收被子")
    assert [said(text).slots["start"] for text in needs] == ["2026-05-20", "2026-05-21"]
    assert said(needs[0]).slots["place"] == "楼顶"


def test_the_time_of_a_reason_is_not_the_needs() -> None:
    needs = (
        "老公下周才回来，灯泡坏了没人换，哪位帮个忙",
        "我明天考试陪不了，哪位周四能陪我奶奶去香山拜佛",
    )
    starts = [said(text).slots.get("start") for text in needs]
    assert starts == [None, "2026-05-21"]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("来！摩托车三分钟", 3), ("能来，给我三十分钟", 30), ("半个小时能到", 30), ("能来，要一个小时", 60)],
)
def test_an_answer_to_a_roll_call_may_say_how_long_until(text: str, minutes: int) -> None:
    decision = said(text, asked=Asked(QuestionKind.ROLL_CALL, 3))
    assert decision.slots == {"answer": "yes", "start": iso(AT + timedelta(minutes=minutes))}


def test_how_long_somebody_stays_is_not_when_they_come() -> None:
    assert said("能来，帮两个小时", asked=Asked(QuestionKind.ROLL_CALL, 3)).slots == {"answer": "yes"}


DEADLINES = [
    ("招募端粽子的5人，6月10日上午，要来的今晚九点前给我说", "2026-05-20T21:00"),
    ("招募5名裁判志愿者，6月6日上午8：30，6月4日晚上9点截止", "2026-06-04T21:00"),
    ("招拔河队员8人，5月30日中午，一楼广场，5月25日下班前报给我", "2026-05-25"),
    ("智能手机班招助教8名，6月3日下午，报名到5月28日", "2026-05-28"),
    ("小课堂招大学生8名，7月13日14:30-17:00，7月8日报名截止", "2026-07-08"),
    ("招篮球裁判2名，6月7日上午，22日报名截止", "2026-05-22"),
    ("瑜伽课招10名，6月1日晚上7点，接龙至5月30日晚上九点", "2026-05-30T21:00"),
    ("招助教4名，6月6日下午2点到4点，今晚11点截", "2026-05-20T23:00"),
    ("返校日6月29日上午10点，招接待志愿者20位，请6月20日前告知姓名", "2026-06-20"),
    ("包粽子志愿者20位，下周三早上7点报到，包到11点，联系徐大厨", None),
    ("春节前走访空巢老人，招志愿者3位，二月五号下午，有空的跟我说", None),
]


@pytest.mark.parametrize(("text", "expected"), DEADLINES)
def test_until_when_to_sign_up(text: str, expected: str | None) -> None:
    deadline = said(text, role=Role.LEADER).slots.get("deadline")
    assert (deadline and deadline.removesuffix("+08:00")) == expected


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("改单 12 改到周六下午，地点改成东门口", "2026-05-23T13:30+08:00"),
        ("改单 12 是后天上午，不是明天", "2026-05-22T08:00+08:00"),
        ("改单 12 别上午来了，晚上六点后来", "2026-05-20T18:00+08:00"),
        ("改单 12 时间从十点变成九点半", "2026-05-20T21:30+08:00"),
    ],
)
def test_an_edit_takes_the_new_time(text: str, start: str) -> None:
    assert said(text, order(12, is_askers=True)).slots["start"] == start


def test_an_hour_said_before_sunrise_is_of_that_morning() -> None:
    at = datetime.fromisoformat("2026-05-20T05:50+08:00")
    assert told("6点半领工具", at) == ["2026-05-20T06:30"]
    assert told("5点领工具", at) == ["2026-05-20T17:00"]


def test_far_from_new_year_a_bare_lunar_day_is_of_the_next_month_that_has_one() -> None:
    assert told("初十那天") == ["2026-05-26"]
    assert told("初一那天") == ["2026-06-15"]
    assert told("大年初三") == ["2026-02-19"]
