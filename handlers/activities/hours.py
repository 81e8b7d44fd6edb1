"""The ledger of hours: what a check-out or the end writes, what an undo takes back, 我的工时.

One line a person and activity, written at their check-out or else at the end. It counts from the check-in, or from the
stated start where they came earlier, to the check-out, or to the stated end where they stayed longer, in whole quarters
of an hour, rounded to the nearest (7 minutes are none, 8 are one). Nothing is invented: whoever did not check in has no
line, nor has who did not check out of an activity without a stated end (a whole day has none), unless whoever is in
charge says 完成 when it ends (handlers.activities.finish); else they put that right by 改工时. A party has one line,
its companions none: hours are those of whom we know. Orders give no hours: their times say when help is wanted, not
how long it took.
"""

from datetime import datetime
from typing import Any, Final

import structlog

from handlers.act import Act, House
from handlers.activities.facts import begins_at
from handlers.activities.finding import Found
from handlers.activities.moves import write_down
from handlers.errors import NothingToUndo
from handlers.replies import Reply, to_member
from handlers.time_bank.ledger import earn
from handlers.understanding.activity_commands import AskHours
from storage.intents import Intent
from storage.models.activities import Activity, Enrolment
from storage.models.hours import HoursLine
from storage.models.talk import AuditEvent
from storage.states import EnrolmentStatus
from storage.vocabulary import LOCAL_ZONE, HoursKind

log = structlog.get_logger()

QUARTER: Final = 15
#: 我的工时 shows so many lines.
LINES: Final = 5


def minutes_between(activity: Activity, came_at: datetime, left_at: datetime) -> int:
    """Inside the stated hours, to the nearest quarter."""
    begins = begins_at(activity) if not activity.is_whole_day else None
    first = max(came_at, begins) if begins is not None else came_at
    last = min(left_at, activity.ends_at) if _has_end(activity) and activity.ends_at else left_at
    minutes = max((last - first).total_seconds() / 60, 0)
    return int((minutes + QUARTER / 2) // QUARTER) * QUARTER


def _has_end(activity: Activity) -> bool:
    return activity.ends_at is not None and not activity.is_whole_day


def settle(found: Found, enrolment: Enrolment, left_at: datetime, house: House) -> HoursLine | None:
    """Writes the line of that part; None for a party known by name only, or where nothing is left after rounding."""
    house.uow.enrolments.change(enrolment, checked_out_at=left_at)
    enrolment.checked_out_at = left_at
    if enrolment.member_id is None or enrolment.checked_in_at is None:
        return None
    minutes = minutes_between(found.activity, enrolment.checked_in_at, left_at)
    if minutes == 0:
        return None
    log.info("hours_noted", activity=found.activity_id, member=enrolment.member_id, minutes=minutes)
    return write(found, enrolment.member_id, minutes, house)


def write(
    found: Found, member_id: int, minutes: int, house: House, *, by: int | None = None, reason: str = ""
) -> HoursLine:
    line = house.uow.hours.add(
        HoursLine(
            member_id=member_id,
            activity_id=found.activity_id,
            kind=HoursKind.CREDIT,
            minutes=minutes,
            served_at=found.activity.starts_at or house.now,
            written_at=house.now,
            noted_by_id=by,
            reason=reason,
        )
    )
    earn(line, found.room.site_id, house)
    return line


def settle_all(found: Found, house: House) -> list[HoursLine]:
    """At the end: everyone who is still checked in left at the stated end."""
    ends_at = found.activity.ends_at
    if ends_at is None or not _has_end(found.activity):
        return []
    checked_in = house.uow.enrolments.of_activity(found.activity_id, EnrolmentStatus.CHECKED_IN)
    still_there = [each for each in checked_in if each.checked_out_at is None]
    lines = [settle(found, each, ends_at, house) for each in still_there]
    return [line for line in lines if line is not None]


def note_hours(act: Act, verb: Intent, found: Found, line: HoursLine | None, *, opens: Enrolment | None) -> None:
    """Writes the act down; `opens`: the part that an undo makes checked in again."""
    inverse: dict[str, Any] = {"hours": line.id if line is not None else None, "opens": opens.id if opens else None}
    write_down(act, verb, found, inverse, was_announced=False)


def take_back_hours(found: Found, inverse: dict[str, Any], event: AuditEvent, act: Act) -> list[Reply]:
    """By a line of its own; the ledger only grows. Raises NothingToUndo where it was corrected since."""
    line = take_back_line(found, inverse["hours"], act)
    part = act.uow.enrolments.get(inverse["opens"]) if inverse["opens"] is not None else None
    if part is not None:
        act.uow.enrolments.change(part, checked_out_at=None)
    whom = line.member_id if line is not None else act.member_id
    told = {act.member_id, whom}
    return [
        to_member(
            each,
            "activities/hours_undone.j2",
            about_room=found.room_id,
            number=found.number,
            title=found.activity.title,
            total=hours_words(act.uow.hours.minutes_in(whom, found.activity_id)),
            is_check_out=event.verb is Intent.CHECK_OUT,
            is_theirs=each == whom,
        )
        for each in sorted(told)
    ]


def take_back_line(found: Found, line_id: int | None, act: Act) -> HoursLine | None:
    """The line that another one of ours makes up for. Raises NothingToUndo where it was corrected since."""
    line = act.uow.hours.get(line_id) if line_id is not None else None
    if line is None:
        return None
    lines = [each for each in act.uow.hours.of_member(line.member_id) if each.activity_id == found.activity_id]
    if lines[-1].id != line.id:
        raise NothingToUndo(reason=f"#{found.number} 的工时后来又有变动,撤不回来了")
    write(found, line.member_id, -line.minutes, act, by=act.member_id, reason="撤销")
    return line


def show_hours(_: AskHours, act: Act) -> list[Reply]:
    """Always privately: nobody else's business."""
    lines = act.uow.hours.of_member(act.member_id)
    year = act.now.astimezone(LOCAL_ZONE).year
    this_year = [line for line in lines if line.served_at.astimezone(LOCAL_ZONE).year == year]
    return [
        to_member(
            act.member_id,
            "activities/hours.j2",
            about_room=act.room_id,
            total=hours_words(sum(line.minutes for line in lines)),
            year=hours_words(sum(line.minutes for line in this_year)),
            activities=len({line.activity_id for line in lines}),
            lines=[_line(line, act) for line in reversed(lines[-LINES:])],
        )
    ]


def _line(line: HoursLine, act: Act) -> dict[str, Any]:
    activity = act.uow.activities.get(line.activity_id)
    return {
        "day": f"{line.served_at.astimezone(LOCAL_ZONE):%Y-%m-%d}",
        "title": activity.title if activity is not None else "",
        "hours": hours_words(line.minutes),
        "reason": line.reason,
    }


def hours_words(minutes: int) -> str:
    """As people say it.

    >>> hours_words(120), hours_words(75), hours_words(-30), hours_words(0)
    ('2小时', '1小时15分钟', '-30分钟', '0小时')
    """
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else ""
    words = (f"{hours}小时" if hours else "") + (f"{rest}分钟" if rest else "")
    return sign + (words or "0小时")
