"""One transaction, everything in it or nothing: savepoints, readers, retries."""

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from storage.direct import TransactionEnded
from storage.models.people import Member
from storage.seal import Seal
from storage.states import OrderStatus
from storage.store import Batch, Store, UnitOfWork, _switch_to_wal, is_retryable
from tests.storage.builders import NOW, World, add_member, add_order, number, order_in, world_in


class Broken(Exception):
    """What a handler may raise."""


def names(store: Store) -> list[str]:
    with store.read() as uow:
        return [member.name for member in uow.members.everyone()]


def add(batch: Batch, name: str) -> None:
    with batch.message() as uow:
        add_member(uow, name)


def add_and_break(batch: Batch, name: str) -> None:
    with batch.message() as uow:
        add_member(uow, name)
        raise Broken


def add_twice(batch: Batch, name: str) -> None:
    with batch.message() as uow:
        member_id = add_member(uow, name)
        uow.members.add(Member(id=member_id, name=name, created_at=NOW))


def test_a_failed_message_undoes_only_itself(store: Store) -> None:
    with store.batch() as batch:
        add(batch, "before")
        with pytest.raises(Broken):
            add_and_break(batch, "broken")
        add(batch, "after")
    assert names(store) == ["before", "after"]


def test_a_statement_that_fails_undoes_only_its_message(store: Store) -> None:
    with store.batch() as batch:
        add(batch, "before")
        with pytest.raises(IntegrityError):
            add_twice(batch, "broken")
        add(batch, "after")
    assert names(store) == ["before", "after"]


def test_an_undone_batch_undoes_every_savepoint_of_it(store: Store) -> None:
    """SQLite's driver, left to itself, commits the savepoints that had ended."""

    def write_and_break() -> None:
        with store.batch() as batch:
            add(batch, "one")
            add(batch, "two")
            raise Broken

    with pytest.raises(Broken):
        write_and_break()
    assert names(store) == []


def test_a_savepoint_inside_a_message_is_undone_alone(store: Store) -> None:
    with store.write() as uow:
        add_member(uow, "before")
        with pytest.raises(IntegrityError), uow.savepoint():
            uow.orders.add(order_in(World(1, 2, 3, 4, 5, 6), phone_sealed=b"tried"))
        with uow.savepoint():
            add_member(uow, "kept")
    assert names(store) == ["before", "kept"]


def test_nobody_sees_anything_before_the_commit(store: Store) -> None:
    seen: list[list[str]] = []

    def look() -> None:
        reader = threading.Thread(target=lambda: seen.append(names(store)))
        reader.start()
        reader.join()

    with store.batch() as batch:
        with batch.message() as uow:
            add_member(uow, "one")
            look()
        look()
        with batch.message() as uow:
            add_member(uow, "two")
        look()
    look()
    assert seen == [[], [], [], ["one", "two"]]


def test_a_reader_changes_nothing(store: Store) -> None:
    with store.read() as uow:
        add_member(uow, "ghost")
    assert names(store) == []


def test_a_reader_that_began_before_a_commit_does_not_keep_it_from_happening(store: Store) -> None:
    with store.read() as reader:
        assert reader.members.everyone() == []
        with store.write() as uow:
            add_member(uow, "one")
    assert names(store) == ["one"]


def test_sqlite_is_set_up_to_lose_nothing(sqlite_store: Store, sqlite_url: str, seal: Seal) -> None:
    def pragma(store: Store, name: str) -> object:
        with store.read() as uow:
            return uow._connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()

    assert pragma(sqlite_store, "journal_mode") == "wal"
    assert pragma(sqlite_store, "synchronous") == 2
    assert pragma(sqlite_store, "foreign_keys") == 1
    assert pragma(sqlite_store, "busy_timeout") == 5000
    faster = Store(sqlite_url, seal, synchronous="NORMAL")
    assert pragma(faster, "synchronous") == 1
    faster.dispose()


def test_a_new_file_that_another_process_is_switching_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other, closing(sqlite3.connect(path)) as mine:
        other.execute("BEGIN IMMEDIATE")
        mine.execute("PRAGMA busy_timeout = 0")
        mine.set_trace_callback(lambda statement: other.rollback() if statement.startswith("BEGIN") else None)
        _switch_to_wal(mine.cursor())
        assert mine.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_messages_share_a_commit_only_where_that_is_cheap(store: Store) -> None:
    assert store.commits_groups == (store.engine.dialect.name == "sqlite")


def test_a_row_must_not_refer_to_nothing(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write() as uow:
        uow.orders.add(order_in(World(1, 2, 3, 4, 5, 6)))


def test_times_come_back_as_the_same_moment_in_utc(store: Store) -> None:
    world = world_in(store)
    local = datetime(2026, 5, 20, 15, 0, tzinfo=timezone(timedelta(hours=8)))
    with store.write() as uow:
        order = add_order(uow, world, starts_at=local)
    with store.read() as uow:
        found = uow.orders.get(number(order.id))
    assert found is not None
    assert found.starts_at == local
    assert found.starts_at.utcoffset() == timedelta()
    assert found.ends_at is None


def test_naive_times_are_refused(store: Store) -> None:
    world = world_in(store)
    with pytest.raises(ValueError, match="aware"), store.write() as uow:
        add_order(uow, world, starts_at=datetime(2026, 5, 20, 15, 0))  # noqa: DTZ001 - what must not be


def test_words_are_stored_as_their_values(store: Store) -> None:
    world = world_in(store)
    with store.write() as uow:
        order = add_order(uow, world)
        stored = uow._connection.execute(text("SELECT status FROM orders")).scalar_one()
        found = uow.orders.get(number(order.id))
    assert stored == "placed"
    assert found is not None
    assert found.status is OrderStatus.PLACED


def in_turn(*steps: Callable[[], None]) -> list[Exception]:
    """Runs each in a thread of its own; what they raised."""
    errors: list[Exception] = []

    def run(step: Callable[[], None]) -> None:
        try:
            step()
        except Exception as error:  # noqa: BLE001 - what it is, is the question
            errors.append(error)

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_a_deadlock_can_be_tried_again(postgres_store: Store) -> None:
    world = world_in(postgres_store)
    both_hold_one = threading.Barrier(2)

    def rename(first: int, second: int) -> None:
        with postgres_store.write() as uow:
            uow.members.change(first, name="x")
            both_hold_one.wait()
            uow.members.change(second, name="x")

    errors = in_turn(
        lambda: rename(world.asker, world.helper),
        lambda: rename(world.helper, world.asker),
    )
    assert [is_retryable(error) for error in errors] == [True]


def test_a_serialization_failure_can_be_tried_again(postgres_store: Store, seal: Seal) -> None:
    world = world_in(postgres_store)
    with postgres_store.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        uow = UnitOfWork(connection, seal)
        uow.members.everyone()
        with postgres_store.write() as other:
            other.members.change(world.asker, name="x")
        with pytest.raises(OperationalError) as caught:
            uow.members.change(world.asker, name="y")
    assert is_retryable(caught.value)


def test_a_lost_connection_can_be_tried_again(postgres_store: Store) -> None:
    def lose_it() -> None:
        with postgres_store.write() as uow:
            me = uow._connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            with postgres_store.write() as other:
                other._connection.execute(text("SELECT pg_terminate_backend(:me, 5000)"), {"me": me})
            add_member(uow, "lost")

    with pytest.raises(DBAPIError) as caught:
        lose_it()
    assert is_retryable(caught.value)
    assert names(postgres_store) == []


def test_a_locked_file_can_be_tried_again(sqlite_store: Store, sqlite_url: str, seal: Seal) -> None:
    other = Store(sqlite_url, seal)
    with sqlite_store.read() as uow:
        uow._connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    with other.write(), pytest.raises(OperationalError) as caught, sqlite_store.write():
        pass
    other.dispose()
    assert is_retryable(caught.value)


def test_what_is_wrong_stays_wrong(store: Store) -> None:
    with store.batch() as batch, pytest.raises(IntegrityError) as caught:
        add_twice(batch, "m1")
    assert not is_retryable(caught.value)
    assert not is_retryable(Broken())


def test_an_error_does_not_quote_what_was_written(store: Store) -> None:
    world = world_in(store)
    with store.write() as uow:
        add_order(uow, world, "给张大爷买降压药", public_id="taken")
        with pytest.raises(IntegrityError) as caught, uow.savepoint():
            add_order(uow, world, "给张大爷买降压药", public_id="taken")
    assert "降压药" not in str(caught.value)


def test_a_full_disk_undoes_only_its_message(sqlite_store: Store) -> None:
    def fill(batch: Batch) -> None:
        with batch.message() as uow:
            pages = uow._connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            uow._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            for _ in range(1000):
                add_member(uow, os.urandom(500).hex())

    with sqlite_store.batch() as batch:
        add(batch, "before")
        with pytest.raises(OperationalError, match="full"):
            fill(batch)
    with sqlite_store.batch() as batch, batch.message() as uow:
        uow._connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        add_member(uow, "after")
    assert names(sqlite_store) == ["before", "after"]


def test_nothing_is_written_after_sqlite_gave_the_transaction_up(sqlite_store: Store) -> None:
    def lose_it(batch: Batch) -> None:
        with batch.message() as uow:
            add_member(uow, "lost")
            end_transaction(uow._connection)

    def write() -> None:
        with sqlite_store.batch() as batch:
            add(batch, "before")
            with pytest.raises(OperationalError, match="no such savepoint") as lost:
                lose_it(batch)
            assert is_retryable(lost.value)
            with pytest.raises(TransactionEnded) as ended:
                add(batch, "after")
            assert is_retryable(ended.value)

    with pytest.raises(TransactionEnded):
        write()
    assert names(sqlite_store) == []


def end_transaction(connection: Connection) -> None:
    """As SQLite does by itself when a disk fails."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("ROLLBACK")
