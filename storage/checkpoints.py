"""SQLite's log is moved into the database beside the writer, so that nobody's answer waits for it.

SQLite does that itself in the commit that finds the log too long: at its 1,000 pages that was several times a second
at 500 messages/s, 10 ms each, in which everybody waited.
"""

import contextlib
import sqlite3
import threading
from typing import Final

from sqlalchemy import Engine

#: Seconds between two.
EVERY: Final = 0.25
#: Pages (4 KB) of log at which a commit moves what is left: the log begins anew only then, and grows no further.
LONGEST_LOG: Final = 4_000


class Checkpoints:
    """A thread that sleeps until something was committed. Where it fails, the commits do it at `LONGEST_LOG`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._has_committed = threading.Event()
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)

    def start(self) -> None:
        if self._engine.dialect.name == "sqlite":
            self._thread.start()

    def stop(self) -> None:
        self._is_over.set()
        self._has_committed.set()
        if self._thread.is_alive():
            self._thread.join()

    def committed(self) -> None:
        """From any thread, after a commit."""
        self._has_committed.set()

    def _run(self) -> None:
        with contextlib.closing(self._engine.raw_connection()) as connection:
            while not self._is_over.wait(EVERY):
                self._has_committed.wait()
                self._has_committed.clear()
                with contextlib.suppress(sqlite3.Error):
                    connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").close()
