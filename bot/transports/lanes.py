"""Work in order within a lane (a room, a person), lanes beside each other."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import structlog

from bot.tasks import Tasks

log = structlog.get_logger()

Work = Callable[[], Awaitable[None]]


class Lanes:
    """`put` waits while `at_most` pieces of work are not done: so a slow receiver slows the reader down."""

    def __init__(self, tasks: Tasks, *, at_most: int) -> None:
        self._tasks = tasks
        self._places = asyncio.Semaphore(at_most)
        self._lanes: dict[str, deque[Work]] = {}
        self._closed = False

    @property
    def waiting(self) -> int:
        return sum(len(lane) for lane in self._lanes.values())

    def close(self) -> None:
        """Nothing more is begun."""
        self._closed = True

    async def put(self, lane: str, work: Work) -> None:
        await self._places.acquire()
        if lane in self._lanes:
            self._lanes[lane].append(work)
            return
        self._lanes[lane] = deque((work,))
        self._tasks.start(self._run(lane), name="lane")

    async def _run(self, lane: str) -> None:
        queue = self._lanes[lane]
        try:
            while queue and not self._closed:
                await self._do(queue[0])
                queue.popleft()
                self._places.release()
        finally:
            del self._lanes[lane]

    async def _do(self, work: Work) -> None:
        try:
            await work()
        except Exception as error:  # one event that fails must not cost the room its next one
            log.exception("event_failed", error=type(error).__name__)
