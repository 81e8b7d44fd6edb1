"""The chat page over HTTP: who may ask, and what they get."""

import io
import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser

import aiohttp
import pytest

from bot.web.chat_pictures import MAX_BYTES
from bot.web.server import WebServer
from tests.web.support.echo_bot import EchoBot
from tests.web.support.pictures import picture


@pytest.fixture
async def server(bot: EchoBot) -> AsyncIterator[WebServer]:
    async with bot.running() as server:
        yield server


@pytest.fixture
async def client(server: WebServer) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(server.url) as session:
        yield session


async def test_the_page_loads_nothing_from_elsewhere(client: aiohttp.ClientSession) -> None:
    loaded: list[str] = []

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert not any(name.startswith("on") or name == "style" for name, _ in attrs), "inline code or styles"
            for name, value in attrs:
                if name in {"src", "href"} and tag in {"script", "link"}:
                    loaded.append(value or "")

    async with client.get("/chat") as answer:
        Links().feed(await answer.text())
    assert len(loaded) == 3
    while loaded:
        async with client.get(loaded.pop()) as answer:
            assert answer.status == 200
            text = await answer.text()
            assert "url(" not in text
            found = re.findall(r'from "([^"]+)"', text)
            assert all(path.startswith("/chat/") for path in found)
            loaded.extend(found)


@pytest.mark.parametrize("path", ["/chat", "/chat/chat.css", "/chat/chat.js", "/chat/nothing.js", "/chat/pictures/x"])
async def test_security_headers_are_everywhere(client: aiohttp.ClientSession, path: str) -> None:
    async with client.get(path) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/chat/nothing.js", "/chat/chat.html", "/chat/__init__.py", "/chat/pictures/x.jpg"])
async def test_nothing_else_is_there(client: aiohttp.ClientSession, path: str) -> None:
    async with client.get(path) as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [
        pytest.param("localhost:1", 200, id="localhost"),
        pytest.param("127.0.0.1", 200, id="address"),
        pytest.param("[::1]:8080", 200, id="address of version 6"),
        pytest.param("evil.example", 421, id="a name somebody points here"),
        pytest.param("[::1", 421, id="no host at all"),
    ],
)
async def test_only_known_host_names_are_served(client: aiohttp.ClientSession, host: str, status: int) -> None:
    async with client.get("/chat", headers={"Host": host}) as answer:
        assert answer.status == status


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://127.0.0.1:1"])
async def test_other_origins_open_no_socket_and_send_no_picture(
    client: aiohttp.ClientSession, origin: str | None
) -> None:
    headers = {"Origin": origin} if origin else {}
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await client.ws_connect("/chat/ws", headers=headers)
    assert refused.value.status == 403
    async with client.post("/chat/pictures", data=picture(), headers=headers) as answer:
        assert answer.status == 403


async def test_a_picture_is_sent_and_shown(client: aiohttp.ClientSession, server: WebServer) -> None:
    async with client.post("/chat/pictures", data=picture(), headers={"Origin": server.url}) as answer:
        name = (await answer.json())["picture"]
    for path in (f"/chat/pictures/{name}", f"/chat/pictures/{name}?thumb"):
        async with client.get(path) as answer:
            assert answer.headers["Content-Type"] == "image/jpeg"
            assert (await answer.read()).startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("content", "status", "why"),
    [
        pytest.param(b"<svg onload=alert(1)>", 415, "只能发 JPG、PNG、WebP、GIF 图片", id="no picture"),
        pytest.param(b"x" * (MAX_BYTES + 1), 413, "图片太大了,最大 8 MB", id="too large"),
    ],
)
async def test_other_files_are_refused(
    client: aiohttp.ClientSession, server: WebServer, content: bytes, status: int, why: str
) -> None:
    async with client.post("/chat/pictures", data=io.BytesIO(content), headers={"Origin": server.url}) as answer:
        assert (answer.status, await answer.json()) == (status, {"error": why})
