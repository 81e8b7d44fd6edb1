"""Questions about the ledger of hours."""

from storage.models.hours import HoursLine
from storage.repositories.rows import Rows
from storage.vocabulary import HoursKind


class Hours:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, line: HoursLine) -> HoursLine:
        return self._rows.insert(line)

    def get(self, line_id: int) -> HoursLine | None:
        return self._rows.by_id(HoursLine, line_id)

    def of_member(self, member_id: int, kind: HoursKind = HoursKind.CREDIT) -> list[HoursLine]:
        """The oldest first."""
        return self._rows.every(HoursLine, member_id=member_id, kind=kind)

    def minutes_in(self, member_id: int, activity_id: int, kind: HoursKind = HoursKind.CREDIT) -> int:
        lines = self._rows.every(HoursLine, member_id=member_id, activity_id=activity_id, kind=kind)
        return sum(line.minutes for line in lines)
