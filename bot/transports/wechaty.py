"""WeChat through a Wechaty puppet service, on its protocol layer (`import wechaty` fails on today's Python)."""

import asyncio
import random
from collections.abc import Callable
from functools import partial
from typing import Final

import structlog
from grpclib.const import Status
from grpclib.exceptions import GRPCError

from bot.clock import Clock
from bot.tasks import Tasks
from bot.transports import Abilities, Event, Outgoing, Presence, PresenceEvent, Receive, Sent, TransportRejected
from bot.transports.account_state import AccountState
from bot.transports.wechaty_directory import Directory
from bot.transports.wechaty_happenings import Happenings
from bot.transports.wechaty_images import fetch_file, fetch_image
from bot.transports.wechaty_inflow import Inflow
from bot.transports.wechaty_link import STREAM_OPENS_WITHIN, Link, say_why
from bot.transports.wechaty_messages import MessageReader
from bot.transports.wechaty_sending import send
from bot.transports.wechaty_settings import WechatySettings

log = structlog.get_logger()
_REFUSALS: Final = frozenset({Status.UNAUTHENTICATED, Status.PERMISSION_DENIED})


class WechatyTransport:
    """Sessions follow one another until `stop`: connect, listen, notice the end, wait a little longer each time."""

    def __init__(
        self,
        settings: WechatySettings,
        *,
        is_trusted_inviter: Callable[[str], bool],
        clock: Clock,
        jitter: random.Random,
    ) -> None:
        self.account = settings.account
        self.abilities = Abilities(mention=True, image=True)
        self.settings = settings
        self.state = AccountState(settings.account)
        self._clock = clock
        self._jitter = jitter
        self._is_trusted_inviter = is_trusted_inviter
        self._link = Link(settings)
        self._stopping = asyncio.Event()
        self._ended: asyncio.Future[str] | None = None
        self._receive: Receive = _nobody

    async def run(self, receive: Receive) -> None:
        self._receive = receive
        directory = Directory(self._link, self.settings, self._clock)
        reader = MessageReader(self.settings, self.state, self._link, directory, self._clock)
        happenings = Happenings(
            self.settings,
            self.state,
            self._link,
            directory,
            receive=receive,
            is_trusted_inviter=self._is_trusted_inviter,
        )
        inflow = Inflow(self.settings, self.state, self._link, reader, happenings)
        inflow.start()
        try:
            await self._keep_connected(inflow, happenings)
        except TransportRejected as rejected:
            await receive(PresenceEvent(self.account, Presence.REJECTED, str(rejected)))
            raise
        finally:
            await inflow.stop()  # before the link: a call that breaks swallows the cancellation of its task
            self._link.close()

    async def _keep_connected(self, inflow: Inflow, happenings: Happenings) -> None:
        loop = asyncio.get_running_loop()
        pause = self.settings.backoff_first
        while not self._stopping.is_set():
            began = loop.time()
            why = await self._session(inflow)
            if self._stopping.is_set():
                return
            self._link.close()
            log.warning("gateway_connection_ended", account=self.account, why=why)
            await inflow.tell(partial(happenings.tell_presence, Presence.OFFLINE, why))
            if loop.time() - began > self.settings.backoff_longest:
                pause = self.settings.backoff_first
            await self._rest(pause * self._jitter.uniform(0.5, 1))
            pause = min(pause * 2, self.settings.backoff_longest)

    async def _rest(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    async def _session(self, inflow: Inflow) -> str:
        """One connection from its opening to its end; returns why it ended. In tasks of its own: grpclib cancels the
        task whose stream breaks."""
        ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._ended = ended
        tasks = Tasks()
        try:
            self._link.open()
            tasks.start(self._listen(inflow, ended), name="wechaty_listen")
            tasks.start(self._watch(ended), name="wechaty_watch")
            return await ended
        finally:
            self._ended = None
            await tasks.cancel()

    async def _listen(self, inflow: Inflow, ended: asyncio.Future[str]) -> None:
        try:
            async for event in self._link.events():
                await inflow.take(event)
        except GRPCError as error:
            if error.status in _REFUSALS:
                _end(ended, TransportRejected(self._refusal()))
                return
            if error.status is Status.ALREADY_EXISTS:
                await self._put_out_other_client()
            _end(ended, say_why(error))
        except Exception as error:  # noqa: BLE001 - the client library's edge: whatever it was, the session is over
            _end(ended, say_why(error))
        else:
            _end(ended, "the gateway ended the stream")

    def _refusal(self) -> str:
        return f"WeChat account {self.account}: the gateway at {self.settings.endpoint} refuses the token"

    async def _put_out_other_client(self) -> None:
        """The gateway serves one client. It is this bot's own former connection, or a second bot on the account."""
        log.warning("gateway_had_another_client", account=self.account)
        try:
            await self._link.call(lambda stub: stub.stop())
        except Exception as error:  # noqa: BLE001 - the client library's edge: the next session sees what came of it
            log.warning("gateway_stop_failed", account=self.account, why=say_why(error))

    async def _watch(self, ended: asyncio.Future[str]) -> None:
        """Starts the puppet once the stream is open, then asks for a sign of life whenever the gateway is silent."""
        await self._link.wait_until_up(at_most=STREAM_OPENS_WITHIN)
        try:
            await self._link.call(lambda stub: stub.start())
            self._link.mark_up()
        except Exception as error:  # noqa: BLE001 - the client library's edge: what it means for the session shows below
            log.warning("puppet_start_failed", account=self.account, why=say_why(error))
        loop = asyncio.get_running_loop()
        while not ended.done():
            due = self._link.heard_at + self.settings.keepalive_every
            if due > loop.time():
                await asyncio.sleep(due - loop.time())
            elif not await self._link.is_alive():
                _end(ended, "the gateway does not answer")

    async def is_connected(self, *, at_most: float = 0) -> bool:
        """Whether there is a gateway to send through; waits for one so many seconds."""
        return await self._link.wait_until_up(at_most=at_most)

    async def send(self, outgoing: Outgoing) -> Sent:
        return await send(self._link, self.state, outgoing)

    async def image(self, reference: str) -> bytes:
        return await fetch_image(self._link, reference, patience=self.settings.image_patience)

    async def voice(self, reference: str) -> bytes:
        return await fetch_file(self._link, reference, patience=self.settings.image_patience)

    async def leave_room(self, room: str) -> None:
        try:
            await self._link.call(lambda stub: stub.room_quit(id=room))
        except Exception as error:  # noqa: BLE001 - the client library's edge: the room stays silent anyway
            log.warning("room_not_left", account=self.account, room=room, why=say_why(error))

    async def stop(self) -> None:
        self._stopping.set()
        if self._ended is not None:
            _end(self._ended, "stopped")


def _end(ended: asyncio.Future[str], how: str | TransportRejected) -> None:
    if ended.done():
        return
    if isinstance(how, str):
        ended.set_result(how)
    else:
        ended.set_exception(how)


async def _nobody(event: Event) -> None:
    del event
