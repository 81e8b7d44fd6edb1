"""改工时 5 小李 2小时 来晚了: whoever is in charge says what it should be, and why; the person is told."""

from typing import Any, Final

import structlog

from handlers.act import Act
from handlers.activities.facts import who
from handlers.activities.finding import Found, find_activity, is_in_charge
from handlers.activities.hours import QUARTER, hours_words, note_hours, write
from handlers.activities.milestones import reach, wall_lines
from handlers.errors import HoursIncomplete, NobodyOfThatName, NothingChanged, NotOrganiser, OwnHours
from handlers.replies import Reply, to_member
from handlers.understanding.activity_commands import CorrectHours
from handlers.wording import shortened
from storage.intents import Intent
from storage.models.activities import Enrolment
from storage.models.hours import HoursLine
from storage.states import EnrolmentStatus

log = structlog.get_logger()

MOST_MINUTES: Final = 24 * 60
_MAY_HAVE_COME: Final = (EnrolmentStatus.CHECKED_IN, EnrolmentStatus.ACCEPTED, EnrolmentStatus.NO_SHOW)


def correct_hours(command: CorrectHours, act: Act) -> list[Reply]:
    """A new line with the difference.

    Raises HoursIncomplete, NotOrganiser, NobodyOfThatName, OwnHours, NothingChanged.
    """
    minutes = command.minutes
    if command.number is None or minutes is None or not command.reason or not 0 <= minutes <= MOST_MINUTES:
        raise HoursIncomplete
    if minutes % QUARTER:
        raise HoursIncomplete
    found = find_activity(act, command.number)
    if not is_in_charge(act, found):
        raise NotOrganiser(number=found.number)
    part = _part_of(command.name, found, act)
    member_id = part.member_id
    if member_id is None:
        raise NobodyOfThatName(number=found.number, title=found.activity.title, names=[command.name])
    if member_id == act.member_id:
        raise OwnHours
    difference = minutes - act.uow.hours.minutes_in(member_id, found.activity_id)
    if difference == 0:
        raise NothingChanged(reason=f"#{found.number} 的工时已经是 {hours_words(minutes)}")
    line = write(found, member_id, difference, act, by=act.member_id, reason=shortened(command.reason))
    return _tell(found, part, line, act)


def _part_of(name: str, found: Found, act: Act) -> Enrolment:
    parts = act.uow.enrolments.of_activity(found.activity_id, *_MAY_HAVE_COME)
    named = [each for each in parts if each.member_id is not None and who(each, act) == name]
    if len({each.member_id for each in named}) != 1:
        raise NobodyOfThatName(number=found.number, title=found.activity.title, names=[name])
    return named[-1]


def _tell(found: Found, part: Enrolment, line: HoursLine, act: Act) -> list[Reply]:
    opens = part if part.checked_out_at is None else None
    if opens is not None:
        act.uow.enrolments.change(part, checked_out_at=act.now)
    note_hours(act, Intent.CORRECT_HOURS, found, line, opens=opens)
    log.info(
        "hours_corrected", activity=found.activity_id, member=line.member_id, minutes=line.minutes, by=act.member_id
    )
    reached = reach(line.member_id, act)
    facts: dict[str, Any] = {
        "number": found.number,
        "title": found.activity.title,
        "name": who(part, act),
        "by": act.member.name,
        "hours": hours_words(act.uow.hours.minutes_in(line.member_id, found.activity_id)),
        "reason": line.reason,
        "milestones": reached,
    }
    return [
        to_member(act.member_id, "activities/hours_corrected.j2", about_room=found.room_id, is_theirs=False, **facts),
        to_member(line.member_id, "activities/hours_corrected.j2", about_room=found.room_id, is_theirs=True, **facts),
        *wall_lines(found, line.member_id, reached, act),
    ]
