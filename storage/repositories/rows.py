"""How repositories read and write: models in, models out, by SQLAlchemy Core.

Statements whose shape is always the same are built once: building one takes longer than running it.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy import Connection, Table
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.models.row import Row, values_left_out

A = TypeVar("A")
B = TypeVar("B")
T = TypeVar("T")
Model = TypeVar("Model", bound=Row)

#: Names of columns, each with whether it is compared to a value (else to NULL).
Columns = tuple[tuple[str, bool], ...]


def table_of(model: type[Row]) -> Table:
    return cast("Table", model.__table__)  # type: ignore[attr-defined]  # set by SQLModel's metaclass


class Rows:
    """One transaction's view of the tables. Every read gives new objects; an old one stays as it was read."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def all(self, statement: SelectOfScalar[T]) -> list[T]:
        (part,) = _parts(statement)
        return [part(iter(row)) for row in self.connection.execute(statement)]

    def first(self, statement: SelectOfScalar[T]) -> T | None:
        (part,) = _parts(statement)
        row = self.connection.execute(statement).first()
        return None if row is None else part(iter(row))

    def pairs(self, statement: "Select[A, B]") -> list[tuple[A, B]]:
        left, right = _parts(statement)
        found = map(iter, self.connection.execute(statement))
        return [(left(values), right(values)) for values in found]

    def by_id(self, model: type[Model], key: Any) -> Model | None:
        keys = key if isinstance(key, tuple) else (key,)
        names = [column.name for column in table_of(model).primary_key]
        return self.one(model, **dict(zip(names, keys, strict=True)))

    def one(self, model: type[Model], **known: object) -> Model | None:
        """The row whose columns have these values; of several the one with the smallest key."""
        row = self._known(model, known).first()
        return None if row is None else _made(model, iter(row))

    def every(self, model: type[Model], **known: object) -> list[Model]:
        """All rows whose columns have these values, by key."""
        return [_made(model, iter(row)) for row in self._known(model, known)]

    def _known(self, model: type[Row], known: Mapping[str, object]) -> sa.CursorResult[Any]:
        return self.connection.execute(_selection(model, _columns(known)), _given("known", known))

    def insert(self, row: Model) -> Model:
        """The row, now with its id."""
        given = vars(row)
        values = {name: given[name] for name in values_left_out(type(row))}
        if values.get("id", 0) is None:
            del values["id"]
        key = self.connection.execute(_insertion(type(row)), values).one()
        given.update(key._mapping)  # noqa: SLF001 - SQLAlchemy's public name
        return row

    def update(self, model: type[Row], where: Mapping[str, Any], values: Mapping[str, Any]) -> int:
        """How many rows had every column equal to `where` and now have `values`."""
        statement = _change(model, _columns(where), tuple(values))
        return self.connection.execute(statement, _given("known", where) | _given("new", values)).rowcount


def _columns(known: Mapping[str, object]) -> Columns:
    return tuple((name, value is not None) for name, value in known.items())


def _given(prefix: str, values: Mapping[str, object]) -> dict[str, object]:
    return {f"{prefix}_{name}": value for name, value in values.items()}


def _parts(statement: Any) -> list[Callable[[Iterator[Any]], Any]]:
    """What takes each part of the selection from a row's values: a model as many as it has columns, else one."""
    kinds = [each["type"] for each in statement.column_descriptions]
    return [partial(_made, kind) if isinstance(kind, type) else next for kind in kinds]


def _made(model: type[Model], values: Iterator[Any]) -> Model:
    return model(**dict(zip(values_left_out(model), values, strict=False)))


@cache
def _selection(model: type[Row], columns: Columns) -> sa.Select[Any]:
    table = table_of(model)
    return sa.select(table).where(_equal(table, columns)).order_by(*table.primary_key)


@cache
def _insertion(model: type[Row]) -> sa.Insert:
    table = table_of(model)
    return sa.insert(table).returning(*table.primary_key)


@cache
def _change(model: type[Row], columns: Columns, names: tuple[str, ...]) -> sa.Update:
    table = table_of(model)
    return sa.update(table).where(_equal(table, columns)).values({name: sa.bindparam(f"new_{name}") for name in names})


def _equal(table: Table, columns: Columns) -> sa.ColumnElement[bool]:
    return sa.and_(
        *(
            table.c[name] == sa.bindparam(f"known_{name}") if has_value else table.c[name].is_(None)
            for name, has_value in columns
        )
    )
