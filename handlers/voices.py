"""Voices that nobody could hear: who spoke to the bot is asked to type, and the grid worker knows, once a day."""

from handlers.act import Act, key
from handlers.daily import midnight
from handlers.reach import room_to_reach
from handlers.replies import Reply, to_member
from handlers.understanding.commands import NoteVoice
from storage.intents import Intent
from storage.vocabulary import Role


def note_voice(_command: NoteVoice, act: Act) -> list[Reply]:
    please = to_member(act.member_id, "voices/please_type.j2", about_room=act.room_id)
    if act.uow.audit.has_done(act.member_id, Intent.VOICE, since=midnight(act.now)):
        return [please]
    act.note(Intent.VOICE)
    return [please, *_tell_grid_workers(act)]


def _tell_grid_workers(act: Act) -> list[Reply]:
    nearest = act.uow.members.nearest_holding(Role.GRID_WORKER, act.room.site_id or 0)
    workers = [key(worker.id) for worker in nearest if worker.id != act.member_id]
    return [
        to_member(
            worker,
            "voices/told.j2",
            about_room=key(room_to_reach(act.uow, worker, act.room).id),
            tells_to_befriend=False,
            name=act.member.name,
            room=act.room.topic,
        )
        for worker in workers
    ]
