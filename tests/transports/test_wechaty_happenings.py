"""Rooms, friends, invitations, names, pictures."""

import asyncio
import base64
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from grpclib.const import Status
from wechaty_grpc.wechaty import puppet

from bot.clock import MovableClock
from bot.terminal_qr import print_qr
from bot.transports import Befriended, Incoming, PeopleMoved, Person, Presence, PresenceEvent, RoomChange, RoomEvent
from bot.transports.wechaty_images import LARGEST
from bot.transports.wechaty_payloads import DirtyKind, EventKind, MessageFacts
from tests.transports.fake_gateway import FakeGateway
from tests.transports.wechaty_ear import PATIENCE, Running, running

NOW = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)


async def hear_next(transport: Running, gateway: FakeGateway) -> Incoming:
    heard = len(transport.ear.of(Incoming))
    gateway.say("在吗", message_id=f"next{heard}")
    return (await transport.ear.hear(Incoming, count=heard + 1))[-1]


async def test_what_happens_to_the_bot_in_rooms(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint) as transport:
        await transport.ear.hear(PresenceEvent)
        gateway.emit(EventKind.ROOM_JOIN, {"inviteeIdList": ["bob"], "inviterId": "alice", "roomId": "r1"})
        gateway.emit(EventKind.ROOM_JOIN, {"inviteeIdList": ["me"], "inviterId": "alice", "roomId": "r1"})
        gateway.emit(EventKind.ROOM_TOPIC, {"newTopic": "新邻里群", "oldTopic": "邻里群", "roomId": "r1"})
        gateway.emit(EventKind.ROOM_LEAVE, {"removeeIdList": ["bob"], "removerId": "alice", "roomId": "r1"})
        gateway.emit(EventKind.ROOM_LEAVE, {"removeeIdList": ["me"], "removerId": "alice", "roomId": "r1"})
        events = await transport.ear.hear(RoomEvent, count=3)
    assert events == [
        RoomEvent("main", "r1", RoomChange.JOINED, "邻里群"),
        RoomEvent("main", "r1", RoomChange.TOPIC, "新邻里群"),
        RoomEvent("main", "r1", RoomChange.LEFT),
    ]


async def test_other_people_come_and_go(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint) as transport:
        await transport.ear.hear(PresenceEvent)
        gateway.emit(EventKind.ROOM_JOIN, {"inviteeIdList": ["bob", "me"], "inviterId": "alice", "roomId": "r1"})
        gateway.emit(EventKind.ROOM_LEAVE, {"removeeIdList": ["bob", "carol"], "removerId": "bob", "roomId": "r1"})
        gateway.emit(EventKind.ROOM_LEAVE, {"removeeIdList": ["me"], "removerId": "alice", "roomId": "r1"})
        await transport.ear.hear(RoomEvent, count=2)
    assert transport.ear.of(PeopleMoved) == [
        PeopleMoved("main", "r1", ("bob",), has_left=False),
        PeopleMoved("main", "r1", ("bob", "carol"), has_left=True),
    ]


async def test_a_new_topic_is_known_at_once(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint) as transport:
        assert (await hear_next(transport, gateway)).room_topic == "邻里群"
        gateway.emit(EventKind.ROOM_TOPIC, {"newTopic": "新邻里群", "roomId": "r1"})
        assert (await hear_next(transport, gateway)).room_topic == "新邻里群"
    assert gateway.calls["RoomPayload"] == 1


@pytest.mark.parametrize(
    ("kind", "key", "field"),
    [(DirtyKind.CONTACT, "alice", "sender"), (DirtyKind.ROOM, "r1", "room_topic")],
)
async def test_what_changed_is_asked_again(gateway: FakeGateway, kind: int, key: str, field: str) -> None:
    async with running(gateway.endpoint) as transport:
        before = await hear_next(transport, gateway)
        gateway.know_contact("alice", "王婆婆(新)")
        gateway.know_room("r1", "新群")
        assert getattr(await hear_next(transport, gateway), field) == getattr(before, field)
        gateway.emit(EventKind.DIRTY, {"payloadType": kind, "payloadId": key})
        after = await hear_next(transport, gateway)
    assert {"sender": after.sender.name, "room_topic": after.room_topic}[field].endswith(("新群", "(新)"))


async def test_a_nickname_that_changed_is_asked_again(gateway: FakeGateway) -> None:
    member = puppet.RoomMemberPayloadResponse(id="me", name="一呼", room_alias="老名")
    gateway.things["RoomMemberPayload", "r1"] = member
    async with running(gateway.endpoint) as transport:
        await transport.ear.hear(PresenceEvent)
        gateway.say("@老名\u2005在吗")
        assert (await transport.ear.hear(Incoming))[0].mentions_bot
        member.room_alias = "新名"
        gateway.emit(EventKind.DIRTY, {"payloadType": DirtyKind.ROOM_MEMBER, "payloadId": "r1"})
        gateway.say("@新名\u2005在吗", message_id="m2")
        assert (await transport.ear.hear(Incoming, count=2))[1].mentions_bot
    assert gateway.calls["RoomMemberPayload"] == 2


async def test_a_person_is_asked_for_once_however_many_wait(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint) as transport:
        for number in range(60):
            gateway.say("在吗", message_id=f"m{number}", room=f"r{number % 6}")
        await transport.ear.hear(Incoming, count=60)
    assert gateway.calls["ContactPayload"] == 1
    assert gateway.calls["RoomPayload"] == 6


async def test_a_name_that_was_not_to_be_had_is_asked_for_again_in_a_minute(gateway: FakeGateway) -> None:
    clock = MovableClock(NOW)
    gateway.refuse("ContactPayload", Status.UNKNOWN, "Error: no payload")
    async with running(gateway.endpoint, clock=clock) as transport:
        assert (await hear_next(transport, gateway)).sender == Person("alice", "")
        del gateway.answers["ContactPayload"]
        assert (await hear_next(transport, gateway)).sender.name == ""
        clock.move_to(NOW + timedelta(minutes=2))
        assert (await hear_next(transport, gateway)).sender.name == "王婆婆"
        gateway.refuse("ContactPayload", Status.UNKNOWN, "Error: no payload")
        clock.move_to(NOW + timedelta(days=2))
        assert (await hear_next(transport, gateway)).sender.name == "王婆婆"  # an old name is better than none


async def test_friend_requests_are_accepted_with_one_greeting(gateway: FakeGateway) -> None:
    gateway.things["FriendshipPayload", "f1"] = puppet.FriendshipPayloadResponse(id="f1", contact_id="bob", type=2)
    gateway.things["FriendshipPayload", "f2"] = puppet.FriendshipPayloadResponse(id="f2", contact_id="bob", type=1)
    gateway.things["FriendshipPayload", "f3"] = puppet.FriendshipPayloadResponse(id="f3", contact_id="alice", type=3)
    gateway.things["FriendshipPayload", "f4"] = puppet.FriendshipPayloadResponse(id="f4", contact_id="alice", type=1)
    async with running(gateway.endpoint) as transport:
        await transport.ear.hear(PresenceEvent)
        for friendship in ("f1", "f2", "f3", "f4"):
            gateway.emit(EventKind.FRIENDSHIP, {"friendshipId": friendship})
        events = await transport.ear.hear(Befriended, count=2)
    assert [event.person for event in events] == [
        Person("bob", "小李", is_friend=True),
        Person("alice", "王婆婆", "wx_alice", is_friend=True),
    ]
    assert gateway.calls["FriendshipAccept"] == 1
    assert [(text.conversation_id, text.text) for text in gateway.said] == [("bob", "您好"), ("alice", "您好")]


@pytest.mark.parametrize("greeting", ["", "您好"])
async def test_a_friend_without_a_greeting_is_a_friend(gateway: FakeGateway, greeting: str) -> None:
    gateway.things["FriendshipPayload", "f1"] = puppet.FriendshipPayloadResponse(id="f1", contact_id="bob", type=1)
    gateway.refuse("MessageSendText", Status.UNKNOWN, "Error: not yet")
    async with running(gateway.endpoint, greeting=greeting) as transport:
        gateway.emit(EventKind.FRIENDSHIP, {"friendshipId": "f1"})
        await transport.ear.hear(Befriended)
    assert gateway.calls["MessageSendText"] == (1 if greeting else 0)


@pytest.mark.parametrize(
    ("inviter", "anyone", "accepted"),
    [("carol", False, 1), ("bob", False, 0), ("bob", True, 1)],
    ids=["a known grid worker", "anybody", "anybody, if the settings say so"],
)
async def test_invitations(gateway: FakeGateway, inviter: str, anyone: bool, accepted: int) -> None:
    invitation = puppet.RoomInvitationPayloadResponse(id="i1", inviter_id=inviter, topic="新群")
    gateway.things["RoomInvitationPayload", "i1"] = invitation
    gateway.things["FriendshipPayload", "f1"] = puppet.FriendshipPayloadResponse(id="f1", contact_id="bob", type=1)
    async with running(gateway.endpoint, accept_rooms_from_anyone=anyone) as transport:
        gateway.emit(EventKind.ROOM_INVITE, {"roomInvitationId": "gone"})
        gateway.emit(EventKind.ROOM_INVITE, {"roomInvitationId": "i1"})
        gateway.emit(EventKind.FRIENDSHIP, {"friendshipId": "f1"})  # handled after the invitations
        await transport.ear.hear(Befriended)
    assert gateway.calls["RoomInvitationAccept"] == accepted


async def test_an_invitation_survives_a_broken_connection(gateway: FakeGateway) -> None:
    until = asyncio.Event()
    invitation = puppet.RoomInvitationPayloadResponse(id="i1", inviter_id="carol")
    gateway.things["RoomInvitationPayload", "i1"] = invitation
    gateway.stall("RoomInvitationPayload", until)
    async with running(gateway.endpoint) as transport:
        gateway.emit(EventKind.ROOM_INVITE, {"roomInvitationId": "i1"})
        await gateway.called("RoomInvitationPayload")
        gateway.end_stream()
        await gateway.called("RoomInvitationPayload", 2)
        until.set()
        await gateway.called("RoomInvitationAccept")
        await transport.ear.hear_presence(Presence.ONLINE, Presence.OFFLINE, Presence.ONLINE)


async def test_an_invitation_nobody_answers_for_is_given_up(gateway: FakeGateway) -> None:
    until = asyncio.Event()
    gateway.stall("RoomInvitationPayload", until)
    gateway.things["FriendshipPayload", "f1"] = puppet.FriendshipPayloadResponse(id="f1", contact_id="bob", type=1)
    async with running(gateway.endpoint, call_patience=0.05) as transport:
        gateway.emit(EventKind.ROOM_INVITE, {"roomInvitationId": "i1"})
        gateway.emit(EventKind.FRIENDSHIP, {"friendshipId": "f1"})
        await transport.ear.hear(Befriended)
        until.set()
    assert gateway.calls["RoomInvitationPayload"] == 3


async def test_pictures(gateway: FakeGateway) -> None:
    box = json.dumps({"boxType": 1, "base64": base64.b64encode(b"photo").decode()})
    gateway.things["MessageImage", "json"] = puppet.MessageImageResponse(filebox=box)
    gateway.things["MessageImage", "url"] = puppet.MessageImageResponse(filebox='{"remoteUrl": "x", "base64": "%"}')
    gateway.images["large"] = [b"x" * (LARGEST // 2)] * 3
    async with running(gateway.endpoint) as transport:
        await transport.is_connected(at_most=PATIENCE)
        assert await transport.image("json") == b"photo"
        for reference in ("gone", "url", "large"):
            with pytest.raises(FileNotFoundError, match=reference):
                await transport.image(reference)


async def test_voices(gateway: FakeGateway) -> None:
    box = json.dumps({"boxType": 1, "base64": base64.b64encode(b"voice").decode()})
    gateway.things["MessageFile", "json"] = puppet.MessageFileResponse(filebox=box)
    gateway.files["large"] = [b"x" * (LARGEST // 2)] * 3
    async with running(gateway.endpoint) as transport:
        await transport.is_connected(at_most=PATIENCE)
        assert await transport.voice("json") == b"voice"
        for reference in ("gone", "large"):
            with pytest.raises(FileNotFoundError, match=reference):
                await transport.voice(reference)


async def test_events_of_a_room_stay_in_the_order_of_its_messages(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint) as transport:
        await transport.ear.hear(PresenceEvent)
        gateway.announce(MessageFacts(id="a", text="旧群名", type=7, from_id="alice", room_id="r1"))
        gateway.emit(EventKind.ROOM_TOPIC, {"newTopic": "新群", "roomId": "r1"})
        gateway.announce(MessageFacts(id="b", text="新群名", type=7, from_id="alice", room_id="r1"))
        await transport.ear.hear(Incoming, count=2)
        kinds = [type(event).__name__ for event in transport.ear.events]
    assert kinds == ["PresenceEvent", "Incoming", "RoomEvent", "Incoming"]


def test_a_code_is_drawn() -> None:
    out = io.StringIO()
    print_qr("http://weixin.qq.com/x/abc", out)
    assert "▀" in out.getvalue()
