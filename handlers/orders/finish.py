"""完成 and 重开: the work is done, or is not after all."""

from handlers.access import Verb, may
from handlers.act import Act, key
from handlers.errors import NotYours, OrderNotOpen
from handlers.orders.finding import Found, each
from handlers.orders.moves import STATUS_WORDS, before, move, move_claim, note, part
from handlers.orders.parts import is_meant
from handlers.orders.release import open_again, open_anew
from handlers.orders.same import tell_seconders
from handlers.replies import Reply
from handlers.understanding.commands import FinishOrder, ReopenOrder
from storage.intents import Intent
from storage.models.orders import Claim
from storage.models.talk import Timer
from storage.states import ClaimStatus, OrderStatus
from storage.vocabulary import TimerKind

OPEN = (OrderStatus.PLACED, OrderStatus.DISPATCHED, OrderStatus.CLAIMED)


def finish_order(command: FinishOrder, act: Act) -> list[Reply]:
    return each(command.numbers, act, _finish)


def _finish(found: Found, act: Act) -> list[Reply]:
    """Nothing in the room; the asker is asked an hour later, in waking hours. Who seconded it is told."""
    order = found.order
    claims = act.uow.claims.of_order(found.order_id, ClaimStatus.ACTIVE, ClaimStatus.PROPOSED)
    has_part = any(claim.member_id == act.member_id or is_meant(act, claim) for claim in claims)
    is_askers = act.member_id in (order.asker_id, order.placed_by_id)
    if order.status not in OPEN:
        raise OrderNotOpen(number=found.number, state=STATUS_WORDS[order.status])
    if not has_part and not is_askers and not may(act, Verb.FINISH_FOR_ANOTHER, found.room):
        raise NotYours(number=found.number)
    was = before(act, order, "finished_at")
    if order.status is OrderStatus.DISPATCHED:
        move(act, order, OrderStatus.PLACED)
    move(act, order, OrderStatus.FINISHED, finished_at=act.now)
    were = {key(claim.id): part(claim) for claim in claims}
    for claim in claims:
        end(claim, act)
    act.uow.timers.drop(found.order_id)
    act.uow.questions.drop_about(found.order_id, now=act.now)
    due_at = found.quiet.waking(act.now + act.rules.ask_review_after)
    act.uow.timers.add(Timer(kind=TimerKind.ASK_REVIEW, due_at=due_at, order_id=found.order_id))
    note(act, Intent.FINISH_ORDER, found, was=was, claims=were, announced=False)
    return tell_seconders(found, act)


def end(claim: Claim, act: Act) -> None:
    """Done; a dispatch that nobody has said yes to is done by the named one's word alone."""
    if claim.status is ClaimStatus.ACTIVE:
        move_claim(act, claim, ClaimStatus.DONE, ended_at=act.now)
    elif is_meant(act, claim):
        move_claim(act, claim, ClaimStatus.DONE, ended_at=act.now, member_id=act.member_id)
    else:
        move_claim(act, claim, ClaimStatus.RETURNED, ended_at=act.now)


def reopen_order(command: ReopenOrder, act: Act) -> list[Reply]:
    return each(command.numbers, act, _reopen)


def _reopen(found: Found, act: Act) -> list[Reply]:
    """By the asker or staff; what was refused, by staff alone."""
    order = found.order
    is_askers = act.member_id in (order.asker_id, order.placed_by_id) and order.status is not OrderStatus.REFUSED
    if not is_askers and not may(act, Verb.REOPEN_FOR_ANOTHER, found.room):
        raise NotYours(number=found.number)
    if order.status in OPEN:
        raise OrderNotOpen(number=found.number, state=STATUS_WORDS[order.status])
    was = before(act, order, "renewed_at", "finished_at", "closed_at")
    open_anew(found, act, renewed_at=act.now, finished_at=None, closed_at=None)
    note(act, Intent.REOPEN_ORDER, found, was=was, announced=True)
    return open_again(found, act)
