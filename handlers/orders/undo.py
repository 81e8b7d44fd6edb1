"""撤销: back to how it was before one's newest act, within ten minutes, while nobody has gone on from there."""

from datetime import datetime
from typing import Any

from handlers.access import Verb, may
from handlers.act import Act
from handlers.errors import NothingToUndo
from handlers.orders.finding import Found, find_order, found_by_id
from handlers.orders.moves import TIMER_COLUMNS, loaded, move_claim, set_values
from handlers.orders.parts import named
from handlers.replies import Reply, to_member, to_room
from handlers.time_bank.holding import hold_again
from handlers.understanding.commands import Undo
from handlers.wording import name_of, order_line_facts
from storage.intents import Intent
from storage.models.orders import Claim
from storage.models.talk import AuditEvent, Timer
from storage.states import ClaimStatus, OrderStatus
from storage.vocabulary import TimerKind

OPEN = (OrderStatus.PLACED, OrderStatus.DISPATCHED, OrderStatus.CLAIMED)
ENDED = (ClaimStatus.RELEASED, ClaimStatus.RETURNED, ClaimStatus.DONE)


def undo_newest(command: Undo, act: Act) -> list[Reply]:
    """Raises NothingToUndo with the reason why not."""
    event, found = _meant(command, act)
    if found is None or event.inverse is None:
        raise NothingToUndo(reason="这一步撤不回来")
    if act.now - event.done_at > act.rules.undo_window:
        raise NothingToUndo(reason="过了 10 分钟,撤不回来了")
    if found.order.version != event.version:
        raise NothingToUndo(reason=f"#{found.number} 后来又有变动,撤不回来了")
    _restore(found, act, event.inverse, event.done_at)
    act.uow.audit.undone(event, now=act.now)
    replies = [_correct(found, act, event)] if event.was_announced else []
    if event.verb is Intent.CLAIM_ORDER and act.uow.receipts.was_shown(found.order_id, event.actor_id or 0):
        replies.append(_tell_owner(found, act, event))
    return replies


def _meant(command: Undo, act: Act) -> tuple[AuditEvent, Found | None]:
    """The quoted order's newest act, if it is the sender's or under them; else the sender's own newest."""
    if command.number is None:
        event = act.uow.audit.newest_by(act.member_id, act.now - act.rules.undo_window)
        if event is None:
            raise NothingToUndo(reason="最近 10 分钟没有可以撤销的")
        return event, found_by_id(act, event.order_id)
    found = find_order(act, command.number)
    event = act.uow.audit.newest_about(found.order_id)
    if event is None:
        raise NothingToUndo(reason="这一步撤不回来")
    if event.actor_id != act.member_id and not may(act, Verb.UNDO_FOR_ANOTHER, found.room):
        raise NothingToUndo(reason="只能撤销自己做的")
    return event, found


def _restore(found: Found, act: Act, inverse: dict[str, Any], done_at: datetime) -> None:
    """Order, parts, clocks and questions as they were; a review is withdrawn."""
    values = {name: loaded(value) for name, value in inverse["order"].items()}
    values["status"] = OrderStatus(values["status"])
    set_values(act, found.order, values)
    for claim in act.uow.claims.of_order(found.order_id):
        if (then := inverse["claims"].get(str(claim.id))) is not None:
            _restore_claim(act, claim, ClaimStatus(then["status"]), then["member_id"])
    if inverse["review"] is not None:
        act.uow.reviews.change(inverse["review"], is_withdrawn=True)
    act.uow.timers.drop(found.order_id)
    for timer in inverse["timers"]:
        _restore_timer(act, {name: loaded(timer[name]) for name in TIMER_COLUMNS})
    if not hold_again(inverse.get("pledge"), act.member_id, act):
        raise NothingToUndo(reason=f"#{found.number} 留的时间已经用出去了,撤不回来了")
    act.uow.questions.drop_about(found.order_id, now=act.now)
    act.uow.questions.ask_again_about(found.order_id, closed_at=done_at)


def _restore_claim(act: Act, claim: Claim, status: ClaimStatus, member_id: int | None) -> None:
    move_claim(act, claim, status, member_id=member_id, ended_at=act.now if status in ENDED else None)


def _restore_timer(act: Act, values: dict[str, Any]) -> None:
    act.uow.timers.add(Timer(**{**values, "kind": TimerKind(values["kind"])}))


def _correct(found: Found, act: Act, event: AuditEvent) -> Reply:
    """Addressed to whoever has it again: they may have been told that they have not."""
    order = found.order
    claims = act.uow.claims.of_order(found.order_id, ClaimStatus.ACTIVE, ClaimStatus.PROPOSED)
    return to_room(
        found.room_id,
        "orders/undone.j2",
        mention_id=claims[0].member_id if len(claims) == 1 else None,
        is_edit=event.verb in (Intent.EDIT_ORDER, Intent.CONFIRM) and order.status in OPEN,
        name=act.member.name,
        status=order.status.value,
        names=[named(act, claim) for claim in claims],
        missing=order.people - len(claims) if claims else 0,
        **order_line_facts(order, found.number, act.now),
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
