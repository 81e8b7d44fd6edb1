"""`yihu demo`: a seeded community in a web chat, whose clock can be moved."""

import asyncio
import webbrowser
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from aiohttp import web
from rich.console import Console

from bot import demo_world
from bot.app import App
from bot.clock import MovableClock, SystemClock
from bot.database import migrated_store
from bot.pacing import UNPACED
from bot.platforms import Platform
from bot.process import told_to_stop, until_stopped
from bot.settings import DatabaseSettings
from bot.time_machine import TimeMachine
from bot.transports.webchat import WebChat
from bot.web.chat_page import add_chat_routes
from bot.web.chat_platform import ChatPlatform, Saying
from bot.web.chat_world import ChatClock
from bot.web.feeds import add_feed_routes
from bot.web.health import add_health_route
from bot.web.public_pages import add_public_routes
from bot.web.server import open_door, serve, url_of
from bot.web.verify_page import add_verify_route
from handlers.rules import HouseRules
from storage.account_lock import hold_account, this_process
from storage.store import Store

PORT: Final = 8080
#: The morning's digest is there when the page's button has moved the clock.
RULES: Final = HouseRules(digest_jitter=timedelta())
#: What is said on first start was said a while ago, some minutes apart.
TALK_BEGAN: Final = timedelta(minutes=40)
BETWEEN: Final = timedelta(minutes=4)


async def run_demo(folder: Path, *, port: int | None = None, open_browser: bool = True) -> None:
    """Until a signal. Raises AccountHeld where the demo runs already on that folder, and what opening raises."""
    database = DatabaseSettings(url=f"sqlite:///{folder / 'yihu.db'}", key_file=folder / "yihu.key")
    console = Console()
    with migrated_store(database) as store:
        holder = this_process(now=SystemClock().now())
        with hold_account(store.engine, demo_world.ACCOUNT, holder=holder):
            await _run(Demo(store, folder), console, port, open_browser=open_browser)


class Demo:
    """The community, its chat, and its clock in one folder."""

    def __init__(self, store: Store, folder: Path, clock: MovableClock | None = None) -> None:
        self._store = store
        self._folder = folder
        self._machine = TimeMachine(clock or MovableClock(), folder / "clock.json")

    async def seed(self) -> None:
        """On first start. The talk goes through a bot of its own, whose clock stands where it is put."""
        with self._store.read() as uow:
            if demo_world.is_seeded(uow):
                return
        clock = MovableClock(self._machine.clock.now() - TALK_BEGAN)
        with self._store.write() as uow:
            demo_world.seed(uow, clock.now())
        chat = self._open_chat(ChatClock(clock.now))
        app = self._app(chat, clock)
        await app.start()
        for room, person, text in demo_world.TALK:
            clock.move_to(clock.now() + BETWEEN)
            chat.say(Saying(person, room, text))
            await _answered(app, chat)
        await app.stop()
        chat.close()

    def open(self, rules: HouseRules = RULES) -> tuple[App, ChatPlatform]:
        chat = self._open_chat(ChatClock(self._machine.clock.now, self._travel))
        self.app = self._app(chat, self._machine.clock, rules)
        return self.app, chat

    async def _travel(self, to: datetime) -> None:
        await self._machine.travel(self.app, to)

    def _open_chat(self, clock: ChatClock) -> ChatPlatform:
        chat = ChatPlatform(self._folder / "chat", clock)
        chat.seed(demo_world.chat_world())
        return chat

    def _app(self, chat: ChatPlatform, clock: MovableClock, rules: HouseRules = RULES) -> App:
        platform = Platform(WebChat(chat), UNPACED, gives_again=True)
        return App(self._store, clock, rules, [platform], tallies=self._folder)


async def _answered(app: App, chat: ChatPlatform) -> None:
    while chat.waiting():  # noqa: ASYNC110 - only here does anybody wait for that, and not for long
        await asyncio.sleep(0.005)
    await app.drain()


async def _run(demo: Demo, console: Console, port: int | None, *, open_browser: bool) -> None:
    stopped = told_to_stop()
    await demo.seed()
    door = open_door("127.0.0.1", PORT if port is None else port)
    rules = replace(RULES, public_url=url_of(door))
    app, chat = demo.open(rules)
    site = web.Application()
    add_chat_routes(site, chat)
    add_health_route(site, app.health)
    add_public_routes(site, app.store, app.clock, rules)
    add_feed_routes(site, app.store, app.clock, rules)
    add_verify_route(site, app.store, app.clock)
    server = await serve(site, door)
    try:
        await app.start()
        url = f"{server.url}/chat"
        console.print(
            f"一呼 demo: [bold link={url}]{url}[/]   (Ctrl+C ends it; the conversation is kept)", soft_wrap=True
        )
        if open_browser:
            await asyncio.to_thread(webbrowser.open, url)
        await until_stopped(app, stopped)
    finally:
        await server.stop()
        await app.stop()
        chat.close()
