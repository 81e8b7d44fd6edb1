"""The same tests on both engines: each gets a migrated database of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.schema import migrate
from storage.seal import Seal, new_key
from storage.store import Store, UnitOfWork, make_engine
from tests.postgres import Postgres
from tests.storage.builders import World, found_world

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "yihu.db"
    engine = make_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_file: Path) -> str:
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'yihu.db')}"


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    url = postgres.fresh()
    yield url
    postgres.drop(url)


@pytest.fixture(params=ENGINES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each engine without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    url = postgres.empty()
    yield url
    postgres.drop(url)


@pytest.fixture
def seal() -> Seal:
    return Seal(new_key())


@pytest.fixture
def sqlite_store(sqlite_url: str, seal: Seal) -> Iterator[Store]:
    store = Store(sqlite_url, seal)
    yield store
    store.dispose()


@pytest.fixture
def postgres_store(postgres_url: str, seal: Seal) -> Iterator[Store]:
    store = Store(postgres_url, seal)
    yield store
    store.dispose()


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest) -> Store:
    """A migrated database of each engine."""
    name = {"sqlite": "sqlite_store", "postgresql": "postgres_store"}[request.param]
    store: Store = request.getfixturevalue(name)
    return store


@pytest.fixture(scope="session", params=ENGINES)
def shared_engine(
    request: pytest.FixtureRequest, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """A migrated database of each engine in which nobody commits anything."""
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copy(migrated_file, tmp_path_factory.mktemp('shared'))}"
    else:
        url = request.getfixturevalue("postgres").fresh()
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def uow(shared_engine: Engine, seal: Seal) -> Iterator[UnitOfWork]:
    """One transaction for a whole test, undone at its end."""
    with shared_engine.connect() as connection:
        yield UnitOfWork(connection, seal)


@pytest.fixture
def world(uow: UnitOfWork) -> World:
    return found_world(uow)
