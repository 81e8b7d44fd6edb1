"""附议: what somebody else has reported is not reported twice; who saw it too is counted once and told how it ended."""

import re
from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter

from handlers.act import Act, key
from handlers.errors import AlreadySeconded, ReportNotOpen
from handlers.likeness import likeness
from handlers.replies import Reply, to_member
from handlers.snapshots.finding import FoundReport, each_report, report_by_id, reporters
from handlers.snapshots.moves import STATUS_WORDS, note
from handlers.snapshots.telling import facts_of
from handlers.understanding.commands import Second, TakeSnapshot
from storage.intents import Intent
from storage.models.snapshots import SnapshotReport
from storage.models.talk import Question
from storage.states import SnapshotStatus
from storage.vocabulary import QuestionKind

#: From this likeness on (0–1) two things at one place, or at a place not known, may be one.
ALIKE: Final = 0.5
#: What is said of anything that is wrong does not tell two things apart.
_GENERIC: Final = re.compile(
    r"坏|烂|破|不亮|不见|不行|没|了|的|又|还|也|都|这|那|个|有|在|请|来|处理|一下|麻烦|好久|几天|,"
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the second one said, sealed until they say whether it is the same."""

    command: TakeSnapshot
    pictures: tuple[str, ...]
    same: int


_WAITING: Final = TypeAdapter(Waiting)


def same_of_another(command: TakeSnapshot, act: Act) -> FoundReport | None:
    """Only where the question can be put: else it is a report of its own."""
    if not act.uow.members.is_reachable(act.member_id, act.room.account):
        return None
    for _, report in act.uow.snapshots.open_in_room(act.room_id):
        if _is_same(report, command):
            found = report_by_id(act, report.id)
            return found if found is not None and act.member_id not in reporters(act, found) else None
    return None


def _is_same(report: SnapshotReport, command: TakeSnapshot) -> bool:
    if report.category is not command.category:
        return False
    place = command.place.public if command.place is not None else ""
    is_there = place in report.place or report.place in place
    return is_there and likeness(_thing(report.what), _thing(command.what)) >= ALIKE


def _thing(what: str) -> str:
    return _GENERIC.sub("", what) or what


def ask_if_same(command: TakeSnapshot, found: FoundReport, act: Act) -> list[Reply]:
    waiting = Waiting(command, act.pictures, found.report_id)
    act.uow.questions.ask(
        Question(
            member_id=act.member_id,
            room_id=act.room_id,
            kind=QuestionKind.SAME_REPORT,
            payload_sealed=act.uow.seal(_WAITING.dump_json(waiting).decode()),
            asked_at=act.now,
            expires_at=act.now + act.rules.question_open,
        )
    )
    facts = facts_of(found.report, found.number)
    return [to_member(act.member_id, "snapshots/same_asked.j2", about_room=act.room_id, **facts)]


def opened(question: Question, act: Act) -> Waiting | None:
    payload = act.uow.open(question.payload_sealed)
    return _WAITING.validate_json(payload.reveal()) if payload is not None else None


def second_report(command: Second, act: Act) -> list[Reply]:
    return each_report(command.numbers, act, second)


def second(found: FoundReport, act: Act) -> list[Reply]:
    """Raises AlreadySeconded, ReportNotOpen."""
    report = found.report
    if report.status is not SnapshotStatus.TAKEN:
        raise ReportNotOpen(number=found.number, state=STATUS_WORDS[report.status])
    if report.reporter_id == act.member_id or not act.uow.snapshots.second(key(report.id), act.member_id, now=act.now):
        raise AlreadySeconded(number=found.number, is_first=report.reporter_id == act.member_id)
    note(act, Intent.CONFIRM, found, announced=False)
    facts = facts_of(report, found.number) | {"count": len(reporters(act, found))}
    return [
        to_member(act.member_id, "snapshots/seconded.j2", about_room=found.room_id, **facts),
        to_member(
            report.reporter_id,
            "snapshots/seconded_told.j2",
            about_room=found.room_id,
            tells_to_befriend=False,
            **facts,
        ),
    ]
