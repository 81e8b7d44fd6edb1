"""The store that the settings name: its folder, its key, and one line for what is wrong with them."""

import binascii
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from bot.settings import DatabaseSettings
from storage.schema import migrate, revision
from storage.seal import KeyMissing, Seal, read_key
from storage.store import Store, make_engine


class DatabaseUnreachable(Exception):
    """The message is one line for the operator; it never holds the password."""


class BadKey(Exception):
    """The message is one line for the operator; it never holds the key."""


def open_store(database: DatabaseSettings) -> Store:
    """The database with its key, made where both are new. Not migrated: see `open_migrated`.

    Raises DatabaseUnreachable or BadKey.
    """
    _make_folder(database.url)
    is_new = schema_of(database) is None
    return Store(database.url, read_seal(database, may_make=is_new), synchronous=database.synchronous)


def open_migrated(database: DatabaseSettings) -> Store:
    """Raises as `open_store`, and SchemaUnknown for a database of a newer program."""
    store = open_store(database)
    try:
        migrate(store.engine)
    except BaseException:
        store.dispose()
        raise
    return store


@contextmanager
def migrated_store(database: DatabaseSettings) -> Iterator[Store]:
    """`open_migrated`, open while inside."""
    store = open_migrated(database)
    try:
        yield store
    finally:
        store.dispose()


def read_seal(database: DatabaseSettings, *, may_make: bool) -> Seal:
    """The seal of the key given in the settings, else of the key file."""
    where = "database.key" if database.key else f"{database.key_file}"
    try:
        key = (
            database.key.get_secret_value().encode() if database.key else read_key(database.key_file, may_make=may_make)
        )
        return Seal(key)
    except KeyMissing:
        raise BadKey(
            f"{where}: the key of this database is missing: put its backup there (database.key_file)"
        ) from None
    except (ValueError, binascii.Error):
        raise BadKey(f"{where}: not a key, expected 44 characters as yihu made them on first start") from None
    except OSError as error:
        raise BadKey(f"{where}: the key cannot be read or made ({error.strerror})") from None


def shown(url: str) -> str:
    """The URL without its password.

    >>> shown("postgresql+psycopg://yihu:secret@db/yihu")
    'postgresql+psycopg://yihu:***@db/yihu'
    """
    return make_url(url).render_as_string(hide_password=True)


def file_of(url: str) -> Path | None:
    """The file of a SQLite database; None for PostgreSQL and for a database in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in {None, "", ":memory:"}:
        return None
    return Path(str(parsed.database))


def schema_of(database: DatabaseSettings) -> str | None:
    """Its revision; None where nothing was migrated yet. Raises DatabaseUnreachable."""
    engine = make_engine(database.url, synchronous=database.synchronous)
    try:
        return revision(engine)
    except DBAPIError as error:
        raise DatabaseUnreachable(f"{shown(database.url)}: {first_line(error)}") from None
    finally:
        engine.dispose()


def _make_folder(url: str) -> None:
    file = file_of(url)
    if file is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnreachable(f"{file.parent}: the folder cannot be made ({error.strerror})") from None


def first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0]
