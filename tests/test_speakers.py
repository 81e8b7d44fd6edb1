"""Authors of quoted messages: known by the name under which they spoke, if only one did."""

from collections.abc import Iterator

import pytest

from bot.speakers import Speakers
from bot.transports import Incoming, Person
from handlers.understanding.message import Quote
from storage.store import Store, UnitOfWork
from tests.chat import ACCOUNT, MORNING, Chat


@pytest.fixture
def uow(store: Store) -> Iterator[UnitOfWork]:
    Chat(store).person("王婆婆")
    with store.write() as uow:
        yield uow


def spoke(person_id: str, name: str, *, quoting: str | None = None, room: str = "邻里群") -> Incoming:
    quote = Quote(quoting, "我家水管漏了") if quoting is not None else None
    return Incoming(ACCOUNT, "m", room, room, Person(person_id, name), "转点单", MORNING, quote)


def quoted(speakers: Speakers, uow: UnitOfWork, name: str, room: str = "邻里群") -> str | None:
    member = speakers.quoted(uow, spoke("x", "小李", quoting=name, room=room), MORNING)
    return member.name if member is not None else None


def test_who_spoke_is_known_by_their_name(uow: UnitOfWork) -> None:
    speakers = Speakers()
    for _ in range(2):
        speakers.note(spoke("wx1", "陈姐"))
    assert quoted(speakers, uow, "陈姐") == "陈姐"
    assert quoted(speakers, uow, "陈姐", room="二号群") is None


def test_two_of_one_name_are_nobody(uow: UnitOfWork) -> None:
    speakers = Speakers()
    for person_id in ("wx1", "wx2", "wx1"):
        speakers.note(spoke(person_id, "王婆婆"))
    assert quoted(speakers, uow, "王婆婆") is None


def test_after_a_restart_the_members_of_the_room_are_known(uow: UnitOfWork) -> None:
    assert quoted(Speakers(), uow, "王婆婆") == "王婆婆"
    assert quoted(Speakers(), uow, "谁也不是") is None


def test_without_a_quotation_nobody_is_quoted(uow: UnitOfWork) -> None:
    assert Speakers().quoted(uow, spoke("x", "小李"), MORNING) is None
