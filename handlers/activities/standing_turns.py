"""A new occurrence is posted with everybody on it who takes part every time."""

from handlers.act import House, key
from handlers.activities.facts import activity_when, begins_at
from handlers.activities.finding import Found
from handlers.activities.lines import confirmation, unasked_word
from handlers.activities.moves import move
from handlers.activities.places import places_of, position_of
from handlers.replies import Reply
from storage.models.activities import Enrolment
from storage.models.series import Series
from storage.states import EnrolmentStatus
from storage.vocabulary import EnrolmentSource


def sign_up_standing(found: Found, series: Series, house: House) -> list[Reply]:
    """Whoever has stood longest comes first; whom no place is left for waits in line. Everybody is told."""
    replies: list[Reply] = []
    for member in house.uow.standing.of_series(key(series.id)):
        places = places_of(found.activity, house)
        role_id = next((role.id for role in places.roles if role.name == member.role), places.default_role)
        enrolment = house.uow.enrolments.add(
            Enrolment(
                activity_id=found.activity_id,
                member_id=member.member_id,
                role_id=role_id,
                status=EnrolmentStatus.WAITING,
                party=member.party,
                children=member.children,
                source=EnrolmentSource.STANDING,
                enrolled_at=house.now,
            )
        )
        if places.fits(enrolment):
            move(house, found, enrolment, EnrolmentStatus.ACCEPTED)
            replies += confirmation(enrolment, found, house, kind="standing", unasked=True)
        else:
            replies.append(_told_to_wait(found, enrolment, house))
    return replies


def _told_to_wait(found: Found, enrolment: Enrolment, house: House) -> Reply:
    return unasked_word(
        enrolment.member_id,
        found,
        "activities/standing_waits.j2",
        until=begins_at(found.activity),
        when=activity_when(found.activity, house.now),
        position=position_of(enrolment, house),
        kept=places_of(found.activity, house).kept_left,
    )
