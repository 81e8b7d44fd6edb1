"""What every test may ask for."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from storage.schema import migrate
from storage.seal import Seal, new_key
from storage.store import Store, make_engine
from tests.postgres import Postgres, running_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, started by the first test that asks for it."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "yihu.db"
    engine = make_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def store(tmp_path: Path, migrated_file: Path) -> Iterator[Store]:
    """An empty database of the embedded engine."""
    url = f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'yihu.db')}"
    store = Store(url, Seal(new_key()), synchronous="OFF")
    yield store
    store.dispose()


@pytest.fixture(autouse=True)
def plain_logs() -> None:
    """Whatever an earlier test did to the logs."""
    structlog.reset_defaults()
