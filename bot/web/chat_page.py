"""The chat page's HTTP side: the page, its styles and scripts, pictures, and who may open the WebSocket."""

import ipaddress
from collections.abc import Awaitable, Callable
from importlib import resources
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from bot.web.chat_pictures import MAX_BYTES
from bot.web.chat_platform import ChatPlatform, NotSaid
from bot.web.chat_socket import ChatSockets

_TYPES: Final = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def add_chat_routes(app: web.Application, chat: ChatPlatform, *, host_names: frozenset[str] = frozenset()) -> None:
    """`host_names`: names this server is reached by; addresses and localhost always work.

    Any other name is refused: a hostile page may point a name of its own at this machine (DNS rebinding), and would
    then pass every check that compares Origin and Host.
    """
    page = _ChatPage(chat, ChatSockets(chat), host_names)
    app.router.add_get("/chat", page.guarded(page.show_page))
    app.router.add_get("/chat/ws", page.guarded(page.open_socket))
    app.router.add_post("/chat/pictures", page.guarded(page.take_picture))
    app.router.add_get("/chat/pictures/{name}", page.guarded(page.show_picture))
    app.router.add_get("/chat/{file:[a-z_]+\\.(?:css|js|svg)}", page.guarded(page.show_file))
    app.on_shutdown.append(page.close_sockets)


class _ChatPage:
    def __init__(self, chat: ChatPlatform, sockets: ChatSockets, host_names: frozenset[str]) -> None:
        self._chat = chat
        self._sockets = sockets
        self._host_names = host_names

    def guarded(self, handler: _Handler) -> _Handler:
        async def guard(request: web.Request) -> web.StreamResponse:
            if not self._is_known_host(request.host):
                raise web.HTTPMisdirectedRequest(text="unknown host name", headers=_HEADERS)
            return await handler(request)

        return guard

    def _is_known_host(self, host: str) -> bool:
        name = _host_name(host)
        return name == "localhost" or name in self._host_names or _is_address(name)

    async def show_page(self, _: web.Request) -> web.Response:
        return _file("chat.html")

    async def show_file(self, request: web.Request) -> web.Response:
        return _file(request.match_info["file"])

    async def open_socket(self, request: web.Request) -> web.StreamResponse:
        _check_origin(request)
        return await self._sockets.serve(request)

    async def take_picture(self, request: web.Request) -> web.Response:
        _check_origin(request)
        content = bytearray()
        async for chunk in request.content.iter_any():
            content += chunk
            if len(content) > MAX_BYTES:
                return web.json_response({"error": "图片太大了,最大 8 MB"}, status=413, headers=_HEADERS)
        try:
            picture = await self._chat.keep_picture(bytes(content))
        except NotSaid as refused:
            return web.json_response({"error": str(refused)}, status=415, headers=_HEADERS)
        return web.json_response({"picture": picture.name}, headers=_HEADERS)

    async def show_picture(self, request: web.Request) -> web.StreamResponse:
        path = self._chat.pictures.path(request.match_info["name"], is_thumb="thumb" in request.query)
        if path is None:
            raise web.HTTPNotFound(headers=_HEADERS)
        headers = {**_HEADERS, "Cache-Control": "private, max-age=31536000, immutable", "Content-Type": "image/jpeg"}
        return web.FileResponse(path, headers=headers)

    async def close_sockets(self, _: web.Application) -> None:
        await self._sockets.close()


def _check_origin(request: web.Request) -> None:
    """Browsers always send it here; without this check any page a person has open could speak as them."""
    if urlsplit(request.headers.get("Origin", "")).netloc.lower() != request.host.lower():
        raise web.HTTPForbidden(text="another origin", headers=_HEADERS)


def _host_name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _file(name: str) -> web.Response:
    file = resources.files("templates").joinpath("web", name)
    if not file.is_file():
        raise web.HTTPNotFound(headers=_HEADERS)
    return web.Response(
        body=file.read_bytes(),
        content_type=_TYPES[f".{name.rsplit('.', 1)[-1]}"],
        charset="utf-8",
        headers={**_HEADERS, "Cache-Control": "no-cache"},
    )
