"""The composition root: the only place where the running bot is put together, started and stopped."""

import asyncio
import contextlib
import random
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

import structlog

from bot.clock import Clock
from bot.delivery import Delivery
from bot.health import Health
from bot.inbound import Inbound
from bot.new_rooms import NewRoom, plain_room
from bot.outbox import Sender
from bot.outbox_rows import OutboxRows
from bot.pictures import PictureKeeper
from bot.pipeline import Pipeline
from bot.platforms import Platform
from bot.rendering import Renderer
from bot.scheduler import SWEEP_EVERY, Scheduler
from bot.tally import Tally
from bot.tasks import Tasks
from bot.terminal_qr import print_qr
from bot.transcriber import Transcriber
from bot.transports import Presence, PresenceEvent, TransportRejected
from bot.writer import Writer
from handlers.rules import HouseRules
from storage.public_ids import new_public_id
from storage.store import Store, UnitOfWork

log = structlog.get_logger()

STOPS_WITHIN: Final = 10.0
RESTARTS_AFTER: Final = 5.0


class App:
    """A running bot over an open, migrated store. `tallies` is the folder of its counters, and of pictures."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        rules: HouseRules,
        platforms: Sequence[Platform],
        *,
        tallies: Path,
        new_room: NewRoom = plain_room,
        chance: random.Random | None = None,
        sweep_every: timedelta = SWEEP_EVERY,
        transcriber: Transcriber | None = None,
    ) -> None:
        chance = chance or random.SystemRandom()
        outbox_rows = OutboxRows(Renderer(), rules)
        self.store = store
        self.clock = clock
        self.platforms = tuple(platforms)
        self.accounts = tuple(platform.transport.account for platform in platforms)
        self.writer = Writer(store)
        self.delivery = Delivery(outbox_rows)
        self.pipeline = Pipeline(rules, outbox_rows, new_id=new_public_id, new_room=new_room)
        self.senders = {
            each.transport.account: Sender(
                each.transport, self.writer, self.delivery, clock, pacing=each.pacing, chance=chance
            )
            for each in platforms
        }
        self.pictures = [PictureKeeper(each.transport, self.writer, tallies / "pictures") for each in platforms]
        self.scheduler = Scheduler(self.writer, self.pipeline, clock, on_change=self.wake)
        self._tallies: dict[str, Tally] = {}
        self.health = Health(store, clock, self.accounts, lambda: self.scheduler.swept_at, self._tallies)
        self.stops_within = STOPS_WITHIN
        self.restarts_after = RESTARTS_AFTER
        self._sweep_every = sweep_every
        self._folder = tallies
        self._bot_names = rules.bot_names
        self._transcriber = transcriber
        self._new_room = new_room
        self._tasks = Tasks()
        self._ears: list[asyncio.Task[None]] = []
        self._rejected: list[TransportRejected] = []
        self._is_stopping = False

    def inbound(self, account: str) -> Inbound:
        transport = next(each.transport for each in self.platforms if each.transport.account == account)
        return Inbound(
            self.writer,
            self.pipeline,
            self.delivery,
            self.clock,
            tally=self._tallies[account],
            new_room=self._new_room,
            on_change=self.wake,
            on_presence=self._note_presence,
            bot_names=self._bot_names,
            hear=partial(self._transcriber.heard, transport) if self._transcriber is not None else None,
        )

    def wake(self) -> None:
        for sender in self.senders.values():
            sender.wake()
        for keeper in self.pictures:
            keeper.wake()

    def _note_presence(self, event: PresenceEvent) -> None:
        self.health.note(event)
        self.senders[event.account].set_online(is_online=event.presence is Presence.ONLINE)
        match event.presence:
            case Presence.SCAN:
                print_qr(event.detail)
            case Presence.OFFLINE | Presence.REJECTED:
                log.warning("account_away", account=event.account, presence=event.presence.value)
            case Presence.ONLINE:
                log.info("account_online", account=event.account)

    # start, stop

    async def start(self) -> None:
        self.writer.start()
        for account in self.accounts:
            self._tallies[account] = Tally(self._folder / f"{account}.tally")
            await self.writer.do(partial(self._recover, account))
        await self.scheduler.start(every=self._sweep_every)
        self._tasks.start(self.health.watch_loop(), name="loop_lag")
        for account, sender in self.senders.items():
            self._tasks.start(sender.run(), name=f"sender_{account}")
        for keeper in self.pictures:
            self._tasks.start(keeper.run(), name="pictures")
        for platform in self.platforms:
            self._ears.append(self._tasks.start(self._listen(platform), name=f"ear_{platform.transport.account}"))

    def _recover(self, account: str, uow: UnitOfWork) -> None:
        """What the former process left: sends whose outcome nobody knows, messages that are gone."""
        lost = self._tallies[account].lost
        uow.accounts.not_handled(account, lost, now=self.clock.now())
        unknown = self.delivery.recover(uow, account, self.clock.now())
        if lost or unknown:
            log.warning("last_run_ended_early", account=account, messages_not_handled=lost, sends_unknown=unknown)

    async def _listen(self, platform: Platform) -> None:
        """Until the account is rejected or the bot stops. A transport that fails is started again."""
        transport = platform.transport
        inbound = self.inbound(transport.account)
        receive = inbound.receive_to_the_end if platform.gives_again else inbound.receive
        while not self._is_stopping:
            try:
                await transport.run(receive)
            except TransportRejected as rejected:
                log.error("account_rejected", account=transport.account, why=str(rejected))  # noqa: TRY400 - no bug
                self._rejected.append(rejected)
                return
            except Exception as error:
                log.exception("transport_failed", account=transport.account, error=type(error).__name__)
                self._note_presence(PresenceEvent(transport.account, Presence.OFFLINE))
                await asyncio.sleep(self.restarts_after)
            else:
                return
            finally:
                await inbound.stop()

    async def ended(self) -> None:
        """Returns when no account listens any more. Raises TransportRejected where that is the reason."""
        await asyncio.gather(*self._ears)
        if self._rejected:
            raise self._rejected[0]

    async def stop(self) -> None:
        """What was received is committed, what is being sent is settled; the rest stays for the next start."""
        self._is_stopping = True
        for what in (
            *(sender.stop() for sender in self.senders.values()),
            self._stop_listening(),
            self.scheduler.stop(),
        ):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(what, self.stops_within)
        await self._tasks.cancel()
        await self.writer.stop()
        await asyncio.sleep(0)  # the last commits are told to those who wait for them
        for tally in self._tallies.values():
            tally.close()

    async def _stop_listening(self) -> None:
        for platform in self.platforms:
            await platform.transport.stop()
        await asyncio.gather(*self._ears, return_exceptions=True)

    async def drain(self) -> None:
        """Everything that is due now has been sent."""
        for sender in self.senders.values():
            await sender.drain()
