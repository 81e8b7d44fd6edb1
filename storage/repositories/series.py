"""Questions about series and their occurrences."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.direct import prepared
from storage.models.activities import Activity
from storage.models.series import Series
from storage.repositories.rows import Rows, given


@prepared
def _newest_occurrence() -> SelectOfScalar[Activity]:
    return select(Activity).where(Activity.series_id == given("series_id")).order_by(col(Activity.id).desc()).limit(1)


class AllSeries:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, series: Series) -> Series:
        return self._rows.insert(series)

    def get(self, series_id: int) -> Series | None:
        return self._rows.by_id(Series, series_id)

    def change(self, series: Series, values: Mapping[str, Any]) -> None:
        """What we hold is what is stored."""
        self._rows.update(Series, {"id": series.id}, values)
        for name, value in values.items():
            setattr(series, name, value)

    def newest_occurrence(self, series_id: int) -> Activity | None:
        return self._rows.first(_newest_occurrence(), series_id=series_id)

    def words_of(self, series_id: int | None) -> str:
        """每周二; empty for what comes once."""
        series = self.get(series_id) if series_id is not None else None
        return series.words if series is not None else ""
