"""How repositories read and write: reads as is plainest (models), writes by Core statements."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Insert, Table, and_, insert, update
from sqlmodel import Session, SQLModel
from sqlmodel.sql.expression import Select, SelectOfScalar

A = TypeVar("A")
B = TypeVar("B")
T = TypeVar("T")
Row = TypeVar("Row", bound=SQLModel)

_INSERTS: dict[type[SQLModel], Insert] = {}


def table_of(model: type[SQLModel]) -> Table:
    return cast("Table", model.__table__)  # type: ignore[attr-defined]  # set by SQLModel's metaclass


class Rows:
    """One transaction's view of the tables. What was read before is refreshed by reading it again."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._session = Session(
            bind=connection, autoflush=False, expire_on_commit=False, join_transaction_mode="rollback_only"
        )

    def all(self, statement: SelectOfScalar[T]) -> list[T]:
        return list(self._session.exec(statement, execution_options={"populate_existing": True}).all())

    def first(self, statement: SelectOfScalar[T]) -> T | None:
        return self._session.exec(statement, execution_options={"populate_existing": True}).first()

    def pairs(self, statement: "Select[A, B]") -> list[tuple[A, B]]:
        found = self._session.exec(statement, execution_options={"populate_existing": True}).all()
        return [(row[0], row[1]) for row in found]

    def by_id(self, model: type[Row], key: Any) -> Row | None:
        return self._session.get(model, key, populate_existing=True)

    def insert(self, row: Row) -> Row:
        """The row as stored, with its id. `row` itself is only what is to be written."""
        model = type(row)
        table = table_of(model)
        statement = _INSERTS.get(model)
        if statement is None:
            statement = _INSERTS[model] = insert(table).returning(*table.primary_key.columns)
        values = {name: getattr(row, name) for name in table.columns.keys()}  # noqa: SIM118 - a column collection is no dict
        if values.get("id", 0) is None:
            del values["id"]
        key = self.connection.execute(statement, values).one()
        for column, value in zip(table.primary_key.columns, key, strict=True):
            setattr(row, column.name, value)
        return row

    def update(self, model: type[SQLModel], where: Mapping[str, Any], values: Mapping[str, Any]) -> int:
        """How many rows had every column equal to `where` and now have `values`."""
        table = table_of(model)
        condition = and_(*(table.c[name] == value for name, value in where.items()))
        return self.connection.execute(update(table).where(condition).values(**values)).rowcount

    def close(self) -> None:
        self._session.close()
