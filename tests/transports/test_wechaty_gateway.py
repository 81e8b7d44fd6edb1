"""The contract with the real gateway (Node): what the fake one cannot prove."""

import asyncio
import base64
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.transports import (
    Befriended,
    Echo,
    Event,
    Incoming,
    Outgoing,
    Person,
    Presence,
    PresenceEvent,
    RoomChange,
    RoomEvent,
    SendOutcome,
)
from bot.transports.wechaty_settings import Tls
from handlers.understanding.message import Quote
from tests.gateway.node_gateway import NodeGateway
from tests.transports.wechaty_ear import PATIENCE, Running, running

pytestmark = pytest.mark.gateway
ROOM = "r1@chatroom"
ON, OFF = Presence.ONLINE, Presence.OFFLINE


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def node() -> AsyncIterator[NodeGateway]:
    gateway = NodeGateway(rooms=3, people=5)
    await gateway.start()
    yield gateway
    await gateway.stop()


@pytest.fixture
async def transport(node: NodeGateway) -> AsyncIterator[Running]:
    await node.post("/said/clear")
    async with running(node.endpoint, node.token) as transport:
        await transport.ear.hear_presence(ON)
        yield transport


async def said(node: NodeGateway) -> list[tuple[str, str, list[str]]]:
    return [(line["conversationId"], line["text"], line["mentionIdList"]) for line in await node.get("/said")]


async def test_login_is_told(transport: Running) -> None:
    assert transport.ear.of(PresenceEvent)[0].detail == "bot"


async def test_a_room_message_with_mention_and_quote(node: NodeGateway, transport: Running) -> None:
    text = "「一呼：📋 #12 跑腿」\n- - - - - - - - - -\n@一呼\u2005我来"
    answer = await node.post("/message", {"from": "bob", "room": ROOM, "text": text, "mention": ["bot"]})
    (event,) = await transport.ear.hear(Incoming)
    assert (event.id, event.room, event.room_topic) == (answer["id"], ROOM, "1号群")
    assert event.sender == Person("bob", "小李", handle="wx_bob", is_friend=False)
    assert (event.text, event.quote, event.mentions_bot) == ("我来", Quote("一呼", "📋 #12 跑腿"), True)


async def test_a_private_message_and_a_picture(node: NodeGateway, transport: Running) -> None:
    await node.post("/message", {"from": "alice", "text": "我的数据"})
    photo = base64.b64encode(b"\xff\xd8photo").decode()
    await node.post("/message", {"from": "alice", "type": 6, "image": photo})
    first, second = await transport.ear.hear(Incoming, count=2)
    assert (first.room, first.text, first.sender.is_friend) == (None, "我的数据", True)
    assert await transport.image(second.images[0]) == b"\xff\xd8photo"


async def test_sending_is_seen_there_and_echoed_here(node: NodeGateway, transport: Running) -> None:
    to_room = await transport.send(Outgoing(ROOM, None, "#1 由你接单", mention=(Person("bob", "小李"),)))
    to_person = await transport.send(Outgoing(None, "alice", "电话已私发"))
    assert (to_room.outcome, to_person.outcome) == (SendOutcome.SENT, SendOutcome.SENT)
    assert to_room.message_id
    assert await said(node) == [(ROOM, "@小李\u2005#1 由你接单", ["bob"]), ("alice", "电话已私发", [])]
    echoes = await transport.ear.hear(Echo, count=2)
    assert {(echo.room, echo.person, echo.text) for echo in echoes} == {
        (ROOM, None, "#1 由你接单"),
        (None, "alice", "电话已私发"),
    }


async def test_what_can_never_be_sent(node: NodeGateway, transport: Running) -> None:
    await node.post("/room", {"id": "left@chatroom", "memberIdList": ["alice"]})
    unknown = await transport.send(Outgoing("gone@chatroom", None, "在吗"))
    left = await transport.send(Outgoing("left@chatroom", None, "在吗"))
    stranger = await transport.send(Outgoing(None, "nobody", "在吗"))
    assert [(sent.outcome, sent.reason) for sent in (unknown, left, stranger)] == [
        (SendOutcome.NEVER, "no such room or person"),
        (SendOutcome.NEVER, "not a member of the room"),
        (SendOutcome.NEVER, "no such room or person"),
    ]


async def test_logging_out_and_in_again(node: NodeGateway, transport: Running) -> None:
    await node.post("/logout")
    await transport.ear.hear_presence(ON, OFF)
    sent = await transport.send(Outgoing(ROOM, None, "在吗"))
    assert (sent.outcome, sent.reason) == (SendOutcome.RETRY, "not logged in")
    await node.post("/scan", {"qrcode": "https://login.example/1"})
    await node.post("/login")
    await transport.ear.hear_presence(ON, OFF, Presence.SCAN, ON)
    assert transport.ear.of(PresenceEvent)[2].detail == "https://login.example/1"


async def test_a_friend_request_is_accepted_with_a_greeting(node: NodeGateway, transport: Running) -> None:
    await node.post("/friendship", {"contact": "bob", "hello": "我是小李"})
    (event,) = await transport.ear.hear(Befriended)
    assert event.person == Person("bob", "小李", handle="wx_bob", is_friend=True)
    assert ("bob", "您好", []) in await said(node)
    await node.post("/contact", {"id": "bob", "friend": False})


async def test_invitations_of_those_who_are_trusted(node: NodeGateway, transport: Running) -> None:
    await node.post("/room-invite", {"room": "trap@chatroom", "by": "p1"})
    await node.post("/room-invite", {"room": "new@chatroom", "by": "carol"})
    events = await transport.ear.hear(RoomEvent)
    assert events == [RoomEvent("main", "new@chatroom", RoomChange.JOINED, "new@chatroom")]


async def test_a_room_renamed_and_left(node: NodeGateway, transport: Running) -> None:
    await node.post("/room-topic", {"room": "r2@chatroom", "topic": "东区群", "by": "alice"})
    await node.post("/message", {"from": "alice", "room": "r2@chatroom", "text": "换名了"})
    assert (await transport.ear.hear(Incoming))[0].room_topic == "东区群"
    await node.post("/room-leave", {"room": "r2@chatroom", "who": ["bot"], "by": "alice"})
    await transport.leave_room("r3@chatroom")
    events = await transport.ear.hear(RoomEvent, count=3)
    assert sorted((event.room, event.change) for event in events) == [
        ("r2@chatroom", RoomChange.LEFT),
        ("r2@chatroom", RoomChange.TOPIC),
        ("r3@chatroom", RoomChange.LEFT),
    ]


async def test_a_new_name_is_seen(node: NodeGateway, transport: Running) -> None:
    names = []
    for count, name in enumerate(("邻居1", "邻居(一)"), start=1):
        await node.post("/contact", {"id": "p1", "name": name})
        await node.post("/message", {"from": "p1", "room": ROOM, "text": "在吗"})
        names.append((await transport.ear.hear(Incoming, count=count))[-1].sender.name)
    assert names == ["邻居1", "邻居(一)"]


async def test_odd_events_and_a_redelivered_id(node: NodeGateway, transport: Running) -> None:
    await node.post("/emit", {"event": "error", "payload": {"data": "boom"}})
    await node.post("/emit", {"event": "heartbeat", "payload": {}})
    await node.post("/message", {"from": "alice", "room": ROOM, "text": "", "type": 16})
    await node.post("/message", {"from": "alice", "room": ROOM, "text": "谁说的", "n": 1})
    (event,) = await transport.ear.hear(Incoming)
    await node.post("/redeliver", {"id": event.id})
    again = await transport.ear.hear(Incoming, count=2)
    assert [event.id for event in again] == [event.id] * 2


async def test_a_wrong_token_is_said_in_one_line(node: NodeGateway) -> None:
    async with running(node.endpoint, "another") as transport:
        async with asyncio.timeout(PATIENCE):
            await transport.ended.wait()
        assert str(transport.rejected) == f"WeChat account main: the gateway at {node.endpoint} refuses the token"


async def test_a_second_connection_takes_the_gateway_over(node: NodeGateway, transport: Running) -> None:
    await transport.stop()
    async with running(node.endpoint, node.token) as second:
        await second.ear.hear(PresenceEvent)
        await node.post("/message", {"from": "alice", "room": ROOM, "text": "在吗"})
        await second.ear.hear(Incoming)


async def test_killed_and_started_again_it_is_rejoined(node: NodeGateway) -> None:
    async with running(node.endpoint, node.token, backoff_first=0.2, backoff_longest=5) as transport:
        await transport.ear.hear_presence(ON)
        await node.kill()
        await transport.ear.hear_presence(ON, OFF)
        assert (await transport.send(Outgoing(ROOM, None, "在吗"))).outcome is SendOutcome.RETRY
        await node.start()
        back_at = time.monotonic()
        await transport.ear.hear_presence(ON, OFF, ON)
        assert time.monotonic() - back_at < 10
        assert (await transport.send(Outgoing(ROOM, None, "我回来了"))).outcome is SendOutcome.SENT
    assert await said(node) == [(ROOM, "我回来了", [])]


async def test_frozen_it_is_noticed_and_a_send_may_have_arrived(node: NodeGateway) -> None:
    quick: dict[str, Any] = {"keepalive_every": 0.5, "keepalive_patience": 0.5, "send_patience": 0.3}
    async with running(node.endpoint, node.token, **quick) as transport:
        await transport.ear.hear_presence(ON)
        assert (await transport.send(Outgoing(ROOM, None, "一"))).outcome is SendOutcome.SENT
        node.freeze()
        try:
            sent = await transport.send(Outgoing(ROOM, None, "二"))
            assert (sent.outcome, sent.reason) == (SendOutcome.UNKNOWN, "no answer in time")
            await transport.ear.hear_presence(ON, OFF)
        finally:
            node.thaw()
        await transport.ear.hear_presence(ON, OFF, ON)
        assert (await transport.send(Outgoing(ROOM, None, "三"))).outcome is SendOutcome.SENT


@pytest.mark.parametrize("flags", [("--tls",), ("--no-ids", "--no-self")], ids=["TLS", "a puppet without ids"])
async def test_other_gateways(flags: tuple[str, ...]) -> None:
    gateway = NodeGateway(*flags)
    await gateway.start()
    tls = Tls.INSECURE if "--tls" in flags else Tls.OFF
    async with running(gateway.endpoint, gateway.token, tls=tls) as transport:
        await transport.ear.hear_presence(ON)
        sent = await transport.send(Outgoing(ROOM, None, "在吗"))
    assert sent.outcome is SendOutcome.SENT
    assert bool(sent.message_id) == ("--no-ids" not in flags)
    await gateway.stop()


async def test_a_burst_is_answered_in_the_order_of_each_room() -> None:
    rooms, count = 20, 2000
    gateway = NodeGateway("--no-self", rooms=rooms, people=50)
    await gateway.start()
    async with running(gateway.endpoint, gateway.token) as transport:
        await transport.ear.hear_presence(ON)

        async def answer(event: Event) -> None:
            assert isinstance(event, Incoming)
            await transport.send(Outgoing(event.room, None, f"收到 {event.text}"))

        transport.ear.on = answer
        burst: list[dict[str, Any]] = [
            {"from": f"p{n % 50 + 1}", "room": f"r{n % rooms + 1}@chatroom", "text": str(n)} for n in range(count)
        ]
        await gateway.post("/burst", {"messages": burst})
        await transport.ear.hear(Incoming, count=count)
    answers = await said(gateway)
    calls = await gateway.get("/calls")
    await gateway.stop()
    for room in range(rooms):
        numbers = [int(text.split()[1]) for to, text, _ in answers if to == f"r{room + 1}@chatroom"]
        assert numbers == list(range(room, count, rooms))
    assert calls["contactPayload"] == 50
    assert calls["roomPayload"] == rooms
