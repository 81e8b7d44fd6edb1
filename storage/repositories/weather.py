"""Questions about warnings of the weather, and about whom they concern."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Delete, delete
from sqlmodel import col, select

from storage.direct import prepared
from storage.models.activities import Activity
from storage.models.places import Room
from storage.models.weather import WeatherCheck, WeatherWarning
from storage.repositories.rows import Rows, given, table_of
from storage.states import ActivityStatus


@prepared
def _without_unsettled() -> Delete:
    table = table_of(WeatherCheck)
    return delete(table).where(table.c.warning_id == given("warning_id"), table.c.settled_at.is_(None))


class Weather:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, warning: WeatherWarning) -> WeatherWarning:
        return self._rows.insert(warning)

    def get(self, warning_id: int) -> WeatherWarning | None:
        return self._rows.by_id(WeatherWarning, warning_id)

    def change(self, warning: WeatherWarning, *, lifted_at: datetime | None) -> None:
        self._rows.update(WeatherWarning, {"id": warning.id}, {"lifted_at": lifted_at})
        warning.lifted_at = lifted_at

    def entered_at_sites(self, site_ids: Sequence[int], *, now: datetime) -> list[WeatherWarning]:
        """What holds, or will hold, and was entered for just these sites; oldest first."""
        return self._rows.all(
            select(WeatherWarning)
            .where(
                col(WeatherWarning.site_id).in_(site_ids),
                col(WeatherWarning.lifted_at).is_(None),
                col(WeatherWarning.holds_until) > now,
            )
            .order_by(col(WeatherWarning.id))
        )

    def activities_until(self, site_ids: Sequence[int], until: datetime) -> list[Activity]:
        """What goes on and begins before then, by start, wherever the bot speaks in a room of these sites."""
        rooms = select(Room.id).where(
            col(Room.site_id).in_(site_ids), col(Room.left_at).is_(None), col(Room.is_shadowed).is_(False)
        )
        return self._rows.all(
            select(Activity)
            .where(
                col(Activity.room_id).in_(rooms),
                col(Activity.status) == ActivityStatus.OPEN,
                col(Activity.starts_at) < until,
            )
            .order_by(col(Activity.starts_at), col(Activity.id))
        )

    # what organisers were asked

    def add_check(self, check: WeatherCheck) -> WeatherCheck:
        return self._rows.insert(check)

    def checks_of(self, activity_id: int) -> list[WeatherCheck]:
        return self._rows.every(WeatherCheck, activity_id=activity_id)

    def forget_unsettled(self, warning: WeatherWarning) -> None:
        """As if nobody had been asked who has not answered."""
        self._rows.change(_without_unsettled(), warning_id=warning.id)

    def settle(self, check: WeatherCheck, *, settled_at: datetime | None) -> None:
        self._rows.update(WeatherCheck, {"id": check.id}, {"settled_at": settled_at})
