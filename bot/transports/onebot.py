"""QQ groups through any OneBot v11 implementation: it connects to us (reverse WebSocket) and names its account."""

import asyncio
from collections.abc import Callable
from functools import partial

import structlog
from aiohttp import WSCloseCode, web

from bot.clock import Clock
from bot.tasks import Tasks
from bot.transports import Abilities, Event, Outgoing, Presence, Receive, Sent
from bot.transports.account_state import AccountState
from bot.transports.onebot_connection import Connection, Role
from bot.transports.onebot_directory import FAILURES, Directory
from bot.transports.onebot_facts import Facts, as_number, read_facts
from bot.transports.onebot_happenings import Happenings
from bot.transports.onebot_images import fetch_image
from bot.transports.onebot_inflow import Inflow
from bot.transports.onebot_link import Link, why
from bot.transports.onebot_messages import MessageReader, conversation
from bot.transports.onebot_seen import SeenMessages
from bot.transports.onebot_sending import send
from bot.transports.onebot_settings import OneBotSettings

log = structlog.get_logger()
PRESENCE_LANE = "presence"


class OneBotTransport:
    """`serve` is given each connection by the door; `run` lasts until `stop`, connected or not."""

    def __init__(self, settings: OneBotSettings, *, is_trusted_inviter: Callable[[str], bool], clock: Clock) -> None:
        self.account = settings.account
        self.abilities = Abilities(mention=True, image=True)
        self.settings = settings
        self.state = AccountState(settings.account)
        self.is_running = False
        self._clock = clock
        self._tasks = Tasks()
        self._inflow = Inflow(self.account, self._tasks, at_most=settings.events_waiting)
        self._link = Link(on_asked=self._inflow.note_move)
        self._directory = Directory(self._link, settings, clock)
        self._seen = SeenMessages()
        self._reader = MessageReader(settings, self.state, self._link, self._directory, seen=self._seen, clock=clock)
        self._happenings = Happenings(
            settings,
            self._link,
            self._directory,
            receive=self._hand_over,
            send=self.send,
            is_trusted_inviter=is_trusted_inviter,
        )
        self._is_logged_in = True
        self._receive: Receive | None = None
        self._stopping = asyncio.Event()

    async def run(self, receive: Receive) -> None:
        self._receive = receive
        self.is_running = True
        log.info("onebot_awaited", account=self.account, self_id=self.settings.self_id)
        try:
            await self._stopping.wait()
        finally:
            self.is_running = False
            await self.close_connections()
            self._inflow.close()
            await self._tasks.cancel()

    async def serve(self, socket: web.WebSocketResponse, role: Role) -> None:
        """Until the connection ends."""
        connection = Connection(socket, role)
        for old in self._link.attach(connection):
            log.info("onebot_connection_replaced", account=self.account)
            self._tasks.start(old.close(WSCloseCode.POLICY_VIOLATION, "replaced"), name="onebot_replaced")
        log.info("onebot_connected", account=self.account, role=role.value)
        self._is_logged_in = True
        await self._tell_presence()
        tasks = Tasks()
        tasks.start(self._watch(connection), name="onebot_watch")
        if role.can_be_asked:
            tasks.start(self._directory.refresh_friends(), name="onebot_friends")
        try:
            async for frame in connection.frames():
                await self._take(connection, frame)
        finally:
            self._link.detach(connection)
            log.info("onebot_disconnected", account=self.account, role=role.value)
            await self._tell_presence()
            await tasks.cancel()

    async def _watch(self, connection: Connection) -> None:
        settings = self.settings
        reason = await connection.until_silent(
            every=settings.keepalive_every,
            patience=settings.keepalive_patience,
            heartbeat_patience=settings.heartbeat_patience,
        )
        log.warning("onebot_connection_dead", account=self.account, why=reason)
        self._link.detach(connection)
        await self._tell_presence()
        self._tasks.start(connection.close(WSCloseCode.POLICY_VIOLATION, reason), name="onebot_dead")

    async def _take(self, connection: Connection, frame: str | bytes) -> None:
        facts = read_facts(frame)
        if facts is None:
            self.state.pass_over("malformed_frame")
        elif not facts.text("post_type"):
            if not self._link.take_answer(facts):
                self.state.pass_over("answer_to_nothing")
        elif facts.account_id("self_id") not in {"", self.settings.self_id}:
            self.state.pass_over("of_another_account")
        elif facts.text("post_type") == "meta_event":
            await self._take_meta(connection, facts)
        else:
            await self._take_event(connection, facts)

    async def _take_meta(self, connection: Connection, facts: Facts) -> None:
        if facts.text("meta_event_type") == "heartbeat":
            connection.note_heartbeat(facts.number("interval"))
            await self._note_login(is_logged_in=facts.inner("status").flag("online") is not False)

    async def _note_login(self, *, is_logged_in: bool) -> None:
        if self._is_logged_in is not is_logged_in:
            self._is_logged_in = is_logged_in
            await self._tell_presence()

    async def _take_event(self, connection: Connection, facts: Facts) -> None:
        if facts.text("notice_type") == "bot_offline":
            await self._note_login(is_logged_in=False)
            return
        lane = conversation(facts.account_id("group_id") or None, facts.account_id("user_id"))
        is_message = facts.text("post_type") in {"message", "message_sent"}
        await self._inflow.put(lane, partial(self._read if is_message else self._happenings.handle, facts))
        if self._inflow.is_full and not self._link.is_asking:
            connection.is_paused = True
            await self._inflow.wait_until(self._may_read)
            connection.resume()

    def _may_read(self) -> bool:
        return self._link.is_asking or not self._inflow.is_full or not self.is_running

    async def _read(self, facts: Facts) -> None:
        event = await self._reader.read(facts)
        if event is not None:
            await self._hand_over(event)

    async def _hand_over(self, event: Event) -> None:
        if self._receive is not None:
            await self._receive(event)

    async def _tell_presence(self) -> None:
        """What is the case when its turn comes: a connection may have ended and another begun meanwhile."""
        if self.is_running:
            await self._inflow.put(PRESENCE_LANE, self._say_presence)

    async def _say_presence(self) -> None:
        is_online = self._link.is_up and self._is_logged_in
        event = self.state.change(Presence.ONLINE if is_online else Presence.OFFLINE)
        if event is not None:
            await self._hand_over(event)

    async def send(self, outgoing: Outgoing) -> Sent:
        return await send(self._link, self.settings, self.state, self._seen, outgoing)

    async def image(self, reference: str) -> bytes:
        return await fetch_image(self._link, reference, patience=self.settings.image_patience)

    async def voice(self, reference: str) -> bytes:
        patience = self.settings.image_patience
        return await fetch_image(self._link, reference, patience=patience, action="get_record", out_format="mp3")

    async def leave_room(self, room: str) -> None:
        try:
            await self._link.call(
                "set_group_leave", patience=self.settings.call_patience, group_id=as_number(room), is_dismiss=False
            )
        except FAILURES as error:
            log.warning("room_not_left", account=self.account, room=room, why=why(error))

    async def close_connections(self) -> None:
        closing = [each.close(WSCloseCode.GOING_AWAY, "the bot stops") for each in self._link.connections]
        await asyncio.gather(*closing, return_exceptions=True)

    async def stop(self) -> None:
        self._stopping.set()
