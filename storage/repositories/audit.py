"""Questions about who did what, and why the bot thought so."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.direct import prepared
from storage.intents import Intent
from storage.models.talk import (
    AuditEvent,
    DecisionRecord,
)
from storage.repositories.rows import Rows, given


@prepared
def _newest_by() -> SelectOfScalar[AuditEvent]:
    return (
        select(AuditEvent)
        .where(
            AuditEvent.actor_id == given("actor_id"),
            AuditEvent.done_at >= given("since"),
            col(AuditEvent.undone_at).is_(None),
            col(AuditEvent.version).is_not(None),
        )
        .order_by(col(AuditEvent.id).desc())
        .limit(1)
    )


@prepared
def _newest_about() -> SelectOfScalar[AuditEvent]:
    return (
        select(AuditEvent)
        .where(AuditEvent.order_id == given("order_id"), col(AuditEvent.undone_at).is_(None))
        .order_by(col(AuditEvent.id).desc())
        .limit(1)
    )


@prepared
def _newest_decision() -> SelectOfScalar[DecisionRecord]:
    return (
        select(DecisionRecord)
        .where(
            DecisionRecord.member_id == given("member_id"),
            DecisionRecord.message_id != given("before"),
            DecisionRecord.intent != given("other_than"),
        )
        .order_by(col(DecisionRecord.id).desc())
        .limit(1)
    )


class Audit:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def write(self, event: AuditEvent) -> AuditEvent:
        return self._rows.insert(event)

    def newest_by(self, actor_id: int, since: datetime) -> AuditEvent | None:
        """The actor's newest act that can be undone."""
        return self._rows.first(_newest_by(), actor_id=actor_id, since=since)

    def newest_about(self, order_id: int) -> AuditEvent | None:
        return self._rows.first(_newest_about(), order_id=order_id)

    def newest_on_activity(self, activity_id: int, *, actor_id: int | None = None) -> AuditEvent | None:
        """The newest act on that activity that was not undone, of that member or of anybody."""
        known: dict[str, object] = {"activity_id": activity_id, "undone_at": None}
        if actor_id is not None:
            known["actor_id"] = actor_id
        found = self._rows.every(AuditEvent, **known)
        return found[-1] if found else None

    def has_done(self, actor_id: int, verb: Intent, *, since: datetime) -> bool:
        done = self._rows.every(AuditEvent, actor_id=actor_id, verb=verb)
        return any(event.done_at >= since for event in done)

    def about(self, order_id: int) -> list[AuditEvent]:
        return self._rows.every(AuditEvent, order_id=order_id)

    def newest_merge(self, into_id: int) -> AuditEvent | None:
        """The last time that another member was made one with this one, if it still holds."""
        merges = self._rows.every(AuditEvent, verb=Intent.MERGE, undone_at=None)
        return next(
            (each for each in reversed(merges) if each.inverse and each.inverse["merged"]["into"] == into_id), None
        )

    def undone(self, event: AuditEvent, *, now: datetime) -> bool:
        return self._rows.update(AuditEvent, {"id": event.id, "undone_at": None}, {"undone_at": now}) == 1

    def write_decision(self, decision: DecisionRecord) -> DecisionRecord:
        return self._rows.insert(decision)

    def decision_on(self, account: str, message_id: str) -> DecisionRecord | None:
        return self._rows.one(DecisionRecord, account=account, message_id=message_id)

    def newest_decision(self, member_id: int, *, before: str, other_than: Intent) -> DecisionRecord | None:
        """The newest decision on another message of the member than the one now being handled."""
        return self._rows.first(_newest_decision(), member_id=member_id, before=before, other_than=other_than)
