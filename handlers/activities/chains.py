"""接龙: a copy of the list is reconciled with the bot's own, which has every name; a stale copy loses nobody."""

from dataclasses import dataclass, field
from typing import Any

import structlog
from pydantic import TypeAdapter

from handlers.access import COORDINATORS
from handlers.act import Act, key
from handlers.activities.again import enrol_again
from handlers.activities.chain_list import folded, member_named, stands_for
from handlers.activities.enrol import require_in_time
from handlers.activities.facts import who
from handlers.activities.finding import Found, open_here, require_open
from handlers.activities.lines import confirmation
from handlers.activities.moves import move, note
from handlers.activities.places import places_of, position_of, waiting_line
from handlers.activities.recruit import recruit
from handlers.activities.waitlist import ask_last_minute, fill_places
from handlers.errors import ChainInRoom, PartyTooBig
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.activity_commands import ChainLine, CopyChain, Enrol, Recruit
from handlers.understanding.contents import Party
from handlers.wording import plain_name
from storage.intents import Intent
from storage.models.activities import Enrolment
from storage.models.talk import Question
from storage.states import TAKES_PART, EnrolmentStatus
from storage.vocabulary import EnrolmentSource, QuestionKind

log = structlog.get_logger()

_COPY: TypeAdapter[CopyChain] = TypeAdapter(CopyChain)
#: So many names of a chain without a title must be on a list for it to be that one's.
KNOWN_NAMES = 2


@dataclass(slots=True)
class _Copy:
    """What one copy came to."""

    came_in: list[Enrolment] = field(default_factory=list)
    left: list[Enrolment] = field(default_factory=list)
    back: list[Enrolment] = field(default_factory=list)
    then: dict[int, EnrolmentStatus] = field(default_factory=dict)
    replies: list[Reply] = field(default_factory=list)


def copy_chain(command: CopyChain, act: Act) -> list[Reply]:
    """Raises ChainInRoom, EnrolmentClosed."""
    if act.is_private:
        raise ChainInRoom
    found = _meant(command, act)
    if found is not None:
        return _reconcile(found, command, act)
    if not folded(command.title):
        return []
    return _begin(command, act) if act.roles & COORDINATORS else [_ask_to_post(command, act)]


# which one


def _meant(command: CopyChain, act: Act) -> Found | None:
    """By its title, else by the quote, else by whose names it has."""
    here, title = open_here(act), folded(command.title)
    for fitting in (
        [found for found in here if title and folded(found.activity.title) == title],
        [found for found in here if title and _is_like(folded(found.activity.title), title)],
    ):
        if len(fitting) == 1:
            return fitting[0]
    if command.number is not None:
        quoted = [found for found in here if found.number == command.number]
        return quoted[0] if quoted else None
    known = [found for found in here if not title and _knows(found, command, act)]
    return known[0] if len(known) == 1 else None


def _is_like(one: str, other: str) -> bool:
    return bool(one) and (one in other or (len(other) > 1 and other in one))


def _knows(found: Found, command: CopyChain, act: Act) -> bool:
    listed = [each for each in act.uow.enrolments.of_activity(found.activity_id) if each.listed_at is not None]
    names = {folded(who(each, act)) for each in listed}
    return sum(folded(line.name) in names for line in command.lines) >= min(KNOWN_NAMES, len(names) or KNOWN_NAMES)


def _begin(command: CopyChain, act: Act) -> list[Reply]:
    posted = recruit(Recruit(command.title), act)
    found = next(each for each in reversed(open_here(act)) if each.activity.organiser_id == act.member_id)
    return [*posted, *_reconcile(found, command, act)]


def _ask_to_post(command: CopyChain, act: Act) -> Reply:
    act.uow.questions.ask(
        Question(
            member_id=act.member_id,
            room_id=act.room_id,
            kind=QuestionKind.CONFIRM,
            topic=Intent.CHAIN,
            payload_sealed=act.uow.seal(_COPY.dump_json(command).decode()),
            asked_at=act.now,
            expires_at=act.now + act.rules.question_open,
        )
    )
    title = plain_name(command.title)
    return to_member(act.member_id, "activities/chain_unknown.j2", about_room=act.room_id, title=title)


def answer_post(question: Question, yes: bool, act: Act) -> list[Reply]:
    payload = act.uow.open(question.payload_sealed)
    if not yes or payload is None or question.topic is not Intent.CHAIN:
        return []
    return _begin(_COPY.validate_json(payload.reveal()), act)


# both ways


def _reconcile(found: Found, command: CopyChain, act: Act) -> list[Reply]:
    require_open(found)
    copy, listed = _Copy(), act.uow.enrolments.of_activity(found.activity_id)
    seen: list[Enrolment] = []
    for line in command.lines:
        member = member_named(line.name, act)
        known = [each for each in (*listed, *copy.came_in) if stands_for(each, line.name, member, act)]
        if known:
            seen += known[:1]
            _resize(found, known[0], line, copy, act)
        elif not _is_stale(found, line, act):
            seen += _come_in(found, line, copy, act)
    _mark(seen, act)
    of_before = [each for each in seen if each not in copy.came_in]
    for each in listed:
        if each not in seen and each.listed_at is not None:
            _missing(
                found, each, copy, act, had_it=not copy.came_in or any(_is_later(other, each) for other in of_before)
            )
    return _told(found, copy, act)


def _mark(seen: list[Enrolment], act: Act) -> None:
    for each in seen:
        if each.listed_at is None:
            act.uow.enrolments.change(each, listed_at=act.now)


def _is_own(enrolment: Enrolment, act: Act) -> bool:
    """One's own line, or that of a name which one wrote oneself."""
    owner = enrolment.member_id if enrolment.member_id is not None else enrolment.added_by_id
    return owner == act.member_id


def _is_stale(found: Found, line: ChainLine, act: Act) -> bool:
    """Somebody who left is in old copies still: only they, or who wrote the name, bring it back."""
    member = member_named(line.name, act)
    gone = [
        each
        for each in act.uow.enrolments.of_activity(found.activity_id, *EnrolmentStatus)
        if each.status not in TAKES_PART and stands_for(each, line.name, member, act)
    ]
    return any(not _is_own(each, act) for each in gone)


def _come_in(found: Found, line: ChainLine, copy: _Copy, act: Act) -> list[Enrolment]:
    require_in_time(found, act)
    places, member = places_of(found.activity, act), member_named(line.name, act)
    enrolment = Enrolment(
        activity_id=found.activity_id,
        member_id=member.id if member is not None else None,
        name="" if member is not None else plain_name(line.name),
        role_id=places.default_role,
        status=EnrolmentStatus.WAITING,
        party=line.party or 1,
        source=EnrolmentSource.CHAIN,
        enrolled_at=act.now,
        added_by_id=act.member_id,
    )
    pool = places.of(enrolment.role_id)
    if pool is not None and enrolment.party > pool:
        copy.replies.append(_too_big(found, enrolment.party, pool, act))
        return []
    in_line = [each for each in waiting_line(found.activity, act) if each.role_id == enrolment.role_id]
    act.uow.enrolments.add(enrolment)
    copy.came_in.append(enrolment)
    copy.then[key(enrolment.id)] = EnrolmentStatus.WITHDRAWN
    if places.fits(enrolment) and not any(places.fits(each) for each in in_line):
        move(act, found, enrolment, EnrolmentStatus.ACCEPTED)
        copy.replies += confirmation(enrolment, found, act, kind="enrolled")
    return [enrolment]


def _resize(found: Found, current: Enrolment, line: ChainLine, copy: _Copy, act: Act) -> None:
    """Only one's own number of people, where the line says one."""
    if line.party in (None, current.party) or current in copy.came_in or not _is_own(current, act):
        return
    try:
        wanted = Enrol(found.number, Party(people=line.party))
        copy.replies += enrol_again(found, current, wanted, places_of(found.activity, act), act)
    except PartyTooBig as refusal:
        copy.replies.append(_too_big(found, refusal.facts["party"], refusal.facts["left"], act))


def _too_big(found: Found, party: int, left: int, act: Act) -> Reply:
    facts: dict[str, Any] = {"number": found.number, "title": found.activity.title, "party": party, "left": left}
    return to_member(act.member_id, PartyTooBig.template, about_room=act.room_id, tells_to_befriend=False, **facts)


def _is_later(one: Enrolment, other: Enrolment) -> bool:
    return key(one.id) > key(other.id)


def _missing(found: Found, enrolment: Enrolment, copy: _Copy, act: Act, *, had_it: bool) -> None:
    """Their own line gone: they leave. Another's: it stays, and that is said once.

    `had_it`: the list that was copied had the line, as a later name in it shows, or that nothing was added. Otherwise
    it was older than the line, and even one's own stays.
    """
    if had_it and _is_own(enrolment, act) and enrolment.status is not EnrolmentStatus.CHECKED_IN:
        was_in = enrolment.status is EnrolmentStatus.ACCEPTED
        copy.then[key(enrolment.id)] = EnrolmentStatus.ACCEPTED if was_in else EnrolmentStatus.WAITING
        move(act, found, enrolment, EnrolmentStatus.WITHDRAWN, ended_at=act.now, answer_by=None)
        copy.left.append(enrolment)
    elif enrolment.missed_at is None:
        act.uow.enrolments.change(enrolment, missed_at=act.now)
        copy.back.append(enrolment)


def _told(found: Found, copy: _Copy, act: Act) -> list[Reply]:
    if copy.then:
        note(act, Intent.CHAIN, found, then=copy.then)
    filled = fill_places(found, act) if copy.left else ask_last_minute(found, act)
    if not (copy.came_in or copy.left or copy.back):
        return [*copy.replies, *filled]
    log.info("chain_copied", activity=found.activity_id, entered=len(copy.came_in), left=len(copy.left))
    line = to_room(
        found.room_id,
        "activities/chained.j2",
        merge="chain",
        number=found.number,
        title=found.activity.title,
        by=act.member.name,
        came_in=[_line(each, act) for each in copy.came_in if each.status is not EnrolmentStatus.WAITING],
        waits=[_line(each, act) for each in copy.came_in if each.status is EnrolmentStatus.WAITING],
        left_names=[_line(each, act) for each in copy.left],
        back=[_line(each, act) for each in copy.back],
        left=places_of(found.activity, act).left_in_all,
    )
    return [line, *copy.replies, *filled]


def _line(enrolment: Enrolment, act: Act) -> dict[str, Any]:
    waits = enrolment.status is EnrolmentStatus.WAITING
    return {
        "name": who(enrolment, act),
        "party": enrolment.party,
        "position": position_of(enrolment, act) if waits else 0,
    }
