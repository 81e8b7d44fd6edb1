"""完成 and 重开: the work is done, or is not after all."""

from handlers.access import Verb, may
from handlers.act import Act, key, quiet_hours
from handlers.errors import NotYours, OrderNotOpen
from handlers.escalation import stop_ladder
from handlers.orders.claim import open_again, reopen
from handlers.orders.finding import Found, each
from handlers.orders.moves import STATUS_WORDS, before, move, move_claim, note
from handlers.replies import Reply
from handlers.understanding.commands import FinishOrder, ReopenOrder
from storage.models.talk import Timer
from storage.vocabulary import ClaimStatus, Intent, OrderStatus, TimerKind

CLOSED = (OrderStatus.FINISHED, OrderStatus.REVIEWED, OrderStatus.CLOSED_UNREVIEWED, OrderStatus.REFUSED)


def finish_order(command: FinishOrder, act: Act) -> list[Reply]:
    return each(command.numbers, act, _finish)


def _finish(found: Found, act: Act) -> list[Reply]:
    """Nothing in the room; the asker is asked an hour later, in waking hours."""
    order = found.order
    active = act.uow.claims.active(found.order_id)
    mine = any(claim.member_id == act.member_id for claim in active)
    is_askers = act.member_id in (order.asker_id, order.placed_by_id)
    if not mine and not is_askers and not may(act, Verb.FINISH_FOR_ANOTHER):
        raise NotYours(number=found.number)
    if order.status not in (OrderStatus.CLAIMED, OrderStatus.PLACED):
        raise OrderNotOpen(number=found.number, state=STATUS_WORDS[order.status])
    was = before(order, "finished_at")
    undo_to = {key(claim.id): claim.status for claim in active}
    move(act, order, OrderStatus.FINISHED, finished_at=act.now)
    for claim in active:
        move_claim(act, claim, ClaimStatus.DONE, ended_at=act.now)
    stop_ladder(found.order_id, act)
    act.uow.timers.drop(found.order_id)
    act.uow.questions.drop_about(found.order_id, now=act.now)
    due_at = quiet_hours(found.room).waking(act.now + act.rules.ask_review_after)
    act.uow.timers.add(Timer(kind=TimerKind.ASK_REVIEW, due_at=due_at, order_id=found.order_id))
    note(act, Intent.FINISH_ORDER, found, was=was, claims=undo_to, announced=False)
    return []


def reopen_order(command: ReopenOrder, act: Act) -> list[Reply]:
    return each(command.numbers, act, _reopen)


def _reopen(found: Found, act: Act) -> list[Reply]:
    order = found.order
    is_askers = act.member_id in (order.asker_id, order.placed_by_id)
    if not is_askers and not may(act, Verb.REOPEN_FOR_ANOTHER):
        raise NotYours(number=found.number)
    if order.status not in CLOSED:
        raise OrderNotOpen(number=found.number, state=STATUS_WORDS[order.status])
    was = before(order, "renewed_at")
    reopen(found, act)
    note(act, Intent.REOPEN_ORDER, found, was=was, announced=True)
    return open_again(found, act)
