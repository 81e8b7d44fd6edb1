"""Moves of an enrolment: the table says which are legal, the database says whether this one happened."""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog

from handlers.act import Act, House, key
from handlers.activities.finding import Found, change
from handlers.errors import LostRace
from storage.intents import Intent
from storage.models.activities import Enrolment
from storage.models.series import Series
from storage.models.talk import AuditEvent
from storage.states import ENROLMENT_MOVES, EnrolmentStatus
from storage.vocabulary import QuestionKind

log = structlog.get_logger()

#: Why an act is not undone.
CHANGED_SINCE = "后来又有变动,撤不回来了"
#: Questions about one's own part in an activity.
ABOUT_PART = (QuestionKind.ATTEND, QuestionKind.PLACE_OFFERED)


class IllegalMove(Exception):
    """Our own mistake: the table of moves does not hold this one."""


def move(house: House, found: Found, enrolment: Enrolment, to: EnrolmentStatus, **also: object) -> None:
    """The activity's version moves on with its list. Raises LostRace where somebody was quicker."""
    if to not in ENROLMENT_MOVES[enrolment.status]:
        raise IllegalMove(f"{enrolment.status.value} → {to.value}")
    if not house.uow.enrolments.moved(enrolment, to, **also):
        raise LostRace
    for name, value in {"status": to, **also}.items():
        setattr(enrolment, name, value)
    change(house, found.activity)
    house.uow.timers.drop_of_enrolment(key(enrolment.id))
    if enrolment.member_id is not None:
        house.uow.questions.drop_about_activity(
            found.activity_id, *ABOUT_PART, now=house.now, member_id=enrolment.member_id
        )
    log.info("enrolment_moved", activity=found.activity_id, enrolment=enrolment.id, status=to.value)


def note_change(act: Act, verb: Intent, found: Found, *, was: Mapping[str, Any]) -> None:
    """The same for a change of the activity itself: columns as they were."""
    inverse = {"activity": dumped(was)}
    write_down(act, verb, found, inverse)


def note_series(
    act: Act, verb: Intent, found: Found, series: Series, *, values: Mapping[str, Any], was_announced: bool = True
) -> None:
    """The same for a change of a series: columns as they were, and as they are from now on."""
    was = dumped({name: getattr(series, name) for name in values})
    inverse = {"series": {"id": series.id, "was": was, "is": dumped(values)}}
    write_down(act, verb, found, inverse, was_announced=was_announced)


def note_part(act: Act, found: Found, enrolment: Enrolment, *, was: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """The same for another number of people, or another role, of a party that stays on the list."""
    columns = {"was": dumped(was), "is": dumped(now)}
    write_down(act, Intent.ENROL, found, {"part": {"id": enrolment.id, **columns}})


def dumped(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _one_dumped(value) for name, value in values.items()}


def _one_dumped(value: Any) -> Any:
    """As JSON; what is sealed stays sealed."""
    if isinstance(value, bytes):
        return {"sealed": base64.b64encode(value).decode()}
    return {"at": value.isoformat()} if isinstance(value, datetime) else value


def loaded(values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns as an event of ours has kept them."""
    return {name: _loaded(value) for name, value in values.items()}


def _loaded(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return datetime.fromisoformat(value["at"]) if "at" in value else base64.b64decode(value["sealed"])


def note(
    act: Act,
    verb: Intent,
    found: Found,
    *,
    then: Mapping[int, EnrolmentStatus],
    sizes: Mapping[int, tuple[int, int]] | None = None,
) -> None:
    """Writes the act down; `then`: enrolments and the state that an undo takes them to; `sizes`: was and is."""
    inverse: dict[str, Any] = {"enrolments": {str(each): status.value for each, status in then.items()}}
    if sizes:
        inverse["sizes"] = {str(each): list(size) for each, size in sizes.items()}
    write_down(act, verb, found, inverse)


def write_down(act: Act, verb: Intent, found: Found, inverse: dict[str, Any], *, was_announced: bool = True) -> None:
    act.uow.audit.write(
        AuditEvent(
            done_at=act.now,
            actor_id=act.member_id,
            room_id=found.room_id,
            verb=verb,
            activity_id=found.activity_id,
            version=found.activity.version,
            inverse=inverse,
            was_announced=was_announced,
            cause=act.message_id,
        )
    )
