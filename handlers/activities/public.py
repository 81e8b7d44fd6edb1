"""What anybody may see of an activity, with its link and no name: for its page and its calendar entry."""

from dataclasses import dataclass
from datetime import datetime

from handlers.act import House, key
from handlers.activities.facts import activity_when, is_over_at
from handlers.activities.other_sessions import other_sessions
from handlers.activities.places import places_of, waiting_line
from handlers.calendar_entries import Entry, activity_entry
from handlers.understanding.session_labels import label_of
from handlers.wording import when_words
from storage.models.activities import Activity
from storage.models.places import Room
from storage.states import ActivityStatus
from storage.vocabulary import PostingKind


@dataclass(frozen=True, slots=True)
class PublicRole:
    name: str
    capacity: int
    left: int


@dataclass(frozen=True, slots=True)
class PublicGroup:
    """A room in which people sign up, by the number that it has there."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class PublicSession:
    """Another session of the same call, with a page of its own."""

    public_id: str
    label: str
    when: str


@dataclass(frozen=True, slots=True)
class PublicActivity:
    """Holds no phone, no contact and nobody's name: what is not here cannot get onto a page.

    `state`: open, full, closed (too late to sign up), called_off or over. `waiting` counts parties. `entry` is how it
    stands in a calendar: None without a start.
    """

    public_id: str
    groups: tuple[PublicGroup, ...]
    site: str
    title: str
    when: str
    place: str
    requirements: str
    closes: str
    capacity: int | None
    left: int | None
    roles: tuple[PublicRole, ...]
    waiting: int
    state: str
    entry: Entry | None
    sessions: tuple[PublicSession, ...]


def public_activity(public_id: str, house: House) -> PublicActivity | None:
    """None where there is none of that id, or its rooms were left or are only listened to."""
    activity = house.uow.activities.known_as(public_id)
    rooms = _rooms(activity, house) if activity is not None else []
    if activity is None or not rooms:
        return None
    room, _ = rooms[0]
    site = house.uow.sites.get(room.site_id) if room.site_id is not None else None
    places = places_of(activity, house)
    roles = tuple(PublicRole(each.name, each.capacity, max(places.left(each.id) or 0, 0)) for each in places.roles)
    return PublicActivity(
        public_id=public_id,
        groups=tuple(PublicGroup(each.topic, number) for each, number in rooms),
        site=site.name if site is not None else "",
        title=activity.title,
        when=activity_when(activity, house.now),
        place=activity.place,
        requirements=activity.requirements,
        closes=when_words(activity.closes_at, None, house.now, is_whole_day=False),
        capacity=activity.capacity,
        left=places.left_in_all,
        roles=roles,
        waiting=len(waiting_line(activity, house)),
        state=_state(activity, places.left_in_all, house.now),
        entry=activity_entry(activity, house),
        sessions=tuple(_session(each.activity, house) for each in other_sessions(activity, house)),
    )


def _session(activity: Activity, house: House) -> PublicSession:
    return PublicSession(activity.public_id, label_of(activity.title), activity_when(activity, house.now))


def _rooms(activity: Activity, house: House) -> list[tuple[Room, int]]:
    """Where the bot speaks and it is posted, in that order, and its number there."""
    postings = house.uow.postings.of(PostingKind.ACTIVITY, key(activity.id))
    rooms = ((house.uow.rooms.get(posting.room_id), posting.number) for posting in postings)
    return [(room, number) for room, number in rooms if room and not room.is_shadowed and room.left_at is None]


def _state(activity: Activity, left: int | None, now: datetime) -> str:
    over_at = is_over_at(activity)
    if activity.status is ActivityStatus.CALLED_OFF:
        return "called_off"
    if activity.status is ActivityStatus.OVER or (over_at is not None and over_at <= now):
        return "over"
    if activity.closes_at is not None and activity.closes_at <= now:
        return "closed"
    return "full" if left == 0 else "open"
