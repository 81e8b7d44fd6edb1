"""How often pages were opened, and from where; of the people who opened them nothing."""

from datetime import date

from sqlmodel import Field

from storage.models.row import Row


class PageVisits(Row, table=True):
    """An activity's page on one local day: `source` is where the link stood."""

    __tablename__ = "page_visits"

    activity_id: int = Field(foreign_key="activities.id", primary_key=True)
    source: str = Field(primary_key=True)
    visited_on: date = Field(primary_key=True)
    visits: int = 0
