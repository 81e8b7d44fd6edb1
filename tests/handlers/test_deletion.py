"""After 删除我 no table holds who it was, what they said, where they live or how they are reached."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from bot.pipeline import Outcome
from handlers.act import House, key
from handlers.members import merge_members, split_member
from handlers.rules import HouseRules
from handlers.understanding.commands import Confirm
from storage.states import ActivityStatus, OrderStatus, PollStatus
from storage.store import Store
from storage.vocabulary import Role
from tests.chat import ACCOUNT, Chat
from tests.handlers.direct import do

NAME, PHONE, DOOR, WORDS, CHILD = "张桂芳芳", "13812345678", "2单元501", "孩子发烧", "小豆豆"
NewChat = Callable[[], AbstractContextManager[Chat]]


def everything(chat: Chat) -> str:
    """Every column of every table, what is sealed opened, what is JSON read."""
    found: list[str] = []
    with chat.store.read() as uow, chat.store.engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            for row in connection.execute(sa.select(table)).mappings():
                for name, value in row.items():
                    if isinstance(value, bytes) and name != "picture_sealed":
                        opened = uow.open(value)
                        found.append(f"{table.name}.{name}: {opened.reveal() if opened is not None else ''}")
                    elif isinstance(value, dict | list):
                        found.append(f"{table.name}.{name}: {json.dumps(value, ensure_ascii=False)}")
                    elif isinstance(value, str):
                        found.append(f"{table.name}.{name}: {value}")
    return "\n".join(found)


def say(chat: Chat, words: str, *, private: bool = False) -> list[str]:
    said = chat.say("wx-1", words, called=NAME, private=private)
    assert chat.outcome is not Outcome.FAILED
    return said


@pytest.fixture
def life(chat: Chat) -> Chat:
    """Somebody who has left traces nearly everywhere."""
    for name in ("小李", "赵姐"):
        chat.person(name)
    chat.person("李姐", Role.LEADER)
    chat.person("网格员小王", Role.GRID_WORKER)
    chat.say("李姐", "打开时间银行")
    chat.say("李姐", "招募 周三下午3点到5点 绿道义诊 5人 地点:东门")  # 1
    say(chat, "加入时间银行")
    say(chat, "报名 1")
    say(chat, f"点单 修水龙头 3栋{DOOR} {PHONE}")  # 2
    chat.say("小李", "接单 2")
    say(chat, "完成 2")
    say(chat, "评 2 五星 小伙子热心", private=True)
    say(chat, "可以", private=True)
    chat.say("小李", "点单 搬沙发 5栋")  # 3
    say(chat, "接单 3")
    say(chat, f"点单 换灯泡 3栋{DOOR} {PHONE}")  # 4
    chat.say("小李", "接单 4")
    say(chat, f"招募 周日上午9点 {NAME}生日会 5人 地点:东门 联系人:{NAME} {PHONE}")  # 5
    chat.say("赵姐", "报名 5")
    say(chat, "征集时间 包粽子 周六上午9点 / 周日下午2点 6人")  # 6
    say(chat, "随手拍 楼道灯坏了 3栋门口", private=False)  # 7
    chat.say("李姐", "招募 每周五下午3点到5点 读书会 5人 地点:活动室")  # 8
    say(chat, f"长期报名 8 带1人 {CHILD}")
    say(chat, "上墙")
    say(chat, "这一单我还想再说两句")
    chat.wait(timedelta(hours=6))
    chat.say("李姐", f"没来 1 {NAME}")
    say(chat, f"没来是因为{WORDS}", private=True)
    say(chat, f"点单 买米 3栋{DOOR} {PHONE}")
    chat.say("小李", "接单 9")
    say(chat, "完成 9")
    return chat


def delete(chat: Chat) -> list[str]:
    say(chat, "删除我", private=True)
    return say(chat, "确认", private=True)


def test_no_table_holds_the_person(life: Chat) -> None:
    before = everything(life)
    for trace in (NAME, PHONE, DOOR, WORDS, "wx-1", "小伙子热心"):
        assert trace in before, trace
    said = delete(life)
    assert any(line.startswith(">>wx-1: 删好了") for line in said)
    assert not [line for line in said if NAME in line or PHONE in line or DOOR in line]
    after = everything(life)
    for trace in (NAME, PHONE, DOOR, WORDS, CHILD, "小伙子热心"):
        assert trace not in after, [line for line in after.splitlines() if trace in line]
    life.wait(timedelta(hours=2))
    assert "wx-1" not in everything(life)


def test_what_was_going_on_is_put_in_order(life: Chat) -> None:
    member_id = key(life.member("wx-1").id)
    delete(life)
    assert [life.order(number).status for number in (2, 3, 4, 9)] == [
        OrderStatus.REVIEWED,
        OrderStatus.PLACED,
        OrderStatus.CANCELLED,
        OrderStatus.CLOSED_UNREVIEWED,
    ]
    with life.store.read() as uow:
        birthday = uow.activities.get(2)
        assert birthday is not None
        assert birthday.status is ActivityStatus.OPEN
        assert birthday.title == "已注销生日会"
        assert [poll.status for poll in uow.personal.polls(member_id)] == [PollStatus.CALLED_OFF]
        assert uow.enrolments.of_member(member_id) == []
        assert uow.standing.of_member(member_id) == []
        assert uow.personal.roles(member_id) == []
        assert all(account.left_at is not None for account in uow.time_bank.all_of(member_id))
        assert uow.members.is_deleted(member_id)
    assert any("已注销" in line for line in life.say("李姐", "查 5"))


def test_counts_stay_without_the_person(life: Chat) -> None:
    before = counts(life)
    delete(life)
    assert counts(life) == before


def counts(chat: Chat) -> list[int]:
    names = ("orders", "claims", "reviews", "activities", "enrolments", "hours_lines", "snapshots", "time_lines")
    counted = [sa.select(sa.func.count()).select_from(SQLModel.metadata.tables[name]) for name in names]
    with chat.store.engine.connect() as connection:
        return [connection.execute(each).scalar_one() for each in counted]


def test_nobody_is_told_anything_after_that_and_no_room_is_asked_to_befriend_them(life: Chat) -> None:
    delete(life)
    said = life.say("网格员小王", "完成 7 灯换好了") + life.wait(timedelta(days=9))
    assert not [line for line in said if line.startswith(">>wx-1") or "加我好友" in line]


def test_who_speaks_again_is_somebody_new(life: Chat) -> None:
    old = key(life.member("wx-1").id)
    delete(life)
    (told,) = say(life, "我的数据")
    assert "求助" not in told
    assert key(life.member("wx-1").id) != old
    life.wait(timedelta(hours=2))
    assert life.member("wx-1").name == NAME


def test_it_cannot_be_undone_by_anybody(life: Chat) -> None:
    delete(life)
    for name in ("网格员小王", "李姐"):
        for number in (2, 3, 4, 5):
            life.say(name, "撤销", quote=f"📋 #{number} ")
            assert life.outcome is not Outcome.FAILED
    assert NAME not in everything(life)


def test_a_yes_in_the_room_or_too_late_deletes_nothing(chat: Chat) -> None:
    chat.person("wx-1")
    say(chat, "删除我")
    say(chat, "确认")
    say(chat, "是的")
    assert chat.member("wx-1").deleted_at is None
    chat.wait(timedelta(hours=25))
    say(chat, "确认", private=True)
    assert chat.member("wx-1").deleted_at is None


def test_who_has_nothing_is_deleted_all_the_same(chat: Chat) -> None:
    say(chat, "删除我", private=True)
    assert any("删好了" in line for line in say(chat, "确认", private=True))
    with chat.store.read() as uow:
        assert uow.members.identity(ACCOUNT, "wx-1") is not None
    chat.wait(timedelta(hours=2))
    with chat.store.read() as uow:
        assert uow.members.identity(ACCOUNT, "wx-1") is None


def test_a_name_of_one_letter_is_not_looked_for_in_what_the_room_read(chat: Chat) -> None:
    chat.person("小李")
    chat.say("小李", "点单 修水龙头 5栋")
    chat.say("wx-2", "接单 1", called="水")
    chat.say("wx-2", "删除我", called="水", private=True)
    chat.say("wx-2", "确认", called="水", private=True)
    with chat.store.read() as uow:
        assert any("修水龙头" in (row.text or "") for row in uow.outbox.newest_said(1))
        members = uow.members.everyone()
        assert "水" not in [member.name for member in members]


TALK = (
    f"点单 修水龙头 3栋{DOOR} {PHONE}",
    f"点单 买药 今天下午5点前 3栋{DOOR} {PHONE}",
    "接单 1",
    "接单 2",
    "完成 1",
    "退单 2",
    "取消 1",
    "评 1 五星 小伙子热心",
    "评 2 一星 没办好",
    "重开 1",
    "派 2 给 小李",
    f"改单 1 明天上午10点 电话{PHONE}",
    f"招募 每周日上午9点 绿道义诊 2人 地点:东门 联系人:{NAME} {PHONE}",
    "报名 1",
    "报名 2 带1人 小豆豆",
    "报名 3",
    "长期报名 2",
    "改 2 10点",
    "取消活动 2",
    "征集时间 包粽子 周六上午9点 / 周日下午2点 6人",
    "选 #3 1 2",
    "随手拍 楼道灯坏了 3栋门口",
    f"接龙 周末爬山\n1. {NAME}\n2. 赵姐",
    "附议 1",
    "用时间 1 15分钟",
    "退出时间银行",
    "撤销",
    "可以",
    "上墙",
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(said=st.lists(st.tuples(st.sampled_from(("wx-1", "小李", "李姐")), st.sampled_from(TALK)), max_size=14))
def test_whatever_was_said_before_nothing_is_left(new_chat: NewChat, said: list[tuple[str, str]]) -> None:
    with new_chat() as chat:
        chat.person("小李")
        chat.person("李姐", Role.LEADER)
        chat.say("李姐", "打开时间银行")
        say(chat, "加入时间银行")
        for name, words in said:
            is_own = name == "wx-1"
            others = words.replace(NAME, "老周").replace(PHONE, "13900000000").replace(DOOR, "1单元101")
            chat.say(name, words if is_own else others, called=NAME if is_own else None)
            chat.wait(timedelta(minutes=20))
        delete(chat)
        assert chat.outcome is Outcome.ACTED
        own = everything(chat)
        for trace in (NAME, PHONE, DOOR):
            assert trace not in own, [line for line in own.splitlines() if trace in line]
        chat.wait(timedelta(days=3))
        assert "wx-1" not in everything(chat)


def test_a_plain_yes_in_the_room_leaves_the_question_open(chat: Chat) -> None:
    """Even if understanding took it for an answer."""
    say(chat, "删除我")
    assert do(chat, "wx-1", Confirm(yes=True)) == []
    assert any("删好了" in line for line in say(chat, "确认", private=True))


def test_lines_that_are_held_back_to_be_merged_are_said_without_the_name(store: Store) -> None:
    chat = Chat(store, rules=HouseRules(merge_window=timedelta(minutes=5), digest_jitter=timedelta()))
    chat.person("李姐", Role.LEADER)
    chat.say("李姐", "招募 周日上午9点 绿道义诊 5人 地点:东门")
    chat.say("小李", "报名 1")
    say(chat, "报名 1")
    delete(chat)
    said = chat.wait(timedelta(minutes=10))
    assert any("已注销" in line for line in said)
    assert not [line for line in said if NAME in line]
    assert NAME not in everything(chat)


def test_who_was_two_members_is_deleted_as_one_and_never_parted_again(chat: Chat) -> None:
    other = chat.person("张桂芳芳的小号")
    say(chat, "点单 修水龙头 5栋")
    with chat.store.write() as uow:
        house = House(uow, chat.clock.now(), chat.rules, lambda: "-")
        into = key(chat.member("wx-1").id)
        merge_members(house, into_id=into, gone_id=other)
    delete(chat)
    with chat.store.write() as uow:
        assert split_member(House(uow, chat.clock.now(), chat.rules, lambda: "-"), into) is None
    assert "小号" not in everything(chat).replace("external_id: 张桂芳芳的小号", "")
