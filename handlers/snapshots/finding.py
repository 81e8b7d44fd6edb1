"""From a number that somebody said to the report they mean."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from handlers.access import Verb, may
from handlers.act import Act, House, key
from handlers.errors import NumberNotFound, WhichRoom
from handlers.one_by_one import one_by_one
from handlers.orders.finding import has_to_do_with, orders_numbered, rooms_in_charge, rooms_known
from handlers.replies import Reply
from storage.models.orders import Posting
from storage.models.places import Room
from storage.models.snapshots import SnapshotReport
from storage.vocabulary import PostingKind


@dataclass(frozen=True, slots=True)
class FoundReport:
    """A report, and the room and number by which it was meant."""

    report: SnapshotReport
    number: int
    room: Room

    @property
    def report_id(self) -> int:
        return key(self.report.id)

    @property
    def room_id(self) -> int:
        return key(self.room.id)


def is_about_report(act: Act, number: int) -> bool:
    """Whether the number means a report, and no order. Said privately, what one has to do with decides."""
    if not act.is_private:
        posting = act.numbered(act.room_id, number)
        return posting is not None and posting.kind is PostingKind.SNAPSHOT
    if not _meant(act, number):
        return False
    return not any(has_to_do_with(act, found) for found in orders_numbered(act, number))


def find_report(act: Act, number: int) -> FoundReport:
    """Raises NumberNotFound, or WhichRoom where two rooms fit."""
    found = _meant(act, number) if act.is_private else _numbered(act, [act.room_id], number)
    if not found:
        raise NumberNotFound(number=number)
    if len(found) > 1:
        raise WhichRoom(number=number, meant=[{"room": each.room.topic, "what": each.report.what} for each in found])
    return found[0]


def report_by_id(house: House, report_id: int | None) -> FoundReport | None:
    postings = house.uow.postings.of(PostingKind.SNAPSHOT, report_id) if report_id is not None else []
    return _found(house, postings[0]) if postings else None


def each_report(numbers: Sequence[int], act: Act, do: Callable[[FoundReport, Act], list[Reply]]) -> list[Reply]:
    return one_by_one([partial(_do_to, number, act, do) for number in numbers], act)


def _do_to(number: int, act: Act, do: Callable[[FoundReport, Act], list[Reply]]) -> list[Reply]:
    return do(find_report(act, number), act)


def is_reporters(act: Act, found: FoundReport) -> bool:
    return act.member_id in reporters(act, found)


def reporters(house: House, found: FoundReport) -> list[int]:
    """Whoever reported it first, then who seconded."""
    return list(dict.fromkeys([found.report.reporter_id, *house.uow.snapshots.seconders(found.report_id)]))


def _meant(act: Act, number: int) -> list[FoundReport]:
    """Their own, else of the rooms in their charge."""
    own = [found for found in _numbered(act, rooms_known(act), number) if is_reporters(act, found)]
    in_charge = _numbered(act, rooms_in_charge(act), number)
    return own or [found for found in in_charge if may(act, Verb.CLOSE_REPORT, found.room)]


def _numbered(act: Act, rooms: Sequence[int], number: int) -> list[FoundReport]:
    postings = [act.numbered(room_id, number) for room_id in rooms]
    return [found for posting in postings if posting is not None and (found := _found(act, posting)) is not None]


def _found(house: House, posting: Posting) -> FoundReport | None:
    if posting.kind is not PostingKind.SNAPSHOT:
        return None
    report = house.uow.snapshots.get(posting.target_id)
    room = house.uow.rooms.get(posting.room_id)
    return FoundReport(report, posting.number, room) if report is not None and room is not None else None
