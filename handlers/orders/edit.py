"""改单: freely while open; once claimed, whoever has it must agree."""

from typing import Any

from handlers.access import Verb, may
from handlers.act import Act, House, key, quiet_hours
from handlers.errors import NothingChanged, NotYours, OrderNotOpen
from handlers.escalation import hasten_ladder
from handlers.orders.claim import open_contact
from handlers.orders.finding import Found, each, found_by_id
from handlers.orders.moves import STATUS_WORDS, before, note, set_values
from handlers.orders.payloads import open_changes, seal_changes
from handlers.orders.times import ends_by, plan_expiry, times_of
from handlers.reminders import remind_claimant_at
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.commands import AnswerSlot, Changes, EditOrder
from handlers.wording import when_words
from storage.models.orders import DemandOrder
from storage.models.talk import Question
from storage.vocabulary import Intent, OrderStatus, QuestionKind

EDITABLE = (OrderStatus.PLACED, OrderStatus.DISPATCHED, OrderStatus.CLAIMED)
SLOT_QUESTIONS = (QuestionKind.WHERE, QuestionKind.WHEN, QuestionKind.PHONE)


def edit_order(command: EditOrder, act: Act) -> list[Reply]:
    return each(command.numbers, act, lambda found, act: _edit(found, act, command.changes))


def fill_in(command: AnswerSlot, act: Act) -> list[Reply]:
    """The answer to the one question edits the order that it was asked about."""
    question = act.uow.questions.open_to(act.member_id, now=act.now)
    if question is None or question.kind not in SLOT_QUESTIONS:
        return []
    found = found_by_id(act, question.order_id)
    if found is None or found.order.status not in EDITABLE:
        return []
    act.uow.questions.answered(question, now=act.now)
    changes = Changes(start=command.start, end=command.end, place=command.place, phone=command.phone)
    return _edit(found, act, changes)


def _edit(found: Found, act: Act, changes: Changes) -> list[Reply]:
    order = found.order
    if act.member_id not in (order.asker_id, order.placed_by_id) and not may(act, Verb.EDIT_FOR_ANOTHER):
        raise NotYours(number=found.number)
    if order.status not in EDITABLE:
        raise OrderNotOpen(number=found.number, state=STATUS_WORDS[order.status])
    values = new_values(order, changes, act)
    if not values:
        raise NothingChanged(reason="没有看出要改什么。可以这样说:改单 12 明天下午3点")
    shown = shown_changes(order, values, act)
    if order.status is OrderStatus.CLAIMED and shown:
        return _ask_claimants(found, act, changes, shown)
    return apply_edit(found, act, values, shown, Intent.EDIT_ORDER)


def new_values(order: DemandOrder, changes: Changes, house: House) -> dict[str, Any]:
    """The columns that would change. Raises NothingChanged for a time that makes no sense."""
    values: dict[str, Any] = {}
    if changes.start is not None or changes.end is not None:
        values.update(_new_times(changes, house))
    if changes.place is not None:
        values["place"] = changes.place.public
        values["address_sealed"] = house.uow.seal(changes.place.text) if changes.place.private else None
    if changes.what is not None:
        values["what"] = changes.what
    if changes.people is not None:
        values["people"] = min(max(changes.people, 1), house.rules.most_people)
    if changes.phone is not None:
        values["phone_sealed"] = house.uow.seal(changes.phone)
    return {name: value for name, value in values.items() if value != getattr(order, name)}


def _new_times(changes: Changes, house: House) -> dict[str, Any]:
    times = times_of(changes.start, changes.end)
    end = ends_by(times["starts_at"], times["ends_at"], is_whole_day=times["is_whole_day"]) or times["starts_at"]
    if end is not None and end <= house.now:
        raise NothingChanged(reason="这个时间已经过了,单子没有改")
    if changes.start is not None and changes.end is not None and times["ends_at"] is None:
        raise NothingChanged(reason="结束时间早于开始时间,单子没有改")
    return dict(times)


def shown_changes(order: DemandOrder, values: dict[str, Any], house: House) -> list[dict[str, str]]:
    """What a room sees of the change: old → new."""
    shown = []
    if {"starts_at", "ends_at", "is_whole_day"} & set(values):
        old = when_words(order.starts_at, order.ends_at, house.now, is_whole_day=order.is_whole_day)
        new = when_words(
            values.get("starts_at", order.starts_at),
            values.get("ends_at", order.ends_at),
            house.now,
            is_whole_day=values.get("is_whole_day", order.is_whole_day),
        )
        shown.append({"old": old or "时间没定", "new": new})
    if "place" in values:
        shown.append({"old": order.place or "地点没说", "new": values["place"] or "地点私下说"})
    if "what" in values:
        shown.append({"old": order.what, "new": values["what"]})
    if "people" in values:
        shown.append({"old": f"{order.people}人", "new": f"{values['people']}人"})
    return shown


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
    """The helper's yes or no to the changed order; with several helpers the last yes decides."""
    found = found_by_id(act, question.order_id)
    changes = open_changes(question, act)
    if found is None or changes is None or found.order.status is not OrderStatus.CLAIMED:
        return []
    if not yes:
        act.uow.questions.drop_about(found.order_id, now=act.now)
        facts: dict[str, Any] = {"number": found.number, "what": found.order.what, "name": act.member.name}
        return [to_member(found.order.asker_id, "orders/edit_declined.j2", about_room=found.room_id, **facts)]
    if act.uow.questions.about(found.order_id, QuestionKind.AGREE_EDIT, now=act.now):
        return []
    values = new_values(found.order, changes, act)
    return apply_edit(found, act, values, shown_changes(found.order, values, act), Intent.CONFIRM) if values else []


def apply_edit(
    found: Found, act: Act, values: dict[str, Any], shown: list[dict[str, str]], verb: Intent
) -> list[Reply]:
    order = found.order
    was = before(order, *values)
    set_values(act, order, values)
    if "starts_at" in values or "ends_at" in values:
        _plan_again(found, act)
    note(act, verb, found, was=was, announced=bool(shown))
    replies = []
    if shown:
        replies.append(to_room(found.room_id, "orders/edited.j2", number=found.number, changes=shown))
    if {"phone_sealed", "address_sealed"} & set(values):
        claims = act.uow.claims.active(found.order_id)
        replies += [open_contact(found, key(claim.member_id), act) for claim in claims]
    return replies


def _plan_again(found: Found, act: Act) -> None:
    """The clocks that hang on the order's times."""
    quiet = quiet_hours(found.room)
    if found.order.status is OrderStatus.CLAIMED:
        remind_claimant_at(found.order, act, quiet)
        return
    plan_expiry(found.order, act)
    if found.order.status is OrderStatus.PLACED:
        hasten_ladder(found.order, act, quiet)
