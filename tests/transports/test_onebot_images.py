"""Pictures: from the address in the message, or from one that the implementation names."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.transports import Presence
from bot.transports.onebot_images import LARGEST
from bot.web.server import start_web
from tests.transports.onebot_implementation import Answer, failed, house, ok


@pytest.fixture
async def pictures() -> AsyncIterator[str]:
    async def large(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(LARGEST // (1 << 20) + 2):
            await response.write(bytes(1 << 20))
        return response

    async def never(_: web.Request) -> web.Response:
        await asyncio.Event().wait()
        return web.Response()

    async def small(_: web.Request) -> web.Response:
        return web.Response(body=b"picture")

    site = web.Application()
    site.router.add_get("/a.jpg", small)
    site.router.add_get("/large", large)
    site.router.add_get("/never", never)
    server = await start_web(site, host="127.0.0.1", port=0)
    yield server.url
    await server.stop()


async def test_from_the_address_in_the_message(pictures: str) -> None:
    async with house() as there:
        assert await there.transport.image(f"{pictures}/a.jpg") == b"picture"


async def test_from_the_implementation(pictures: str) -> None:
    async with house() as there, there.connected() as implementation:
        await there.ear.hear_presence(Presence.ONLINE)
        implementation.answers["get_image"] = ok({"file": "/srv/a.jpg", "url": f"{pictures}/a.jpg"})
        assert await there.transport.image("A1B2.image") == b"picture"
        assert implementation.of("get_image") == [{"file": "A1B2.image"}]


@pytest.mark.parametrize("path", ["/gone", "/never", "/large"])
async def test_there_is_none(pictures: str, path: str) -> None:
    async with house(image_patience=1.0 if path == "/never" else 60.0) as there:
        with pytest.raises(FileNotFoundError):
            await there.transport.image(f"{pictures}{path}")


@pytest.mark.parametrize("reference", ["http://[", "https://", "http://127.0.0.1:1/a", "file:///etc/passwd", ""])
async def test_an_address_that_is_none(reference: str) -> None:
    async with house() as there:
        with pytest.raises(FileNotFoundError):
            await there.transport.image(reference)


@pytest.mark.parametrize("answer", [failed(1404), ok(), ok({"url": "file:///etc/passwd"}), ok({"url": 5})])
async def test_the_implementation_has_none(answer: Answer) -> None:
    async with house() as there, there.connected() as implementation:
        await there.ear.hear_presence(Presence.ONLINE)
        implementation.answers["get_image"] = answer
        with pytest.raises(FileNotFoundError):
            await there.transport.image("a.jpg")


async def test_a_voice_from_the_implementation(pictures: str) -> None:
    async with house() as there, there.connected() as implementation:
        await there.ear.hear_presence(Presence.ONLINE)
        implementation.answers["get_record"] = ok({"file": "/srv/a.mp3", "url": f"{pictures}/a.jpg"})
        assert await there.transport.voice("a.amr") == b"picture"
        assert implementation.of("get_record") == [{"file": "a.amr", "out_format": "mp3"}]
