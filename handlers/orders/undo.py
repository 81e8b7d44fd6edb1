"""撤销: back to how it was before one's newest act, within ten minutes, while nobody has gone on from there."""

from typing import Any

from handlers.access import Verb, may
from handlers.act import Act, key, quiet_hours
from handlers.errors import LostRace, NothingToUndo
from handlers.escalation import start_ladder, stop_ladder
from handlers.orders.finding import Found, find_order, found_by_id
from handlers.orders.moves import loaded, set_values
from handlers.orders.times import plan_expiry
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.commands import Undo
from handlers.wording import name_of, order_line_facts
from storage.models.talk import AuditEvent, Timer
from storage.vocabulary import ClaimStatus, Intent, OrderStatus, TimerKind


def undo_newest(command: Undo, act: Act) -> list[Reply]:
    """Raises NothingToUndo with the reason why not."""
    event = _meant(command, act)
    found = found_by_id(act, event.order_id)
    if found is None or event.inverse is None:
        raise NothingToUndo(reason="这一步撤不回来")
    if act.now - event.done_at > act.rules.undo_window:
        raise NothingToUndo(reason="过了 10 分钟,撤不回来了")
    if found.order.version != event.version:
        raise NothingToUndo(reason=f"#{found.number} 后来又有变动,撤不回来了")
    contact_was_shown = event.verb is Intent.CLAIM_ORDER and event.actor_id is not None
    _restore(found, act, event.inverse)
    if not act.uow.audit.undone(event, now=act.now):
        raise LostRace
    replies = [_correct(found, act, event)] if event.was_announced else []
    if contact_was_shown and act.uow.receipts.was_shown(found.order_id, event.actor_id or 0):
        replies.append(_tell_owner(found, act, event))
    return replies


def _meant(command: Undo, act: Act) -> AuditEvent:
    """The quoted order's newest act, if it is the sender's or under them; else the sender's own newest."""
    if command.number is None:
        event = act.uow.audit.newest_by(act.member_id, act.now - act.rules.undo_window)
        if event is None:
            raise NothingToUndo(reason="最近 10 分钟没有可以撤销的")
        return event
    event = act.uow.audit.newest_about(find_order(act, command.number).order_id)
    if event is None:
        raise NothingToUndo(reason="这一步撤不回来")
    if event.actor_id != act.member_id and not may(act, Verb.UNDO_FOR_ANOTHER):
        raise NothingToUndo(reason="只能撤销自己做的")
    return event


def _restore(found: Found, act: Act, inverse: dict[str, Any]) -> None:
    order = found.order
    values = {name: loaded(value) for name, value in inverse["order"].items()}
    values["status"] = OrderStatus(values["status"])
    set_values(act, order, values)
    for claim_id, status in inverse["claims"].items():
        claim = act.uow.claims.get(int(claim_id))
        if claim is not None:
            act.uow.claims.moved(claim, ClaimStatus(status), ended_at=None)
    act.uow.questions.drop_about(found.order_id, now=act.now)
    _plan_again(found, act)


def _plan_again(found: Found, act: Act) -> None:
    """The clocks of the state that the order is back in."""
    stop_ladder(found.order_id, act)
    act.uow.timers.drop(found.order_id)
    if found.order.status is OrderStatus.PLACED:
        plan_expiry(found.order, act)
        start_ladder(found.order, act, quiet_hours(found.room))
    elif found.order.status is OrderStatus.FINISHED:
        due_at = quiet_hours(found.room).waking(act.now + act.rules.ask_review_after)
        act.uow.timers.add(Timer(kind=TimerKind.ASK_REVIEW, due_at=due_at, order_id=found.order_id))
    elif found.order.status is OrderStatus.DISPATCHED:
        claim = act.uow.claims.proposed(found.order_id)
        if claim is not None and claim.answer_by is not None:
            act.uow.timers.add(
                Timer(
                    kind=TimerKind.DISPATCH_RUNS_OUT,
                    due_at=claim.answer_by,
                    order_id=found.order_id,
                    claim_id=key(claim.id),
                )
            )


def _correct(found: Found, act: Act, event: AuditEvent) -> Reply:
    return to_room(
        found.room_id,
        "orders/undone.j2",
        verb=event.verb.value,
        name=act.member.name,
        status=found.order.status.value,
        **order_line_facts(found.order, found.number, act.now),
    )


def _tell_owner(found: Found, act: Act, event: AuditEvent) -> Reply:
    """A contact that was delivered cannot be called back."""
    return to_member(
        found.order.asker_id,
        "orders/contact_was_shown.j2",
        about_room=found.room_id,
        number=found.number,
        what=found.order.what,
        name=name_of(act, event.actor_id),
    )
