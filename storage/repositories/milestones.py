"""Questions about what somebody has reached, and who may be named for it."""

import sqlalchemy as sa

from storage.models.hours import HoursLine
from storage.models.milestones import Milestone
from storage.models.people import Member, RoomMember
from storage.repositories.rows import Rows, table_of
from storage.vocabulary import HoursKind


class Milestones:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, milestone: Milestone) -> Milestone:
        return self._rows.insert(milestone)

    def of_member(self, member_id: int) -> list[Milestone]:
        return self._rows.every(Milestone, member_id=member_id)

    def most_minutes(self, room_id: int, limit: int) -> list[tuple[str, int]]:
        """(name, minutes given) of those of the room who let themselves be named, most first."""
        member, met, line = table_of(Member).c, table_of(RoomMember).c, table_of(HoursLine).c
        total = sa.func.sum(line.minutes)
        asked = (
            sa.select(member.name, total)
            .join_from(member.id.table, met.member_id.table, met.member_id == member.id)
            .join(line.member_id.table, line.member_id == member.id)
            .where(met.room_id == room_id, member.on_wall_since.is_not(None), line.kind == HoursKind.CREDIT)
            .group_by(member.id, member.name)
            .having(total > 0)
            .order_by(total.desc(), member.id)
            .limit(limit)
        )
        return [(name, int(minutes)) for name, minutes in self._rows.connection.execute(asked)]
