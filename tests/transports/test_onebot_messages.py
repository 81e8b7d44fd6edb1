"""What becomes of each message: an Incoming, an Echo, or nothing but a count."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.transports import Incoming, Outgoing, Person, Presence, PresenceEvent, RoomChange, RoomEvent
from tests.transports.onebot_implementation import (
    ALICE,
    BOB,
    GROUP,
    ME,
    at,
    failed,
    heard,
    house,
    image,
    notice,
    ok,
    said,
    text,
)

ROOM = str(GROUP)


async def test_a_group_message_whole() -> None:
    now = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)
    async with house(clock=MovableClock(now)) as there, there.connected() as implementation:
        await implementation.called("get_friend_list")
        words = [at(ME), text(" 点单 修水龙头 "), image(file="a.jpg", url="https://example.org/a")]
        stamp = int(now.timestamp()) - 60
        (event,) = await heard(there, implementation, said(words, message_id=-77, time=stamp))
    assert event == Incoming(
        "qq",
        "-77",
        room=ROOM,
        room_topic="邻里群",
        sender=Person(str(ALICE), "王婆婆", handle=str(ALICE), is_friend=True),
        text="点单 修水龙头",
        sent_at=now - timedelta(minutes=1),
        mentions_bot=True,
        images=("https://example.org/a",),
    )


async def test_the_older_form_with_codes() -> None:
    async with house() as there, there.connected() as implementation:
        message = (
            f"[CQ:at,qq={ME}] 点单 &#91;急&#93; 修灯&amp;插座[CQ:image,file=a.jpg,url=https://e.org/?a=1&#44;2&amp;b=3]"
        )
        (event,) = await heard(there, implementation, said(message))
    assert (event.text, event.mentions_bot) == ("点单 [急] 修灯&插座", True)
    assert event.images == ("https://e.org/?a=1,2&b=3",)


async def test_a_private_message_comes_from_a_friend() -> None:
    async with house() as there, there.connected() as implementation:
        (event,) = await heard(there, implementation, said([text("我的数据")], sender=BOB, group=None))
    assert (event.room, event.room_topic, event.text) == (None, "", "我的数据")
    assert event.sender == Person(str(BOB), "小李", str(BOB), is_friend=True)


async def test_people_are_called_as_in_their_group_and_known_as_friends() -> None:
    async with house() as there, there.connected() as implementation:
        await implementation.called("get_friend_list")
        sender = {"nickname": "小李", "card": "3栋小李"}
        (event,) = await heard(there, implementation, said("好", sender=BOB) | {"sender": sender})
    assert event.sender == Person(str(BOB), "3栋小李", str(BOB), is_friend=False)


@pytest.mark.parametrize("answer", [failed(1404), ok({"no": "list"}), ok([1, {"user_id": "x"}])])
async def test_without_a_list_of_friends_messages_come_all_the_same(answer: dict[str, Any]) -> None:
    async with house(call_patience=0.2) as there, there.connected() as implementation:
        implementation.answers["get_friend_list"] = answer
        (event,) = await heard(there, implementation, said("好", sender=BOB))
    assert event.text == "好"
    assert event.sender.is_friend is not True


@pytest.mark.parametrize(
    ("message", "expected", "mentions_bot"),
    [
        ([at(ME), text(" 我来")], "我来", True),
        ([text("我来 "), at(ME)], "我来", True),
        ([text("谢谢"), at(ME), text("明天见")], "谢谢 明天见", True),
        ([at(ME)], "", True),
        ([at("all"), text(" 明天停水")], "@全体成员 明天停水", False),
        ([at(BOB), text(" 12号单你来")], "@小李 12号单你来", False),
        ([at(BOB, name="@李师傅"), text("你来")], "@李师傅 你来", False),
        ([at("abc"), text("你来")], "@ 你来", False),
        ([at(99), text("你来")], "@99 你来", False),
        ([text("好"), {"type": "face", "data": {"id": "76"}}], "好[表情]", False),
        ([text("a\x00b\ud83d")], "ab", False),
        ({"type": "text", "data": {"text": "一段"}}, "一段", False),
        ([text("看"), {"type": "json", "data": {"data": "{}"}}], "看", False),
        ([text("长" * 20_000)], "长" * 10_000, False),
    ],
)
async def test_words_and_mentions(message: Any, expected: str, *, mentions_bot: bool) -> None:
    async with house() as there, there.connected() as implementation:
        (event,) = await heard(there, implementation, said(message))
    assert (event.text, event.mentions_bot) == (expected, mentions_bot)


async def test_mentions_in_private_are_by_number() -> None:
    async with house() as there, there.connected() as implementation:
        (event,) = await heard(there, implementation, said([at(BOB), text("好")], group=None))
    assert event.text == f"@{BOB} 好"
    assert implementation.of("get_group_member_info") == []


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (said("旧", time=int(time.time()) - 700), "old"),
        (said("旧", time=(int(time.time()) - 700) * 1000), "old"),
        (said("匿名", sub_type="anonymous"), "anonymous"),
        (said("提示", sub_type="notice"), "system"),
        (said("临时会话", group=None, sub_type="group"), "temporary_session"),
        (said([{"type": "record", "data": {"file": "a.amr"}}], sender=ME), "record"),
        (said([{"type": "record", "data": {}}]), "record"),
        (said([{"type": "made_up", "data": {}}]), "empty"),
        (said([image(file="a.gif", sub_type=1)]), "empty"),
        (said(""), "empty"),
        (said(None), "empty"),
        (said("无号", message_id=None), "incomplete"),
        (said("无人", user_id=None), "incomplete"),
        (said("无人", user_id=True), "incomplete"),
        (said("无群", group_id=0), "no_room"),
        (said("自己", sender=ME, group=None), "own_to_nobody"),
        (said("别的号", self_id=10002), "of_another_account"),
        ([1], "malformed_frame"),
        ({"status": "ok", "retcode": 0, "echo": "never asked"}, "answer_to_nothing"),
        ({}, "answer_to_nothing"),
    ],
)
async def test_what_is_passed_over_is_counted(frame: Any, reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    if "time" in frame and reason != "old":  # a long run of tests makes it old
        frame["time"] = int(time.time())
    async with house() as there, there.connected() as implementation:
        assert await heard(there, implementation, frame) == []
    assert there.transport.state.passed_over == {reason: 1}
    assert "never asked" not in capsys.readouterr().out


@pytest.mark.parametrize("stamp", [0, -5, 10**30, "now", None, 1.5, True])
async def test_a_time_that_cannot_be_is_now(stamp: Any) -> None:
    now = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)
    async with house(clock=MovableClock(now)) as there, there.connected() as implementation:
        await implementation.push(said("好", time=stamp))
        (event,) = await there.ear.hear(Incoming)
    assert event.sent_at == now


# names and order


async def test_the_name_of_a_group_is_asked_once_or_given() -> None:
    async with house() as there, there.connected() as implementation:
        asked = await heard(there, implementation, said("一"), said("二"))
        await implementation.push(said("三", group_name="新名"))
        given = (await there.ear.hear(Incoming, count=4))[-1]
        await implementation.push(notice("notify", sub_type="group_name", group_id=GROUP, name_new="更新"))
        (renamed,) = await there.ear.hear(RoomEvent)
        await implementation.push(said("四"))
        after = (await there.ear.hear(Incoming, count=5))[-1]
    assert [event.room_topic for event in (*asked, given, after)] == ["邻里群", "邻里群", "新名", "更新"]
    assert renamed == RoomEvent("qq", ROOM, RoomChange.TOPIC, "更新")
    assert len(implementation.of("get_group_info")) == 1


async def test_a_name_is_asked_again_after_it_changed() -> None:
    async with house() as there, there.connected() as implementation:
        await heard(there, implementation, said([at(BOB), text("你来")]))
        implementation.answers["get_group_member_info"] = ok({"card": "3栋小李", "nickname": "小李"})
        changed = notice("group_card", group_id=GROUP, user_id=BOB, card_new="3栋小李")
        event = (await heard(there, implementation, changed, said([at(BOB), text("你来")])))[-1]
    assert event.text == "@3栋小李 你来"


async def test_the_order_of_a_room_is_kept_and_rooms_do_not_wait_for_each_other() -> None:
    go_on = asyncio.Event()

    async def slowly(event: Any) -> None:
        if getattr(event, "room", None) == ROOM:
            await go_on.wait()

    async with house() as there, there.connected() as implementation:
        there.ear.on = slowly
        frames = [said(f"{number}") for number in range(20)]
        await implementation.push(*frames, said("别的群", group=GROUP + 1))
        (first,) = await there.ear.hear(Incoming)
        go_on.set()
        events = await there.ear.hear(Incoming, count=21)
    assert first.text == "别的群"
    assert [event.text for event in events[1:]] == [f"{number}" for number in range(20)]


async def test_a_slow_receiver_slows_the_reading_down_but_answers_come_through() -> None:
    go_on = asyncio.Event()

    async def slowly(event: Any) -> None:
        if isinstance(event, Incoming):
            await go_on.wait()

    quick: dict[str, Any] = {"keepalive_every": 0.05, "keepalive_patience": 0.05}
    async with house(events_waiting=5, **quick) as there, there.connected() as implementation:
        await heard(there, implementation)  # from here on no answer is waited for
        there.ear.on = slowly
        await implementation.push(*(said(f"{number}", group_name="群") for number in range(50)))
        await asyncio.sleep(0.3)  # nothing is read for longer than a silent peer is borne
        undone = there.transport._inflow._undone
        assert (await there.transport.send(Outgoing(ROOM, None, "好"))).message_id
        go_on.set()
        events = await there.ear.hear(Incoming, count=51)
    assert undone == 5
    assert [event.text for event in events[1:]] == [f"{number}" for number in range(50)]
    assert [event.presence for event in there.ear.of(PresenceEvent)][:1] == [Presence.ONLINE]


async def test_names_that_cannot_be_had_are_numbers_or_nothing() -> None:
    async with house() as there, there.connected() as implementation:
        for action in ("get_group_info", "get_group_member_info"):
            implementation.answers[action] = failed(1404)
        (event,) = await heard(there, implementation, said([at(BOB), text("你来")]))
    assert (event.text, event.room_topic) == (f"@{BOB} 你来", "")


async def test_a_voice_comes_by_its_reference() -> None:
    async with house() as there, there.connected() as implementation:
        (event,) = await heard(there, implementation, said([{"type": "record", "data": {"file": "a.amr"}}]))
    assert (event.text, event.voice) == ("", "a.amr")
