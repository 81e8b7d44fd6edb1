"""上墙, 不上墙, 排行: who lets themselves be named, and the rooms in which that counts. Both are off by default."""

from typing import Any

from handlers.access import Verb, require
from handlers.act import Act, key
from handlers.activities.hours import hours_words
from handlers.activities.moves import CHANGED_SINCE, dumped, loaded
from handlers.errors import NothingToUndo, NotInRoom, RankingOff
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.commands import Recognise
from handlers.wording import plain_name
from storage.intents import Intent
from storage.models.people import Member
from storage.models.places import Room
from storage.models.talk import AuditEvent

#: One short text.
LINES = 10


def recognise(command: Recognise, act: Act) -> list[Reply]:
    """Raises NotInRoom, NotAllowed, RankingOff."""
    if command.ask == "ranking":
        return _ranking(act)
    if command.ask in ("join_wall", "leave_wall"):
        return _be_named(act, is_on=command.ask == "join_wall")
    return _switch(command.ask, act)


def _be_named(act: Act, *, is_on: bool) -> list[Reply]:
    """Always answered privately: whether somebody wants to be named is nobody else's business."""
    was = act.member.on_wall_since
    if is_on is not (was is not None):
        since = act.now if is_on else None
        act.uow.members.change(act.member_id, on_wall_since=since)
        _note("on_wall_since", was, since, act)
    return [_named(act, is_on=is_on)]


def _named(act: Act, *, is_on: bool) -> Reply:
    return to_member(act.member_id, "recognition/named.j2", about_room=act.room_id, is_on=is_on)


def _switch(ask: str, act: Act) -> list[Reply]:
    if act.is_private:
        raise NotInRoom
    require(act, Verb.HUSH)
    is_on, is_wall = ask.endswith("_on"), ask.startswith("wall")
    column = "wall_since" if is_wall else "is_ranking_on"
    was = getattr(act.room, column)
    if is_on is not bool(was):
        value: Any = (act.now if is_on else None) if is_wall else is_on
        act.uow.rooms.change(act.room_id, **{column: value})
        _note(column, was, value, act)
    return [_switched(act.room_id, is_wall=is_wall, is_on=is_on)]


def _switched(room_id: int, *, is_wall: bool, is_on: bool) -> Reply:
    return to_room(room_id, "recognition/switched.j2", is_wall=is_wall, is_on=is_on)


def _note(column: str, was: object, value: object, act: Act) -> None:
    columns = {"was": dumped({column: was}), "is": dumped({column: value})}
    act.note(Intent.RECOGNISE, {"switch": columns})


def undo(event: AuditEvent, act: Act) -> list[Reply]:
    """As it was, where nobody has switched it since. Raises NothingToUndo."""
    columns: dict[str, Any] = (event.inverse or {})["switch"]
    was, left_as = loaded(columns["was"]), loaded(columns["is"])
    ((column, value),) = left_as.items()
    room = act.uow.rooms.get(event.room_id or 0) or act.room
    of: Member | Room = act.member if column == "on_wall_since" else room
    if getattr(of, column) != value:
        raise NothingToUndo(reason=CHANGED_SINCE)
    act.uow.audit.undone(event, now=act.now)
    is_on = bool(was[column])
    if column == "on_wall_since":
        act.uow.members.change(act.member_id, **was)
        return [_named(act, is_on=is_on)]
    act.uow.rooms.change(key(room.id), **was)
    return [_switched(key(room.id), is_wall=column == "wall_since", is_on=is_on)]


def _ranking(act: Act) -> list[Reply]:
    """Where it was asked, of the room's people who let themselves be named."""
    if not act.room.is_ranking_on:
        raise RankingOff
    most = act.uow.milestones.most_minutes(act.room_id, LINES)
    lines = [{"name": plain_name(name), "hours": hours_words(minutes)} for name, minutes in most]
    if act.is_private:
        return [to_member(act.member_id, "recognition/ranking.j2", about_room=act.room_id, lines=lines)]
    return [to_room(act.room_id, "recognition/ranking.j2", lines=lines)]
