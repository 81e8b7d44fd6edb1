"""A chat on a scratch database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from storage.schema import migrate
from storage.seal import Seal
from storage.store import Store
from tests.chat import Chat
from tests.handlers.street import Street


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path}/chat.db", Seal(Fernet.generate_key()), synchronous="OFF")
    migrate(store.engine)
    yield store
    store.dispose()


@pytest.fixture
def chat(store: Store) -> Chat:
    return Chat(store)


@pytest.fixture
def street(store: Store) -> Street:
    return Street(store)
