import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.web.chat_lines import LineKind, NewLine, Picture
from bot.web.chat_schema import MIGRATIONS
from bot.web.chat_store import ChatStore
from bot.web.chat_world import ChatPerson, ChatRoom, ChatWorld
from tests.web.support.echo_bot import START, WORLD

SAID = NewLine(LineKind.PERSON, "我来", START, room="neighbours", sender="wang")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "chat.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[ChatStore]:
    store = ChatStore(path)
    store.seed(WORLD)
    yield store
    store.close()


def test_seeding_twice_changes_nothing(store: ChatStore) -> None:
    store.add(SAID)
    store.seed(WORLD)
    assert store.world() == WORLD
    assert [line.said for line in store.newest(room="neighbours", private_to=None, limit=9)] == [SAID]


def test_seeding_renames_and_moves_people_and_keeps_who_is_left_out(store: ChatStore) -> None:
    store.seed(ChatWorld((ChatPerson("wang", "王婆", "楼长"),), (ChatRoom("neighbours", "邻里群", ("wang",)),)))
    people = {person.id: person for person in store.world().people}
    assert people["wang"] == ChatPerson("wang", "王婆", "楼长")
    assert people["zhao"].name == "赵姐"
    assert store.world().rooms[0] == ChatRoom("neighbours", "邻里群", ("wang",))


def test_a_seed_that_cannot_be_leaves_everything_as_it_was(store: ChatStore) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        store.seed(ChatWorld((ChatPerson("new", "新人"),), (ChatRoom("neighbours", "邻里群", ("nobody",)),)))
    assert store.world() == WORLD


def test_a_line_comes_back_as_it_was_said(store: ChatStore) -> None:
    quoted, _ = store.add(SAID)
    said = replace(
        SAID, text="a\n👍", quote=quoted.id, mentions=("xiaoli", "zhao"), picture=Picture("p.jpg", 4, 3), page_key="k"
    )
    line, is_new = store.add(said)
    assert is_new
    assert store.line(line.id) == line
    assert line.said == said
    assert store.line(99) is None


def test_the_same_key_says_it_once(store: ChatStore) -> None:
    first, _ = store.add(replace(SAID, page_key="k1"))
    again, is_new = store.add(replace(SAID, page_key="k1", text="我来嘛"))
    assert (again, is_new) == (first, False)
    assert store.add(replace(SAID, page_key="k1", sender="zhao"))[1]


def test_conversations_are_read_page_by_page(store: ChatStore) -> None:
    for number in range(5):
        store.add(replace(SAID, text=str(number)))
    store.add(replace(SAID, room=None, private_to="wang", text="private"))
    newest = store.newest(room="neighbours", private_to=None, limit=2)
    older = store.newest(room="neighbours", private_to=None, limit=2, before=newest[0].id)
    assert [line.said.text for line in older + newest] == ["1", "2", "3", "4"]
    assert [line.said.text for line in store.newest(room=None, private_to="wang", limit=9)] == ["private"]


def test_people_see_their_rooms_and_their_own_private_lines(store: ChatStore) -> None:
    store.add(replace(SAID, text="room"))
    store.add(replace(SAID, text="volunteers", room="volunteers", sender="zhao"))
    store.add(NewLine(LineKind.BOT, "for wang", START, private_to="wang"))
    assert [line.said.text for line in store.seen_after("wang", 0, limit=9)] == ["room", "for wang"]
    assert [line.said.text for line in store.seen_after("zhao", 1, limit=9)] == ["volunteers"]
    assert store.newest_private() == {"wang": 3}


def test_lines_wait_until_handed_over_and_old_ones_no_longer(store: ChatStore) -> None:
    store.add(SAID)
    line, _ = store.add(SAID, handed_over=False)
    store.add(replace(SAID, sent_at=START - timedelta(hours=1)), handed_over=False)
    assert store.waiting(since=START - timedelta(minutes=10)) == [line]
    store.mark_handed_over(line.id)
    assert store.waiting(since=START - timedelta(minutes=10)) == []


def test_the_file_keeps_everything_and_its_token(store: ChatStore, path: Path) -> None:
    line, _ = store.add(SAID)
    again = ChatStore(path)
    assert (again.token, again.world(), again.line(line.id)) == (store.token, WORLD, line)
    again.close()


def test_migrations_are_counted(store: ChatStore, path: Path) -> None:
    database = sqlite3.connect(path)
    assert database.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()
    assert store.token != ""
