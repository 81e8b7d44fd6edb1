"""How a connection begins and ends: token, account, roles, sign of life, replacement."""

import asyncio
import contextlib
from typing import Any, Final

import aiohttp
import pytest

from bot.transports import Incoming, Outgoing, Presence, SendOutcome
from bot.transports.onebot_connection import Role
from bot.transports.onebot_settings import OneBotSettings
from tests.transports.onebot_implementation import (
    ALICE,
    GROUP,
    ME,
    TOKEN,
    heartbeat,
    house,
    notice,
    said,
)

ON, OFF = Presence.ONLINE, Presence.OFFLINE
TO_ROOM: Final = Outgoing(str(GROUP), None, "好的")
OTHER: Final = OneBotSettings("other", "10002", "another-secret")
QUICK: Final[dict[str, Any]] = {"keepalive_every": 0.1, "keepalive_patience": 0.1, "heartbeat_patience": 0.1}


@pytest.mark.parametrize(
    ("knock", "status", "reason"),
    [
        ({"token": None}, 401, "the access token is missing"),
        ({"token": "wrong"}, 403, "the access token is wrong"),
        ({"token": "wröng"}, 403, "the access token is wrong"),
        ({"token": None, "query": "?access_token=wrong"}, 403, "the access token is wrong"),
        ({"token": "wrong", "query": f"?access_token={TOKEN}"}, 403, "the access token is wrong"),
        ({"token": "wrong", "self_id": 999}, 403, "the access token is wrong"),
        ({"self_id": 999}, 403, "X-Self-ID names no account of this bot"),
        ({"self_id": None}, 403, "X-Self-ID names no account of this bot"),
        ({"self_id": "1; drop"}, 403, "X-Self-ID names no account of this bot"),
        ({"self_id": 10002}, 403, "the access token is another account's"),
    ],
)
async def test_who_is_refused_is_told_why(
    knock: dict[str, Any], status: int, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with house(others=[OTHER]) as there:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            async with there.connected(**knock):
                raise AssertionError("it was let in")
        assert refused.value.status == status
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "onebot_refused" in line]
    assert reason in line
    assert "secret" not in line


@pytest.mark.parametrize("path", ["", "/"])
@pytest.mark.parametrize("role", ["Universal", "universal", None, "Something"])
async def test_who_has_the_token_is_let_in(path: str, role: str | None) -> None:
    async with house() as there, there.connected(token=None, role=role, query=f"{path}?access_token={TOKEN}"):
        await there.ear.hear_presence(ON)


async def test_a_browser_is_told_that_this_is_no_page() -> None:
    async with house() as there, aiohttp.ClientSession() as http:
        headers = {"X-Self-ID": str(ME), "Authorization": f"Bearer {TOKEN}"}
        async with http.get(there.url, headers=headers) as response:
            assert (response.status, await response.text()) == (426, "this is for WebSockets\n")


async def test_a_bot_that_does_not_run_lets_nobody_in() -> None:
    async with house() as there:
        await there.transport.stop()
        async with asyncio.timeout(5):
            while there.transport.is_running:  # noqa: ASYNC110 - nothing says so
                await asyncio.sleep(0)
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            async with there.connected():
                raise AssertionError("it was let in")
        assert refused.value.status == 503


async def test_each_account_hears_its_own() -> None:
    async with (
        house(others=[OTHER]) as there,
        there.connected() as first,
        there.connected(self_id=10002, token="another-secret") as second,  # noqa: S106 - the fake's own
    ):
        await first.push(said("一"))
        await second.push(said("二", self_id=10002))
        heard = [(await ear.hear(Incoming))[0] for ear in there.ears]
        await there.transports[1].send(TO_ROOM)
    assert [(event.account, event.text) for event in heard] == [("qq", "一"), ("other", "二")]
    assert (len(first.of("send_group_msg")), len(second.of("send_group_msg"))) == (0, 1)


async def test_the_token_is_not_shown() -> None:
    async with house() as there:
        assert TOKEN not in repr(there.transport.settings)


# presence


async def test_a_connection_that_ends_is_off_line_and_another_on_line() -> None:
    async with house() as there:
        async with there.connected():
            await there.ear.hear_presence(ON)
        await there.ear.hear_presence(ON, OFF)
        assert (await there.transport.send(TO_ROOM)).outcome is SendOutcome.RETRY
        async with there.connected() as again:
            await there.ear.hear_presence(ON, OFF, ON)
            await again.push(said("我回来了"))
            await there.ear.hear(Incoming)


async def test_a_second_connection_replaces_the_first() -> None:
    async with house() as there, there.connected() as first:
        await there.ear.hear_presence(ON)
        async with there.connected() as second:
            assert await first.closed() == aiohttp.WSCloseCode.POLICY_VIOLATION
            await second.push(said("我是新的"))
            (event,) = await there.ear.hear(Incoming)
            await there.transport.send(TO_ROOM)
            await there.ear.hear_presence(ON)
    assert event.text == "我是新的"
    assert (len(first.of("send_group_msg")), len(second.of("send_group_msg"))) == (0, 1)


async def test_one_connection_to_tell_and_one_to_be_asked() -> None:
    async with house() as there, there.connected(role="Event") as teller:
        await teller.push(said("一", group_name="群"))
        await there.ear.hear(Incoming)
        await there.ear.hear_presence(OFF)
        assert (await there.transport.send(TO_ROOM)).outcome is SendOutcome.RETRY
        async with there.connected(role="API") as asked:
            await there.ear.hear_presence(OFF, ON)
            assert (await there.transport.send(TO_ROOM)).outcome is SendOutcome.SENT
            await teller.push(said("二", group_name="群"))
            await there.ear.hear(Incoming, count=2)
            assert len(asked.of("send_group_msg")) == 1
        await there.ear.hear_presence(OFF, ON, OFF)


async def test_the_account_may_be_off_line_behind_a_connection() -> None:
    async with house() as there, there.connected() as implementation:
        await implementation.push(heartbeat(), heartbeat(online=None), heartbeat(online=False))
        await there.ear.hear_presence(ON, OFF)
        await implementation.push(heartbeat())
        await there.ear.hear_presence(ON, OFF, ON)
        await implementation.push(notice("bot_offline"))
        await there.ear.hear_presence(ON, OFF, ON, OFF)
        lifecycle = {"post_type": "meta_event", "meta_event_type": "lifecycle", "sub_type": "connect", "self_id": ME}
        await implementation.push(lifecycle, heartbeat())
        await there.ear.hear_presence(ON, OFF, ON, OFF, ON)


async def test_a_silent_peer_that_answers_pings_is_alive() -> None:
    async with house(**QUICK) as there, there.connected() as implementation:
        await asyncio.sleep(0.6)
        await implementation.push(said("还在"))
        await there.ear.hear(Incoming)
        await there.ear.hear_presence(ON)


async def test_pings_of_the_peer_are_answered() -> None:
    async with house() as there, there.connected() as implementation:
        await implementation.socket.ping(b"?")
        await implementation.push(said("还在"))
        await there.ear.hear(Incoming)


async def test_missed_heartbeats_are_off_line() -> None:
    async with house(**QUICK) as there, there.connected() as implementation:
        await implementation.push(heartbeat(interval=50), heartbeat(interval=0), heartbeat(interval=-1))
        await there.ear.hear_presence(ON, OFF)
        assert await implementation.closed() == aiohttp.WSCloseCode.POLICY_VIOLATION


async def test_a_peer_that_gives_no_sign_of_life_is_off_line() -> None:
    async with house(**QUICK) as there, aiohttp.ClientSession() as http:
        headers = {"X-Self-ID": str(ME), "Authorization": f"Bearer {TOKEN}"}
        async with http.ws_connect(there.url, headers=headers, autoping=False) as socket:
            await there.ear.hear_presence(ON, OFF)
            assert not socket.closed


async def test_the_defaults_notice_within_a_minute() -> None:
    settings = OneBotSettings("qq", "1", "t")
    looked_every = min(settings.keepalive_every, settings.keepalive_patience, settings.heartbeat_patience) / 2
    assert settings.keepalive_every + settings.keepalive_patience + looked_every < 60
    assert 30 + settings.heartbeat_patience + looked_every < 60  # implementations beat every 5 to 30 seconds


def test_roles() -> None:
    assert [Role.named(each) for each in ("Event", " API ", "x")] == [Role.EVENT, Role.API, Role.UNIVERSAL]


async def test_stopping_closes_the_connections() -> None:
    async with house() as there, there.connected() as implementation:
        await there.ear.hear_presence(ON)
        await there.transport.stop()
        assert await implementation.closed() == aiohttp.WSCloseCode.GOING_AWAY


async def test_what_was_not_brought_to_its_end_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    started = asyncio.Event()

    async def never(event: Any) -> None:
        if isinstance(event, Incoming):
            started.set()
            await asyncio.Event().wait()

    async with house() as there, there.connected() as implementation:
        there.ear.on = never
        await implementation.push(said("一"), said("二"))
        await started.wait()
        await there.transport.stop()
        await implementation.closed()
    assert "events_undone" in capsys.readouterr().out


async def test_closing_the_site_closes_the_connections() -> None:
    async with house() as there, there.connected() as implementation:
        await there.ear.hear_presence(ON)
        await there.server.stop()
        assert await implementation.closed() == aiohttp.WSCloseCode.GOING_AWAY


# hostile frames


@pytest.mark.parametrize(
    "frame",
    ["", "{", "null", "[]", '"x"', "1" * 10_000, '{"a":' * 100_000, '{"post_type": ["message"]}', "\ufeff{}", "NaN"],
)
async def test_frames_that_are_none_are_ignored(frame: str, capsys: pytest.CaptureFixture[str]) -> None:
    async with house() as there, there.connected() as implementation:
        await implementation.socket.send_str(frame)
        await implementation.socket.send_bytes(b"\xff\xfe{")
        await implementation.push(said("好"))
        await there.ear.hear(Incoming)
        assert there.transport.state.passed_over.total() == 2
    assert "111" not in capsys.readouterr().out


async def test_frames_may_be_binary() -> None:
    async with house() as there, there.connected() as implementation:
        await implementation.socket.send_bytes(b'{"post_type":"meta_event"}')
        await implementation.push(said("好"))
        await there.ear.hear(Incoming)
    assert there.transport.state.passed_over.total() == 0


async def test_a_frame_that_is_too_large_ends_the_connection_only() -> None:
    async with house() as there:
        async with there.connected() as implementation:
            with contextlib.suppress(ConnectionError):  # it is closed before all is written
                await implementation.push(said("x" * (5 * 1024 * 1024)))
            assert await implementation.closed()
        async with there.connected() as again:
            await again.push(said("好"))
            (event,) = await there.ear.hear(Incoming)
    assert event.text == "好"


async def test_an_event_that_fails_does_not_cost_the_next(capsys: pytest.CaptureFixture[str]) -> None:
    async def fail(event: Any) -> None:
        if getattr(event, "text", "") == "坏":
            raise RuntimeError

    async with house() as there, there.connected() as implementation:
        there.ear.on = fail
        await implementation.push(said("坏"), said("好", sender=ALICE))
        (event,) = await there.ear.hear(Incoming)
    assert event.text == "好"
    assert "event_failed" in capsys.readouterr().out


async def test_frames_of_a_replaced_connection_are_not_heard() -> None:
    async with house() as there, there.connected() as implementation:
        await there.ear.hear_presence(ON)
        (connection,) = there.transport._link.connections
        there.transport._link.detach(connection)
        there.transport._link.detach(connection)
        await implementation.push(said("太晚"))
        assert await implementation.closed()
        await there.ear.hear_presence(ON, OFF)
    assert there.ear.of(Incoming) == []
