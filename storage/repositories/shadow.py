"""Questions about what the bot would have done in shadowed rooms."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, select

from storage.models.talk import ShadowRecord
from storage.repositories.rows import Rows, table_of


class Shadow:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def write(self, record: ShadowRecord) -> ShadowRecord:
        return self._rows.insert(record)

    def of_room(self, room_id: int, *, now: datetime) -> list[ShadowRecord]:
        """Oldest first; what is past its clock is as good as gone."""
        return self._rows.all(
            select(ShadowRecord)
            .where(ShadowRecord.room_id == room_id, ShadowRecord.expires_at > now)
            .order_by(col(ShadowRecord.heard_at), col(ShadowRecord.id))
        )

    def forget(self, *, now: datetime) -> int:
        """Deletes what is past its clock; how many records."""
        table = table_of(ShadowRecord)
        return self._rows.connection.execute(delete(table).where(table.c.expires_at <= now)).rowcount
