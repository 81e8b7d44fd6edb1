"""Who was there: those who checked in, or where nobody did, those who had a place and were not missed."""

from handlers.act import House
from handlers.activities.finding import Found
from storage.states import EnrolmentStatus


def participants(found: Found, house: House) -> list[int]:
    """Each once, without the organiser."""
    came = house.uow.enrolments.of_activity(found.activity_id, EnrolmentStatus.CHECKED_IN)
    parts = came or house.uow.enrolments.of_activity(found.activity_id, EnrolmentStatus.ACCEPTED)
    ids = dict.fromkeys(part.member_id for part in parts)
    return [each for each in ids if each is not None and each != found.activity.organiser_id]


def took_part(found: Found, member_id: int, house: House) -> bool:
    return member_id in participants(found, house)
