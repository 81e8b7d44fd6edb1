"""取消报名: always possible, also when it is full or has begun; the place goes to whoever is next in line."""

from dataclasses import replace
from functools import partial

from handlers.act import Act, key
from handlers.activities.changes import call_off
from handlers.activities.facts import activity_when
from handlers.activities.finding import Found, find_activity, is_in_charge, open_here, require_open
from handlers.activities.lines import sign_up_line
from handlers.activities.moves import move, note
from handlers.activities.waitlist import fill_places
from handlers.errors import NoActivity, NotEnrolled, WhichActivity
from handlers.one_by_one import one_by_one
from handlers.replies import Reply, to_member
from handlers.understanding.activity_commands import CannotCome, Withdraw
from storage.intents import Intent
from storage.models.activities import Enrolment
from storage.states import EnrolmentStatus
from storage.vocabulary import LOCAL_ZONE


def withdraw(command: Withdraw, act: Act) -> list[Reply]:
    """Of those that are named, else of the only one they are signed up for here. Raises NotEnrolled, WhichActivity."""
    commands = [replace(command, also=()), *(replace(command, number=number, also=()) for number in command.also)]
    return one_by_one([partial(_withdraw, each, act) for each in commands], act)


def _withdraw(command: Withdraw, act: Act) -> list[Reply]:
    found = _meant(command, act)
    require_open(found)
    enrolment = act.uow.enrolments.part_of(act.member_id, found.activity_id)
    if enrolment is None:
        if command.is_cancel and is_in_charge(act, found):
            return call_off(found, act)
        raise NotEnrolled(number=found.number, title=found.activity.title)
    return leave(found, enrolment, act)


def cannot_come(command: CannotCome, act: Act) -> list[Reply]:
    """Of the only one that they are in; said of another day, one private question. In none: nothing meant."""
    mine = [(found, part) for found in open_here(act) if (part := _part(found, act)) is not None]
    if len(mine) != 1:
        return []
    found, part = mine[0]
    starts_at = found.activity.starts_at
    if command.day is None or (starts_at is not None and starts_at.astimezone(LOCAL_ZONE).date() == command.day):
        return leave(found, part, act)
    return [
        to_member(
            act.member_id,
            "activities/withdraw_which.j2",
            about_room=found.room_id,
            tells_to_befriend=False,
            number=found.number,
            title=found.activity.title,
            when=activity_when(found.activity, act.now),
        )
    ]


def leave(found: Found, enrolment: Enrolment, act: Act) -> list[Reply]:
    was = enrolment.status
    move(act, found, enrolment, EnrolmentStatus.WITHDRAWN, ended_at=act.now, answer_by=None)
    was_in_line = was in (EnrolmentStatus.WAITING, EnrolmentStatus.OFFERED)
    then = EnrolmentStatus.WAITING if was_in_line else EnrolmentStatus.ACCEPTED
    note(act, Intent.WITHDRAW, found, then={key(enrolment.id): then})
    filled = fill_places(found, act)
    line = sign_up_line("withdrew", enrolment, found, act)  # the places that are left now
    return [line, _told(found, act), *filled]


def _told(found: Found, act: Act) -> Reply:
    return to_member(
        act.member_id,
        "activities/withdrew_private.j2",
        about_room=found.room_id,
        tells_to_befriend=False,
        number=found.number,
        title=found.activity.title,
    )


def _meant(command: Withdraw, act: Act) -> Found:
    if command.number is not None:
        return find_activity(act, command.number)
    here = open_here(act)
    mine = [found for found in here if _part(found, act) is not None]
    if len(mine) == 1:
        return mine[0]
    if mine:
        raise WhichActivity(activities=[{"number": each.number, "title": each.activity.title} for each in mine])
    if len(here) == 1:
        return here[0]
    raise NoActivity


def _part(found: Found, act: Act) -> Enrolment | None:
    return act.uow.enrolments.part_of(act.member_id, found.activity_id)
