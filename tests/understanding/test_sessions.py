"""多场次: how the sessions of one call are told, and what is told of that is none."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from handlers.understanding.activity_commands import Enrol, Recruit, Session, Withdraw
from handlers.understanding.commands import Command
from handlers.understanding.contents import Moment
from handlers.understanding.contract import parse_line
from handlers.understanding.message import Asked, OpenThing
from handlers.understanding.session_labels import in_title, label_of, labels_by_time, sessions_meant
from storage.intents import Intent
from storage.vocabulary import PostingKind, QuestionKind
from tests.understanding.rooms import AT, activity, said

TWO = ("第一场 06-01T09:00..11:00 4", "第二场 06-01T14:00..16:00 6")
BY_HOUR = ("9点 06-01T09:00..11:00 4", "14点 06-01T14:00..16:00 6")
BY_DAY = ("5月23日 05-23T09:00..11:00 5", "5月24日 05-24T09:00..11:00 5")
HALVES = ("上午场 06-01T09:00..11:00 4", "下午场 06-01T14:00..16:00 6")
POSTING = "📅 义剪|东门|共2场,每场单独报名\n#5 上午场|6月1日\n#6 下午场|6月1日\n回复「报名 5」「报名 6」参加"


def recruit(text: str) -> Recruit:
    command: Command | None = said(text).command
    assert isinstance(command, Recruit)
    return command


def told(text: str) -> tuple[str, ...]:
    return tuple(_told(session) for session in recruit(text).sessions)


def _told(session: Session) -> str:
    end = f"..{session.end:%H:%M}" if isinstance(session.end, datetime) else ""
    return f"{session.label} {_moment(session.start)}{end} {session.people}"


def _moment(moment: Moment) -> str:
    return f"{moment:%m-%dT%H:%M}" if isinstance(moment, datetime) else f"{moment:%m-%d}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # labels
        ("招募 义剪 第一场 6月1日9点-11点 4人 第二场 6月1日14点-16点 6人", TWO),
        ("招募 义剪 第一场6月1日9点~11点4人 第二场6月1日14点~16点6人", TWO),
        ("招募 义剪 第一场:6月1日9:00-11:00(4人),第二场:14:00-16:00(6人)", TWO),
        ("招募 义剪 第一场 9点-11点 4人,第二场 14点-16点 6人,6月1日", TWO),
        ("招募 义剪 第一场4人(6月1日9点-11点) 第二场6人(6月1日14点-16点)", TWO),
        (
            "招募 义剪 第一场 6月1日9点-11点 第二场 6月1日14点-16点 名额4",
            ("第一场 06-01T09:00..11:00 None", "第二场 06-01T14:00..16:00 4"),
        ),
        ("招募 义剪 第1场 6月1日9点-11点 4人 第2场 6月1日14点-16点 6人", ("第1场" + TWO[0][3:], "第2场" + TWO[1][3:])),
        ("招募 义剪 一场 6月1日9点-11点 4人 二场 6月1日14点-16点 6人", ("一场" + TWO[0][3:], "二场" + TWO[1][3:])),
        ("招募 义剪 A场 6月1日9点-11点 4人 B场 6月1日14点-16点 6人", ("A场" + TWO[0][3:], "B场" + TWO[1][3:])),
        (
            "招募 义剪 场次一:6月1日9点-11点 4人;场次二:6月1日14点-16点 6人",
            ("场次一" + TWO[0][3:], "场次二" + TWO[1][3:]),
        ),
        ("招募 义剪 ①6月1日9-11点 4人 ②6月1日14-16点 6人", ("第1场" + TWO[0][3:], "第2场" + TWO[1][3:])),
        ("招募 义剪 Day1 6月1日9-11点 4人 Day2 6月1日14-16点 6人", ("Day1" + TWO[0][3:], "Day2" + TWO[1][3:])),
        ("招募　义剪　第一场　６月１日９点－１１点　４人　第二场　６月１日１４点－１６点　６人", TWO),
        ("招募 义剪 6月1日 第一场 9点-11点 4人 6月2日 第二场 9点-11点 6人", (TWO[0], "第二场 06-02T09:00..11:00 6")),
        ("招募 义剪 第一场 6月1日 4人 第二场 6月2日 6人", ("第一场 06-01 4", "第二场 06-02 6")),
        ("招募 义剪 第一场 6月1日 第二场 6月2日 各5人", ("第一场 06-01 5", "第二场 06-02 5")),
        ("招募 义剪 第一场 6月1日9点-11点 4人 第二场 6月1日14点-16点 6人 上次来了很多居民朋友30人", TWO),
        # halves of a day
        ("招募 义剪 6月1日上午场9:00-11:00 4人 / 下午场14:00-16:00 6人", HALVES),
        ("招募 义剪 6月1日 上午场 9-11点 4人 下午场 2点-4点 6人", HALVES),
        ("招募 义剪 分上午场和下午场:上午场 6月1日9-11点 4人 下午场 14-16点 6人", HALVES),
        ("招募 义剪 上午场4人 下午场6人 6月1日", ("上午场 06-01T08:00..12:00 4", "下午场 06-01T13:30..18:00 6")),
        ("招募 义剪 6月1日上午4人,下午6人", ("上午 06-01T08:00..12:00 4", "下午 06-01T13:30..18:00 6")),
        (
            "招募 义剪 早班 6月1日8-12点 2人 晚班 6月1日2-6点 3人",
            ("早班 06-01T08:00..12:00 2", "晚班 06-01T14:00..18:00 3"),
        ),
        ("招募 义剪 6月1日半天4人 6月2日半天6人", ("6月1日 06-01 4", "6月2日 06-02 6")),
        (
            "招募 义剪 晚场 6月1日7点-9点 4人 夜场 6月1日22点-次日2点 6人",
            ("晚场 06-01T19:00..21:00 4", "夜场 06-01T22:00..02:00 6"),
        ),
        (
            "招募 值守 早场 6月1日8点-9点 4人 夜场 6月1日凌晨2点-4点 6人",
            ("早场 06-01T08:00..09:00 4", "夜场 06-01T02:00..04:00 6"),
        ),
        # no names: called by their hour, or their day
        ("招募 义剪 6月1日9点-11点4人,14点-16点6人", BY_HOUR),
        ("招募 义剪 6月1日9:00-11:00名额4,14:00-16:00名额6", BY_HOUR),
        ("招募 义剪\n6月1日 9:00-11:00 | 4人\n6月1日 14:00-16:00 | 6人", BY_HOUR),
        ("招募 义剪\n时间\t人数\n6月1日 9:00-11:00\t4人\n6月1日 14:00-16:00\t6人", BY_HOUR),
        ("招募 义剪\n6月1日\n9:00-11:00 4人\n14:00-16:00 6人\n地点:东门", BY_HOUR),
        ("招募 义剪 6月1日9:30-11点4人,14点-16点6人", ("9:30 06-01T09:30..11:00 4", BY_HOUR[1])),
        ("招募 义剪 6月1日9点-11点4人,6月1日9点-12点6人", ("第1场 06-01T09:00..11:00 4", "第2场 06-01T09:00..12:00 6")),
        (
            "招募 义剪\n6月1日 9:00-11:00 4人\n6月1日 14:00-16:00 6人\n6月2日 9:00-11:00 4人",
            ("6月1日9点 06-01T09:00..11:00 4", "6月1日14点 06-01T14:00..16:00 6", "6月2日9点 06-02T09:00..11:00 4"),
        ),
        (
            "招募 义剪\n保洁 6月1日 9:00-11:00 4人\n引导 6月1日 14:00-16:00 6人",
            ("保洁" + TWO[0][3:], "引导" + TWO[1][3:]),
        ),
        (
            "招募 义剪 6月1日4人、6月2日6人,都是9点到11点",
            ("6月1日 06-01T09:00..11:00 4", "6月2日 06-02T09:00..11:00 6"),
        ),
        (
            "招募 义剪\n时间:上午9点-11点\n6月1日4人\n6月2日6人",
            ("6月1日 06-01T09:00..11:00 4", "6月2日 06-02T09:00..11:00 6"),
        ),
        (
            "招募 夜间巡逻 5月23日晚上8点到10点5人,5月24日晚上8点到10点5人",
            ("5月23日 05-23T20:00..22:00 5", "5月24日 05-24T20:00..22:00 5"),
        ),
        ("招募 端午包粽子 6月1日9点-11点4人,14点-16点6人", BY_HOUR),
        ("招募 端午包粽子 6月1日9点-11点、14点-16点,每场5人", (BY_HOUR[0][:-1] + "5", BY_HOUR[1][:-1] + "5")),
        ("招募 端午包粽子 上午4人,下午6人", ("上午 06-19T08:00..12:00 4", "下午 06-19T13:30..18:00 6")),
        ("招募 端午包粽子 A组 9:00-11:00 4人 B组 14:00-16:00 6人 6月1日", ("A组" + TWO[0][3:], "B组" + TWO[1][3:])),
        # so many people each
        ("招募 清洁 周六、周日两天,每天9点到11点,各要5人", BY_DAY),
        ("招募 清洁 周六、周日上午9点到11点,每天5人", BY_DAY),
        ("招募 清洁 周六周日上午9点到11点,每天5人", BY_DAY),
        ("招募 清洁 5月23日-24日 每天9点到11点 每天5人", BY_DAY),
        ("招募 清洁 5月23日、24日,9点到11点,5人/天", BY_DAY),
        ("招募 清洁 9点到11点,每天5人,5月23日、24日", ()),
        ("招募 清洁 周六、周日各5人", ("5月23日 05-23 5", "5月24日 05-24 5")),
        (
            "招募 清洁 周六上午9点到11点、下午2点到4点,每场5人",
            ("9点 05-23T09:00..11:00 5", "14点 05-23T14:00..16:00 5"),
        ),
        (
            "招募 清洁 6月1日、6月3日 上午9点-11点、下午2点-4点 每场5人",
            (
                "6月1日9点 06-01T09:00..11:00 5",
                "6月1日14点 06-01T14:00..16:00 5",
                "6月3日9点 06-03T09:00..11:00 5",
                "6月3日14点 06-03T14:00..16:00 5",
            ),
        ),
        (
            "招募 清洁 6月1日、6月2日,上午场9-11点5人,下午场14-16点6人",
            (
                "6月1日上午场 06-01T09:00..11:00 5",
                "6月1日下午场 06-01T14:00..16:00 6",
                "6月2日上午场 06-02T09:00..11:00 5",
                "6月2日下午场 06-02T14:00..16:00 6",
            ),
        ),
        (
            "招募 义剪 第一场6月1日9点-11点 第二场6月1日14点-16点 每场引导3人、登记2人",
            (TWO[0][:-1] + "5", TWO[1][:-1] + "5"),
        ),
        ("招募 义剪 第一场6月1日9点-11点,第二场6月1日14点-16点,共11人", (TWO[0][:-1] + "6", TWO[1][:-1] + "5")),
        ("招募 义剪 第一场6月1日9点-11点,第二场6月1日14点-16点", (TWO[0][:-1] + "None", TWO[1][:-1] + "None")),
        # a slip is one of the session's
        (
            "招募 义剪 第一场 6月1日上午10点到上午9点 4人 第二场 6月1日14点-16点 0人",
            ("第一场 06-01T10:00..09:00 4", TWO[1][:-1] + "0"),
        ),
    ],
)
def test_sessions(text: str, expected: tuple[str, ...]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "【招募】清洁家园\n集合时间:6月1日8:30\n活动时间:6月1日9:00-11:00\n人数:10人",
        "【招募】清洁家园\n报名时间:5月20日9:00-5月25日18:00\n活动时间:6月1日9:00-11:00\n人数:10人",
        "【招募】清洁家园\n活动时间:6月1日9:00-11:00\n截止时间:5月30日18:00 10人\n",
        "【招募】清洁家园\n活动时间:6月1日9:00-11:00\n9:00签到 9:30开始 11:00合影\n人数:10人",
        "【招募】清洁家园\n活动时间:6月1日\n9:00签到 2人\n9:30搬运 4人\n11:00收场 3人",
        "【招募】清洁家园\n6月1日9:00搬运 4人\n9:30清扫 3人",
        "【招募】清洁家园\n时间:6月1日9:00-11:00\n咨询时间:周一至周五9:00-17:00\n名额:10人",
        "招募 听琴 周日9点-11点 引导4人 观众60人",
        "招募 合唱 每周二9点-11点5人",
        "招募 合唱 每周二9点-11点5人,14点-16点6人",
        "招募 合唱 每周六 上午场9点-11点5人 下午场14点-16点6人",
        "招募 理发、磨刀各2人 周六上午9点-11点 下午2点-4点",
        "招募 春游 第一天6月1日9点出发 第二天6月2日16点返回 20人",
        "招募 春游 第一天6月1日9点 第二天6月2日16点 20人",
        "招募 春游 6月1日4人 6月2日5人 11点-12点 14点-15点",
        "招募 春游 第一场 今年 4人 第二场 明年 5人",
        "招募 运动会 6月1日上午9点-11点 下午2点-4点 志愿者10人",
        "招募 运动会 6月1日上午9点-11点 至少5人 下午2点-4点 志愿者10人",
        "招募 暑期托管 7月1日-8月31日 每天9点-17点 每天5人",
        "招募 义剪 第一场在东门 第二场在西门 6月1日9点-11点 4人",
        "招募 义剪 第一场 6月1日9点-11点 上午场 6月1日9点-11点",
        "招募 义剪 6月1日9点-11点 理发2人 6月1日9点-11点 磨刀1人",
        "招募 每场5人 东门",
        "招募 义剪 第一场 6月1日9点-11点 4人",
        "招募 义剪 " + "9点-10点4人 " * 41,
    ],
)
def test_what_is_no_session(text: str) -> None:
    assert recruit(text).sessions == ()


def test_what_is_said_once_is_of_all_of_them() -> None:
    command = recruit(
        "【招募】敬老院义剪\n地点:幸福敬老院\n第一场:6月1日 9:00-11:00,志愿者4人、观众20人\n"
        "第二场:6月1日 14:00-16:00,志愿者6人、观众30人\n报名截止:5月30日18:00\n要求:自带剪刀\n联系人:李姐 13800001234"
    )
    first, second = command.sessions
    assert (first.roles, first.people) == ((("志愿者", 4), ("观众", 20)), 24)
    assert (second.roles, second.people) == ((("志愿者", 6), ("观众", 30)), 36)
    assert {first.place, second.place} == {"幸福敬老院"}
    assert (command.title, command.contact, command.phone) == ("敬老院义剪", "李姐", "13800001234")
    assert command.requirements == "自带剪刀"
    assert command.deadline == datetime.fromisoformat("2026-05-30T18:00+08:00")


def test_sessions_of_several_lines_each() -> None:
    command = recruit(
        "【招募】敬老院义剪\n第一场\n时间:6月1日9:00-11:00\n人数:4人\n第二场\n时间:6月1日14:00-16:00\n人数:6人\n"
        "地点:敬老院\n联系人:李姐"
    )
    assert tuple(map(_told, command.sessions)) == TWO
    assert (command.title, command.place, command.contact) == ("敬老院义剪", "敬老院", "李姐")


def test_a_place_of_its_own() -> None:
    command = recruit("招募 义诊 第一场 6月1日9-11点 东门 4人 第二场 6月1日14-16点 西门 6人")
    assert [session.place for session in command.sessions] == ["东门", "西门"]


def test_the_place_of_one_is_that_of_one_without() -> None:
    command = recruit("招募 义诊 第一场 6月1日9-11点 东门 4人 第二场 6月1日14-16点 6人")
    assert [session.place for session in command.sessions] == ["东门", "东门"]


def test_of_an_hour_that_is_past_the_next_day_is_meant_for_all() -> None:
    assert [
        session.start.day for session in recruit("招募 值守 上午场8:00-9:00 10人 / 下午场14:00-16:00 12人").sessions
    ] == [
        21,
        21,
    ]


def test_the_contract_has_them_beside_the_slots() -> None:
    row = {"text": "招募 义剪 第一场 6月1日9点-11点 4人 第二场 6月2日 6人", "at": AT.isoformat()}
    found = parse_line(row)
    assert found["sessions"] == [
        {"label": "第一场", "start": "2026-06-01T09:00+08:00", "end": "2026-06-01T11:00+08:00", "people": 4},
        {"label": "第二场", "start": "2026-06-02", "end": None, "people": 6},
    ]
    assert "sessions" not in found["slots"]
    assert "sessions" not in parse_line({**row, "text": "招募 义剪 6月1日9点-11点 4人"})


# signing up


def _session(number: int, title: str) -> OpenThing:
    return replace(activity(number), what=title)


OPEN = (_session(5, "义剪(上午场)"), _session(6, "义剪(下午场)"))
WHICH = Asked(QuestionKind.WHICH, topic=Intent.ENROL, options=(5, 6))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("6", (6,)),
        ("2", (6,)),
        ("5和6", (5, 6)),
        ("5、6", (5, 6)),
        ("第一场", (5,)),
        ("第2场", (6,)),
        ("下午场", (6,)),
        ("下午", (6,)),
        ("都报", (5, 6)),
        ("我都来", (5, 6)),
        ("两场都报", (5, 6)),
        ("上午场和下午场", (5, 6)),
    ],
)
def test_the_answer_to_which_session(text: str, numbers: tuple[int, ...]) -> None:
    command = said(text, *OPEN, asked=WHICH).command
    assert isinstance(command, Enrol)
    assert (command.number, *command.also) == numbers


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("3", WHICH),
        ("0", WHICH),
        ("5和9", WHICH),
        ("都报", replace(WHICH, options=(5, 7))),
        ("今天下午场子里头人好多哦大家看到没得", WHICH),
        ("晚场", WHICH),
        ("2", replace(WHICH, options=(5, 7))),
        ("下午场", replace(WHICH, topic=Intent.CLAIM_ORDER)),
    ],
)
def test_what_is_no_answer_to_it(text: str, asked: Asked) -> None:
    things = (*OPEN, OpenThing(7, PostingKind.ACTIVITY, what="合唱"))
    assert not isinstance(said(text, *things, asked=asked).command, Enrol)


def test_the_answer_by_another_name() -> None:
    things = (*OPEN, OpenThing(7, PostingKind.ACTIVITY, what="合唱"))
    for text, number in (("下午场", 6), ("合唱", 7)):
        assert said(text, *things, asked=replace(WHICH, options=(5, 6, 7))).command == Enrol(number)


@pytest.mark.parametrize(
    "text", ["招募 第一场 6月1日9点-11点 4人 第二场 6月1日14点-16点 6人", "招募 6月1日9点-11点4人,14点-16点6人"]
)
def test_without_a_name(text: str) -> None:
    assert recruit(text).title == ""


def test_a_posting_of_several_is_quoted() -> None:
    decision = said("报名", *OPEN, quoted=POSTING)
    assert decision.command == Enrol(words="报名", among=(5, 6))
    assert decision.slots == {}


@pytest.mark.parametrize(
    ("text", "things", "expected"),
    [
        ("报名 5 6", OPEN, (5, 6)),
        ("报名5和6", OPEN, (5, 6)),
        ("报名5、6", OPEN, (5, 6)),
        ("报名 5 6", OPEN[:1], (5,)),
    ],
)
def test_several_numbers(text: str, things: tuple[OpenThing, ...], expected: tuple[int, ...]) -> None:
    command = said(text, *things).command
    assert isinstance(command, Enrol)
    assert (command.number, *command.also) == expected


def test_several_numbers_of_a_withdrawal() -> None:
    assert said("取消报名 5 6", *OPEN).command == Withdraw(5, also=(6,))


def test_a_session_by_its_number_is_no_posting() -> None:
    command = said("报名第1场", *OPEN, quoted=POSTING).command
    assert isinstance(command, Enrol)
    assert command.number is None


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("我和老伴都来", ()),
        ("第一次参加", ()),
        ("报名 day2", (1,)),
        ("几场都来", (0, 1, 2)),
        ("两场都来", ()),
        ("第二个", (1,)),
        ("第六场", ()),
    ],
)
def test_words_that_name_sessions(words: str, meant: tuple[int, ...]) -> None:
    assert sessions_meant(words, ("Day1", "Day2", "Day3")) == meant


def test_titles() -> None:
    assert in_title("敬老院义剪", "第一场", 40) == "敬老院义剪(第一场)"
    assert label_of("义剪") == "义剪"


def test_days_and_hours_that_call_nothing() -> None:
    nothing: list[tuple[Any, Any]] = [(None, None), (AT, None)]
    assert labels_by_time(nothing) == []
