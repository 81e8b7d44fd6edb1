"""Who is speaking: an account's id, or a lasting handle, leads to the member."""

from dataclasses import dataclass
from datetime import datetime

from handlers.act import key
from handlers.wording import plain_name
from storage.models.people import Identity, Member
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Sighting:
    """How an account sees a person now. A handle survives a new login; the id may not."""

    account: str
    external_id: str
    name: str
    handle: str = ""
    is_friend: bool | None = None


def known_member(uow: UnitOfWork, seen: Sighting) -> Member | None:
    """The member behind the id or, after a new login gave everyone new ids, behind the handle."""
    identity = _identity(uow, seen)
    return uow.members.get(identity.member_id) if identity is not None else None


def meet(uow: UnitOfWork, seen: Sighting, *, now: datetime) -> Member:
    """The member, written down or brought up to date: new names and new ids are kept."""
    identity = _identity(uow, seen)
    if identity is None:
        member = uow.members.add(Member(name=plain_name(seen.name), created_at=now))
        _write_identity(uow, seen, key(member.id), now=now)
        return member
    if identity.external_id != seen.external_id:
        _write_identity(uow, seen, identity.member_id, now=now)
    else:
        _refresh(uow, identity, seen, now=now)
    name = plain_name(seen.name)
    member = uow.members.get(identity.member_id) or Member(name=name, created_at=now)
    if seen.name and member.name != name:
        uow.members.change(identity.member_id, name=name)
        member.name = name
    return member


def _identity(uow: UnitOfWork, seen: Sighting) -> Identity | None:
    found = uow.members.identity(seen.account, seen.external_id)
    if found is None and seen.handle:
        return uow.members.identity_by_handle(seen.account, seen.handle)
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
