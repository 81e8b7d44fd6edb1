"""征集时间 as people write it, what is said to a poll, and what only sounds like it."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.understanding.contents import Moment
from handlers.understanding.message import OpenThing
from handlers.understanding.poll_commands import DecidePoll, EditPoll, OpenPoll, Vote, WithdrawVote
from storage.vocabulary import PostingKind
from tests.understanding.rooms import AT, said

POSTED = "🗳️ #12 绿道义诊|东门 哪个时间能来?可以选几个:\n1. 5月23日(周六) 09:00"


def poll(number: int, *, is_own: bool = False) -> OpenThing:
    return OpenThing(number, PostingKind.POLL, is_askers=is_own)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=AT.tzinfo)


SATURDAY, SUNDAY, LATER = at(23, 9), at(24, 14), at(24, 9)

NOTICES: tuple[tuple[str, tuple[Moment, ...]], ...] = (
    ("征集时间 绿道义诊 周六上午9点 / 周日下午2点 / 周日上午9点 6人", (SATURDAY, SUNDAY, LATER)),
    ("征集时间 绿道义诊 周六上午9点 周日下午2点", (SATURDAY, SUNDAY)),
    ("征集时间:绿道义诊,周六上午9点或者周日下午2点", (SATURDAY, SUNDAY)),
    ("征集时间 绿道义诊 周六上午9点还是下午2点", (SATURDAY, at(23, 14))),
    ("征集时间 绿道义诊 5月23日/下午2点", (date(2026, 5, 23), at(23, 14))),
    ("征集时间 绿道义诊 1.周六上午9点 2.周日下午2点 截止明晚8点", (SATURDAY, SUNDAY)),
    ("【征集时间】绿道义诊\n1. 周六上午9点\n2. 周日下午2点\n地点:东门 集合时间:提前10分钟", (SATURDAY, SUNDAY)),
    ("【征集时间】绿道义诊\n①周六上午9点\n②周日下午2点\n截止周五晚8点", (SATURDAY, SUNDAY)),
    ("投票选时间 绿道义诊\n周六上午9点\n周日下午2点", (SATURDAY, SUNDAY)),
    ("时间投票 绿道义诊 备选时间:5月23日 5月24日 5月30日", (date(2026, 5, 23), date(2026, 5, 24), date(2026, 5, 30))),
    ("征集时间 绿道义诊 5月23日 周六 上午9点 / 周日下午2点", (SATURDAY, SUNDAY)),
    ("征集时间 绿道义诊 周六上午9点 / 周六上午9点", (SATURDAY,)),
    ("征集时间 绿道义诊 周六上午9点前 / 周日下午2点", (SUNDAY,)),
    ("征集时间 绿道义诊", ()),
)


@pytest.mark.parametrize(("text", "starts"), NOTICES, ids=[text for text, _ in NOTICES])
def test_notices_whose_time_is_open(text: str, starts: tuple[Moment, ...]) -> None:
    command = said(text).command
    assert isinstance(command, OpenPoll)
    assert tuple(start for start, _ in command.options) == starts
    assert command.notice.title == "绿道义诊"
    assert command.notice.start is None


def test_what_else_stands_in_the_notice() -> None:
    times = "1. 周六上午9点到11点\n2. 周日下午2点到下午4点"
    command = said(f"征集时间 清理绿道\n{times}\n15人 满6人成行\n要求:自带水杯、帽子\n截止周五晚8点").command
    assert isinstance(command, OpenPoll)
    assert command.options == ((SATURDAY, at(23, 11)), (SUNDAY, at(24, 16)))
    notice = command.notice
    assert (notice.title, notice.people, notice.min_people) == ("清理绿道", 15, 6)
    assert (notice.requirements, notice.deadline) == ("自带水杯、帽子", at(22, 20))


def test_a_notice_of_times_alone_has_no_title() -> None:
    command = said("征集时间 周六上午9点 / 周日下午2点").command
    assert isinstance(command, OpenPoll)
    assert command.notice.title == ""


def test_what_neighbours_say_to_each_other_opens_a_poll_only_where_the_bot_is_asked() -> None:
    text = "约个时间 绿道义诊 周六上午9点 / 周日下午2点"
    assert not isinstance(said(text).command, OpenPoll)
    assert isinstance(said(f"@一呼 {text}").command, OpenPoll)
    assert isinstance(said("大家看看哪天方便 绿道义诊 周六 / 周日", private=True).command, OpenPoll)
    assert not isinstance(said("约个时间 吃饭 周六", private=True).command, OpenPoll)


@pytest.mark.parametrize("text", ["征集时间已经过了哦", "时间投票结果出来没", "约个时间吃饭嘛", "选个时间聚聚"])
def test_other_talk_opens_none(text: str) -> None:
    assert not isinstance(said(text).command, OpenPoll)


VOTES = (
    ("选 12 1 3", Vote(12, (1, 3))),
    ("选 #12 1 3", Vote(12, (1, 3))),
    ("选12号 1、3", Vote(12, (1, 3))),
    ("选 ＃１２ ３", Vote(12, (3,))),
    ("我选1和3", Vote(None, (1, 3))),
    ("选1", Vote(None, (1,))),
    ("选 1 3", Vote(None, (1, 3))),
    ("我投第二个", Vote(None, (2,))),
    ("12选1和3", Vote(12, (1, 3))),
    ("选 12 都行", Vote(12, is_all=True)),
    ("选 3 3", Vote(None, (3,))),
    ("选 11 1", Vote(11, (1,))),
    ("@一呼 选 12 2", Vote(12, (2,))),
    ("不选 12", WithdrawVote(12)),
    ("不选了", WithdrawVote()),
    ("定 12 2", DecidePoll(12, 2)),
    ("那就定 12 第二个吧", DecidePoll(12, 2)),
    ("定 12", DecidePoll(12)),
)


@pytest.mark.parametrize(("text", "command"), VOTES, ids=[text for text, _ in VOTES])
def test_what_is_said_to_a_poll(text: str, command: object) -> None:
    assert said(text, poll(12)).command == command


QUOTING = (
    ("1 3", Vote(12, (1, 3))),
    ("１、３", Vote(12, (1, 3))),
    ("第一个和第三个", Vote(12, (1, 3))),
    ("1 3都行", Vote(12, (1, 3))),
    ("都可以", Vote(12, is_all=True)),
    ("我哪天都行", Vote(12, is_all=True)),
    ("选 1 3", Vote(12, (1, 3))),
    ("不选了", WithdrawVote(12)),
    ("就定2", DecidePoll(12, 2)),
)


@pytest.mark.parametrize(("text", "command"), QUOTING, ids=[text for text, _ in QUOTING])
@pytest.mark.parametrize("things", [(), (poll(12),), (poll(7), poll(12))], ids=["closed", "open", "one of two"])
def test_what_is_said_under_its_posting(text: str, command: object, things: tuple[OpenThing, ...]) -> None:
    assert said(text, *things, quoted=POSTED).command == command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("改 12 加 周日下午2点", EditPoll(12, added=((SUNDAY, None),))),
        ("改#12 再加一个时间:周日上午9点 / 周日下午2点", EditPoll(12, added=((LATER, None), (SUNDAY, None)))),
        ("改 12 去掉 2", EditPoll(12, removed=(2,))),
        ("改12号 删掉第一个、第三个", EditPoll(12, removed=(1, 3))),
        ("改 12 标题 河边义诊", EditPoll(12, title="河边义诊")),
    ],
)
def test_what_is_changed_of_a_poll(text: str, command: EditPoll) -> None:
    assert said(text, poll(12)).command == command
    assert not isinstance(said(text, poll(7)).command, EditPoll)


@pytest.mark.parametrize("text", ["改 12 加2人", "改 12 加 周日下午2点 东门", "改 12 周日10点", "改 12"])
def test_what_changes_no_poll(text: str) -> None:
    assert not isinstance(said(text, poll(12)).command, EditPoll)


def test_a_first_number_is_the_polls_where_it_can_be() -> None:
    assert said("选 1 3", poll(1)).command == Vote(1, (3,))
    assert said("选 1 3", poll(1), poll(2)).command == Vote(1, (3,))
    assert said("选 9 3").command == Vote(9, (3,))
    assert said("选1和3", poll(1), poll(2)).command is None


def test_without_number_or_quote_only_the_organiser_decides() -> None:
    assert said("定2", poll(12)).command is None
    assert said("定2", poll(12, is_own=True)).command == DecidePoll(None, 2)
    assert said("定 12 0", poll(12)).command == DecidePoll(12, 0)
    assert not isinstance(said("定三四", poll(12, is_own=True)).command, DecidePoll)
    assert said("定2", poll(12, is_own=True), poll(13)).command is None


@pytest.mark.parametrize(
    "text", ["1 3", "不选了", "选我选我", "我选择第一种", "选1杯奶茶", "定了", "不选他", "都可以", "选 12", "定好了1"]
)
def test_other_talk_is_none(text: str) -> None:
    things = (poll(12), poll(13))
    assert not isinstance(said(text, *things).command, Vote | WithdrawVote | DecidePoll)


TIMES = (
    ("周六上午可以", Vote(12, times=((at(23, 8), at(23, 12)),))),
    ("我周六、周日下午都行", Vote(12, times=((date(2026, 5, 23), None), (at(24, 13, 30), at(24, 18))))),
    ("周日9点那个", Vote(12, times=((LATER, None),))),
    ("周六", Vote(12, times=((date(2026, 5, 23), None),))),
    ("周六我来不了", Vote(12, times=((date(2026, 5, 23), None),), is_no=True)),
    ("周六我去不成", Vote(12, times=((date(2026, 5, 23), None),), is_no=True)),
    ("周六没空哈", Vote(12, times=((date(2026, 5, 23), None),), is_no=True)),
)


@pytest.mark.parametrize(("text", "command"), TIMES, ids=[text for text, _ in TIMES])
def test_times_are_named_under_its_posting(text: str, command: Vote) -> None:
    assert said(text, poll(12), quoted=POSTED).command == command
    assert not isinstance(said(text, poll(12)).command, Vote)


@pytest.mark.parametrize("text", ["9点可以", "周六要下雨", "周六可以不来吗?", "周六的" + "的" * 900 + "事情", "可以"])
def test_other_times_name_none(text: str) -> None:
    assert not isinstance(said(text, poll(12), quoted=POSTED).command, Vote)


@pytest.mark.parametrize("text", ["一三", "好的", "哪个方便?"])
def test_other_talk_under_its_posting_is_none(text: str) -> None:
    assert not isinstance(said(text, poll(12), quoted=POSTED).command, Vote)


def test_quoting_something_else_is_none() -> None:
    assert said("1 3", poll(12), quoted="📋 #9 维修|修水龙头|明天").command is None
    assert said("1 3", poll(12), quoted="没有编号的一句话").command is None
    asked = "#12 修水龙头 办好了吗?回复 1–5 星或说两句"
    assert not isinstance(said("5", poll(12), quoted=asked, private=True).command, Vote)
    assert said("1", poll(12), quoted="#12 绿道义诊 哪个时间能来?", private=True).command == Vote(12, (1,))


PIECES = (
    *(
        "征集时间",
        "截止",
        "选",
        "不选",
        "定",
        "投",
        "#",
        "12",
        "1",
        "3",
        "0",
        "一",
        "三",
        "第",
        "个",
        "号",
        "都行",
        "可以",
    ),
    *("周六", "周日上午9点", "5月23日", "来不了", "没空", "/", "、", ",", ".", "\n", "的", "我", "@一呼", "①"),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, " "]), max_size=12), st.sampled_from(["", POSTED]))
def test_whatever_is_put_together_is_read(pieces: list[str], quoted: str) -> None:
    command = said("".join(pieces), poll(12, is_own=True), quoted=quoted).command
    if isinstance(command, Vote):
        assert command.positions or command.is_all or command.times
