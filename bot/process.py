"""`yihu run`: opens what the settings name, runs the bot until it is told to stop, closes everything."""

import asyncio
import contextlib
import random
import shlex
import signal
from collections.abc import Sequence
from functools import partial
from typing import Final

import structlog
from aiohttp import web

from bot.app import App
from bot.clock import Clock, SystemClock
from bot.database import migrated_store
from bot.garbage import keep_what_is_loaded
from bot.new_rooms import room_of_settings
from bot.platforms import open_chat, open_platforms
from bot.settings import Settings, VoiceSettings, WebSettings
from bot.transcriber import Transcriber
from bot.transports.onebot import OneBotTransport
from bot.transports.onebot_door import add_onebot_route
from bot.web.chat_page import add_chat_routes
from bot.web.feeds import add_feed_routes
from bot.web.health import add_health_route
from bot.web.public_pages import add_public_routes
from bot.web.server import WebServer, start_web
from bot.web.verify_page import add_verify_route
from bot.web.visitors import Visitors
from storage.account_lock import StillHeld, hold_account, this_process
from storage.store import Store

log = structlog.get_logger()

HELD_CHECKED_EVERY: Final = 30.0


class CannotRun(Exception):
    """The message is one line for the operator."""


async def run(settings: Settings) -> None:
    """Until a signal, or until no account is left. Raises AccountHeld, TransportRejected, and what opening raises."""
    clock = SystemClock()
    with migrated_store(settings.database) as store, contextlib.ExitStack() as held:
        holder = this_process(now=clock.now())
        holds = [held.enter_context(hold_account(store.engine, name, holder=holder)) for name in settings.accounts]
        await _run(settings, store, clock, holds)


async def _run(settings: Settings, store: Store, clock: Clock, holds: Sequence[StillHeld]) -> None:
    stopped = told_to_stop()
    folder = settings.database.key_file.parent
    chat = open_chat(settings, folder, store, clock)
    platforms = open_platforms(settings, store, clock, chat, random.SystemRandom())
    new_room = partial(room_of_settings, settings.rooms)
    app = App(
        store,
        clock,
        settings.rules(),
        platforms,
        tallies=folder,
        new_room=new_room,
        transcriber=_transcriber(settings.voice),
    )
    site = web.Application()
    add_health_route(site, app.health)
    add_public_routes(site, store, clock, settings.rules())
    visitors = Visitors(settings.web.trusted_proxies)
    add_feed_routes(site, store, clock, settings.rules(), visitors)
    add_verify_route(site, store, clock, visitors)
    if chat is not None:
        add_chat_routes(site, chat)
    add_onebot_route(site, [each.transport for each in platforms if isinstance(each.transport, OneBotTransport)])
    server = await _serve(site, settings.web)
    try:
        await app.start()
        keep_what_is_loaded()
        await until_stopped(app, stopped, holds)
    finally:
        await app.stop()  # before the server: what is being sent may go out through it
        await server.stop()
        if chat is not None:
            chat.close()


def _transcriber(voice: VoiceSettings) -> Transcriber | None:
    return Transcriber(shlex.split(voice.transcriber), voice.patience) if voice.transcriber else None


async def _serve(site: web.Application, settings: WebSettings) -> WebServer:
    try:
        server = await start_web(site, host=settings.host, port=settings.port)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        raise CannotRun(f"web.host, web.port: cannot listen on {where} ({error.strerror})") from None
    log.info("web_started", url=server.url)
    return server


def told_to_stop() -> asyncio.Event:
    """Set by SIGINT and SIGTERM, from now on."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    return stopped


async def until_stopped(
    app: App,
    stopped: asyncio.Event,
    holds: Sequence[StillHeld] = (),
    *,
    checked_every: float = HELD_CHECKED_EVERY,
) -> None:
    """Raises what ends the accounts, or CannotRun where another process has taken one."""
    ends = [
        asyncio.ensure_future(stopped.wait()),
        asyncio.ensure_future(app.ended()),
        asyncio.ensure_future(_until_lost(holds, checked_every)),
    ]
    try:
        done, _ = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for end in done:
            end.result()
    finally:
        for end in ends:
            end.cancel()
        await asyncio.gather(*ends, return_exceptions=True)


async def _until_lost(holds: Sequence[StillHeld], checked_every: float) -> None:
    """A database that was away may have given our accounts to another process: two would say everything twice."""
    while True:
        await asyncio.sleep(checked_every)
        if not await asyncio.to_thread(lambda: all(hold() for hold in holds)):
            raise CannotRun("another process has taken an account over while the database was away")
