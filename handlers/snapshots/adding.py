"""What is said of a report after it was taken: where it is, what it is, more pictures."""

from typing import Any

from handlers.access import Verb, may
from handlers.act import Act
from handlers.errors import NothingChanged, ReportNotOpen, ReportNotYours
from handlers.replies import Reply, to_room
from handlers.snapshots.finding import FoundReport, each_report, find_report, report_by_id
from handlers.snapshots.moves import STATUS_WORDS, note, set_values
from handlers.snapshots.taking import keep_pictures
from handlers.snapshots.telling import facts_of, show_address, tell_grid_workers
from handlers.understanding.commands import AddTo, AnswerSlot, EditOrder
from handlers.understanding.contents import Changes, Place
from handlers.wording import shortened
from storage.intents import Intent
from storage.models.talk import Question
from storage.states import SnapshotStatus

NO_PLACE = "位置待补"
PRIVATE_PLACE = "位置私下说了"


def add_to_report(command: AddTo, act: Act) -> list[Reply]:
    """Right after it: pictures, and the place where it was missing."""
    found = find_report(act, command.number)
    has_more = any(each.sent_at > found.report.taken_at for each in act.uow.snapshots.pictures_of(found.report_id))
    kept = keep_pictures(act, found, act.pictures)
    place = command.changes.place
    if place is not None and not _has_place(found):
        return _place(found, act, place, pictures=kept)
    if not kept or has_more:  # the rest of a row of pictures, sent one by one
        return []
    facts = {"place": "", "address": "", "pictures": kept, "name": act.member.name}
    return tell_grid_workers(act, found, "snapshots/more_told.j2", **facts)


def answer_where(question: Question, command: AnswerSlot, act: Act) -> list[Reply]:
    """A place in words, or one of the spots by its number."""
    report = act.uow.snapshots.asked_in(question.id or 0)
    found = report_by_id(act, report.id) if report is not None else None
    place = command.place or _landmark(command.option, found, act)
    if found is None or place is None or found.report.status is not SnapshotStatus.TAKEN:
        return []
    act.uow.questions.answered(question, now=act.now)
    return _place(found, act, place)


def edit_report(command: EditOrder, act: Act) -> list[Reply]:
    """Raises ReportNotYours, ReportNotOpen, NothingChanged."""
    return each_report(command.numbers, act, lambda found, act: _edit(found, act, command.changes))


def _edit(found: FoundReport, act: Act, changes: Changes) -> list[Reply]:
    if act.member_id != found.report.reporter_id and not may(act, Verb.CLOSE_REPORT, found.room):
        raise ReportNotYours(number=found.number)
    if found.report.status is not SnapshotStatus.TAKEN:
        raise ReportNotOpen(number=found.number, state=STATUS_WORDS[found.report.status])
    if changes.place is not None:
        return _place(found, act, changes.place)
    if changes.what is None:
        raise NothingChanged(reason="随手拍只能改内容或地点")
    old = found.report.what
    return _changed(found, act, {"what": shortened(changes.what)}, old, shortened(changes.what))


def _has_place(found: FoundReport) -> bool:
    return bool(found.report.place) or found.report.address_sealed is not None


def _landmark(option: int | None, found: FoundReport | None, act: Act) -> Place | None:
    spots = act.uow.snapshots.landmarks_of(found.room.site_id or 0) if found is not None else []
    return next((Place(each.name, each.name) for each in spots if each.number == option), None)


def _place(found: FoundReport, act: Act, place: Place, *, pictures: int = 0) -> list[Reply]:
    old = found.report.place or (PRIVATE_PLACE if _has_place(found) else NO_PLACE)
    new = shortened(place.public)
    values = {"place": new, "address_sealed": act.uow.seal(place.text) if place.private else None}
    replies = _changed(found, act, values, old, new or PRIVATE_PLACE)
    if found.report.place_question_id is not None:
        act.uow.questions.close(found.report.place_question_id, now=act.now)
    facts = {"pictures": pictures, "name": act.member.name, **show_address(act, found)}
    return [*replies, *tell_grid_workers(act, found, "snapshots/more_told.j2", **facts)]


def _changed(found: FoundReport, act: Act, values: dict[str, Any], old: str, new: str) -> list[Reply]:
    """One line old → new."""
    set_values(act, found, values)
    note(act, Intent.EDIT_ORDER, found, announced=True)
    return [to_room(found.room_id, "snapshots/changed.j2", **facts_of(found.report, found.number), old=old, new=new)]
