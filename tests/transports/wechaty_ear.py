"""What a test hears from a transport, and a transport that runs as long as the test looks at it."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from bot.clock import Clock, SystemClock
from bot.tasks import Tasks
from bot.transports import Event, Presence, PresenceEvent, TransportRejected
from bot.transports.wechaty import WechatyTransport
from bot.transports.wechaty_settings import WechatySettings

E = TypeVar("E")
PATIENCE = 20.0


class Ear:
    """A receiver that keeps what it hears. `on` is done with each event before the next of its room comes."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.on: Callable[[Event], Any] | None = None
        self._heard = asyncio.Condition()

    async def __call__(self, event: Event) -> None:
        if self.on is not None:
            await self.on(event)
        self.events.append(event)
        async with self._heard:
            self._heard.notify_all()

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    async def hear(self, kind: type[E], *, count: int = 1) -> list[E]:
        """Waits until so many of a kind were heard."""
        async with asyncio.timeout(PATIENCE), self._heard:
            await self._heard.wait_for(lambda: len(self.of(kind)) >= count)
        return self.of(kind)

    async def hear_presence(self, *wanted: Presence) -> None:
        """Waits until the account went through these, in this order, and nothing else."""
        async with asyncio.timeout(PATIENCE), self._heard:
            await self._heard.wait_for(lambda: len(self.of(PresenceEvent)) >= len(wanted))
        assert [event.presence for event in self.of(PresenceEvent)] == list(wanted)


class Running(WechatyTransport):
    """The transport with what a test wants to know of it."""

    ear: Ear
    rejected: TransportRejected | None = None
    ended: asyncio.Event


def nobody_is_trusted(inviter: str) -> bool:
    return inviter == "carol"


@asynccontextmanager
async def running(
    endpoint: str,
    token: str = "secret",  # noqa: S107 - the fake's own
    *,
    clock: Clock | None = None,
    **settings: Any,
) -> AsyncIterator[Running]:
    quick: dict[str, Any] = {"backoff_first": 0.02, "backoff_longest": 0.5, "greeting": "您好"}
    transport = Running(
        WechatySettings("main", endpoint, token, **quick | settings),
        is_trusted_inviter=nobody_is_trusted,
        clock=clock or SystemClock(),
        jitter=random.Random(7),
    )
    transport.ear = Ear()
    transport.ended = asyncio.Event()
    tasks = Tasks()
    tasks.start(_run(transport), name="transport")
    try:
        yield transport
    finally:
        await transport.stop()
        async with asyncio.timeout(PATIENCE):
            await transport.ended.wait()


async def _run(transport: Running) -> None:
    try:
        await transport.run(transport.ear)
    except TransportRejected as rejected:
        transport.rejected = rejected
    finally:
        transport.ended.set()
