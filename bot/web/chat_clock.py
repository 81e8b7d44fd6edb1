"""The page's clock bar: what it shows, and moving the bot's clock on."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.web.chat_frames import MoveClock
from bot.web.chat_platform import ChatPlatform, NotSaid
from storage.vocabulary import LOCAL_ZONE

_FURTHEST = timedelta(days=366)

log = structlog.get_logger()


class ClockBar:
    def __init__(self, chat: ChatPlatform) -> None:
        self._chat = chat
        self._moving = asyncio.Lock()

    def frame(self) -> dict[str, Any]:
        now = self._chat.clock.now()
        return {
            "type": "clock",
            "now": _milliseconds(now),
            "morning": _milliseconds(self._next_morning(now)),
            "movable": self._chat.clock.move is not None,
        }

    async def move(self, wanted: MoveClock) -> None:
        """Raises NotSaid where it does not go there. What falls due on the way has been done when this returns."""
        if (move := self._chat.clock.move) is None:
            raise NotSaid("这里的时间不能拨")
        async with self._moving:
            now = self._chat.clock.now()
            to = self._goal(wanted, now)
            if not now < to < now + _FURTHEST:
                raise NotSaid("时间只能往后拨,最多一年")
            await move(to)
        log.info("chat_clock_moved", to=to.isoformat())
        self._chat.tell_all(self.frame())

    def _goal(self, wanted: MoveClock, now: datetime) -> datetime:
        if wanted.seconds is not None:
            return now + timedelta(seconds=wanted.seconds)
        if wanted.to is not None:
            return wanted.to if wanted.to.tzinfo else wanted.to.replace(tzinfo=LOCAL_ZONE)
        return self._next_morning(now)

    def _next_morning(self, now: datetime) -> datetime:
        local = now.astimezone(LOCAL_ZONE)
        today = datetime.combine(local.date(), self._chat.clock.morning, LOCAL_ZONE)
        return today if local < today else today + timedelta(days=1)


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
