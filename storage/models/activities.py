"""What people come together for: the activity, its roles, who signed up."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.models.columns import at, document, sealed, word
from storage.models.row import Row
from storage.states import ActivityStatus, EnrolmentStatus
from storage.vocabulary import EnrolmentSource


class Activity(Row, table=True):
    """One activity. What a room may see is in plain columns, the phone is sealed.

    `capacity` counts people, those of all roles together; None: as many as like. `version` moves on with every change
    of the activity or of its list: two processes never give one place twice. `starts_at` of a whole day is its local
    midnight. `closes_at` is the last moment to sign up. The check-in code is made when it is first needed.
    Of a series: `occurs_at` is when its rule says; each occurrence is there once. `kept_places` are for newcomers until
    the day before. `call_id` is common to the sessions of one call. `is_outdoor` as its organiser said; None: by the
    words of its notice.
    """

    __tablename__ = "activities"
    __table_args__ = (
        Index("ix_activities_room_status", "room_id", "status"),
        UniqueConstraint("series_id", "occurs_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(unique=True)
    room_id: int = Field(foreign_key="rooms.id")
    organiser_id: int = Field(foreign_key="members.id", index=True)
    status: ActivityStatus = word(ActivityStatus, default=ActivityStatus.OPEN)
    version: int = 1
    title: str
    starts_at: datetime | None = at(default=None)
    ends_at: datetime | None = at(default=None)
    is_whole_day: bool = False
    place: str = ""
    capacity: int | None = None
    min_people: int | None = None
    closes_at: datetime | None = at(default=None)
    requirements: str = ""
    contact: str = ""
    phone_sealed: bytes | None = sealed()
    code_sealed: bytes | None = sealed()
    posted_at: datetime = at()
    closed_at: datetime | None = at(default=None)
    series_id: int | None = Field(default=None, foreign_key="series.id")
    occurs_at: datetime | None = at(default=None)
    kept_places: int = 0
    call_id: str | None = Field(default=None, index=True)
    is_outdoor: bool | None = None


class ActivityRole(Row, table=True):
    """引导 4, 观众 60: so many of the activity's places are for this."""

    __tablename__ = "activity_roles"
    __table_args__ = (UniqueConstraint("activity_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activities.id")
    name: str
    capacity: int


class Enrolment(Row, table=True):
    """A party of one or more that comes together or not at all; its place in line goes by (enrolled_at, id).

    `member_id` None: somebody who is known by `name` only (a line of a 接龙 that nobody matched); else `name` is empty.
    `party` counts everyone who comes, `children` of them come with a guardian. Companions' names are sealed.
    `room_id` is where it was said, None privately and of what was signed up before rooms were kept.
    Of a 接龙: `added_by_id` wrote the line, `listed_at` is when a copy first showed it, `missed_at` when it was
    last said that a copy lacked it. `is_newcomer`: never took part in the activity's series.
    """

    __tablename__ = "enrolments"
    __table_args__ = (
        Index("ix_enrolments_activity_status", "activity_id", "status"),
        Index("ix_enrolments_member_status", "member_id", "status"),
    )

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activities.id")
    member_id: int | None = Field(default=None, foreign_key="members.id")
    name: str = ""
    role_id: int | None = Field(default=None, foreign_key="activity_roles.id")
    status: EnrolmentStatus = word(EnrolmentStatus)
    party: int = 1
    children: int = 0
    companions_sealed: bytes | None = sealed()
    source: EnrolmentSource = word(EnrolmentSource)
    enrolled_at: datetime = at()
    answer_by: datetime | None = at(default=None)
    confirmed_at: datetime | None = at(default=None)
    checked_in_at: datetime | None = at(default=None)
    ended_at: datetime | None = at(default=None)
    checked_out_at: datetime | None = at(default=None)
    added_by_id: int | None = Field(default=None, foreign_key="members.id", index=True)
    listed_at: datetime | None = at(default=None)
    missed_at: datetime | None = at(default=None)
    is_newcomer: bool = False
    room_id: int | None = Field(default=None, foreign_key="rooms.id")
    excuse_sealed: bytes | None = sealed()


class ChainCopy(Row, table=True):
    """One of the newest copies of an activity's 接龙: what the next one may have been made from.

    `entries`: [enrolment, number of people or None] of each line, in its order; never a name.
    """

    __tablename__ = "chain_copies"

    id: int | None = Field(default=None, primary_key=True)
    activity_id: int = Field(foreign_key="activities.id", index=True)
    entries: list[Any] = document()
    copied_at: datetime = at()


class WrongCode(Row, table=True):
    """A check-in code that was wrong: who tries too often is not heard for a while."""

    __tablename__ = "wrong_codes"
    __table_args__ = (Index("ix_wrong_codes_member", "member_id", "said_at"),)

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="members.id")
    said_at: datetime = at()
