"""报名 said by somebody who is on the list: a yes to an offer, another number of people, or another role."""

from typing import Any

from handlers.act import Act
from handlers.activities.finding import Found, change
from handlers.activities.lines import confirmation, sign_up_line
from handlers.activities.moves import note_part
from handlers.activities.places import Places, places_of, position_of, waiting_line
from handlers.activities.waitlist import fill_places, say_yes
from handlers.errors import AlreadyEnrolled, PartyTooBig
from handlers.replies import Reply
from handlers.understanding.activity_commands import Enrol
from storage.models.activities import Enrolment
from storage.states import EnrolmentStatus

IN_LINE = (EnrolmentStatus.OFFERED, EnrolmentStatus.WAITING)


def enrol_again(found: Found, current: Enrolment, command: Enrol, places: Places, act: Act) -> list[Reply]:
    """Raises AlreadyEnrolled where nothing new was said, PartyTooBig where what is new does not fit."""
    is_yes = current.status in IN_LINE and command.party.people in (None, current.party)
    if is_yes and (replies := say_yes(found, current, act)):
        return replies
    role = places.role_in(command.words)
    party = max(command.party.people or current.party, 1)
    role_id = role.id if role is not None else current.role_id
    if (party, role_id) == (current.party, current.role_id):
        is_waiting = current.status is EnrolmentStatus.WAITING
        raise AlreadyEnrolled(
            number=found.number,
            title=found.activity.title,
            position=position_of(current, act) if is_waiting else 0,
            party=current.party,
        )
    _require_room(found, current, places, act, party=party, role_id=role_id)
    return _change(found, current, _values(current, command, party, role_id, act), act)


def _require_room(
    found: Found, current: Enrolment, places: Places, act: Act, *, party: int, role_id: int | None
) -> None:
    """A party that grows, or goes to another role, keeps what it has where the new does not fit or others wait."""
    if current.status is EnrolmentStatus.WAITING:
        left = places.of(role_id)
    else:
        free = places.without(current)
        line = [each for each in waiting_line(found.activity, act) if each.role_id == role_id]
        needs_more = role_id != current.role_id or party > current.party
        is_jump = needs_more and any(places.fits(each) for each in line)
        left = 0 if is_jump else free.left_for(current, role_id)
    if left is not None and party > left:
        raise PartyTooBig(number=found.number, title=found.activity.title, party=party, left=left)


def _values(current: Enrolment, command: Enrol, party: int, role_id: int | None, act: Act) -> dict[str, Any]:
    names = "、".join(command.party.names)
    return {
        "party": party,
        "role_id": role_id,
        "children": min(command.party.children or current.children, party),
        "companions_sealed": act.uow.seal(names) if names else current.companions_sealed,
    }


def resize(found: Found, current: Enrolment, party: int, act: Act) -> None:
    """Another number of people, with no word about it. Raises PartyTooBig."""
    _require_room(found, current, places_of(found.activity, act), act, party=party, role_id=current.role_id)
    _write(found, current, {"party": party, "children": min(current.children, party)}, act)


def change_back(found: Found, current: Enrolment, values: dict[str, Any], act: Act) -> None:
    """As the party was. Raises PartyTooBig."""
    _require_room(found, current, places_of(found.activity, act), act, party=values["party"], role_id=values["role_id"])
    _write(found, current, values, act)


def _write(found: Found, current: Enrolment, values: dict[str, Any], act: Act) -> None:
    act.uow.enrolments.change(current, **values)
    change(act, found.activity)
    for name, value in values.items():
        setattr(current, name, value)


def _change(found: Found, current: Enrolment, values: dict[str, Any], act: Act) -> list[Reply]:
    was = {name: getattr(current, name) for name in values}
    _write(found, current, values, act)
    note_part(act, found, current, was=was, now=values)
    is_waiting = current.status is EnrolmentStatus.WAITING
    kind = "waiting" if is_waiting else "changed"
    position = position_of(current, act) if is_waiting else 0
    filled = fill_places(found, act)
    return [
        sign_up_line(kind, current, found, act, position=position),
        *confirmation(current, found, act, kind=kind),
        *filled,
    ]
