"""Two members who turned out to be one person are made one, and can be parted again."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, and_, delete, select, update
from sqlmodel import SQLModel

from storage.models.orders import OrderSecond
from storage.models.people import Member, RoleGrant, RoomMember, TeamMember
from storage.models.row import Row
from storage.models.snapshots import SnapshotSecond
from storage.repositories.rows import Rows, table_of

#: Tables in which a member stands once for each of these.
ONCE_FOR: Final[dict[type[Row], tuple[str, ...]]] = {
    RoomMember: ("room_id",),
    TeamMember: ("team_id",),
    RoleGrant: ("role", "site_id"),
    OrderSecond: ("order_id",),
    SnapshotSecond: ("snapshot_id",),
}


class Merging:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def merge(self, gone_id: int, into_id: int) -> dict[str, Any]:
        """Everything of the one belongs to the other from now on. What was moved, as JSON for the audit trail.

        The member who is gone stays as a row without a name: nobody finds it.
        """
        gone = self._rows.by_id(Member, gone_id)
        record: dict[str, Any] = {"gone": gone_id, "into": into_id, "name": gone.name if gone is not None else ""}
        record["moved"] = {_name(column): self._move(column, gone_id, into_id) for column in _references()}
        record["once"] = {table_of(model).name: self._move_once(model, gone_id, into_id) for model in ONCE_FOR}
        self._rows.update(Member, {"id": gone_id}, {"name": ""})
        return record

    def part(self, record: dict[str, Any], *, now: datetime) -> None:
        """Undoes a merge. What was done since stays with the member as whom it was done."""
        gone_id, into_id = record["gone"], record["into"]
        for column in _references():
            table = column.table
            for row_id in record["moved"].get(_name(column), ()):
                self._rows.connection.execute(update(table).where(table.c.id == row_id).values({column.name: gone_id}))
        for model in ONCE_FOR:
            for once in record["once"].get(table_of(model).name, ()):
                self._part_once(model, once, gone_id, into_id, now)
        self._rows.update(Member, {"id": gone_id}, {"name": record["name"]})

    def _move(self, column: Column[Any], gone_id: int, into_id: int) -> list[int]:
        table = column.table
        ids = list(self._rows.connection.execute(select(table.c.id).where(column == gone_id)).scalars())
        self._rows.connection.execute(update(table).where(column == gone_id).values({column.name: into_id}))
        return ids

    def _move_once(self, model: type[Row], gone_id: int, into_id: int) -> list[dict[str, Any]]:
        """Where both stand for the same, the row of the one who goes is taken out."""
        moved = []
        for row in self._rows.every(model, member_id=gone_id):
            known = {name: getattr(row, name) for name in ONCE_FOR[model]}
            was_shared = self._rows.one(model, member_id=into_id, **known) is not None
            if was_shared:
                self._take_out(model, {**known, "member_id": gone_id})
            else:
                self._rows.update(model, {**known, "member_id": gone_id}, {"member_id": into_id})
            moved.append({"known": known, "is_leader": getattr(row, "is_leader", False), "was_shared": was_shared})
        return moved

    def _take_out(self, model: type[Row], known: dict[str, Any]) -> None:
        table = table_of(model)
        ours = and_(*(table.c[name] == value for name, value in known.items()))
        self._rows.connection.execute(delete(table).where(ours))

    def _part_once(self, model: type[Row], once: dict[str, Any], gone_id: int, into_id: int, now: datetime) -> None:
        if not once["was_shared"]:
            self._rows.update(model, {**once["known"], "member_id": into_id}, {"member_id": gone_id})
            return
        also = {
            RoomMember: {"spoke_at": now},
            TeamMember: {"is_leader": once["is_leader"]},
            OrderSecond: {"seconded_at": now},
            SnapshotSecond: {"seconded_at": now},
        }.get(model, {})
        self._rows.insert(model(**once["known"], **also, member_id=gone_id))


def _references() -> Iterator[Column[Any]]:
    """Every column that names a member, but for the tables in which members stand once."""
    members = table_of(Member)
    for table in SQLModel.metadata.sorted_tables:
        if table not in map(table_of, ONCE_FOR):
            yield from (c for c in table.columns if any(key.references(members) for key in c.foreign_keys))


def _name(column: Column[Any]) -> str:
    return f"{column.table.name}.{column.name}"
