"""What is due around an activity: reminders, the decision to go ahead, the code, who is missing, the end."""

from datetime import datetime, timedelta
from typing import Final

from handlers.act import House
from handlers.activities.facts import begins_at, is_over_at
from handlers.activities.finding import Found
from handlers.activities.newcomers import freed_at
from handlers.activities.weather import plan_weather
from handlers.rules import QuietHours
from storage.models.activities import Activity
from storage.models.talk import Timer
from storage.vocabulary import TimerKind

#: The two reminders; the timer's step says which one it is.
REMINDERS: Final = (timedelta(hours=24), timedelta(hours=2))
DECIDE_BEFORE: Final = timedelta(hours=12)
CODE_BEFORE: Final = timedelta(minutes=30)
NO_SHOW_AFTER: Final = timedelta(minutes=10)
#: What is due already when something is posted goes out that much after.
_SOON: Final = timedelta(seconds=1)
#: What would fall into quiet hours goes out that much before they begin.
BEFORE_QUIET: Final = timedelta(minutes=30)

CLOCKS: Final = (
    TimerKind.REMIND_ENROLLED,
    TimerKind.ASK_TO_GO_AHEAD,
    TimerKind.FREE_KEPT_PLACES,
    TimerKind.TELL_CODE,
    TimerKind.TELL_MISSING,
    TimerKind.END_ACTIVITY,
)


def plan_clocks(found: Found, house: House) -> None:
    """In place of older ones; what would have been due already is not made up for."""
    activity = found.activity
    house.uow.timers.drop_of_activity(found.activity_id, *CLOCKS)
    plan_weather(found, house, not_before=house.now + house.rules.undo_window)
    begins, over_at = begins_at(activity), is_over_at(activity)
    if begins is None or over_at is None:
        return
    for step in range(len(REMINDERS)):
        _plan(found, house, TimerKind.REMIND_ENROLLED, reminder_at(activity, step, found.quiet), step)
    if activity.min_people is not None:
        _plan(found, house, TimerKind.ASK_TO_GO_AHEAD, found.quiet.before(begins - DECIDE_BEFORE, BEFORE_QUIET))
    if activity.kept_places:
        _plan(found, house, TimerKind.FREE_KEPT_PLACES, freed_at(activity))
    if not activity.is_whole_day:
        if begins > house.now:
            _plan(found, house, TimerKind.TELL_CODE, max(begins - CODE_BEFORE, house.now + _SOON))
        _plan(found, house, TimerKind.TELL_MISSING, begins + NO_SHOW_AFTER)
    _plan(found, house, TimerKind.END_ACTIVITY, over_at)


def reminder_at(activity: Activity, step: int, quiet: QuietHours) -> datetime | None:
    begins = begins_at(activity)
    return quiet.before(begins - REMINDERS[step], BEFORE_QUIET) if begins is not None else None


def reminders_missed(found: Found, house: House) -> int:
    """How many reminders whoever joins now will not get any more: their confirmation says it instead."""
    due = [reminder_at(found.activity, step, found.quiet) for step in range(len(REMINDERS))]
    return sum(at is not None and at <= house.now for at in due)


def _plan(found: Found, house: House, kind: TimerKind, due_at: datetime | None, step: int = 0) -> None:
    if due_at is not None and due_at > house.now:
        house.uow.timers.add(
            Timer(kind=kind, due_at=due_at, activity_id=found.activity_id, room_id=found.room_id, step=step)
        )
