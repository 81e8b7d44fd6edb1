"""What is kept of a shadowed room, on both engines."""

from storage.intents import Intent
from storage.models.talk import ShadowRecord
from storage.store import UnitOfWork
from storage.vocabulary import Band
from tests.storage.builders import DAY, HOUR, NOW, World, add_room


def record(uow: UnitOfWork, room_id: int, *, hours: int) -> ShadowRecord:
    """Heard so many hours after NOW, kept for a day."""
    heard_at = NOW + hours * HOUR
    return uow.shadow.write(
        ShadowRecord(
            room_id=room_id,
            intent=Intent.PLACE_ORDER,
            band=Band.ACT,
            confidence=0.9,
            why=[["help_me", 1.5]],
            talk_sealed=uow.seal("说的话"),
            heard_at=heard_at,
            expires_at=heard_at + DAY,
        )
    )


def test_a_rooms_records_oldest_first_until_their_clock_ends(uow: UnitOfWork, world: World) -> None:
    later, first = record(uow, world.room, hours=2), record(uow, world.room, hours=1)
    record(uow, add_room(uow, "other"), hours=0)
    assert uow.shadow.of_room(world.room, now=NOW) == [first, later]
    assert uow.shadow.of_room(world.room, now=NOW + DAY + HOUR) == [later]


def test_what_is_past_its_clock_is_deleted(uow: UnitOfWork, world: World) -> None:
    record(uow, world.room, hours=1)
    left = record(uow, world.room, hours=2)
    assert uow.shadow.forget(now=NOW + DAY + HOUR) == 1
    assert uow.shadow.of_room(world.room, now=NOW) == [left]
