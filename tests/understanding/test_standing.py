"""长期报名, 不再长期, 这次不来: what is read as such, and what is talk among neighbours."""

from datetime import datetime, time

import pytest

from handlers.understanding.activity_commands import (
    AskStanding,
    EditSeries,
    EndStanding,
    Every,
    Recruit,
    Stand,
    Withdraw,
)
from handlers.understanding.contents import Party
from handlers.understanding.message import Context, Message, OpenThing, Quote
from handlers.understanding.understand import understand
from storage.vocabulary import LOCAL_ZONE, OnHoliday, PostingKind

NOW = datetime(2026, 5, 20, 10, 0, tzinfo=LOCAL_ZONE)
POSTED = Quote("一呼", "📣 #5 太极拳|明天 14:00|活动室|20人|🔁每周二 回复「报名 5」参加")


def said(text: str, *, quote: Quote | None = None, open_here: int = 2, private: bool = False) -> object:
    things = tuple(OpenThing(number, PostingKind.ACTIVITY) for number in (5, 6)[:open_here])
    message = Message(text, sender="小李", at=NOW, quote=quote, private=private)
    return understand(message, Context(bot_names=("一呼",), things=things)).command


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("长期报名 5", 1),
        ("长期报名#5", 1),
        ("长期报名５", 1),
        ("固定参加 5号", 1),
        ("5 长期报名", 1),
        ("我要长期报名 5。", 1),
        ("每次都来 5", 1),
        ("我每次都来5", 1),
        ("以后每次都参加 5", 1),
        ("以后都来 5", 1),
        ("长期报名 5 2人", 2),
        ("长期报名5 两个人", 2),
    ],
)
def test_every_time(text: str, party: int) -> None:
    command = said(text)
    assert isinstance(command, Stand)
    assert (command.number, max(command.party.people or 1, 1)) == (5, party)


@pytest.mark.parametrize("text", ["固定报名", "长期报名", "每次都来", "我们每次都来"])
def test_every_time_of_what_is_quoted(text: str) -> None:
    command = said(text, quote=POSTED)
    assert isinstance(command, Stand)
    assert (command.number, command.party) == (5, Party())


def test_without_a_number_only_the_keyword_counts_and_where_one_can_be_meant() -> None:
    assert isinstance(said("长期报名", open_here=1), Stand)
    assert isinstance(said("长期报名", private=True), Stand)
    assert not isinstance(said("长期报名"), Stand)
    assert not isinstance(said("每次都来", open_here=1), Stand)


@pytest.mark.parametrize(
    "text",
    [
        "他每次都来",
        "每次都来晚了",
        "每次都来 就是没得人管",
        "每次都要排好久的队",
        "长期报名怎么弄嘛",
        "每次都去 那家店",
    ],
)
def test_talk_is_left_alone(text: str) -> None:
    assert not isinstance(said(text), Stand | EndStanding)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("不再长期 5", EndStanding(5)),
        ("取消长期报名 5", EndStanding(5)),
        ("取消长期5", EndStanding(5)),
        ("5 不再长期报名了", EndStanding(5)),
        ("不再长期报名", EndStanding()),
        ("长期名单 5", AskStanding(5)),
        ("查长期报名名单 5", AskStanding(5)),
        ("这次不来 5", Withdraw(5)),
        ("5 这次不来了", Withdraw(5)),
        ("这周有事,来不了 5", Withdraw(5)),
    ],
)
def test_less(text: str, command: object) -> None:
    assert said(text) == command


def test_this_time_of_what_is_quoted_or_privately() -> None:
    assert said("这次不来", quote=POSTED) == Withdraw(5)
    assert said("这次来不到了", private=True) == Withdraw()
    assert not isinstance(said("这次不来"), Withdraw)
    assert not isinstance(said("长期名单"), AskStanding)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("留2个给新人", 2),
        ("每次留两个名额给新人", 2),
        ("预留3个位子给第一次来的邻居", 3),
        ("留给新人", None),
        ("留2把椅子给老人", None),
    ],
)
def test_places_for_newcomers(words: str, kept: int | None) -> None:
    command = said(f"招募 每周二下午2点 太极拳 20人 活动室 {words}")
    assert isinstance(command, Recruit)
    assert (command.title, command.people, command.kept_places) == ("太极拳", 20, kept)
    assert command.roles == ()


@pytest.mark.parametrize(
    ("text", "command"),
    [
        (
            "改系列 5 时间 周三下午3点",
            EditSeries(5, Every("FREQ=WEEKLY;BYDAY=WE", "每周三", starts=time(15))),
        ),
        ("改系列 5 改成每周三下午3点", EditSeries(5, Every("FREQ=WEEKLY;BYDAY=WE", "每周三", starts=time(15)))),
        ("5 以后都改下午3点到4点", EditSeries(5, Every("", "", starts=time(15), ends=time(16)))),
        ("改系列 5 下午3点", EditSeries(5, Every("", "", starts=time(15)))),
        ("改系列 5 地点 东门", EditSeries(5, place="东门")),
        ("改系列 5 25人", EditSeries(5, people=25)),
        ("改系列 5 留两个名额给新人", EditSeries(5, kept_places=2)),
        ("改系列 5 提前三天发", EditSeries(5, lead_days=3)),
        ("改系列 5 明天下午3点", EditSeries(5)),
        ("改系列 5 随便", EditSeries(5)),
    ],
)
def test_what_is_changed_of_a_series(text: str, command: EditSeries) -> None:
    assert said(text) == command


def test_what_becomes_of_holidays_is_changed_where_it_is_said() -> None:
    command = said("改系列 5 每周三下午3点 节假日照常")
    assert isinstance(command, EditSeries)
    assert command.every is not None
    assert (command.every.on_holiday, command.every.is_holiday_said) == (OnHoliday.KEEP, True)
