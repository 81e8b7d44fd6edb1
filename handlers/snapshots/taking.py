"""随手拍: what is wrong gets a number in its room and goes to the grid worker; what is praised is said once more."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from handlers.act import Act
from handlers.replies import Reply, to_member, to_room
from handlers.snapshots.finding import FoundReport, report_by_id
from handlers.snapshots.moves import note
from handlers.snapshots.same import ask_if_same, opened, same_of_another, second
from handlers.snapshots.telling import facts_of, grid_workers, show_address, tell_grid_workers
from handlers.understanding.commands import TakeSnapshot
from handlers.wording import shortened
from storage.intents import Intent
from storage.models.orders import Posting
from storage.models.snapshots import SnapshotPicture, SnapshotReport
from storage.models.talk import Question
from storage.states import SnapshotStatus
from storage.vocabulary import Category, PostingKind, QuestionKind, SnapshotKind

#: The same said again by the same person within this time is the same.
REPEATED_WITHIN: Final = timedelta(minutes=10)


def take_snapshot(command: TakeSnapshot, act: Act) -> list[Reply]:
    """What another has reported is offered for 附议 first."""
    again = _said_before(command, act)
    if again is not None:
        keep_pictures(act, again, act.pictures)
        return []
    same = same_of_another(command, act)
    if same is not None:
        return ask_if_same(command, same, act)
    return post_report(command, act, act.pictures)


def post_report(command: TakeSnapshot, act: Act, pictures: Sequence[str]) -> list[Reply]:
    found = _post(command, act)
    kept = keep_pictures(act, found, pictures)
    is_good_deed = found.report.kind is SnapshotKind.GOOD_DEED
    is_told = any(
        act.uow.members.is_reachable(worker, room.account) for worker, room in grid_workers(act, found.room).items()
    )
    note(act, Intent.SNAPSHOT, found, announced=True)
    line = to_room(
        act.room_id,
        "snapshots/taken.j2",
        is_good_deed=is_good_deed,
        is_told=is_told,
        **facts_of(found.report, found.number),
    )
    if is_good_deed:
        return [line]
    private = show_address(act, found)
    told = tell_grid_workers(act, found, "snapshots/routed.j2", name=act.member.name, room="", pictures=kept, **private)
    return [line, *told, *_ask_where(act, found)]


def answer_same(question: Question, yes: bool, act: Act) -> list[Reply]:
    """The same: joined, with the pictures. Not the same, or done with meanwhile: a report of its own."""
    waiting = opened(question, act)
    if waiting is None:
        return []
    found = report_by_id(act, waiting.same)
    if not yes or found is None or found.report.status is not SnapshotStatus.TAKEN:
        return post_report(waiting.command, act, waiting.pictures)
    keep_pictures(act, found, waiting.pictures)
    return second(found, act)


def keep_pictures(act: Act, found: FoundReport, references: Sequence[str]) -> int:
    """How many are new. The copies are fetched after the commit."""
    return sum(
        act.uow.snapshots.add_picture(
            SnapshotPicture(snapshot_id=found.report_id, account=act.room.account, reference=reference, sent_at=act.now)
        )
        for reference in references
    )


def _said_before(command: TakeSnapshot, act: Act) -> FoundReport | None:
    for _, report in act.uow.snapshots.open_in_room(act.room_id):
        is_recent = report.reporter_id == act.member_id and act.now - report.taken_at < REPEATED_WITHIN
        if is_recent and report.what == shortened(command.what) and report.place == _place(command):
            return report_by_id(act, report.id)
    return None


def _place(command: TakeSnapshot) -> str:
    return shortened(command.place.public) if command.place is not None else ""


def _post(command: TakeSnapshot, act: Act) -> FoundReport:
    place = command.place
    is_good_deed = command.category is Category.GOOD_DEED
    report = act.uow.snapshots.add(
        SnapshotReport(
            public_id=act.new_id(),
            room_id=act.room_id,
            reporter_id=act.member_id,
            kind=SnapshotKind.GOOD_DEED if is_good_deed else SnapshotKind.FAULT,
            status=SnapshotStatus.CLOSED if is_good_deed else SnapshotStatus.TAKEN,  # there is nothing to be done
            category=command.category,
            what=shortened(command.what),
            place=_place(command),
            address_sealed=act.uow.seal(place.text) if place is not None and place.private else None,
            taken_at=act.now,
        )
    )
    number = act.uow.rooms.next_number(act.room_id)
    act.uow.postings.add(
        Posting(
            room_id=act.room_id,
            number=number,
            kind=PostingKind.SNAPSHOT,
            target_id=report.id or 0,
            posted_at=act.now,
        )
    )
    return FoundReport(report, number, act.room)


def _ask_where(act: Act, found: FoundReport) -> list[Reply]:
    """Once, with the site's spots by number."""
    report = found.report
    if report.place or report.address_sealed is not None:
        return []
    landmarks = act.uow.snapshots.landmarks_of(found.room.site_id or 0)
    question = act.uow.questions.ask(
        Question(
            member_id=act.member_id,
            room_id=act.room_id,
            kind=QuestionKind.WHERE,
            options=[each.number for each in landmarks],
            asked_at=act.now,
            expires_at=act.now + act.rules.question_open,
        )
    )
    act.uow.snapshots.changed(report, {"place_question_id": question.id})
    named = [{"number": each.number, "name": each.name} for each in landmarks]
    facts = facts_of(report, found.number)
    return [to_member(act.member_id, "snapshots/where_asked.j2", about_room=act.room_id, landmarks=named, **facts)]
