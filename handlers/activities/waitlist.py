"""候补: a place that becomes free goes to the first in line who fits; a party is never split.

More than 24 h before the start they are moved up at once and told. From then to 3 h before, the place is kept for them
until they answer. In the last 3 h everyone who fits is asked, and the first yes has it.
"""

from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from handlers.act import Act, House, key
from handlers.activities.facts import activity_when, begins_at, is_over_at, read_at, who
from handlers.activities.finding import Found, found_by_id
from handlers.activities.lines import confirmation, sign_up_line, unasked_word
from handlers.activities.moves import move, note
from handlers.activities.places import Places, places_of, position_of, waiting_line
from handlers.replies import Reply, to_member, to_room
from handlers.wording import name_of, when_words
from storage.intents import Intent
from storage.models.activities import Enrolment
from storage.models.talk import Question, Timer
from storage.states import ActivityStatus, EnrolmentStatus
from storage.vocabulary import QuestionKind, TimerKind

log = structlog.get_logger()

AT_ONCE_BEFORE: Final = timedelta(hours=24)
ASK_WITHIN: Final = timedelta(hours=3)
LONGEST_OFFER: Final = timedelta(hours=12)
SHORTEST_OFFER: Final = timedelta(minutes=20)


def fill_places(found: Found, house: House) -> list[Reply]:
    """After anything that may have made a place free."""
    if found.activity.status is not ActivityStatus.OPEN:
        return []
    left = _time_left(found, house.now)
    if left is not None and left <= ASK_WITHIN:
        return ask_last_minute(found, house)
    replies: list[Reply] = []
    places = places_of(found.activity, house)
    for enrolment in waiting_line(found.activity, house):
        if not places.fits(enrolment):
            continue
        places = places.less(enrolment)
        if left is None or left > AT_ONCE_BEFORE:
            replies += move_up(found, enrolment, house, unasked=True)
        else:
            replies += _offer(found, enrolment, house)
    return replies


def free_kept_places(timer: Timer, house: House) -> list[Reply]:
    """From now on they are anybody's."""
    found = found_by_id(house, timer.activity_id)
    return fill_places(found, house) if found is not None else []


def _time_left(found: Found, now: datetime) -> timedelta | None:
    begins = begins_at(found.activity)
    return None if begins is None else begins - now


def move_up(found: Found, enrolment: Enrolment, house: House, *, unasked: bool) -> list[Reply]:
    move(house, found, enrolment, EnrolmentStatus.ACCEPTED, answer_by=None)
    return [
        sign_up_line("moved_up", enrolment, found, house),
        *confirmation(enrolment, found, house, kind="moved_up", unasked=unasked),
    ]


# a place that is kept


def _offer(found: Found, enrolment: Enrolment, house: House) -> list[Reply]:
    """The clock begins when they can read it: in the morning, where it is night."""
    begins = begins_at(found.activity)
    asked_at = found.quiet.waking(house.now)
    left = max((begins or asked_at) - asked_at, timedelta())
    answer_by = asked_at + max(SHORTEST_OFFER, min(LONGEST_OFFER, left / 2))
    move(house, found, enrolment, EnrolmentStatus.OFFERED, answer_by=answer_by)
    _plan_end(found, enrolment, answer_by, house)
    log.info("place_offered", activity=found.activity_id, enrolment=enrolment.id)
    return _ask(found, enrolment, house, until=answer_by)


def _plan_end(found: Found, enrolment: Enrolment, answer_by: datetime, house: House) -> None:
    house.uow.timers.drop_of_enrolment(key(enrolment.id))
    house.uow.timers.add(
        Timer(
            kind=TimerKind.OFFER_RUNS_OUT,
            due_at=answer_by,
            activity_id=found.activity_id,
            enrolment_id=enrolment.id,
            room_id=found.room_id,
        )
    )


def hasten_offers(found: Found, house: House) -> list[Reply]:
    """Where it begins earlier than it did: an offer that would end after the start ends soon, and they are told."""
    begins = begins_at(found.activity)
    replies: list[Reply] = []
    for enrolment in house.uow.enrolments.of_activity(found.activity_id, EnrolmentStatus.OFFERED):
        if begins is not None and enrolment.answer_by is not None and enrolment.answer_by >= begins:
            answer_by = read_at(found, house) + SHORTEST_OFFER
            house.uow.enrolments.change(enrolment, answer_by=answer_by)
            _plan_end(found, enrolment, answer_by, house)
            replies += _ask(found, enrolment, house, until=answer_by)
    return replies


def _ask(found: Found, enrolment: Enrolment, house: House, *, until: datetime | None) -> list[Reply]:
    """Privately; where that is not possible, one line in the room that names them."""
    member_id, now = enrolment.member_id, read_at(found, house)
    facts: dict[str, Any] = {
        "number": found.number,
        "title": found.activity.title,
        "when": activity_when(found.activity, now),
        "party": enrolment.party,
        "until": when_words(until, None, now, is_whole_day=False),
    }
    if member_id is None:
        return [to_room(found.room_id, "activities/place_offered.j2", name=who(enrolment, house), **facts)]
    house.uow.questions.ask(
        Question(
            member_id=member_id,
            room_id=found.room_id,
            kind=QuestionKind.PLACE_OFFERED,
            activity_id=found.activity_id,
            asked_at=house.now,
            expires_at=until or house.now + ASK_WITHIN,
        )
    )
    if house.uow.members.is_reachable(member_id, found.room.account):
        return [
            to_member(
                member_id,
                "activities/place_offered.j2",
                about_room=found.room_id,
                unasked=True,
                expires_at=until or is_over_at(found.activity),
                name="",
                **facts,
            )
        ]
    name = name_of(house, member_id)
    return [to_room(found.room_id, "activities/place_offered.j2", mention_id=member_id, name=name, **facts)]


def run_out(timer: Timer, house: House) -> list[Reply]:
    """No yes in time: the place goes on to the next. Who missed it is told, and may sign up again."""
    found = found_by_id(house, timer.activity_id)
    enrolment = house.uow.enrolments.get(timer.enrolment_id or 0)
    if found is None or enrolment is None or enrolment.status is not EnrolmentStatus.OFFERED:
        return []
    move(house, found, enrolment, EnrolmentStatus.LAPSED, ended_at=house.now)
    return [*_tell_lapsed(found, enrolment), *fill_places(found, house)]


def _tell_lapsed(found: Found, enrolment: Enrolment) -> list[Reply]:
    if enrolment.member_id is None:
        return []
    until = is_over_at(found.activity)
    return [unasked_word(enrolment.member_id, found, "activities/offer_ran_out.j2", until=until)]


# in the last hours


def ask_last_minute(found: Found, house: House) -> list[Reply]:
    """Everyone in line who would fit, once for each time they are not asked already."""
    left = _time_left(found, house.now)
    if left is None or left > ASK_WITHIN:
        return []
    places = places_of(found.activity, house)
    replies: list[Reply] = []
    for enrolment in waiting_line(found.activity, house):
        if places.fits(enrolment) and not _is_asked(enrolment, found, house):
            replies += _ask(found, enrolment, house, until=None)
    return replies


def _is_asked(enrolment: Enrolment, found: Found, house: House) -> bool:
    question = house.uow.questions.open_to(enrolment.member_id or 0, now=house.now)
    return (
        question is not None
        and question.kind is QuestionKind.PLACE_OFFERED
        and question.activity_id == found.activity_id
    )


# answers


def answer_offer(question: Question, yes: bool, act: Act) -> list[Reply]:
    found = found_by_id(act, question.activity_id)
    enrolment = act.uow.enrolments.part_of(act.member_id, question.activity_id or 0)
    if found is None or enrolment is None or found.activity.status is not ActivityStatus.OPEN:
        return []
    if not yes:
        return decline(found, enrolment, act)
    return say_yes(found, enrolment, act) or [_too_late(found, enrolment, act)]


def say_yes(found: Found, enrolment: Enrolment, act: Act) -> list[Reply]:
    """The kept place, or in the last hours one that is free; nothing where there is none."""
    if enrolment.status is EnrolmentStatus.OFFERED or _may_take(found, enrolment, act):
        was = enrolment.status
        replies = move_up(found, enrolment, act, unasked=False)
        then = EnrolmentStatus.WITHDRAWN
        note(act, Intent.ENROL, found, then={key(enrolment.id): then})
        log.info("offer_taken", activity=found.activity_id, enrolment=enrolment.id, was=was.value)
        return replies
    return []


def _may_take(found: Found, enrolment: Enrolment, act: Act) -> bool:
    left = _time_left(found, act.now)
    is_last_minute = left is not None and left <= ASK_WITHIN
    return enrolment.status is EnrolmentStatus.WAITING and is_last_minute and _places(found, act).fits(enrolment)


def _places(found: Found, house: House) -> Places:
    return places_of(found.activity, house)


def _too_late(found: Found, enrolment: Enrolment, act: Act) -> Reply:
    return to_member(
        act.member_id,
        "activities/place_taken.j2",
        about_room=found.room_id,
        tells_to_befriend=False,
        number=found.number,
        title=found.activity.title,
        position=position_of(enrolment, act),
    )


def decline(found: Found, enrolment: Enrolment, act: Act) -> list[Reply]:
    """Their no: off the list, and the next one is asked."""
    was = enrolment.status
    if was not in (EnrolmentStatus.OFFERED, EnrolmentStatus.WAITING):
        return []
    move(act, found, enrolment, EnrolmentStatus.WITHDRAWN, ended_at=act.now, answer_by=None)
    note(act, Intent.WITHDRAW, found, then={key(enrolment.id): EnrolmentStatus.WAITING})
    told = to_member(
        act.member_id,
        "activities/withdrew_private.j2",
        about_room=found.room_id,
        tells_to_befriend=False,
        number=found.number,
        title=found.activity.title,
    )
    return [told, *fill_places(found, act)]
