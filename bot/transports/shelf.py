"""Answers that are asked for once and kept for a while."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from bot.clock import Clock

T = TypeVar("T")
ASK_AGAIN_AFTER: Final = timedelta(minutes=1)


class Shelf(Generic[T]):
    """Answers by key. Who asks while the same question is on its way waits for its answer.

    An answer that is missing or not whole is asked for again a minute later; an old one is used where no new one comes.
    """

    def __init__(
        self, ask: Callable[[str], Awaitable[T | None]], is_whole: Callable[[T], bool], *, clock: Clock, keep: timedelta
    ) -> None:
        self._ask = ask
        self._is_whole = is_whole
        self._clock = clock
        self._keep = keep
        self._kept: dict[str, tuple[T | None, datetime]] = {}
        self._asked: dict[str, asyncio.Future[T | None]] = {}

    async def get(self, key: str) -> T | None:
        kept, until = self._kept.get(key, (None, None))
        if until is not None and self._clock.now() < until:
            return kept
        if (asked := self._asked.get(key)) is not None:
            return await asyncio.shield(asked)
        return await self._fetch(key, kept)

    async def _fetch(self, key: str, old: T | None) -> T | None:
        asked: asyncio.Future[T | None] = asyncio.get_running_loop().create_future()
        self._asked[key] = asked
        answer = old
        try:
            answer = await self._ask(key) or old
        finally:
            if self._asked.get(key) is asked:  # else it was forgotten meanwhile: this answer may be the old one
                del self._asked[key]
                is_whole = answer is not None and self._is_whole(answer)
                self._kept[key] = (answer, self._clock.now() + (self._keep if is_whole else ASK_AGAIN_AFTER))
            if not asked.done():
                asked.set_result(answer)
        return answer

    def put(self, key: str, value: T) -> None:
        self._asked.pop(key, None)
        self._kept[key] = (value, self._clock.now() + self._keep)

    def forget(self, key: str) -> None:
        """The next one asks anew; the old answer stays in reserve."""
        self._asked.pop(key, None)
        if key in self._kept:
            self._kept[key] = (self._kept[key][0], self._clock.now())

    def forget_all(self) -> None:
        for key in tuple(self._kept):
            self.forget(key)
