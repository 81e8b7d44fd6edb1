"""By which account somebody can be written to."""

from storage.models.places import Room
from storage.store import UnitOfWork


def room_to_reach(uow: UnitOfWork, member_id: int, room: Room) -> Room:
    """That room or, where its account cannot write to the member, a room of theirs whose account can."""
    if uow.members.is_reachable(member_id, room.account):
        return room
    for room_id in uow.members.rooms_of(member_id):
        other = uow.rooms.get(room_id)
        if other is not None and other.left_at is None and uow.members.is_reachable(member_id, other.account):
            return other
    return room
