"""Which schema a database has, and how it is brought up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

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
    return _known(_config())[0]


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
        config = _config(connection)
        now, known = _revision(connection), _known(config)
        if now is not None and now not in known:
            raise SchemaUnknown(now)
        missing = list(takewhile(lambda each: each != now, known))
        if missing:
            command.upgrade(config, "head")
        return missing[::-1]


def downgrade(engine: Engine, to: str = "base") -> None:
    """Takes migrations back, and with them the data that only they have a place for."""
    with _turn(engine) as connection:
        command.downgrade(_config(connection), to)


def write_migration(message: str, location: str = _LOCATION) -> None:
    """Writes the numbered migration from the newest one to the models; to be read and tidied before it is committed."""
    engine = make_engine("sqlite://")
    with _turn(engine) as connection:
        config = _config(connection, location)
        command.upgrade(config, "head")
        command.revision(config, message, autogenerate=True, rev_id=f"{len(_known(config)) + 1:04}")
    engine.dispose()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _known(config: Config) -> list[str]:
    """Every revision of this program, newest first."""
    return [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()]


def _config(connection: Connection | None = None, location: str = _LOCATION) -> Config:
    config = Config()
    config.set_main_option("script_location", location)
    config.attributes["connection"] = connection
    return config


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
