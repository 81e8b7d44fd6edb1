"""Counts who opens a page: only how many, from which link, on which day. No cookie, no address, no browser."""

import asyncio
import contextlib
import re
from collections import Counter
from datetime import date
from typing import Final

from aiohttp import web

from bot.clock import Clock
from bot.tasks import Tasks
from handlers.act import key
from handlers.activities.sources import DIRECT, MOST_GROUPS, SOURCES
from storage.store import Store
from storage.vocabulary import LOCAL_ZONE

#: What was counted waits so long: one commit for all that came meanwhile. A crash loses no more than that.
WRITTEN_AFTER: Final = 5.0
_MACHINE: Final = re.compile(
    r"(?<!cu)bot\b|spider|crawl|slurp|preview|scan|monitor|curl|wget|python|java/|go-http|okhttp|headless|facebookexternal",
    re.IGNORECASE,
)
#: Nobody can fill the table with words of their own.
_KNOWN: Final = frozenset({*SOURCES, *(f"g{number}" for number in range(1, MOST_GROUPS + 1))})
_AHEAD: Final = ("Purpose", "Sec-Purpose", "X-Purpose", "X-Moz")


class PageVisits:
    def __init__(self, store: Store, clock: Clock, *, written_after: float = WRITTEN_AFTER) -> None:
        self._store = store
        self._clock = clock
        self._written_after = written_after
        self._seen: Counter[tuple[str, str, date]] = Counter()
        self._tasks = Tasks()
        self._waiting: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()

    def note(self, request: web.Request, public_id: str) -> None:
        if not is_by_somebody(request):
            return
        said = request.query.get("s", "")
        day = self._clock.now().astimezone(LOCAL_ZONE).date()
        self._seen[public_id, said if said in _KNOWN else DIRECT, day] += 1
        if self._waiting is None or self._waiting.done():
            self._waiting = self._tasks.start(self._write_soon(), name="page_visits")

    async def _write_soon(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), self._written_after)
        while self._seen:  # more may have come while it was written
            seen, self._seen = self._seen, Counter()
            await asyncio.to_thread(self._add, seen)

    def _add(self, seen: Counter[tuple[str, str, date]]) -> None:
        with self._store.write() as uow:
            for (public_id, source, day), visits in seen.items():
                activity = uow.activities.known_as(public_id)
                if activity is not None:
                    uow.visits.add(key(activity.id), source, day, visits)

    async def stop(self, _: web.Application) -> None:
        """What was counted is written at once."""
        self._stopping.set()
        if self._waiting is not None:
            await asyncio.wait([self._waiting])


def is_by_somebody(request: web.Request) -> bool:
    """Neither a machine nor a browser that fetches ahead, nor a step within the page (large letters)."""
    browser = request.headers.get("User-Agent", "")
    if request.method != "GET" or not browser or _MACHINE.search(browser):
        return False
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return False
    return not any("prefetch" in request.headers.get(name, "").lower() for name in _AHEAD)
