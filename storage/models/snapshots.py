"""随手拍: what people report about what is everybody's, with pictures, and who reported it too."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.models.columns import at, sealed, word
from storage.models.row import Row
from storage.states import SnapshotStatus
from storage.vocabulary import Category, SnapshotKind


class SnapshotReport(Row, table=True):
    """One report. `what` and `place` a room may read; `address_sealed` is the whole place where it has a private part.

    `place_question_id` is the question that asked for the place; `answer` is what was done, said in the room.
    """

    __tablename__ = "snapshots"
    __table_args__ = (Index("ix_snapshots_room_status", "room_id", "status"),)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True)
    room_id: int = Field(foreign_key="rooms.id")
    reporter_id: int = Field(foreign_key="members.id", index=True)
    place_question_id: int | None = Field(default=None, foreign_key="questions.id", index=True)
    kind: SnapshotKind = word(SnapshotKind)
    status: SnapshotStatus = word(SnapshotStatus, default=SnapshotStatus.TAKEN)
    version: int = 1
    category: Category = word(Category, default=Category.OTHER)
    what: str
    place: str = ""
    address_sealed: bytes | None = sealed()
    passed_to: str = ""
    answer: str = ""
    taken_at: datetime = at()
    closed_at: datetime | None = at(default=None)


class SnapshotSecond(Row, table=True):
    """附议: somebody who reported the same, counted once."""

    __tablename__ = "snapshot_seconds"

    snapshot_id: int = Field(foreign_key="snapshots.id", primary_key=True)
    member_id: int = Field(foreign_key="members.id", primary_key=True, index=True)
    seconded_at: datetime = at()


class SnapshotPicture(Row, table=True):
    """A picture of a report: first the platform's `reference`, then the `name` of our own copy without EXIF.

    `tries` counts vain attempts to get it.
    """

    __tablename__ = "snapshot_pictures"
    __table_args__ = (
        UniqueConstraint("snapshot_id", "account", "reference"),
        Index("ix_snapshot_pictures_account_name", "account", "name"),
    )

    id: int | None = Field(default=None, primary_key=True)
    snapshot_id: int = Field(foreign_key="snapshots.id")
    account: str
    reference: str
    name: str | None = None
    tries: int = 0
    sent_at: datetime = at()


class Landmark(Row, table=True):
    """A spot of a site by the number that people answer with."""

    __tablename__ = "landmarks"
    __table_args__ = (UniqueConstraint("site_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="sites.id", index=True)
    number: int
    name: str
