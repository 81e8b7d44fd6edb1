"""Who is speaking: an account's id, or a lasting handle, leads to the member; a name alone never does."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from handlers.act import Act, House, key
from handlers.replies import Reply, to_member
from handlers.wording import plain_name
from storage.intents import Intent
from storage.models.people import Identity, Member
from storage.models.talk import AuditEvent, Question
from storage.store import UnitOfWork
from storage.vocabulary import QuestionKind, Role

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Sighting:
    """How an account sees a person now. A handle survives a new login; the id may not."""

    account: str
    external_id: str
    name: str
    handle: str = ""
    is_friend: bool | None = None


#: How an account knew somebody before this sighting, and who it is.
Known = tuple[Identity, Member]


def meet(uow: UnitOfWork, seen: Sighting, *, now: datetime) -> Member:
    """The member, written down or brought up to date: new names and new ids are kept."""
    return meet_again(uow, seen, known_as(uow, seen), now=now)


def meet_again(uow: UnitOfWork, seen: Sighting, known: Known | None, *, now: datetime) -> Member:
    """`meet` for whoever has looked already."""
    if known is None:
        member = uow.members.add(Member(name=plain_name(seen.name), created_at=now))
        _write_identity(uow, seen, key(member.id), now=now)
        return member
    identity, member = known
    if identity.external_id != seen.external_id:
        _write_identity(uow, seen, identity.member_id, now=now)
    else:
        _refresh(uow, identity, seen, now=now)
    name = plain_name(seen.name)
    if seen.name and member.name != name:
        uow.members.change(identity.member_id, name=name)
        return uow.members.get(identity.member_id) or member
    return member


def known_as(uow: UnitOfWork, seen: Sighting) -> Known | None:
    """The member behind the id or, after a new login gave everyone new ids, behind the handle."""
    found = uow.members.seen_as(seen.account, seen.external_id)
    if found is None and seen.handle:
        identity = uow.members.identity_by_handle(seen.account, seen.handle)
        member = uow.members.get(identity.member_id) if identity is not None else None
        return (identity, member) if identity is not None and member is not None else None
    return found


def _write_identity(uow: UnitOfWork, seen: Sighting, member_id: int, *, now: datetime) -> None:
    uow.members.add_identity(
        Identity(
            member_id=member_id,
            account=seen.account,
            external_id=seen.external_id,
            handle=seen.handle,
            name=seen.name,
            is_friend=seen.is_friend,
            seen_at=now,
        )
    )


def _refresh(uow: UnitOfWork, identity: Identity, seen: Sighting, *, now: datetime) -> None:
    changes: dict[str, object] = {}
    if seen.name and identity.name != seen.name:
        changes["name"] = seen.name
    if seen.handle and identity.handle != seen.handle:
        changes["handle"] = seen.handle
    if seen.is_friend is not None and identity.is_friend != seen.is_friend:
        changes["is_friend"] = seen.is_friend
    if changes:
        uow.members.change_identity(key(identity.id), **changes, seen_at=now)


# one person, two ids


def ask_if_same(act: Act) -> list[Reply]:
    """Somebody new with the name of one member of the room whose old id was silent since the last login.

    A name proves nothing, so the nearest grid worker is asked, once and privately; until a yes they are two people.
    """
    old = _namesake(act)
    worker = _who_may_know(act, old) if old is not None else None
    if old is None or worker is None:
        return []
    act.uow.questions.ask(
        Question(
            member_id=worker,
            room_id=act.room_id,
            kind=QuestionKind.SAME_PERSON,
            options=[key(old.id), act.member_id],
            asked_at=act.now,
            expires_at=act.quiet.waking(act.now) + act.rules.question_open,
        )
    )
    return [
        to_member(
            worker,
            "members/same_person.j2",
            about_room=act.room_id,
            unasked=True,
            tells_to_befriend=False,
            name=act.member.name,
            room=act.room.topic,
        )
    ]


def _namesake(act: Act) -> Member | None:
    login = act.uow.accounts.get(act.room.account)
    others = [m for m in act.uow.members.named_in_room(act.room_id, act.member.name) if m.id != act.member_id]
    if act.is_private or login is None or len(others) != 1:
        return None
    spoke_at = act.uow.members.spoke_at(act.room_id, key(others[0].id))
    return others[0] if spoke_at is not None and spoke_at < login.changed_at else None


def _who_may_know(act: Act, old: Member | None) -> int | None:
    """Nobody is asked about themselves."""
    nearest = act.uow.members.nearest_holding(Role.GRID_WORKER, act.room.site_id or 0)
    return next((key(each.id) for each in nearest if old is not None and each.id not in (old.id, act.member_id)), None)


def answer_same_person(question: Question, yes: bool, act: Act) -> list[Reply]:
    """A no keeps them apart, and nothing is asked of them again."""
    old_id, new_id = question.options or (0, 0)
    new = act.uow.members.get(new_id)
    name = new.name if new is not None else ""
    if yes:
        merge_members(act, into_id=old_id, gone_id=new_id, actor_id=act.member_id)
    return [to_member(act.member_id, "members/same_person_noted.j2", about_room=question.room_id, yes=yes, name=name)]


def merge_members(house: House, *, into_id: int, gone_id: int, actor_id: int | None = None) -> None:
    """Both ids lead to one member from now on, with what either of them has and may."""
    record = house.uow.merging.merge(gone_id, into_id)
    house.uow.audit.write(
        AuditEvent(done_at=house.now, actor_id=actor_id, verb=Intent.MERGE, inverse={"merged": record})
    )
    log.info("members_merged", into=into_id, gone=gone_id)


def split_member(house: House, member_id: int) -> int | None:
    """Takes the last merge back; the member who is there again, None where there was none."""
    event = house.uow.audit.newest_merge(member_id)
    if event is None or event.inverse is None:
        return None
    record = event.inverse["merged"]
    house.uow.merging.part(record, now=house.now)
    house.uow.audit.undone(event, now=house.now)
    log.info("members_split", member=member_id, again=record["gone"])
    return int(record["gone"])
