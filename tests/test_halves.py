"""First halves wait in memory, sealed, for two minutes."""

from datetime import timedelta

import pytest

from bot.halves import MOST_EACH, Halves
from bot.pipeline import Outcome
from bot.transports import Incoming, Person, Recalled
from storage.intents import Intent
from storage.store import Store, UnitOfWork
from tests.chat import ACCOUNT, MORNING, Chat

FRAGMENT = "在不在 哪个有空"


def incoming(text: str, *, name: str = "王婆婆", message_id: str = "", seconds: int = 0) -> Incoming:
    at = MORNING + timedelta(seconds=seconds)
    return Incoming(ACCOUNT, message_id or f"{text}{seconds}", "邻里群", "邻里群", Person(name, name), text, at)


@pytest.fixture
def uow(store: Store) -> UnitOfWork:
    with store.read() as uow:
        return uow


def before(halves: Halves, uow: UnitOfWork, message: Incoming) -> list[str]:
    return [half.text for half in halves.before(uow, message).halves]


def test_nothing_is_kept_in_plain(uow: UnitOfWork) -> None:
    halves = Halves()
    halves.keep(uow, incoming(FRAGMENT, message_id="m"))
    assert FRAGMENT not in repr(list(halves._kept.values()))
    assert before(halves, uow, incoming("b", seconds=120)) == [FRAGMENT]
    assert before(halves, uow, incoming("b", seconds=121)) == []
    assert before(halves, uow, incoming("b", name="小李")) == []


def test_the_same_message_is_no_half_of_itself(uow: UnitOfWork) -> None:
    halves = Halves()
    for _ in range(2):
        halves.keep(uow, incoming(FRAGMENT, message_id="m"))
    assert before(halves, uow, incoming(FRAGMENT, message_id="m")) == []
    assert before(halves, uow, incoming("b")) == [FRAGMENT]


def test_a_half_is_used_once_but_again_when_its_message_is_tried_again(uow: UnitOfWork) -> None:
    halves = Halves()
    halves.keep(uow, incoming(FRAGMENT))
    second = incoming("想请人修水管", seconds=9)
    halves.used(second)
    assert before(halves, uow, second) == [FRAGMENT]
    assert before(halves, uow, incoming("c", seconds=12)) == []


def test_only_the_newest_count_and_all_are_gone_in_the_end(uow: UnitOfWork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.halves.MOST_SENDERS", 2)
    halves = Halves()
    for seconds in range(MOST_EACH + 2):
        halves.keep(uow, incoming("a", seconds=seconds))
    assert len(before(halves, uow, incoming("b", seconds=20))) == MOST_EACH
    for name in ("小李", "陈姐"):
        halves.keep(uow, incoming("a", name=name, seconds=60))
    assert before(halves, uow, incoming("b", seconds=9)) == []
    halves.purge(MORNING + timedelta(seconds=180))
    assert len(halves) == 2
    halves.purge(MORNING + timedelta(seconds=181))
    assert len(halves) == 0


def test_the_sweep_takes_them_away(store: Store) -> None:
    chat = Chat(store)
    chat.say("王婆婆", FRAGMENT)
    assert len(chat.pipeline._hearing.halves) == 1
    chat.clock.move_to(MORNING + timedelta(minutes=3))
    with store.write() as uow:
        chat.pipeline.sweep(uow, chat.clock.now())
    assert len(chat.pipeline._hearing.halves) == 0


class CommitFailed(Exception):
    """The database was away."""


def test_after_a_failed_commit_the_need_is_still_read_together(store: Store) -> None:
    chat = Chat(store)
    chat.say("王婆婆", FRAGMENT)
    second = incoming("想请人帮忙修水管", seconds=9)

    def fails() -> None:
        with store.write() as uow:
            chat.pipeline.handle(uow, second, MORNING)
            raise CommitFailed

    with pytest.raises(CommitFailed):
        fails()
    with store.write() as uow:
        assert chat.pipeline.handle(uow, second, MORNING) is Outcome.ACTED
    assert chat.order(1).what == "修水管"


def test_what_its_sender_took_back_is_no_half(store: Store) -> None:
    chat = Chat(store)
    chat.say("王婆婆", FRAGMENT, message_id="m1")
    with store.write() as uow:
        assert not chat.pipeline.recalled(uow, Recalled(ACCOUNT, "邻里群", "m1"), MORNING)
        assert not chat.pipeline.recalled(uow, Recalled("other", "邻里群", "m1"), MORNING)
    assert not any("📋" in line for line in chat.say("王婆婆", "想请人帮忙修水管"))
    chat.pipeline._hearing.halves.purge(MORNING)


def test_a_recalled_need_stays_and_is_written_down(store: Store) -> None:
    chat = Chat(store)
    chat.say("王婆婆", "点单 修水龙头 5栋", message_id="m1")
    with store.write() as uow:
        assert chat.pipeline.recalled(uow, Recalled(ACCOUNT, "邻里群", "m1"), MORNING)
    assert chat.delivered() == []
    assert chat.order(1).status.value == "placed"
    with store.read() as uow:
        asker = chat.member("王婆婆")
        assert uow.audit.has_done(asker.id or 0, Intent.RECALL, since=MORNING)
    assert "↩️" in chat.say("王婆婆", "撤销")[0]
