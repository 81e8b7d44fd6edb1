"""A need from post to review."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.models.columns import at, sealed, word
from storage.models.row import Row
from storage.states import ClaimStatus, OrderStatus
from storage.vocabulary import Category, PostingKind


class DemandOrder(Row, table=True):
    """One need. What a room may see is in plain columns, everything else is sealed.

    `version` counts every change: an undo runs only on the version it knew.
    `starts_at`/`ends_at` of a whole day are its local midnight(s), with `is_whole_day` set.
    """

    __tablename__ = "orders"
    __table_args__ = (Index("ix_orders_room_status", "room_id", "status"),)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True)
    room_id: int = Field(foreign_key="rooms.id")
    asker_id: int = Field(foreign_key="members.id", index=True)
    placed_by_id: int = Field(foreign_key="members.id")
    parent_id: int | None = Field(default=None, foreign_key="orders.id")
    menu_item_id: int | None = Field(default=None, foreign_key="menu_items.id")
    status: OrderStatus = word(OrderStatus, default=OrderStatus.PLACED)
    version: int = 1
    what: str
    category: Category = word(Category, default=Category.OTHER)
    starts_at: datetime | None = at(default=None)
    ends_at: datetime | None = at(default=None)
    is_whole_day: bool = False
    place: str = ""
    people: int = 1
    is_urgent: bool = False
    is_health: bool = False
    detail_sealed: bytes | None = sealed()
    address_sealed: bytes | None = sealed()
    phone_sealed: bytes | None = sealed()
    beneficiary_sealed: bytes | None = sealed()
    reason_sealed: bytes | None = sealed()
    placed_at: datetime = at()
    renewed_at: datetime | None = at(default=None)
    finished_at: datetime | None = at(default=None)
    closed_at: datetime | None = at(default=None)


class Claim(Row, table=True):
    """One helper's (or team's) part in an order: claimed openly, or dispatched by a coordinator."""

    __tablename__ = "claims"
    __table_args__ = (Index("ix_claims_order_status", "order_id", "status"),)

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id")
    member_id: int | None = Field(default=None, foreign_key="members.id", index=True)
    team_id: int | None = Field(default=None, foreign_key="teams.id", index=True)
    dispatched_by_id: int | None = Field(default=None, foreign_key="members.id")
    status: ClaimStatus = word(ClaimStatus)
    reason_sealed: bytes | None = sealed()
    made_at: datetime = at()
    answer_by: datetime | None = at(default=None)
    ended_at: datetime | None = at(default=None)


class Posting(Row, table=True):
    """The number by which a room refers to a thing. `target_id` is the id in the table of its kind.

    `is_over` once that ended; what is not over may be open, its own state says so.
    """

    __tablename__ = "postings"
    __table_args__ = (
        UniqueConstraint("room_id", "number"),
        Index("ix_postings_target", "kind", "target_id"),
        Index("ix_postings_room_over", "room_id", "is_over", "number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    room_id: int = Field(foreign_key="rooms.id")
    number: int
    kind: PostingKind = word(PostingKind)
    target_id: int
    posted_at: datetime = at()
    is_over: bool = False


class Review(Row, table=True):
    """The asker's word on a finished order. `may_quote` None: not yet asked or answered."""

    __tablename__ = "reviews"

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id", index=True)
    member_id: int = Field(foreign_key="members.id")
    stars: int | None = None
    comment_sealed: bytes | None = sealed()
    is_half_done: bool = False
    may_quote: bool | None = None
    is_withdrawn: bool = False
    reviewed_at: datetime = at()


class OrderSecond(Row, table=True):
    """附议: somebody who needs the same, counted once."""

    __tablename__ = "order_seconds"

    order_id: int = Field(foreign_key="orders.id", primary_key=True)
    member_id: int = Field(foreign_key="members.id", primary_key=True, index=True)
    seconded_at: datetime = at()
