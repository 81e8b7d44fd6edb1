"""What was committed leaves the log beside the writer; nothing else changes by it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from storage.checkpoints import LONGEST_LOG, Checkpoints
from storage.store import make_engine

PAGE = 4096
PATIENCE = 10.0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "yihu.db"


@pytest.fixture
def engine(file: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE said (words BLOB)")
    yield engine
    engine.dispose()


@pytest.fixture
def checkpoints(engine: Engine) -> Iterator[Checkpoints]:
    checkpoints = Checkpoints(engine)
    checkpoints.start()
    yield checkpoints
    checkpoints.stop()


def log_of(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def say(engine: Engine, words: bytes) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO said VALUES (?)", (words,))


def comes_true(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    return holds()


def test_what_was_committed_moves_into_the_database(engine: Engine, file: Path, checkpoints: Checkpoints) -> None:
    say(engine, b"water at gate three")
    assert b"water at gate three" not in file.read_bytes()

    checkpoints.committed()

    assert comes_true(lambda: b"water at gate three" in file.read_bytes())


def test_the_log_begins_anew_while_it_is_written_to(engine: Engine, file: Path, checkpoints: Checkpoints) -> None:
    for _ in range(3 * LONGEST_LOG // 200):
        say(engine, bytes(200 * PAGE))
        checkpoints.committed()

    assert log_of(file).stat().st_size < 2 * LONGEST_LOG * PAGE


def test_the_writer_takes_it_for_nobody_elses_change(engine: Engine, file: Path, checkpoints: Checkpoints) -> None:
    with closing(engine.raw_connection()) as writer:
        version = writer.cursor().execute("PRAGMA data_version").fetchone()
        writer.cursor().execute("INSERT INTO said VALUES ('moved')")

        checkpoints.committed()

        assert comes_true(lambda: b"moved" in file.read_bytes())
        assert writer.cursor().execute("PRAGMA data_version").fetchone() == version


def test_it_ends_while_nothing_is_committed(engine: Engine) -> None:
    checkpoints = Checkpoints(engine)
    checkpoints.start()

    checkpoints.stop()

    assert engine.pool.status().find("Current Checked out connections: 0") >= 0


def test_a_server_has_a_log_of_its_own() -> None:
    checkpoints = Checkpoints(create_engine("postgresql+psycopg://nobody@nowhere/nothing"))

    checkpoints.start()
    checkpoints.committed()

    assert "checkpoints" not in {thread.name for thread in threading.enumerate()}
    checkpoints.stop()
