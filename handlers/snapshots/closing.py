"""A report's end: done with a word on how, passed on with a name, taken back; 重开 where it is not done after all."""

from handlers.access import Verb, may, require
from handlers.act import Act
from handlers.errors import AnswerMissing, NoOrder, ReportNotOpen, ReportNotYours
from handlers.replies import Reply, to_room
from handlers.snapshots.finding import FoundReport, each_report, is_reporters
from handlers.snapshots.moves import STATUS_WORDS, move, note, set_values
from handlers.snapshots.telling import facts_of, tell_grid_workers, tell_reporters
from handlers.understanding.commands import CancelOrder, DispatchOrder, FinishOrder, ReopenOrder
from handlers.wording import plain_name, shortened
from storage.intents import Intent
from storage.states import SnapshotStatus
from storage.vocabulary import SnapshotKind


def close_report(command: FinishOrder, act: Act) -> list[Reply]:
    return each_report(command.numbers, act, lambda found, act: _close(found, act, shortened(command.answer)))


def _close(found: FoundReport, act: Act, answer: str) -> list[Reply]:
    """Raises NoOrder for whoever may not, AnswerMissing."""
    if not may(act, Verb.CLOSE_REPORT, found.room):
        raise NoOrder(number=found.number)
    if not answer and found.report.status is SnapshotStatus.TAKEN:
        raise AnswerMissing(number=found.number)
    move(act, found, SnapshotStatus.CLOSED, answer=answer, closed_at=act.now)
    note(act, Intent.FINISH_ORDER, found, announced=True)
    line = to_room(found.room_id, "snapshots/closed.j2", answer=answer, **facts_of(found.report, found.number))
    return [line, *tell_reporters(act, found, "snapshots/closed_private.j2", answer=answer)]


def reopen_report(command: ReopenOrder, act: Act) -> list[Reply]:
    return each_report(command.numbers, act, lambda found, act: _reopen(found, act, shortened(command.reason)))


def _reopen(found: FoundReport, act: Act, reason: str) -> list[Reply]:
    """By whoever reported or seconded it, or staff. The reason goes to the grid worker alone."""
    _require_part(found, act)
    if found.report.kind is SnapshotKind.GOOD_DEED:
        raise ReportNotOpen(number=found.number, state=STATUS_WORDS[found.report.status])
    move(act, found, SnapshotStatus.TAKEN, answer="", closed_at=None)
    note(act, Intent.REOPEN_ORDER, found, announced=True)
    line = to_room(found.room_id, "snapshots/reopened.j2", **facts_of(found.report, found.number))
    told = tell_grid_workers(act, found, "snapshots/reopened_private.j2", name=act.member.name, reason=reason)
    return [line, *told]


def pass_report_on(command: DispatchOrder, act: Act) -> list[Reply]:
    """Not ours: to somebody with a name, and never just closed. Raises NotAllowed."""
    return each_report(command.numbers, act, lambda found, act: _pass_on(found, act, plain_name(command.to)))


def _pass_on(found: FoundReport, act: Act, to: str) -> list[Reply]:
    require(act, Verb.HAND_REPORT_ON, found.room)
    if found.report.status is not SnapshotStatus.TAKEN:
        raise ReportNotOpen(number=found.number, state=STATUS_WORDS[found.report.status])
    set_values(act, found, {"passed_to": to})
    note(act, Intent.DISPATCH_ORDER, found, announced=False)
    return tell_reporters(act, found, "snapshots/passed_on.j2", to=to)


def withdraw_report(command: CancelOrder, act: Act) -> list[Reply]:
    return each_report(command.numbers, act, lambda found, act: withdraw(found, act, is_said=False))


def withdraw(found: FoundReport, act: Act, *, is_said: bool) -> list[Reply]:
    """By its reporter or staff, while nobody has dealt with it. `is_said`: with a line in the room that read it."""
    if act.member_id != found.report.reporter_id and not may(act, Verb.CLOSE_REPORT, found.room):
        raise ReportNotYours(number=found.number)
    if found.report.status is SnapshotStatus.CLOSED and found.report.kind is not SnapshotKind.GOOD_DEED:
        raise ReportNotOpen(number=found.number, state=STATUS_WORDS[found.report.status])
    move(act, found, SnapshotStatus.WITHDRAWN, closed_at=act.now)
    note(act, Intent.CANCEL_ORDER, found, announced=is_said)
    facts = facts_of(found.report, found.number)
    line = [to_room(found.room_id, "snapshots/withdrawn.j2", **facts)] if is_said else []
    return [*line, *tell_grid_workers(act, found, "snapshots/withdrawn_private.j2", name=act.member.name)]


def _require_part(found: FoundReport, act: Act) -> None:
    if not is_reporters(act, found) and not may(act, Verb.CLOSE_REPORT, found.room):
        raise ReportNotYours(number=found.number)


def refuse_as_order(numbers: tuple[int, ...], _act: Act) -> list[Reply]:
    """Claimed, released or reviewed is an order alone."""
    raise NoOrder(number=numbers[0])
