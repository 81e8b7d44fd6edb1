"""What was done in a time bank is written down so that 撤销 can take it back, and how it does."""

from typing import Any, Final

from handlers.act import Act, House
from handlers.activities.hours import hours_words
from handlers.errors import NothingToUndo
from handlers.replies import Reply, to_member, to_room
from handlers.time_bank.ledger import reverse, station, transfer
from storage.intents import Intent
from storage.models.talk import AuditEvent
from storage.models.time_bank import TimeAccount, TimeLine
from storage.states import PledgeStatus
from storage.vocabulary import TimeKind

VERBS: Final = (Intent.TIME_BANK, Intent.USE_TIME, Intent.GIVE_TIME)
_SPENT: Final = "这些时间已经用出去了,撤不回来了"


def note(act: Act, verb: Intent, **inverse: Any) -> None:
    """`lines` to reverse, `pledges` (id → status before), `joined` or `left` account, `site` with `was_on`."""
    act.note(verb, {"time": inverse})


def undo(event: AuditEvent, act: Act) -> list[Reply]:
    """Raises NothingToUndo where somebody has gone on from there."""
    was = (event.inverse or {}).get("time", {})
    told = {act.member_id}
    for account_id in was.get("left", ()):
        act.uow.time_bank.change_account(account_id, left_at=None)
    for line_id in reversed(was.get("lines", ())):
        line = act.uow.time_bank.line(line_id)
        if line is None or not reverse(line_id, act.member_id, act):
            raise NothingToUndo(reason=_SPENT)
        account = act.uow.time_bank.get(line.account_id)
        if account is not None and account.member_id is not None:
            told.add(account.member_id)
    for pledge_id, status in was.get("pledges", {}).items():
        _restore(int(pledge_id), PledgeStatus(status), act)
    if "joined" in was:
        close(was["joined"], act)
    act.uow.audit.undone(event, now=act.now)
    if "site" in was:
        return [_switched_back(was["site"], act, was_on=was["was_on"])]
    return [_undone(each, was, act) for each in sorted(told)]


def _restore(pledge_id: int, status: PledgeStatus, act: Act) -> None:
    pledge = act.uow.time_bank.pledge(pledge_id)
    ended_at = None if status is PledgeStatus.HELD else act.now
    if pledge is None or not act.uow.time_bank.pledge_moved(pledge, status, ended_at=ended_at):
        raise NothingToUndo(reason=_SPENT)


def close(account_id: int, house: House) -> int | None:
    """What is left goes to the station; the line, if anything was."""
    account = house.uow.time_bank.get(account_id)
    if account is None:
        return None
    house.uow.time_bank.change_account(account_id, left_at=house.now)
    return _give_up(account, house) if account.balance else None


def _give_up(account: TimeAccount, house: House) -> int | None:
    target = station(account.site_id, house)
    line = TimeLine(account_id=target.id or 0, minutes=account.balance, kind=TimeKind.CLOSED, written_at=house.now)
    return transfer(account, target, line, house)


def _switched_back(site_id: int, act: Act, *, was_on: bool) -> Reply:
    act.uow.sites.change(site_id, time_bank_since=act.now if was_on else None)
    return to_room(act.room_id, "time_bank/switched.j2", is_on=was_on, site=site_name(site_id, act))


def _undone(member_id: int, was: dict[str, Any], act: Act) -> Reply:
    accounts = [each for each in act.uow.time_bank.all_of(member_id) if each.left_at is None]
    return to_member(
        member_id,
        "time_bank/undone.j2",
        about_room=act.room_id,
        is_out="joined" in was,
        accounts=[{"site": site_name(each.site_id, act), "balance": hours_words(each.balance)} for each in accounts],
    )


def site_name(site_id: int, house: House) -> str:
    site = house.uow.sites.get(site_id)
    return site.name if site is not None else ""
