"""An account belongs to one process; one that dies gives it back."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import Engine, text

from storage.account_lock import AccountHeld, hold_account, this_process
from storage.store import Store, make_engine
from tests.storage.builders import NOW

HOLD = """
import sys
from storage.account_lock import hold_account
from storage.store import make_engine
with hold_account(make_engine(sys.argv[1]), "wechat", holder="4711@elsewhere since 10:00"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def engine(store: Store) -> Engine:
    return store.engine


@contextmanager
def other_process(engine: Engine) -> Iterator[subprocess.Popen[str]]:
    """One that holds the account."""
    url = engine.url.render_as_string(hide_password=False)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_process_is_told_who_holds_the_account(engine: Engine) -> None:
    with other_process(engine), pytest.raises(AccountHeld) as caught, hold_account(engine, "wechat", holder="me"):
        pass
    assert caught.value.account == "wechat"
    assert caught.value.holder == "4711@elsewhere since 10:00"
    assert "wechat is held by 4711@elsewhere" in str(caught.value)


def test_a_killed_process_gives_the_account_back(engine: Engine) -> None:
    with other_process(engine) as process:
        process.kill()
        process.wait()
        with soon_held(engine):
            pass


@contextmanager
def soon_held(engine: Engine) -> Iterator[None]:
    """The kernel closes a dead process's connection at once, the server needs a moment to see it."""
    give_up_at = monotonic() + 10
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(hold_account(engine, "wechat", holder="me"))
                break
            except AccountHeld:
                assert monotonic() < give_up_at
        yield


def test_an_account_given_back_can_be_held_again(engine: Engine) -> None:
    for _ in range(2):
        with hold_account(engine, "wechat", holder="me") as still_held:
            assert still_held()


def test_an_account_is_given_back_when_work_in_it_fails(engine: Engine) -> None:
    with pytest.raises(ValueError, match="broken"), hold_account(engine, "wechat", holder="me"):
        raise ValueError("broken")
    with hold_account(engine, "wechat", holder="me"):
        pass


def test_accounts_are_held_one_by_one(engine: Engine) -> None:
    with hold_account(engine, "wechat/1", holder="me"), hold_account(engine, "wechat/2", holder="me"):
        with pytest.raises(AccountHeld) as caught, hold_account(engine, "wechat/1", holder="other"):
            pass
        assert caught.value.holder == "me"


def test_other_connections_are_not_touched(postgres_store: Store) -> None:
    with hold_account(postgres_store.engine, "wechat", holder="me"):
        pass
    with postgres_store.read() as uow:
        assert uow._connection.execute(text("SHOW application_name")).scalar_one() != "me"
        assert uow._connection.execute(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")).scalar() == 0


def test_a_server_that_was_away_may_have_given_the_account_to_another_process(postgres_store: Store) -> None:
    with hold_account(postgres_store.engine, "wechat", holder="me") as still_held:
        assert still_held()
        with postgres_store.write() as uow:
            uow._connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    " WHERE application_name = 'me' AND datname = current_database()"
                )
            )
        assert not still_held()


def test_two_databases_may_have_accounts_of_one_name(tmp_path: Path) -> None:
    one, two = (make_engine(f"sqlite:///{tmp_path / name}.db") for name in ("one", "two"))
    with hold_account(one, "wechat", holder="me"), hold_account(two, "wechat", holder="me"):
        pass


def test_a_database_in_memory_has_no_other_process() -> None:
    engine = make_engine("sqlite://")
    with hold_account(engine, "wechat", holder="me") as held, hold_account(engine, "wechat", holder="me"):
        assert held()


def test_a_holder_says_who_and_since_when() -> None:
    assert this_process(now=NOW).endswith(" since 2026-05-20 02:00 UTC")
    assert "@" in this_process(now=NOW)
