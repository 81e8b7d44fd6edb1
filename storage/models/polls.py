"""Date polls: an activity whose time is open, the times that could be, and who could come when."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.models.columns import at, document, sealed, word
from storage.models.row import Row
from storage.states import PollStatus


class Poll(Row, table=True):
    """`notice_sealed` is the notice without its time (JSON): what the activity is made of when the time is fixed.

    With `quorum` people for one option the poll decides itself. `closes_at`: nobody chooses after it, the organiser
    still decides. `activity_id` is what became of it.
    """

    __tablename__ = "polls"

    id: int | None = Field(default=None, primary_key=True)
    room_id: int = Field(foreign_key="rooms.id", index=True)
    organiser_id: int = Field(foreign_key="members.id", index=True)
    status: PollStatus = word(PollStatus, default=PollStatus.OPEN)
    title: str
    place: str = ""
    quorum: int | None = None
    notice_sealed: bytes | None = sealed()
    posted_at: datetime = at()
    closes_at: datetime = at()
    closed_at: datetime | None = at(default=None)
    activity_id: int | None = Field(default=None, foreign_key="activities.id", index=True)


class PollOption(Row, table=True):
    """`position` is the number by which people choose it."""

    __tablename__ = "poll_options"
    __table_args__ = (UniqueConstraint("poll_id", "position", name="uq_poll_options_poll_id_position"),)

    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="polls.id")
    position: int
    starts_at: datetime = at()
    ends_at: datetime | None = at(default=None)
    is_whole_day: bool = False


class Ballot(Row, table=True):
    """What one member chose; the newest that is not withdrawn counts."""

    __tablename__ = "ballots"

    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(foreign_key="polls.id", index=True)
    member_id: int = Field(foreign_key="members.id", index=True)
    positions: list[int] = document()
    cast_at: datetime = at()
    withdrawn_at: datetime | None = at(default=None)
