"""One WebSocket of an implementation, and whether it is alive."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from enum import Enum
from typing import Any, Final

from aiohttp import WSCloseCode, WSMsgType, web

_BEATS_AT_MOST_EVERY: Final = 300.0


class Role(Enum):
    """An implementation may use one connection for all, or one to tell and one to be asked."""

    UNIVERSAL = "universal"
    EVENT = "event"
    API = "api"

    @classmethod
    def named(cls, name: str) -> "Role":
        try:
            return cls(name.strip().casefold())
        except ValueError:  # none is given, or one that nobody knows
            return cls.UNIVERSAL

    @property
    def can_be_asked(self) -> bool:
        return self is not Role.EVENT

    @property
    def tells(self) -> bool:
        return self is not Role.API


class Connection:
    """`is_over` once it counts no more, though its socket may still be closing."""

    def __init__(self, socket: web.WebSocketResponse, role: Role) -> None:
        self.role = role
        self.is_over = False
        self.is_paused = False
        self._socket = socket
        self._beats_every: float | None = None
        self._beat_at = self._heard_at = _clock()

    async def frames(self) -> AsyncIterator[str | bytes]:
        async for message in self._socket:
            if self.is_over:
                return
            self._heard_at = _clock()
            if message.type in {WSMsgType.TEXT, WSMsgType.BINARY}:
                yield message.data
            elif message.type is WSMsgType.PING:
                with contextlib.suppress(ConnectionError):  # it is just closing
                    await self._socket.pong(message.data)

    async def send(self, frame: Mapping[str, Any]) -> None:
        """Raises ConnectionError."""
        await self._socket.send_str(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))

    @property
    def is_open(self) -> bool:
        return not (self.is_over or self._socket.closed)

    def note_heartbeat(self, milliseconds: int) -> None:
        if milliseconds > 0:
            self._beats_every = min(milliseconds / 1000, _BEATS_AT_MOST_EVERY)
            self._beat_at = _clock()

    def resume(self) -> None:
        """While nothing was read, nothing could be heard."""
        self.is_paused = False
        self._beat_at = self._heard_at = _clock()

    async def until_silent(self, *, every: float, patience: float, heartbeat_patience: float) -> str:
        """Returns why the connection is taken for dead. Whoever is silent is asked for a sign of life before."""
        while True:
            await asyncio.sleep(min(every, patience, heartbeat_patience) / 2)
            if self.is_paused:
                continue
            if self._beats_every is not None and _clock() - self._beat_at > self._beats_every + heartbeat_patience:
                return "no heartbeat"
            silent_for = _clock() - self._heard_at
            if silent_for > every + patience:
                return "no sign of life"
            if silent_for > every:
                with contextlib.suppress(ConnectionError):  # it shows by itself
                    await self._socket.ping()

    async def close(self, code: WSCloseCode, why: str) -> None:
        self.is_over = True
        await self._socket.close(code=code, message=why.encode())


def _clock() -> float:
    return asyncio.get_running_loop().time()
