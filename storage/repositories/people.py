"""Questions about members, what they may do, and who was shown their private fields."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.direct import prepared
from storage.kept import copied
from storage.models.columns import UtcDateTime
from storage.models.people import Identity, Member, Receipt, RoleGrant, RoomMember, TeamMember
from storage.repositories.places import Sites
from storage.repositories.rows import Rows, given, table_of
from storage.vocabulary import Role


@prepared
def _seen_as() -> Select[Identity, Member]:
    return (
        select(Identity, Member)
        .join(Member, col(Member.id) == col(Identity.member_id))
        .where(Identity.account == given("account"), Identity.external_id == given("external_id"))
    )


@prepared
def _by_handle() -> SelectOfScalar[Identity]:
    return (
        select(Identity)
        .where(Identity.account == given("account"), Identity.handle == given("handle"), Identity.handle != "")
        .order_by(col(Identity.seen_at).desc())
        .limit(1)
    )


@prepared
def _identity_of() -> SelectOfScalar[Identity]:
    return (
        select(Identity)
        .where(Identity.member_id == given("member_id"), Identity.account == given("account"))
        .order_by(col(Identity.seen_at).desc(), col(Identity.id).desc())
        .limit(1)
    )


@prepared
def _met() -> sa.TextClause:
    """In words: SQLAlchemy has no ON CONFLICT for both engines, which write it alike."""
    words = """INSERT INTO room_members (room_id, member_id, spoke_at) VALUES (:room_id, :member_id, :now)
        ON CONFLICT (room_id, member_id) DO UPDATE SET spoke_at = excluded.spoke_at, left_at = NULL"""
    return sa.text(words).bindparams(sa.bindparam("now", type_=UtcDateTime()))


@prepared
def _rooms_of() -> SelectOfScalar[int]:
    return (
        select(RoomMember.room_id)
        .where(RoomMember.member_id == given("member_id"), col(RoomMember.left_at).is_(None))
        .order_by(col(RoomMember.spoke_at).desc(), col(RoomMember.room_id))
    )


@prepared
def _named_in_room() -> SelectOfScalar[Member]:
    return (
        select(Member)
        .join(RoomMember, col(RoomMember.member_id) == col(Member.id))
        .where(RoomMember.room_id == given("room_id"), Member.name == given("name"))
        .order_by(col(Member.id))
    )


@prepared
def _seen_in_room() -> SelectOfScalar[Identity]:
    return (
        select(Identity)
        .join(RoomMember, col(RoomMember.member_id) == col(Identity.member_id))
        .where(RoomMember.room_id == given("room_id"), Identity.account == given("account"))
        .order_by(col(Identity.id))
    )


@prepared
def _holding() -> SelectOfScalar[Member]:
    return (
        select(Member)
        .join(RoleGrant, col(RoleGrant.member_id) == col(Member.id))
        .where(RoleGrant.role == given("role"), RoleGrant.site_id == given("site_id"))
        .order_by(col(Member.id))
    )


class Members:
    def __init__(self, rows: Rows, sites: Sites) -> None:
        self._rows = rows
        self._sites = sites

    def add(self, member: Member) -> Member:
        return self._rows.insert(member)

    def get(self, member_id: int) -> Member | None:
        return self._rows.by_id(Member, member_id)

    def everyone(self) -> list[Member]:
        return self._rows.all(select(Member).order_by(col(Member.id)))

    def change(self, member_id: int, **values: object) -> None:
        self._rows.update(Member, {"id": member_id}, values)

    # how accounts see them

    def add_identity(self, identity: Identity) -> Identity:
        return self._rows.insert(identity)

    def identity(self, account: str, external_id: str) -> Identity | None:
        return self._rows.one(Identity, account=account, external_id=external_id)

    def seen_as(self, account: str, external_id: str) -> tuple[Identity, Member] | None:
        """How the account sees a person, and who that is."""
        kept = self._rows.kept
        known = kept.or_ask(kept.people, (account, external_id), lambda: self._seen_as(account, external_id))
        return (copied(known[0]), copied(known[1])) if known is not None else None

    def _seen_as(self, account: str, external_id: str) -> tuple[Identity, Member] | None:
        found = self._rows.pairs(_seen_as(), account=account, external_id=external_id)
        return found[0] if found else None

    def identity_by_handle(self, account: str, handle: str) -> Identity | None:
        """The newest identity with that lasting handle."""
        return self._rows.first(_by_handle(), account=account, handle=handle)

    def identity_of(self, member_id: int, account: str) -> Identity | None:
        """The newest way to reach the member by that account."""
        kept = self._rows.kept
        ask = partial(self._rows.first, _identity_of(), member_id=member_id, account=account)
        found: Identity | None = kept.or_ask(kept.ways, (member_id, account), ask)
        return copied(found) if found is not None else None

    def identities_of(self, member_id: int) -> list[Identity]:
        return self._rows.every(Identity, member_id=member_id)

    def change_identity(self, identity_id: int, **values: object) -> None:
        self._rows.update(Identity, {"id": identity_id}, values)

    def is_reachable(self, member_id: int, account: str) -> bool:
        """Whether a private text to the member can be delivered (WeChat: only to friends)."""
        identity = self.identity_of(member_id, account)
        return identity is not None and identity.is_friend is not False

    def is_deleted(self, member_id: int | None) -> bool:
        """Whether they had everything of theirs taken out: nobody is left to be told anything."""
        member = self.get(member_id) if member_id is not None else None
        return member is not None and member.deleted_at is not None

    # where they are

    def met(self, room_id: int, member_id: int, *, now: datetime) -> None:
        self._rows.change(_met(), room_id=room_id, member_id=member_id, now=now)

    def rooms_of(self, member_id: int) -> list[int]:
        """Room ids, the one they last spoke in first; not those that they have left."""
        return self._rows.all(_rooms_of(), member_id=member_id)

    def left(self, room_id: int, member_id: int, *, now: datetime) -> bool:
        """False where they were never met there, or had left before."""
        there = {"room_id": room_id, "member_id": member_id, "left_at": None}
        return self._rows.update(RoomMember, there, {"left_at": now}) == 1

    def returned(self, room_id: int, member_id: int) -> None:
        self._rows.update(RoomMember, {"room_id": room_id, "member_id": member_id}, {"left_at": None})

    def has_left(self, room_id: int, member_id: int) -> bool:
        met = self._rows.by_id(RoomMember, (room_id, member_id))
        return met is not None and met.left_at is not None

    def rooms_left_by(self, member_id: int) -> list[int]:
        return [each.room_id for each in self._rows.every(RoomMember, member_id=member_id) if each.left_at is not None]

    def spoke_at(self, room_id: int, member_id: int) -> datetime | None:
        met = self._rows.by_id(RoomMember, (room_id, member_id))
        return met.spoke_at if met is not None else None

    def in_room(self, room_id: int) -> list[Member]:
        return self._rows.all(
            select(Member)
            .join(RoomMember, col(RoomMember.member_id) == col(Member.id))
            .where(RoomMember.room_id == room_id)
            .order_by(col(Member.id))
        )

    def seen_in_room(self, room_id: int, account: str) -> list[Identity]:
        """How the account sees those who were met there."""
        return self._rows.all(_seen_in_room(), room_id=room_id, account=account)

    def named_in_room(self, room_id: int, name: str) -> list[Member]:
        return self._rows.all(_named_in_room(), room_id=room_id, name=name)

    def named(self, name: str) -> list[Member]:
        return self._rows.every(Member, name=name)

    # what they may do

    def grant(self, member_id: int, role: Role, site_id: int) -> None:
        if self._rows.one(RoleGrant, member_id=member_id, role=role, site_id=site_id) is None:
            self._rows.insert(RoleGrant(member_id=member_id, role=role, site_id=site_id))

    def roles_at(self, member_id: int, site_id: int | None) -> frozenset[Role]:
        """Roles that hold at the site: granted there or above it."""
        kept = self._rows.kept
        return kept.or_ask(kept.roles, (member_id, site_id), lambda: self._roles_at(member_id, site_id)) or frozenset()

    def _roles_at(self, member_id: int, site_id: int | None) -> frozenset[Role]:
        if site_id is None:
            return self.roles_anywhere(member_id)
        held = self._rows.every(RoleGrant, member_id=member_id)
        if not held:
            return frozenset()
        above = {site.id for site in self._sites.upwards(site_id)}
        return frozenset(grant.role for grant in held if grant.site_id in above)

    def roles_anywhere(self, member_id: int) -> frozenset[Role]:
        return frozenset(grant.role for grant in self._rows.every(RoleGrant, member_id=member_id))

    def sites_of(self, member_id: int, role: Role) -> list[int]:
        return [grant.site_id for grant in self._rows.every(RoleGrant, member_id=member_id, role=role)]

    def holding(self, role: Role, site_id: int) -> list[Member]:
        """Who holds the role exactly at the site."""
        return self._rows.all(_holding(), role=role, site_id=site_id)

    def holding_anywhere(self, role: Role) -> list[Member]:
        """Who holds the role at some site."""
        held = select(RoleGrant.member_id).where(RoleGrant.role == role)
        return self._rows.all(select(Member).where(col(Member.id).in_(held)).order_by(col(Member.id)))

    def nearest_holding(self, role: Role, site_id: int) -> list[Member]:
        """Who holds the role at the site or, where nobody does, at the nearest site above it."""
        for site in self._sites.upwards(site_id):
            if found := self.holding(role, site.id or 0):
                return found
        return []

    # teams

    def join_team(self, team_id: int, member_id: int, *, is_leader: bool = False) -> None:
        key = {"team_id": team_id, "member_id": member_id}
        if self._rows.update(TeamMember, key, {"is_leader": is_leader}) == 0:
            self._rows.insert(TeamMember(team_id=team_id, member_id=member_id, is_leader=is_leader))

    def of_team(self, team_id: int, *, leaders_only: bool = False) -> list[Member]:
        wanted = (
            select(Member)
            .join(TeamMember, col(TeamMember.member_id) == col(Member.id))
            .where(TeamMember.team_id == team_id)
            .order_by(col(Member.id))
        )
        return self._rows.all(wanted.where(col(TeamMember.is_leader)) if leaders_only else wanted)

    def teams_led_by(self, member_id: int) -> list[int]:
        return self._rows.all(
            select(TeamMember.team_id).where(TeamMember.member_id == member_id, col(TeamMember.is_leader))
        )


class Receipts:
    """Who was shown whose private field."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def write(
        self, *, owner_id: int, reader_id: int, order_id: int | None, fields: Sequence[str], now: datetime
    ) -> None:
        """`order_id` None: of something else than an order."""
        for field in fields:
            self._rows.insert(
                Receipt(owner_id=owner_id, reader_id=reader_id, order_id=order_id, field=field, shown_at=now)
            )

    def about(self, owner_id: int) -> list[Receipt]:
        """Newest first."""
        return self._rows.all(
            select(Receipt)
            .where(Receipt.owner_id == owner_id)
            .order_by(col(Receipt.shown_at).desc(), col(Receipt.id).desc())
        )

    def was_shown(self, order_id: int, reader_id: int) -> bool:
        return self._rows.one(Receipt, order_id=order_id, reader_id=reader_id) is not None

    def withdraw(self, *, order_id: int, reader_id: int) -> None:
        """It was on its way but never shown."""
        table = table_of(Receipt)
        never_shown = (table.c.order_id == order_id) & (table.c.reader_id == reader_id)
        self._rows.connection.execute(sa.delete(table).where(never_shown))
