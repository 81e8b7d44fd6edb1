"""没来是因为…: a reason given afterwards, privately. It softens the mark; only who organised it reads the reason."""

from typing import Any

import structlog

from handlers.act import Act, key
from handlers.activities.absences import NO_SHOW_FADES
from handlers.activities.finding import Found, found_by_id
from handlers.activities.lines import unasked_word
from handlers.activities.moves import write_down
from handlers.errors import NotMissed
from handlers.replies import Reply, to_member
from handlers.understanding.activity_commands import ExcuseAbsence
from handlers.wording import plain_name, shortened
from storage.intents import Intent
from storage.models.activities import Enrolment

log = structlog.get_logger()


def excuse_absence(command: ExcuseAbsence, act: Act) -> list[Reply]:
    """Of the newest mark, or that of the number; a second reason takes the place of the first. Raises NotMissed."""
    found, part = _missed(command.number, act)
    was_told = part.excuse_sealed is not None
    reason = shortened(command.reason)
    act.uow.enrolments.change(part, excuse_sealed=act.uow.seal(reason))
    write_down(act, Intent.EXCUSE, found, {"excuse": part.id}, was_announced=False)
    log.info("absence_excused", activity=found.activity_id, enrolment=part.id)
    facts: dict[str, Any] = {"number": found.number, "title": found.activity.title}
    replies = [to_member(act.member_id, "activities/excused.j2", about_room=found.room_id, **facts)]
    if found.activity.organiser_id != act.member_id:
        told = unasked_word(
            found.activity.organiser_id,
            found,
            "activities/excused_told.j2",
            until=None,
            name=plain_name(act.member.name),
            reason=act.uow.open(act.uow.seal(reason)),
            was_told=was_told,
        )
        replies.append(told)
    return replies


def _missed(number: int | None, act: Act) -> tuple[Found, Enrolment]:
    parts = act.uow.enrolments.missed_by(act.member_id, act.now - NO_SHOW_FADES)
    for part in reversed(parts):
        found = found_by_id(act, part.activity_id)
        if found is not None and number in (None, found.number):
            return found, part
    raise NotMissed(number=number)


def take_back_excuse(found: Found, enrolment_id: int, act: Act) -> list[Reply]:
    """撤销: the mark counts again. What was read cannot be unread; who organised it is told."""
    part = act.uow.enrolments.get(enrolment_id)
    if part is not None:
        act.uow.enrolments.change(part, excuse_sealed=None)
    name = plain_name(act.member.name)
    template = "activities/excuse_undone.j2"
    told = {act.member_id: True, key(found.activity.organiser_id): False}
    return [
        to_member(
            each, template, about_room=found.room_id, number=found.number, name=name, is_theirs=each == act.member_id
        )
        for each in told
    ]
