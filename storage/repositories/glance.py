"""What every message of a room is understood by: everything open there, asked as one question."""

from datetime import datetime
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from storage.direct import prepared
from storage.models.activities import Activity
from storage.models.orders import DemandOrder, Posting
from storage.models.polls import Poll
from storage.models.snapshots import SnapshotReport
from storage.repositories.orders import OPEN
from storage.repositories.rows import Rows, given, one_of, table_of
from storage.states import ActivityStatus, OrderStatus, PollStatus, SnapshotStatus
from storage.vocabulary import PostingKind

_ORDER_OF_KINDS: Final = (PostingKind.ORDER, PostingKind.SNAPSHOT, PostingKind.ACTIVITY, PostingKind.POLL)


class OpenPosting(NamedTuple):
    """The few columns that are wanted. `status` and `placed_by_id` are an order's; `said_at` activities have none."""

    number: int
    kind: PostingKind
    target_id: int
    status: OrderStatus | None
    owner_id: int
    placed_by_id: int | None
    what: str
    said_at: datetime | None


@prepared
def _open_in() -> sa.Select[Any]:
    """One walk over the room's postings that are not over; each looks at the one table that its kind names."""
    posting = table_of(Posting).c
    order, report = table_of(DemandOrder).c, table_of(SnapshotReport).c
    activity, poll = table_of(Activity).c, table_of(Poll).c
    joined: sa.FromClause = posting.id.table
    for kind, target, is_open in (
        (PostingKind.ORDER, order, one_of(order.status, OPEN)),
        (PostingKind.SNAPSHOT, report, report.status == SnapshotStatus.TAKEN),
        (PostingKind.ACTIVITY, activity, activity.status == ActivityStatus.OPEN),
        (PostingKind.POLL, poll, poll.status == PollStatus.OPEN),
    ):
        joined = joined.outerjoin(
            target.id.table, sa.and_(posting.kind == kind, target.id == posting.target_id, is_open)
        )
    owner = sa.func.coalesce(order.asker_id, report.reporter_id, activity.organiser_id, poll.organiser_id)
    return (
        sa.select(
            posting.number,
            posting.kind,
            posting.target_id,
            order.status,
            owner,
            order.placed_by_id,
            sa.func.coalesce(order.what, report.what, activity.title, poll.title),
            sa.func.coalesce(order.placed_at, report.taken_at),
        )
        .select_from(joined)
        .where(posting.room_id == given("room_id"), posting.is_over.is_(False), owner.is_not(None))
        .order_by(posting.number)
    )


class Glance:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def open_in(self, room_id: int) -> list[OpenPosting]:
        """Of everything open that the room can refer to, orders first, each kind by number."""
        kept = self._rows.kept
        return list(kept.or_ask(kept.open_in, room_id, lambda: self._open_in(room_id)) or ())

    def _open_in(self, room_id: int) -> list[OpenPosting]:
        found = [OpenPosting(*row) for row in self._rows.values(_open_in(), room_id=room_id)]
        self._rows.kept.note_shown(room_id, found)
        if all(each.kind is PostingKind.ORDER for each in found):
            return found
        return sorted(found, key=lambda each: _ORDER_OF_KINDS.index(each.kind))
