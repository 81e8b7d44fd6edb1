"""Questions of `yihu doctor` about the database as a whole: its settings, its key, what waits in it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlmodel import SQLModel

from storage.models.talk import AuditEvent, OutboxMessage
from storage.repositories.rows import table_of
from storage.states import OutboxStatus

_OUTBOX = table_of(OutboxMessage)
_AUDIT = table_of(AuditEvent)


@dataclass(frozen=True, slots=True)
class Parked:
    """Sends given up for one reason, in one room (None: to a person)."""

    account: str
    room_id: int | None
    reason: str
    count: int


class Condition:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def pragma(self, name: str) -> str:
        """Of SQLite."""
        return str(self._connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())

    def sealed_sample(self) -> bytes | None:
        """Any sealed value at all; None where nothing is sealed yet."""
        for table in SQLModel.metadata.sorted_tables:
            for column in table.columns:
                if not column.name.endswith("_sealed"):
                    continue
                found = self._connection.execute(select(column).where(column.is_not(None)).limit(1)).scalar()
                if found is not None:
                    return bytes(found)
        return None

    def newest_moment(self) -> datetime | None:
        """When something was last done or written, by the clock of then."""
        moments = (func.max(_AUDIT.c.done_at), func.max(_OUTBOX.c.created_at))
        found = [self._connection.execute(select(moment)).scalar() for moment in moments]
        return max((moment for moment in found if moment is not None), default=None)

    def parked(self) -> list[Parked]:
        columns = (_OUTBOX.c.account, _OUTBOX.c.room_id, _OUTBOX.c.reason)
        rows = self._connection.execute(
            select(*columns, func.count())
            .where(_OUTBOX.c.status == OutboxStatus.PARKED)
            .group_by(*columns)
            .order_by(func.count().desc(), *columns)
        )
        return [Parked(account, room_id, reason, count) for account, room_id, reason, count in rows]

    def oldest_due(self, *, now: datetime) -> dict[str, tuple[datetime, int]]:
        """By account: since when its oldest unsent text is due, and how many are."""
        waiting = (OutboxStatus.DUE, OutboxStatus.HELD, OutboxStatus.SENDING, OutboxStatus.UNKNOWN)
        rows = self._connection.execute(
            select(_OUTBOX.c.account, func.min(_OUTBOX.c.due_at), func.count())
            .where(_OUTBOX.c.status.in_(waiting), _OUTBOX.c.due_at <= now)
            .group_by(_OUTBOX.c.account)
        ).all()
        return {account: (oldest, count) for account, oldest, count in rows}

    def waiting_for_friends(self) -> int:
        """Private texts to people who are no friends of the account yet."""
        counted = select(func.count()).where(_OUTBOX.c.status == OutboxStatus.WAITING)
        return self._connection.execute(counted).scalar_one()
