"""The house rules: every wait, window and limit of design.md section 3, as settings may change them."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import pairwise

from storage.vocabulary import LOCAL_ZONE


@dataclass(frozen=True, slots=True)
class HouseRules:
    """Durations from the moment named. The ladders' clocks stop in quiet hours."""

    merge_window: timedelta = timedelta(seconds=30)
    question_open: timedelta = timedelta(hours=24)
    undo_window: timedelta = timedelta(minutes=10)
    ask_review_after: timedelta = timedelta(hours=1)
    close_unreviewed_after: timedelta = timedelta(hours=48)
    dispatch_wait: timedelta = timedelta(hours=2)
    expire_after: timedelta = timedelta(days=7)
    close_expired_after: timedelta = timedelta(hours=24)
    remind_before: timedelta = timedelta(hours=2)
    urgent_within: timedelta = timedelta(hours=2)
    message_too_old: timedelta = timedelta(minutes=10)
    ladder: tuple[timedelta, ...] = (timedelta(hours=2), timedelta(hours=4), timedelta(hours=8))
    urgent_ladder: tuple[timedelta, ...] = (
        timedelta(minutes=10),
        timedelta(minutes=30),
        timedelta(hours=1),
        timedelta(hours=2),
        timedelta(hours=4),
    )
    digest_lines: int = 12
    digest_jitter: timedelta = timedelta(minutes=5)
    morning_list_at: time = time(8, 0)
    leftovers_at: time = time(17, 0)
    most_people: int = 50
    most_places: int = 2000
    bot_names: tuple[str, ...] = field(default=("一呼",))
    #: Where people reach the web pages, without a slash at its end; empty: nothing links there.
    public_url: str = ""

    def __post_init__(self) -> None:
        for ladder in (self.ladder, self.urgent_ladder):
            if not all(low < high for low, high in pairwise(ladder)):
                message = "the rungs of a ladder go up"
                raise ValueError(message)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local hours in which nothing unasked is said; they may go over midnight. Equal ends: none."""

    start: time
    end: time

    def holds(self, at: datetime) -> bool:
        clock = at.astimezone(LOCAL_ZONE).time()
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def waking(self, at: datetime) -> datetime:
        """That moment, or the end of the quiet hours it falls into."""
        if not self.holds(at):
            return at
        local = at.astimezone(LOCAL_ZONE)
        ends = datetime.combine(local.date(), self.end, LOCAL_ZONE)
        return ends if ends > local else ends + timedelta(days=1)

    def before(self, at: datetime, lead: timedelta) -> datetime:
        """That moment or, where it falls into quiet hours, `lead` before they begin."""
        if not self.holds(at):
            return at
        local = at.astimezone(LOCAL_ZONE)
        starts = datetime.combine(local.date(), self.start, LOCAL_ZONE)
        return (starts if starts <= local else starts - timedelta(days=1)) - lead

    def after(self, at: datetime, wait: timedelta) -> datetime:
        """When a clock that stands still in quiet hours has run for `wait`."""
        here = self.waking(at)
        while wait > timedelta():
            bed = self._next_start(here)
            if bed is None or bed - here >= wait:
                return here + wait
            wait -= bed - here
            here = self.waking(bed)
        return here

    def _next_start(self, at: datetime) -> datetime | None:
        if self.start == self.end:
            return None
        local = at.astimezone(LOCAL_ZONE)
        starts = datetime.combine(local.date(), self.start, LOCAL_ZONE)
        return starts if starts > local else starts + timedelta(days=1)
