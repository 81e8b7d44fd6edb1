"""The one job that ticks: due timers are swept, and once a day what comes daily is planned."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from bot.pipeline import TIMERS_A_SWEEP, Pipeline
from bot.writer import Writer

log = structlog.get_logger()

SWEEP_EVERY = timedelta(seconds=5)
PLAN_EVERY = timedelta(hours=24)


class Scheduler:
    """`swept_at` is when the last sweep ended well, by the bot's clock."""

    def __init__(self, writer: Writer, pipeline: Pipeline, clock: Clock, *, on_change: Callable[[], None]) -> None:
        self._writer = writer
        self._pipeline = pipeline
        self._clock = clock
        self._on_change = on_change
        self._jobs = AsyncIOScheduler(timezone=UTC)
        self._turn = asyncio.Lock()
        self.swept_at: datetime | None = None

    async def start(self, *, every: timedelta = SWEEP_EVERY) -> None:
        await self.plan()
        await self.sweep()
        for job, interval in ((self.sweep, every), (self.plan, PLAN_EVERY)):
            trigger = IntervalTrigger(seconds=interval.total_seconds(), timezone=UTC)
            self._jobs.add_job(job, trigger, max_instances=1, coalesce=True, misfire_grace_time=None)
        self._jobs.start()

    async def stop(self) -> None:
        """After the sweep that is under way."""
        if self._jobs.running:
            self._jobs.shutdown(wait=False)
        async with self._turn:
            return

    async def plan(self) -> None:
        await self._writer.do(lambda uow: self._pipeline.plan(uow, self._clock.now()))

    async def sweep(self) -> None:
        """Everything that is due, a piece at a time, so that messages get their turn between."""
        async with self._turn:
            try:
                while await self._sweep_once() == TIMERS_A_SWEEP:
                    pass
                self.swept_at = self._clock.now()
            except Exception as error:
                log.exception("sweep_failed", error=type(error).__name__)

    async def _sweep_once(self) -> int:
        ran = await self._writer.do(lambda uow: self._pipeline.sweep(uow, self._clock.now()))
        if ran:
            self._on_change()
        return ran
