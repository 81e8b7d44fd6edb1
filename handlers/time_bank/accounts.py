"""时间银行 of a station: off unless somebody in charge there turns it on, and nobody's who did not say 加入时间银行.

A balance is its owner's business: told privately, in no digest, pack or ranking, and no measure of anybody's work.
"""

from typing import Any, Final

import structlog

from handlers.access import Verb, require
from handlers.act import Act, House, key
from handlers.activities.hours import hours_words
from handlers.errors import NotInRoom, TimeBankRefused
from handlers.orders.finding import found_by_id
from handlers.replies import Reply, to_member, to_room
from handlers.time_bank.holding import give_back
from handlers.time_bank.ledger import account_of, is_open, station
from handlers.time_bank.trail import close, note, site_name
from handlers.understanding.time_bank_commands import AskTimeBank
from handlers.wording import name_of
from storage.intents import Intent
from storage.models.time_bank import TimeAccount, TimeLine
from storage.vocabulary import LOCAL_ZONE

log = structlog.get_logger()

LINES: Final = 10
MORE_LINES: Final = 60


def ask_time_bank(command: AskTimeBank, act: Act) -> list[Reply]:
    """Raises NotInRoom, NotAllowed, TimeBankRefused."""
    if command.ask in ("on", "off"):
        return _switch(act, is_on=command.ask == "on")
    if command.ask == "join":
        return _join(act)
    if command.ask == "leave":
        return _leave(act)
    return _balance(act) if command.ask == "balance" else _lines(act, is_more=command.ask == "more_lines")


def _switch(act: Act, *, is_on: bool) -> list[Reply]:
    """For all rooms of the station. Off: nothing is earned or set aside any more; what is there stays readable."""
    if act.is_private or act.room.site_id is None:
        raise NotInRoom
    require(act, Verb.HUSH)
    site_id, was_on = act.room.site_id, is_open(act.room.site_id, act)
    if was_on != is_on:
        act.uow.sites.change(site_id, time_bank_since=act.now if is_on else None)
        station(site_id, act)
        note(act, Intent.TIME_BANK, site=site_id, was_on=was_on)
        log.info("time_bank_switched", site=site_id, on=is_on, by=act.member_id)
    return [to_room(act.room_id, "time_bank/switched.j2", is_on=is_on, site=site_name(site_id, act))]


def _join(act: Act) -> list[Reply]:
    site_id = act.room.site_id
    if site_id is None or not is_open(site_id, act):
        raise TimeBankRefused(problem="off")
    account = account_of(act.member_id, site_id, act)
    is_new = account is None
    if account is None:
        account = _opened(site_id, act)
        note(act, Intent.TIME_BANK, joined=account.id)
        log.info("time_bank_joined", site=site_id, member=act.member_id)
    return [
        to_member(
            act.member_id,
            "time_bank/joined.j2",
            about_room=act.room_id,
            is_new=is_new,
            site=site_name(site_id, act),
            balance=hours_words(account.balance),
        )
    ]


def _opened(site_id: int, act: Act) -> TimeAccount:
    """Who was there before has the same account again."""
    before = [each for each in act.uow.time_bank.all_of(act.member_id) if each.site_id == site_id]
    if not before:
        return act.uow.time_bank.add_account(TimeAccount(site_id=site_id, member_id=act.member_id, joined_at=act.now))
    act.uow.time_bank.change_account(key(before[-1].id), joined_at=act.now, left_at=None)
    return before[-1]


def _leave(act: Act) -> list[Reply]:
    """A consent that is taken back counts everywhere."""
    closed, inverse = leave_all(act)
    if not closed:
        raise TimeBankRefused(problem="not_member")
    note(act, Intent.TIME_BANK, **inverse)
    receipt = act.new_id()[:8]
    return [to_member(act.member_id, "time_bank/left.j2", about_room=act.room_id, accounts=closed, receipt=receipt)]


def leave_all(act: Act) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What is set aside comes back, what is left goes to the station. Each account as facts, and how to undo it."""
    closed, lines, pledges, left = [], [], {}, []
    for account in _open_accounts(act):
        for pledge in act.uow.time_bank.held_of(key(account.id)):
            pledges[str(pledge.id)] = pledge.status.value
            lines.append(give_back(pledge, act))
        now_there = act.uow.time_bank.get(key(account.id)) or account
        lines.append(close(key(account.id), act))
        left.append(key(account.id))
        closed.append({"site": site_name(account.site_id, act), "hours": hours_words(now_there.balance)})
        log.info("time_bank_left", site=account.site_id, member=act.member_id)
    return closed, {"lines": [each for each in lines if each is not None], "pledges": pledges, "left": left}


def _open_accounts(act: Act) -> list[TimeAccount]:
    sites = dict.fromkeys(each.site_id for each in act.uow.time_bank.all_of(act.member_id) if each.left_at is None)
    return [each for site_id in sites if (each := account_of(act.member_id, site_id, act)) is not None]


def balances(act: Act) -> list[dict[str, Any]]:
    """Each open account as facts, with what is set aside for orders."""
    return [
        {
            "site": site_name(account.site_id, act),
            "balance": hours_words(account.balance),
            "is_on": is_open(account.site_id, act),
            "held": [
                {"number": _number(pledge.order_id, act), "hours": hours_words(pledge.minutes)}
                for pledge in act.uow.time_bank.held_of(key(account.id))
            ],
        }
        for account in _open_accounts(act)
    ]


def _balance(act: Act) -> list[Reply]:
    accounts = balances(act)
    if not accounts:
        raise TimeBankRefused(problem="not_member" if is_open(act.room.site_id, act) else "off")
    return [to_member(act.member_id, "time_bank/balance.j2", about_room=act.room_id, accounts=accounts)]


def _lines(act: Act, *, is_more: bool) -> list[Reply]:
    """The newest first, of all their accounts, closed ones among them."""
    accounts = act.uow.time_bank.all_of(act.member_id)
    lines = [line for account in accounts for line in act.uow.time_bank.lines_of(key(account.id))]
    lines.sort(key=lambda line: key(line.id), reverse=True)
    most = MORE_LINES if is_more else LINES
    return [
        to_member(
            act.member_id,
            "time_bank/lines.j2",
            about_room=act.room_id,
            lines=[_line(line, act) for line in lines[:most]],
            more=0 if is_more else max(len(lines) - most, 0),
            accounts=balances(act),
        )
    ]


def _line(line: TimeLine, act: Act) -> dict[str, Any]:
    activity = act.uow.activities.get(line.activity_id) if line.activity_id is not None else None
    other = act.uow.time_bank.other_side(line)
    account = act.uow.time_bank.get(other.account_id) if other is not None else None
    return {
        "day": f"{line.written_at.astimezone(LOCAL_ZONE):%m-%d}",
        "hours": hours_words(abs(line.minutes)),
        "is_in": line.minutes > 0,
        "kind": line.kind.value,
        "title": activity.title if activity is not None else "",
        "number": _number(line.order_id, act),
        "name": name_of(act, account.member_id) if account is not None and account.member_id is not None else "",
        "by": name_of(act, line.noted_by_id) if line.noted_by_id is not None else "",
        "reason": line.reason,
    }


def _number(order_id: int | None, house: House) -> int | None:
    found = found_by_id(house, order_id)
    return found.number if found is not None else None
