"""How a connection begins and ends: token, keepalive, back-off, the one client a gateway serves."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from grpclib.const import Status

from bot.tasks import Tasks
from bot.transports import Incoming, Outgoing, Presence, PresenceEvent, SendOutcome
from bot.transports.wechaty_link import Link
from bot.transports.wechaty_payloads import EventKind
from bot.transports.wechaty_settings import Tls, WechatySettings
from tests.transports.fake_gateway import FakeGateway
from tests.transports.wechaty_ear import PATIENCE, running

ON, OFF, SCAN, REJECTED = Presence.ONLINE, Presence.OFFLINE, Presence.SCAN, Presence.REJECTED
QUICK_KEEPALIVE: Final[dict[str, Any]] = {"keepalive_every": 0.1, "keepalive_patience": 0.1, "call_patience": 0.2}


async def test_the_puppet_is_started_and_never_stopped_on_connecting(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint) as transport:
        await transport.ear.hear_presence(ON)
        await gateway.called("Start")
    assert gateway.calls["Stop"] == 0


async def test_a_wrong_token_ends_it_with_one_line(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint, "wrong-token") as transport:
        async with asyncio.timeout(PATIENCE):
            await transport.ended.wait()
        assert transport.ear.of(PresenceEvent)[-1].presence is REJECTED
    line = str(transport.rejected)
    assert line == f"WeChat account main: the gateway at {gateway.endpoint} refuses the token"


async def test_the_token_is_not_shown(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint) as transport:
        assert "secret" not in repr(transport.settings)


@pytest.mark.parametrize("how", ["ended", "broken"])
async def test_a_stream_that_ends_is_opened_again(gateway: FakeGateway, how: str) -> None:
    async with running(gateway.endpoint) as transport:
        await transport.ear.hear_presence(ON)
        if how == "ended":
            gateway.end_stream()
        else:
            await gateway.break_stream()
        await transport.ear.hear_presence(ON, OFF, ON)
        gateway.say("还在")
        assert (await transport.ear.hear(Incoming))[0].text == "还在"


async def test_a_gateway_that_is_not_there_yet_is_found_when_it_comes() -> None:
    fake = FakeGateway()
    await fake.start()
    await fake.stop()
    async with running(fake.endpoint) as transport:
        await transport.ear.hear_presence(OFF)
        assert transport.ear.of(PresenceEvent)[0].detail == "connection refused"
        await fake.start()
        await transport.ear.hear_presence(OFF, ON)
    await fake.stop()


async def test_a_frozen_gateway_is_noticed_and_joined_again(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint, **QUICK_KEEPALIVE) as transport:
        await transport.ear.hear_presence(ON)
        gateway.thawed.clear()
        await transport.ear.hear_presence(ON, OFF)
        assert transport.ear.of(PresenceEvent)[-1].detail == "the gateway does not answer"
        gateway.thawed.set()
        await transport.ear.hear_presence(ON, OFF, ON)


async def test_a_gateway_that_says_no_to_the_sign_of_life_is_alive(gateway: FakeGateway) -> None:
    gateway.refuse("Version", Status.UNIMPLEMENTED)
    async with running(gateway.endpoint, **QUICK_KEEPALIVE) as transport:
        await transport.ear.hear_presence(ON)
        await gateway.called("Version", 3)
        await transport.ear.hear_presence(ON)


def test_a_gateway_that_freezes_is_noticed_within_a_minute() -> None:
    settings = WechatySettings("main", "127.0.0.1:1", "secret")
    assert settings.call_patience + settings.keepalive_every + settings.keepalive_patience < 60
    assert settings.backoff_longest < 10


async def test_nothing_is_begun_after_a_stop(gateway: FakeGateway) -> None:
    async with running(gateway.endpoint) as transport:
        await transport.ear.hear_presence(ON)
    await transport.run(transport.ear)
    assert not await transport.is_connected()


@asynccontextmanager
async def left_over_connection(gateway: FakeGateway) -> AsyncIterator[Link]:
    """A client whose end the gateway has not noticed."""
    link = Link(WechatySettings("old", gateway.endpoint, gateway.token))
    link.open()
    tasks = Tasks()
    tasks.start(read_on(link), name="left_over")
    await link.wait_until_up(at_most=PATIENCE)
    yield link
    link.close()
    await tasks.cancel()


async def read_on(link: Link) -> None:
    async for _ in link.events():
        pass


async def test_another_client_is_put_out_where_it_is_in_the_way(gateway: FakeGateway) -> None:
    async with left_over_connection(gateway), running(gateway.endpoint) as transport:
        await transport.ear.hear_presence(OFF, ON)
    assert gateway.calls["Stop"] == 1


async def test_a_stop_that_fails_is_tried_again_with_the_next_session(gateway: FakeGateway) -> None:
    gateway.refuse("Stop", Status.UNKNOWN, "Error: busy")
    async with left_over_connection(gateway), running(gateway.endpoint) as transport:
        await transport.ear.hear_presence(OFF)
        await gateway.called("Stop", 2)
        del gateway.answers["Stop"]
        await transport.ear.hear_presence(OFF, ON)


async def test_a_puppet_that_does_not_start_costs_nothing_if_events_come(gateway: FakeGateway) -> None:
    gateway.refuse("Start", Status.UNKNOWN, "Error: already started")
    async with running(gateway.endpoint) as transport:
        await transport.ear.hear_presence(ON)
        gateway.say("在")
        await transport.ear.hear(Incoming)


async def test_a_gateway_that_is_silent_at_first_is_usable_once_it_answers() -> None:
    fake = FakeGateway(logs_in="")
    await fake.start()
    async with running(fake.endpoint) as transport:
        assert await transport.is_connected(at_most=PATIENCE)
        assert (await transport.send(Outgoing("r1", None, "在"))).outcome is SendOutcome.SENT
    await fake.stop()


async def test_login_scan_and_logout_are_told_once(gateway: FakeGateway) -> None:
    gateway.logs_in = ""
    async with running(gateway.endpoint) as transport:
        await gateway.called("Event")
        gateway.emit(EventKind.SCAN, {"qrcode": "code-1", "status": 2})
        gateway.emit(EventKind.SCAN, {"qrcode": "code-1", "status": 2})
        gateway.emit(EventKind.SCAN, {"qrcode": "code-1", "status": 3})  # scanned: nothing to show
        gateway.emit(EventKind.SCAN, {"qrcode": "code-2", "status": 5})
        gateway.emit(EventKind.LOGIN, {"contactId": "me"})
        gateway.emit(EventKind.LOGIN, {"contactId": "me"})
        gateway.emit(EventKind.LOGOUT, {"contactId": "me", "data": "Error: at /path.js"})
        await transport.ear.hear_presence(SCAN, SCAN, ON, OFF)
        details = [event.detail for event in transport.ear.of(PresenceEvent)]
        assert details == ["code-1", "code-2", "me", "logged out"]


async def test_stop_during_a_pause_ends_it_at_once() -> None:
    fake = FakeGateway()
    await fake.start()
    await fake.stop()
    async with running(fake.endpoint, backoff_first=60, backoff_longest=60) as transport:
        await transport.ear.hear_presence(OFF)


@pytest.mark.parametrize(
    ("tls", "trusted", "presence", "detail"),
    [
        pytest.param(Tls.ON, True, ON, "me", id="right certificate"),
        pytest.param(Tls.ON, False, OFF, "TLS failed", id="unknown certificate"),
        pytest.param(Tls.INSECURE, False, ON, "me", id="whoever answers"),
        pytest.param(Tls.OFF, False, OFF, "connection lost", id="plain to a TLS gateway"),
    ],
)
async def test_tls(tmp_path: Path, tls: Tls, trusted: bool, presence: Presence, detail: str) -> None:
    certificate = write_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.set_alpn_protocols(["h2"])
    fake = FakeGateway()
    await fake.start(context)
    async with running(fake.endpoint, tls=tls, tls_ca_file=str(certificate) if trusted else None) as transport:
        await transport.ear.hear_presence(presence)
        assert transport.ear.of(PresenceEvent)[0].detail == detail
    await fake.stop()


def write_certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gateway")])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=3650))
        .not_valid_after(now + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "gateway.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path
