"""What was said about time, as an activity's columns."""

from datetime import date, datetime, timedelta
from typing import Final, TypedDict

from handlers.understanding.contents import Moment
from storage.models.activities import Activity
from storage.vocabulary import LOCAL_ZONE

_HALF_A_DAY: Final = timedelta(hours=12)


class Times(TypedDict):
    starts_at: datetime | None
    ends_at: datetime | None
    is_whole_day: bool


def times_of(start: Moment | None, end: Moment | None) -> Times:
    """A day is its local midnight; where only an end was said, it is taken for the start."""
    if start is None:
        start, end = end, None
    is_whole_day = start is not None and not isinstance(start, datetime)
    return Times(starts_at=at_moment(start), ends_at=at_moment(end), is_whole_day=is_whole_day)


def at_moment(moment: Moment | None) -> datetime | None:
    if moment is None or isinstance(moment, datetime):
        return moment
    return midnight(moment)


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL_ZONE)


def closes_at(moment: Moment | None) -> datetime | None:
    """A day as the last one: to its end."""
    if moment is None or isinstance(moment, datetime):
        return moment
    return midnight(moment) + timedelta(days=1) - timedelta(minutes=1)


def keep_day(activity: Activity, times: Times, *, is_half_said: bool) -> Times:
    """The same hours on the activity's own day. 10点 of something in the morning is in the morning."""
    if activity.starts_at is None:
        return times
    old = activity.starts_at.astimezone(LOCAL_ZONE)
    starts_at = _on(times["starts_at"], old.date())
    ends_at = _on(times["ends_at"], old.date())
    if starts_at is not None and not is_half_said and not activity.is_whole_day:
        shift = _nearest(starts_at, old)
        starts_at, ends_at = starts_at + shift, ends_at + shift if ends_at is not None else None
    return Times(starts_at=starts_at, ends_at=ends_at, is_whole_day=False)


def _nearest(start: datetime, old: datetime) -> timedelta:
    """By how much the hour is nearer to the old one on the same day."""
    shifts = [by for by in (timedelta(), -_HALF_A_DAY, _HALF_A_DAY) if (start + by).date() == old.date()]
    return min(shifts, key=lambda by: abs(start + by - old))


def _on(at: datetime | None, day: date) -> datetime | None:
    return datetime.combine(day, at.astimezone(LOCAL_ZONE).timetz()) if at is not None else None
