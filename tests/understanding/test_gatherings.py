"""Notices and sign-ups as commands: what they say, and what they leave out."""

from datetime import date, datetime, timedelta, timezone

import pytest

from handlers.understanding.activity_commands import (
    AskActivities,
    AskCode,
    AskPoster,
    AskShareText,
    CallOff,
    CannotCome,
    CheckIn,
    Enrol,
    MarkNoShow,
    MergeActivities,
    Recruit,
    Withdraw,
)
from handlers.understanding.commands import Command, EditOrder
from handlers.understanding.contents import Changes, Party
from storage.intents import Intent
from tests.understanding.rooms import activity, said

CHINA = timezone(timedelta(hours=8))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=CHINA)


NOTICES = (
    (
        "招募 周日9点 绿道义诊 15人 护士2",
        Recruit("绿道义诊", start=at(24, 9), people=15, roles=(("护士", 2),)),
    ),
    (
        "招募 听琴 周日上午9点到11点 社区活动室 引导4人、观众60人 至少8人",
        Recruit(
            "听琴",
            start=at(24, 9),
            end=at(24, 11),
            place="社区活动室",
            people=64,
            min_people=8,
            roles=(("引导", 4), ("观众", 60)),
        ),
    ),
    ("招募 绿道捡垃圾", Recruit("绿道捡垃圾")),
    ("招募 绿道义诊 周日下午2点 15人", Recruit("绿道义诊", start=at(24, 14), people=15)),
    ("招募 清理绿道 明天上午9点", Recruit("清理绿道", start=at(21, 9))),
    ("招募 义诊 明天上午9点 地点:东门 15人", Recruit("义诊", start=at(21, 9), place="东门", people=15)),
    ("招募 周日上午10点到上午9点 义诊", Recruit("义诊", start=at(24, 10), end=at(24, 9))),
    ("招募 周六上午10点到周日上午9点 义诊", Recruit("义诊", start=at(23, 10), end=at(24, 9))),
    ("招募 周日晚上8点到早上6点 值夜", Recruit("值夜", start=at(24, 20), end=at(25, 6))),
    ("招募 5月24日到5月22日 长征展览", Recruit("长征展览", start=date(2026, 5, 24), end=date(2026, 5, 22))),
    ("招募 周日下午3点到周六下午4点 展览", Recruit("展览", start=at(24, 15), end=at(23, 16))),
    ("招募 周五下午3点到周日下午4点 展览", Recruit("展览", start=at(22, 15), end=at(24, 16))),
    ("招募 9月1日到8月31日 书法班", Recruit("书法班")),
    ("招募 5月24日前 捡垃圾", Recruit("捡垃圾", end=date(2026, 5, 24))),
    ("招募 5月1日 绿道捡垃圾 10人", Recruit("绿道捡垃圾", start=date(2026, 5, 1), people=10)),
)


@pytest.mark.parametrize(("text", "command"), NOTICES, ids=[text for text, _ in NOTICES])
def test_a_notice_is_its_facts(text: str, command: Recruit) -> None:
    assert said(text).command == command


def test_a_pasted_notice_says_what_to_bring_and_until_when_and_whom_to_ask() -> None:
    command = said(
        "【招募】听琴会\n时间:5月24日(周日)上午9:00-11:00\n地点:社区活动室\n"
        "报名截止:5月23日18:00\n要求:自带水杯\n联系人:李姐 13800001234\n人数:20人"
    ).command
    assert command == Recruit(
        "听琴会",
        start=at(24, 9),
        end=at(24, 11),
        deadline=at(23, 18),
        place="社区活动室",
        people=20,
        requirements="自带水杯",
        contact="李姐",
        phone="13800001234",
    )


def test_a_total_beside_roles() -> None:
    command = said("招募 周日9点 便民集市 岗位:理发2人 磨刀1人,合计5人").command
    assert isinstance(command, Recruit)
    assert (command.people, command.roles) == (5, (("理发", 2), ("磨刀", 1)))


def test_more_places_than_an_order_has_people() -> None:
    assert said("改 5 9000人", activity(5)).command == EditOrder((5,), Changes(people=9000))
    assert said("改 5 名额 40", activity(5)).command == EditOrder((5,), Changes(people=40))


PAPERS = (
    ("招募 周日9点 食堂帮厨 5人 需健康证", "需健康证"),
    ("招募 周日9点 爱心车队 5人 要有驾照 自己买保险", "自己买保险,需驾照"),
    ("招募 周日9点 爱心车队 5人 社区给大家买意外险", "统一买保险"),
    ("招募 周日9点 徒步 5人 要有保险,不需要健康证", "要有保险"),
    ("招募 周日9点 徒步 5人 要求:自带水杯", "自带水杯"),
    ("招募 周日9点 徒步 5人 需驾照\n要求:自带水杯", "自带水杯,需驾照"),
    ("招募 周日9点 陪护 5人 持护士证", "需护理或急救证"),
)


@pytest.mark.parametrize(("text", "requirements"), PAPERS, ids=[text for text, _ in PAPERS])
def test_the_papers_that_a_notice_asks_for(text: str, requirements: str) -> None:
    command = said(text).command
    assert isinstance(command, Recruit)
    assert command.requirements == requirements


CHANGES = (
    ("改 5 周日下午3点到下午2点", Changes(start=at(24, 15), end=at(24, 14), is_half_said=True)),
    ("改 5 周日下午3点到周六下午4点", Changes(start=at(24, 15), end=at(23, 16), is_half_said=True)),
    ("改 5 报名截止周五", Changes(deadline=date(2026, 5, 22))),
    ("改 5 截止时间改到周五中午12点", Changes(deadline=at(22, 12), is_half_said=True)),
    ("改 5 截止到下午3点", Changes(deadline=at(20, 15), keeps_day=True, is_half_said=True)),
    ("改 5 最少8人", Changes(min_people=8)),
    ("改 5 20人,至少8人", Changes(people=20, min_people=8)),
    ("改 5 周日10点,报名截止周五", Changes(start=at(24, 10), deadline=date(2026, 5, 22))),
    ("改 5 昨天", Changes(start=date(2026, 5, 19))),
)


@pytest.mark.parametrize(("text", "changes"), CHANGES, ids=[text for text, _ in CHANGES])
def test_what_an_edit_changes(text: str, changes: Changes) -> None:
    assert said(text, activity(5)).command == EditOrder((5,), changes)


CANNOT_COME = (
    ("我明天来不到了,取消", CannotCome(date(2026, 5, 21))),
    ("我来不了了,帮我取消一下", CannotCome()),
    ("不好意思我周日去不成了,取消", CannotCome(date(2026, 5, 24))),
)


@pytest.mark.parametrize(("text", "command"), CANNOT_COME, ids=[text for text, _ in CANNOT_COME])
def test_who_cannot_come_means_the_only_activity(text: str, command: CannotCome) -> None:
    assert said(text, activity(5)).command == command
    assert not isinstance(said(text, activity(5), activity(6)).command, CannotCome)


def test_a_building_is_a_place() -> None:
    command = said("招募 周日9点 陪老人聊天 5人 地点:3栋楼下").command
    assert isinstance(command, Recruit)
    assert command.place == "3栋楼下"


def test_a_door_number_is_no_place_of_a_notice() -> None:
    command = said("招募 周日9点 陪老人聊天 5人 地点:3栋2单元501").command
    assert isinstance(command, Recruit)
    assert "501" not in command.place
    assert "3栋" in command.place


PARTIES = (
    ("报名 5", Party()),
    ("报名 5 3人", Party(people=3)),
    ("报名 5 一家三口", Party(people=3)),
    ("+2", Party(people=2)),
    ("报名 5 ×3", Party(people=3)),
    ("带我一个,新手求带", Party(people=1)),
    ("帮张强报名 5", Party(people=1, names=("张强",), is_without_speaker=True)),
    ("报名 5 带2人 张强 李芳", Party(people=3, names=("张强", "李芳"))),
    ("报名 5 带张强、李芳", Party(people=3, names=("张强", "李芳"))),
    ("报名 5 带一个小孩", Party(people=2, children=1)),
    ("报名 5 3人 带2个孩子", Party(people=3, children=2)),
    ("给我女儿报名 5", Party(people=1, children=1, is_without_speaker=True)),
)


@pytest.mark.parametrize(("text", "party"), PARTIES, ids=[text for text, _ in PARTIES])
def test_who_comes(text: str, party: Party) -> None:
    command = said(text, activity(5)).command
    assert isinstance(command, Enrol)
    assert command.party == party


SAID: tuple[tuple[str, Command], ...] = (
    ("取消 5", Withdraw(5, is_cancel=True)),
    ("取消报名 5", Withdraw(5)),
    ("我不去了", Withdraw()),
    ("取消活动 5", CallOff(5)),
    ("签到 5 3721", CheckIn(5, "3721")),
    ("签到 3721", CheckIn(None, "3721")),
    ("签到码 5", AskCode(5)),
    ("签到码", AskCode()),
    ("我的签到码是多少", CheckIn()),
    ("海报 5", AskPoster(5)),
    ("５号海报", AskPoster(5)),
    ("给我发一张活动海报 #5", AskPoster(5)),
    ("海报", AskPoster()),
    ("海报 5 给广场舞群", AskPoster(5, "广场舞群")),
    ("文案 5 发到业主群", AskShareText(5, "业主群")),
    ("文案5。", AskShareText(5)),
    ("复制文案 5", AskShareText(5)),
    ("@一呼 要个朋友圈文案", AskShareText()),
    ("没来 5 小李", MarkNoShow(5, ("小李",))),
    ("没来 5 小李、赵姐", MarkNoShow(5, ("小李", "赵姐"))),
    ("合并 5 到 6", MergeActivities(5, 6)),
    ("合并5、6", MergeActivities(5, 6)),
    ("把5号并到6号", MergeActivities(5, 6)),
    ("我的报名", AskActivities(mine=True)),
    ("本周活动", AskActivities(first=date(2026, 5, 18), last=date(2026, 5, 24))),
    ("活动", AskActivities()),
)


@pytest.mark.parametrize(("text", "command"), SAID, ids=[text for text, _ in SAID])
def test_what_is_said_to_an_activity(text: str, command: Command) -> None:
    assert said(text, activity(5)).command == command


def test_without_a_number_nothing_is_called_off_and_nobody_missed() -> None:
    assert said("取消活动", activity(5)).intent is not Intent.CALL_OFF
    assert said("没来 小李", activity(5)).intent is Intent.CHATTER
    assert said("没来 5", activity(5)).command is None


@pytest.mark.parametrize("text", ["海报做得好看", "昨天的海报哪个做的", "文案写好了没", "文案发业主群", "海报"])
def test_talk_of_posters_asks_for_none(text: str) -> None:
    things = (activity(5), activity(6)) if text == "海报" else (activity(5),)
    assert said(text, *things).command is None


def test_a_quoted_posting_is_the_one_that_is_meant() -> None:
    assert said("海报", activity(5), activity(6), quoted="📣 #6 绿道义诊|今天 15:00|东门").command == AskPoster(6)
