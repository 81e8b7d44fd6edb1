"""查单: what the room's own postings showed, and to those entitled who has it and what comes next."""

from datetime import date
from typing import Any

from handlers.act import Act
from handlers.orders.finding import Found, each
from handlers.orders.moves import STATUS_WORDS
from handlers.orders.parts import named
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.commands import AskStatus
from handlers.wording import order_line_facts, when_words
from storage.models.orders import DemandOrder
from storage.states import ClaimStatus, OrderStatus
from storage.vocabulary import LOCAL_ZONE, PostingKind

#: One short text: the rest is named by its count.
LINES = 8


def show_status(command: AskStatus, act: Act) -> list[Reply]:
    if command.numbers:
        return each(command.numbers, act, _one)
    if command.mine:
        return [_mine(act)]
    return [_unclaimed(command, act)]


def _one(found: Found, act: Act) -> list[Reply]:
    order = found.order
    claims = act.uow.claims.of_order(found.order_id, ClaimStatus.ACTIVE, ClaimStatus.DONE)
    proposed = act.uow.claims.proposed(found.order_id)
    return [
        _here(
            act,
            "orders/status.j2",
            state=STATUS_WORDS[order.status],
            names=[named(act, claim) for claim in claims],
            missing=order.people - len(claims),
            waits_for=named(act, proposed) if proposed is not None else "",
            waits_until=when_words(proposed.answer_by if proposed else None, None, act.now, is_whole_day=False),
            status=order.status.value,
            **order_line_facts(order, found.number, act.now),
        )
    ]


def _mine(act: Act) -> Reply:
    """Always private: what I asked for and what I took on."""
    asked = act.uow.orders.asked_by(act.member_id)
    taken = act.uow.claims.orders_of(act.member_id, ClaimStatus.ACTIVE)
    return to_member(
        act.member_id,
        "orders/mine.j2",
        about_room=act.room_id,
        asked=[_line(order, act) for order in asked],
        taken=[_line(order, act) for order in taken],
    )


def _unclaimed(command: AskStatus, act: Act) -> Reply:
    lines = [
        order_line_facts(order, number, act.now)
        for number, order in act.uow.postings.open_orders(act.room_id)
        if order.status is OrderStatus.PLACED and _fits(order, command)
    ]
    return _here(act, "orders/unclaimed.j2", lines=lines[:LINES], left=max(len(lines) - LINES, 0))


def _fits(order: DemandOrder, command: AskStatus) -> bool:
    if command.category is not None and order.category is not command.category:
        return False
    if command.place is not None and command.place not in order.place:
        return False
    return command.day is None or _is_for(order, command.day)


def _is_for(order: DemandOrder, day: date) -> bool:
    days = [at.astimezone(LOCAL_ZONE).date() for at in (order.starts_at, order.ends_at) if at is not None]
    return bool(days) and min(days) <= day <= max(days)


def _line(order: DemandOrder, act: Act) -> dict[str, Any]:
    posting = act.uow.postings.of(PostingKind.ORDER, order.id or 0)[0]
    return {**order_line_facts(order, posting.number, act.now), "state": STATUS_WORDS[order.status]}


def _here(act: Act, template: str, **facts: Any) -> Reply:
    """Answered where it was asked."""
    if act.is_private:
        return to_member(act.member_id, template, about_room=act.room_id, **facts)
    return to_room(act.room_id, template, **facts)
