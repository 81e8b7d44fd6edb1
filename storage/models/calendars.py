"""Calendars that members subscribe to: the link of each is a secret."""

from datetime import datetime

from sqlmodel import Field

from storage.models.columns import at, sealed
from storage.models.row import Row


class CalendarLink(Row, table=True):
    """The link of one member's own calendar. Whoever holds the token may read it until the link is closed.

    The token is found by its hash (SHA-256) and shown again from `token_sealed`.
    """

    __tablename__ = "calendar_links"

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="members.id", index=True)
    token_hash: str = Field(unique=True)
    token_sealed: bytes | None = sealed()
    made_at: datetime = at()
    closed_at: datetime | None = at(default=None)
