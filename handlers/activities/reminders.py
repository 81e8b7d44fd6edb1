"""Before it begins: the two reminders to those who are in, and the decision where too few have signed up."""

from typing import Any

import structlog

from handlers.act import Act, House, key
from handlers.activities.changes import call_off
from handlers.activities.clocks import REMINDERS
from handlers.activities.facts import activity_facts, activity_when, begins_at
from handlers.activities.finding import Found, answers_for, found_by_id
from handlers.activities.places import people_coming
from handlers.activities.questions import ask_organiser, ask_to_attend
from handlers.activities.weather import goes_ahead_in
from handlers.activities.withdraw import leave
from handlers.replies import Reply, to_member
from storage.models.activities import Enrolment
from storage.models.talk import Question, Timer
from storage.states import ActivityStatus, EnrolmentStatus

log = structlog.get_logger()


def remind_enrolled(timer: Timer, house: House) -> list[Reply]:
    """The day before everyone is asked; two hours before, those who have said yes are only reminded."""
    found = _still_to_come(timer, house)
    if found is None:
        return []
    accepted = house.uow.enrolments.of_activity(found.activity_id, EnrolmentStatus.ACCEPTED)
    log.info("enrolled_reminded", activity=found.activity_id, step=timer.step, parties=len(accepted))
    warnings = goes_ahead_in(found, house)
    return [_remind(found, each, timer.step, warnings, house) for each in accepted if each.member_id is not None]


def _still_to_come(timer: Timer, house: House) -> Found | None:
    found = found_by_id(house, timer.activity_id)
    begins = begins_at(found.activity) if found is not None else None
    if found is None or found.activity.status is not ActivityStatus.OPEN or begins is None or begins <= house.now:
        return None
    return found


def _remind(found: Found, enrolment: Enrolment, step: int, warnings: str, house: House) -> Reply:
    is_asked = enrolment.confirmed_at is None
    if is_asked:
        ask_to_attend(found, enrolment, house)
    return to_member(
        key(enrolment.member_id),
        "activities/reminded.j2",
        about_room=found.room_id,
        unasked=True,
        expires_at=begins_at(found.activity),
        tells_to_befriend=False,
        is_asked=is_asked,
        is_last=step == len(REMINDERS) - 1,
        party=enrolment.party,
        requirements=found.activity.requirements,
        warnings=warnings,
        **activity_facts(found, house),
    )


def answer_attend(question: Question, yes: bool, act: Act) -> list[Reply]:
    """1 到 / 2 来不了."""
    found = found_by_id(act, question.activity_id)
    enrolment = act.uow.enrolments.part_of(act.member_id, question.activity_id or 0)
    if found is None or enrolment is None or found.activity.status is not ActivityStatus.OPEN:
        return []
    if not yes:
        return leave(found, enrolment, act)
    act.uow.enrolments.change(enrolment, confirmed_at=act.now)
    return [
        to_member(
            act.member_id,
            "activities/will_come.j2",
            about_room=found.room_id,
            tells_to_befriend=False,
            number=found.number,
            title=found.activity.title,
            when=activity_when(found.activity, act.now),
            place=found.activity.place,
        )
    ]


# too few


def ask_to_go_ahead(timer: Timer, house: House) -> list[Reply]:
    """The organiser decides; nobody else is told before."""
    found = _still_to_come(timer, house)
    if found is None:
        return []
    return ask_whether_to_go_ahead(found, house)


def ask_whether_to_go_ahead(found: Found, house: House) -> list[Reply]:
    has, wanted = people_coming(found.activity, house), found.activity.min_people or 0
    if has >= wanted:
        return []
    ask_organiser(found, house)
    return [
        to_member(
            answers_for(found, house),
            "activities/too_few.j2",
            about_room=found.room_id,
            unasked=True,
            expires_at=begins_at(found.activity),
            number=found.number,
            title=found.activity.title,
            when=activity_when(found.activity, house.now),
            has=has,
            wanted=wanted,
            others=_others(found, house),
        )
    ]


def _others(found: Found, house: House) -> list[dict[str, Any]]:
    """What the same organiser has open here, and could be merged with."""
    return [
        {"number": number, "title": other.title}
        for number, other in house.uow.activities.open_in(found.room_id)
        if other.organiser_id == found.activity.organiser_id
        and other.id != found.activity.id
        and (begins_at(other) or house.now) >= house.now
    ]


def answer_go_ahead(question: Question, yes: bool, act: Act) -> list[Reply]:
    """照办 is told once to those who are in; else it is called off."""
    found = found_by_id(act, question.activity_id)
    if found is None or found.activity.status is not ActivityStatus.OPEN:
        return []
    if not yes:
        return call_off(found, act)
    accepted = act.uow.enrolments.of_activity(found.activity_id, EnrolmentStatus.ACCEPTED)
    told = {each.member_id for each in accepted if each.member_id is not None} | {act.member_id}
    return [
        to_member(
            member_id,
            "activities/goes_ahead.j2",
            about_room=found.room_id,
            unasked=member_id != act.member_id,
            expires_at=begins_at(found.activity),
            tells_to_befriend=False,
            number=found.number,
            title=found.activity.title,
            when=activity_when(found.activity, act.now),
            place=found.activity.place,
        )
        for member_id in sorted(told)
    ]
