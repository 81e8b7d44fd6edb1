"""The time bank of a station: what was earned by helping, and whom it was passed on to."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from storage.models.columns import at, word
from storage.models.row import Row
from storage.states import PledgeStatus
from storage.vocabulary import TimeKind


class TimeAccount(Row, table=True):
    """What one member has at one station, in minutes: the sum of its lines, never below nothing.

    `member_id` None: the station's own account, the counterpart of what is earned and set aside; it may be below.
    """

    __tablename__ = "time_accounts"
    __table_args__ = (Index("ix_time_accounts_site_member", "site_id", "member_id"),)

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="sites.id")
    member_id: int | None = Field(default=None, foreign_key="members.id", index=True)
    balance: int = 0
    joined_at: datetime = at()
    left_at: datetime | None = at(default=None)


class TimeLine(Row, table=True):
    """One side of a transfer, never changed or deleted. The other side is the line with its id as `pair_id`, or that
    its own `pair_id` names: together they make nothing.
    """

    __tablename__ = "time_lines"

    id: int | None = Field(default=None, primary_key=True)
    pair_id: int | None = Field(default=None, foreign_key="time_lines.id", index=True)
    account_id: int = Field(foreign_key="time_accounts.id", index=True)
    minutes: int
    kind: TimeKind = word(TimeKind)
    order_id: int | None = Field(default=None, foreign_key="orders.id")
    pledge_id: int | None = Field(default=None, foreign_key="time_pledges.id", index=True)
    activity_id: int | None = Field(default=None, foreign_key="activities.id")
    noted_by_id: int | None = Field(default=None, foreign_key="members.id")
    reason: str = ""
    written_at: datetime = at()


class TimePledge(Row, table=True):
    """用时间 12 2小时: set aside by the asker, for whoever does it."""

    __tablename__ = "time_pledges"

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id", index=True)
    account_id: int = Field(foreign_key="time_accounts.id", index=True)
    minutes: int
    status: PledgeStatus = word(PledgeStatus, default=PledgeStatus.HELD)
    made_at: datetime = at()
    ended_at: datetime | None = at(default=None)
