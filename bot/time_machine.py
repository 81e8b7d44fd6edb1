"""The demo's clock: a person moves it on, and everything due on the way happens at its own moment, in order."""

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import App
from bot.clock import MovableClock
from bot.time_travel import next_moment

#: What is due and does not go out (its account is off-line) must not stop the clock.
STEP = timedelta(seconds=30)


class TimeMachine:
    """`path` remembers how far the clock is ahead, so that a restart does not turn it back."""

    def __init__(self, clock: MovableClock, path: Path) -> None:
        self.clock = clock
        self._path = path
        self._moving = asyncio.Lock()
        if path.exists():
            clock.ahead = timedelta(seconds=json.loads(path.read_text())["ahead"])

    async def travel(self, app: App, to: datetime) -> None:
        async with self._moving:
            await app.drain()
            while (moment := await self._next_moment(app)) <= to:
                self.clock.move_to(moment)
                await app.scheduler.sweep()
                await app.drain()
            self.clock.move_to(max(to, self.clock.now()))
            await asyncio.to_thread(self._remember)

    async def _next_moment(self, app: App) -> datetime:
        """Later than now: so it ends."""
        due = await app.writer.do(lambda uow: next_moment(uow, app.delivery, app.accounts))
        now = self.clock.now()
        if due is None:
            return datetime.max.replace(tzinfo=now.tzinfo)
        return due if due > now else now + STEP

    def _remember(self) -> None:
        self._path.write_text(json.dumps({"ahead": self.clock.ahead.total_seconds()}))
