"""没来: who is missing ten minutes after the start is the organiser's to say, and nobody else reads it."""

from datetime import timedelta
from typing import Final

from handlers.act import Act, House
from handlers.activities.clocks import NO_SHOW_AFTER
from handlers.activities.facts import begins_at, is_over_at, who
from handlers.activities.finding import Found, answers_for, find_activity, found_by_id, is_in_charge, require_open
from handlers.activities.lines import unasked_word
from handlers.activities.moves import move
from handlers.activities.waitlist import fill_places
from handlers.errors import NobodyOfThatName, NotOrganiser, TooEarly
from handlers.replies import Reply, to_member
from handlers.understanding.activity_commands import MarkNoShow
from storage.models.activities import Enrolment
from storage.models.talk import Timer
from storage.states import ActivityStatus, EnrolmentStatus

#: A 没来 is shown, to whom it is about and whoever noted it, for so long.
NO_SHOW_FADES: Final = timedelta(days=90)
#: Who was missed so often is worth a call beforehand.
_WORTH_A_CALL: Final = 2


def missed_lately(member_id: int, house: House) -> list[Enrolment]:
    """In time it is forgotten. Whoever has hours came after all."""
    missed = house.uow.enrolments.missed_by(member_id, house.now - NO_SHOW_FADES)
    return [each for each in missed if not house.uow.hours.minutes_in(member_id, each.activity_id)]


def worth_a_call(found: Found, house: House) -> list[str]:
    """Who was missed at what the same person organised, and said not why. Nobody reads another organiser's notes."""
    accepted = house.uow.enrolments.of_activity(found.activity_id, EnrolmentStatus.ACCEPTED)
    often = [each for each in accepted if _missed_here(each, found, house) >= _WORTH_A_CALL]
    return [who(each, house) for each in often]


def _missed_here(enrolment: Enrolment, found: Found, house: House) -> int:
    if enrolment.member_id is None:
        return 0
    missed = [each for each in missed_lately(enrolment.member_id, house) if each.excuse_sealed is None]
    organisers = [house.uow.activities.get(each.activity_id) for each in missed]
    return sum(each is not None and each.organiser_id == found.activity.organiser_id for each in organisers)


def tell_missing(timer: Timer, house: House) -> list[Reply]:
    """Ten minutes after the start, once, to the organiser alone."""
    found = found_by_id(house, timer.activity_id)
    if found is None or found.activity.status is not ActivityStatus.OPEN:
        return []
    accepted = house.uow.enrolments.of_activity(found.activity_id, EnrolmentStatus.ACCEPTED)
    came = house.uow.enrolments.of_activity(found.activity_id, EnrolmentStatus.CHECKED_IN)
    if not accepted:
        return []
    in_charge, until = answers_for(found, house), is_over_at(found.activity)
    people = {"came": sum(each.party for each in came), "names": [who(each, house) for each in accepted]}
    return [unasked_word(in_charge, found, "activities/missing.j2", until=until, **people)]


def mark_no_show(command: MarkNoShow, act: Act) -> list[Reply]:
    """Only the organiser says so, and nobody else reads it. Their places go to whoever waits."""
    found = find_activity(act, command.number)
    if not is_in_charge(act, found):
        raise NotOrganiser(number=found.number)
    require_open(found)
    begins = begins_at(found.activity)
    if begins is None or act.now < begins + NO_SHOW_AFTER:
        raise TooEarly(number=found.number, title=found.activity.title)
    accepted = act.uow.enrolments.of_activity(found.activity_id, EnrolmentStatus.ACCEPTED)
    missed = [each for each in accepted if who(each, act) in command.names]
    unknown = set(command.names) - {who(each, act) for each in missed}
    if unknown:
        raise NobodyOfThatName(number=found.number, title=found.activity.title, names=sorted(unknown))
    for enrolment in missed:
        move(act, found, enrolment, EnrolmentStatus.NO_SHOW, ended_at=act.now)
    noted = to_member(
        act.member_id,
        "activities/no_show_noted.j2",
        about_room=found.room_id,
        tells_to_befriend=False,
        number=found.number,
        title=found.activity.title,
        names=command.names,
    )
    return [noted, *fill_places(found, act)]
