"""How much a room may still be told today without having asked: the digest, and one line more."""

from datetime import datetime

from handlers.act import key
from handlers.daily import local_day, midnight
from storage.models.places import Room
from storage.store import UnitOfWork
from storage.vocabulary import TimerKind


def is_hushed(room: Room, now: datetime) -> bool:
    return room.hushed_until is not None and room.hushed_until > now


def unasked_left(uow: UnitOfWork, room: Room, now: datetime) -> int:
    """How many unasked lines the room may still get today."""
    if is_hushed(room, now):
        return 0
    return max(room.unasked_per_day - uow.outbox.unasked_since(key(room.id), midnight(now)), 0)


def nudges_left(uow: UnitOfWork, room: Room, now: datetime) -> int:
    """The same without what the digest of the day will take."""
    digest = uow.timers.of_room(key(room.id), TimerKind.DIGEST)
    is_to_come = digest is not None and local_day(digest.due_at) <= local_day(now)
    return max(unasked_left(uow, room, now) - is_to_come, 0)
