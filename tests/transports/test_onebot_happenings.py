"""Rooms, friends, invitations: what the bot does about them and what it tells."""

from typing import Any

import pytest

from bot.transports import Befriended, Incoming, PeopleMoved, Person, Recalled, RoomChange, RoomEvent
from tests.transports.onebot_implementation import (
    ALICE,
    BOB,
    CAROL,
    GROUP,
    ME,
    House,
    Implementation,
    failed,
    house,
    notice,
    ok,
    request,
    said,
)

ROOM = str(GROUP)


async def settled(there: House, implementation: Implementation, *frames: Any) -> None:
    """The frames, and what they made the bot do, are through."""
    for frame in frames:
        await implementation.push(frame)
        lane = {"sender": frame.get("user_id") or ALICE, "group": frame.get("group_id")}
        count = len(there.ear.of(Incoming)) + 1
        await implementation.push(said("好", **lane) if lane["sender"] != ME else said("好", group=GROUP))
        await there.ear.hear(Incoming, count=count)


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (notice("group_increase", sub_type="invite", group_id=GROUP, user_id=ME), (RoomChange.JOINED, "邻里群")),
        (notice("group_decrease", sub_type="kick_me", group_id=GROUP, user_id=ME), (RoomChange.LEFT, "")),
        (notice("group_decrease", sub_type="leave", group_id=GROUP, user_id=ME), (RoomChange.LEFT, "")),
        (notice("group_decrease", sub_type="disband", group_id=GROUP, user_id=0), (RoomChange.LEFT, "")),
        (notice("group_increase", sub_type="approve", group_id=GROUP, user_id=BOB), None),
        (notice("group_decrease", sub_type="leave", group_id=GROUP, user_id=BOB), None),
        (notice("group_increase", sub_type="approve", user_id=ME), None),
        (notice("group_decrease", sub_type="kick_me", user_id=ME), None),
        (notice("group_recall", group_id=GROUP, user_id=BOB), None),
        (notice("notify", sub_type="poke", group_id=GROUP, user_id=BOB, target_id=ME), None),
        (notice("notify", sub_type="group_name", group_id=GROUP, user_id=BOB), None),
        (notice("made_up", group_id=GROUP), None),
        (request("made_up", group_id=GROUP), None),
        ({"post_type": "made_up", "group_id": GROUP}, None),
    ],
)
async def test_what_happens_to_the_bot_in_rooms(frame: dict[str, Any], expected: tuple[RoomChange, str] | None) -> None:
    async with house() as there, there.connected() as implementation:
        await settled(there, implementation, frame)
    events = [RoomEvent("qq", ROOM, *expected)] if expected else []
    assert there.ear.of(RoomEvent) == events


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (notice("group_increase", sub_type="approve", group_id=GROUP, user_id=BOB), [False]),
        (notice("group_decrease", sub_type="leave", group_id=GROUP, user_id=BOB), [True]),
        (notice("group_decrease", sub_type="kick", group_id=GROUP, user_id=BOB), [True]),
        (notice("group_decrease", sub_type="kick", user_id=BOB), []),
        (notice("group_decrease", sub_type="leave", group_id=GROUP, user_id=ME), []),
    ],
)
async def test_other_people_come_and_go(frame: dict[str, Any], expected: list[bool]) -> None:
    async with house() as there, there.connected() as implementation:
        await settled(there, implementation, frame)
    assert there.ear.of(PeopleMoved) == [PeopleMoved("qq", ROOM, (str(BOB),), has_left=each) for each in expected]


async def test_a_friend_is_approved_and_greeted_once() -> None:
    async with house() as there, there.connected() as implementation:
        await implementation.called("get_friend_list")
        friends = [{"user_id": ALICE, "nickname": "王婆婆"}, {"user_id": BOB, "nickname": "小李"}]
        implementation.answers["get_friend_list"] = ok(friends)
        await implementation.push(request("friend", user_id=BOB, flag="f-1", comment="我是小李"))
        await settled(there, implementation, notice("friend_add", user_id=BOB))
    assert implementation.of("set_friend_add_request") == [{"flag": "f-1", "approve": True}]
    greeting = {"user_id": BOB, "message": [{"type": "text", "data": {"text": "您好"}}]}
    assert implementation.of("send_private_msg") == [greeting]
    assert there.ear.of(Befriended) == [Befriended("qq", Person(str(BOB), "小李", str(BOB), is_friend=True))]
    assert len(implementation.of("get_friend_list")) == 2


@pytest.mark.parametrize(("flag", "expected"), [("a|b:1", "a|b:1"), (1234567890123, "1234567890123"), (None, "")])
async def test_flags_go_back_as_they_came(flag: str | int | None, expected: str) -> None:
    async with house() as there, there.connected() as implementation:
        await settled(there, implementation, request("friend", user_id=BOB, flag=flag, comment=""))
    assert [each["flag"] for each in implementation.of("set_friend_add_request")] == [expected]


async def test_who_befriends_the_account_by_themselves_is_greeted() -> None:
    async with house() as there, there.connected() as implementation:
        await settled(there, implementation, notice("friend_add", user_id=CAROL))
    assert there.ear.of(Befriended) == [Befriended("qq", Person(str(CAROL), "", str(CAROL), is_friend=True))]
    assert implementation.of("set_friend_add_request") == []


async def test_a_friend_without_a_greeting_is_a_friend(capsys: pytest.CaptureFixture[str]) -> None:
    async with house() as there, there.connected() as implementation:
        implementation.answers["send_private_msg"] = failed(100, "请先添加对方为好友")
        await settled(there, implementation, notice("friend_add", user_id=BOB))
    assert len(there.ear.of(Befriended)) == 1
    assert "greeting_failed" in capsys.readouterr().out


async def test_greetings_can_be_switched_off() -> None:
    async with house(greeting="") as there, there.connected() as implementation:
        await settled(there, implementation, notice("friend_add", user_id=BOB))
    assert implementation.of("send_private_msg") == []


async def test_a_friend_who_cannot_be_approved_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    async with house() as there, there.connected() as implementation:
        implementation.answers["set_friend_add_request"] = failed(100, "到期了 13812345678")
        await settled(there, implementation, request("friend", user_id=BOB, flag="f", comment="我是小李"))
    assert there.ear.of(Befriended) == []
    shown = capsys.readouterr().out
    assert "happening_lost" in shown
    assert "138" not in shown
    assert "小李" not in shown


@pytest.mark.parametrize(
    ("settings", "frame", "accepted"),
    [
        ({}, {"sub_type": "invite", "user_id": CAROL}, True),
        ({}, {"sub_type": "invite", "user_id": BOB}, False),
        ({"accept_rooms_from_anyone": True}, {"sub_type": "invite", "user_id": BOB}, True),
        ({"accept_rooms_from_anyone": True}, {"sub_type": "add", "user_id": BOB}, False),
        ({}, {"sub_type": "add", "user_id": CAROL}, False),
    ],
)
async def test_who_may_invite_the_account(settings: dict[str, Any], frame: dict[str, Any], *, accepted: bool) -> None:
    async with house(**settings) as there, there.connected() as implementation:
        await settled(there, implementation, request("group", group_id=GROUP, flag="g-1", comment="", **frame))
    answered = implementation.of("set_group_add_request")
    assert answered == ([{"flag": "g-1", "sub_type": "invite", "approve": True}] if accepted else [])


@pytest.mark.parametrize("frame", [notice("friend_add", user_id="x"), request("friend", flag="f")])
async def test_nobody_is_no_friend(frame: dict[str, Any]) -> None:
    async with house() as there, there.connected() as implementation:
        await implementation.push(frame)
        await implementation.push(said("好"))
        await there.ear.hear(Incoming)
    assert there.ear.of(Befriended) == []


@pytest.mark.parametrize(
    ("frame", "room"),
    [
        (notice("group_recall", group_id=GROUP, user_id=BOB, message_id=7), ROOM),
        (notice("friend_recall", user_id=BOB, message_id=7), None),
    ],
)
async def test_messages_taken_back(frame: dict[str, Any], room: str | None) -> None:
    async with house() as there, there.connected() as implementation:
        await settled(there, implementation, frame)
    assert there.ear.of(Recalled) == [Recalled("qq", room, "7")]
