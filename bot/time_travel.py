"""Moving the clock on: whatever falls due on the way is done at its own moment, in order."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final

from bot.clock import MovableClock
from bot.delivery import Delivery
from bot.parcels import Parcel
from bot.pipeline import Pipeline
from bot.transports import SendOutcome, Sent
from storage.store import Store, UnitOfWork

_ARRIVED: Final = Sent(SendOutcome.SENT)


def next_moment(uow: UnitOfWork, delivery: Delivery, accounts: Sequence[str]) -> datetime | None:
    """When the next timer or send is due; may lie in the past."""
    moments = [uow.timers.next_due_at(), *(delivery.next_due_at(uow, account) for account in accounts)]
    return min((moment for moment in moments if moment is not None), default=None)


class TimeTravel:
    """For `yihu replay` and tests: no threads, no transport; every parcel counts as sent when it is yielded.

    `deliver()` yields what is due now (after a message), `advance(to)` everything due until then, at its moment:
    when a parcel is yielded, the clock stands at the moment it went out.
    """

    def __init__(
        self, store: Store, pipeline: Pipeline, delivery: Delivery, clock: MovableClock, accounts: Sequence[str]
    ) -> None:
        self._store = store
        self._pipeline = pipeline
        self._delivery = delivery
        self._clock = clock
        self._accounts = accounts

    def deliver(self) -> Iterator[Parcel]:
        for account in self._accounts:
            while parcels := self._take(account):
                yield from parcels

    def _take(self, account: str) -> list[Parcel]:
        now = self._clock.now()
        with self._store.write() as uow:
            parcels = self._delivery.take(uow, account, now)
            for parcel in parcels:
                self._delivery.settle(uow, parcel.outbox_id, _ARRIVED, now)
        return parcels

    def advance(self, to: datetime) -> Iterator[Parcel]:
        yield from self.deliver()
        while (moment := self._next_moment()) is not None and moment <= to:
            self._clock.move_to(max(moment, self._clock.now()))
            self._sweep()
            yield from self.deliver()
        self._clock.move_to(to)

    def _next_moment(self) -> datetime | None:
        with self._store.read() as uow:
            return next_moment(uow, self._delivery, self._accounts)

    def _sweep(self) -> None:
        with self._store.write() as uow:
            sweep_all(uow, self._pipeline, self._clock.now)


def sweep_all(uow: UnitOfWork, pipeline: Pipeline, now: Callable[[], datetime]) -> None:
    """Every timer that is due, those that came due meanwhile among them."""
    while pipeline.sweep(uow, now()):
        pass
