"""查: how a report stands, with no more than its posting showed."""

from handlers.act import Act
from handlers.replies import Reply, to_member, to_room
from handlers.snapshots.finding import FoundReport, each_report
from handlers.snapshots.telling import facts_of
from handlers.understanding.commands import AskStatus


def show_report(command: AskStatus, act: Act) -> list[Reply]:
    return each_report(command.numbers, act, _one)


def _one(found: FoundReport, act: Act) -> list[Reply]:
    report = found.report
    facts = facts_of(report, found.number) | {
        "status": report.status.value,
        "answer": report.answer,
        "passed_to": report.passed_to,
        "seconders": len(act.uow.snapshots.seconders(found.report_id)),
    }
    if act.is_private:
        return [to_member(act.member_id, "snapshots/status.j2", about_room=found.room_id, **facts)]
    return [to_room(act.room_id, "snapshots/status.j2", **facts)]
