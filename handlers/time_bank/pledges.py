"""用时间 12 2小时: set aside at once, so that nothing is spent twice; passed on when the order is closed."""

from typing import Any, Final

from handlers.act import Act, House, key
from handlers.activities.hours import hours_words
from handlers.errors import TimeBankRefused
from handlers.orders.finding import Found, find_order
from handlers.replies import Reply, to_member
from handlers.time_bank.holding import give_back, pay_out
from handlers.time_bank.ledger import account_of, is_open, station, transfer
from handlers.time_bank.trail import note
from handlers.understanding.time_bank_commands import UseTime
from handlers.wording import name_of
from storage.intents import Intent
from storage.models.time_bank import TimeAccount, TimeLine, TimePledge
from storage.states import OrderStatus
from storage.vocabulary import TimeKind

#: Whoever does it, or did it, can still get it.
_UNDECIDED: Final = (OrderStatus.PLACED, OrderStatus.DISPATCHED, OrderStatus.CLAIMED, OrderStatus.FINISHED)


def use_time(command: UseTime, act: Act) -> list[Reply]:
    """By the asker alone; said again, the new figure counts. Raises TimeBankRefused and what find_order raises."""
    if command.number is None or command.minutes is None:
        raise TimeBankRefused(problem="incomplete", number=command.number)
    found = find_order(act, command.number)
    account = _account(found, command.minutes, act)
    held = act.uow.time_bank.held_for(found.order_id)
    if (held.minutes if held is not None else 0) == command.minutes:
        raise TimeBankRefused(problem="same", number=found.number, hours=hours_words(command.minutes))
    lines, pledges = [], {}
    if held is not None:
        pledges[str(held.id)] = held.status.value
        lines.append(give_back(held, act))
        account = act.uow.time_bank.get(key(account.id)) or account
    if command.minutes:
        pledge, line = _set_aside(command.minutes, found, account, act)
        pledges[str(pledge.id)] = "given_back"
        lines.append(line)
    note(act, Intent.USE_TIME, lines=[each for each in lines if each is not None], pledges=pledges)
    return [_told(found, command.minutes, account, act)]


def _account(found: Found, minutes: int, act: Act) -> TimeAccount:
    if found.order.asker_id != act.member_id:
        raise TimeBankRefused(problem="not_asker", number=found.number)
    account = account_of(act.member_id, found.room.site_id, act)
    if account is None or (minutes and not is_open(found.room.site_id, act)):
        raise TimeBankRefused(problem="not_member" if is_open(found.room.site_id, act) else "off")
    if found.order.status not in _UNDECIDED:
        raise TimeBankRefused(problem="over", number=found.number)
    return account


def _set_aside(minutes: int, found: Found, account: TimeAccount, act: Act) -> tuple[TimePledge, int]:
    site = station(account.site_id, act)
    line = TimeLine(
        account_id=key(site.id),
        minutes=minutes,
        kind=TimeKind.SET_ASIDE,
        order_id=found.order_id,
        written_at=act.now,
    )
    written = transfer(account, site, line, act)
    if written is None:
        raise TimeBankRefused(problem="short", balance=hours_words(account.balance))
    pledge = TimePledge(order_id=found.order_id, account_id=key(account.id), minutes=minutes, made_at=act.now)
    return act.uow.time_bank.add_pledge(pledge), written


def _told(found: Found, minutes: int, account: TimeAccount, act: Act) -> Reply:
    return to_member(
        act.member_id,
        "time_bank/set_aside.j2",
        about_room=found.room_id,
        number=found.number,
        what=found.order.what,
        hours=hours_words(minutes) if minutes else "",
        balance=hours_words(account.balance),
    )


def pay(found: Found, house: House) -> list[Reply]:
    """When the order is reviewed, or closed without: whoever did it is told, and the asker what went where."""
    pledge = house.uow.time_bank.held_for(found.order_id)
    asker = house.uow.time_bank.get(pledge.account_id) if pledge is not None else None
    if pledge is None or asker is None:
        return []
    paid = pay_out(pledge, asker, house)
    facts: dict[str, Any] = {"number": found.number, "what": found.order.what}
    template = "time_bank/paid.j2"
    named = [{"name": name_of(house, member_id), "hours": hours_words(minutes)} for member_id, minutes in paid]
    rest = pledge.minutes - sum(minutes for _, minutes in paid)
    own = _news(found.order.asker_id, template, found, paid=named, back=hours_words(rest) if rest else "", **facts)
    others = [
        _news(member_id, "time_bank/received.j2", found, hours=hours_words(minutes), **facts)
        for member_id, minutes in paid
    ]
    return [own, *others]


def _news(member_id: int, template: str, found: Found, **facts: Any) -> Reply:
    return to_member(member_id, template, about_room=found.room_id, unasked=True, tells_to_befriend=False, **facts)
