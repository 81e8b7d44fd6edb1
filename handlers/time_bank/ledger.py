"""Transfers between the accounts of a time bank, and what the hours of an activity earn there.

An hour is an hour, whatever was done in it. Every transfer has two lines that make nothing together; what is earned
comes from the station's own account. Nobody has less than nothing: a correction of hours takes back no more than what
is left of them, and a later one makes up for it.
"""

from typing import Final

import structlog

from handlers.act import House, key
from handlers.errors import LostRace
from storage.models.hours import HoursLine
from storage.models.time_bank import TimeAccount, TimeLine
from storage.vocabulary import TimeKind

log = structlog.get_logger()

#: What two lines of a transfer have in common.
_SHARED: Final = ("kind", "order_id", "pledge_id", "activity_id", "noted_by_id", "reason", "written_at")


def transfer(source: TimeAccount, target: TimeAccount, line: TimeLine, house: House) -> int | None:
    """`line` is the target's; the source's is its mirror. The id of the target's, None where the source has less."""
    if not house.uow.time_bank.moved(key(source.id), -line.minutes):
        return None
    house.uow.time_bank.moved(key(target.id), line.minutes)
    source.balance -= line.minutes
    target.balance += line.minutes
    written = house.uow.time_bank.write(line)
    mirror = {name: getattr(line, name) for name in _SHARED}
    house.uow.time_bank.write(TimeLine(account_id=key(source.id), minutes=-line.minutes, pair_id=written.id, **mirror))
    log.info("time_moved", kind=line.kind.value, source=source.id, target=target.id, minutes=line.minutes)
    return key(written.id)


def reverse(line_id: int, by: int, house: House) -> bool:
    """撤销 of a transfer, by one of its own; False where the target has less by now."""
    line = house.uow.time_bank.line(line_id)
    other = house.uow.time_bank.other_side(line) if line is not None else None
    target = house.uow.time_bank.get(line.account_id) if line is not None else None
    source = house.uow.time_bank.get(other.account_id) if other is not None else None
    if line is None or source is None or target is None:
        return False
    back = TimeLine(
        account_id=key(source.id),
        minutes=line.minutes,
        kind=TimeKind.UNDONE,
        order_id=line.order_id,
        pledge_id=line.pledge_id,
        noted_by_id=by,
        written_at=house.now,
    )
    return transfer(target, source, back, house) is not None


def station(site_id: int, house: House) -> TimeAccount:
    """The site's own account, made when it is first needed."""
    found = house.uow.time_bank.of_station(site_id)
    return found or house.uow.time_bank.add_account(TimeAccount(site_id=site_id, joined_at=house.now))


def is_open(site_id: int | None, house: House) -> bool:
    site = house.uow.sites.get(site_id) if site_id is not None else None
    return site is not None and site.time_bank_since is not None


def account_of(member_id: int, site_id: int | None, house: House) -> TimeAccount | None:
    """Their open account there. Of two (two members turned out to be one person) the first takes what both have."""
    accounts = house.uow.time_bank.of_member(member_id, site_id) if site_id is not None else []
    for other in accounts[1:]:
        line = TimeLine(
            account_id=key(accounts[0].id), minutes=other.balance, kind=TimeKind.MERGED, written_at=house.now
        )
        if other.balance and transfer(other, accounts[0], line, house) is None:
            raise LostRace
        house.uow.time_bank.move_pledges(key(other.id), key(accounts[0].id))
        house.uow.time_bank.change_account(key(other.id), left_at=house.now)
    return accounts[0] if accounts else None


def earn(hours: HoursLine, site_id: int | None, house: House) -> None:
    """After a line of the ledger of hours: what its activity is worth, as far as it was done since they joined."""
    site = house.uow.sites.get(site_id) if site_id is not None else None
    account = account_of(hours.member_id, site_id, house)
    if site is None or site.time_bank_since is None or account is None:
        return
    since = max(account.joined_at, site.time_bank_since)
    worth = sum(
        line.minutes
        for line in house.uow.hours.of_member(hours.member_id)
        if line.activity_id == hours.activity_id and line.written_at >= since
    )
    lines = house.uow.time_bank.lines_in(key(account.id), hours.activity_id)
    owed = max(worth, 0) - sum(line.minutes for line in lines if line.written_at >= since)
    owed = max(owed, -account.balance)
    source, target = (station(key(site.id), house), account) if owed > 0 else (account, station(key(site.id), house))
    line = TimeLine(
        account_id=key(target.id),
        minutes=abs(owed),
        kind=TimeKind.EARNED,
        activity_id=hours.activity_id,
        noted_by_id=hours.noted_by_id,
        reason=hours.reason,
        written_at=house.now,
    )
    if owed and transfer(source, target, line, house) is None:
        raise LostRace
