"""How fast an account speaks: so many messages a minute and a day, so many into one room, with a little chance."""

import math
import random
from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.parcels import Place

_MINUTE: Final = 60.0
_DAY: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Pacing:
    """The defaults are what a WeChat account of a person may do. None: no limit.

    `batch` texts at most are marked, sent and settled together; after a crash as many may be repeated. With jitter it
    is one. `send_within` ends a send that hangs.
    """

    per_minute: int | None = 20
    per_day: int | None = 2000
    room_per_minute: int | None = 6
    jitter: timedelta = timedelta(seconds=2)
    batch: int = 8
    send_within: timedelta = timedelta(seconds=60)


UNPACED: Final = Pacing(per_minute=None, per_day=None, room_per_minute=None, jitter=timedelta(), batch=32)


class Pace:
    """Remembers what was sent when. Times are seconds of the event loop's clock, which nobody moves."""

    def __init__(self, pacing: Pacing, chance: random.Random) -> None:
        self._pacing = pacing
        self._chance = chance
        self._sent: deque[float] = deque(maxlen=max(pacing.per_minute or 0, pacing.per_day or 0))
        self._places: OrderedDict[Place, deque[float]] = OrderedDict()  # who was written to last is last
        self._full: dict[Place, float] = {}

    def note(self, place: Place, at: float) -> None:
        """Something was sent."""
        self._sent.append(at)
        limit = self._pacing.room_per_minute
        if limit is None:
            return
        sent = self._places.setdefault(place, deque(maxlen=limit))
        sent.append(at)
        self._places.move_to_end(place)
        while next(iter(self._places.values()))[-1] + _MINUTE <= at:
            self._places.popitem(last=False)
        if len(sent) == limit:
            self._full[place] = sent[0] + _MINUTE

    def wait(self, at: float) -> float:
        """How long the account has to keep silent before its next message."""
        pause = self._chance.uniform(0, self._pacing.jitter.total_seconds())
        return max(0.0, self._free_at(1) - at) + pause

    def at_once(self, at: float) -> int:
        """How many texts may follow one another without a pause, once one may go out."""
        most = 1 if self._pacing.jitter else self._pacing.batch
        return next((count for count in range(most, 1, -1) if self._free_at(count) <= at), 1)

    def busy(self, at: float) -> dict[Place, float]:
        """Places that have had enough for now, and when they may have more."""
        for place in [place for place, end in self._full.items() if end <= at]:
            del self._full[place]
        return dict(self._full)

    def _free_at(self, count: int) -> float:
        """When so many texts fit into the minute and the day."""
        limits = ((self._pacing.per_minute, _MINUTE), (self._pacing.per_day, _DAY))
        return max(_free_at(self._sent, limit, window, count) for limit, window in limits)


def _free_at(sent: deque[float], limit: int | None, window: float, count: int) -> float:
    if limit is None or len(sent) + count <= limit:
        return 0.0
    return sent[count - 1 - limit] + window if count <= limit else math.inf
