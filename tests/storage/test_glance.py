"""What is open in a room, of whatever kind, as understanding wants to know it."""

from storage.models.activities import Activity
from storage.models.orders import DemandOrder, Posting
from storage.models.polls import Poll
from storage.models.snapshots import SnapshotReport
from storage.repositories.glance import OpenPosting
from storage.states import ActivityStatus, OrderStatus, PollStatus, SnapshotStatus
from storage.store import UnitOfWork
from storage.vocabulary import PostingKind, SnapshotKind
from tests.storage.builders import HOUR, NOW, World, add_order, add_posting, add_room
from tests.storage.builders import number as known


def post(uow: UnitOfWork, world: World, shown_as: int, kind: PostingKind, target_id: int | None) -> None:
    posting = Posting(room_id=world.room, number=shown_as, kind=kind, target_id=known(target_id), posted_at=NOW)
    uow.postings.add(posting)


def add_report(uow: UnitOfWork, world: World, shown_as: int, status: SnapshotStatus) -> None:
    report = SnapshotReport(
        public_id=f"s{shown_as}",
        room_id=world.room,
        reporter_id=world.helper,
        kind=SnapshotKind.FAULT,
        status=status,
        what="路灯坏了",
        taken_at=NOW,
    )
    post(uow, world, shown_as, PostingKind.SNAPSHOT, uow.snapshots.add(report).id)


def add_activity(uow: UnitOfWork, world: World, shown_as: int, status: ActivityStatus) -> None:
    activity = Activity(
        public_id=f"a{shown_as}",
        room_id=world.room,
        organiser_id=world.asker,
        status=status,
        title="绿道清洁",
        posted_at=NOW,
    )
    post(uow, world, shown_as, PostingKind.ACTIVITY, uow.activities.add(activity).id)


def add_poll(uow: UnitOfWork, world: World, shown_as: int, status: PollStatus) -> None:
    poll = Poll(
        room_id=world.room,
        organiser_id=world.asker,
        status=status,
        title="义诊",
        posted_at=NOW,
        closes_at=NOW + HOUR,
    )
    post(uow, world, shown_as, PostingKind.POLL, uow.polls.add(poll).id)


def test_what_is_open_is_seen_orders_first_and_by_number(uow: UnitOfWork, world: World) -> None:
    add_poll(uow, world, 1, PollStatus.OPEN)
    add_activity(uow, world, 2, ActivityStatus.OPEN)
    add_report(uow, world, 3, SnapshotStatus.TAKEN)
    order = add_order(uow, world, placed_by_id=world.helper)
    add_posting(uow, order, 4)
    dispatched = add_order(uow, world, status=OrderStatus.DISPATCHED)
    add_posting(uow, dispatched, 5)
    found = uow.glance.open_in(world.room)
    assert [each.number for each in found] == [4, 5, 3, 2, 1]
    assert found[0] == OpenPosting(
        number=4,
        kind=PostingKind.ORDER,
        target_id=known(order.id),
        status=OrderStatus.PLACED,
        owner_id=world.asker,
        placed_by_id=world.helper,
        what="买药",
        said_at=NOW,
    )
    assert [(each.owner_id, each.what, each.said_at) for each in found[2:]] == [
        (world.helper, "路灯坏了", NOW),
        (world.asker, "绿道清洁", None),
        (world.asker, "义诊", None),
    ]


def test_what_is_over_or_posted_elsewhere_is_not_seen(uow: UnitOfWork, world: World) -> None:
    add_poll(uow, world, 1, PollStatus.CALLED_OFF)
    add_activity(uow, world, 2, ActivityStatus.CALLED_OFF)
    add_report(uow, world, 3, SnapshotStatus.CLOSED)
    add_posting(uow, add_order(uow, world, status=OrderStatus.FINISHED), 4)
    elsewhere = add_room(uow, "r2")
    order = add_order(uow, world)
    add_posting(uow, order, 1, room_id=elsewhere)
    assert uow.glance.open_in(world.room) == []
    assert [each.target_id for each in uow.glance.open_in(elsewhere)] == [order.id]


def test_what_ends_is_not_seen_and_what_goes_on_after_all_is_seen_again(uow: UnitOfWork, world: World) -> None:
    order = add_order(uow, world)
    add_posting(uow, order, 1)
    add_posting(uow, order, 1, room_id=(elsewhere := add_room(uow, "r2")))
    assert uow.orders.moved(order, OrderStatus.CLAIMED)
    claimed = stored(uow, order)
    assert seen(uow, world.room) == seen(uow, elsewhere) == [1]
    assert uow.orders.moved(claimed, OrderStatus.CANCELLED)
    assert not uow.orders.moved(claimed, OrderStatus.CANCELLED)
    assert seen(uow, world.room) == seen(uow, elsewhere) == []
    assert uow.orders.edited(stored(uow, order), {"status": OrderStatus.PLACED})
    assert seen(uow, world.room) == seen(uow, elsewhere) == [1]


def test_of_every_kind_what_ends_is_marked_as_over(uow: UnitOfWork, world: World) -> None:
    add_report(uow, world, 1, SnapshotStatus.TAKEN)
    add_activity(uow, world, 2, ActivityStatus.OPEN)
    add_poll(uow, world, 3, PollStatus.OPEN)
    ((_, report),) = uow.snapshots.open_in_room(world.room)
    ((_, activity),) = uow.activities.open_in(world.room)
    ((_, poll),) = uow.polls.open_in(world.room)
    assert uow.snapshots.changed(report, {"status": SnapshotStatus.CLOSED})
    assert uow.activities.changed(activity, {"status": ActivityStatus.OVER})
    assert uow.polls.moved(poll, {"status": PollStatus.DECIDED})
    postings = [uow.postings.numbered(world.room, shown_as) for shown_as in (1, 2, 3)]
    assert [posting.is_over for posting in postings if posting is not None] == [True, True, True]
    assert not uow.snapshots.open_in_room(world.room)
    assert not uow.activities.open_in(world.room)
    assert not uow.polls.open_in(world.room)
    assert uow.polls.moved(poll, {"status": PollStatus.OPEN})
    assert seen(uow, world.room) == [3]


def seen(uow: UnitOfWork, room_id: int) -> list[int]:
    return [each.number for each in uow.glance.open_in(room_id)]


def stored(uow: UnitOfWork, order: DemandOrder) -> DemandOrder:
    found = uow.orders.get(known(order.id))
    assert found is not None
    return found
