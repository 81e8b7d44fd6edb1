"""签退: of what one is checked in to, by the same code or without one. Answered privately."""

from typing import Any

import structlog

from handlers.act import Act
from handlers.activities.check_in import MOST_WRONG, WRONG_COUNT, is_code, said
from handlers.activities.finding import Found, change, find_activity, found_by_id, require_open
from handlers.activities.hours import hours_words, note_hours, settle
from handlers.activities.milestones import reach, wall_lines
from handlers.errors import NotCheckedIn, WhichActivity
from handlers.replies import Reply
from handlers.understanding.activity_commands import CheckOut
from storage.intents import Intent
from storage.models.activities import Enrolment
from storage.states import EnrolmentStatus

log = structlog.get_logger()


def check_out(command: CheckOut, act: Act) -> list[Reply]:
    """Raises NotCheckedIn, WhichActivity, or what `find_activity` raises."""
    if act.uow.activities.wrong_codes_since(act.member_id, act.now - WRONG_COUNT) >= MOST_WRONG:
        return [said(act, "activities/too_many_wrong.j2")]
    if command.number is not None:
        require_open(find_activity(act, command.number))
    here = [
        (found, part)
        for part, activity in act.uow.enrolments.of_member(act.member_id)
        if part.status is EnrolmentStatus.CHECKED_IN
        and (found := found_by_id(act, activity.id)) is not None
        and command.number in (None, found.number)
    ]
    if not here:
        raise NotCheckedIn(number=command.number)
    if command.code is not None:
        here = [(found, part) for found, part in here if is_code(found, command.code, act)]
        if not here:
            act.uow.activities.wrong_code(act.member_id, now=act.now)
            log.info("check_out_code_wrong", room=act.room_id, member=act.member_id)
            return [said(act, "activities/code_wrong.j2")]
    still = [(found, part) for found, part in here if part.checked_out_at is None] or here
    if len(still) > 1:
        raise WhichActivity(activities=[{"number": f.number, "title": f.activity.title} for f, _ in still])
    return _check_out(*still[0], act)


def _check_out(found: Found, part: Enrolment, act: Act) -> list[Reply]:
    """Said twice it is answered twice and written once."""
    reached: list[dict[str, Any]] = []
    if part.checked_out_at is None:
        line = settle(found, part, act.now, act)
        change(act, found.activity)
        note_hours(act, Intent.CHECK_OUT, found, line, opens=part)
        reached = reach(act.member_id, act)
    minutes = act.uow.hours.minutes_in(act.member_id, found.activity_id)
    facts = {"number": found.number, "title": found.activity.title, "hours": hours_words(minutes)}
    answer = said(act, "activities/checked_out.j2", milestones=reached, **facts)
    return [answer, *wall_lines(found, act.member_id, reached, act)]
