"""Changes of a report: the table says which moves are legal, the database says whether this one happened."""

from collections.abc import Mapping
from typing import Any

import structlog

from handlers.act import Act
from handlers.errors import LostRace, ReportNotOpen
from handlers.snapshots.finding import FoundReport
from storage.intents import Intent
from storage.models.talk import AuditEvent
from storage.states import SNAPSHOT_MOVES, SnapshotStatus

log = structlog.get_logger()

STATUS_WORDS: dict[SnapshotStatus, str] = {
    SnapshotStatus.TAKEN: "还在处理",
    SnapshotStatus.CLOSED: "已经办好",
    SnapshotStatus.WITHDRAWN: "已经撤回",
}


def move(act: Act, found: FoundReport, to: SnapshotStatus, **also: object) -> None:
    """Raises ReportNotOpen for an illegal move, LostRace where somebody was quicker."""
    if to not in SNAPSHOT_MOVES[found.report.status]:
        raise ReportNotOpen(number=found.number, state=STATUS_WORDS[found.report.status])
    set_values(act, found, {"status": to, **also})


def set_values(act: Act, found: FoundReport, values: Mapping[str, Any]) -> None:
    """Raises LostRace where somebody was quicker."""
    report = found.report
    if not act.uow.snapshots.changed(report, values):
        raise LostRace
    for name, value in {**values, "version": report.version + 1}.items():
        setattr(report, name, value)


def note(act: Act, verb: Intent, found: FoundReport, *, announced: bool) -> None:
    """`version` makes it the actor's newest act: 撤销 means it and nothing before it."""
    act.uow.audit.write(
        AuditEvent(
            done_at=act.now,
            actor_id=act.member_id,
            room_id=found.room_id,
            verb=verb,
            version=found.report.version,
            inverse={"snapshot": found.report_id},
            was_announced=announced,
            cause=act.message_id,
        )
    )
    log.info("report_changed", verb=verb.value, report=found.report_id, status=found.report.status.value)
