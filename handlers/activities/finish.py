"""The end of an activity: when its time is over, or 完成 5 by whoever is in charge once it has begun.

Whoever is checked in and has not checked out left at the stated end; by 完成 at that moment, which is all that is known
where no end was stated. Nothing is said in the room.
"""

from typing import Any

import structlog

from handlers.act import Act, House, key
from handlers.activities.clocks import plan_clocks
from handlers.activities.facts import is_over_at
from handlers.activities.finding import Found, change, find_activity, found_by_id, is_in_charge
from handlers.activities.hours import settle, settle_all, take_back_line
from handlers.activities.milestones import tell_reached
from handlers.activities.moves import write_down
from handlers.activities.reviews import plan_asking
from handlers.activities.verbs import refuse_verb
from handlers.errors import NothingToUndo
from handlers.replies import Reply, to_member
from handlers.understanding.activity_commands import FinishActivity, SayOfActivity
from storage.intents import Intent
from storage.models.talk import AuditEvent, Timer
from storage.states import ActivityStatus, EnrolmentStatus
from storage.vocabulary import LOCAL_ZONE

log = structlog.get_logger()


def end_activity(timer: Timer, house: House) -> list[Reply]:
    found = found_by_id(house, timer.activity_id)
    if found is not None and found.activity.status is ActivityStatus.OPEN:
        lines = settle_all(found, house)
        _close(found, house)
        return [reply for line in lines for reply in tell_reached(found, line.member_id, house)]
    return []


def finish_activity(command: FinishActivity, act: Act) -> list[Reply]:
    """Raises NotOfActivities before it has begun, and to everybody else."""
    found = find_activity(act, command.number)
    is_open = found.activity.status is ActivityStatus.OPEN
    if not (is_open and is_in_charge(act, found) and _has_begun(found, act)):
        return refuse_verb(SayOfActivity(command.number, Intent.FINISH_ORDER), act)
    came = act.uow.enrolments.of_activity(found.activity_id, EnrolmentStatus.CHECKED_IN)
    there = [part for part in came if part.checked_out_at is None]
    lines = [settle(found, part, act.now, act) for part in there]
    _close(found, act)
    inverse = {"lines": [line.id for line in lines if line is not None], "parts": [part.id for part in there]}
    write_down(act, Intent.FINISH_ORDER, found, {"finished": inverse}, was_announced=False)
    facts = {"came": len(came), "there": len(there), "until": f"{act.now.astimezone(LOCAL_ZONE):%H:%M}"}
    reached = [reply for line in lines if line is not None for reply in tell_reached(found, line.member_id, act)]
    return [_word("activities/finished.j2", found, act, **facts), *reached]


def _has_begun(found: Found, act: Act) -> bool:
    return found.activity.starts_at is not None and found.activity.starts_at <= act.now


def _close(found: Found, house: House) -> None:
    change(house, found.activity, status=ActivityStatus.OVER, closed_at=house.now)
    house.uow.timers.drop_of_activity(found.activity_id)
    house.uow.questions.drop_about_activity(found.activity_id, now=house.now)
    plan_asking(found, house)
    log.info("activity_over", activity=key(found.activity.id))


def take_back_finish(found: Found, inverse: dict[str, Any], event: AuditEvent, act: Act) -> list[Reply]:
    """It goes on, while its time is not over. Raises NothingToUndo."""
    over_at = is_over_at(found.activity)
    if found.activity.version != event.version or over_at is None or over_at <= act.now:
        raise NothingToUndo(reason=f"#{found.number} 已经结束,撤不回来了")
    for line_id in inverse["lines"]:
        take_back_line(found, line_id, act)
    for part_id in inverse["parts"]:
        part = act.uow.enrolments.get(part_id)
        if part is not None:
            act.uow.enrolments.change(part, checked_out_at=None)
    change(act, found.activity, status=ActivityStatus.OPEN, closed_at=None)
    act.uow.timers.drop_of_activity(found.activity_id)
    plan_clocks(found, act)
    return [_word("activities/finish_undone.j2", found, act)]


def _word(template: str, found: Found, act: Act, **facts: Any) -> Reply:
    about: dict[str, Any] = {"number": found.number, "title": found.activity.title, **facts}
    return to_member(act.member_id, template, about_room=found.room_id, **about)
