"""How often pages were opened, and from where; of the people who opened them nothing."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.models.row import Row


class PageVisits(Row, table=True):
    """An activity's page on one local day: `source` is where the link stood."""

    __tablename__ = "page_visits"

    activity_id: int = Field(foreign_key="activities.id", primary_key=True)
    source: str = Field(primary_key=True)
    visited_on: date = Field(primary_key=True)
    visits: int = 0


class ShareGroup(Row, table=True):
    """A group outside for which the organiser had a link made (文案 5 给广场舞群); its visits are counted apart."""

    __tablename__ = "share_groups"
    __table_args__ = (UniqueConstraint("activity_id", "name"),)

    activity_id: int = Field(foreign_key="activities.id", primary_key=True)
    number: int = Field(primary_key=True)
    name: str
