"""Where OneBot implementations knock: `/onebot/v11/ws`. The token opens, `X-Self-ID` names the account."""

import hmac
from collections.abc import Sequence
from typing import Final

import structlog
from aiohttp import web

from bot.transports.onebot import OneBotTransport
from bot.transports.onebot_connection import Role
from bot.transports.onebot_facts import Facts
from bot.transports.onebot_settings import PATH

log = structlog.get_logger()
LARGEST_FRAME: Final = 4 * 1024 * 1024
_BEARER: Final = "bearer "


def add_onebot_route(app: web.Application, transports: Sequence[OneBotTransport]) -> None:
    door = _Door(transports)
    app.router.add_get(PATH, door.open)
    app.router.add_get(f"{PATH}/", door.open)
    app.on_shutdown.append(door.close)


class _Door:
    def __init__(self, transports: Sequence[OneBotTransport]) -> None:
        self._transports = {transport.settings.self_id: transport for transport in transports}

    async def open(self, request: web.Request) -> web.StreamResponse:
        self_id = Facts({"id": request.headers.get("X-Self-ID", "").strip()}).account_id("id")
        transport = self._transports.get(self_id)
        if refusal := self._why_not(request, transport):
            status, reason = refusal
            log.warning("onebot_refused", self_id=self_id, why=reason)
            return web.Response(status=status, text=f"{reason}\n")
        assert transport is not None  # noqa: S101 - refused above
        socket = web.WebSocketResponse(autoping=False, timeout=2, max_msg_size=LARGEST_FRAME, compress=False)
        await socket.prepare(request)
        await transport.serve(socket, Role.named(request.headers.get("X-Client-Role", "")))
        return socket

    async def close(self, _: web.Application) -> None:
        for transport in self._transports.values():
            await transport.close_connections()

    def _why_not(self, request: web.Request, transport: OneBotTransport | None) -> tuple[int, str] | None:
        """Whoever has no token at all learns nothing about the accounts here."""
        token = _token(request)
        opened = [each for each in self._transports.values() if _is_same(token, each.settings.token)]
        refusals = (
            (not token, 401, "the access token is missing"),
            (not opened, 403, "the access token is wrong"),
            (transport is None, 403, "X-Self-ID names no account of this bot"),
            (transport not in opened, 403, "the access token is another account's"),
            (transport is not None and not transport.is_running, 503, "the bot is not running"),
            (not web.WebSocketResponse().can_prepare(request), 426, "this is for WebSockets"),
        )
        return next(((status, reason) for is_so, status, reason in refusals if is_so), None)


def _token(request: web.Request) -> str:
    header = request.headers.get("Authorization", "")
    if header.casefold().startswith(_BEARER):
        return header[len(_BEARER) :].strip()
    return request.query.get("access_token", "")


def _is_same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode(errors="surrogatepass"), token.encode())
