"""Questions about what people reported, who reported it too, its pictures, and the spots of a site."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.direct import prepared
from storage.models.orders import Posting
from storage.models.snapshots import Landmark, SnapshotPicture, SnapshotReport, SnapshotSecond
from storage.repositories.ends import tell_postings
from storage.repositories.rows import Rows, given, table_of
from storage.states import SnapshotStatus
from storage.vocabulary import PostingKind

#: A picture that could not be had so often is given up.
MOST_TRIES: Final = 30


@prepared
def _open_in_room() -> Select[int, SnapshotReport]:
    return (
        select(Posting.number, SnapshotReport)
        .join(SnapshotReport, col(SnapshotReport.id) == col(Posting.target_id))
        .where(
            Posting.room_id == given("room_id"),
            col(Posting.is_over).is_(False),
            Posting.kind == PostingKind.SNAPSHOT,
            SnapshotReport.status == SnapshotStatus.TAKEN,
        )
        .order_by(col(Posting.number))
    )


@prepared
def _closed_between() -> Select[int, SnapshotReport]:
    return (
        select(Posting.number, SnapshotReport)
        .join(SnapshotReport, col(SnapshotReport.id) == col(Posting.target_id))
        .where(
            Posting.room_id == given("room_id"),
            Posting.kind == PostingKind.SNAPSHOT,
            SnapshotReport.status == SnapshotStatus.CLOSED,
            col(SnapshotReport.closed_at) >= given("since"),
            col(SnapshotReport.closed_at) < given("until"),
        )
        .order_by(col(Posting.number))
    )


@prepared
def _to_fetch() -> SelectOfScalar[SnapshotPicture]:
    return (
        select(SnapshotPicture)
        .where(
            SnapshotPicture.account == given("account"),
            col(SnapshotPicture.name).is_(None),
            SnapshotPicture.tries < given("tries"),
        )
        .order_by(col(SnapshotPicture.tries), col(SnapshotPicture.id))
        .limit(1)
    )


class Snapshots:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, report: SnapshotReport) -> SnapshotReport:
        return self._rows.insert(report)

    def get(self, snapshot_id: int) -> SnapshotReport | None:
        return self._rows.by_id(SnapshotReport, snapshot_id)

    def changed(self, report: SnapshotReport, values: Mapping[str, Any]) -> bool:
        """Whether the report was still as we knew it, and now has these values (one version on)."""
        known = {"id": report.id, "status": report.status, "version": report.version}
        is_changed = self._rows.update(SnapshotReport, known, {**values, "version": report.version + 1}) == 1
        if is_changed:
            tell_postings(self._rows, PostingKind.SNAPSHOT, report, values, (SnapshotStatus.TAKEN,))
        return is_changed

    def open_in_room(self, room_id: int) -> list[tuple[int, SnapshotReport]]:
        """(number, report) of everything that waits to be dealt with, by number."""
        return self._rows.pairs(_open_in_room(), room_id=room_id)

    def closed_between(self, room_id: int, since: datetime, until: datetime) -> list[tuple[int, SnapshotReport]]:
        """(number, report) of what was closed in [since, until) and is so still."""
        return self._rows.pairs(_closed_between(), room_id=room_id, since=since, until=until)

    def asked_in(self, question_id: int) -> SnapshotReport | None:
        """The report whose place that question asks for."""
        return self._rows.one(SnapshotReport, place_question_id=question_id)

    # who reported it too

    def second(self, snapshot_id: int, member_id: int, *, now: datetime) -> bool:
        """False where they had done so before."""
        if self._rows.by_id(SnapshotSecond, (snapshot_id, member_id)) is not None:
            return False
        self._rows.insert(SnapshotSecond(snapshot_id=snapshot_id, member_id=member_id, seconded_at=now))
        return True

    def seconders(self, snapshot_id: int) -> list[int]:
        return [each.member_id for each in self._rows.every(SnapshotSecond, snapshot_id=snapshot_id)]

    # pictures

    def add_picture(self, picture: SnapshotPicture) -> bool:
        """False where the report has that picture already."""
        known = {"snapshot_id": picture.snapshot_id, "account": picture.account, "reference": picture.reference}
        if self._rows.one(SnapshotPicture, **known) is not None:
            return False
        self._rows.insert(picture)
        return True

    def pictures_of(self, snapshot_id: int) -> list[SnapshotPicture]:
        return self._rows.every(SnapshotPicture, snapshot_id=snapshot_id)

    def picture_to_fetch(self, account: str) -> SnapshotPicture | None:
        """The oldest picture that we have no copy of yet, those first that were not tried."""
        return self._rows.first(_to_fetch(), account=account, tries=MOST_TRIES)

    def change_picture(self, picture: SnapshotPicture, **values: object) -> None:
        self._rows.update(SnapshotPicture, {"id": picture.id}, values)

    # spots

    def set_landmarks(self, site_id: int, names: Sequence[str]) -> None:
        """Numbered from 1 on, in place of those that were there."""
        table = table_of(Landmark)
        self._rows.connection.execute(sa.delete(table).where(table.c.site_id == site_id))
        for number, name in enumerate(names, start=1):
            self._rows.insert(Landmark(site_id=site_id, number=number, name=name))

    def landmarks_of(self, site_id: int) -> list[Landmark]:
        return sorted(self._rows.every(Landmark, site_id=site_id), key=lambda each: each.number)
