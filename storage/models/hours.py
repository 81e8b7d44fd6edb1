"""The ledger of hours: lines are added, never changed."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from storage.models.columns import at, word
from storage.models.row import Row
from storage.vocabulary import HoursKind


class HoursLine(Row, table=True):
    """So many minutes of one person for one activity; below nothing where a correction or an undo takes some back.

    What a person has is the sum of their lines of one kind. `noted_by_id` and `reason` say who corrected it and why;
    the line that the house itself writes at a check-out or at the end has neither. `served_at` is when it was done.
    """

    __tablename__ = "hours_lines"
    __table_args__ = (Index("ix_hours_lines_member", "member_id", "served_at"),)

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="members.id")
    activity_id: int = Field(foreign_key="activities.id", index=True)
    kind: HoursKind = word(HoursKind)
    minutes: int
    served_at: datetime = at()
    written_at: datetime = at()
    noted_by_id: int | None = Field(default=None, foreign_key="members.id")
    reason: str = ""
