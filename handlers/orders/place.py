"""点单: a need becomes an order with a number in its room."""

from datetime import timedelta

from handlers.act import Act
from handlers.errors import NothingChanged
from handlers.escalation import start_ladder
from handlers.orders.contact import left_out
from handlers.orders.finding import Found, found_by_id
from handlers.orders.moves import note
from handlers.orders.payloads import open_need
from handlers.orders.proxy import ask_owner, owner_of
from handlers.orders.same import OPEN, ask_if_same, opened, same_of_another, second
from handlers.orders.times import due_soon, order_ends_by, plan_expiry, times_of
from handlers.replies import Reply, to_room
from handlers.understanding.commands import PlaceOrder
from handlers.understanding.contents import Need, Place
from handlers.wording import order_line_facts, shortened
from storage.intents import Intent
from storage.models.orders import DemandOrder, Posting
from storage.models.talk import Question
from storage.states import OrderStatus
from storage.vocabulary import Category, PostingKind, QuestionKind

#: The same need said again by the same person within this time is the same need.
REPEATED_WITHIN = timedelta(minutes=10)

#: Marks an order for what an earlier one left undone.
REST = "(剩下的)"

#: What somebody wants who did not say it.
UNNAMED = "帮忙"

#: What a category cannot do without, asked once.
MISSING: dict[Category, QuestionKind] = {
    Category.ESCORT: QuestionKind.WHEN,
    Category.REPAIR: QuestionKind.WHERE,
}


def place_order(command: PlaceOrder, act: Act) -> list[Reply]:
    if not command.is_by_proxy:
        return post_unless_same(command.need, act)
    return post_need(command.need, act, by_proxy_for=owner_of(command.need, act))


def post_unless_same(need: Need, act: Act) -> list[Reply]:
    """What a neighbour has asked for already is offered for 附议 first."""
    order = _order(need, act)
    found = same_of_another(order, act)
    return ask_if_same(need, found, act) if found is not None else _post_order(order, need, act)


def post_need(
    need: Need,
    act: Act,
    *,
    parent_id: int | None = None,
    menu_item_id: int | None = None,
    by_proxy_for: int | None = None,
) -> list[Reply]:
    """Writes the order, gives it a number, says it in the room; what the room may not see goes to who placed it."""
    return _post_order(
        _order(need, act), need, act, parent_id=parent_id, menu_item_id=menu_item_id, by_proxy_for=by_proxy_for
    )


def _post_order(
    order: DemandOrder,
    need: Need,
    act: Act,
    *,
    parent_id: int | None = None,
    menu_item_id: int | None = None,
    by_proxy_for: int | None = None,
) -> list[Reply]:
    if by_proxy_for is not None and by_proxy_for != act.member_id:
        order.asker_id, order.beneficiary_sealed = by_proxy_for, None
    if _is_past(order, act):
        raise NothingChanged(reason="这个时间已经过了,请换一个时间再发一次")
    if _was_just_said(order, act):
        return []
    order.parent_id, order.menu_item_id = parent_id, menu_item_id
    _settle_register(order, act)
    found = _post(order, act)
    plan_expiry(order, act)
    start_ladder(order, act, act.quiet)
    was = {"order": {"status": OrderStatus.CANCELLED.value}, "timers": []}
    note(act, Intent.PLACE_ORDER, found, was=was, announced=True)
    facts = order_line_facts(order, found.number, act.now)
    line = to_room(act.room_id, "orders/placed.j2", parent=_number(parent_id, act), **facts)
    asked = ask_owner(found, need, act) if by_proxy_for is not None else []
    return [line, *_tell_asker(found, act), *asked]


def _settle_register(order: DemandOrder, act: Act) -> None:
    """Whether that was a need is no question any more."""
    question = act.uow.questions.open_to(act.member_id, now=act.now)
    if question is None or question.kind is not QuestionKind.REGISTER:
        return
    need = open_need(question, act)
    if need is not None and shortened(need.what) == order.what:
        act.uow.questions.answered(question, now=act.now)


def _is_past(order: DemandOrder, act: Act) -> bool:
    """Its end is over or, where only a start was said, that was hours ago."""
    end = order_ends_by(order)
    if end is None and order.starts_at is not None:
        end = order.starts_at + act.rules.urgent_within
    return end is not None and end <= act.now


def _number(order_id: int | None, act: Act) -> int | None:
    return act.uow.postings.number_of(order_id, act.room_id) if order_id is not None else None


def _order(need: Need, act: Act) -> DemandOrder:
    place = need.place
    order = DemandOrder(
        public_id=act.new_id(),
        room_id=act.room_id,
        asker_id=act.member_id,
        placed_by_id=act.member_id,
        what=shortened(need.what) or UNNAMED,
        category=need.category,
        place=shortened(place.public) if place is not None else "",
        people=min(max(need.people or 1, 1), act.rules.most_people),
        is_urgent=need.is_urgent,
        is_health=need.is_health,
        detail_sealed=act.uow.seal(need.detail),
        address_sealed=act.uow.seal(place.text) if place is not None and place.private else None,
        phone_sealed=act.uow.seal(need.phone),
        beneficiary_sealed=act.uow.seal(need.beneficiary),
        placed_at=act.now,
        **times_of(need.start, need.end),
    )
    order.is_urgent |= due_soon(order_ends_by(order) or order.starts_at, act.now, act.rules)
    return order


def _was_just_said(order: DemandOrder, act: Act) -> bool:
    """By all that was said: what a room may read is the same for many a health need."""
    return any(
        other.room_id == order.room_id
        and act.now - other.placed_at < REPEATED_WITHIN
        and _said_openly(other) == _said_openly(order)
        and _said_privately(other, act) == _said_privately(order, act)  # last: to open a seal takes 60 µs
        for other in act.uow.orders.asked_by(order.asker_id)
    )


def _said_openly(order: DemandOrder) -> tuple[object, ...]:
    return (order.what, order.place, order.starts_at, order.ends_at)


def _said_privately(order: DemandOrder, act: Act) -> list[object]:
    return [act.uow.open(sealed) for sealed in (order.detail_sealed, order.address_sealed)]


def _post(order: DemandOrder, act: Act) -> Found:
    act.uow.orders.add(order)
    number = act.uow.rooms.next_number(act.room_id)
    act.uow.postings.add(
        Posting(
            room_id=act.room_id,
            number=number,
            kind=PostingKind.ORDER,
            target_id=order.id or 0,
            posted_at=act.now,
        )
    )
    return Found(order, number, act.room)


def _tell_asker(found: Found, act: Act) -> list[Reply]:
    """What was left out of the room, and the one missing thing; nothing where there is neither."""
    has_phone, has_address = found.order.phone_sealed is not None, found.order.address_sealed is not None
    missing = _missing(found.order)
    if missing is not None:
        act.uow.questions.ask(
            Question(
                member_id=act.member_id,
                room_id=act.room_id,
                kind=missing,
                order_id=found.order_id,
                asked_at=act.now,
                expires_at=act.now + act.rules.question_open,
            )
        )
    if missing is None and not has_phone and not has_address:
        return []
    missed = missing.value if missing is not None else ""
    return [left_out(found, act, has_phone=has_phone, has_address=has_address, missing=missed)]


def _missing(order: DemandOrder) -> QuestionKind | None:
    kind = MISSING.get(order.category)
    if kind is QuestionKind.WHEN and (order.starts_at or order.ends_at):
        return None
    if kind is QuestionKind.WHERE and (order.place or order.address_sealed):
        return None
    return kind


def answer_register(question: Question, yes: bool, act: Act) -> list[Reply]:
    """The yes to 要登记成一单吗."""
    need = open_need(question, act)
    return post_unless_same(need, act) if yes and need is not None else []


def answer_same(question: Question, yes: bool, act: Act) -> list[Reply]:
    """Not the same, or over meanwhile: an order of its own."""
    waiting = opened(question, act)
    found = found_by_id(act, waiting.same) if waiting is not None else None
    if yes and found is not None and found.order.status in OPEN:
        return second(found, act)
    return post_need(waiting.need, act) if waiting is not None else []


def answer_rest(question: Question, yes: bool, act: Act) -> list[Reply]:
    """The yes to 剩下的再发一单吗: a new order that names its parent."""
    parent = found_by_id(act, question.order_id)
    if not yes or parent is None:
        return []
    return post_need(_rest_of(parent.order, act), act, parent_id=parent.order_id)


def _rest_of(old: DemandOrder, act: Act) -> Need:
    """The old need without its times; its private fields go along."""
    address = _revealed(act, old.address_sealed)
    return Need(
        what=old.what if old.what.endswith(REST) else f"{old.what}{REST}",
        category=old.category,
        detail=_revealed(act, old.detail_sealed) or "",
        place=Place(text=address or old.place, public=old.place, private=address or ""),
        people=old.people,
        phone=_revealed(act, old.phone_sealed),
        is_health=old.is_health,
        beneficiary=_revealed(act, old.beneficiary_sealed),
    )


def _revealed(act: Act, sealed: bytes | None) -> str | None:
    private = act.uow.open(sealed)
    return private.reveal() if private is not None else None
