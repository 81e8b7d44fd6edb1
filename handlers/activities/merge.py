"""合并 5 到 6: too few for one, so its people join another open activity of the same room; everyone hears it once."""

from typing import Any

import structlog

from handlers.act import Act, key
from handlers.activities.changes import close
from handlers.activities.facts import activity_when, begins_at, read_at
from handlers.activities.finding import Found, find_activity, is_in_charge, require_open
from handlers.activities.lines import unasked_word
from handlers.activities.moves import move, note_change
from handlers.activities.newcomers import is_newcomer
from handlers.activities.places import Places, places_of
from handlers.activities.questions import ask_to_attend
from handlers.activities.waitlist import fill_places
from handlers.errors import EnrolmentClosed, NothingChanged, NotOrganiser
from handlers.replies import Reply, to_room
from handlers.understanding.activity_commands import MergeActivities
from storage.intents import Intent
from storage.models.activities import Enrolment
from storage.states import HOLDS_PLACES, EnrolmentStatus

log = structlog.get_logger()


def merge_activities(command: MergeActivities, act: Act) -> list[Reply]:
    """Everything is checked before anything is written. Raises NotOrganiser, ActivityNotOpen, NothingChanged."""
    gone, into = find_activity(act, command.number), find_activity(act, command.into)
    _check(gone, into, act)
    parts = act.uow.enrolments.of_activity(gone.activity_id)
    coming = [part for part in parts if not _is_in(part, into, act)]
    _require_places(gone, into, coming, act)
    joined = [_join(part, into, act) for part in coming]
    told = {part.member_id: _tell(gone, into, part, act) for part in joined if part.member_id is not None}
    twice = [part for part in parts if part not in coming]
    told |= {part.member_id: _tell(gone, into, part, act) for part in twice if part.member_id is not None}
    for part in parts:
        move(act, gone, part, EnrolmentStatus.WITHDRAWN, ended_at=act.now, answer_by=None)
    close(gone, act)
    note_change(act, Intent.MERGE, gone, was={})
    log.info("activities_merged", activity=gone.activity_id, into=into.activity_id)
    line = to_room(
        into.room_id,
        "activities/merged.j2",
        old={"number": gone.number, "title": gone.activity.title},
        number=into.number,
        title=into.activity.title,
        when=activity_when(into.activity, act.now),
        place=into.activity.place,
        people=sum(part.party for part in parts),
    )
    told.pop(act.member_id, None)
    return [line, *told.values(), *fill_places(into, act)]


def _check(gone: Found, into: Found, act: Act) -> None:
    for found in (gone, into):
        if not is_in_charge(act, found):
            raise NotOrganiser(number=found.number)
        require_open(found)
        begins = begins_at(found.activity)
        if begins is not None and begins <= act.now:
            raise EnrolmentClosed(number=found.number, title=found.activity.title, closed="")
    if gone.activity_id == into.activity_id:
        raise NothingChanged(reason=f"要并到另一个活动,比如:合并 {gone.number} 到 {gone.number + 1}")
    if gone.room_id != into.room_id:
        raise NothingChanged(reason="只能合并同一个群里的活动")


def _is_in(part: Enrolment, into: Found, act: Act) -> bool:
    return part.member_id is not None and act.uow.enrolments.part_of(part.member_id, into.activity_id) is not None


def _require_places(gone: Found, into: Found, coming: list[Enrolment], act: Act) -> None:
    """Nobody who has a place loses it; who waits, waits there."""
    places = places_of(into.activity, act)
    for part in coming:
        if part.status in HOLDS_PLACES:
            role_id = _role_in(places, part, act)
            if not places.holds(part.party, role_id):
                more = f"可以先改名额:改 {into.number} 多少人"
                raise NothingChanged(reason=f"#{into.number} 的名额装不下 #{gone.number} 的人,没有合并。{more}")
            places = places.less(Enrolment(**_copied(part, into, role_id, act)))


def _role_in(places: Places, part: Enrolment, act: Act) -> int | None:
    """The role of the same name, else whatever who names none is for."""
    name = next((role.name for role in act.uow.activities.roles(part.activity_id) if role.id == part.role_id), "")
    return next((role.id for role in places.roles if role.name == name), places.default_role)


def _copied(part: Enrolment, into: Found, role_id: int | None, act: Act) -> dict[str, Any]:
    names = ("member_id", "name", "party", "children", "companions_sealed", "source", "enrolled_at", "room_id")
    kept = {name: getattr(part, name) for name in names}
    return {
        **kept,
        "activity_id": into.activity_id,
        "role_id": role_id,
        "status": EnrolmentStatus.WAITING,
        "is_newcomer": is_newcomer(part.member_id, into.activity, act),
    }


def _join(part: Enrolment, into: Found, act: Act) -> Enrolment:
    role_id = _role_in(places_of(into.activity, act), part, act)
    joined = act.uow.enrolments.add(Enrolment(**_copied(part, into, role_id, act)))
    if part.status in HOLDS_PLACES:
        move(act, into, joined, EnrolmentStatus.ACCEPTED)
        if part.member_id not in (None, act.member_id):
            ask_to_attend(into, joined, act)
    return joined


def _tell(gone: Found, into: Found, part: Enrolment, act: Act) -> Reply:
    return unasked_word(
        key(part.member_id),
        into,
        "activities/merged_private.j2",
        until=begins_at(into.activity),
        old={"number": gone.number, "title": gone.activity.title},
        when=activity_when(into.activity, read_at(into, act)),
        place=into.activity.place,
        is_asked=part.activity_id == into.activity_id and part.status is EnrolmentStatus.ACCEPTED,
        is_waiting=part.activity_id == into.activity_id and part.status is EnrolmentStatus.WAITING,
    )
