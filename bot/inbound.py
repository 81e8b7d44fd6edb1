"""What transports report becomes work for the writer, in the order in which it came."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Final

import structlog

from bot.clock import Clock
from bot.delivery import Delivery
from bot.inbox import Asked, Inbox
from bot.new_rooms import NewRoom
from bot.pipeline import Outcome, Pipeline
from bot.tally import Tally
from bot.tasks import Tasks
from bot.transports import (
    Befriended,
    Echo,
    Event,
    Incoming,
    PeopleMoved,
    PresenceEvent,
    Recalled,
    RoomChange,
    RoomEvent,
)
from bot.writer import Writer
from handlers.act import key
from storage.store import UnitOfWork

log = structlog.get_logger()

#: From a voice message to one in words, or to itself.
Hear = Callable[[Incoming], Awaitable[Incoming]]
#: These changed nothing: nobody has to look into the outbox.
WITHOUT_EFFECT: Final = frozenset({Outcome.IGNORED, Outcome.REPEATED, Outcome.TOO_OLD, Outcome.SHADOWED})


class Inbound:
    """`receive` is for channels that replay nothing: it returns when the message waits for the writer.

    `receive_to_the_end` returns after the commit, for a channel that gives again what it was not thanked for.
    """

    def __init__(
        self,
        writer: Writer,
        pipeline: Pipeline,
        delivery: Delivery,
        clock: Clock,
        *,
        tally: Tally,
        new_room: NewRoom,
        on_change: Callable[[], None],
        on_presence: Callable[[PresenceEvent], None],
        hear: Hear | None = None,
        bot_names: tuple[str, ...] = (),
    ) -> None:
        self._writer = writer
        self._pipeline = pipeline
        self._delivery = delivery
        self._clock = clock
        self._new_room = new_room
        self._on_change = on_change
        self._on_presence = on_presence
        self._hear = hear
        self._tasks = Tasks()
        self._inbox = Inbox(self._submit, self._who_was_asked, tally=tally, bot_names=bot_names)

    async def receive(self, event: Event) -> None:
        if isinstance(event, Incoming):
            if not await self._inbox.admits(event):
                return
            if event.voice and self._hear is not None:  # a program takes its time; nobody waits for it
                self._tasks.start(self._put_heard(event, self._hear), name="voice")
            else:
                self._inbox.put(event)
            return
        await self._note(event)

    async def receive_to_the_end(self, event: Event) -> None:
        if isinstance(event, Incoming):
            await asyncio.wait([self._submit(event)])
            return
        await self._note(event)

    async def stop(self) -> None:
        """What waited is with the writer. What is still being listened to is lost, and counted so."""
        await self._tasks.cancel()
        await self._inbox.emptied()

    async def _put_heard(self, incoming: Incoming, hear: Hear) -> None:
        self._inbox.put(await hear(incoming))

    def _submit(self, incoming: Incoming) -> asyncio.Future[Outcome]:
        future = self._writer.submit(partial(self._handle, incoming))
        future.add_done_callback(partial(self._handled, incoming))
        return future

    def _handle(self, incoming: Incoming, uow: UnitOfWork) -> Outcome:
        now = self._clock.now()
        outcome = self._pipeline.handle(uow, incoming, now)
        if incoming.room is None:  # who writes privately can be written to
            self._delivery.befriended(uow, incoming.account, incoming.sender, now)
        return outcome

    def _handled(self, incoming: Incoming, future: asyncio.Future[Outcome]) -> None:
        if future.cancelled():
            return
        if (error := future.exception()) is not None:
            log.error("message_failed", account=incoming.account, error=type(error).__name__, exc_info=error)
        elif future.result() not in WITHOUT_EFFECT or incoming.room is None:
            self._on_change()

    async def _who_was_asked(self, account: str) -> Asked:
        """Behind the messages that the writer has already: what these led to is known."""
        try:
            return await self._writer.do(lambda uow: uow.questions.people_asked(account, now=self._clock.now()))
        except Exception as error:
            log.exception("not_known_who_was_asked", account=account, error=type(error).__name__)
            return None

    async def _note(self, event: Event) -> None:
        """Raises nothing: a transport goes on listening, whatever became of one event."""
        if isinstance(event, PresenceEvent):
            self._on_presence(event)
        try:
            await self._writer.do(partial(self._write, event))
        except Exception as error:
            log.exception("event_failed", account=event.account, kind=type(event).__name__, error=type(error).__name__)
        self._on_change()

    def _write(self, event: Event, uow: UnitOfWork) -> None:
        now = self._clock.now()
        match event:
            case Echo():
                self._delivery.settle_echo(uow, event, now)
            case Befriended():
                self._delivery.befriended(uow, event.account, event.person, now)
            case Recalled():
                self._pipeline.recalled(uow, event, now)
            case PeopleMoved():
                self._pipeline.moved(uow, event, now)
            case RoomEvent():
                self._change_room(uow, event, now)
            case PresenceEvent():
                uow.accounts.seen(event.account, event.presence.value, now=now)

    def _change_room(self, uow: UnitOfWork, event: RoomEvent, now: datetime) -> None:
        room = uow.rooms.known_as(event.account, event.room)
        if event.change is RoomChange.LEFT:
            self._delivery.room_left(uow, event.account, event.room, now)
        elif room is None:
            uow.rooms.add(self._new_room(event.account, event.room, event.topic))
        elif event.change is RoomChange.JOINED:
            uow.rooms.change(key(room.id), left_at=None, topic=event.topic or room.topic)
        elif event.topic:
            uow.rooms.change(key(room.id), topic=event.topic)
        log.info("room_changed", account=event.account, change=event.change.value, room=room.id if room else None)
