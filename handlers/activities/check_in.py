"""签到: by a code that is said at the place; whoever just came along joins by it."""

import zlib
from datetime import timedelta
from typing import Final

import structlog

from handlers.act import Act, House
from handlers.activities.absences import worth_a_call
from handlers.activities.facts import begins_at
from handlers.activities.finding import (
    Found,
    answers_for,
    change,
    find_activity,
    found_by_id,
    is_in_charge,
    open_here,
    require_open,
)
from handlers.activities.moves import move
from handlers.activities.newcomers import is_newcomer
from handlers.activities.places import places_of
from handlers.errors import NoActivity, NotOrganiser
from handlers.replies import Reply, to_member
from handlers.understanding.activity_commands import AskCode, CheckIn
from storage.models.activities import Enrolment
from storage.models.talk import Timer
from storage.states import ActivityStatus, EnrolmentStatus
from storage.vocabulary import EnrolmentSource

log = structlog.get_logger()

#: After so many wrong codes within an hour nobody is heard for the rest of it.
MOST_WRONG: Final = 5
WRONG_COUNT: Final = timedelta(hours=1)
#: Nobody is at the place much earlier.
OPENS_BEFORE: Final = timedelta(hours=2)
_CODES: Final = 9000
_FIRST_CODE: Final = 1000


# the code


def tell_code(timer: Timer, house: House) -> list[Reply]:
    found = found_by_id(house, timer.activity_id)
    if found is None or found.activity.status is not ActivityStatus.OPEN:
        return []
    member_id = answers_for(found, house)
    often = worth_a_call(found, house) if member_id == found.activity.organiser_id else []
    return [_code_for(found, member_id, house, often=often)]


def show_code(command: AskCode, act: Act) -> list[Reply]:
    """To whoever organises it, always privately. Raises NotOrganiser, NoActivity."""
    if command.number is None:
        mine = [found for found in open_here(act) if is_in_charge(act, found)]
        if len(mine) != 1:
            raise NoActivity
        found = mine[0]
    else:
        found = find_activity(act, command.number)
    if not is_in_charge(act, found):
        raise NotOrganiser(number=found.number)
    require_open(found)
    return [_code_for(found, act.member_id, act)]


def _code_for(found: Found, member_id: int, house: House, *, often: list[str] | None = None) -> Reply:
    return to_member(
        member_id,
        "activities/code.j2",
        about_room=found.room_id,
        number=found.number,
        title=found.activity.title,
        code=house.uow.open(_sealed_code(found, house)),
        often=often or [],
        is_endless=found.activity.ends_at is None and not found.activity.is_whole_day,
    )


def _sealed_code(found: Found, house: House) -> bytes | None:
    """Made when it is first needed; it looks like no number of a posting."""
    if found.activity.code_sealed is None:
        code = _FIRST_CODE + zlib.crc32(house.new_id().encode()) % _CODES
        change(house, found.activity, code_sealed=house.uow.seal(str(code)))
    return found.activity.code_sealed


# checking in


def check_in(command: CheckIn, act: Act) -> list[Reply]:
    """Answered privately, wherever it was said; a wrong code is counted, so it is no refusal (that would undo it)."""
    if act.uow.activities.wrong_codes_since(act.member_id, act.now - WRONG_COUNT) >= MOST_WRONG:
        return [said(act, "activities/too_many_wrong.j2")]
    candidates = [find_activity(act, command.number)] if command.number is not None else open_here(act)
    if not candidates:
        raise NoActivity
    for found in candidates:
        require_open(found)
    if command.code is None:
        return [said(act, "activities/code_wanted.j2", number=candidates[0].number)]
    meant = next((found for found in candidates if is_code(found, command.code, act)), None)
    if meant is not None and _is_too_early(meant, act):
        return [said(act, "activities/check_in_early.j2", number=meant.number, title=meant.activity.title)]
    if meant is None:
        act.uow.activities.wrong_code(act.member_id, now=act.now)
        log.info("check_in_code_wrong", room=act.room_id, member=act.member_id)
        return [said(act, "activities/code_wrong.j2")]
    return _check_in(meant, act)


def is_code(found: Found, code: str, house: House) -> bool:
    private = house.uow.open(found.activity.code_sealed)
    return private is not None and private.reveal() == code


def _is_too_early(found: Found, house: House) -> bool:
    begins = begins_at(found.activity)
    return begins is not None and house.now < begins - OPENS_BEFORE


def said(act: Act, template: str, **facts: object) -> Reply:
    return Reply(
        template=template, facts=facts, member_id=act.member_id, about_room=act.room_id, tells_to_befriend=False
    )


def _check_in(found: Found, act: Act) -> list[Reply]:
    facts = {"number": found.number, "title": found.activity.title}
    part = act.uow.enrolments.part_of(act.member_id, found.activity_id, *_MAY_CHECK_IN, EnrolmentStatus.CHECKED_IN)
    if part is not None and part.status is EnrolmentStatus.CHECKED_IN:
        return [said(act, "activities/checked_in.j2", is_walk_in=False, **facts)]
    is_walk_in = part is None
    if part is None:
        part = Enrolment(
            activity_id=found.activity_id,
            member_id=act.member_id,
            role_id=places_of(found.activity, act).default_role,
            status=EnrolmentStatus.WAITING,
            source=EnrolmentSource.WALK_IN,
            enrolled_at=act.now,
            room_id=None if act.is_private else act.room_id,
            is_newcomer=is_newcomer(act.member_id, found.activity, act),
        )
    if part.status in _NEEDS_PLACE and not places_of(found.activity, act).fits(part):
        return [said(act, "activities/no_place_left.j2", **facts)]
    if is_walk_in:
        act.uow.enrolments.add(part)
    move(act, found, part, EnrolmentStatus.CHECKED_IN, checked_in_at=act.now, answer_by=None)
    return [said(act, "activities/checked_in.j2", is_walk_in=is_walk_in, **facts)]


_NEEDS_PLACE: Final = (EnrolmentStatus.WAITING, EnrolmentStatus.NO_SHOW)
_MAY_CHECK_IN: Final = (
    EnrolmentStatus.ACCEPTED,
    EnrolmentStatus.OFFERED,
    EnrolmentStatus.WAITING,
    EnrolmentStatus.NO_SHOW,
)
