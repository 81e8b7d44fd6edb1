"""Somebody leaves a room, or is there again. What they organise there is answered for by somebody who is there."""

import structlog

from handlers.act import House, key
from handlers.activities.facts import is_over_at
from handlers.activities.finding import Found, answers_for, found_by_id
from handlers.activities.reminders import ask_whether_to_go_ahead
from handlers.replies import Reply, to_member
from handlers.wording import name_of
from storage.models.places import Room
from storage.vocabulary import QuestionKind

log = structlog.get_logger()

#: What only somebody in charge can answer.
_HANDED_ON = (QuestionKind.GO_AHEAD, QuestionKind.WHEN, QuestionKind.WHERE)


def note_departure(member_id: int, room: Room, house: House) -> list[Reply]:
    """The room hears nothing, and neither does whoever left: sign-ups and claims are theirs as before."""
    if not house.uow.members.left(key(room.id), member_id, now=house.now):
        return []
    log.info("member_left", room=room.id, member=member_id)
    if room.is_shadowed or room.site_id is None or room.left_at is not None:
        return []
    organised = house.uow.activities.organised_by(member_id)
    found = [found_by_id(house, activity.id) for activity in organised if activity.room_id == room.id]
    return [reply for each in found if each is not None for reply in _hand_over(each, house)]


def note_return(member_id: int, room: Room, house: House) -> None:
    house.uow.members.returned(key(room.id), member_id)


def _hand_over(found: Found, house: House) -> list[Reply]:
    organiser_id, stand_in = found.activity.organiser_id, answers_for(found, house)
    if stand_in == organiser_id:
        return []
    asked = house.uow.questions.open_to(organiser_id, now=house.now)
    is_undecided = asked is not None and (asked.kind, asked.activity_id) == (QuestionKind.GO_AHEAD, found.activity_id)
    house.uow.questions.drop_about_activity(found.activity_id, *_HANDED_ON, now=house.now, member_id=organiser_id)
    told = to_member(
        stand_in,
        "activities/handed_over.j2",
        about_room=found.room_id,
        unasked=True,
        expires_at=is_over_at(found.activity),
        tells_to_befriend=False,
        number=found.number,
        title=found.activity.title,
        name=name_of(house, organiser_id),
        room=found.room.topic,
    )
    return [told, *(ask_whether_to_go_ahead(found, house) if is_undecided else ())]
