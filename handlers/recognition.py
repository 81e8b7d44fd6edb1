"""上墙, 不上墙, 排行: who lets themselves be named, and the rooms in which that counts. Both are off by default."""

from handlers.access import Verb, require
from handlers.act import Act
from handlers.activities.hours import hours_words
from handlers.errors import NotInRoom, RankingOff
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.commands import Recognise
from handlers.wording import plain_name

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
    act.uow.members.change(act.member_id, on_wall_since=act.now if is_on else None)
    return [to_member(act.member_id, "recognition/named.j2", about_room=act.room_id, is_on=is_on)]


def _switch(ask: str, act: Act) -> list[Reply]:
    if act.is_private:
        raise NotInRoom
    require(act, Verb.HUSH)
    is_on = ask.endswith("_on")
    if ask.startswith("wall"):
        act.uow.rooms.change(act.room_id, wall_since=act.now if is_on else None)
    else:
        act.uow.rooms.change(act.room_id, is_ranking_on=is_on)
    return [to_room(act.room_id, "recognition/switched.j2", is_wall=ask.startswith("wall"), is_on=is_on)]


def _ranking(act: Act) -> list[Reply]:
    """Where it was asked, of the room's people who let themselves be named."""
    if not act.room.is_ranking_on:
        raise RankingOff
    most = act.uow.milestones.most_minutes(act.room_id, LINES)
    lines = [{"name": plain_name(name), "hours": hours_words(minutes)} for name, minutes in most]
    if act.is_private:
        return [to_member(act.member_id, "recognition/ranking.j2", about_room=act.room_id, lines=lines)]
    return [to_room(act.room_id, "recognition/ranking.j2", lines=lines)]
