"""Danger now: the numbers to call, at once, and a private alert to the grid worker. Never in a digest."""

from handlers.act import Act, key
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.commands import NoteEmergency
from storage.vocabulary import Role


def note_emergency(command: NoteEmergency, act: Act) -> list[Reply]:
    place = command.place.public if command.place is not None else ""
    if act.is_private:
        answer = to_member(
            act.member_id, "emergencies/call.j2", about_room=act.room_id, is_danger=True, kind=command.kind
        )
    else:
        answer = to_room(act.room_id, "emergencies/call.j2", is_danger=True, kind=command.kind)
    workers = act.uow.members.nearest_holding(Role.GRID_WORKER, act.room.site_id or 0)
    return [
        answer,
        *(
            to_member(
                key(worker.id),
                "emergencies/alert.j2",
                about_room=act.room_id,
                is_danger=True,
                kind=command.kind,
                place=place,
                name=act.member.name,
                room=act.room.topic,
            )
            for worker in workers
            if worker.id != act.member_id
        ),
    ]
