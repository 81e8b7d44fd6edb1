"""Questions about who takes part in every occurrence of a series, and who never took part yet."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.direct import prepared
from storage.models.activities import Activity, Enrolment
from storage.models.series import StandingMember
from storage.repositories.rows import Rows, given, table_of
from storage.states import ActivityStatus, EnrolmentStatus


@prepared
def _times_taken_part() -> sa.Select[Any]:
    enrolment, activity = table_of(Enrolment).c, table_of(Activity).c
    came = enrolment.status == EnrolmentStatus.CHECKED_IN
    stayed_in = (enrolment.status == EnrolmentStatus.ACCEPTED) & (activity.status == ActivityStatus.OVER)
    return (
        sa.select(sa.func.count())
        .select_from(enrolment.id.table)
        .join(activity.id.table, activity.id == enrolment.activity_id)
        .where(
            activity.series_id == given("series_id"), enrolment.member_id == given("member_id"), sa.or_(came, stayed_in)
        )
    )


class Standing:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, member: StandingMember) -> StandingMember:
        return self._rows.insert(member)

    def get(self, row_id: int) -> StandingMember | None:
        return self._rows.by_id(StandingMember, row_id)

    def of_series(self, series_id: int) -> list[StandingMember]:
        """Who stands now, whoever has stood longest first, each once: two may have become one person."""
        found = self._rows.every(StandingMember, series_id=series_id, ended_at=None)
        found.sort(key=lambda each: (each.stands_since, each.id or 0))
        firsts: dict[int, StandingMember] = {}
        for each in found:
            firsts.setdefault(each.member_id, each)
        return list(firsts.values())

    def of_member(self, member_id: int) -> list[StandingMember]:
        """Where the member stands now."""
        return self._rows.every(StandingMember, member_id=member_id, ended_at=None)

    def change(self, row_id: int, *, party: int, children: int, role: str, ended_at: datetime | None) -> None:
        values = {"party": party, "children": children, "role": role, "ended_at": ended_at}
        self._rows.update(StandingMember, {"id": row_id}, values)

    def has_taken_part(self, member_id: int, series_id: int) -> bool:
        """Whether the member came to one of the series, or was on the list to its end."""
        return bool(self._rows.value(_times_taken_part(), series_id=series_id, member_id=member_id))
