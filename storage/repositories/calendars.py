"""Questions about the links of members' calendars."""

from datetime import datetime

from storage.models.calendars import CalendarLink
from storage.repositories.rows import Rows


class CalendarLinks:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, link: CalendarLink) -> CalendarLink:
        return self._rows.insert(link)

    def get(self, link_id: int) -> CalendarLink | None:
        return self._rows.by_id(CalendarLink, link_id)

    def open_of(self, member_id: int) -> CalendarLink | None:
        """The newest that was not closed."""
        found = self._rows.every(CalendarLink, member_id=member_id, closed_at=None)
        return found[-1] if found else None

    def known_by(self, token_hash: str) -> CalendarLink | None:
        """Whose token that is; None where it was closed."""
        return self._rows.one(CalendarLink, token_hash=token_hash, closed_at=None)

    def close_all(self, member_id: int, *, now: datetime) -> int:
        """How many of the member's were open."""
        return self._rows.update(CalendarLink, {"member_id": member_id, "closed_at": None}, {"closed_at": now})
