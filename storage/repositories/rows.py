"""How repositories read and write: models in, models out.

Statements whose shape is always the same are kept `Prepared` and go straight to the driver; one that is made for its
call, because its shape differs, goes SQLAlchemy's way.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import islice
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy import Connection, Table
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.direct import Direct, Prepared
from storage.kept import Kept
from storage.models.row import Row, made, values_left_out

A = TypeVar("A")
B = TypeVar("B")
T = TypeVar("T")
Model = TypeVar("Model", bound=Row)

#: Names of columns, each with whether it is compared to a value (else to NULL).
Columns = tuple[tuple[str, bool], ...]


def table_of(model: type[Row]) -> Table:
    return cast("Table", model.__table__)  # type: ignore[attr-defined]  # set by SQLModel's metaclass


def given(name: str) -> Any:
    """In a prepared statement: the value of that name, given with each call."""
    return sa.bindparam(name)


def one_of(column: Any, values: Sequence[object]) -> sa.ColumnElement[bool]:
    """As `column IN values`, for statements that are prepared: their values are few and always the same."""
    return sa.or_(*(column == value for value in values))


class Rows:
    """One transaction's view of the tables. Every read gives new objects; an old one stays as it was read."""

    def __init__(self, connection: Connection, kept: Kept) -> None:
        self.kept = kept
        self.direct = Direct(connection, kept)
        self._connection = connection

    @property
    def connection(self) -> Connection:
        """For statements of SQLAlchemy's own: nobody knows what they change."""
        self.direct.set_savepoints()
        self.kept.forget_everything()
        return self._connection

    def all(self, asked: SelectOfScalar[T] | Prepared[SelectOfScalar[T]], **values: object) -> list[T]:
        rows, (part,) = self._found(asked, values)
        return [part(iter(row)) for row in rows]

    def first(self, asked: SelectOfScalar[T] | Prepared[SelectOfScalar[T]], **values: object) -> T | None:
        """The first of what is found; a prepared question asks for one row only."""
        rows, (part,) = self._found(asked, values)
        return part(iter(rows[0])) if rows else None

    def pairs(self, asked: Prepared["Select[A, B]"], **values: object) -> list[tuple[A, B]]:
        rows, (left, right) = self._found(asked, values)
        return [(left(values), right(values)) for values in map(iter, rows)]

    def _found(self, asked: Any, values: Mapping[str, object]) -> tuple[Sequence[Any], Sequence["_Part"]]:
        if isinstance(asked, Prepared):
            return self.direct.rows(asked, values), _parts_of_prepared(asked)
        return self._connection.execute(asked).all(), _parts(asked)

    def by_id(self, model: type[Model], key: Any) -> Model | None:
        if not isinstance(key, tuple):
            return self.one(model, **{_keys(model)[0]: key})
        return self.one(model, **dict(zip(_keys(model), key, strict=True)))

    def one(self, model: type[Model], **known: object) -> Model | None:
        """The row whose columns have these values; of several the one with the smallest key."""
        row = self.direct.first(_first_of(model, _columns(known)), known)
        return None if row is None else made(model, row)

    def every(self, model: type[Model], **known: object) -> list[Model]:
        """All rows whose columns have these values, by key."""
        return [made(model, row) for row in self.direct.rows(_selection(model, _columns(known)), known)]

    def insert(self, row: Model) -> Model:
        """The row, now with its id."""
        model, values = type(row), vars(row)
        key = self.direct.first(_insertion(model, has_id=values.get("id", 0) is not None), values)
        values.update(zip(_keys(model), key or (), strict=True))
        return row

    def update(self, model: type[Model], where: Mapping[str, Any], values: Mapping[str, Any]) -> int:
        """How many rows had every column equal to `where` and now have `values`."""
        known_and_new = {**where, **{f"new_{name}": value for name, value in values.items()}}
        return self.direct.count(_change(model, _columns(where), tuple(values)), known_and_new)

    def values(self, prepared: Prepared[Any], **values: object) -> list[list[Any]]:
        """Of each row the columns that were asked for."""
        return self.direct.rows(prepared, values)

    def value(self, prepared: Prepared[Any], **values: object) -> Any:
        """What the statement returns: one row, one column."""
        (value,) = self.direct.first(prepared, values) or (None,)
        return value

    def change(self, prepared: Prepared[Any], **values: object) -> int:
        """How many rows the statement changed."""
        return self.direct.count(prepared, values)

    def change_many(self, prepared: Prepared[Any], values: Sequence[Mapping[str, Any]]) -> int:
        """How many rows the statement changed, done once with each of these values."""
        return self.direct.count_of_many(prepared, values) if values else 0


_Part = Callable[[Iterator[Any]], Any]


def _columns(known: Mapping[str, object]) -> Columns:
    return tuple([(name, value is not None) for name, value in known.items()])


def _parts(statement: Any) -> Sequence[_Part]:
    """What takes each part of the selection from a row's values: a model as many as it has columns, else one."""
    kinds = [each["type"] for each in statement.column_descriptions]
    return [partial(_taken, kind) if isinstance(kind, type) else next for kind in kinds]


@cache
def _parts_of_prepared(prepared: Prepared[Any]) -> Sequence[_Part]:
    return _parts(prepared.statement)


def _taken(model: type[Model], values: Iterator[Any]) -> Model:
    return made(model, islice(values, len(values_left_out(model))))


@cache
def _keys(model: type[Row]) -> list[str]:
    return [column.name for column in table_of(model).primary_key]


@cache
def _selection(model: type[Row], columns: Columns) -> Prepared[sa.Select[Any]]:
    table = table_of(model)
    return Prepared(sa.select(table).where(_equal(table, columns)).order_by(*table.primary_key))


@cache
def _first_of(model: type[Row], columns: Columns) -> Prepared[sa.Select[Any]]:
    return Prepared(_selection(model, columns).statement.limit(1))


@cache
def _insertion(model: type[Row], *, has_id: bool) -> Prepared[Any]:
    table = table_of(model)
    names = [name for name in values_left_out(model) if has_id or name != "id"]
    return Prepared(sa.insert(table).returning(*table.primary_key), names)


@cache
def _change(model: type[Row], columns: Columns, names: tuple[str, ...]) -> Prepared[sa.Update]:
    table = table_of(model)
    values: dict[str, Any] = {name: given(f"new_{name}") for name in names}
    return Prepared(sa.update(table).where(_equal(table, columns)).values(values))


def _equal(table: Table, columns: Columns) -> sa.ColumnElement[bool]:
    return sa.and_(
        *(table.c[name] == given(name) if has_value else table.c[name].is_(None) for name, has_value in columns)
    )
