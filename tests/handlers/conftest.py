"""A scratch database, and what can be played on it: a chat, or a street on which only the clock speaks."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

import pytest

from storage.seal import Seal, new_key
from storage.store import Store
from tests.chat import Chat
from tests.handlers.street import Street


@pytest.fixture
def new_chat(tmp_path: Path, migrated_file: Path) -> Callable[[], AbstractContextManager[Chat]]:
    """For tests of many examples: each has a database of its own."""
    numbers = count(1)

    @contextmanager
    def begin() -> Iterator[Chat]:
        path = tmp_path / f"chat{next(numbers)}.db"
        shutil.copy(migrated_file, path)
        store = Store(f"sqlite:///{path}", Seal(new_key()), synchronous="OFF")
        yield Chat(store)
        store.dispose()
        path.unlink()

    return begin


@pytest.fixture
def chat(store: Store) -> Chat:
    return Chat(store)


@pytest.fixture
def street(store: Store) -> Street:
    """双桥子所 above 下涧槽站, with one room; it is Wednesday, 2026-05-20 10:00."""
    return Street(store)
