"""What the writer keeps in mind is what is stored, whoever wrote it and whatever became of it."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import kept
from storage.models.activities import Activity, Enrolment
from storage.models.orders import Claim
from storage.models.people import Identity, Member
from storage.repositories.rows import table_of
from storage.seal import Seal
from storage.states import ActivityStatus, ClaimStatus, EnrolmentStatus, OrderStatus
from storage.store import Store, UnitOfWork
from storage.vocabulary import EnrolmentSource, Role
from tests.storage.builders import HOUR, NOW, World, add_order, add_posting, add_room, ask, number, world_in

ACCOUNT = "a"


class Broken(Exception):
    """What a handler may raise."""


@dataclass(frozen=True)
class Town:
    """Two stores of one database, as two processes have them."""

    ours: Store
    other: Store
    world: World


@pytest.fixture
def town(store: Store, seal: Seal) -> Iterator[Town]:
    world = world_in(store)
    with store.write() as uow:
        for member_id, external_id in ((world.asker, "p1"), (world.helper, "p2")):
            uow.members.add_identity(
                Identity(member_id=member_id, account=ACCOUNT, external_id=external_id, name=external_id, seen_at=NOW)
            )
        add_posting(uow, add_order(uow, world), 1)
        add_posting(uow, add_order(uow, world, asker_id=world.helper), 2)
    other = Store(store.engine.url.render_as_string(hide_password=False), seal)
    yield Town(store, other, world)
    other.dispose()


def everything(uow: UnitOfWork, world: World) -> list[object]:
    """All that may be kept, as it is answered now."""
    people = (world.asker, world.helper)
    return [
        uow.rooms.get(world.room),
        uow.rooms.known_as(ACCOUNT, "r1"),
        [uow.members.seen_as(ACCOUNT, each) for each in ("p1", "p2", "p3")],
        [uow.members.identity_of(each, ACCOUNT) for each in people],
        [uow.members.roles_at(each, site) for each in people for site in (world.station, world.centre, None)],
        [uow.claims.parts_of(each) for each in people],
        [uow.enrolments.parts_of(each) for each in people],
        [uow.questions.open_to(each, now=NOW) for each in people],
        uow.glance.open_in(world.room),
    ]


def seen_by_the_writer(town: Town) -> list[object]:
    with town.ours.write() as uow:
        return everything(uow, town.world)


def stored(town: Town) -> list[object]:
    with town.ours.read() as uow:
        return everything(uow, town.world)


Change = Callable[[UnitOfWork, World], object]


def _move(uow: UnitOfWork, shown_as: int, world: World, to: OrderStatus) -> None:
    posting = uow.postings.numbered(world.room, shown_as)
    order = uow.orders.get(posting.target_id) if posting is not None else None
    if order is not None and order.status is not to:
        assert uow.orders.moved(order, to)


def _end_claims(uow: UnitOfWork, world: World) -> None:
    for claim in uow.claims.of_order(_first_order(uow, world), ClaimStatus.ACTIVE):
        assert uow.claims.moved(claim, ClaimStatus.RELEASED, member_id=world.asker)


def _first_order(uow: UnitOfWork, world: World) -> int:
    posting = uow.postings.numbered(world.room, 1)
    assert posting is not None
    return posting.target_id


def _claim(uow: UnitOfWork, world: World) -> None:
    order_id = _first_order(uow, world)
    uow.claims.add(Claim(order_id=order_id, member_id=world.helper, status=ClaimStatus.ACTIVE, made_at=NOW))


def _sign_up(uow: UnitOfWork, world: World) -> None:
    activity = uow.activities.add(
        Activity(
            public_id=uuid4().hex,
            room_id=world.room,
            organiser_id=world.asker,
            status=ActivityStatus.OPEN,
            title="绿道清洁",
            posted_at=NOW,
        )
    )
    uow.enrolments.add(
        Enrolment(
            activity_id=number(activity.id),
            member_id=world.helper,
            status=EnrolmentStatus.ACCEPTED,
            source=EnrolmentSource.ROOM,
            enrolled_at=NOW,
        )
    )


def _withdraw(uow: UnitOfWork, world: World) -> None:
    for enrolment, _ in uow.enrolments.of_member(world.helper):
        assert uow.enrolments.moved(enrolment, EnrolmentStatus.WITHDRAWN)


def _new_identity(uow: UnitOfWork, world: World) -> None:
    if uow.members.identity(ACCOUNT, "p3") is None:
        uow.members.add_identity(
            Identity(member_id=world.asker, account=ACCOUNT, external_id="p3", name="王婆婆", seen_at=NOW + HOUR)
        )


def _befriend(uow: UnitOfWork, _world: World) -> None:
    identity = uow.members.identity(ACCOUNT, "p1")
    assert identity is not None
    uow.members.change_identity(number(identity.id), is_friend=not identity.is_friend)


def _post(uow: UnitOfWork, world: World) -> None:
    add_posting(uow, add_order(uow, world), uow.rooms.next_number(world.room) + 10)


def _answer(uow: UnitOfWork, world: World) -> None:
    question = uow.questions.open_to(world.asker, now=NOW)
    if question is not None:
        assert uow.questions.answered(question, now=NOW)


def _ask_about_order(uow: UnitOfWork, world: World) -> None:
    uow.questions.drop_about(_first_order(uow, world), now=NOW)
    uow.questions.ask_again_about(_first_order(uow, world), closed_at=NOW)


CHANGES: dict[str, Change] = {
    "a room's hours": lambda uow, world: uow.rooms.change(world.room, hushed_until=NOW),
    "a room's number": lambda uow, world: uow.rooms.next_number(world.room),
    "a new room": lambda uow, _: uow.rooms.known_as(ACCOUNT, "new") or add_room(uow, "new"),
    "a name": lambda uow, world: uow.members.change(world.asker, name="王奶奶"),
    "a friend": _befriend,
    "another way to somebody": _new_identity,
    "a role": lambda uow, world: uow.members.grant(world.helper, Role.VOLUNTEER, world.centre),
    "a site moved": lambda uow, world: uow.sites.change(world.station, parent_id=world.centre),
    "a claim": _claim,
    "a claim's end": _end_claims,
    "a sign-up": _sign_up,
    "a sign-up's end": _withdraw,
    "a question": lambda uow, world: ask(uow, world, order_id=_first_order(uow, world)),
    "an answer": _answer,
    "asked again": _ask_about_order,
    "a posting": _post,
    "an order's end": lambda uow, world: _move(uow, 1, world, OrderStatus.CANCELLED),
    "an order's claim": lambda uow, world: _move(uow, 2, world, OrderStatus.CLAIMED),
    "an order opened again": lambda uow, world: _move(uow, 1, world, OrderStatus.PLACED),
    "a statement of SQLAlchemy's own": lambda uow, world: uow.merging._rows.connection.execute(
        sa.update(table_of(Member)).where(table_of(Member).c.id == world.asker).values(name="王奶奶")
    ),
    "two members made one": lambda uow, world: uow.merging.merge(gone_id=world.helper, into_id=world.asker),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_this_process_changes_is_seen_at_once(town: Town, change: Change) -> None:
    with town.ours.write() as uow:
        everything(uow, town.world)
        change(uow, town.world)
        now = everything(uow, town.world)
    assert now == stored(town) == seen_by_the_writer(town)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_another_process_changes_is_seen_by_the_next_message(town: Town, change: Change) -> None:
    seen_by_the_writer(town)
    with town.other.write() as uow:
        change(uow, town.world)
    assert seen_by_the_writer(town) == stored(town)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_undone_was_never_so(town: Town, change: Change) -> None:
    before = seen_by_the_writer(town)

    def change_and_break(uow: UnitOfWork) -> None:
        with uow.savepoint():
            change(uow, town.world)
            everything(uow, town.world)
            raise Broken

    with town.ours.write() as uow:
        with pytest.raises(Broken):
            change_and_break(uow)
        assert everything(uow, town.world) == before
    assert seen_by_the_writer(town) == stored(town) == before


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_transaction_that_was_not_committed_changed_nothing(town: Town, change: Change) -> None:
    before = seen_by_the_writer(town)

    def change_and_break() -> None:
        with town.ours.batch() as batch:
            with batch.message() as uow:
                change(uow, town.world)
                everything(uow, town.world)
            raise Broken

    with pytest.raises(Broken):
        change_and_break()
    assert seen_by_the_writer(town) == stored(town) == before


@given(steps=st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), st.sampled_from(["ours", "undone", "other"]))))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_nothing_that_is_kept_is_wrong(town: Town, steps: list[tuple[str, str]]) -> None:
    for name, by in steps:
        with (town.other if by == "other" else town.ours).write() as uow, suppress(Broken), uow.savepoint():
            everything(uow, town.world)
            CHANGES[name](uow, town.world)
            everything(uow, town.world)
            break_if(by == "undone")
        assert seen_by_the_writer(town) == stored(town), (name, by)


def break_if(is_so: bool) -> None:
    if is_so:
        raise Broken


def test_what_a_reader_does_with_a_row_is_theirs(town: Town) -> None:
    for _ in range(2):
        with town.ours.write() as uow:
            room, known = uow.rooms.get(town.world.room), uow.members.seen_as(ACCOUNT, "p1")
            assert room is not None
            assert known is not None
            assert (room.topic, known[1].name) == ("", "王婆婆")
            room.topic = known[0].name = known[1].name = "changed"


def test_only_so_much_is_kept(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 1)
    for _ in range(2):
        assert seen_by_the_writer(town) == stored(town)


def test_a_statement_of_unknown_shape_takes_everything_along() -> None:
    memory = kept.Kept(is_on=True)
    shelves: dict[str, dict[Any, Any]] = {
        "rooms": memory.rooms,
        "members": memory.people,
        "role_grants": memory.roles,
        "claims": memory.parts,
        "enrolments": memory.sign_ups,
        "questions": memory.not_asked,
        "postings": memory.open_in,
        "orders": memory.open_in,
    }
    for table, shelf in shelves.items():
        shelf[1] = "something"
        memory.forget(table, {"whose": 1}, is_new=False)
        assert not shelf
