"""How the process is: accounts, sends, sweep, event loop. What `/healthz` shows."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.clock import Clock
from bot.tally import Tally
from bot.transports import Presence, PresenceEvent
from storage.repositories.condition import Condition
from storage.store import Store

OFFLINE_TOO_LONG: Final = timedelta(seconds=60)
QUEUE_TOO_OLD: Final = timedelta(minutes=10)
SWEEP_TOO_OLD: Final = timedelta(seconds=60)
LAG_EVERY: Final = 0.05
#: A lag is forgotten by half in seven seconds.
_LAG_FADES: Final = 0.995


@dataclass(frozen=True, slots=True)
class Seen:
    presence: Presence
    since: datetime


class Health:
    """Accounts start off-line: until they are seen, nothing is known of them."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        accounts: Iterable[str],
        swept_at: Callable[[], datetime | None],
        tallies: Mapping[str, Tally],
    ) -> None:
        self._store = store
        self._clock = clock
        self._swept_at = swept_at
        self._tallies = tallies
        self._lag = 0.0
        self._worst_lag = 0.0
        self._accounts = {account: Seen(Presence.OFFLINE, clock.now()) for account in accounts}

    def note(self, event: PresenceEvent) -> None:
        if self._accounts[event.account].presence is not event.presence:
            self._accounts[event.account] = Seen(event.presence, self._clock.now())

    async def watch_loop(self, *, every: float = LAG_EVERY) -> None:
        """Measures how late the event loop is; the worst of the last seconds fades slowly, the worst of all stays."""
        loop = asyncio.get_running_loop()
        while True:
            wanted = loop.time() + every
            await asyncio.sleep(every)
            lag = loop.time() - wanted
            self._lag = max(lag, self._lag * _LAG_FADES)
            self._worst_lag = max(lag, self._worst_lag)

    async def report(self) -> tuple[bool, dict[str, Any]]:
        """Whether all is well, and the facts."""
        now = self._clock.now()
        parked, overdue = await asyncio.to_thread(self._read, now)
        swept_at = self._swept_at()
        troubles = [
            *(f"account {name} is {seen.presence}" for name, seen in self._accounts.items() if _is_away(seen, now)),
            *(f"account {name}: sends wait" for name, (due, _) in overdue.items() if now - due > QUEUE_TOO_OLD),
        ]
        if swept_at is None or now - swept_at > SWEEP_TOO_OLD:
            troubles.append("no sweep")
        return not troubles, {
            "troubles": troubles,
            "accounts": {
                name: {"presence": seen.presence, "since": seen.since.isoformat()}
                for name, seen in self._accounts.items()
            },
            "inbox": {name: {"waiting": each.open, "dropped": each.dropped} for name, each in self._tallies.items()},
            "parked": [{"account": each.account, "reason": each.reason, "count": each.count} for each in parked],
            "due": {
                name: {"count": count, "oldest_seconds": round((now - due).total_seconds(), 1)}
                for name, (due, count) in overdue.items()
            },
            "swept_at": swept_at.isoformat() if swept_at is not None else None,
            "loop_lag_ms": round(self._lag * 1000, 1),
            "loop_lag_worst_ms": round(self._worst_lag * 1000, 1),
        }

    def _read(self, now: datetime) -> tuple[list[Any], dict[str, tuple[datetime, int]]]:
        with self._store.engine.connect().execution_options(is_reader=True) as connection:
            condition = Condition(connection)
            return condition.parked(), condition.oldest_due(now=now)


def _is_away(seen: Seen, now: datetime) -> bool:
    return seen.presence is not Presence.ONLINE and now - seen.since > OFFLINE_TOO_LONG
