"""Questions about what goes out: what is due, held, waiting, on its way."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Update, func, update
from sqlmodel import col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.direct import prepared
from storage.models.talk import (
    OutboxMessage,
)
from storage.repositories.rows import Rows, given, one_of
from storage.states import OutboxStatus


@prepared
def _in_status(*statuses: OutboxStatus) -> SelectOfScalar[OutboxMessage]:
    return (
        select(OutboxMessage)
        .where(OutboxMessage.account == given("account"), one_of(OutboxMessage.status, statuses))
        .order_by(col(OutboxMessage.id))
    )


@prepared
def _due() -> SelectOfScalar[OutboxMessage]:
    return (
        select(OutboxMessage)
        .where(
            OutboxMessage.account == given("account"),
            one_of(OutboxMessage.status, (OutboxStatus.DUE, OutboxStatus.HELD)),
            OutboxMessage.due_at <= given("now"),
            OutboxMessage.attempts == 0,
        )
        .order_by(col(OutboxMessage.due_at), col(OutboxMessage.id))
        .limit(given("limit"))
    )


@prepared
def _tried() -> SelectOfScalar[OutboxMessage]:
    return (
        select(OutboxMessage)
        .where(
            OutboxMessage.account == given("account"),
            one_of(OutboxMessage.status, (OutboxStatus.SENDING, OutboxStatus.UNKNOWN, OutboxStatus.DUE)),
            OutboxMessage.attempts > 0,
        )
        .order_by(col(OutboxMessage.id))
    )


@prepared
def _to_be_repeated() -> SelectOfScalar[OutboxMessage]:
    return (
        select(OutboxMessage)
        .where(
            OutboxMessage.account == given("account"),
            OutboxMessage.status == OutboxStatus.UNKNOWN,
            OutboxMessage.due_at <= given("now"),
        )
        .order_by(col(OutboxMessage.id))
    )


@prepared
def _sending() -> Update:
    return (
        update(OutboxMessage)
        .where(col(OutboxMessage.id) == given("outbox_id"), col(OutboxMessage.status) == OutboxStatus.DUE)
        .values(status=OutboxStatus.SENDING, sending_at=given("now"), attempts=OutboxMessage.attempts + 1)
    )


@prepared
def _arrived() -> Update:
    return (
        update(OutboxMessage)
        .where(col(OutboxMessage.id) == given("outbox_id"), col(OutboxMessage.status) == OutboxStatus.SENDING)
        .values(status=OutboxStatus.SENT, sent_at=given("now"), picture_sealed=None)
    )


@prepared
def _to_room(*statuses: OutboxStatus) -> SelectOfScalar[OutboxMessage]:
    return (
        select(OutboxMessage)
        .where(OutboxMessage.room_id == given("room_id"), one_of(OutboxMessage.status, statuses))
        .order_by(col(OutboxMessage.id))
    )


@prepared
def _held() -> SelectOfScalar[OutboxMessage]:
    """Asked by account too: few rows are held anywhere, and a room's whole past is long."""
    return (
        select(OutboxMessage)
        .where(
            OutboxMessage.account == given("account"),
            OutboxMessage.status == OutboxStatus.HELD,
            OutboxMessage.room_id == given("room_id"),
        )
        .order_by(col(OutboxMessage.id))
    )


@prepared
def _next_due_at() -> SelectOfScalar[datetime]:
    return (
        select(OutboxMessage.due_at)
        .where(
            OutboxMessage.account == given("account"),
            one_of(OutboxMessage.status, (OutboxStatus.DUE, OutboxStatus.HELD, OutboxStatus.UNKNOWN)),
        )
        .order_by(col(OutboxMessage.due_at))
        .limit(1)
    )


@prepared
def _last_with_key() -> SelectOfScalar[OutboxMessage]:
    newest = select(func.max(OutboxMessage.id)).where(OutboxMessage.merge_key == given("merge_key"))
    return select(OutboxMessage).where(OutboxMessage.id == newest.scalar_subquery())


@prepared
def _unasked_since() -> SelectOfScalar[int]:
    return select(func.count(col(OutboxMessage.id))).where(
        OutboxMessage.room_id == given("room_id"),
        col(OutboxMessage.is_unasked),
        ~one_of(OutboxMessage.status, (OutboxStatus.DROPPED, OutboxStatus.PARKED)),
        OutboxMessage.due_at >= given("since"),
    )


@prepared
def _said_since() -> SelectOfScalar[OutboxMessage]:
    return (
        select(OutboxMessage)
        .where(
            OutboxMessage.room_id == given("room_id"),
            OutboxMessage.template == given("template"),
            OutboxMessage.mention_id == given("mention_id"),
            OutboxMessage.created_at >= given("since"),
        )
        .limit(1)
    )


@prepared
def _held_until() -> SelectOfScalar[OutboxMessage]:
    return (
        select(OutboxMessage)
        .where(
            OutboxMessage.account == given("account"),
            OutboxMessage.member_id == given("member_id"),
            OutboxMessage.status == OutboxStatus.DUE,
            col(OutboxMessage.is_unasked),
            OutboxMessage.due_at == given("due_at"),
        )
        .limit(1)
    )


@prepared
def _unsettled() -> SelectOfScalar[OutboxMessage]:
    return (
        select(OutboxMessage)
        .where(
            OutboxMessage.account == given("account"),
            col(OutboxMessage.room_id).is_not_distinct_from(given("room_id")),
            col(OutboxMessage.member_id).is_not_distinct_from(given("member_id")),
            one_of(OutboxMessage.status, (OutboxStatus.SENDING, OutboxStatus.UNKNOWN)),
        )
        .order_by(col(OutboxMessage.id))
    )


class Outbox:
    """`fresh`: accounts that texts were written for since it was emptied, undone ones among them."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.fresh: set[str] = set()

    def add(self, message: OutboxMessage) -> OutboxMessage:
        self.fresh.add(message.account)
        return self._rows.insert(message)

    def get(self, outbox_id: int) -> OutboxMessage | None:
        return self._rows.by_id(OutboxMessage, outbox_id)

    def change(self, message: OutboxMessage, **values: object) -> bool:
        """Whether the row was still in the state we knew."""
        return self._rows.update(OutboxMessage, {"id": message.id, "status": message.status}, values) == 1

    def sending(self, outbox_ids: Sequence[int], *, now: datetime) -> bool:
        """Whether all of them were due, and now are on their way."""
        known = [{"outbox_id": outbox_id, "now": now} for outbox_id in outbox_ids]
        return self._rows.change_many(_sending(), known) == len(known)

    def arrived(self, outbox_ids: Sequence[int], *, now: datetime) -> None:
        """Those that were still on their way are sent. A picture is large and has been seen."""
        self._rows.change_many(_arrived(), [{"outbox_id": outbox_id, "now": now} for outbox_id in outbox_ids])

    def in_status(self, account: str, *statuses: OutboxStatus) -> list[OutboxMessage]:
        return self._rows.all(_in_status(*statuses), account=account)

    def due(
        self,
        account: str,
        *,
        now: datetime,
        limit: int = 200,
        without_rooms: Collection[int] = (),
        without_members: Collection[int] = (),
    ) -> list[OutboxMessage]:
        """What may go out for the first time, in order of due time, held rows of ended merge windows among them."""
        if not without_rooms and not without_members:
            return self._rows.all(_due(), account=account, now=now, limit=limit)
        return self._rows.all(
            select(OutboxMessage)
            .where(
                OutboxMessage.account == account,
                col(OutboxMessage.status).in_((OutboxStatus.DUE, OutboxStatus.HELD)),
                OutboxMessage.due_at <= now,
                OutboxMessage.attempts == 0,
                or_(col(OutboxMessage.room_id).is_(None), col(OutboxMessage.room_id).not_in(without_rooms)),
                or_(col(OutboxMessage.member_id).is_(None), col(OutboxMessage.member_id).not_in(without_members)),
            )
            .order_by(col(OutboxMessage.due_at), col(OutboxMessage.id))
            .limit(limit)
        )

    def tried(self, account: str) -> list[OutboxMessage]:
        """What is on its way, may have arrived, or will be tried again; oldest first."""
        return self._rows.all(_tried(), account=account)

    def to_be_repeated(self, account: str, *, now: datetime) -> list[OutboxMessage]:
        """Sends of unknown outcome that no echo settled in time."""
        return self._rows.all(_to_be_repeated(), account=account, now=now)

    def to_room(self, room_id: int, *statuses: OutboxStatus) -> list[OutboxMessage]:
        return self._rows.all(_to_room(*statuses), room_id=room_id)

    def held_for(self, account: str, room_id: int) -> list[OutboxMessage]:
        return self._rows.all(_held(), account=account, room_id=room_id)

    def newest_said(self, room_id: int, *, limit: int = 50) -> list[OutboxMessage]:
        """The last lines that went out to the room, the newest first."""
        gone_out = (OutboxStatus.SENT, OutboxStatus.SENDING, OutboxStatus.UNKNOWN)
        return self._rows.all(
            select(OutboxMessage)
            .where(OutboxMessage.room_id == room_id, col(OutboxMessage.status).in_(gone_out))
            .order_by(col(OutboxMessage.id).desc())
            .limit(limit)
        )

    def next_due_at(self, account: str) -> datetime | None:
        """When something is to be sent, or sent again, next; may lie in the past."""
        return self._rows.first(_next_due_at(), account=account)

    def last_with_key(self, merge_key: str) -> OutboxMessage | None:
        """The newest row of that merge key, whatever its state."""
        return self._rows.first(_last_with_key(), merge_key=merge_key)

    def held_with_key(self, merge_key: str) -> list[OutboxMessage]:
        return self._rows.every(OutboxMessage, merge_key=merge_key, status=OutboxStatus.HELD)

    def unasked_since(self, room_id: int, since: datetime) -> int:
        """How many unasked lines the room got, or will get, from then on."""
        return self._rows.first(_unasked_since(), room_id=room_id, since=since) or 0

    def said_since(self, room_id: int, template: str, mention_id: int, since: datetime) -> bool:
        """Whether that line about that person was already written for the room."""
        return (
            self._rows.first(_said_since(), room_id=room_id, template=template, mention_id=mention_id, since=since)
            is not None
        )

    def held_until(self, account: str, member_id: int, due_at: datetime) -> OutboxMessage | None:
        """The unasked private text that waits for that moment."""
        return self._rows.first(_held_until(), account=account, member_id=member_id, due_at=due_at)

    def waiting_for(self, member_id: int) -> list[OutboxMessage]:
        """Private texts that wait until the member can be written to."""
        return self._rows.every(OutboxMessage, member_id=member_id, status=OutboxStatus.WAITING)

    def unsettled(self, account: str, room_id: int | None, member_id: int | None) -> list[OutboxMessage]:
        """Sends to that place that may or may not have arrived, oldest first."""
        return self._rows.all(_unsettled(), account=account, room_id=room_id, member_id=member_id)
