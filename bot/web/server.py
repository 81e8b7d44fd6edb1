"""The process's one HTTP server: binds, says where it is, stops."""

import errno
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


async def start_web(app: web.Application, *, host: str, port: int, may_move: bool = False) -> WebServer:
    """With `may_move` the next free port is taken where `port` is in use; otherwise that raises OSError."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
    await runner.setup()
    try:
        bound = await _bind(runner, host, port, tries=_PORTS_TRIED if may_move else 1)
    except BaseException:
        await runner.cleanup()
        raise
    name = _ANYWHERE.get(host, host)
    shown = f"[{name}]" if ":" in name else name
    return WebServer(f"http://{shown}:{bound}", bound, runner)


async def _bind(runner: web.AppRunner, host: str, port: int, *, tries: int) -> int:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        if error.errno != errno.EADDRINUSE or tries == 1:
            raise
        return await _bind(runner, host, port + 1, tries=tries - 1)
    bound: int = runner.addresses[0][1]
    return bound
