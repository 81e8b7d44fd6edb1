import asyncio
import json
from base64 import b64decode
from typing import Any

import pytest
from grpclib.const import Status
from grpclib.exceptions import GRPCError, StreamTerminatedError

from bot.transports import PICTURE, Outgoing, Person, Presence, PresenceEvent, SendOutcome, Sent
from bot.transports.account_state import ECHOES_REMEMBERED, AccountState
from bot.transports.wechaty_link import Link, say_why
from bot.transports.wechaty_payloads import SentFacts
from bot.transports.wechaty_sending import outcome_of, send
from bot.transports.wechaty_settings import WechatySettings
from tests.transports.fake_gateway import FakeGateway
from tests.transports.wechaty_ear import PATIENCE, running

TO_ROOM = Outgoing("r1", None, "好的")


async def test_to_a_room_with_a_mention_and_to_a_person(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint) as transport:
        await transport.ear.hear(PresenceEvent)
        first = await transport.send(Outgoing("r1", None, "你接单了", mention=(Person("bob", "小李"),)))
        second = await transport.send(Outgoing(None, "alice", "电话…", mention=(Person("bob", "小李"),)))
    assert (first, second) == (Sent(SendOutcome.SENT, message_id="said-1"), Sent(SendOutcome.SENT, message_id="said-2"))
    said = [(text.conversation_id, text.text, text.mentonal_ids) for text in gateway.said]
    assert said == [("r1", "@小李\u2005你接单了", ["bob"]), ("alice", "电话…", [])]


async def test_a_picture_goes_as_a_file(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint) as transport:
        await transport.ear.hear(PresenceEvent)
        sent = await transport.send(Outgoing("r1", None, PICTURE, picture=b"\x89PNG"))
    assert sent == Sent(SendOutcome.SENT, message_id="file-1")
    (request,) = gateway.sent_files
    box = json.loads(request.filebox)
    assert (request.conversation_id, box["type"], box["name"], b64decode(box["base64"])) == (
        "r1",
        1,
        "picture.png",
        b"\x89PNG",
    )
    assert gateway.said == []


async def test_a_puppet_that_gives_no_id_has_sent_it(gateway: FakeGateway) -> None:
    async def answer(_request: Any) -> SentFacts:
        return SentFacts()

    gateway.answers["MessageSendText"] = answer
    async with running(gateway.endpoint) as transport:
        await transport.ear.hear(PresenceEvent)
        assert await transport.send(TO_ROOM) == Sent(SendOutcome.SENT)


async def test_a_gateway_that_does_not_answer_may_have_sent_it(gateway: FakeGateway) -> None:
    until = asyncio.Event()
    gateway.stall("MessageSendText", until)
    async with running(gateway.endpoint, send_patience=0.1) as transport:
        await transport.ear.hear(PresenceEvent)
        assert await transport.send(TO_ROOM) == Sent(SendOutcome.UNKNOWN, "no answer in time")
        until.set()


async def test_a_connection_that_breaks_meanwhile_may_have_sent_it(gateway: FakeGateway) -> None:
    until = asyncio.Event()
    gateway.stall("MessageSendText", until)
    async with running(gateway.endpoint) as transport:
        await transport.ear.hear(PresenceEvent)
        sending = asyncio.ensure_future(transport.send(TO_ROOM))
        await gateway.called("MessageSendText")
        gateway.end_stream()
        assert await sending == Sent(SendOutcome.UNKNOWN, "connection lost")
        until.set()


async def test_without_a_gateway_it_is_surely_not_sent() -> None:
    fake = FakeGateway()
    await fake.start()
    await fake.stop()
    async with running(fake.endpoint) as transport:
        await transport.ear.hear_presence(Presence.OFFLINE)
        assert await transport.send(TO_ROOM) == Sent(SendOutcome.RETRY, "off-line")


async def test_a_gateway_that_has_just_gone_has_not_got_it() -> None:
    fake = FakeGateway()
    await fake.start()
    await fake.stop()
    link = Link(WechatySettings("main", fake.endpoint, fake.token))
    link.open()
    link.mark_up()  # nobody has noticed yet
    assert await send(link, AccountState("main"), TO_ROOM) == Sent(SendOutcome.RETRY, "connection refused")
    link.close()
    link.mark_up()
    assert await send(link, AccountState("main"), TO_ROOM) == Sent(SendOutcome.RETRY, "off-line")
    link._streaming.set()  # closed between the look and the call
    assert await send(link, AccountState("main"), TO_ROOM) == Sent(SendOutcome.RETRY, "not connected")


async def test_nobody_to_send_to(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint) as transport:
        assert await transport.send(Outgoing(None, None, "?")) == Sent(SendOutcome.NEVER, "no recipient")


async def test_the_gateways_words_reach_nobody(gateway: FakeGateway) -> None:
    gateway.refuse("MessageSendText", Status.UNKNOWN, "Error: boom 13800001234\n    at /srv/x/puppet.js:12")
    async with running(gateway.endpoint) as transport:
        await transport.ear.hear(PresenceEvent)
        assert await transport.send(TO_ROOM) == Sent(SendOutcome.UNKNOWN, "the gateway says UNKNOWN")


@pytest.mark.parametrize(
    ("status", "words", "outcome", "reason"),
    [
        (Status.UNAVAILABLE, None, SendOutcome.RETRY, "the gateway is not available"),
        (Status.UNAUTHENTICATED, "x", SendOutcome.RETRY, "the gateway refuses the token"),
        (Status.RESOURCE_EXHAUSTED, "x", SendOutcome.RETRY, "too many messages"),
        (Status.NOT_FOUND, "x", SendOutcome.NEVER, "no such room or person"),
        (Status.UNIMPLEMENTED, "x", SendOutcome.NEVER, "the gateway cannot send this"),
        (Status.DEADLINE_EXCEEDED, "x", SendOutcome.UNKNOWN, "the gateway says DEADLINE_EXCEEDED"),
        (Status.UNKNOWN, "Error: not logged in\n at x", SendOutcome.RETRY, "not logged in"),
        (Status.UNKNOWN, "no this.__currentUserId yet", SendOutcome.RETRY, "not logged in"),
        (Status.INTERNAL, "操作过于频繁", SendOutcome.RETRY, "too many messages"),
        (Status.UNKNOWN, "not a member of the room", SendOutcome.NEVER, "not a member of the room"),
        (Status.UNKNOWN, "你已被移出群聊", SendOutcome.NEVER, "not a member of the room"),
        (Status.UNKNOWN, "对方开启了朋友验证", SendOutcome.NEVER, "no friend of the account"),
        (Status.UNKNOWN, "no payload found for id r9@chatroom", SendOutcome.NEVER, "no such room or person"),
        (Status.UNKNOWN, "room r9 does not exist", SendOutcome.NEVER, "no such room or person"),
        (Status.UNKNOWN, None, SendOutcome.UNKNOWN, "the gateway says UNKNOWN"),
        (Status.UNKNOWN, "TypeError: x\n" * 100 + "not logged in", SendOutcome.UNKNOWN, "the gateway says UNKNOWN"),
    ],
)
def test_what_a_refusal_means(status: Status, words: str | None, outcome: SendOutcome, reason: str) -> None:
    assert outcome_of(GRPCError(status, words)) == Sent(outcome, reason)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (TimeoutError("x"), "no answer in time"),
        (ConnectionRefusedError("x"), "connection refused"),
        (OSError("/path"), "no connection"),
        (StreamTerminatedError("x"), "connection lost"),
        (AssertionError("/path"), "AssertionError"),
    ],
)
def test_errors_in_a_few_words(error: Exception, words: str) -> None:
    assert say_why(error) == words


async def test_a_broken_call_leaves_its_task_uncancelled(gateway: FakeGateway) -> None:
    until = asyncio.Event()
    gateway.stall("MessageSendText", until)
    async with running(gateway.endpoint, send_patience=0.05) as transport:
        await transport.ear.hear(PresenceEvent)
        await transport.send(TO_ROOM)
        task = asyncio.current_task()
        assert task is not None
        assert task.cancelling() == 0
        until.set()


def test_only_the_newest_wordings_are_remembered() -> None:
    account = AccountState("main")
    for number in range(ECHOES_REMEMBERED + 1):
        account.remember_wording("r1", f"@a\u2005{number}", str(number))
    assert account.wording("r1", "@a\u20050") == "@a\u20050"
    assert account.wording("r1", "@a\u20051") == "1"
    assert account.wording("r2", "@a\u20051") == "@a\u20051"


async def test_leaving_a_room_that_is_gone_is_no_fault(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint) as transport:
        await transport.is_connected(at_most=PATIENCE)
        await transport.leave_room("r1")
        gateway.refuse("RoomQuit", Status.UNKNOWN, "Error: gone")
        await transport.leave_room("r1")
    assert gateway.calls["RoomQuit"] == 2
