"""The chat platform's own SQLite file: its tables, and how an older file is brought up to date."""

import secrets
import sqlite3
from pathlib import Path
from typing import Final

#: One script a version of the file; `PRAGMA user_version` counts how many have run. Only ever append.
MIGRATIONS: Final = (
    """
    CREATE TABLE platform (token TEXT NOT NULL);
    CREATE TABLE people (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, position INTEGER NOT NULL
    );
    CREATE TABLE rooms (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, position INTEGER NOT NULL, has_bot INTEGER NOT NULL DEFAULT 1
    );
    CREATE TABLE room_members (
        room TEXT NOT NULL REFERENCES rooms (id), person TEXT NOT NULL REFERENCES people (id),
        position INTEGER NOT NULL, PRIMARY KEY (room, person)
    );
    CREATE TABLE lines (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        room TEXT REFERENCES rooms (id),
        private_to TEXT REFERENCES people (id),
        sender TEXT REFERENCES people (id),
        text TEXT NOT NULL,
        quote INTEGER REFERENCES lines (id),
        mentions TEXT NOT NULL DEFAULT '',
        picture TEXT, width INTEGER, height INTEGER,
        sent_at TEXT NOT NULL,
        page_key TEXT,
        handed_over INTEGER NOT NULL DEFAULT 0,
        CHECK ((room IS NULL) <> (private_to IS NULL)),
        UNIQUE (sender, page_key)
    );
    CREATE INDEX lines_of_room ON lines (room, id);
    CREATE INDEX lines_to_person ON lines (private_to, id);
    CREATE INDEX lines_waiting ON lines (id) WHERE handed_over = 0;
    """,
)


def open_database(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    database.row_factory = sqlite3.Row
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("PRAGMA foreign_keys = ON")
    database.execute("PRAGMA busy_timeout = 5000")
    _migrate(database)
    return database


def _migrate(database: sqlite3.Connection) -> None:
    (done,) = database.execute("PRAGMA user_version").fetchone()
    for version, script in enumerate(MIGRATIONS[done:], start=done + 1):
        database.executescript(f"BEGIN IMMEDIATE; {script} PRAGMA user_version = {version}; COMMIT;")
    if database.execute("SELECT 1 FROM platform").fetchone() is None:
        # Line numbers start at 1 in a new file; the token keeps the ids of two files apart for ever.
        database.execute("INSERT INTO platform VALUES (?)", (secrets.token_hex(4),))
