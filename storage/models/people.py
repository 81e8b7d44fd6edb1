"""Who the work is for and who does it."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.models.columns import at, sealed, word
from storage.models.row import Row
from storage.vocabulary import Role


class Member(Row, table=True):
    """A person, whatever accounts and names they are seen under."""

    __tablename__ = "members"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    phone_sealed: bytes | None = sealed()
    created_at: datetime = at()
    on_wall_since: datetime | None = at(default=None)
    deleted_at: datetime | None = at(default=None)


class Identity(Row, table=True):
    """How one account sees a member. `handle` survives a new login; `is_friend` None means not known."""

    __tablename__ = "identities"
    __table_args__ = (
        UniqueConstraint("account", "external_id"),
        Index("ix_identities_account_handle", "account", "handle"),
    )

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="members.id", index=True)
    account: str
    external_id: str
    handle: str = ""
    name: str = ""
    is_friend: bool | None = None
    seen_at: datetime = at()


class RoomMember(Row, table=True):
    """Who has been met in which room, and when last; `left_at` while they are not there."""

    __tablename__ = "room_members"

    room_id: int = Field(foreign_key="rooms.id", primary_key=True)
    member_id: int = Field(foreign_key="members.id", primary_key=True, index=True)
    spoke_at: datetime = at()
    left_at: datetime | None = at(default=None)


class RoleGrant(Row, table=True):
    """A role on a site and everything below it."""

    __tablename__ = "role_grants"
    __table_args__ = (UniqueConstraint("member_id", "role", "site_id"),)

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="members.id", index=True)
    role: Role = word(Role)
    site_id: int = Field(foreign_key="sites.id", index=True)


class TeamMember(Row, table=True):
    __tablename__ = "team_members"

    team_id: int = Field(foreign_key="teams.id", primary_key=True)
    member_id: int = Field(foreign_key="members.id", primary_key=True, index=True)
    is_leader: bool = False


class Receipt(Row, table=True):
    """Somebody was shown somebody's private field; the owner can ask for it (谁看过我)."""

    __tablename__ = "receipts"

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(foreign_key="members.id", index=True)
    reader_id: int = Field(foreign_key="members.id")
    order_id: int | None = Field(default=None, foreign_key="orders.id", index=True)
    field: str
    shown_at: datetime = at()
