"""What stands in a calendar, written as RFC 5545 wants it: times in UTC, days as days, changes as a higher sequence."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.redaction import redact
from handlers.calendar_entries import Entry
from storage.vocabulary import LOCAL_ZONE

if TYPE_CHECKING:
    from icalendar import Event

_MAKER: Final = "-//Yihu//Activities//ZH"
#: How often a subscriber may look again.
_REFRESHED: Final = timedelta(hours=1)


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    from icalendar import Calendar, Event  # noqa: PLC0415 - 3 MB and a tenth of a second, where nobody has asked yet

    whole = Calendar()
    whole.add("prodid", _MAKER)
    whole.add("version", "2.0")
    whole.add("x-wr-calname", redact(name))
    whole.add("refresh-interval", _REFRESHED, parameters={"value": "DURATION"})
    for entry in entries:
        event = Event()
        _fill(event, entry)
        whole.add_component(event)
    written: bytes = whole.to_ical()
    return written


def _fill(event: "Event", entry: Entry) -> None:
    event.add("uid", f"{entry.public_id}@yihu")
    event.add("dtstamp", entry.posted_at)
    event.add("sequence", entry.sequence)
    event.add("summary", redact(entry.title))
    event.add("status", entry.standing.value)
    if entry.place:
        event.add("location", redact(entry.place))
    if entry.link:
        event.add("url", entry.link)
    _add_times(event, entry)


def _add_times(event: "Event", entry: Entry) -> None:
    starts_at, ends_at = entry.starts_at, entry.ends_at
    if not entry.is_whole_day:
        event.add("dtstart", starts_at)
        event.add("dtend", ends_at or starts_at)
        return
    event.add("dtstart", starts_at.astimezone(LOCAL_ZONE).date())
    # the end of a whole day is the day after it
    event.add("dtend", (ends_at or starts_at).astimezone(LOCAL_ZONE).date() + timedelta(days=1))
