"""An order that nobody took by its end: the asker is asked once whether it is still needed."""

from handlers.act import Act, House
from handlers.escalation import restart_ladder
from handlers.orders.cancel import call_off, close, tell_helpers
from handlers.orders.finding import Found, found_by_id
from handlers.orders.moves import before, end_claims, note, set_values
from handlers.orders.same import tell_seconders
from handlers.orders.times import replan_expiry
from handlers.replies import Reply, to_member
from storage.intents import Intent
from storage.models.talk import Question, Timer
from storage.states import OrderStatus
from storage.vocabulary import QuestionKind, TimerKind


def ask_to_renew(timer: Timer, house: House) -> list[Reply]:
    """In waking hours; a silence of 24 h after it closes the order. Until then it stays open.

    While a dispatch waits for its yes nothing is asked: whatever ends it plans this anew.
    """
    found = found_by_id(house, timer.order_id)
    if found is None or found.order.status is not OrderStatus.PLACED:
        return []
    asked_at = found.quiet.waking(house.now)
    closes_at = asked_at + house.rules.close_expired_after
    house.uow.questions.ask(
        Question(
            member_id=found.order.asker_id,
            room_id=found.room_id,
            kind=QuestionKind.RENEW,
            order_id=found.order_id,
            asked_at=house.now,
            expires_at=closes_at,
        )
    )
    house.uow.timers.add(Timer(kind=TimerKind.CLOSE_EXPIRED, due_at=closes_at, order_id=found.order_id))
    return [
        to_member(
            found.order.asker_id,
            "orders/renew_asked.j2",
            about_room=found.room_id,
            unasked=True,
            expires_at=closes_at,
            number=found.number,
            what=found.order.what,
        )
    ]


def answer_renewal(question: Question, yes: bool, act: Act) -> list[Reply]:
    found = found_by_id(act, question.order_id)
    if found is None or found.order.status is not OrderStatus.PLACED:
        return []
    replies = _renew(found, act) if yes else call_off(found, act, Intent.CONFIRM)
    answer = to_member(
        act.member_id,
        "orders/renewal_answered.j2",
        about_room=found.room_id,
        number=found.number,
        what=found.order.what,
        yes=yes,
    )
    return [answer, *replies]


def _renew(found: Found, act: Act) -> list[Reply]:
    was = before(act, found.order, "renewed_at")
    set_values(act, found.order, {"renewed_at": act.now})
    replan_expiry(found.order, act)
    restart_ladder(found.order, act, found.quiet)
    note(act, Intent.CONFIRM, found, was=was, announced=False)
    return []


def close_expired(timer: Timer, house: House) -> list[Reply]:
    """Whoever had a part in an order for several, all the same, is told."""
    found = found_by_id(house, timer.order_id)
    if found is None or found.order.status is not OrderStatus.PLACED:
        return []
    ended, _ = end_claims(house, found.order_id)
    close(found, house, OrderStatus.EXPIRED)
    return [*tell_helpers(found, house, ended), *tell_seconders(found, house)]
