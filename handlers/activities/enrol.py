"""报名: a party comes in together or waits in line together."""

from functools import partial

from pydantic import TypeAdapter

from handlers.act import Act, key
from handlers.activities.again import enrol_again
from handlers.activities.facts import begins_at, is_closed
from handlers.activities.finding import Found, change, find_activity, open_here, require_open
from handlers.activities.lines import confirmation, sign_up_line
from handlers.activities.moves import move, note
from handlers.activities.newcomers import is_newcomer
from handlers.activities.places import Places, places_of, position_of, waiting_line
from handlers.activities.waitlist import ask_last_minute
from handlers.activities.which_session import is_choice, sessions_named, which_facts
from handlers.errors import ChildAlone, EnrolmentClosed, NoActivity, PartyTooBig
from handlers.one_by_one import one_by_one
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.activity_commands import Enrol
from handlers.understanding.contents import Party
from handlers.wording import when_words
from storage.intents import Intent
from storage.models.activities import Enrolment
from storage.models.talk import Question
from storage.states import EnrolmentStatus
from storage.vocabulary import EnrolmentSource, QuestionKind

_ENROL: TypeAdapter[Enrol] = TypeAdapter(Enrol)


def enrol(command: Enrol, act: Act) -> list[Reply]:
    """Raises ActivityNotFound, NoActivity, ActivityNotOpen, EnrolmentClosed, AlreadyEnrolled, ChildAlone, or
    PartyTooBig.
    """
    command = _completed(command, act)
    if command.number is not None:
        numbers = dict.fromkeys((command.number, *command.also))
        return one_by_one([partial(_enrol_numbered, number, command, act) for number in numbers], act)
    here = open_here(act)
    if not here:
        raise NoActivity
    here = [found for found in here if not is_closed(found.activity, act.now)] or here[:1]
    meant = sessions_named(command, [found for found in here if found.number in command.among] or here)
    if len(meant) > 1 and not is_choice(command, meant):
        return [_ask_which(command, meant, act)]
    return one_by_one([partial(enrol_in, found, command, act) for found in meant], act)


def _enrol_numbered(number: int, command: Enrol, act: Act) -> list[Reply]:
    return enrol_in(find_activity(act, number), command, act)


def _completed(command: Enrol, act: Act) -> Enrol:
    """The number that answers 报哪一个 goes with what was said before."""
    question = act.uow.questions.open_to(act.member_id, now=act.now)
    if question is None or question.topic is not Intent.ENROL or command.number not in (question.options or ()):
        return command
    act.uow.questions.answered(question, now=act.now)
    payload = act.uow.open(question.payload_sealed)
    if payload is None or command.party != Party():
        return command
    asked = _ENROL.validate_json(payload.reveal())
    return Enrol(command.number, asked.party, asked.words, command.also)


def _ask_which(command: Enrol, here: list[Found], act: Act) -> Reply:
    act.uow.questions.ask(
        Question(
            member_id=act.member_id,
            room_id=act.room_id,
            kind=QuestionKind.WHICH,
            topic=Intent.ENROL,
            options=[found.number for found in here],
            payload_sealed=act.uow.seal(_ENROL.dump_json(command).decode()),
            asked_at=act.now,
            expires_at=act.now + act.rules.question_open,
        )
    )
    facts = which_facts(here, act)
    if act.is_private:
        return to_member(act.member_id, "activities/which.j2", about_room=act.room_id, name="", **facts)
    return to_room(act.room_id, "activities/which.j2", mention_id=act.member_id, name=act.member.name, **facts)


def enrol_in(found: Found, command: Enrol, act: Act) -> list[Reply]:
    require_open(found)
    party = command.party
    if party.children and party.children >= _size(party) and party.is_without_speaker:
        raise ChildAlone(number=found.number)
    places = places_of(found.activity, act)
    current = act.uow.enrolments.part_of(act.member_id, found.activity_id)
    if current is not None:
        return enrol_again(found, current, command, places, act)
    require_in_time(found, act)
    enrolment = _made(found, command, places, act)
    pool = places.of(enrolment.role_id)
    if pool is not None and enrolment.party > pool:
        raise PartyTooBig(number=found.number, title=found.activity.title, party=enrolment.party, left=pool)
    return _admit(found, enrolment, places, act)


def _size(party: Party) -> int:
    return max(party.people or 1, 1)


def require_in_time(found: Found, act: Act) -> None:
    activity, begins = found.activity, begins_at(found.activity)
    if is_closed(activity, act.now):
        closed = when_words(activity.closes_at, None, act.now, is_whole_day=False)
        raise EnrolmentClosed(number=found.number, title=activity.title, closed=closed)
    if begins is not None and begins <= act.now and not activity.is_whole_day:
        raise EnrolmentClosed(number=found.number, title=activity.title, closed="")


def _made(found: Found, command: Enrol, places: Places, act: Act) -> Enrolment:
    party, role = command.party, places.role_in(command.words)
    names = [name for name in party.names if role is None or name != role.name]
    return Enrolment(
        activity_id=found.activity_id,
        member_id=act.member_id,
        role_id=role.id if role is not None else places.default_role,
        status=EnrolmentStatus.WAITING,
        party=_size(party),
        children=min(party.children, _size(party)),
        companions_sealed=act.uow.seal("、".join(names)) if names else None,
        source=EnrolmentSource.PRIVATE if act.is_private else EnrolmentSource.ROOM,
        enrolled_at=act.now,
        room_id=None if act.is_private else act.room_id,
        is_newcomer=is_newcomer(act.member_id, found.activity, act),
    )


def _admit(found: Found, enrolment: Enrolment, places: Places, act: Act) -> list[Reply]:
    """In if the party fits and nobody waits who would fit too; else to the end of the line."""
    line = [each for each in waiting_line(found.activity, act) if each.role_id == enrolment.role_id]
    act.uow.enrolments.add(enrolment)
    if places.fits(enrolment) and not any(places.fits(each) for each in line):
        move(act, found, enrolment, EnrolmentStatus.ACCEPTED)
        note(act, Intent.ENROL, found, then={key(enrolment.id): EnrolmentStatus.WITHDRAWN})
        return [
            sign_up_line("enrolled", enrolment, found, act),
            *confirmation(enrolment, found, act, kind="enrolled"),
        ]
    change(act, found.activity)  # a place that became free since we looked must not miss them: handled again
    note(act, Intent.ENROL, found, then={key(enrolment.id): EnrolmentStatus.WITHDRAWN})
    return [*_waits(found, enrolment, act), *ask_last_minute(found, act)]


def _waits(found: Found, enrolment: Enrolment, act: Act) -> list[Reply]:
    position = position_of(enrolment, act)
    places = places_of(found.activity, act)
    private = to_member(
        act.member_id,
        "activities/waits.j2",
        about_room=found.room_id,
        tells_to_befriend=False,
        number=found.number,
        title=found.activity.title,
        position=position,
        party=enrolment.party,
        left=places.left_for(enrolment, enrolment.role_id) or 0,
        kept=places.kept_left,
    )
    return [sign_up_line("waiting", enrolment, found, act, position=position), private]
