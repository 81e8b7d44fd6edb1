"""One thread writes: in order, together, and each piece of work alone in what it may break."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.writer import LARGEST_GROUP, Writer, WriterStopped
from handlers.errors import LostRace
from storage.models.people import Member
from storage.seal import Seal, new_key
from storage.store import Store, UnitOfWork
from tests.post import ACCOUNT, NOON, written
from tests.postgres import Postgres
from tests.storage.builders import NOW


@pytest.fixture
async def writer(store: Store) -> AsyncIterator[Writer]:
    writer = Writer(store)
    writer.start()
    yield writer
    await writer.stop()


def adds(name: str) -> Callable[[UnitOfWork], str]:
    def work(uow: UnitOfWork) -> str:
        uow.members.add(Member(name=name, created_at=NOW))
        return name

    return work


def fails(error: Exception, *, times: int = 1_000) -> Callable[[UnitOfWork], str]:
    left = [times]

    def work(uow: UnitOfWork) -> str:
        uow.members.add(Member(name="half done", created_at=NOW))
        if left[0] > 0:
            left[0] -= 1
            raise error
        return "done"

    return work


def names(store: Store) -> list[str]:
    with store.read() as uow:
        return [member.name for member in uow.members.everyone()]


async def test_work_is_committed_when_its_result_is_there(writer: Writer, store: Store) -> None:
    assert await writer.do(adds("one")) == "one"
    assert names(store) == ["one"]


async def test_work_is_done_in_the_order_it_is_given(writer: Writer, store: Store) -> None:
    wanted = [str(number) for number in range(3 * LARGEST_GROUP)]
    assert await asyncio.gather(*(writer.submit(adds(name)) for name in wanted)) == wanted
    assert names(store) == wanted


async def test_what_fails_costs_only_itself(writer: Writer, store: Store) -> None:
    given = [writer.submit(work) for work in (adds("before"), fails(RuntimeError("a bug")), adds("after"))]
    results = await asyncio.gather(*given, return_exceptions=True)
    assert [repr(result) for result in results] == ["'before'", "RuntimeError('a bug')", "'after'"]
    assert names(store) == ["before", "after"]


async def test_a_lost_race_is_run_again(writer: Writer, store: Store) -> None:
    assert await writer.do(fails(LostRace(), times=2)) == "done"
    assert names(store) == ["half done"]


async def test_a_group_shares_one_commit(store: Store) -> None:
    writer = Writer(store)
    commits = []
    from sqlalchemy import event  # noqa: PLC0415 - only this test counts commits

    event.listen(store.engine, "commit", lambda _: commits.append(1))
    gate = asyncio.Event()
    writer._is_open = True
    futures = [writer.submit(adds(str(number))) for number in range(10)]
    writer.start()
    await asyncio.gather(*futures)
    gate.set()
    await writer.stop()
    assert len(commits) == 1


async def test_what_stands_by_joins_the_commit_that_writes_a_text_for_its_account(writer: Writer) -> None:
    first = writer.stand_by(ACCOUNT, lambda uow: uow.outbox.next_due_at(ACCOUNT))
    other = writer.stand_by("another", lambda _: None)
    await writer.do(adds("no text"))
    assert not first.done()
    writing = writer.submit(lambda uow: written(uow, room_id=None, text="hello"))
    assert await first == NOON
    assert writing.done()
    await writer.do(lambda uow: written(uow, room_id=None, text="hello again"))
    assert not other.done()


async def test_what_is_recalled_is_not_done(writer: Writer) -> None:
    done: list[str] = []
    writer.stand_by(ACCOUNT, lambda _: done.append("done"))
    assert writer.recall(ACCOUNT)
    await writer.do(lambda uow: written(uow, room_id=None, text="hello"))
    assert (done, writer.recall(ACCOUNT)) == ([], False)


async def test_nobody_waits_for_a_result_given_up(writer: Writer, store: Store) -> None:
    future = writer.submit(adds("given up"))
    future.cancel()
    await writer.do(adds("next"))
    assert names(store) == ["given up", "next"]


async def test_a_stopped_writer_has_committed_everything_and_takes_no_more(store: Store) -> None:
    writer = Writer(store)
    with pytest.raises(WriterStopped):
        writer.submit(adds("too early"))
    writer.start()
    futures = [writer.submit(adds(str(number))) for number in range(100)]
    await writer.stop()
    assert len(names(store)) == 100
    assert await asyncio.gather(*futures) == [str(number) for number in range(100)]
    with pytest.raises(WriterStopped):
        writer.submit(adds("too late"))


async def test_a_busy_database_is_waited_for(writer: Writer, store: Store, tmp_path: Path) -> None:
    """Longer than SQLite itself waits: the whole group is done again."""
    other = create_engine(f"sqlite:///{tmp_path / 'yihu.db'}", connect_args={"isolation_level": None})
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 10")
    with other.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        futures = [writer.submit(adds(name)) for name in ("one", "two")]
        await asyncio.wait(futures, timeout=0.3)
        connection.exec_driver_sql("ROLLBACK")
    assert await asyncio.gather(*futures) == ["one", "two"]
    assert names(store) == ["one", "two"]
    other.dispose()


async def test_a_database_that_comes_back_gets_what_waited(postgres: Postgres) -> None:
    url = postgres.fresh()
    store = Store(url, Seal(new_key()))
    writer = Writer(store)
    writer.start()
    await writer.do(adds("before"))
    _end_connections(url)
    assert await writer.do(adds("after")) == "after"
    await writer.stop()
    assert names(store) == ["before", "after"]
    store.dispose()
    postgres.drop(url)


def _end_connections(url: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    engine.dispose()
