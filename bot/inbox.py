"""Messages on their way to the writer: rooms take turns, and what nobody means anything by is given up first."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, Final

from bot.tally import Tally
from bot.transports import Incoming
from bot.writer import LARGEST_GROUP
from handlers.understanding.small_talk import is_small_talk

#: So many messages of an account may wait; then small talk is given up or, where there is none, the transport waits.
MOST_WAITING: Final = 256
#: So many of them are with the writer, a group of its: whose turn is next is decided as late as that.
WITH_WRITER: Final = LARGEST_GROUP
#: Who has been asked something is looked up that often while too much waits.
ASKED_FOR_SECONDS: Final = 1.0

#: A room or, by themselves, each of those who write privately.
Lane = tuple[str | None, str]
#: Their ids; None where it cannot be known just now, and nothing is given up.
Asked = frozenset[str] | None


class Inbox:
    """Of one account, on the event loop. Each message that `admits` said yes to must be `put`."""

    def __init__(
        self,
        submit: Callable[[Incoming], asyncio.Future[Any]],
        who_was_asked: Callable[[str], Awaitable[Asked]],
        *,
        tally: Tally,
        bot_names: tuple[str, ...] = (),
    ) -> None:
        self._submit = submit
        self._who_was_asked = who_was_asked
        self._tally = tally
        self._bot_names = bot_names
        self._places = asyncio.Semaphore(MOST_WAITING)
        self._lanes: OrderedDict[Lane, OrderedDict[int, Incoming]] = OrderedDict()
        self._unjudged: OrderedDict[int, Incoming] = OrderedDict()
        self._last = 0
        self._with_writer = 0
        self._is_empty = asyncio.Event()
        self._is_empty.set()
        self._asked: Asked = None
        self._asked_until = 0.0

    async def admits(self, incoming: Incoming) -> bool:
        """Whether there is a place for it, perhaps after a while. If not, it is small talk, and is counted."""
        if self._places.locked():
            await asyncio.sleep(0)  # a flood that is given up as fast as it comes must not keep the loop to itself
            asked = await self._who_was_asked_lately(incoming.account)
            if self._places.locked() and not self._gave_one_up(asked) and self._is_idle(incoming, asked):
                self._tally.count_received()
                self._tally.count_dropped()
                return False
        await self._places.acquire()
        self._tally.count_received()
        return True

    def put(self, incoming: Incoming) -> None:
        self._last += 1
        self._lanes.setdefault(_lane(incoming), OrderedDict())[self._last] = incoming
        self._unjudged[self._last] = incoming
        self._is_empty.clear()
        self._feed()

    async def emptied(self) -> None:
        """Whatever waited is with the writer, or done."""
        await self._is_empty.wait()

    # turns

    def _feed(self) -> None:
        while self._lanes and self._with_writer < WITH_WRITER:
            lane, waiting = self._lanes.popitem(last=False)
            number, incoming = waiting.popitem(last=False)
            if waiting:
                self._lanes[lane] = waiting  # behind all others
            self._unjudged.pop(number, None)
            self._with_writer += 1
            self._submit(incoming).add_done_callback(self._done)
        if not self._lanes:
            self._is_empty.set()

    def _done(self, _: asyncio.Future[Any]) -> None:
        self._with_writer -= 1
        self._tally.count_done()
        self._places.release()
        self._feed()

    # too much

    async def _who_was_asked_lately(self, account: str) -> Asked:
        now = asyncio.get_running_loop().time()
        if now >= self._asked_until:
            self._asked_until = now + ASKED_FOR_SECONDS
            self._asked = await self._who_was_asked(account)
        return self._asked

    def _gave_one_up(self, asked: Asked) -> bool:
        """The oldest small talk that waits. Each message is judged once: what is kept is kept."""
        while self._unjudged:
            number, incoming = self._unjudged.popitem(last=False)
            if self._is_idle(incoming, asked):
                waiting = self._lanes[_lane(incoming)]
                del waiting[number]
                if not waiting:
                    del self._lanes[_lane(incoming)]
                self._tally.count_dropped()
                self._places.release()
                return True
        return False

    def _is_idle(self, incoming: Incoming, asked: Asked) -> bool:
        """Small talk among neighbours: neither to the bot nor an answer to it, and nothing to look at or listen to."""
        if asked is None or incoming.room is None or incoming.sender.id in asked:
            return False
        if incoming.mentions_bot or incoming.quote is not None or incoming.images or incoming.voice:
            return False
        return is_small_talk(incoming.text, self._bot_names)


def _lane(incoming: Incoming) -> Lane:
    return incoming.room, "" if incoming.room is not None else incoming.sender.id
