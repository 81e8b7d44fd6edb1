"""Places of a series that are kept for those who never took part in it, until the day before."""

from datetime import datetime, timedelta
from typing import Final

from handlers.act import House, key
from storage.models.activities import Activity
from storage.models.series import Series

KEPT_UNTIL: Final = timedelta(hours=24)
#: Where nobody said how many, one of so many places is kept once somebody stands.
_ONE_OF: Final = 10


def kept_at(activity: Activity, now: datetime) -> int:
    """How many of the activity's places are kept at that time."""
    free_at = freed_at(activity)
    return activity.kept_places if free_at is None or now < free_at else 0


def freed_at(activity: Activity) -> datetime | None:
    return activity.starts_at - KEPT_UNTIL if activity.starts_at is not None else None


def places_to_keep(series: Series, house: House) -> int:
    """Of the occurrence that is posted now."""
    if series.kept_places is not None or series.capacity is None:
        return series.kept_places or 0
    return series.capacity // _ONE_OF if house.uow.standing.of_series(key(series.id)) else 0


def is_newcomer(member_id: int | None, activity: Activity, house: House) -> bool:
    """Of a name that nobody knows, it is not said."""
    if member_id is None or activity.series_id is None:
        return False
    return not house.uow.standing.has_taken_part(member_id, activity.series_id)
