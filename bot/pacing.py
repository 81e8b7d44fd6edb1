"""How fast an account speaks: so many messages a minute and a day, so many into one room, with a little chance."""

import random
from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.parcels import Place

_MINUTE: Final = 60.0
_DAY: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Pacing:
    """The defaults are what a WeChat account of a person may do. None: no limit.

    `batch` texts are marked, sent and settled together; after a crash as many may be repeated. `send_within` ends a
    send that hangs.
    """

    per_minute: int | None = 20
    per_day: int | None = 2000
    room_per_minute: int | None = 6
    jitter: timedelta = timedelta(seconds=2)
    batch: int = 1
    send_within: timedelta = timedelta(seconds=60)


UNPACED: Final = Pacing(per_minute=None, per_day=None, room_per_minute=None, jitter=timedelta(), batch=32)


class Pace:
    """Remembers what was sent when. Times are seconds of the event loop's clock, which nobody moves."""

    def __init__(self, pacing: Pacing, chance: random.Random) -> None:
        self._pacing = pacing
        self._chance = chance
        self._sent: deque[float] = deque(maxlen=max(pacing.per_minute or 0, pacing.per_day or 0))
        self._places: defaultdict[Place, deque[float]] = defaultdict(lambda: deque(maxlen=pacing.room_per_minute or 0))

    def note(self, place: Place, at: float) -> None:
        """Something was sent."""
        self._sent.append(at)
        self._places[place].append(at)

    def wait(self, at: float) -> float:
        """How long the account has to keep silent before its next message."""
        free_at = max(
            _free_at(self._sent, self._pacing.per_minute, _MINUTE),
            _free_at(self._sent, self._pacing.per_day, _DAY),
        )
        pause = self._chance.uniform(0, self._pacing.jitter.total_seconds())
        return max(0.0, free_at - at) + pause

    def busy(self, at: float) -> dict[Place, float]:
        """Places that have had enough for now, and when they may have more."""
        if self._pacing.room_per_minute is None:
            return {}
        for place in [place for place, sent in self._places.items() if sent[-1] + _MINUTE <= at]:
            del self._places[place]
        ends = {place: _free_at(sent, self._pacing.room_per_minute, _MINUTE) for place, sent in self._places.items()}
        return {place: end for place, end in ends.items() if end > at}


def _free_at(sent: deque[float], limit: int | None, window: float) -> float:
    return sent[-limit] + window if limit is not None and len(sent) >= limit else 0.0
