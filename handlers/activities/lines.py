"""What is said when somebody signs up, leaves or moves up: one joined line in the room, details privately."""

from datetime import datetime
from typing import Any

from handlers.act import House, key
from handlers.activities.clocks import reminders_missed
from handlers.activities.facts import activity_facts, begins_at, is_over_at, read_at, sign_up_facts
from handlers.activities.finding import Found
from handlers.activities.places import places_of
from handlers.replies import Reply, to_member, to_room
from storage.models.activities import Activity, Enrolment


def sign_up_line(kind: str, enrolment: Enrolment, found: Found, house: House, *, position: int = 0) -> Reply:
    """`kind`: enrolled, changed, waiting, withdrew or moved_up. All of them are one kind of answer: merged."""
    facts = sign_up_facts(kind, enrolment, found, house, position=position)
    return to_room(found.room_id, "activities/signed.j2", merge="signed", **facts)


def unasked_word(member_id: int | None, found: Found, template: str, *, until: datetime | None, **facts: Any) -> Reply:
    """What somebody of the list, or the organiser, hears of it privately without having asked; `until` it matters."""
    return to_member(
        key(member_id),
        template,
        about_room=found.room_id,
        unasked=True,
        expires_at=until,
        tells_to_befriend=False,
        number=found.number,
        title=found.activity.title,
        **facts,
    )


def confirmation(enrolment: Enrolment, found: Found, house: House, *, kind: str, unasked: bool = False) -> list[Reply]:
    """Time, place, and what is still due, to whoever is in now. Late joiners get their reminder with it."""
    if enrolment.member_id is None:
        return []
    activity = found.activity
    companions = house.uow.open(enrolment.companions_sealed)
    named = len(companions.reveal().split("、")) if companions is not None else 0
    return [
        to_member(
            enrolment.member_id,
            "activities/confirmed.j2",
            about_room=found.room_id,
            unasked=unasked,
            expires_at=is_over_at(activity),
            tells_to_befriend=False,
            kind=kind,
            party=enrolment.party,
            children=enrolment.children,
            companions=companions,
            is_among_them=enrolment.party > named,
            role=places_of(activity, house).name_of(enrolment.role_id),
            requirements=activity.requirements,
            contact=activity.contact,
            phone=house.uow.open(activity.phone_sealed),
            missed=reminders_missed(found, house),
            clashes=clashes_of(enrolment, activity, house),
            **activity_facts(found, house, now=read_at(found, house) if unasked else None),
        )
    ]


def clashes_of(enrolment: Enrolment, activity: Activity, house: House) -> list[str]:
    """What else the member is signed up for at the same time."""
    mine = span_of(activity)
    if enrolment.member_id is None or mine is None:
        return []
    clashing = []
    for other, its_activity in house.uow.enrolments.of_member(enrolment.member_id):
        span = span_of(its_activity)
        if other.activity_id == key(activity.id) or span is None:
            continue
        if span[0] < mine[1] and mine[0] < span[1]:
            clashing.append(its_activity.title)
    return clashing


def span_of(activity: Activity) -> tuple[float, float] | None:
    begins, over_at = begins_at(activity), is_over_at(activity)
    if begins is None or over_at is None or activity.is_whole_day:
        return None
    return begins.timestamp(), over_at.timestamp()
