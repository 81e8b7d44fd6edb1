"""From a number that somebody said, or none, to the activity they mean."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handlers.access import Verb, may
from handlers.act import Act, House, key, quiet_hours
from handlers.errors import ActivityNotFound, ActivityNotOpen, LeftRoom, LostRace, WhichRoom
from handlers.rules import QuietHours
from storage.models.activities import Activity
from storage.models.orders import Posting
from storage.models.places import Room
from storage.states import ACTIVITY_MOVES, ActivityStatus
from storage.vocabulary import PostingKind, Role

STATE_WORDS: dict[ActivityStatus, str] = {
    ActivityStatus.OPEN: "正在报名",
    ActivityStatus.CALLED_OFF: "已经取消",
    ActivityStatus.OVER: "已经结束",
}


@dataclass(frozen=True, slots=True)
class Found:
    """An activity, and the room and number by which it was meant."""

    activity: Activity
    number: int
    room: Room

    @property
    def activity_id(self) -> int:
        return key(self.activity.id)

    @property
    def room_id(self) -> int:
        return key(self.room.id)

    @property
    def quiet(self) -> QuietHours:
        return quiet_hours(self.room)


def find_activity(act: Act, number: int) -> Found:
    """Said in a room, the room's number. Said privately, that of a room where the member has to do with it.

    Raises ActivityNotFound, or WhichRoom where two rooms fit.
    """
    found = activities_meant(act, number) if act.is_private else _having(act, [act.room_id], number)
    if not found:
        raise ActivityNotFound(number=number)
    if len(found) > 1:
        raise WhichRoom(number=number, meant=[{"room": each.room.topic, "what": each.activity.title} for each in found])
    return found[0]


def activities_meant(act: Act, number: int) -> list[Found]:
    """Theirs, else where they last spoke, else wherever they are."""
    rooms = dict.fromkeys([*act.uow.members.rooms_of(act.member_id), act.room_id])
    having = _having(act, rooms, number)
    left = _having(act, act.uow.members.rooms_left_by(act.member_id), number)
    theirs = [found for found in (*having, *left) if has_to_do_with(act, found)]
    theirs = list({found.activity_id: found for found in theirs}.values())
    return theirs or [found for found in having if found.room_id == act.room_id] or having


def has_to_do_with(act: Act, found: Found) -> bool:
    part = act.uow.enrolments.part_of(act.member_id, found.activity_id)
    return part is not None or found.activity.organiser_id == act.member_id


def _having(act: Act, rooms: Iterable[int], number: int) -> list[Found]:
    return [found for room_id in rooms if (found := _numbered(act, room_id, number)) is not None]


def _numbered(act: Act, room_id: int, number: int) -> Found | None:
    posting = act.numbered(room_id, number)
    return _found(act, posting) if posting is not None else None


def _found(house: House, posting: Posting) -> Found | None:
    if posting.kind is not PostingKind.ACTIVITY:
        return None
    activity = house.uow.activities.get(posting.target_id)
    room = house.uow.rooms.get(posting.room_id)
    return Found(activity, posting.number, room) if activity is not None and room is not None else None


def found_by_id(house: House, activity_id: int | None) -> Found | None:
    """The activity under the number of the room that it was posted in."""
    postings = house.uow.postings.of(PostingKind.ACTIVITY, activity_id) if activity_id is not None else []
    return _found(house, postings[0]) if postings else None


def open_here(act: Act) -> list[Found]:
    """What goes on in the act's room, by number."""
    return [Found(activity, number, act.room) for number, activity in act.uow.activities.open_in(act.room_id)]


def require_open(found: Found) -> None:
    if found.activity.status is not ActivityStatus.OPEN:
        raise ActivityNotOpen(number=found.number, title=found.activity.title, state=STATE_WORDS[found.activity.status])


def is_in_charge(act: Act, found: Found) -> bool:
    """Whoever organises it, or coordinates where it is posted. Raises LeftRoom where that organiser is gone."""
    if may(act, Verb.ORGANISE_FOR_ANOTHER, found.room):
        return True
    if found.activity.organiser_id != act.member_id:
        return False
    if answers_for(found, act) != act.member_id:
        raise LeftRoom(room=found.room.topic, number=found.number, title=found.activity.title)
    return True


def answers_for(found: Found, house: House) -> int:
    """Whoever organises it; where they have left: a leader who is in the room, else the nearest grid worker.

    Where there is neither, it stays with them: nobody else may decide.
    """
    organiser_id = found.activity.organiser_id
    if not house.uow.members.has_left(found.room_id, organiser_id):
        return organiser_id
    return next(_stand_ins(found, house), organiser_id)


def _stand_ins(found: Found, house: House) -> Iterator[int]:
    members, site_id = house.uow.members, found.room.site_id or 0
    for leader in members.nearest_holding(Role.LEADER, site_id):
        if found.room_id in members.rooms_of(key(leader.id)):
            yield key(leader.id)
    for worker in members.nearest_holding(Role.GRID_WORKER, site_id):
        if worker.id != found.activity.organiser_id:
            yield key(worker.id)


def change(house: House, activity: Activity, **values: object) -> None:
    """One version on; what we hold is what is stored. Raises LostRace where somebody was quicker."""
    to = values.get("status", activity.status)
    if to is not activity.status and to not in ACTIVITY_MOVES[activity.status]:
        raise ActivityNotOpen(number=None, title=activity.title, state=STATE_WORDS[activity.status])
    if not house.uow.activities.changed(activity, values):
        raise LostRace
    for name, value in {**values, "version": activity.version + 1}.items():
        setattr(activity, name, value)
