"""Questions about the time bank. Every change of a balance is one statement that looks at it and sets it."""

from datetime import datetime

import sqlalchemy as sa

from storage.direct import prepared
from storage.models.time_bank import TimeAccount, TimeLine, TimePledge
from storage.repositories.rows import Rows, given, table_of
from storage.states import PledgeStatus


@prepared
def _move() -> sa.Update:
    """A member's account never goes below nothing, whoever else spends from it at the same moment."""
    table = table_of(TimeAccount)
    after = table.c.balance + given("minutes")
    return (
        sa.update(table)
        .where(table.c.id == given("account_id"), sa.or_(table.c.member_id.is_(None), after >= 0))
        .values({"balance": after})
    )


class TimeBank:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add_account(self, account: TimeAccount) -> TimeAccount:
        return self._rows.insert(account)

    def get(self, account_id: int) -> TimeAccount | None:
        return self._rows.by_id(TimeAccount, account_id)

    def of_station(self, site_id: int) -> TimeAccount | None:
        return self._rows.one(TimeAccount, site_id=site_id, member_id=None)

    def at_site(self, site_id: int) -> list[TimeAccount]:
        """Those that are open, the station's own among them."""
        return self._rows.every(TimeAccount, site_id=site_id, left_at=None)

    def of_member(self, member_id: int, site_id: int) -> list[TimeAccount]:
        """Open ones at that site: one, but where two members were made one."""
        return self._rows.every(TimeAccount, member_id=member_id, site_id=site_id, left_at=None)

    def all_of(self, member_id: int) -> list[TimeAccount]:
        """Open and closed, everywhere."""
        return self._rows.every(TimeAccount, member_id=member_id)

    def change_account(self, account_id: int, **values: object) -> None:
        self._rows.update(TimeAccount, {"id": account_id}, values)

    def moved(self, account_id: int, minutes: int) -> bool:
        """False where a member has less than would be taken."""
        return self._rows.change(_move(), account_id=account_id, minutes=minutes) == 1

    def write(self, line: TimeLine) -> TimeLine:
        return self._rows.insert(line)

    def lines_of(self, account_id: int) -> list[TimeLine]:
        """The oldest first."""
        return self._rows.every(TimeLine, account_id=account_id)

    def lines_in(self, account_id: int, activity_id: int) -> list[TimeLine]:
        return self._rows.every(TimeLine, account_id=account_id, activity_id=activity_id)

    def outcome_of(self, pledge_id: int) -> dict[int, int]:
        """Minutes by account: what has come of it so far, but for what was taken back."""
        sums: dict[int, int] = {}
        for line in self._rows.every(TimeLine, pledge_id=pledge_id):
            sums[line.account_id] = sums.get(line.account_id, 0) + line.minutes
        return sums

    def line(self, line_id: int) -> TimeLine | None:
        return self._rows.by_id(TimeLine, line_id)

    def other_side(self, line: TimeLine) -> TimeLine | None:
        """The line that makes up for it."""
        if line.pair_id is not None:
            return self._rows.by_id(TimeLine, line.pair_id)
        return self._rows.one(TimeLine, pair_id=line.id)

    def add_pledge(self, pledge: TimePledge) -> TimePledge:
        return self._rows.insert(pledge)

    def pledge(self, pledge_id: int) -> TimePledge | None:
        return self._rows.by_id(TimePledge, pledge_id)

    def held_for(self, order_id: int) -> TimePledge | None:
        return self._rows.one(TimePledge, order_id=order_id, status=PledgeStatus.HELD)

    def held_of(self, account_id: int) -> list[TimePledge]:
        return self._rows.every(TimePledge, account_id=account_id, status=PledgeStatus.HELD)

    def move_pledges(self, account_id: int, into_id: int) -> None:
        self._rows.update(TimePledge, {"account_id": account_id}, {"account_id": into_id})

    def pledge_moved(self, pledge: TimePledge, to: PledgeStatus, *, ended_at: datetime | None) -> bool:
        """Whether it still was as we knew it."""
        known = {"id": pledge.id, "status": pledge.status}
        return self._rows.update(TimePledge, known, {"status": to, "ended_at": ended_at}) == 1
