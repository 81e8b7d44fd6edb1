"""Legal moves are data; the database says whether this one happened."""

from contextlib import ExitStack
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from storage.models.orders import DemandOrder
from storage.schema import migrate
from storage.seal import Seal, new_key
from storage.states import LEGAL_MOVES, OrderStatus
from storage.store import Store, UnitOfWork
from tests.storage.builders import World, add_order, found_world, number

STATUSES = list(OrderStatus)


def test_every_status_has_its_moves() -> None:
    assert set(LEGAL_MOVES) == set(OrderStatus)
    assert all(start not in ends for start, ends in LEGAL_MOVES.items())


def test_every_status_can_be_reached_and_left() -> None:
    reached, todo = {OrderStatus.PLACED}, [OrderStatus.PLACED]
    while todo:
        new = LEGAL_MOVES[todo.pop()] - reached
        reached |= new
        todo.extend(new)
    assert reached == set(OrderStatus)
    assert all(LEGAL_MOVES.values()), "no order is stuck: an undo or 重开 leads back"


class OrderMoves(RuleBasedStateMachine):
    """Several people who each remember the order as they last saw it, and move it as the table allows."""

    seen = Bundle("seen")
    on_exit: ExitStack
    uow: UnitOfWork

    def __init__(self) -> None:
        super().__init__()
        self.on_exit = ExitStack()
        store = Store("sqlite://", Seal(new_key()))
        self.on_exit.callback(store.dispose)
        migrate(store.engine)
        self.uow = self.on_exit.enter_context(store.write())
        self.order_id = number(add_order(self.uow, found_world(self.uow)).id)
        self.status, self.version = OrderStatus.PLACED, 1

    def teardown(self) -> None:
        self.on_exit.close()

    def stored(self) -> DemandOrder:
        order = self.uow.orders.get(self.order_id)
        assert order is not None
        return order

    @initialize(target=seen)
    def everyone_sees_it_placed(self) -> DemandOrder:
        return self.stored()

    @rule(target=seen)
    def look(self) -> DemandOrder:
        return self.stored()

    @rule(order=seen, choice=st.integers(min_value=0))
    def move(self, order: DemandOrder, choice: int) -> None:
        legal = sorted(LEGAL_MOVES[order.status])
        to = legal[choice % len(legal)]
        was_known = (order.status, order.version) == (self.status, self.version)
        assert self.uow.orders.moved(order, to) == was_known
        if was_known:
            self.status, self.version = to, self.version + 1

    @rule(order=seen)
    def edit(self, order: DemandOrder) -> None:
        was_known = order.version == self.version
        assert self.uow.orders.edited(order, {"place": "门口"}) == was_known
        self.version += was_known

    @invariant()
    def the_order_is_where_the_last_move_left_it(self) -> None:
        order = self.stored()
        assert (order.status, order.version) == (self.status, self.version)


OrderMoves.TestCase.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
TestOrderMoves = OrderMoves.TestCase


def known_as(order: DemandOrder, **values: Any) -> DemandOrder:
    return DemandOrder(**(order.model_dump() | values))


def test_a_stale_version_or_status_loses(uow: UnitOfWork, world: World) -> None:
    order = add_order(uow, world)
    assert not uow.orders.moved(known_as(order, version=2), OrderStatus.CLAIMED)
    assert not uow.orders.moved(known_as(order, status=OrderStatus.FINISHED), OrderStatus.REVIEWED)
    assert not uow.orders.edited(known_as(order, version=7), {"what": "别的"})
    assert not uow.orders.moved(known_as(order, id=-1), OrderStatus.CLAIMED)
    assert uow.orders.get(number(order.id)) == order


def test_a_move_changes_one_order_and_what_goes_with_it(uow: UnitOfWork, world: World) -> None:
    order, other = add_order(uow, world), add_order(uow, world)
    assert uow.orders.moved(order, OrderStatus.CLAIMED, place="3栋")
    moved = uow.orders.get(number(order.id))
    assert moved is not None
    assert (moved.status, moved.version, moved.place) == (OrderStatus.CLAIMED, 2, "3栋")
    assert uow.orders.get(number(other.id)) == other
    assert order.version == 1, "what was read does not change behind the reader's back"
