"""Who is told of a report: the nearest grid workers, and whoever reported it."""

from typing import Any

from handlers.act import Act, key
from handlers.reach import room_to_reach
from handlers.replies import Reply, to_member
from handlers.snapshots.finding import FoundReport, reporters
from handlers.wording import label_of
from storage.models.places import Room
from storage.models.snapshots import SnapshotReport
from storage.vocabulary import Role


def facts_of(report: SnapshotReport, number: int) -> dict[str, Any]:
    """What a room may know of a report."""
    return {"number": number, "label": label_of(report.category), "what": report.what, "place": report.place}


def grid_workers(act: Act, room: Room) -> dict[int, Room]:
    """The nearest, but for the actor, and for each a room whose account can write to them."""
    nearest = act.uow.members.nearest_holding(Role.GRID_WORKER, room.site_id or 0)
    workers = [key(worker.id) for worker in nearest if worker.id != act.member_id]
    return {worker: room_to_reach(act.uow, worker, room) for worker in workers}


def tell_grid_workers(act: Act, found: FoundReport, template: str, **facts: Any) -> list[Reply]:
    shown = facts_of(found.report, found.number) | facts
    return [
        to_member(worker, template, about_room=key(room.id), tells_to_befriend=False, **shown)
        for worker, room in grid_workers(act, found.room).items()
    ]


def tell_reporters(act: Act, found: FoundReport, template: str, **facts: Any) -> list[Reply]:
    """All but the actor."""
    shown = facts_of(found.report, found.number) | facts
    told = [member_id for member_id in reporters(act, found) if member_id != act.member_id]
    return [
        to_member(member_id, template, about_room=found.room_id, tells_to_befriend=False, **shown) for member_id in told
    ]


def show_address(act: Act, found: FoundReport) -> dict[str, Any]:
    """The whole place for the grid workers, with a receipt for its owner where a part of it is private."""
    address = act.uow.open(found.report.address_sealed)
    if address is not None:
        for worker in grid_workers(act, found.room):
            act.uow.receipts.write(
                owner_id=found.report.reporter_id, reader_id=worker, order_id=None, fields=["address"], now=act.now
            )
    return {"address": address or ""}
