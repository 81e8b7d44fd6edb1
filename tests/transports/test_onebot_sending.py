"""One text on its way out, and what its failure means."""

import asyncio
from typing import Any

import pytest

from bot.transports import PICTURE, Outgoing, Person, Presence, SendOutcome, Sent
from bot.transports.onebot_link import Refused
from bot.transports.onebot_sending import outcome_of
from tests.transports.onebot_implementation import ALICE, BOB, GROUP, failed, house, ok

ROOM = str(GROUP)
TO_ROOM = Outgoing(ROOM, None, "好的")
LI = Person(str(BOB), "小李")


async def test_to_a_room_with_a_mention_and_to_a_person() -> None:
    async with house() as there, there.connected() as implementation:
        implementation.answers["send_group_msg"] = ok({"message_id": -5})
        implementation.answers["send_private_msg"] = ok({"message_id": "abc"})
        first = await there.transport.send(Outgoing(ROOM, None, "你接单了", mention=(LI,)))
        second = await there.transport.send(Outgoing(None, str(ALICE), "电话[CQ:at,qq=all]&", mention=(LI,)))
    assert (first, second) == (Sent(SendOutcome.SENT, message_id="-5"), Sent(SendOutcome.SENT, message_id="abc"))
    at, text = {"type": "at", "data": {"qq": str(BOB)}}, {"type": "text", "data": {"text": " 你接单了"}}
    assert implementation.of("send_group_msg") == [{"group_id": GROUP, "message": [at, text]}]
    plain = {"type": "text", "data": {"text": "电话[CQ:at,qq=all]&"}}
    assert implementation.of("send_private_msg") == [{"user_id": ALICE, "message": [plain]}]


async def test_a_picture_goes_as_a_segment_of_its_own() -> None:
    async with house() as there, there.connected() as implementation:
        implementation.answers["send_group_msg"] = ok({"message_id": 7})
        sent = await there.transport.send(Outgoing(ROOM, None, PICTURE, mention=(LI,), picture=b"\x89PNG"))
    assert sent == Sent(SendOutcome.SENT, message_id="7")
    image = {"type": "image", "data": {"file": "base64://iVBORw=="}}
    assert implementation.of("send_group_msg") == [{"group_id": GROUP, "message": [image]}]


@pytest.mark.parametrize("data", [None, {}, [], {"message_id": None}, {"message_id": [1]}])
async def test_without_an_id_it_was_sent_all_the_same(data: Any) -> None:
    async with house() as there, there.connected() as implementation:
        implementation.answers["send_group_msg"] = ok(data)
        assert await there.transport.send(TO_ROOM) == Sent(SendOutcome.SENT)


@pytest.mark.parametrize("outgoing", [Outgoing(None, None, "x"), Outgoing("r1", None, "x"), Outgoing("", "x", "x")])
async def test_nobody_can_be_reached_without_a_number(outgoing: Outgoing) -> None:
    async with house() as there:
        assert await there.transport.send(outgoing) == Sent(SendOutcome.NEVER, "no recipient")


async def test_off_line_it_is_surely_not_sent() -> None:
    async with house() as there:
        assert await there.transport.send(TO_ROOM) == Sent(SendOutcome.RETRY, "off-line")


async def test_no_answer_in_time_may_have_been_sent_and_comes_too_late() -> None:
    async with house(send_patience=0.1) as there, there.connected() as implementation:
        implementation.answers["send_group_msg"] = None
        assert await there.transport.send(TO_ROOM) == Sent(SendOutcome.UNKNOWN, "no answer in time")
        await implementation.push(ok() | {"echo": "yihu-2"})
        implementation.answers["send_group_msg"] = ok()
        assert (await there.transport.send(TO_ROOM)).outcome is SendOutcome.SENT


async def test_a_connection_that_breaks_meanwhile_may_have_sent_it() -> None:
    async with house() as there:
        async with there.connected() as implementation:
            await there.ear.hear_presence(Presence.ONLINE)
            implementation.answers["send_group_msg"] = None
            sending = asyncio.ensure_future(there.transport.send(TO_ROOM))
            await implementation.called("send_group_msg")
        assert await sending == Sent(SendOutcome.UNKNOWN, "connection lost")


async def test_a_connection_that_is_replaced_meanwhile_may_have_sent_it() -> None:
    async with house() as there, there.connected() as implementation:
        await there.ear.hear_presence(Presence.ONLINE)
        implementation.answers["send_group_msg"] = None
        sending = asyncio.ensure_future(there.transport.send(TO_ROOM))
        await implementation.called("send_group_msg")
        async with there.connected():
            assert await sending == Sent(SendOutcome.UNKNOWN, "connection lost")


async def test_a_connection_that_breaks_while_writing_may_have_sent_it() -> None:
    async with house() as there, there.connected():
        await there.ear.hear_presence(Presence.ONLINE)
        (connection,) = there.transport._link.connections
        transport = connection._socket._req.transport  # type: ignore[union-attr]  # the socket under it all
        assert transport is not None
        transport.abort()
        assert (await there.transport.send(TO_ROOM)).outcome in {SendOutcome.UNKNOWN, SendOutcome.RETRY}


async def test_answers_find_their_questions_in_any_order() -> None:
    async with house() as there, there.connected() as implementation:
        implementation.answers["send_group_msg"] = None
        sends = [asyncio.ensure_future(there.transport.send(Outgoing(ROOM, None, f"{n}"))) for n in range(3)]
        await implementation.called("send_group_msg", count=3)
        echoes = sorted(there.transport._link._asked)
        for echo in reversed(echoes):
            await implementation.push(ok({"message_id": echo}) | {"echo": echo})
            await implementation.push(ok({"message_id": "twice"}) | {"echo": echo})
        assert [(await send).message_id for send in sends] == echoes


async def test_what_is_done_later_may_have_been_sent() -> None:
    async with house() as there, there.connected() as implementation:
        implementation.answers["send_group_msg"] = {"status": "async", "retcode": 1, "data": None}
        sent = await there.transport.send(TO_ROOM)
    assert sent == Sent(SendOutcome.UNKNOWN, "the implementation does it later")


async def test_a_refusal_is_an_outcome() -> None:
    async with house() as there, there.connected() as implementation:
        implementation.answers["send_group_msg"] = failed(100, "BOT_NOT_IN_GROUP: 机器人不在群里 /srv/x.js:12")
        assert await there.transport.send(TO_ROOM) == Sent(SendOutcome.NEVER, "not a member of the room")


@pytest.mark.parametrize(
    ("code", "words", "outcome"),
    [
        (1200, "Timeout: NTEvent serviceAndMethod:sendMsg", SendOutcome.UNKNOWN),
        (1200, "消息发送超时", SendOutcome.UNKNOWN),
        (120, "机器人已被禁言", SendOutcome.RETRY),
        (1200, 'EventRet: {"result": 120, "errMsg": ""}', SendOutcome.RETRY),
        (100, "SEND_MSG_API_ERROR 账号可能被风控", SendOutcome.RETRY),
        (100, "发送过于频繁", SendOutcome.RETRY),
        (104, "Bot is offline", SendOutcome.RETRY),
        (100, "GROUP_NOT_FOUND 群聊不存在", SendOutcome.NEVER),
        (1200, 'EventRet: {"result": 110, "errMsg": ""}', SendOutcome.NEVER),
        (1200, "发送失败，请先添加对方为好友", SendOutcome.NEVER),
        (-23, "对方不是好友", SendOutcome.NEVER),
        (100, "user not found", SendOutcome.NEVER),
        (1400, "", SendOutcome.NEVER),
        (1401, "", SendOutcome.RETRY),
        (1403, "", SendOutcome.RETRY),
        (1404, "", SendOutcome.NEVER),
        (0, "", SendOutcome.RETRY),
        (99999, "谁知道", SendOutcome.RETRY),
    ],
)
def test_what_a_failure_means(code: int, words: str, outcome: SendOutcome) -> None:
    sent = outcome_of(Refused(code, words))
    assert sent.outcome is outcome
    assert not words or words not in sent.reason


async def test_a_room_is_left() -> None:
    async with house() as there, there.connected() as implementation:
        await there.transport.leave_room(ROOM)
    assert implementation.of("set_group_leave") == [{"group_id": GROUP, "is_dismiss": False}]


async def test_a_room_that_cannot_be_left_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    async with house() as there:
        await there.transport.leave_room(ROOM)
    assert "not connected" in capsys.readouterr().out
