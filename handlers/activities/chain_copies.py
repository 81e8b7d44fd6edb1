"""A copy of a 接龙 is reconciled with the bot's own list, which has every name; a stale copy loses nobody."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from handlers.act import Act, key
from handlers.activities.again import resize
from handlers.activities.chain_bases import Base, Standing, base_of
from handlers.activities.chain_names import Entry, Person, Roll, entries_of, person_of
from handlers.activities.chain_news import News, told, too_big
from handlers.activities.enrol import require_in_time
from handlers.activities.finding import Found, require_open
from handlers.activities.lines import confirmation
from handlers.activities.moves import move
from handlers.activities.newcomers import is_newcomer
from handlers.activities.places import places_of, waiting_line
from handlers.errors import PartyTooBig
from handlers.replies import Reply, to_member
from handlers.understanding.activity_commands import CopyChain
from handlers.wording import plain_name
from storage.models.activities import Enrolment
from storage.states import TAKES_PART, EnrolmentStatus
from storage.vocabulary import EnrolmentSource

#: A name that was said to be missing is said again of a fresh stale copy only so long after.
AGAIN_AFTER: Final = timedelta(hours=1)


@dataclass(slots=True)
class _Copy:
    """One copy as it comes in: the parts as they were, the base it was made from, and what it comes to."""

    found: Found
    parts: list[Enrolment]
    roll: Roll
    entries: list[Entry]
    base: Base
    news: News = field(default_factory=News)


def reconcile(found: Found, command: CopyChain, act: Act) -> list[Reply]:
    """Raises ActivityNotOpen, EnrolmentClosed."""
    require_open(found)
    parts, roll = act.uow.enrolments.of_activity(found.activity_id, *EnrolmentStatus), Roll(act)
    entries = entries_of(command.lines, parts, roll, act)
    copy = _Copy(found, parts, roll, entries, _base(found, parts, entries, roll, act))
    written: list[tuple[int, int | None]] = []
    for entry in entries:
        part = entry.here or _come_in(copy, entry, act)
        if entry.here is not None:
            _resize(copy, entry.here, entry, act)
        if part is not None:
            written.append((key(part.id), entry.line.party))
            if part.listed_at is None:
                act.uow.enrolments.change(part, listed_at=act.now)
    copied = {entry.person for entry in entries}
    for each in parts:
        if each.status in TAKES_PART and each.listed_at is not None and person_of(each, roll) not in copied:
            _missing(copy, each, act)
    act.uow.chains.remember(found.activity_id, written, now=act.now)
    return told(found, copy.news, act)


def _base(found: Found, parts: list[Enrolment], entries: list[Entry], roll: Roll, act: Act) -> Base:
    """The newest posted first, then the list as it is, then an empty one."""
    persons = {key(each.id): person_of(each, roll) for each in parts}
    posted = [
        Base({persons[each]: party for each, party in copy.entries if each in persons}, copy.copied_at)
        for copy in reversed(act.uow.chains.copies_of(found.activity_id))
    ]
    here = {persons[key(each.id)]: each.party for each in parts if each.status in TAKES_PART}
    gone = {
        person: each.ended_at
        for each in parts
        if (person := persons[key(each.id)]) not in here and each.ended_at is not None
    }
    own = frozenset(persons[key(each.id)] for each in parts if _is_own(each, act)) | {act.member_id}
    standing = Standing(act.member_id, own, frozenset(here), gone)
    bases = [*posted, Base(here), Base({})]
    return base_of([entry.person for entry in entries], bases, standing)


def _is_own(enrolment: Enrolment, act: Act) -> bool:
    """One's own line, or that of a name which one wrote oneself."""
    owner = enrolment.member_id if enrolment.member_id is not None else enrolment.added_by_id
    return owner == act.member_id


# who is on it


def _come_in(copy: _Copy, entry: Entry, act: Act) -> Enrolment | None:
    """The new part; who left is in old copies still, and stays away: the part that ended."""
    if entry.gone is not None and _is_stale(copy, entry.gone, entry.person, act):
        return entry.gone
    require_in_time(copy.found, act)
    places = places_of(copy.found.activity, act)
    enrolment = _made(copy, entry, act)
    pool = places.of(enrolment.role_id)
    if pool is not None and enrolment.party > pool:
        copy.news.replies.append(too_big(copy.found, enrolment.party, pool, act))
        return None
    in_line = [each for each in waiting_line(copy.found.activity, act) if each.role_id == enrolment.role_id]
    act.uow.enrolments.add(enrolment)
    copy.news.came_in.append(enrolment)
    copy.news.then[key(enrolment.id)] = EnrolmentStatus.WITHDRAWN
    if places.fits(enrolment) and not any(places.fits(each) for each in in_line):
        move(act, copy.found, enrolment, EnrolmentStatus.ACCEPTED)
        copy.news.replies += confirmation(enrolment, copy.found, act, kind="enrolled")
    return enrolment


def _is_stale(copy: _Copy, gone: Enrolment, person: Person, act: Act) -> bool:
    """Another cannot bring them back; they themselves not by a line that was there before they left."""
    if not _is_own(gone, act):
        return True
    if person not in copy.base.people:
        return False
    copy.news.replies.append(
        to_member(
            act.member_id,
            "activities/chain_left.j2",
            about_room=copy.found.room_id,
            tells_to_befriend=False,
            number=copy.found.number,
            title=copy.found.activity.title,
            name=plain_name(gone.name) if gone.member_id is None else "",
        )
    )
    return True


def _made(copy: _Copy, entry: Entry, act: Act) -> Enrolment:
    is_member = isinstance(entry.person, int)
    return Enrolment(
        activity_id=copy.found.activity_id,
        member_id=entry.person if isinstance(entry.person, int) else None,
        name="" if is_member else plain_name(entry.line.name),
        role_id=places_of(copy.found.activity, act).default_role,
        status=EnrolmentStatus.WAITING,
        party=entry.line.party or 1,
        source=EnrolmentSource.CHAIN,
        enrolled_at=act.now,
        room_id=act.room_id,
        added_by_id=act.member_id,
        is_newcomer=isinstance(entry.person, int) and is_newcomer(entry.person, copy.found.activity, act),
    )


def _resize(copy: _Copy, current: Enrolment, entry: Entry, act: Act) -> None:
    """Only one's own number of people, where the line says one that was not there before."""
    party, was = entry.line.party, current.party
    is_copied = copy.base.at is not None and copy.base.people.get(entry.person) == party
    if party in (None, was) or party is None or is_copied or not _is_own(current, act):
        return
    try:
        resize(copy.found, current, party, act)
    except PartyTooBig as refusal:
        copy.news.replies.append(too_big(copy.found, refusal.facts["party"], refusal.facts["left"], act))
        return
    copy.news.resized.append(current)
    copy.news.sizes[key(current.id)] = (was, party)
    kind = "waiting" if current.status is EnrolmentStatus.WAITING else "changed"
    copy.news.replies += confirmation(current, copy.found, act, kind=kind)


# who is missing


def _missing(copy: _Copy, enrolment: Enrolment, act: Act) -> None:
    """Their own line taken off: they leave. Never there, or another's: it stays, and that is said."""
    was_there = person_of(enrolment, copy.roll) in copy.base.people
    if was_there and _is_own(enrolment, act) and enrolment.status is not EnrolmentStatus.CHECKED_IN:
        was_in = enrolment.status is EnrolmentStatus.ACCEPTED
        copy.news.then[key(enrolment.id)] = EnrolmentStatus.ACCEPTED if was_in else EnrolmentStatus.WAITING
        move(act, copy.found, enrolment, EnrolmentStatus.WITHDRAWN, ended_at=act.now, answer_by=None)
        copy.news.left.append(enrolment)
    elif was_there or _is_new_conflict(copy, enrolment, act):
        act.uow.enrolments.change(enrolment, missed_at=act.now)
        copy.news.back.append(enrolment)


def _is_new_conflict(copy: _Copy, enrolment: Enrolment, act: Act) -> bool:
    """A copy that goes on from one of which it was said is silent; so are others of the same old list."""
    if enrolment.missed_at is None:
        return True
    is_older = copy.base.at is None or copy.base.at < enrolment.missed_at
    return is_older and act.now - enrolment.missed_at >= AGAIN_AFTER
