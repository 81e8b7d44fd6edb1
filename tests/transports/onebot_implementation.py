"""A OneBot implementation that does as it is told, and the transport that it connects to."""

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp
from aiohttp import web

from bot.clock import Clock, SystemClock
from bot.tasks import Tasks
from bot.transports import Incoming
from bot.transports.onebot import OneBotTransport
from bot.transports.onebot_door import add_onebot_route
from bot.transports.onebot_settings import PATH, OneBotSettings
from bot.web.server import WebServer, start_web
from tests.transports.wechaty_ear import PATIENCE, Ear

ME: Final = 10001
TOKEN: Final = "secret"  # noqa: S105 - the fake's own
ALICE, BOB, CAROL = 20001, 20002, 20003
GROUP: Final = 30001
NAMES: Final = {ME: "呼呼", ALICE: "王婆婆", BOB: "小李", CAROL: "赵姐"}

Answer = dict[str, Any] | None | Callable[[dict[str, Any]], dict[str, Any] | None]


def ok(data: Any = None) -> dict[str, Any]:
    return {"status": "ok", "retcode": 0, "data": data}


def failed(code: int, words: str = "") -> dict[str, Any]:
    return {"status": "failed", "retcode": code, "data": None, "message": "", "wording": words}


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "data": {"text": words}}


def at(number: int | str, **more: str) -> dict[str, Any]:
    return {"type": "at", "data": {"qq": str(number), **more}}


def reply(message_id: int | str) -> dict[str, Any]:
    return {"type": "reply", "data": {"id": str(message_id)}}


def image(**data: Any) -> dict[str, Any]:
    return {"type": "image", "data": data}


def said(message: Any, *, sender: int = ALICE, group: int | None = GROUP, **more: Any) -> dict[str, Any]:
    """A message event as implementations write it."""
    return {
        "time": int(time.time()),
        "self_id": ME,
        "post_type": "message",
        "message_type": "group" if group else "private",
        "sub_type": "normal" if group else "friend",
        "message_id": next(_numbers),
        "user_id": sender,
        **({"group_id": group, "anonymous": None} if group else {}),
        "message": message,
        "raw_message": "",
        "font": 0,
        "sender": {"user_id": sender, "nickname": NAMES.get(sender, ""), "card": "", "role": "member"},
        **more,
    }


def notice(kind: str, **more: Any) -> dict[str, Any]:
    return {"time": int(time.time()), "self_id": ME, "post_type": "notice", "notice_type": kind, **more}


def request(kind: str, **more: Any) -> dict[str, Any]:
    return {"time": int(time.time()), "self_id": ME, "post_type": "request", "request_type": kind, **more}


def heartbeat(interval: int = 5000, *, online: bool | None = True) -> dict[str, Any]:
    status = {"online": online, "good": True}
    head = {"time": int(time.time()), "self_id": ME, "post_type": "meta_event"}
    return {**head, "meta_event_type": "heartbeat", "status": status, "interval": interval}


_numbers = itertools.count(1)


class Implementation:
    """`answers` by action, given as they are or made from the parameters; None gives none at all."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.close_code: int | None = None
        self.answers: dict[str, Answer] = {
            "send_group_msg": lambda _: ok({"message_id": next(_numbers)}),
            "send_private_msg": lambda _: ok({"message_id": next(_numbers)}),
            "get_group_info": lambda wanted: ok({"group_id": wanted["group_id"], "group_name": "邻里群"}),
            "get_group_member_info": lambda wanted: ok({"nickname": NAMES.get(wanted["user_id"], ""), "card": ""}),
            "get_friend_list": ok([{"user_id": ALICE, "nickname": "王婆婆"}]),
            "get_msg": failed(1404),
            "set_friend_add_request": ok(),
            "set_group_add_request": ok(),
            "set_group_leave": ok(),
        }
        self._news = asyncio.Condition()

    async def run(self) -> None:
        async for message in self.socket:
            wanted = json.loads(message.data)
            action, parameters = wanted["action"], wanted["params"]
            answer = self.answers.get(action, failed(1404))
            answer = answer(parameters) if callable(answer) else answer
            if answer is not None:
                await self.push(answer | {"echo": wanted["echo"]})
            async with self._news:
                self.calls.append((action, parameters))
                self._news.notify_all()
        async with self._news:
            self.close_code = self.socket.close_code
            self._news.notify_all()

    async def push(self, *frames: Any) -> None:
        for frame in frames:
            await self.socket.send_str(json.dumps(frame))

    def of(self, action: str) -> list[dict[str, Any]]:
        return [parameters for each, parameters in self.calls if each == action]

    async def called(self, action: str, count: int = 1) -> list[dict[str, Any]]:
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: len(self.of(action)) >= count)
        return self.of(action)

    async def closed(self) -> int | None:
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: self.close_code is not None)
        return self.close_code


class House:
    """A process's web server with its OneBot accounts; `ear` hears the first."""

    def __init__(self, server: WebServer, transports: Sequence[OneBotTransport], ears: Sequence[Ear]) -> None:
        self.url = f"{server.url}{PATH}"
        self.server = server
        self.transports = transports
        self.transport = transports[0]
        self.ears = ears
        self.ear = ears[0]

    @asynccontextmanager
    async def connected(
        self,
        *,
        self_id: int | str | None = ME,
        token: str | None = TOKEN,
        role: str | None = "Universal",
        query: str = "",
    ) -> AsyncIterator[Implementation]:
        headers = {"X-Self-ID": self_id, "Authorization": token and f"Bearer {token}", "X-Client-Role": role}
        given = {name: str(value) for name, value in headers.items() if value is not None}
        tasks = Tasks()
        async with (
            aiohttp.ClientSession() as http,
            http.ws_connect(self.url + query, headers=given, max_msg_size=0) as socket,
        ):
            implementation = Implementation(socket)
            task = tasks.start(implementation.run(), name="implementation")
            try:
                yield implementation
            finally:
                await socket.close()
                await task


async def heard(there: House, implementation: Implementation, *frames: Any) -> list[Incoming]:
    """What the frames became: all was read once the last one is."""
    before = len(there.ear.of(Incoming))
    last = f"last-{before}"
    await implementation.push(*frames, said("最后一条", message_id=last))
    while not any(event.id == last for event in there.ear.of(Incoming)):
        await there.ear.hear(Incoming, count=len(there.ear.of(Incoming)) + 1)
    return there.ear.of(Incoming)[before:-1]


@asynccontextmanager
async def house(
    *, clock: Clock | None = None, others: Sequence[OneBotSettings] = (), **settings: Any
) -> AsyncIterator[House]:
    first = OneBotSettings("qq", str(ME), TOKEN, **{"greeting": "您好"} | settings)
    transports = [
        OneBotTransport(each, is_trusted_inviter=is_trusted, clock=clock or SystemClock()) for each in (first, *others)
    ]
    site = web.Application()
    add_onebot_route(site, transports)
    server = await start_web(site, host="127.0.0.1", port=0)
    ears = [Ear() for _ in transports]
    tasks = Tasks()
    running = [tasks.start(each.run(ear), name="transport") for each, ear in zip(transports, ears, strict=True)]
    await asyncio.sleep(0)  # they are at the door now
    try:
        yield House(server, transports, ears)
    finally:
        for each in transports:
            await each.stop()
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*running)
        await server.stop()


def is_trusted(inviter: str) -> bool:
    return inviter == str(CAROL)
