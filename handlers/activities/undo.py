"""撤销 of a sign-up, a withdrawal, a change or the whole activity: as it was, where nobody has gone on from there."""

from collections.abc import Callable
from typing import Any, Final

from handlers.access import Verb, may
from handlers.act import Act
from handlers.activities.again import change_back, resize
from handlers.activities.changes import apply_values, open_again, take_back
from handlers.activities.excuses import take_back_excuse
from handlers.activities.finding import Found, find_activity, found_by_id
from handlers.activities.finish import take_back_finish
from handlers.activities.follows import take_back_follow
from handlers.activities.hours import take_back_hours
from handlers.activities.lines import confirmation
from handlers.activities.moves import CHANGED_SINCE, loaded, move
from handlers.activities.other_sessions import other_sessions, said_once
from handlers.activities.outdoor_said import undo_outdoor
from handlers.activities.places import places_of, waiting_line
from handlers.activities.reviews import take_back_review
from handlers.activities.series import withdraw_series
from handlers.activities.series_verbs import undo_series
from handlers.activities.standing_rows import undo_standing
from handlers.activities.waitlist import fill_places
from handlers.activities.weather_asking import ask_again
from handlers.errors import NothingToUndo, PartyTooBig
from handlers.replies import Reply, to_room
from handlers.wording import name_of
from storage.intents import Intent
from storage.models.activities import Enrolment
from storage.models.talk import AuditEvent
from storage.states import TAKES_PART, ActivityStatus, EnrolmentStatus


def newest_of(number: int, act: Act) -> AuditEvent:
    """The sender's own newest act on that activity; for a coordinator anybody's. Raises NothingToUndo."""
    found = find_activity(act, number)
    own = act.uow.audit.newest_on_activity(found.activity_id, actor_id=act.member_id)
    event = own or act.uow.audit.newest_on_activity(found.activity_id)
    if event is None:
        raise NothingToUndo(reason="这一步撤不回来")
    if event.actor_id != act.member_id and not may(act, Verb.UNDO_FOR_ANOTHER, found.room):
        raise NothingToUndo(reason="只能撤销自己做的")
    return event


def undo(event: AuditEvent, act: Act) -> list[Reply]:
    """Raises NothingToUndo with the reason why not."""
    found = found_by_id(act, event.activity_id)
    if found is None or event.inverse is None:
        raise NothingToUndo(reason="这一步撤不回来")
    if event.verb is Intent.MERGE:
        raise NothingToUndo(reason="合并已经通知了大家,撤不回来了。要分开,请重新发一条招募")
    if act.now - event.done_at > act.rules.undo_window:
        raise NothingToUndo(reason="过了 10 分钟,撤不回来了")
    if event.verb in (Intent.RECRUIT, Intent.EDIT_ORDER) and found.activity.call_id is not None:
        return _undo_call(found, event, act)
    return _undo_one(found, event.inverse, event, act)


def _undo_one(found: Found, inverse: dict[str, Any], event: AuditEvent, act: Act) -> list[Reply]:
    kind = next((kind for kind in _UNDOING if kind in inverse), "activity")
    replies = _UNDOING[kind](found, inverse, event, act)
    act.uow.audit.undone(event, now=act.now)
    return replies


def _undo_call(found: Found, event: AuditEvent, act: Act) -> list[Reply]:
    """What was done to several of its sessions at once; of the call itself all or nothing."""
    undone: list[Found] = []
    replies: list[Reply] = []
    for each in sorted([found, *other_sessions(found.activity, act)], key=lambda each: each.number):
        newest = act.uow.audit.newest_on_activity(each.activity_id, actor_id=event.actor_id)
        if newest is not None and newest.inverse is not None and newest.cause == event.cause:
            undone.append(each)
            replies += _undo_one(each, newest.inverse, newest, act)
        elif event.verb is Intent.RECRUIT:
            raise NothingToUndo(reason=f"#{each.number} {CHANGED_SINCE}")
    return said_once(replies, undone)


def _undo_own(found: Found, inverse: dict[str, Any], event: AuditEvent, act: Act) -> list[Reply]:
    """What somebody thinks of it is nobody else's to take back."""
    if event.actor_id != act.member_id:
        raise NothingToUndo(reason="只能撤销自己做的")
    if "follow" in inverse:
        return take_back_follow(found, inverse["follow"], act)
    return take_back_review(found, inverse, act)


def _undo_parts(found: Found, inverse: dict[str, Any], event: AuditEvent, act: Act) -> list[Reply]:
    if found.activity.status is not ActivityStatus.OPEN:
        raise NothingToUndo(reason=f"#{found.number} {CHANGED_SINCE}")
    replies: list[Reply] = []
    for enrolment_id, status in inverse["enrolments"].items():
        enrolment = act.uow.enrolments.get(int(enrolment_id))
        if enrolment is None:
            raise NothingToUndo(reason=f"#{found.number} {CHANGED_SINCE}")
        if status == EnrolmentStatus.WITHDRAWN:
            _take_out(found, enrolment, act)
        else:
            replies += _put_back(found, enrolment, EnrolmentStatus(status), act)
    for enrolment_id, (was, now) in inverse.get("sizes", {}).items():
        _give_size_back(found, act.uow.enrolments.get(int(enrolment_id)), was, now, act)
    filled = fill_places(found, act)
    return [_line(found, act, event, kind=event.verb), *replies, *filled]


def _give_size_back(found: Found, enrolment: Enrolment | None, was: int, now: int, act: Act) -> None:
    if enrolment is None or enrolment.status not in TAKES_PART or enrolment.party != now:
        raise NothingToUndo(reason=f"#{found.number} {CHANGED_SINCE}")
    try:
        resize(found, enrolment, was, act)
    except PartyTooBig as refusal:
        raise NothingToUndo(reason=f"#{found.number} 的名额已经给了别人,人数撤不回来了") from refusal


def _undo_part(found: Found, inverse: dict[str, Any], event: AuditEvent, act: Act) -> list[Reply]:
    """The party is as many as before, in the role of before, if that still fits."""
    enrolment = act.uow.enrolments.get(inverse["id"])
    left_as = loaded(inverse["is"])
    if enrolment is None or enrolment.status not in TAKES_PART or enrolment.party != left_as["party"]:
        raise NothingToUndo(reason=f"#{found.number} {CHANGED_SINCE}")
    try:
        change_back(found, enrolment, loaded(inverse["was"]), act)
    except PartyTooBig as refusal:
        raise NothingToUndo(reason=f"#{found.number} 的名额已经给了别人,人数撤不回来了") from refusal
    line = _line(found, act, event, kind="party", part=enrolment)
    is_waiting = enrolment.status is EnrolmentStatus.WAITING
    said = confirmation(enrolment, found, act, kind="waiting" if is_waiting else "changed")
    return [line, *said, *fill_places(found, act)]


def _take_out(found: Found, enrolment: Enrolment, act: Act) -> None:
    if enrolment.status not in TAKES_PART:
        raise NothingToUndo(reason=f"#{found.number} {CHANGED_SINCE}")
    move(act, found, enrolment, EnrolmentStatus.WITHDRAWN, ended_at=act.now, answer_by=None)


def _put_back(found: Found, enrolment: Enrolment, status: EnrolmentStatus, act: Act) -> list[Reply]:
    """Only into a place that is still free, and that nobody waits for."""
    member_id = enrolment.member_id
    again = act.uow.enrolments.part_of(member_id, found.activity_id) if member_id is not None else None
    if enrolment.status is not EnrolmentStatus.WITHDRAWN or again is not None:
        raise NothingToUndo(reason=f"#{found.number} {CHANGED_SINCE}")
    if status is EnrolmentStatus.WAITING:
        move(act, found, enrolment, status, ended_at=None)
        return []
    places = places_of(found.activity, act)
    others = [each for each in waiting_line(found.activity, act) if each.role_id == enrolment.role_id]
    if not places.fits(enrolment) or any(places.fits(each) for each in others):
        raise NothingToUndo(reason=f"#{found.number} 的名额已经给了别人,想来请重新报名")
    move(act, found, enrolment, status, ended_at=None)
    return confirmation(enrolment, found, act, kind="enrolled")


def _undo_change(found: Found, then: dict[str, Any], event: AuditEvent, act: Act) -> list[Reply]:
    if found.activity.version != event.version:
        raise NothingToUndo(reason=f"#{found.number} {CHANGED_SINCE}")
    values = loaded(then)
    capacity = values.get("capacity")
    if capacity is not None and capacity < places_of(found.activity, act).least_capacity:
        raise NothingToUndo(reason=f"#{found.number} 多出来的名额已经有人了,撤不回来了")
    if event.verb is Intent.RECRUIT:
        take_back(found, act)
        withdraw_series(found.activity, act)
    elif event.verb is Intent.CALL_OFF:
        return [_line(found, act, event, kind=event.verb), *open_again(found, act)]
    else:
        return apply_values(found, values, act)
    return [_line(found, act, event, kind=event.verb)]


def _line(found: Found, act: Act, event: AuditEvent, *, kind: str, part: Enrolment | None = None) -> Reply:
    places = places_of(found.activity, act)
    return to_room(
        found.room_id,
        "activities/undone.j2",
        number=found.number,
        title=found.activity.title,
        name=act.member.name,
        whose=name_of(act, event.actor_id),
        kind=str(kind),
        party=part.party if part is not None else 0,
        role=places.name_of(part.role_id) if part is not None else "",
        left=places.left_in_all,
    )


#: By what an event wrote down of how it was before, the first that is there.
_UNDOING: Final[dict[str, Callable[[Found, dict[str, Any], AuditEvent, Act], list[Reply]]]] = {
    "series": lambda found, inverse, event, act: undo_series(found, inverse["series"], event, act),
    "review": _undo_own,
    "follow": _undo_own,
    "finished": lambda found, inverse, event, act: take_back_finish(found, inverse["finished"], event, act),
    "standing": lambda found, inverse, event, act: undo_standing(found, inverse["standing"], event, act),
    "excuse": lambda found, inverse, _event, act: take_back_excuse(found, inverse["excuse"], act),
    "outdoor": lambda found, inverse, _event, act: undo_outdoor(found, inverse["outdoor"], act),
    "weather_checks": lambda found, inverse, _event, act: ask_again(found, inverse["weather_checks"], act),
    "hours": take_back_hours,
    "part": lambda found, inverse, event, act: _undo_part(found, inverse["part"], event, act),
    "enrolments": _undo_parts,
    "activity": lambda found, inverse, event, act: _undo_change(found, inverse["activity"], event, act),
}
