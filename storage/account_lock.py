"""An account belongs to one process at a time: its rooms' messages, timers and sends."""

import fcntl
import hashlib
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

#: Whether this process still holds the account: a database that was away may have given it to another one.
StillHeld = Callable[[], bool]


class AccountHeld(Exception):
    """Another process has the account. `holder` says which one, and since when."""

    def __init__(self, account: str, holder: str) -> None:
        super().__init__(f"account {account} is held by {holder}")
        self.account = account
        self.holder = holder


def this_process(*, now: datetime) -> str:
    """A holder as it describes itself: `4711@host since 2026-05-20 10:00 UTC`."""
    return f"{os.getpid()}@{socket.gethostname()} since {now:%Y-%m-%d %H:%M %Z}"


def hold_account(engine: Engine, account: str, *, holder: str) -> AbstractContextManager[StillHeld]:
    """Holds the account while it is entered; a process that dies gives it back.

    Raises AccountHeld where another process has it. A database in memory has no other process.
    """
    if engine.dialect.name == "postgresql":
        return _hold_in_server(engine, account, holder)
    if engine.url.database in (None, "", ":memory:"):
        return _hold_nothing()
    return _hold_file(Path(f"{engine.url.database}.{quote(account, safe='')}.lock"), account, holder)


@contextmanager
def _hold_nothing() -> Iterator[StillHeld]:
    yield lambda: True


@contextmanager
def _hold_file(path: Path, account: str, holder: str) -> Iterator[StillHeld]:
    """The kernel gives a lock back with the process; the file stays, so that all lock the same one."""
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AccountHeld(account, file.read() or "another process") from None
        file.truncate(0)
        file.write(holder)
        file.flush()
        yield lambda: True
        file.truncate(0)


@contextmanager
def _hold_in_server(engine: Engine, account: str, holder: str) -> Iterator[StillHeld]:
    """An advisory lock lives as long as its connection, which therefore never goes back to the pool."""
    key = {"key": int.from_bytes(hashlib.sha256(account.encode()).digest()[:7])}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.detach()
        connection.execute(text("SELECT set_config('application_name', :holder, false)"), {"holder": holder})
        if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), key).scalar_one():
            found = connection.execute(_WHO_HOLDS, key).scalar()
            raise AccountHeld(account, found or "another process")
        yield lambda: _answers(connection)


_WHO_HOLDS = text("""
    SELECT activity.application_name
    FROM pg_locks JOIN pg_stat_activity AS activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND (classid::bigint << 32) | objid::bigint = :key
""")


def _answers(connection: Connection) -> bool:
    try:
        connection.execute(text("SELECT 1"))
    except DBAPIError:
        return False
    return True
