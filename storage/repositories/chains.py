"""The newest copies of each 接龙."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete

from storage.models.activities import ChainCopy
from storage.repositories.rows import Rows, table_of

#: So many copies of one chain are remembered: people copy what they see when they scroll up a little.
KEPT: Final = 20

Line = tuple[int, int | None]


class Chains:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def remember(self, activity_id: int, entries: Sequence[Line], *, now: datetime) -> None:
        """`entries`: enrolment and number of people of each line. The oldest copies are forgotten."""
        known = self.copies_of(activity_id)
        copy = self._rows.insert(
            ChainCopy(activity_id=activity_id, entries=[list(each) for each in entries], copied_at=now)
        )
        if len(known) >= KEPT:
            table = table_of(ChainCopy)
            oldest = {each.id for each in known[: len(known) - KEPT + 1]} - {copy.id}
            self._rows.connection.execute(delete(table).where(table.c.id.in_(oldest)))

    def copies_of(self, activity_id: int) -> list[ChainCopy]:
        """The oldest first."""
        return self._rows.every(ChainCopy, activity_id=activity_id)
