"""The one source of the time. Everything else takes `now` as an argument."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime: ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - this is the one source


class MovableClock:
    """The system's time plus what a person has moved it on by (`yihu demo`), or a set time (`yihu replay`)."""

    def __init__(self, at: datetime | None = None, *, ahead: timedelta = timedelta()) -> None:
        self._frozen_at = at
        self.ahead = ahead

    def now(self) -> datetime:
        return self._frozen_at or SystemClock().now() + self.ahead

    def move_to(self, at: datetime) -> None:
        if self._frozen_at is not None:
            self._frozen_at = at
        else:
            self.ahead = at - SystemClock().now()
