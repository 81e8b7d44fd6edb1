"""A tab without a browser: speaks the page's frames over a real WebSocket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from bot.web.server import WebServer

Frame = dict[str, Any]


class Tab:
    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._keys = 0

    async def send(self, **frame: Any) -> None:
        await self._socket.send_json(frame)

    async def send_text(self, text: str) -> None:
        await self._socket.send_str(text)

    async def next(self, kind: str) -> Frame:
        """The next frame of that type; others before it are passed over."""
        while True:
            frame: Frame = await self._socket.receive_json(timeout=5)
            if frame["type"] == kind:
                return frame

    async def enter(self, person: str, *, after: int = 0, token: str = "") -> Frame:
        await self.send(type="enter", person=person, after=after, token=token)
        return await self.next("welcome")

    async def say(self, text: str, room: str | None = "neighbours", *, key: str = "", **more: Any) -> None:
        self._keys += 1
        await self.send(type="say", key=key or f"key-{id(self)}-{self._keys}", room=room, text=text, **more)

    async def line(self) -> Frame:
        line: Frame = (await self.next("line"))["line"]
        return line

    async def closed(self) -> int | None:
        while not self._socket.closed:
            await self._socket.receive(timeout=5)
        return self._socket.close_code


@asynccontextmanager
async def open_tab(server: WebServer, person: str | None = None) -> AsyncIterator[Tab]:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{server.url}/chat/ws", headers={"Origin": server.url}) as socket,
    ):
        tab = Tab(socket)
        if person is not None:
            await tab.enter(person)
            await tab.next("history")
        yield tab
