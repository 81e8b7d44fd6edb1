"""What a reply is about, and the account's own messages."""

import pytest

from bot.transports import Echo, Outgoing, Person
from handlers.understanding.message import Quote
from tests.transports.onebot_implementation import (
    ALICE,
    BOB,
    GROUP,
    ME,
    at,
    heard,
    house,
    image,
    ok,
    reply,
    said,
    text,
)

ROOM = str(GROUP)


async def test_a_reply_to_what_was_seen_asks_nobody() -> None:
    async with house() as there, there.connected() as implementation:
        frames = said("谁能修灯", message_id=5), said([reply(5), at(ALICE), text(" 我来")], sender=BOB)
        event = (await heard(there, implementation, *frames))[-1]
    assert (event.quote, event.text) == (Quote("王婆婆", "谁能修灯"), "我来")
    assert implementation.of("get_msg") == []


async def test_a_reply_to_the_bots_own_text() -> None:
    async with house() as there, there.connected() as implementation:
        sent = await there.transport.send(Outgoing(ROOM, None, "📋 #12 维修|修灯"))
        (event,) = await heard(there, implementation, said([reply(sent.message_id), at(ME), text(" 接单")]))
    assert (event.quote, event.text) == (Quote("一呼", "📋 #12 维修|修灯"), "接单")


async def test_a_reply_to_what_was_not_seen_is_asked_for_once() -> None:
    async with house() as there, there.connected() as implementation:
        message = [reply(2), at(99), text(" 谁有梯子"), image(file="x")]
        implementation.answers["get_msg"] = ok({"message": message, "sender": {"user_id": BOB, "nickname": "小李"}})
        frames = [said([reply(-9), text("我有")]) for _ in range(2)]
        events = await heard(there, implementation, *frames)
    assert [event.quote for event in events] == [Quote("小李", "@99  谁有梯子[图片]")] * 2
    assert implementation.of("get_msg") == [{"message_id": -9}]


async def test_an_own_text_of_an_earlier_run_is_the_bots() -> None:
    async with house() as there, there.connected() as implementation:
        implementation.answers["get_msg"] = ok({"message": "#12", "sender": {"user_id": ME, "nickname": "呼呼"}})
        (event,) = await heard(there, implementation, said([reply("abc-9"), text("接单")]))
    assert event.quote == Quote("一呼", "#12")


async def test_a_reply_counts_without_what_it_is_about() -> None:
    async with house() as there, there.connected() as implementation:
        (event,) = await heard(there, implementation, said([reply(1), at(BOB), text("我来")]))
        (odd,) = await heard(there, implementation, said([reply("1" * 9999), text("我来")]))
    assert (event.quote, event.text) == (Quote("", ""), "@小李 我来")
    assert odd.quote is None


# own messages


@pytest.mark.parametrize("kind", ["message", "message_sent"])
async def test_own_messages_are_echoes_in_the_words_of_the_outbox(kind: str) -> None:
    async with house() as there, there.connected() as implementation:
        outgoing = Outgoing(ROOM, None, "✅ @小李 接了 #1", mention=(Person(str(BOB), "小李"),))
        await there.transport.send(outgoing)
        (wire,) = implementation.of("send_group_msg")
        await implementation.push(said(wire["message"], sender=ME, post_type=kind))
        (echo,) = await there.ear.hear(Echo)
    assert (echo.room, echo.person, echo.text) == (ROOM, None, outgoing.text)


async def test_own_private_messages_name_whom_they_went_to() -> None:
    async with house() as there, there.connected() as implementation:
        await implementation.push(said("电话…", sender=ME, group=None, post_type="message_sent", target_id=ALICE))
        (echo,) = await there.ear.hear(Echo)
    assert (echo.room, echo.person, echo.text) == (None, str(ALICE), "电话…")
