"""撤单 and 拒单: the need is gone, or nobody can meet it."""

from collections.abc import Iterable
from typing import Any

from handlers.access import Verb, may, require
from handlers.act import Act, House
from handlers.errors import NotYours, OrderNotOpen
from handlers.orders.finding import Found, each
from handlers.orders.moves import STATUS_WORDS, before, end_claims, move, note
from handlers.orders.parts import people_behind
from handlers.orders.same import tell_seconders
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.commands import CancelOrder, RefuseOrder
from storage.intents import Intent
from storage.models.orders import Claim
from storage.states import OrderStatus

OPEN = (OrderStatus.PLACED, OrderStatus.DISPATCHED, OrderStatus.CLAIMED)


def cancel_order(command: CancelOrder, act: Act) -> list[Reply]:
    return each(command.numbers, act, _cancel)


def _cancel(found: Found, act: Act) -> list[Reply]:
    order = found.order
    if act.member_id not in (order.asker_id, order.placed_by_id) and not may(act, Verb.CANCEL_FOR_ANOTHER, found.room):
        raise NotYours(number=found.number)
    if order.status not in OPEN:
        raise OrderNotOpen(number=found.number, state=STATUS_WORDS[order.status])
    return call_off(found, act, Intent.CANCEL_ORDER)


def call_off(found: Found, act: Act, verb: Intent) -> list[Reply]:
    """One line if somebody had it, and a word to them; nothing where nobody had."""
    was = before(act, found.order, "closed_at")
    had = bool(act.uow.claims.active(found.order_id))
    ended, were = end_claims(act, found.order_id)
    close(found, act, OrderStatus.CANCELLED)
    note(act, verb, found, was=was, claims=were, announced=had)
    line = to_room(found.room_id, "orders/cancelled.j2", number=found.number, what=found.order.what)
    return [*([line] if had else []), *tell_helpers(found, act, ended), *tell_seconders(found, act)]


def close(found: Found, house: House, to: OrderStatus, **also: Any) -> None:
    """Nothing about the order is due or asked any more."""
    move(house, found.order, to, closed_at=house.now, **also)
    house.uow.timers.drop(found.order_id)
    house.uow.questions.drop_about(found.order_id, now=house.now)


def tell_helpers(found: Found, house: House, ended: Iterable[Claim]) -> list[Reply]:
    return [
        to_member(
            member_id,
            "orders/cancelled_private.j2",
            about_room=found.room_id,
            number=found.number,
            what=found.order.what,
        )
        for claim in ended
        for member_id in people_behind(house, claim)
    ]


def refuse_order(command: RefuseOrder, act: Act) -> list[Reply]:
    """Only the asker sees the reason. Raises NotAllowed."""
    return each(command.numbers, act, lambda found, act: _refuse(found, act, command.reason))


def _refuse(found: Found, act: Act, reason: str) -> list[Reply]:
    require(act, Verb.REFUSE, found.room)
    order = found.order
    if order.status is not OrderStatus.PLACED:
        raise OrderNotOpen(number=found.number, state=STATUS_WORDS[order.status])
    was = before(act, order, "closed_at", "reason_sealed")
    ended, were = end_claims(act, found.order_id)
    close(found, act, OrderStatus.REFUSED, reason_sealed=act.uow.seal(reason))
    note(act, Intent.REFUSE_ORDER, found, was=was, claims=were, announced=False)
    word = to_member(
        order.asker_id,
        "orders/refused_private.j2",
        about_room=found.room_id,
        number=found.number,
        what=order.what,
        reason=reason,
    )
    return [word, *tell_helpers(found, act, ended), *tell_seconders(found, act)]
