"""Danger now: the numbers to call, at once, and a private alert to the grid worker. Never in a digest."""

from handlers.act import Act, key
from handlers.reach import room_to_reach
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.commands import NoteEmergency
from storage.models.places import Room
from storage.vocabulary import Role


def note_emergency(command: NoteEmergency, act: Act) -> list[Reply]:
    """The line says that the grid worker knows of it only where one can be told."""
    rooms = _rooms_to_reach(act)
    is_told = any(act.uow.members.is_reachable(worker, room.account) for worker, room in rooms.items())
    alerts = [
        to_member(
            worker,
            "emergencies/alert.j2",
            about_room=key(room.id),
            is_danger=True,
            place=command.place.public if command.place is not None else "",
            name=act.member.name,
            room=act.room.topic,
            was_private=act.is_private,
        )
        for worker, room in rooms.items()
    ]
    return [_call(command, act, is_told=is_told), *alerts]


def _rooms_to_reach(act: Act) -> dict[int, Room]:
    """The nearest grid workers, and for each a room whose account can write to them."""
    nearest = act.uow.members.nearest_holding(Role.GRID_WORKER, act.room.site_id or 0)
    workers = [key(worker.id) for worker in nearest if worker.id != act.member_id]
    return {worker: room_to_reach(act.uow, worker, act.room) for worker in workers}


def _call(command: NoteEmergency, act: Act, *, is_told: bool) -> Reply:
    template = "emergencies/call.j2"
    if act.is_private:
        return to_member(
            act.member_id, template, about_room=act.room_id, is_danger=True, kind=command.kind, is_told=is_told
        )
    return to_room(act.room_id, template, is_danger=True, kind=command.kind, is_told=is_told)
