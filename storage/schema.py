"""Which schema a database has, and how it is brought up to date.

Alembic is imported only where something is to be migrated: it takes 9 MB and a tenth of a second.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from itertools import takewhile
from typing import Final

from sqlalchemy import Connection, Engine, inspect, text

from storage.store import make_engine

_LOCATION: Final = "storage:migrations"

#: Any number will do, as long as every process that migrates takes the same.
_TURN: Final = 20_231_205


class SchemaUnknown(Exception):
    """The database was migrated by a newer program than this one."""

    def __init__(self, revision: str) -> None:
        super().__init__(revision)
        self.revision = revision


class RowsOrphaned(Exception):
    """A migration left rows that refer to rows that are gone; it was undone."""


def head() -> str:
    """The revision that this program needs."""
    return _known()[0]


def revision(engine: Engine) -> str | None:
    """The revision that the database has; None where nothing was migrated yet."""
    with engine.connect().execution_options(is_reader=True) as connection:
        return _revision(connection)


def is_current(engine: Engine) -> bool:
    return revision(engine) == head()


def migrate(engine: Engine) -> list[str]:
    """The revisions that were missing, oldest first, now applied: all or none. Processes that start at once take turns.

    Raises SchemaUnknown where the database is newer than this program.
    """
    with _turn(engine) as connection:
        now, known = _revision(connection), _known()
        if now is not None and now not in known:
            raise SchemaUnknown(now)
        missing = list(takewhile(lambda each: each != now, known))
        if missing:
            from storage.migrating import upgrade  # noqa: PLC0415 - see above

            upgrade(connection, _LOCATION)
        return missing[::-1]


def downgrade(engine: Engine, to: str = "base") -> None:
    """Takes migrations back, and with them the data that only they have a place for."""
    from storage.migrating import downgrade as take_back  # noqa: PLC0415 - see above

    with _turn(engine) as connection:
        take_back(connection, _LOCATION, to)


def write_migration(message: str, location: str = _LOCATION) -> None:
    """Writes the numbered migration from the newest one to the models; to be read and tidied before it is committed."""
    from storage.migrating import write  # noqa: PLC0415 - see above

    engine = make_engine("sqlite://")
    with _turn(engine) as connection:
        write(connection, location, message)
    engine.dispose()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _known() -> list[str]:
    """Every revision of this program, newest first: the name of a migration's file begins with it."""
    names = (each.name for each in files("storage.migrations").joinpath("versions").iterdir())
    return sorted((name.partition("_")[0] for name in names if name[:1].isdigit()), reverse=True)


@contextmanager
def _turn(engine: Engine) -> Iterator[Connection]:
    """One transaction that nobody else migrates beside."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            with _loose_references(connection), connection.begin():  # BEGIN IMMEDIATE: one writer
                yield connection
                _refuse_orphans(connection)
        else:
            with connection.begin():
                connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
                yield connection


@contextmanager
def _loose_references(connection: Connection) -> Iterator[None]:
    """SQLite alters a table by copying and dropping it; with foreign keys on, dropping would take its children along.

    The pragma does nothing inside a transaction, so it goes to the driver, before SQLAlchemy begins one.
    """
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - the connection is open
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def _refuse_orphans(connection: Connection) -> None:
    orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if orphan is not None:
        raise RowsOrphaned(str(orphan))
