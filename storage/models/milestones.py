"""What somebody has reached, so that each is told once."""

from datetime import datetime

from sqlmodel import Field

from storage.models.columns import at, word
from storage.models.row import Row
from storage.vocabulary import MilestoneKind


class Milestone(Row, table=True):
    """So many services or hours. It stays when hours are corrected: nobody is praised twice, or told off."""

    __tablename__ = "milestones"

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="members.id", index=True)
    kind: MilestoneKind = word(MilestoneKind)
    number: int
    reached_at: datetime = at()
