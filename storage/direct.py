"""Statements straight to the driver: SQLAlchemy writes the SQL once, then the driver's own cursor runs it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from operator import itemgetter
from typing import Any, Final, Generic, ParamSpec, TypeVar, cast

from sqlalchemy import Connection, Dialect, UpdateBase
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

from storage.kept import Kept

P = ParamSpec("P")
Statement = TypeVar("Statement")
Convert = Callable[[Any], Any]

_WRITES: Final = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)")
#: An inner savepoint hides an outer one of the same name, on both engines.
_SAVE: Final = "SAVEPOINT part"
_KEEP: Final = "RELEASE SAVEPOINT part"
_UNDO: Final = "ROLLBACK TO SAVEPOINT part"


class Prepared(Generic[Statement]):
    """A statement kept for good. What differs from call to call are its `bindparam`s, by name.

    `columns` are those that an INSERT is given.
    """

    def __init__(self, statement: Statement, columns: Sequence[str] | None = None) -> None:
        self.statement = statement
        self._columns = columns
        self._forms: dict[str, Form] = {}

    def form(self, dialect: Dialect) -> "Form":
        name = dialect.name
        form = self._forms.get(name)
        if form is None:
            form = self._forms[name] = Form(self.statement, dialect, self._columns)
        return form


def prepared(build: Callable[P, Statement]) -> Callable[P, Prepared[Statement]]:
    """What is built is kept, one statement for each choice of arguments: these are words of ours, never values."""

    def kept(*words: P.args, **named: P.kwargs) -> Prepared[Statement]:
        return Prepared(build(*words, **named))

    return cast("Callable[P, Prepared[Statement]]", cache(kept))


class Form:
    """A prepared statement as one driver wants it."""

    def __init__(self, statement: Any, dialect: Dialect, columns: Sequence[str] | None) -> None:
        compiled: SQLCompiler = statement.compile(dialect=dialect, column_keys=columns)
        self.text = compiled.string
        self._names = compiled.positiontup or list(compiled.params)
        self._is_positional = compiled.positiontup is not None
        self._fixed: list[tuple[int, Any]] = []
        self._writes: list[tuple[int, Convert]] = []
        for place, name in enumerate(self._names):
            bind = compiled.binds[name]
            convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
            if not bind.required:
                value = compiled.params[name]
                self._fixed.append((place, value if convert is None else convert(value)))
            elif convert is not None:
                self._writes.append((place, convert))
        self._given = _taker([name for name in self._names if compiled.binds[name].required])
        self.changes = _table_changed(statement, compiled.string)
        self.is_new = compiled.string.startswith("INSERT")
        self._dialect = dialect
        self._kinds = [column.type for column in getattr(statement, "exported_columns", ())]
        self._reads: list[tuple[int, Convert]] | None = None

    def parameters(self, given: Mapping[str, Any]) -> Sequence[Any] | dict[str, Any]:
        values = self._given(given)
        for place, value in self._fixed:
            values.insert(place, value)
        for place, convert in self._writes:
            if (value := values[place]) is not None:
                values[place] = convert(value)
        return values if self._is_positional else dict(zip(self._names, values, strict=True))

    def read(self, cursor: Any, row: Sequence[Any]) -> list[Any]:
        """The values of a row of this cursor, as the models have them."""
        if self._reads is None:
            self._reads = list(self._readings(cursor.description))
        values = list(row)
        for place, convert in self._reads:
            if values[place] is not None:
                values[place] = convert(values[place])
        return values

    def _readings(self, description: Sequence[Any]) -> Iterator[tuple[int, Convert]]:
        for place, (kind, told) in enumerate(zip(self._kinds, description, strict=True)):
            convert = kind.dialect_impl(self._dialect).result_processor(self._dialect, told[1])
            if convert is not None:
                yield place, convert


def _taker(names: Sequence[str]) -> Callable[[Mapping[str, Any]], list[Any]]:
    """The values of these names, in their order: of the 21 of a text 0.5 µs, where a loop takes 1.6."""
    if len(names) > 1:
        taken = itemgetter(*names)
        return lambda given: list(taken(given))
    return lambda given: [given[name] for name in names]


def _table_changed(statement: Any, text: str) -> str | None:
    """The table that the statement writes to; None where it only reads."""
    if isinstance(statement, UpdateBase):
        return str(cast("Any", statement).table.name)
    found = _WRITES.match(text)
    return found[1] if found is not None else None


class TransactionEnded(Exception):
    """SQLite gave the whole transaction up when a statement failed (an I/O error): nothing of it will be written."""


class Direct:
    """The driver's cursor, inside the connection's transaction. What it raises looks as if SQLAlchemy had run it.

    A row by its key, on SQLite: 4 µs; 21 µs by `Connection.execute` of a kept select, 67 µs of a new one.
    """

    def __init__(self, connection: Connection, kept: Kept) -> None:
        if not connection.in_transaction():
            connection.begin()
        self.kept = kept
        self._connection = connection
        self._driver: Any = connection.connection.driver_connection
        self._dialect = connection.dialect
        self._is_late = self._dialect.name == "sqlite"
        self._inside = self._set = 0  # savepoints that we are in, and those of them that the database knows of
        self._cursor = connection.connection.cursor()
        self._failures = cast("type[Exception]", connection.dialect.loaded_dbapi.Error)

    def rows(self, prepared: Prepared[Any], given: Mapping[str, Any]) -> list[list[Any]]:
        form = prepared.form(self._dialect)
        if form.changes is not None:
            self._announce(form, given)
        self._execute(form.text, form.parameters(given))
        return [form.read(self._cursor, row) for row in self._cursor.fetchall()]

    def first(self, prepared: Prepared[Any], given: Mapping[str, Any]) -> list[Any] | None:
        form = prepared.form(self._dialect)
        if form.changes is not None:
            self._announce(form, given)
        self._execute(form.text, form.parameters(given))
        row = self._cursor.fetchone()
        return None if row is None else form.read(self._cursor, row)

    def count(self, prepared: Prepared[Any], given: Mapping[str, Any]) -> int:
        """How many rows the statement changed."""
        form = prepared.form(self._dialect)
        self._announce(form, given)
        self._execute(form.text, form.parameters(given))
        return int(self._cursor.rowcount)

    def count_of_many(self, prepared: Prepared[Any], given: Sequence[Mapping[str, Any]]) -> int:
        """How many rows the statement changed, done once with each of these values."""
        form = prepared.form(self._dialect)
        for values in given:
            self._announce(form, values)
        self._run(self._cursor.executemany, form.text, [form.parameters(values) for values in given])
        return int(self._cursor.rowcount)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Inside it an exception undoes what was done inside it, and goes on.

        On SQLite it is set before the first change: most messages change nothing, and a failed question leaves nothing
        to be undone (on PostgreSQL it does).
        """
        writes = self.kept.writes
        self._inside += 1
        if not self._is_late:
            self.set_savepoints()
        try:
            yield
        except BaseException as error:
            if self.kept.writes != writes:
                self.kept.clear()
            if not self._left():
                self._refuse_ended(error)
            elif not self._connection.invalidated:
                self._execute(_UNDO, ())
                self._execute(_KEEP, ())
            raise
        if self._left():
            self._execute(_KEEP, ())

    def set_savepoints(self) -> None:
        """Something is about to be changed."""
        while self._set < self._inside:
            self._refuse_ended()
            self._execute(_SAVE, ())
            self._set += 1

    def _left(self) -> bool:
        """Whether the database knows of the innermost savepoint, which is left now."""
        is_set = self._set == self._inside
        self._inside -= 1
        self._set = min(self._set, self._inside)
        return is_set

    def _refuse_ended(self, error: BaseException | None = None) -> None:
        """Outside a transaction a savepoint would be one of its own, committed with its end."""
        if self._is_late and not self._driver.in_transaction:
            raise TransactionEnded from error

    def _announce(self, form: Form, given: Mapping[str, Any]) -> None:
        """A change comes."""
        if self._set < self._inside:
            self.set_savepoints()
        if self.kept.is_on:
            self.kept.forget(form.changes or "", given, is_new=form.is_new)

    def _execute(self, text: str, parameters: Any) -> None:
        self._run(self._cursor.execute, text, parameters)

    def _run(self, execute: Callable[[str, Any], object], text: str, parameters: Any) -> None:
        try:
            execute(text, parameters)
        except self._failures as error:
            raise _told(self._connection, text, error) from error


def execute(connection: Connection, text: str) -> None:
    """Such as BEGIN: by the driver alone, 20 µs less than `exec_driver_sql`."""
    driver = cast("Any", connection.connection.driver_connection)
    try:
        driver.execute(text)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, text, error) from error


def _told(connection: Connection, text: str, error: Exception) -> Exception:
    """The error as SQLAlchemy would raise it; a connection that is lost is not used again."""
    dialect, failures = connection.dialect, cast("type[Exception]", connection.dialect.loaded_dbapi.Error)
    lost = dialect.is_disconnect(cast("Any", error), connection.connection.driver_connection, None)
    told = DBAPIError.instance(
        text, None, error, failures, hide_parameters=True, connection_invalidated=lost, dialect=dialect
    )
    if lost:
        connection.invalidate(error)
    return told
