"""The gateway's events in their order: payloads are fetched side by side, put in line as they came, and handled room
by room. It outlives a session: what was announced before a connection broke is asked for again after it."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

import structlog
from grpclib.exceptions import GRPCError
from wechaty_grpc.wechaty.puppet import EventResponse

from bot.tasks import Tasks
from bot.transports.account_state import AccountState
from bot.transports.lanes import Lanes
from bot.transports.wechaty_happenings import Happenings
from bot.transports.wechaty_link import Link, say_why
from bot.transports.wechaty_messages import MessageReader
from bot.transports.wechaty_payloads import EventKind, MessageFacts, Payload
from bot.transports.wechaty_settings import WechatySettings

log = structlog.get_logger()

Step = Callable[[], Awaitable[None]]
PRESENCE_LANE: Final = "presence"
PEOPLE_LANE: Final = "people"
ACCOUNT_LANES_HOLD: Final = 10_000
OF_PRESENCE: Final = frozenset({EventKind.LOGIN, EventKind.LOGOUT, EventKind.SCAN})
TRIES: Final = 4
#: Some puppets announce a message a moment before they can show it.
ASK_AGAIN_AFTER: Final = 0.3


class Inflow:
    def __init__(
        self,
        settings: WechatySettings,
        account: AccountState,
        link: Link,
        reader: MessageReader,
        happenings: Happenings,
    ) -> None:
        self._settings = settings
        self._account = account
        self._link = link
        self._reader = reader
        self._happenings = happenings
        self._tasks = Tasks()
        self._lanes = Lanes(self._tasks, at_most=settings.events_waiting)
        self._account_lanes = Lanes(self._tasks, at_most=ACCOUNT_LANES_HOLD)  # its news must not wait for the rooms
        self._is_stopped = False
        self._line: asyncio.Queue[Step] = asyncio.Queue(settings.events_waiting)

    def start(self) -> None:
        self._tasks.start(self._put_in_lanes(), name="wechaty_line")

    async def stop(self) -> None:
        if undone := self._line.qsize() + self._lanes.waiting:
            log.warning("events_undone", account=self._account.name, count=undone)
        self._is_stopped = True
        self._lanes.close()
        self._account_lanes.close()
        await self._tasks.cancel()

    async def take(self, event: EventResponse) -> None:
        """Waits while too much is undone: then the gateway keeps what comes."""
        payload = Payload(event.payload)
        if event.type == EventKind.MESSAGE:
            await self._take_message(payload.text("messageId"))
        elif room := payload.text("roomId"):
            await self._line.put(partial(self._lanes.put, room, partial(self._happenings.handle, event.type, payload)))
        else:
            if event.type == EventKind.LOGIN:  # at once: from here on own messages are known
                self._account.me = payload.text("contactId") or self._account.me
            lane = PRESENCE_LANE if event.type in OF_PRESENCE else PEOPLE_LANE
            await self._account_lanes.put(lane, partial(self._happenings.handle, event.type, payload))

    async def _take_message(self, message_id: str) -> None:
        if not message_id:
            self._account.pass_over("no_id")
            return
        fetched: asyncio.Future[MessageFacts | None] = asyncio.get_running_loop().create_future()
        await self._line.put(partial(self._place_message, message_id, fetched))
        self._tasks.start(self._fetch(message_id, fetched), name="wechaty_payload")

    async def tell(self, step: Step) -> None:
        """News of the account's presence, in their order."""
        await self._account_lanes.put(PRESENCE_LANE, step)

    async def _put_in_lanes(self) -> None:
        while True:
            step = await self._line.get()
            await step()

    async def _place_message(self, message_id: str, fetched: asyncio.Future[MessageFacts | None]) -> None:
        facts = await fetched
        if facts is None:
            self._account.pass_over("lost")
            return
        lane = facts.room_id or f"with {facts.from_id}"
        await self._lanes.put(lane, partial(self._read, message_id, facts))

    async def _read(self, message_id: str, facts: MessageFacts) -> None:
        event = await self._reader.read(message_id, facts)
        if event is not None:
            await self._happenings.receive(event)

    async def _fetch(self, message_id: str, fetched: asyncio.Future[MessageFacts | None]) -> None:
        facts = None
        try:
            facts = await self._try_to_fetch(message_id)
        finally:
            if not fetched.done():
                fetched.set_result(facts)

    async def _try_to_fetch(self, message_id: str) -> MessageFacts | None:
        """A gateway that says nothing at all is about to be given up: after that its messages can be had again."""
        tries, why = TRIES, "no connection"
        while (
            tries > 0 and not self._is_stopped and await self._link.wait_until_up(at_most=self._settings.send_patience)
        ):
            heard_at = self._link.heard_at
            try:
                return await self._link.message(message_id)
            except GRPCError as error:
                why = say_why(error)
                tries -= 2
                await asyncio.sleep(ASK_AGAIN_AFTER)
            except Exception as error:  # noqa: BLE001 - the client library's edge: the link is broken, or it stalls
                why = say_why(error)
                tries -= 2 if self._link.heard_at > heard_at else 1
        log.warning("message_lost", account=self._account.name, message=message_id, why=why)
        return None
