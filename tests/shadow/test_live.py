"""A shadowed room: the bot listens, says nothing, does nothing, and keeps sealed what it would have done."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.clock import SystemClock
from bot.database import migrated_store
from bot.pipeline import Outcome
from bot.rooms_command import new_code
from bot.settings import DatabaseSettings
from bot.shadow.live import KEPT_FOR, heard_in, rehearse
from bot.shadow.overheard import Overheard, Would
from handlers.act import key
from handlers.errors import LostRace
from handlers.replies import Reply
from handlers.rules import HouseRules
from storage.intents import Intent
from storage.models.places import Room
from storage.models.row import Row
from storage.models.talk import ShadowRecord
from storage.repositories.rows import table_of
from storage.seal import Seal, new_key
from storage.states import OutboxStatus
from storage.store import Store, UnitOfWork
from storage.vocabulary import Role
from tests.chat import ACCOUNT, MORNING, Chat
from tests.shadow.chats import yihu

NEED = "哪个有空帮我买哈降压药嘛 今天下午3点前 3栋2单元501 电话13800001234"


@pytest.fixture
def chat(store: Store) -> Chat:
    """Its one room is shadowed."""
    chat = Chat(store)
    switch(chat, is_on=True)
    return chat


def switch(chat: Chat, *, is_on: bool) -> None:
    with chat.store.write() as uow:
        uow.rooms.change(key(room_of(uow).id), is_shadowed=is_on)


def room_of(uow: UnitOfWork) -> Room:
    room = uow.rooms.known_as(ACCOUNT, "邻里群")
    assert room is not None
    return room


def heard(chat: Chat, now: datetime | None = None) -> list[Overheard]:
    with chat.store.read() as uow:
        return heard_in(uow, room_of(uow), now=now or chat.clock.now())


def rows(chat: Chat) -> dict[str, int]:
    """How many rows every table has, but for what a shadowed room does write."""
    with chat.store.engine.connect().execution_options(is_reader=True) as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Row.metadata.sorted_tables
            if table.name not in {"inbox", "shadow_records"}
        }


def test_nothing_is_said_and_nothing_done(chat: Chat) -> None:
    before = rows(chat)
    assert chat.say("王婆婆", NEED) == []
    assert chat.outcome is Outcome.SHADOWED
    assert chat.say("小李", "接单 1") == []
    assert chat.say("王婆婆", "菜单", private=True) == []
    assert chat.say("赵姐", "一呼 菜单", mentions_bot=True) == []
    assert chat.wait(timedelta(days=2)) == []
    assert rows(chat) == before


def test_what_would_have_been_done_is_kept(chat: Chat) -> None:
    chat.say("王婆婆", NEED)
    chat.say("小李", "接单 9")
    need, claim = heard(chat)
    assert (need.would, need.intent, need.speaker, need.at) == (Would.DO, Intent.PLACE_ORDER, "王婆婆", MORNING)
    assert need.text == "哪个有空帮我买哈降压药嘛 今天下午3点前 3栋 电话〔电话〕"
    assert [line.to for line in need.said] == [None, "王婆婆"]
    assert need.said[0].text.startswith("📋 #1 跑腿代办|帮买药")
    assert {feature.name for feature in need.why} > {"help_me", "says_phone"}
    assert claim.intent is Intent.CLAIM_ORDER
    assert [line.to for line in claim.said] == ["小李"]  # a refusal, privately


def test_what_was_quoted_is_kept_with_it(chat: Chat) -> None:
    chat.say("小李", "接单 1", quote="📋 #1 修门 电话13800001234")
    assert heard(chat)[0].context == {"quote": {"sender": "一呼", "text": "📋 #1 修门 电话〔电话〕"}}


def test_a_question_is_kept_as_a_question(chat: Chat) -> None:
    chat.say("王婆婆", "有没有人会补锅啊")
    (asked,) = heard(chat)
    assert (asked.would, asked.intent) == (Would.ASK, Intent.PLACE_ORDER)


def test_a_merged_answer_is_rehearsed_too(chat: Chat) -> None:
    switch(chat, is_on=False)
    chat.say("王婆婆", "点单 修水龙头")
    switch(chat, is_on=True)
    assert chat.say("小李", "接单 1") == []
    assert heard(chat)[0].said[0].text.startswith("✅ #1 由小李接单")
    assert chat.claims(1) == []


def test_what_is_read_together_is_rehearsed_together_and_hidden_in_all_of_it(chat: Chat) -> None:
    chat.say("王婆婆", "3栋2单元501 电话13800001234")
    assert chat.say("王婆婆", "想请人帮忙修水管") == []
    assert chat.outcome is Outcome.SHADOWED
    (need,) = heard(chat)
    assert need.text == "3栋 电话〔电话〕,想请人帮忙修水管"
    assert need.said[0].text.startswith("📋 #1 维修|修水管|3栋")


def test_a_picture_and_its_words_and_a_voice_are_rehearsed(chat: Chat) -> None:
    before = rows(chat)
    chat.say("刘大爷", "", pictures=("p1",))
    chat.say("刘大爷", "井盖坏了,就在东门")
    chat.say("刘大爷", "", private=True, voice="v1")
    assert [each.intent for each in heard(chat)] == [Intent.SNAPSHOT, Intent.VOICE]
    assert all(each.said for each in heard(chat))
    assert rows(chat) == before


def test_a_neighbours_words_are_turned_into_an_order_in_the_rehearsal_alone(chat: Chat) -> None:
    before = rows(chat)
    chat.say("陈姐", "想请人帮忙修水管 今天好热哦")
    chat.say("张姐", "转点单", quote="我屋头水管坏了", quoted="陈姐")
    assert heard(chat)[-1].said[0].text.startswith("@陈姐 张姐想帮您登记成一单「修水管」")
    assert rows(chat) == before


def test_talk_is_never_kept_and_what_is_kept_is_sealed(chat: Chat, tmp_path: Path) -> None:
    chat.say("赵姐", "今天天气好哦")
    chat.say("赵姐", "建议广场舞早点结束")  # an opinion: understood, and nothing would come of it
    assert heard(chat) == []
    chat.say("王婆婆", NEED)
    chat.store.dispose()
    content = b"".join(file.read_bytes() for file in tmp_path.glob("yihu.db*"))
    for words in ("降压药", "王婆婆", "13800001234", "天气"):
        assert words.encode() not in content, words


def test_an_activity_is_rehearsed_and_nothing_of_it_said_or_posted(chat: Chat) -> None:
    before = rows(chat)
    assert chat.say("李姐", "招募 周日上午9点 绿道义诊 3人 地点:东门") == []
    assert chat.say("小李", "报名 1 2人") == []
    assert chat.say("小李", "本周活动", private=True) == []
    assert rows(chat) == before
    recruited, *_ = heard(chat)
    assert (recruited.would, recruited.intent) == (Would.DO, Intent.RECRUIT)
    assert recruited.said[0].text.startswith("📣 #1 绿道义诊")


def test_an_activity_under_way_waits_until_the_bot_may_speak_again(chat: Chat) -> None:
    switch(chat, is_on=False)
    chat.say("李姐", "招募 周五上午9点 绿道义诊 3人 地点:东门")
    chat.say("小李", "报名 1")
    switch(chat, is_on=True)
    assert chat.wait(timedelta(days=2)) == []


def test_a_repeated_message_is_kept_once(chat: Chat) -> None:
    for _ in range(2):
        chat.say("王婆婆", NEED, message_id="m")
    assert chat.outcome is Outcome.REPEATED
    assert len(heard(chat)) == 1


def test_it_is_kept_for_fourteen_days(chat: Chat) -> None:
    chat.say("王婆婆", NEED)
    later = MORNING + timedelta(days=14)
    assert heard(chat, later - timedelta(seconds=1)) != []
    assert heard(chat, later) == []
    for now, left in ((later - timedelta(seconds=1), 1), (later, 0)):
        with chat.store.write() as uow:
            chat.pipeline.plan(uow, now)
        with chat.store.engine.connect().execution_options(is_reader=True) as connection:
            assert len(connection.execute(table_of(ShadowRecord).select()).all()) == left
    assert timedelta(days=14) == KEPT_FOR


def test_whoever_is_known_is_named_in_the_record(chat: Chat) -> None:
    """So that what is kept of somebody can be found and deleted."""
    member_id = chat.person("王婆婆")
    chat.say("王婆婆", NEED)
    chat.say("小李", "点单 修门")
    with chat.store.read() as uow:
        records = uow.shadow.of_room(key(room_of(uow).id), now=MORNING)
    assert [record.member_id for record in records] == [member_id, None]


def test_danger_reaches_the_grid_worker_and_not_the_room(chat: Chat) -> None:
    chat.person("小王", Role.GRID_WORKER)
    (alert,) = chat.say("刘大爷", "5栋煤气味好大 快来人")
    assert alert.startswith(">>小王: ")
    assert chat.outcome is Outcome.ACTED
    (kept,) = heard(chat)
    assert kept.is_danger
    assert [line.to for line in kept.said] == [None, "小王"]


def test_a_grid_worker_who_is_no_friend_is_not_asked_for_in_the_room(chat: Chat) -> None:
    chat.person("小王", Role.GRID_WORKER, is_friend=False)
    assert chat.say("刘大爷", "5栋煤气味好大 快来人") == []
    with chat.store.read() as uow:
        assert [row.status for row in uow.outbox.in_status(ACCOUNT, *OutboxStatus)] == [OutboxStatus.WAITING]


def test_a_shadowed_room_can_be_bound_without_a_word(chat: Chat) -> None:
    chat.person("小王", Role.GRID_WORKER)
    with chat.store.write() as uow:
        site = uow.sites.get(chat.site_id)
        assert site is not None
        code = uow.sites.add_code(new_code(site, MORNING)).code
        uow.rooms.change(key(room_of(uow).id), site_id=None)
    assert chat.say("王婆婆", NEED) == []
    assert chat.say("小王", f"绑定 {code}") == []
    with chat.store.read() as uow:
        room = room_of(uow)
        assert (room.site_id, room.is_shadowed) == (chat.site_id, True)
    assert heard(chat) == []  # unbound, it heard nothing


def test_what_was_under_way_waits_until_the_bot_may_speak_again(chat: Chat) -> None:
    switch(chat, is_on=False)
    chat.say("王婆婆", "点单 修水龙头")
    chat.say("小李", "接单 1")
    chat.say("小李", "完成 1")
    switch(chat, is_on=True)
    assert chat.wait(timedelta(hours=5)) == []
    switch(chat, is_on=False)
    asked = chat.wait(timedelta(hours=1))
    assert [line.split(":")[0] for line in asked] == [">>王婆婆"]


def test_a_line_that_waits_when_the_switch_is_turned_is_not_sent(store: Store) -> None:
    chat = Chat(store, rules=HouseRules(digest_jitter=timedelta()))
    chat.say("王婆婆", "点单 搬桌子 要3个人")
    chat.say("小李", "接单 1")
    chat.say("小张", "接单 1")  # held until the window ends
    switch(chat, is_on=True)
    assert chat.wait(timedelta(minutes=1)) == []
    with store.read() as uow:
        assert [row.reason for row in uow.outbox.in_status(ACCOUNT, OutboxStatus.DROPPED)] == ["shadowed"]


def test_a_rehearsal_that_fails_says_nothing_and_leaves_nothing(store: Store) -> None:
    def fails() -> list[Reply]:
        raise ZeroDivisionError

    def loses() -> list[Reply]:
        raise LostRace

    with store.write() as uow:
        assert rehearse(uow, fails, lambda _: "") == []
        with pytest.raises(LostRace):
            rehearse(uow, loses, lambda _: "")


def test_without_the_key_only_the_words_are_lost(chat: Chat) -> None:
    chat.say("王婆婆", NEED)
    other = Store(str(chat.store.engine.url), Seal(new_key()))
    with other.read() as uow:
        (lost,) = heard_in(uow, room_of(uow), now=MORNING)
    other.dispose()
    assert (lost.speaker, lost.text, lost.said) == ("", "(打不开:不是用这把钥匙封的)", ())
    assert lost.intent is Intent.PLACE_ORDER


def test_the_report_of_a_room(folder: Path) -> None:
    """The whole way, by the command."""
    with migrated_store(DatabaseSettings()) as store:
        chat = Chat(store)
        switch(chat, is_on=True)
        chat.clock.move_to(SystemClock().now())
        chat.person("小王", Role.GRID_WORKER)
        chat.say("王婆婆", NEED)
        chat.say("刘大爷", "5栋煤气味好大 快来人")
    result = yihu("shadow", "--room", "邻里群", "--marks", "marks.csv")
    assert result.exit_code == 0, result.output
    assert result.stdout.index("危急 1") < result.stdout.index("会办 1")
    page = (folder / "shadow-room-1.html").read_text("utf-8")
    assert "闲聊不留存" in page
    for private in ("王婆婆", "刘大爷", "13800001234", "2单元"):
        assert private not in page
    assert (folder / "marks.csv").read_text("utf-8-sig").count("\n") == 3
