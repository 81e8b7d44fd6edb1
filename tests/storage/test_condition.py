"""What `yihu doctor` asks the database."""

from storage.intents import Intent
from storage.models.talk import AuditEvent
from storage.repositories.condition import Condition, Parked
from storage.states import OutboxStatus
from storage.store import Store, UnitOfWork
from tests.storage.builders import DAY, HOUR, NOW, World, add_line, add_room


def condition(uow: UnitOfWork) -> Condition:
    return Condition(uow._connection)


def test_an_empty_database_has_nothing_to_say(uow: UnitOfWork) -> None:
    asked = condition(uow)
    assert asked.sealed_sample() is None
    assert asked.newest_moment() is None
    assert asked.parked() == []
    assert asked.oldest_due(now=NOW) == {}
    assert asked.waiting_for_friends() == 0


def test_any_sealed_value_shows_whether_the_key_fits(uow: UnitOfWork, world: World) -> None:
    uow.members.change(world.helper, phone_sealed=uow.seal("13800001234"))
    opened = uow.open(condition(uow).sealed_sample())
    assert opened is not None
    assert opened.reveal() == "13800001234"


def test_the_newest_moment_is_of_either_kind(uow: UnitOfWork, world: World) -> None:
    add_line(uow, world, created_at=NOW)
    assert condition(uow).newest_moment() == NOW
    uow.audit.write(AuditEvent(done_at=NOW + HOUR, verb=Intent.HELP))
    assert condition(uow).newest_moment() == NOW + HOUR


def test_parked_sends_are_counted_by_reason_and_place(uow: UnitOfWork, world: World) -> None:
    other = add_room(uow, "r2")
    for room, reason in ((other, "left"), (world.room, "refused"), (world.room, "refused")):
        add_line(uow, world, room_id=room, status=OutboxStatus.PARKED, reason=reason)
    add_line(uow, world)
    assert condition(uow).parked() == [Parked("a", world.room, "refused", 2), Parked("a", other, "left", 1)]


def test_the_oldest_unsent_text_of_each_account(uow: UnitOfWork, world: World) -> None:
    for due_at in (NOW, NOW - HOUR, NOW + DAY):
        add_line(uow, world, due_at=due_at)
    add_line(uow, world, account="b", status=OutboxStatus.UNKNOWN)
    add_line(uow, world, due_at=NOW - DAY, status=OutboxStatus.SENT)
    assert condition(uow).oldest_due(now=NOW) == {"a": (NOW - HOUR, 2), "b": (NOW, 1)}


def test_texts_that_wait_for_a_friendship(uow: UnitOfWork, world: World) -> None:
    add_line(uow, world, room_id=None, member_id=world.helper, status=OutboxStatus.WAITING)
    assert condition(uow).waiting_for_friends() == 1


def test_the_settings_of_sqlite(sqlite_store: Store) -> None:
    with sqlite_store.read() as uow:
        assert condition(uow).pragma("journal_mode") == "wal"
