"""What comes again, as a rule; what is said to a series."""

from datetime import date, time

import pytest

from handlers.understanding.activity_commands import AnswerWorkedWeekend, EndSeries, Every, Recruit, SkipOccurrence
from handlers.understanding.commands import Command
from handlers.understanding.message import Asked
from storage.vocabulary import OnHoliday, QuestionKind
from tests.understanding.rooms import said

RULES = (
    ("每周二下午2点 太极拳", "FREQ=WEEKLY;BYDAY=TU", "每周二"),
    ("每周三、周五下午2点 太极拳", "FREQ=WEEKLY;BYDAY=WE,FR", "每周三、周五"),
    ("每周一到周五下午2点 太极拳", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "每周一到周五"),
    ("每周末下午2点 太极拳", "FREQ=WEEKLY;BYDAY=SA", "每周末"),
    ("每周2下午2点 太极拳", "FREQ=WEEKLY;BYDAY=TU", "每周2"),
    ("每周六2点 太极拳", "FREQ=WEEKLY;BYDAY=SA", "每周六"),
    ("每周一三五2点 太极拳", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "每周一三五"),
    ("每隔一周周六下午2点 太极拳", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "每隔一周周六"),
    ("隔周六下午2点 太极拳", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "隔周六"),
    ("每月15号下午2点 太极拳", "FREQ=MONTHLY;BYMONTHDAY=15", "每月15号"),
    ("每月第一个周六下午2点 太极拳", "FREQ=MONTHLY;BYDAY=1SA", "每月第一个周六"),
    ("每月最后一个周日下午2点 太极拳", "FREQ=MONTHLY;BYDAY=-1SU", "每月最后一个周日"),
    ("每月最后一天下午2点 太极拳", "FREQ=MONTHLY;BYMONTHDAY=-1", "每月最后一天"),
    ("每月初一、十五下午2点 太极拳", "LUNAR:1,15", "每月初一、十五"),
    ("工作日下午2点 太极拳", "WORKDAYS", "工作日"),
    ("每天下午2点 太极拳", "FREQ=DAILY", "每天"),
)


def recruit(text: str) -> Recruit:
    command: Command | None = said(f"招募 {text}").command
    assert isinstance(command, Recruit)
    return command


def test_an_hour_of_every_week_is_no_hour_of_today() -> None:
    every = recruit("每周六9点 绿道清洁").every
    assert every is not None
    assert every.starts == time(9), "though it is past nine"


@pytest.mark.parametrize(("text", "rule", "words"), RULES)
def test_the_rule_and_its_words(text: str, rule: str, words: str) -> None:
    command = recruit(text)
    assert command.every == Every(rule, words, starts=time(14))
    assert command.title == "太极拳"


@pytest.mark.parametrize(
    ("text", "on_holiday"),
    [
        ("每周二下午2点 太极拳 节假日照常", OnHoliday.KEEP),
        ("每周二下午2点 太极拳 节假日顺延", OnHoliday.MOVE),
        ("每周二下午2点 太极拳 节假日休息", OnHoliday.SKIP),
    ],
)
def test_holidays_as_the_notice_wants_them(text: str, on_holiday: OnHoliday) -> None:
    command = recruit(text)
    assert command.every is not None
    assert (command.every.on_holiday, command.title) == (on_holiday, "太极拳")


def test_hours_and_the_day_from_which() -> None:
    every = recruit("每周六上午9点到11点 读书会 6月6日开始").every
    assert every is not None
    assert (every.starts, every.ends, every.since) == (time(9), time(11), date(2026, 6, 6))


def test_a_first_day_without_an_hour() -> None:
    every = recruit("每周六 读书会 6月6日开始").every
    assert every is not None
    assert (every.starts, every.since) == (None, date(2026, 6, 6))


@pytest.mark.parametrize("text", ["周日上午9点 义诊", "6月7日上午9点 义诊 每周二有讲座", "每月45号 义诊"])
def test_what_comes_once(text: str) -> None:
    assert recruit(text).every is None


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("跳过 5", SkipOccurrence(5)),
        ("5 下周不办", SkipOccurrence(5, date(2026, 5, 25), date(2026, 5, 31))),
        ("5 明天不办", SkipOccurrence(5, date(2026, 5, 21), date(2026, 5, 21))),
        ("停办系列 5", EndSeries(5)),
        ("5 以后都不办了", EndSeries(5)),
        ("跳过这个话题", None),
        ("下周不办", None),
    ],
)
def test_what_is_said_to_a_series(text: str, command: Command | None) -> None:
    assert said(text).command == command


@pytest.mark.parametrize(
    ("text", "way"),
    [("1", "keep"), ("照常", "keep"), ("跳过吧", "skip"), ("2", "skip"), ("改到周日", "move"), ("3", "move")],
)
def test_the_answer_about_a_worked_weekend(text: str, way: str) -> None:
    asked = Asked(QuestionKind.WORKED_WEEKEND, number=5, is_private=True)
    assert said(text, asked=asked, private=True).command == AnswerWorkedWeekend(way)


def test_what_is_no_answer_about_a_worked_weekend() -> None:
    asked = Asked(QuestionKind.WORKED_WEEKEND, number=5, is_private=True)
    assert not isinstance(said("周日要下雨", asked=asked, private=True).command, AnswerWorkedWeekend)
