"""The unit of work: one transaction, everything in it or nothing. Synchronous, used by one writer thread."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from storage.checkpoints import LONGEST_LOG
from storage.direct import TransactionEnded, execute
from storage.kept import Kept
from storage.private import Private
from storage.repositories.activities import Activities, Enrolments
from storage.repositories.afterwards import ActivityReviews, Follows
from storage.repositories.audit import Audit
from storage.repositories.calendars import CalendarLinks
from storage.repositories.certificates import Certificates
from storage.repositories.chains import Chains
from storage.repositories.forgetting import Forgetting
from storage.repositories.glance import Glance
from storage.repositories.hours import Hours
from storage.repositories.merging import Merging
from storage.repositories.milestones import Milestones
from storage.repositories.orders import Claims, Orders, Postings, Reviews
from storage.repositories.outbox import Outbox
from storage.repositories.people import Members, Receipts
from storage.repositories.personal import Personal
from storage.repositories.places import Menu, Rooms, Sites
from storage.repositories.polls import Polls
from storage.repositories.rows import Rows
from storage.repositories.series import AllSeries
from storage.repositories.shadow import Shadow
from storage.repositories.snapshots import Snapshots
from storage.repositories.standing import Standing
from storage.repositories.talk import Accounts, Inbox, Questions
from storage.repositories.time_bank import TimeBank
from storage.repositories.timers import Timers
from storage.repositories.visits import Visits
from storage.repositories.weather import Weather
from storage.seal import Seal

#: SQLite: compiled statements that a connection keeps. Python's own 128 are fewer than we have.
STATEMENTS_KEPT: Final = 512
#: PostgreSQL: serialization failure, deadlock, lock not available.
_RETRYABLE_STATES = frozenset({"40001", "40P01", "55P03"})
#: PostgreSQL: connection trouble, shutting down, starting up.
_AWAY = ("08", "57P")
#: SQLite: another process writes; the transaction is gone (see TransactionEnded).
_RETRYABLE_TEXTS = ("database is locked", "no such savepoint")


class UnitOfWork:
    """The questions a handler may ask and the changes it may make, inside the transaction of one message."""

    def __init__(self, connection: Connection, seal: Seal, kept: Kept | None = None) -> None:
        rows = Rows(connection, kept or Kept(is_on=False))
        self._connection = connection
        self._direct = rows.direct
        self._seal = seal
        self.sites = Sites(rows)
        self.rooms = Rooms(rows)
        self.menu = Menu(rows, self.sites)
        self.members = Members(rows, self.sites)
        self.merging = Merging(rows)
        self.receipts = Receipts(rows)
        self.personal = Personal(rows)
        self.forgetting = Forgetting(rows)
        self.orders = Orders(rows)
        self.claims = Claims(rows)
        self.postings = Postings(rows)
        self.reviews = Reviews(rows)
        self.glance = Glance(rows)
        self.activities = Activities(rows)
        self.enrolments = Enrolments(rows)
        self.chains = Chains(rows)
        self.series = AllSeries(rows)
        self.polls = Polls(rows)
        self.standing = Standing(rows)
        self.hours = Hours(rows)
        self.certificates = Certificates(rows)
        self.activity_reviews = ActivityReviews(rows)
        self.follows = Follows(rows)
        self.calendar_links = CalendarLinks(rows)
        self.visits = Visits(rows)
        self.weather = Weather(rows)
        self.milestones = Milestones(rows)
        self.time_bank = TimeBank(rows)
        self.snapshots = Snapshots(rows)
        self.inbox = Inbox(rows)
        self.outbox = Outbox(rows)
        self.questions = Questions(rows)
        self.timers = Timers(rows)
        self.audit = Audit(rows)
        self.shadow = Shadow(rows)
        self.accounts = Accounts(rows)

    def seal(self, text: str | None) -> bytes | None:
        return self._seal.close(text)

    def open(self, sealed: bytes | None) -> Private | None:
        return self._seal.open(sealed)

    def seal_content(self, content: bytes) -> bytes:
        return self._seal.close_content(content)

    def open_content(self, sealed: bytes) -> bytes:
        return self._seal.open_content(sealed)

    def savepoint(self) -> AbstractContextManager[None]:
        """Inside it an exception undoes what was done inside it, and goes on."""
        return self._direct.savepoint()


class Batch:
    """A transaction in which each message has its own savepoint."""

    def __init__(self, connection: Connection, uow: UnitOfWork) -> None:
        self._connection = connection
        self._uow = uow

    @contextmanager
    def message(self) -> Iterator[UnitOfWork]:
        """A unit of work that an exception undoes alone; the exception goes on to the caller."""
        _refuse_ended(self._connection)
        with self._uow.savepoint():
            yield self._uow

    def accounts_written_for(self) -> list[str]:
        """Whose outbox has new texts, in this transaction or in what of it was undone."""
        return sorted(self._uow.outbox.fresh)


class Store:
    """A database of either engine. `url` is SQLAlchemy's: sqlite:///file or postgresql+psycopg://…

    SQLite runs in WAL mode with foreign keys; `synchronous` is FULL (every commit is on the disk) or NORMAL.
    """

    def __init__(self, url: str, seal: Seal, *, synchronous: str = "FULL") -> None:
        self.engine = make_engine(url, synchronous=synchronous)
        self._seal = seal
        self._desks: list[_Desk] = []
        #: Whether many messages share one commit: one fsync for all on SQLite.
        self.commits_groups = self.engine.dialect.name == "sqlite"

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """Committed at the end; an exception undoes everything in it."""
        desk = self._desks.pop() if self._desks else _Desk(self.engine, self._seal)
        try:
            with desk.connection.begin():
                yield desk.batch()
                _refuse_ended(desk.connection)
        except BaseException:
            desk.connection.close()
            raise
        if self.commits_groups:
            self._desks.append(desk)
        else:
            desk.connection.close()  # a server may have gone away until the next time: the pool looks

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """A batch of one."""
        with self.batch() as batch, batch.message() as uow:
            yield uow

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """A view for reading; changes made in it are thrown away. Any thread may have one."""
        with self.engine.connect().execution_options(is_reader=True) as connection:
            yield UnitOfWork(connection, self._seal)

    def dispose(self) -> None:
        while self._desks:
            self._desks.pop().connection.close()
        self.engine.dispose()


class _Desk:
    """A connection with all that it takes to write by it. On SQLite it is used again: an empty batch 66 → 15 µs.

    Nobody else uses the connection, and none on which anything failed is used again, so that what is kept holds
    until another one writes.
    """

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self.connection = engine.connect()
        self._kept = Kept(is_on=engine.dialect.name == "sqlite")
        self._seal = seal
        self._uow: UnitOfWork | None = None

    def batch(self) -> Batch:
        """Of the transaction that has just begun."""
        self._kept.begin(self.connection.connection.driver_connection)
        if self._uow is None:
            self._uow = UnitOfWork(self.connection, self._seal, self._kept)
        self._uow.outbox.fresh.clear()
        return Batch(self.connection, self._uow)


def make_engine(url: str, *, synchronous: str = "FULL") -> Engine:
    """An engine whose SQLite transactions begin when we say so (BEGIN IMMEDIATE), not when the driver guesses."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(
        url,
        hide_parameters=True,  # an error's text ends in a log, people's words must not
        connect_args={"isolation_level": None, "check_same_thread": False, "cached_statements": STATEMENTS_KEPT},
    )

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 5000")
        _switch_to_wal(cursor)
        cursor.execute(f"PRAGMA synchronous = {synchronous}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute(f"PRAGMA wal_autocheckpoint = {LONGEST_LOG}")
        cursor.execute("PRAGMA temp_store = MEMORY")  # what a savepoint would bring back: 5 % of CPU where it is a file
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        is_reader = connection.get_execution_options().get("is_reader", False)
        execute(connection, "BEGIN" if is_reader else "BEGIN IMMEDIATE")

    return engine


def _switch_to_wal(cursor: sqlite3.Cursor) -> None:
    """Connections that switch a new file at the same time are refused instead of waiting; BEGIN does wait."""
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("COMMIT")
        else:
            return


def _refuse_ended(connection: Connection) -> None:
    """Outside a transaction a savepoint would be one of its own, and the driver's commit does nothing, silently."""
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection) and not driver.in_transaction:
        raise TransactionEnded


def is_retryable(error: Exception) -> bool:
    """Whether the same work may succeed if it is done again: a deadlock, a lost race, a busy or restarted database."""
    if isinstance(error, TransactionEnded):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None) or ""
    if error.connection_invalidated or state in _RETRYABLE_STATES or state.startswith(_AWAY):
        return True
    return any(text in str(error.orig) for text in _RETRYABLE_TEXTS)
