"""接单: who does it. One winner per place; what only the helper may know goes to them privately."""

from datetime import datetime
from typing import Any

from handlers.act import Act, key
from handlers.errors import AlreadyYours, OrderNotOpen, OwnOrder
from handlers.escalation import restart_ladder
from handlers.orders.contact import open_contact
from handlers.orders.finding import Found, each, found_by_id
from handlers.orders.moves import STATUS_WORDS, before, move, move_claim, note, part, set_values
from handlers.orders.parts import is_meant, named
from handlers.orders.release import give_up
from handlers.orders.times import replan_expiry
from handlers.reminders import remind_claimant_at
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.commands import ClaimOrder
from handlers.wording import when_words
from storage.intents import Intent
from storage.models.orders import Claim
from storage.models.talk import Question
from storage.states import ClaimStatus, OrderStatus
from storage.vocabulary import QuestionKind, TimerKind

#: The clocks that stop when a place is taken, and when the last one is.
A_PLACE_IS_TAKEN = (TimerKind.DISPATCH_RUNS_OUT,)
THE_LAST_IS_TAKEN = (*A_PLACE_IS_TAKEN, TimerKind.ESCALATE, TimerKind.EXPIRE_ORDER, TimerKind.CLOSE_EXPIRED)

#: How many open numbers the answer to a second claim names.
OTHERS_NAMED = 3


def claim_order(command: ClaimOrder, act: Act) -> list[Reply]:
    return each(command.numbers, act, _claim)


def answer_dispatch(question: Question, yes: bool, act: Act) -> list[Reply]:
    """The named one's yes or no to a dispatch."""
    found = found_by_id(act, question.order_id)
    if found is None:
        return []
    return _claim(found, act) if yes else give_up(found, act, "")


def _claim(found: Found, act: Act) -> list[Reply]:
    order = found.order
    parts = act.uow.claims.of_order(found.order_id, ClaimStatus.ACTIVE, ClaimStatus.PROPOSED)
    active = [claim for claim in parts if claim.status is ClaimStatus.ACTIVE]
    if any(claim.member_id == act.member_id for claim in active):
        raise AlreadyYours(number=found.number)
    proposed = next((claim for claim in parts if claim.status is ClaimStatus.PROPOSED), None)
    if proposed is not None:
        if not is_meant(act, proposed):
            return [_taken(found, [proposed], act, waits_until=proposed.answer_by)]
        return take(found, act, active, accepted=proposed)
    if order.status is OrderStatus.CLAIMED:
        return [_taken(found, active, act)]
    if order.status is not OrderStatus.PLACED:
        raise OrderNotOpen(number=found.number, state=STATUS_WORDS[order.status])
    if act.member_id == order.asker_id:
        raise OwnOrder(number=found.number)
    return take(found, act, active, accepted=None)


def take(found: Found, act: Act, active: list[Claim], *, accepted: Claim | None) -> list[Reply]:
    """One place more is taken, openly or by the yes to a dispatch."""
    order = found.order
    was = before(act, order)
    missing = max(order.people - len(active) - 1, 0)
    was_dispatched = order.status is OrderStatus.DISPATCHED
    move_to = OrderStatus.PLACED if missing else OrderStatus.CLAIMED
    if order.status is move_to:
        set_values(act, order, {})  # the version moves on, so that only one takes the last place
    else:
        move(act, order, move_to)
    claim, then = _own_claim(found, act, accepted)
    note(act, Intent.CLAIM_ORDER, found, was=was, claims={key(claim.id): then}, announced=True)
    act.uow.timers.drop(found.order_id, *(A_PLACE_IS_TAKEN if missing else THE_LAST_IS_TAKEN))
    act.uow.questions.drop_about(found.order_id, QuestionKind.ACCEPT, QuestionKind.RENEW, now=act.now)
    if missing and was_dispatched:
        replan_expiry(order, act)
        restart_ladder(order, act, found.quiet)
    remind_claimant_at(order, act, found.quiet)
    return [_claimed_line(found, act, missing), open_contact(found, act.member_id, act), _tell_asker(found, act)]


def _own_claim(found: Found, act: Act, accepted: Claim | None) -> tuple[Claim, dict[str, Any]]:
    """The claim, and what an undo makes of it."""
    if accepted is not None:
        then = part(accepted)
        move_claim(act, accepted, ClaimStatus.ACTIVE, member_id=act.member_id)
        return accepted, then
    claim = act.uow.claims.add(
        Claim(order_id=found.order_id, member_id=act.member_id, status=ClaimStatus.ACTIVE, made_at=act.now)
    )
    return claim, {**part(claim), "status": ClaimStatus.RELEASED.value}


def _claimed_line(found: Found, act: Act, missing: int) -> Reply:
    is_reachable = act.uow.members.is_reachable(act.member_id, found.room.account)
    return to_room(
        found.room_id,
        "orders/claimed.j2",
        merge="claimed",
        mention_id=None if is_reachable else act.member_id,
        number=found.number,
        what=found.order.what,
        name=act.member.name,
        missing=missing,
        is_reachable=is_reachable,
    )


def _tell_asker(found: Found, act: Act) -> Reply:
    return to_member(
        found.order.asker_id,
        "orders/claimed_private.j2",
        about_room=found.room_id,
        tells_to_befriend=False,
        number=found.number,
        what=found.order.what,
        name=act.member.name,
    )


def _taken(found: Found, had_by: list[Claim], act: Act, *, waits_until: datetime | None = None) -> Reply:
    """Who has it or is waited for until when, and up to three open numbers in ascending order."""
    others = [
        {"number": number, "what": order.what}
        for number, order in act.uow.postings.open_orders(found.room_id)
        if order.status is OrderStatus.PLACED and order.id != found.order_id
    ]
    facts: dict[str, Any] = {
        "number": found.number,
        "names": [named(act, claim) for claim in had_by],
        "waits_until": when_words(waits_until, None, act.now, is_whole_day=False),
        "others": others[:OTHERS_NAMED],
    }
    if act.is_private:
        return to_member(act.member_id, "orders/taken.j2", about_room=found.room_id, items=[facts])
    return to_room(found.room_id, "orders/taken.j2", merge="taken", **facts)
