"""What becomes of time that was set aside for an order when the order ends. Called where the order moves."""

from collections.abc import Mapping
from typing import Any, Final

from handlers.act import House, key
from handlers.errors import LostRace
from handlers.time_bank.ledger import account_of, station, transfer
from storage.models.orders import DemandOrder
from storage.models.time_bank import TimeAccount, TimeLine, TimePledge
from storage.states import ClaimStatus, OrderStatus, PledgeStatus
from storage.vocabulary import TimeKind

#: Nobody will be paid for it.
_FOR_NOTHING: Final = (OrderStatus.CANCELLED, OrderStatus.REFUSED, OrderStatus.EXPIRED)


def follow(order: DemandOrder, house: House) -> None:
    """An order that ends undone gives its asker the time back."""
    pledge = house.uow.time_bank.held_for(key(order.id)) if order.status in _FOR_NOTHING else None
    if pledge is not None:
        give_back(pledge, house)


def give_back(pledge: TimePledge, house: House) -> int | None:
    """The line of it."""
    account = house.uow.time_bank.get(pledge.account_id)
    is_ours = house.uow.time_bank.pledge_moved(pledge, PledgeStatus.GIVEN_BACK, ended_at=house.now)
    if account is None or not is_ours:
        return None
    return _out_of_hold(pledge, account, pledge.minutes, TimeKind.GIVEN_BACK, house)


def pay_out(pledge: TimePledge, asker: TimeAccount, house: House) -> list[tuple[int, int]]:
    """In equal parts to everyone who did it, (member, minutes) each; the part of who has no account goes back."""
    shares = _shares(pledge, asker, house)
    status = PledgeStatus.PAID if shares else PledgeStatus.GIVEN_BACK
    if not house.uow.time_bank.pledge_moved(pledge, status, ended_at=house.now):
        raise LostRace
    for account, minutes in shares:
        _out_of_hold(pledge, account, minutes, TimeKind.PAID, house)
    left = pledge.minutes - sum(minutes for _, minutes in shares)
    if left:
        _out_of_hold(pledge, asker, left, TimeKind.GIVEN_BACK, house)
    return [(account.member_id or 0, minutes) for account, minutes in shares]


def _shares(pledge: TimePledge, asker: TimeAccount, house: House) -> list[tuple[TimeAccount, int]]:
    claims = house.uow.claims.of_order(pledge.order_id, ClaimStatus.DONE)
    doers = list(dict.fromkeys(claim.member_id for claim in claims if claim.member_id != asker.member_id))
    shares = []
    for place, member_id in enumerate(doers):
        account = account_of(member_id, asker.site_id, house) if member_id is not None else None
        minutes = pledge.minutes // len(doers) + (1 if place < pledge.minutes % len(doers) else 0)
        if account is not None and minutes:
            shares.append((account, minutes))
    return shares


def _out_of_hold(pledge: TimePledge, account: TimeAccount, minutes: int, kind: TimeKind, house: House) -> int | None:
    line = TimeLine(
        account_id=key(account.id),
        minutes=minutes,
        kind=kind,
        order_id=pledge.order_id,
        pledge_id=pledge.id,
        written_at=house.now,
    )
    return transfer(station(account.site_id, house), account, line, house)


def ended_by(act_on: Mapping[str, Any], house: House) -> int | None:
    """The pledge that was held before that act on the order and is not any more; `act_on` as moves.before wrote it."""
    pledge_id = act_on.get("pledge")
    pledge = house.uow.time_bank.pledge(pledge_id) if pledge_id is not None else None
    return pledge.id if pledge is not None and pledge.status is not PledgeStatus.HELD else None


def hold_again(pledge_id: int | None, by: int, house: House) -> bool:
    """After 撤销 of what ended its order; False where somebody has spent what they got for it.

    An asker who has spent what they got back, or has left, sets nothing aside any more.
    """
    pledge = house.uow.time_bank.pledge(pledge_id) if pledge_id is not None else None
    asker = house.uow.time_bank.get(pledge.account_id) if pledge is not None else None
    if pledge is None or asker is None or asker.left_at is not None or pledge.status is PledgeStatus.HELD:
        return True
    for account_id, minutes in house.uow.time_bank.outcome_of(key(pledge.id)).items():
        account = house.uow.time_bank.get(account_id)
        is_ours = account is not None and account.member_id is not None and minutes != 0
        if account is not None and is_ours and not _into_hold(pledge, account, minutes, by, house):
            return pledge.status is PledgeStatus.GIVEN_BACK
    return house.uow.time_bank.pledge_moved(pledge, PledgeStatus.HELD, ended_at=None)


def _into_hold(pledge: TimePledge, account: TimeAccount, minutes: int, by: int, house: House) -> bool:
    site = station(account.site_id, house)
    line = TimeLine(
        account_id=key(site.id),
        minutes=minutes,
        kind=TimeKind.UNDONE,
        order_id=pledge.order_id,
        pledge_id=pledge.id,
        noted_by_id=by,
        written_at=house.now,
    )
    return transfer(account, site, line, house) is not None
