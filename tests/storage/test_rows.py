"""Models in, models out: plain values on both engines."""

from typing import Any

import pytest
from sqlalchemy.exc import CompileError

from storage.kept import Kept
from storage.models.people import Member
from storage.models.places import Room
from storage.models.talk import Timer
from storage.repositories.rows import Rows
from storage.store import UnitOfWork
from tests.storage.builders import HOUR, NOW, World, add_order, add_room, add_timer, number


@pytest.fixture
def rows(uow: UnitOfWork) -> Rows:
    return Rows(uow._connection, Kept(is_on=False))


def test_a_row_has_the_values_given_and_else_the_defaults() -> None:
    room = Room(account="a", external_id="r1", topic="邻里群")
    assert (room.topic, room.unasked_per_day, room.site_id, room.id) == ("邻里群", 2, None, None)


def test_a_row_has_no_other_values() -> None:
    values: dict[str, Any] = {"account": "a", "external_id": "r1", "topik": "邻里群"}
    with pytest.raises(TypeError, match="Room has no topik"):
        Room(**values)


def test_rows_are_equal_if_all_values_are() -> None:
    one, other = Member(name="小李", created_at=NOW), Member(name="小李", created_at=NOW)
    assert one == other
    other.name = "小张"
    assert one != other
    assert one != "小李"


def test_what_is_stored_is_what_is_read(uow: UnitOfWork, world: World) -> None:
    order = add_order(uow, world, starts_at=NOW, detail_sealed=b"\x00\xff", people=3, is_urgent=True)
    assert uow.orders.get(number(order.id)) == order


def test_a_read_does_not_change_what_was_read_before(uow: UnitOfWork, world: World) -> None:
    before = uow.rooms.get(world.room)
    uow.rooms.change(world.room, topic="新名字")
    after = uow.rooms.get(world.room)
    assert before is not None
    assert after is not None
    assert (before.topic, after.topic) == ("", "新名字")


def test_a_changed_copy_changes_nothing_in_the_database(uow: UnitOfWork, world: World) -> None:
    room = uow.rooms.get(world.room)
    assert room is not None
    room.topic = "只在这里"
    again = uow.rooms.get(world.room)
    assert again is not None
    assert again.topic == ""


def test_nothing_is_a_value_to_look_for(rows: Rows, world: World, uow: UnitOfWork) -> None:
    unbound = add_room(uow, "unbound")
    found = rows.one(Room, site_id=None)
    assert found is not None
    assert found.id == unbound
    assert rows.update(Room, {"site_id": None}, {"site_id": world.station}) == 1
    assert rows.update(Room, {"site_id": None}, {"site_id": world.station}) == 0
    assert rows.update(Room, {"id": unbound}, {"site_id": None}) == 1


def test_of_several_the_first_written_is_found(rows: Rows, uow: UnitOfWork) -> None:
    first = add_timer(uow, NOW + HOUR)
    add_timer(uow, NOW)
    assert rows.one(Timer, step=0) == first


def test_a_column_may_be_known_and_changed(rows: Rows, uow: UnitOfWork) -> None:
    add_timer(uow, NOW, step=1)
    assert rows.update(Timer, {"step": 1}, {"step": 2}) == 1
    assert rows.update(Timer, {"step": 1}, {"step": 2}) == 0


def test_a_column_that_is_not_there_is_a_mistake(rows: Rows, world: World) -> None:
    with pytest.raises(CompileError, match="topik"):
        rows.update(Room, {"id": world.room}, {"topik": "邻里群"})
    with pytest.raises(KeyError, match="topik"):
        rows.one(Room, topik="邻里群")
