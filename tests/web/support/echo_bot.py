"""A chat platform with a small world and a bot that answers through the Transport, on a free port."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from bot.clock import MovableClock
from bot.tasks import Tasks
from bot.transports import Event, Incoming, Outgoing
from bot.transports.webchat import WebChat
from bot.web.chat_page import add_chat_routes
from bot.web.chat_platform import ChatPlatform
from bot.web.chat_world import ChatClock, ChatPerson, ChatRoom, ChatWorld
from bot.web.server import WebServer, start_web

START = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)  # 10:00 in Chengdu, a Wednesday

WORLD = ChatWorld(
    people=(
        ChatPerson("wang", "王婆婆", "居民"),
        ChatPerson("xiaoli", "小李", "志愿者"),
        ChatPerson("zhao", "赵姐", "志愿者"),
        ChatPerson("grid", "网格员小陈", "网格员"),
    ),
    rooms=(
        ChatRoom("neighbours", "下涧槽邻里群", ("wang", "xiaoli", "zhao", "grid")),
        ChatRoom("volunteers", "康乐志愿队", ("xiaoli", "zhao", "grid")),
    ),
)

Answer = Callable[[WebChat, Incoming], Awaitable[None]]


async def echo(transport: WebChat, said: Incoming) -> None:
    """`私信 …` is answered privately, everything that mentions the bot where it was said."""
    if said.text.startswith("私信") or said.room is None:
        await transport.send(Outgoing(None, said.sender.id, f"只有你看得见:{said.text}"))
    elif said.mentions_bot:
        await transport.send(Outgoing(said.room, None, f"📋 #12 {said.text}\n回复「接单 12」认领"))


@dataclass
class EchoBot:
    folder: Path
    world: ChatWorld = WORLD
    answer: Answer = echo
    is_movable: bool = True
    at: datetime = START
    received: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = MovableClock(self.at)
        self._told = asyncio.Event()

    async def _move(self, to: datetime) -> None:
        self.clock.move_to(to)

    @asynccontextmanager
    async def running(self, port: int = 0) -> AsyncIterator[WebServer]:
        chat = ChatPlatform(self.folder, ChatClock(self.clock.now, self._move if self.is_movable else None))
        chat.seed(self.world)
        self.chat, self.transport = chat, WebChat(chat)
        app = web.Application()
        add_chat_routes(app, chat)
        tasks = Tasks()
        tasks.start(self.transport.run(self._receive), name="echo_bot")
        server = await start_web(app, host="127.0.0.1", port=port)
        try:
            yield server
        finally:
            await server.stop()
            await self.transport.stop()
            await tasks.cancel()
            chat.close()

    async def _receive(self, event: Event) -> None:
        self.received.append(event)
        if isinstance(event, Incoming):
            await self.answer(self.transport, event)
        self._told.set()

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Waits, event by event, until enough has come in."""
        async with asyncio.timeout(5):
            while not is_so():
                self._told.clear()
                await self._told.wait()

    @property
    def said(self) -> list[Incoming]:
        return [event for event in self.received if isinstance(event, Incoming)]
