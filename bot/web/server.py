"""The process's one HTTP server: binds, says where it is, stops."""

import errno
import os
import socket
from dataclasses import dataclass
from typing import Final

from aiohttp import web

_PORTS_TRIED: Final = 50
_ANYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - read, not bound here


@dataclass(frozen=True, slots=True)
class WebServer:
    """`url` is where a browser on this machine finds it, without a slash at the end."""

    url: str
    port: int
    _runner: web.AppRunner

    async def stop(self) -> None:
        await self._runner.cleanup()


async def start_web(app: web.Application, *, host: str, port: int) -> WebServer:
    """Raises OSError where `port` is in use."""
    runner = await _runner_of(app)
    try:
        await web.TCPSite(runner, host, port).start()
    except BaseException:
        await runner.cleanup()
        raise
    bound: int = runner.addresses[0][1]
    return WebServer(_url(host, bound), bound, runner)


def open_door(host: str, port: int) -> socket.socket:
    """Listens on that port or the next free one: so the address is known before there is anything to serve."""
    for each in range(port, port + _PORTS_TRIED) if port else (0,):
        try:
            return socket.create_server((host, each))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))


def url_of(door: socket.socket) -> str:
    host, port = door.getsockname()[:2]
    return _url(host, port)


async def serve(app: web.Application, door: socket.socket) -> WebServer:
    runner = await _runner_of(app)
    await web.SockSite(runner, door).start()
    return WebServer(url_of(door), door.getsockname()[1], runner)


async def _runner_of(app: web.Application) -> web.AppRunner:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
    await runner.setup()
    return runner


def _url(host: str, port: int) -> str:
    name = _ANYWHERE.get(host, host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
