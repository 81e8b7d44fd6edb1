"""What becomes of each message: an Incoming, an Echo, or nothing but a count."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from grpclib.const import Status

from bot.clock import MovableClock
from bot.transports import (
    PICTURE,
    Echo,
    Event,
    Incoming,
    Outgoing,
    Person,
    Presence,
    PresenceEvent,
    Recalled,
    SendOutcome,
)
from bot.transports.wechaty_payloads import EventKind, MessageFacts
from handlers.understanding.message import Quote
from tests.transports.fake_gateway import FakeGateway
from tests.transports.wechaty_ear import Running, running

NOW = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)


async def hear_after(transport: Running, gateway: FakeGateway) -> list[Incoming]:
    """Everything that was said before this is through once this one is."""
    gateway.say("最后一条", message_id="last", sender="carol")
    while not any(event.id == "last" for event in transport.ear.of(Incoming)):
        await transport.ear.hear(Incoming, count=len(transport.ear.of(Incoming)) + 1)
    return [event for event in transport.ear.of(Incoming) if event.id != "last"]


async def test_a_room_message_whole(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint, clock=MovableClock(NOW)) as transport:
        stamp = int((NOW - timedelta(minutes=1)).timestamp() * 1000)
        text = "「一呼：#12」\n- - - - - -\n@一呼\u2005我来"
        gateway.say(text, timestamp=stamp, mention_ids=["me"])
        (event,) = await transport.ear.hear(Incoming)
    assert event == Incoming(
        "main",
        "m1",
        room="r1",
        room_topic="邻里群",
        sender=Person("alice", "王婆婆", handle="wx_alice", is_friend=True),
        text="我来",
        sent_at=NOW - timedelta(minutes=1),
        quote=Quote("一呼", "#12"),
        mentions_bot=True,
    )


async def test_a_private_message_comes_from_a_friend(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint) as transport:
        gateway.say("我的数据", room="", sender="bob", to_id="me")
        (event,) = await transport.ear.hear(Incoming)
    assert (event.room, event.room_topic, event.sender) == (None, "", Person("bob", "小李", is_friend=True))


async def test_an_unknown_contact_and_room_cost_no_message(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint) as transport:
        gateway.say("在吗", room="r9", sender="stranger")
        gateway.say("在吗", message_id="m2", room="", sender="stranger")
        first, second = await transport.ear.hear(Incoming, count=2)
    people = {event.room: event.sender for event in (first, second)}
    assert people == {"r9": Person("stranger", ""), None: Person("stranger", "", is_friend=True)}


async def test_the_bots_name_in_the_room_is_its_name(gateway: FakeGateway) -> None:
    member = gateway.things["RoomPayload", "r1"]
    gateway.things["RoomMemberPayload", "r1"] = type(member)()  # no nickname there
    async with running(gateway.endpoint, bot_names=("小呼",)) as transport:
        await transport.ear.hear(PresenceEvent)
        gateway.say("@一呼\u2005在吗")
        gateway.say("@小呼 在吗", message_id="m2")
        gateway.say("@小李\u2005在吗", message_id="m3")
        events = await transport.ear.hear(Incoming, count=3)
    assert [(event.mentions_bot, event.text) for event in events] == [
        (True, "在吗"),
        (True, "在吗"),
        (False, "@小李\u2005在吗"),
    ]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        pytest.param({"sender": "me", "type": 2}, "own_audio", id="the bot's own voice"),
        pytest.param({"type": 13, "text": "<sysmsg/>"}, "recalled", id="taken back, nobody knows what"),
        pytest.param({"type": 5}, "emoticon", id="sticker"),
        pytest.param({"type": 1}, "attachment", id="file"),
        pytest.param({"type": 77}, "type_77", id="a kind of tomorrow"),
        pytest.param({"type": 16, "text": ""}, "empty", id="a post without words"),
        pytest.param({"text": " \n"}, "empty", id="no words"),
        pytest.param({"sender": ""}, "system", id="nobody said it"),
        pytest.param({"timestamp": int((NOW - timedelta(minutes=11)).timestamp())}, "old", id="old, seconds"),
        pytest.param(
            {"timestamp": int((NOW - timedelta(minutes=11)).timestamp() * 1000)}, "old", id="old, milliseconds"
        ),
        pytest.param({"sender": "news", "room": ""}, "official_account", id="an official account"),
    ],
)
async def test_what_is_passed_over_is_counted(gateway: FakeGateway, facts: dict[str, object], reason: str) -> None:
    gateway.know_contact("news", "腾讯新闻", type=2)
    async with running(gateway.endpoint, clock=MovableClock(NOW)) as transport:
        await transport.ear.hear(PresenceEvent)
        gateway.say(**{"text": "话", **facts})  # type: ignore[arg-type]  # a table of everything that say() takes
        assert await hear_after(transport, gateway) == []
        assert transport.state.passed_over == {reason: 1}


@pytest.mark.parametrize("kind", [7, 10, 16])
async def test_words_in_newer_kinds_are_words(gateway: FakeGateway, kind: int) -> None:
    async with running(gateway.endpoint) as transport:
        gateway.say("活动通知", type=kind)
        assert (await transport.ear.hear(Incoming))[0].text == "活动通知"


async def test_a_reply_that_comes_as_xml_is_read_whatever_its_kind(gateway: FakeGateway) -> None:
    xml = "<msg><title>我来</title><refermsg><displayname>一呼</displayname><content>#3</content></refermsg></msg>"
    async with running(gateway.endpoint) as transport:
        gateway.say(xml, type=14)
        (event,) = await transport.ear.hear(Incoming)
    assert (event.text, event.quote) == ("我来", Quote("一呼", "#3"))


async def test_a_quote_by_id_is_looked_up(gateway: FakeGateway) -> None:
    gateway.things["MessagePayload", "q1"] = MessageFacts(id="q1", text="「a：b」\n---\n#12 跑腿", type=7, from_id="me")
    gateway.things["MessagePayload", "q2"] = MessageFacts(id="q2", type=6, from_id="bob")
    async with running(gateway.endpoint) as transport:
        for number, quote in enumerate(("q1", "q2", "gone")):
            gateway.say("我来", message_id=f"m{number}", quote_id=quote)
        events = await transport.ear.hear(Incoming, count=3)
    assert [event.quote for event in events] == [Quote("一呼", "#12 跑腿"), Quote("小李", "[图片]"), Quote("", "")]


async def test_own_messages_are_echoes_in_the_outboxs_words(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint) as transport:
        await transport.ear.hear(PresenceEvent)
        sent = await transport.send(Outgoing("r1", None, "#1 由你接单", mention=(Person("bob", "小李"),)))
        assert sent.outcome is SendOutcome.SENT
        gateway.say(gateway.said[0].text, sender="me")
        gateway.say("办好了吗?", message_id="m2", sender="me", room="", to_id="alice")
        gateway.say("<img/>", message_id="m3", sender="me", type=6)
        echoes = await transport.ear.hear(Echo, count=3)
    assert {(echo.room, echo.person, echo.text) for echo in echoes} == {
        ("r1", None, "#1 由你接单"),
        (None, "alice", "办好了吗?"),
        ("r1", None, PICTURE),
    }


async def test_pictures_are_references(gateway: FakeGateway) -> None:
    gateway.images["m1"] = [b"\xff\xd8", b"photo"]
    async with running(gateway.endpoint) as transport:
        gateway.say("<img/>", type=6)
        (event,) = await transport.ear.hear(Incoming)
        assert (event.text, event.images) == ("", ("m1",))
        assert await transport.image("m1") == b"\xff\xd8photo"


async def test_a_voice_and_its_bytes(gateway: FakeGateway) -> None:
    gateway.files["m1"] = [b"#!AMR", b"voice"]
    async with running(gateway.endpoint) as transport:
        gateway.say("<voicemsg/>", type=2)
        (event,) = await transport.ear.hear(Incoming)
        assert (event.text, event.voice) == ("", "m1")
        assert await transport.voice("m1") == b"#!AMRvoice"


async def test_a_message_taken_back(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint) as transport:
        gateway.say("8765432109-a_1", type=13, sender="")
        assert await transport.ear.hear(Recalled) == [Recalled("main", "r1", "8765432109-a_1")]


async def test_odd_events_cost_nothing(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint) as transport:
        await transport.ear.hear(PresenceEvent)
        gateway.emit(EventKind.HEARTBEAT, {})
        gateway.emit(EventKind.ERROR, {"gerror": "Error: x at /path.js"})
        gateway.emit(EventKind.MESSAGE, "{not json")
        gateway.emit(EventKind.MESSAGE, "[]")
        gateway.emit(EventKind.MESSAGE, {"messageId": 7})
        gateway.emit(EventKind.ROOM_JOIN, {"inviteeIdList": "me", "roomId": None})
        gateway.emit(EventKind.DIRTY, {"payloadType": 99, "payloadId": "x"})
        gateway.emit(99, {})
        assert await hear_after(transport, gateway) == []
        assert transport.state.passed_over == {"no_id": 3}


async def test_a_payload_that_cannot_be_had_is_lost_alone(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint) as transport:
        gateway.emit(EventKind.MESSAGE, {"messageId": "gone"})
        assert await hear_after(transport, gateway) == []
        assert transport.state.passed_over == {"lost": 1}


async def test_a_payload_that_comes_late_is_asked_for_again(gateway: FakeGateway) -> None:
    gateway.refuse("MessagePayload", Status.UNKNOWN, "Error: no payload")
    async with running(gateway.endpoint) as transport:
        gateway.say("在吗")
        await gateway.called("MessagePayload")
        del gateway.answers["MessagePayload"]
        assert (await transport.ear.hear(Incoming))[0].text == "在吗"


async def test_a_message_announced_before_a_break_comes_after_it(gateway: FakeGateway) -> None:
    until = asyncio.Event()
    gateway.stall("MessagePayload", until)
    async with running(gateway.endpoint, call_patience=30) as transport:
        gateway.say("在吗")
        await gateway.called("MessagePayload")
        gateway.end_stream()
        await transport.ear.hear_presence(Presence.ONLINE, Presence.OFFLINE, Presence.ONLINE)
        until.set()
        assert (await transport.ear.hear(Incoming))[0].text == "在吗"


async def test_one_payload_that_stalls_is_given_up(gateway: FakeGateway) -> None:
    until = asyncio.Event()
    gateway.stall("MessagePayload", until)
    async with running(gateway.endpoint, call_patience=0.1, keepalive_every=0.05) as transport:
        gateway.say("在吗")
        await gateway.called("MessagePayload", 2)
        del gateway.answers["MessagePayload"]
        assert await hear_after(transport, gateway) == []
        assert transport.state.passed_over == {"lost": 1}
        until.set()


async def test_a_room_keeps_its_order_whatever_payload_is_slow(gateway: FakeGateway) -> None:
    until = asyncio.Event()
    slow, plain = "m0", gateway._plain_answer

    async def answer(request: object) -> object:
        if getattr(request, "id", "") == slow:
            await until.wait()
        return plain("MessagePayload", request)

    gateway.answers["MessagePayload"] = answer  # type: ignore[assignment]  # messages have no common type here
    async with running(gateway.endpoint) as transport:
        for number in range(40):
            gateway.say(f"{number}", message_id=f"m{number}", room=f"r{number % 2}")
        await gateway.called("MessagePayload", 40)
        until.set()
        events = await transport.ear.hear(Incoming, count=40)
    for room in ("r0", "r1"):
        numbers = [int(event.text) for event in events if event.room == room]
        assert numbers == sorted(numbers)


async def test_one_room_that_waits_holds_up_no_other(gateway: FakeGateway) -> None:
    until = asyncio.Event()

    async def wait_in_first_room(event: Event) -> None:
        if isinstance(event, Incoming) and event.room == "r1":
            await until.wait()

    async with running(gateway.endpoint) as transport:
        transport.ear.on = wait_in_first_room
        gateway.say("一", message_id="m1", room="r1")
        gateway.say("二", message_id="m2", room="r2")
        assert [event.text for event in await transport.ear.hear(Incoming)] == ["二"]
        until.set()
        assert [event.text for event in await transport.ear.hear(Incoming, count=2)] == ["二", "一"]


async def test_a_slow_receiver_slows_the_reader_down(gateway: FakeGateway) -> None:
    until = asyncio.Event()

    async def wait(event: Event) -> None:
        if isinstance(event, Incoming):
            await until.wait()

    async with running(gateway.endpoint, events_waiting=2) as transport:
        transport.ear.on = wait
        await transport.ear.hear(PresenceEvent)
        for number in range(20):
            gateway.say(f"{number}", message_id=f"m{number}")
        await gateway.called("MessagePayload", 4)
        assert gateway.calls["MessagePayload"] < 10
        until.set()
        events = await transport.ear.hear(Incoming, count=20)
    assert [event.text for event in events] == [str(number) for number in range(20)]


async def test_a_receiver_that_fails_costs_its_own_message(gateway: FakeGateway) -> None:
    async def fail(event: Event) -> None:
        if isinstance(event, Incoming) and event.id == "m1":
            raise RuntimeError("a bug")

    async with running(gateway.endpoint) as transport:
        transport.ear.on = fail
        gateway.say("一")
        assert await hear_after(transport, gateway) == []


async def test_a_redelivered_id_is_passed_on(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint) as transport:
        gateway.say("在吗")
        gateway.emit(EventKind.MESSAGE, {"messageId": "m1"})
        events = await transport.ear.hear(Incoming, count=2)
    assert [event.id for event in events] == ["m1", "m1"]
