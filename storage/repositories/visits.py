"""Questions about the visits of pages, and the groups that they come from."""

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import UpdateBase

from storage.direct import prepared
from storage.models.visits import PageVisits, ShareGroup
from storage.repositories.rows import Rows, given, table_of


@prepared
def _more() -> UpdateBase:
    table = table_of(PageVisits)
    c = table.c
    one = (
        (c.activity_id == given("activity_id")) & (c.source == given("source")) & (c.visited_on == given("visited_on"))
    )
    return table.update().where(one).values(visits=c.visits + given("more"))


class Visits:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, activity_id: int, source: str, visited_on: date, visits: int) -> None:
        known: dict[str, Any] = {"activity_id": activity_id, "source": source, "visited_on": visited_on}
        if self._rows.change(_more(), **known, more=visits) == 0:
            self._rows.insert(PageVisits(**known, visits=visits))

    def by_source(self, activity_id: int) -> Counter[str]:
        """On all days."""
        counts: Counter[str] = Counter()
        for each in self._rows.every(PageVisits, activity_id=activity_id):
            counts[each.source] += each.visits
        return counts

    # groups that links were made for

    def groups(self, activity_id: int) -> list[ShareGroup]:
        return self._rows.every(ShareGroup, activity_id=activity_id)

    def add_group(self, group: ShareGroup) -> ShareGroup:
        return self._rows.insert(group)
