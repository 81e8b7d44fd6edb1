"""What stands in a calendar: an activity, or an order that somebody does, with no more than a room may read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.act import House
from handlers.activities.facts import USUAL_LENGTH
from storage.models.activities import Activity
from storage.models.orders import DemandOrder
from storage.states import ActivityStatus


class Standing(StrEnum):
    """The values are those of RFC 5545."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Entry:
    """`sequence` goes up with every change; the times of a whole day are its local midnights."""

    public_id: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime | None
    is_whole_day: bool
    standing: Standing
    sequence: int
    posted_at: datetime
    link: str = ""


def activity_entry(activity: Activity, house: House, *, is_waiting: bool = False, is_off: bool = False) -> Entry | None:
    """None where nobody knows yet when it is. Of one who stands in line, or who does not come any more."""
    if activity.starts_at is None:
        return None
    is_off = is_off or activity.status is ActivityStatus.CALLED_OFF
    standing = Standing.TENTATIVE if is_waiting else Standing.CONFIRMED
    base = house.rules.public_url
    return Entry(
        public_id=activity.public_id,
        title=f"候补:{activity.title}" if is_waiting else activity.title,
        place=activity.place,
        starts_at=activity.starts_at,
        ends_at=_ends_at(activity, activity.starts_at),
        is_whole_day=activity.is_whole_day,
        standing=Standing.CANCELLED if is_off else standing,
        sequence=activity.version - 1,
        posted_at=activity.posted_at,
        link=f"{base}/a/{activity.public_id}?s=calendar" if base else "",
    )


def _ends_at(activity: Activity, starts_at: datetime) -> datetime | None:
    if activity.ends_at is not None or activity.is_whole_day:
        return activity.ends_at
    return starts_at + USUAL_LENGTH


def order_entry(order: DemandOrder, *, is_off: bool) -> Entry | None:
    """What is due by a time stands at that time; what has none stands nowhere."""
    starts_at = order.starts_at or order.ends_at
    if starts_at is None:
        return None
    return Entry(
        public_id=order.public_id,
        title=f"{'接单' if order.starts_at is not None else '接单,在此之前'}:{order.what}",
        place=order.place,
        starts_at=starts_at,
        ends_at=order.ends_at,
        is_whole_day=order.is_whole_day,
        standing=Standing.CANCELLED if is_off else Standing.CONFIRMED,
        sequence=order.version - 1,
        posted_at=order.placed_at,
    )
