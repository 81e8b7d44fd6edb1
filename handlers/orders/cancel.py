"""撤单 and 拒单: the need is gone, or nobody can meet it."""

from typing import Any

from handlers.access import Verb, may, require
from handlers.act import Act, key
from handlers.errors import NotYours, OrderNotOpen
from handlers.escalation import stop_ladder
from handlers.orders.finding import Found, each
from handlers.orders.moves import STATUS_WORDS, before, move, move_claim, note
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.commands import CancelOrder, RefuseOrder
from storage.models.orders import Claim
from storage.vocabulary import ClaimStatus, Intent, OrderStatus


def cancel_order(command: CancelOrder, act: Act) -> list[Reply]:
    return each(command.numbers, act, _cancel)


def _cancel(found: Found, act: Act) -> list[Reply]:
    """One line if somebody had it, and a word to them; nothing where nobody had."""
    order = found.order
    if act.member_id not in (order.asker_id, order.placed_by_id) and not may(act, Verb.CANCEL_FOR_ANOTHER):
        raise NotYours(number=found.number)
    if order.status not in (OrderStatus.PLACED, OrderStatus.DISPATCHED, OrderStatus.CLAIMED):
        raise OrderNotOpen(number=found.number, state=STATUS_WORDS[order.status])
    was = before(order, "closed_at")
    ended, undo_to = _end_claims(found, act)
    move(act, order, OrderStatus.CANCELLED, closed_at=act.now)
    _forget(found, act)
    had = [claim for claim in ended if claim.member_id is not None]
    note(act, Intent.CANCEL_ORDER, found, was=was, claims=undo_to, announced=bool(had))
    if not had:
        return []
    facts: dict[str, Any] = {"number": found.number, "what": order.what}
    return [
        to_room(found.room_id, "orders/cancelled.j2", **facts),
        *(
            to_member(key(claim.member_id), "orders/cancelled_private.j2", about_room=found.room_id, **facts)
            for claim in had
        ),
    ]


def _end_claims(found: Found, act: Act) -> tuple[list[Claim], dict[int, ClaimStatus]]:
    """The claims that were open, and the state each had."""
    claims = act.uow.claims.of_order(found.order_id, ClaimStatus.ACTIVE, ClaimStatus.PROPOSED)
    had = {key(claim.id): claim.status for claim in claims}
    for claim in claims:
        move_claim(act, claim, ClaimStatus.RELEASED, ended_at=act.now)
    return claims, had


def _forget(found: Found, act: Act) -> None:
    stop_ladder(found.order_id, act)
    act.uow.timers.drop(found.order_id)
    act.uow.questions.drop_about(found.order_id, now=act.now)


def refuse_order(command: RefuseOrder, act: Act) -> list[Reply]:
    """Only the asker sees the reason. Raises NotAllowed."""
    require(act, Verb.REFUSE)
    return each(command.numbers, act, lambda found, act: _refuse(found, act, command.reason))


def _refuse(found: Found, act: Act, reason: str) -> list[Reply]:
    order = found.order
    if order.status is not OrderStatus.PLACED:
        raise OrderNotOpen(number=found.number, state=STATUS_WORDS[order.status])
    was = before(order, "closed_at", "reason_sealed")
    move(act, order, OrderStatus.REFUSED, closed_at=act.now, reason_sealed=act.uow.seal(reason))
    _forget(found, act)
    note(act, Intent.REFUSE_ORDER, found, was=was, announced=False)
    return [
        to_member(
            order.asker_id,
            "orders/refused_private.j2",
            about_room=found.room_id,
            number=found.number,
            what=order.what,
            reason=reason,
        )
    ]
