"""What comes again by a rule: each occurrence is an activity of its own."""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from storage.models.columns import at, document, sealed, word
from storage.models.row import Row
from storage.states import SeriesStatus
from storage.vocabulary import OnHoliday


class Series(Row, table=True):
    """What the occurrences of an activity have in common.

    `rule` is an RRULE as dateutil reads it, `LUNAR:1,15` (days of the lunar month) or `WORKDAYS`; `words` are those in
    which it was said. `first_at` anchors the rule and holds the local hour (midnight of a whole day). `next_at` is
    the start of the occurrence that is posted next. `roles` are [name, capacity]. `kept_places` of each occurrence are
    for people who never took part; None: nobody said how many. `asked_for`: of the occurrence at that time, on a
    weekend that is worked, its organiser was asked whether it takes place.
    """

    __tablename__ = "series"

    id: int | None = Field(default=None, primary_key=True)
    room_id: int = Field(foreign_key="rooms.id", index=True)
    organiser_id: int = Field(foreign_key="members.id", index=True)
    status: SeriesStatus = word(SeriesStatus, default=SeriesStatus.OPEN)
    rule: str
    words: str
    on_holiday: OnHoliday = word(OnHoliday, default=OnHoliday.SKIP)
    first_at: datetime = at()
    next_at: datetime | None = at(default=None)
    minutes: int | None = None
    is_whole_day: bool = False
    lead_days: int = 6
    title: str
    place: str = ""
    capacity: int | None = None
    min_people: int | None = None
    roles: list[list[Any]] | None = document(default=None)
    requirements: str = ""
    contact: str = ""
    phone_sealed: bytes | None = sealed()
    is_edit_told: bool = False
    kept_places: int | None = None
    asked_for: datetime | None = at(default=None)


class StandingMember(Row, table=True):
    """Somebody who takes part every time, until `ended_at`; their place in line goes by (stands_since, id)."""

    __tablename__ = "standing_members"

    id: int | None = Field(default=None, primary_key=True)
    series_id: int = Field(foreign_key="series.id", index=True)
    member_id: int = Field(foreign_key="members.id", index=True)
    party: int = 1
    children: int = 0
    role: str = ""
    stands_since: datetime = at()
    ended_at: datetime | None = at(default=None)
