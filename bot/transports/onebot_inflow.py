"""Events on their way from the connection to whom they concern: room by room, in their order."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from bot.tasks import Tasks
from bot.transports.lanes import Lanes

log = structlog.get_logger()

Work = Callable[[], Awaitable[None]]
_NEVER_FULL: Final = 1_000_000_000


class Inflow:
    """Never waits itself: answers come through the same connection, and what is being done may wait for one."""

    def __init__(self, account: str, tasks: Tasks, *, at_most: int) -> None:
        self._account = account
        self._at_most = at_most
        self._lanes = Lanes(tasks, at_most=_NEVER_FULL)
        self._undone = 0
        self._moved = asyncio.Event()

    @property
    def is_full(self) -> bool:
        return self._undone >= self._at_most

    async def put(self, lane: str, work: Work) -> None:
        async def do() -> None:
            try:
                await work()
            finally:
                self._undone -= 1
                self._moved.set()

        self._undone += 1
        await self._lanes.put(lane, do)

    def note_move(self) -> None:
        """Whoever waits for a place looks again."""
        self._moved.set()

    async def wait_until(self, may_go_on: Callable[[], bool]) -> None:
        while not may_go_on():
            self._moved.clear()
            await self._moved.wait()

    def close(self) -> None:
        if self._undone:
            log.warning("events_undone", account=self._account, count=self._undone)
        self._lanes.close()
        self._moved.set()
