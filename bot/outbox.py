"""The sender of one account: one text after another to each place, paced; asleep until something is due."""

import asyncio
import contextlib
import random
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial
from typing import Final

import structlog

from bot.clock import Clock
from bot.delivery import Delivery
from bot.logs import is_debugging
from bot.pacing import Pace, Pacing
from bot.parcels import Parcel, Place
from bot.transports import SendOutcome, Sent, Transport
from bot.writer import Writer
from storage.store import UnitOfWork

log = structlog.get_logger()

#: The room is left once this line was said.
FAREWELL: Final = "rooms/left.j2"
#: So many failures one after another, whatever the room, are the account's own trouble.
FAILURES_IN_A_ROW: Final = 3
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0
#: Nothing wakes the sender when another process wrote into its outbox.
LONGEST_SLEEP: Final = 30.0
#: What is due and does not go out waits behind something that will be tried again.
LOOK_AGAIN_AFTER: Final = 1.0


#: When something is due next, and what goes out now.
_Taken = tuple[datetime | None, list[Parcel]]
#: A parcel and what became of it; None where it was not tried.
Result = tuple[Parcel, Sent | None]


class Sender:
    """`run` until cancelled; `wake` after a commit that wrote rows; silent while the account is off-line."""

    def __init__(
        self,
        transport: Transport,
        writer: Writer,
        delivery: Delivery,
        clock: Clock,
        *,
        pacing: Pacing,
        chance: random.Random,
    ) -> None:
        self._transport = transport
        self._account = transport.account
        self._writer = writer
        self._delivery = delivery
        self._clock = clock
        self._pacing = pacing
        self._pace = Pace(pacing, chance)
        self._woken = asyncio.Event()
        self._stopping = asyncio.Event()
        self._turn = asyncio.Lock()
        self._is_online = False
        self._is_back = False
        self._has_paused = False
        self._failures = 0
        self._rests_until = 0.0
        self._is_in_doubt = False  # whether the last piece of work may have been written without our hearing of it
        self._due_at: datetime | None = None
        self._ahead: asyncio.Future[_Taken] | None = None
        self._unsettled: list[Result] = []

    def wake(self) -> None:
        self._woken.set()

    def set_online(self, *, is_online: bool) -> None:
        """Back on-line, what failed meanwhile is tried at once."""
        self._is_back = is_online and not self._is_online
        self._is_online = is_online
        self._failures, self._rests_until = 0, 0.0
        self.wake()

    async def run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                await self.drain()
            except Exception as error:
                log.exception("sender_failed", account=self._account, error=type(error).__name__)
                self._rest()
            self._stand_by()
            await _wait(self._woken, self._idle())

    async def stop(self) -> None:
        """After the text that is just being sent. What was taken ahead is put back."""
        self._stopping.set()
        self.wake()
        async with self._turn:
            pass
        if self._ahead is not None:
            with contextlib.suppress(Exception):  # what could not be written is in doubt at the next start
                await self.drain()

    async def drain(self) -> None:
        """Sends whatever is due now."""
        async with self._turn:
            while await self._round():
                pass

    async def _round(self) -> bool:
        """Whether more may be due. What was sent is settled and what goes out next is taken by one piece of work."""
        results = tuple(self._unsettled)
        speaks = self._may_send() and (self._has_paused or self._pace.wait(_clock()) <= 0)
        self._has_paused = False
        busy = self._pace.busy(_clock()).keys() if speaks else None
        limit = self._pace.at_once(_clock())
        try:
            self._due_at, parcels = await self._look(partial(self._work, results, busy, limit))
        except Exception:
            self._is_in_doubt = True
            raise
        self._is_in_doubt = False
        del self._unsettled[: len(results)]  # what could not be written is kept for the next time
        if parcels:
            await self._send_all(parcels)
            return True
        if speaks or not self._may_send() or not self._is_due():
            return False
        await _wait(self._stopping, self._pace.wait(_clock()))
        self._has_paused = self._may_send()
        return self._has_paused

    def _stand_by(self) -> None:
        """The next text is taken in the commit that writes it: one commit and two turns of the threads fewer.

        With jitter it waits a while anyway, and where something is due that may not go out, so must what is behind it.
        """
        is_settled = not (self._unsettled or self._is_in_doubt or self._is_back)
        if self._pacing.jitter or not (is_settled and self._may_send()) or self._is_due():
            return
        now = _clock()
        if self._pace.wait(now) <= 0:
            work = partial(self._work, (), self._pace.busy(now).keys(), self._pace.at_once(now))
            self._ahead = self._writer.stand_by(self._account, work)
            self._ahead.add_done_callback(lambda _: self.wake())

    async def _look(self, work: Callable[[UnitOfWork], _Taken]) -> _Taken:
        """What was taken ahead, else what is there now."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None and not self._writer.recall(self._account) and (taken := await ahead)[1]:
            return taken
        return await self._writer.do(work)

    def _work(self, results: Sequence[Result], busy: Collection[Place] | None, limit: int, uow: UnitOfWork) -> _Taken:
        """When something is due next and, where it is due now, what of it goes out; `busy` None: nothing does now."""
        now = self._clock.now()
        self._settle(uow, results, now)
        if self._is_in_doubt:
            self._delivery.doubt_sending(uow, self._account, now)
        if self._is_back:
            self._delivery.hasten(uow, self._account, now)
            self._is_back = False
        due_at = self._delivery.next_due_at(uow, self._account)
        if busy is None or due_at is None or due_at > now:
            return due_at, []
        return due_at, self._delivery.take(uow, self._account, now, limit=limit, busy=busy)

    def _may_send(self) -> bool:
        return self._is_online and not self._stopping.is_set() and self._rests_until <= _clock()

    def _is_due(self) -> bool:
        return self._due_at is not None and self._due_at <= self._clock.now()

    async def _send_all(self, parcels: Sequence[Parcel]) -> None:
        """To each place in order, to different places beside each other.

        The answers to eight come at once and wake the process once: CPU 0.93 of one after another.
        """
        by_place: dict[Place, list[Parcel]] = {}
        for parcel in parcels:
            by_place.setdefault(parcel.place, []).append(parcel)
        await asyncio.gather(*map(self._send_in_order, by_place.values()))

    async def _send_in_order(self, parcels: Sequence[Parcel]) -> None:
        """To one place. What follows a text that did not go out is not tried."""
        is_stuck = False
        for parcel in parcels:
            if is_stuck or parcel.place in self._pace.busy(_clock()) or not self._may_send():
                self._unsettled.append((parcel, None))
                continue
            sent = await self._send(parcel)
            if parcel.template == FAREWELL and sent.outcome is SendOutcome.SENT:
                await self._leave(parcel.outgoing.room or "")
            self._unsettled.append((parcel, sent))
            self._count(sent.outcome)
            is_stuck = sent.outcome is SendOutcome.RETRY or parcel.template == FAREWELL

    async def _send(self, parcel: Parcel) -> Sent:
        if parcel.outgoing.picture is not None and not self._transport.abilities.image:
            log.info("picture_left_out", account=self._account, outbox=parcel.outbox_id)
            return Sent(SendOutcome.SENT)
        self._pace.note(parcel.place, _clock())
        try:
            async with asyncio.timeout(self._pacing.send_within.total_seconds()):
                sent = await self._transport.send(parcel.outgoing)
        except Exception as error:  # noqa: BLE001 - the transport's edge: whatever it raises, the text may have arrived
            sent = Sent(SendOutcome.UNKNOWN, type(error).__name__)
        if is_debugging():
            log.debug("text_sent", account=self._account, outbox=parcel.outbox_id, outcome=sent.outcome.value)
        return sent

    async def _leave(self, room: str) -> None:
        try:
            async with asyncio.timeout(self._pacing.send_within.total_seconds()):
                await self._transport.leave_room(room)
        except Exception as error:  # noqa: BLE001 - the transport's edge: the bot is silent in that room anyway
            log.warning("room_not_left", account=self._account, error=type(error).__name__)

    def _count(self, outcome: SendOutcome) -> None:
        if outcome in {SendOutcome.SENT, SendOutcome.NEVER}:
            self._failures = 0
            return
        self._failures += 1
        if self._failures >= FAILURES_IN_A_ROW:
            self._rest()

    def _rest(self) -> None:
        doublings = max(0, self._failures - FAILURES_IN_A_ROW)
        self._rests_until = _clock() + min(LONGEST_PAUSE, FIRST_PAUSE * 2**doublings)
        log.warning("sender_rests", account=self._account, failures=self._failures)

    def _settle(self, uow: UnitOfWork, results: Sequence[Result], now: datetime) -> None:
        arrived = [parcel.outbox_id for parcel, sent in results if sent and sent.outcome is SendOutcome.SENT]
        self._delivery.arrived(uow, arrived, now)
        for parcel, sent in results:
            if sent is None:
                self._delivery.put_back(uow, parcel.outbox_id)
                continue
            if sent.outcome is not SendOutcome.SENT:
                self._delivery.settle(uow, parcel.outbox_id, sent, now)
            elif parcel.template == FAREWELL:
                self._delivery.room_left(uow, parcel.account, parcel.outgoing.room or "", now)

    def _idle(self) -> float:
        """How long nothing has to be done, if nothing wakes the sender."""
        now = _clock()
        if self._rests_until > now:
            return self._rests_until - now
        if not self._is_online or self._due_at is None:
            return LONGEST_SLEEP
        if not self._is_due():
            return min(LONGEST_SLEEP, (self._due_at - self._clock.now()).total_seconds())
        return min((end - now for end in self._pace.busy(now).values()), default=LOOK_AGAIN_AFTER)


def _clock() -> float:
    """Pacing follows the loop's clock: the bot's own may be moved."""
    return asyncio.get_running_loop().time()


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
