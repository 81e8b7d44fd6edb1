"""绑定, 安静, 继续, 离开: when the bot may speak in a room."""

from datetime import datetime, timedelta

from handlers.access import Verb, may, require
from handlers.act import Act
from handlers.digest import plan_room
from handlers.errors import CodeNotValid, NotAllowed, NotInRoom
from handlers.replies import Reply, to_room
from handlers.understanding.commands import BindRoom, Hush
from storage.models.talk import Question
from storage.vocabulary import LOCAL_ZONE, QuestionKind, Role


def bind_room(command: BindRoom, act: Act) -> list[Reply]:
    """By a grid worker or admin of the code's site, in the room. Raises NotInRoom, CodeNotValid, NotAllowed."""
    if act.is_private:
        raise NotInRoom
    code = act.uow.sites.code(command.code)
    if code is None or code.used_at is not None or code.expires_at <= act.now:
        raise CodeNotValid
    roles = act.uow.members.roles_at(act.member_id, code.site_id)
    if not roles & {Role.GRID_WORKER, Role.ADMIN}:
        raise NotAllowed(verb=Verb.BIND.value)
    act.uow.sites.use_code(code.code, now=act.now)
    act.uow.rooms.change(act.room_id, site_id=code.site_id, bound_at=act.now, left_at=None, hushed_until=None)
    room = act.uow.rooms.get(act.room_id) or act.room
    plan_room(room, act)
    site = act.uow.sites.get(code.site_id)
    return [to_room(act.room_id, "rooms/bound.j2", site=site.name if site is not None else "")]


def hush(command: Hush, act: Act) -> list[Reply]:
    """By a leader, grid worker or admin. Raises NotAllowed."""
    require(act, Verb.HUSH)
    if command.ask == "leave":
        return _ask_to_leave(act)
    until = _tomorrow(act.now) if command.ask == "pause" else None
    act.uow.rooms.change(act.room_id, hushed_until=until)
    return [to_room(act.room_id, "rooms/hushed.j2", is_paused=until is not None)]


def _tomorrow(now: datetime) -> datetime:
    local = now.astimezone(LOCAL_ZONE)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _ask_to_leave(act: Act) -> list[Reply]:
    act.uow.questions.ask(
        Question(
            member_id=act.member_id,
            room_id=act.room_id,
            kind=QuestionKind.LEAVE,
            asked_at=act.now,
            expires_at=act.now + act.rules.question_open,
        )
    )
    return [to_room(act.room_id, "rooms/leave_asked.j2", mention_id=act.member_id)]


def answer_leave(question: Question, yes: bool, act: Act) -> list[Reply]:
    """After a yes the room is unbound: the bot hears nothing there but 绑定."""
    if not yes or not may(act, Verb.HUSH):
        return []
    act.uow.rooms.change(question.room_id, site_id=None)
    return [to_room(question.room_id, "rooms/left.j2")]
