"""An activity in the form that templates want it. Plain JSON, but for what is marked private."""

from datetime import datetime, timedelta
from typing import Any, Final

from handlers.act import House
from handlers.activities.finding import Found
from handlers.activities.places import places_of
from handlers.wording import name_of, plain_name, when_words
from storage.models.activities import Activity, Enrolment

#: When a day without hours begins, for reminders.
MORNING: Final = timedelta(hours=8)
#: How long an activity lasts of which no end was said.
USUAL_LENGTH: Final = timedelta(hours=3)


def begins_at(activity: Activity) -> datetime | None:
    if activity.starts_at is None:
        return None
    return activity.starts_at + MORNING if activity.is_whole_day else activity.starts_at


def is_over_at(activity: Activity) -> datetime | None:
    """When nobody can join it any more."""
    if activity.starts_at is None:
        return None
    if activity.is_whole_day:
        return (activity.ends_at or activity.starts_at) + timedelta(days=1)
    return activity.ends_at or activity.starts_at + USUAL_LENGTH


def activity_when(activity: Activity, now: datetime) -> str:
    return when_words(activity.starts_at, activity.ends_at, now, is_whole_day=activity.is_whole_day)


def is_closed(activity: Activity, now: datetime) -> bool:
    """Whether the last moment to sign up has passed."""
    return activity.closes_at is not None and activity.closes_at < now


def read_at(found: Found, house: House) -> datetime:
    """When an unasked private text is read: what is said by night waits for the morning."""
    return found.quiet.waking(house.now)


def activity_facts(found: Found, house: House, *, now: datetime | None = None) -> dict[str, Any]:
    """What a room may know, for templates/chat/activities/_line.j2. `now`: when it is read."""
    activity = found.activity
    places = places_of(activity, house)
    return {
        "number": found.number,
        "title": activity.title,
        "when": activity_when(activity, now or house.now),
        "place": activity.place,
        "every": house.uow.series.words_of(activity.series_id),
        "capacity": activity.capacity,
        "left": places.left_in_all,
        "kept": places.kept_left,
        "is_closed": is_closed(activity, now or house.now),
        "roles": [
            {"name": role.name, "capacity": role.capacity, "left": places.left(role.id)} for role in places.roles
        ],
    }


def who(enrolment: Enrolment, house: House) -> str:
    if enrolment.member_id is None:
        return plain_name(enrolment.name)
    return name_of(house, enrolment.member_id)


def sign_up_facts(kind: str, enrolment: Enrolment, found: Found, house: House, *, position: int = 0) -> dict[str, Any]:
    """One item of the joined line in the room: who, and what became of them."""
    places = places_of(found.activity, house)
    return {
        "kind": kind,
        "number": found.number,
        "title": found.activity.title,
        "name": who(enrolment, house),
        "party": enrolment.party,
        "role": places.name_of(enrolment.role_id),
        "position": position,
        "left": places.left_in_all,
        "kept": places.kept_left,
    }
