"""What is left of an activity when it is over: what those who came said of it, and who would come again."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from storage.models.columns import at, sealed
from storage.models.row import Row


class ActivityReview(Row, table=True):
    """One participant's word; the newest that is not withdrawn counts. `agreed_at`: they said that it may be quoted."""

    __tablename__ = "activity_reviews"
    __table_args__ = (Index("ix_activity_reviews_activity", "activity_id", "member_id"),)

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activities.id")
    member_id: int = Field(foreign_key="members.id", index=True)
    stars: int | None = None
    comment_sealed: bytes | None = sealed()
    reviewed_at: datetime = at()
    agreed_at: datetime | None = at(default=None)
    withdrawn_at: datetime | None = at(default=None)


class Follow(Row, table=True):
    """想再来: who hears of the next activity of that kind on that site; `kind` is a title without numbers and days."""

    __tablename__ = "follows"
    __table_args__ = (Index("ix_follows_site_kind", "site_id", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="members.id", index=True)
    site_id: int = Field(foreign_key="sites.id")
    kind: str
    followed_at: datetime = at()
    ended_at: datetime | None = at(default=None)
