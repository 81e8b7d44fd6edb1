"""Activities as calendar entries (RFC 5545): times in UTC, days as days, changes as a higher sequence."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from icalendar import Calendar, Event

from bot.redaction import redact
from handlers.activities.public import PublicActivity
from storage.vocabulary import LOCAL_ZONE

_MAKER: Final = "-//Yihu//Activities//ZH"


def calendar(name: str, activities: Iterable[PublicActivity]) -> bytes:
    """Those without a start have no entry."""
    whole = Calendar()
    whole.add("prodid", _MAKER)
    whole.add("version", "2.0")
    whole.add("x-wr-calname", redact(name))
    for activity in activities:
        if activity.starts_at is not None:
            whole.add_component(_entry(activity))
    written: bytes = whole.to_ical()
    return written


def _entry(activity: PublicActivity) -> Event:
    event = Event()
    event.add("uid", f"{activity.public_id}@yihu")
    event.add("dtstamp", activity.posted_at)
    event.add("sequence", activity.sequence)
    event.add("summary", redact(activity.title))
    event.add("status", "CANCELLED" if activity.state == "called_off" else "CONFIRMED")
    if activity.place:
        event.add("location", redact(activity.place))
    _add_times(event, activity)
    return event


def _add_times(event: Event, activity: PublicActivity) -> None:
    starts_at, ends_at = activity.starts_at, activity.ends_at
    if starts_at is None:
        return
    if not activity.is_whole_day:
        event.add("dtstart", starts_at)
        event.add("dtend", ends_at or starts_at)
        return
    event.add("dtstart", starts_at.astimezone(LOCAL_ZONE).date())
    # the end of a whole day is the day after it
    event.add("dtend", (ends_at or starts_at).astimezone(LOCAL_ZONE).date() + timedelta(days=1))
