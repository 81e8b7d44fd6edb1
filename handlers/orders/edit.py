"""改单: freely while open; once claimed, whoever has it must agree."""

from typing import Any

from handlers.access import Verb, may
from handlers.act import Act, key
from handlers.errors import NothingChanged, NotYours, OrderNotOpen
from handlers.escalation import hasten_ladder, stop_ladder
from handlers.orders.changes import new_values, shown_changes
from handlers.orders.contact import left_out, open_contact
from handlers.orders.finding import Found, each, found_by_id
from handlers.orders.moves import STATUS_WORDS, before, move, note, set_values
from handlers.orders.payloads import open_changes, seal_changes
from handlers.orders.release import open_anew
from handlers.orders.times import replan_expiry
from handlers.reminders import remind_claimant_at
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.commands import AnswerSlot, EditOrder
from handlers.understanding.contents import Changes
from storage.intents import Intent
from storage.models.talk import Question
from storage.states import OrderStatus
from storage.vocabulary import QuestionKind, TimerKind

EDITABLE = (OrderStatus.PLACED, OrderStatus.DISPATCHED, OrderStatus.CLAIMED)
#: What was asked for, and the column that answers it.
SLOTS = {
    QuestionKind.WHERE: "place",
    QuestionKind.WHEN: "starts_at",
    QuestionKind.PHONE: "phone_sealed",
}
#: Columns that only the helper sees: a change goes to them at once.
PRIVATE = frozenset({"phone_sealed", "address_sealed", "detail_sealed"})


def edit_order(command: EditOrder, act: Act) -> list[Reply]:
    return each(command.numbers, act, lambda found, act: edit_found(found, act, command.changes))


def fill_in(command: AnswerSlot, act: Act) -> list[Reply]:
    """The answer to the one question edits the order that it was asked about."""
    question = act.uow.questions.open_to(act.member_id, now=act.now)
    if question is None or question.kind not in SLOTS:
        return []
    found = found_by_id(act, question.order_id)
    if found is None or found.order.status not in EDITABLE:
        return []
    act.uow.questions.answered(question, now=act.now)
    changes = Changes(start=command.start, end=command.end, place=command.place, phone=command.phone)
    return edit_found(found, act, changes)


def edit_found(found: Found, act: Act, changes: Changes) -> list[Reply]:
    order = found.order
    if act.member_id not in (order.asker_id, order.placed_by_id) and not may(act, Verb.EDIT_FOR_ANOTHER, found.room):
        raise NotYours(number=found.number)
    if order.status not in EDITABLE:
        raise OrderNotOpen(number=found.number, state=STATUS_WORDS[order.status])
    values = new_values(order, changes, act)
    if not values:
        raise NothingChanged(reason="没有看出要改什么。可以这样说:改单 12 明天下午3点")
    shown = shown_changes(order, values, act)
    if order.status is OrderStatus.CLAIMED and shown:
        replies = _ask_claimants(found, act, changes, shown)
    else:
        replies = apply_edit(found, act, values, shown, Intent.EDIT_ORDER)
    return [*replies, *_hint(found, act, changes, shown)]


def _hint(found: Found, act: Act, changes: Changes, shown: list[dict[str, str]]) -> list[Reply]:
    """What was said in the room and better were not; privately, an answer where the room gets none."""
    has_phone = changes.phone is not None
    has_address = changes.place is not None and bool(changes.place.private)
    if (act.is_private and shown) or not (has_phone or has_address):
        return []
    return [left_out(found, act, has_phone=has_phone, has_address=has_address)]


def _ask_claimants(found: Found, act: Act, changes: Changes, shown: list[dict[str, str]]) -> list[Reply]:
    """Nothing changes until they say yes."""
    replies = []
    for claim in act.uow.claims.active(found.order_id):
        member_id = key(claim.member_id)
        act.uow.questions.ask(
            Question(
                member_id=member_id,
                room_id=found.room_id,
                kind=QuestionKind.AGREE_EDIT,
                order_id=found.order_id,
                payload_sealed=seal_changes(changes, act),
                asked_at=act.now,
                expires_at=act.now + act.rules.question_open,
            )
        )
        replies.append(
            to_member(
                member_id,
                "orders/edit_asked.j2",
                about_room=found.room_id,
                number=found.number,
                what=found.order.what,
                changes=shown,
            )
        )
    return replies


def answer_edit(question: Question, yes: bool, act: Act) -> list[Reply]:
    """The helper's yes or no to the changed order; of several helpers everyone must say yes."""
    found = found_by_id(act, question.order_id)
    changes = open_changes(question, act)
    if found is None or changes is None or found.order.status is not OrderStatus.CLAIMED:
        return []
    if not yes:
        act.uow.questions.drop_about(found.order_id, QuestionKind.AGREE_EDIT, now=act.now)
        facts: dict[str, Any] = {"number": found.number, "what": found.order.what, "name": act.member.name}
        return [to_member(found.order.asker_id, "orders/edit_declined.j2", about_room=found.room_id, **facts)]
    if not _all_agree(found, act, {*(question.options or ()), act.member_id}):
        return []
    values = new_values(found.order, changes, act)
    return apply_edit(found, act, values, shown_changes(found.order, values, act), Intent.CONFIRM) if values else []


def _all_agree(found: Found, act: Act, agreed: set[int]) -> bool:
    """Whoever has not answered yet is told nothing, but their question remembers who has."""
    if agreed >= {key(claim.member_id) for claim in act.uow.claims.active(found.order_id)}:
        return True
    for waiting in act.uow.questions.about(found.order_id, QuestionKind.AGREE_EDIT, now=act.now):
        act.uow.questions.change(waiting, options=sorted(agreed))
    return False


def apply_edit(
    found: Found, act: Act, values: dict[str, Any], shown: list[dict[str, str]], verb: Intent
) -> list[Reply]:
    order = found.order
    was = before(act, order, *values)
    set_values(act, order, values)
    filled = [kind for kind, column in SLOTS.items() if column in values]
    if filled:
        act.uow.questions.drop_about(found.order_id, *filled, now=act.now)
    if "people" in values:
        _count_again(found, act)
    if {"starts_at", "ends_at"} & set(values):
        _plan_again(found, act)
    note(act, verb, found, was=was, announced=bool(shown))
    line = to_room(found.room_id, "orders/edited.j2", number=found.number, changes=shown)
    claims = act.uow.claims.active(found.order_id) if PRIVATE & set(values) else []
    return [*([line] if shown else []), *(open_contact(found, key(claim.member_id), act) for claim in claims)]


def _count_again(found: Found, act: Act) -> None:
    """With another number of places an order may be full, or open again."""
    has = len(act.uow.claims.active(found.order_id))
    if found.order.status is OrderStatus.PLACED and has >= found.order.people:
        move(act, found.order, OrderStatus.CLAIMED)
        stop_ladder(found.order_id, act)
        act.uow.timers.drop(found.order_id, TimerKind.EXPIRE_ORDER, TimerKind.CLOSE_EXPIRED)
        act.uow.questions.drop_about(found.order_id, QuestionKind.RENEW, now=act.now)
    elif found.order.status is OrderStatus.CLAIMED and has < found.order.people:
        open_anew(found, act)


def _plan_again(found: Found, act: Act) -> None:
    """The clocks that hang on the order's times."""
    if act.uow.claims.active(found.order_id):
        remind_claimant_at(found.order, act, found.quiet)
    if found.order.status is not OrderStatus.CLAIMED:
        act.uow.questions.drop_about(found.order_id, QuestionKind.RENEW, now=act.now)
        replan_expiry(found.order, act)
    if found.order.status is OrderStatus.PLACED:
        hasten_ladder(found.order, act, found.quiet)
