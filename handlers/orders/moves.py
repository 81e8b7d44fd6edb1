"""State moves: the table says which are legal, the database says whether this one happened, the trail how to undo."""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog

from handlers.act import Act, House, key
from handlers.errors import LostRace, OrderNotOpen
from handlers.orders.contact import withdraw_contact
from handlers.orders.finding import Found
from handlers.time_bank import holding
from storage.intents import Intent
from storage.models.orders import Claim, DemandOrder
from storage.models.talk import AuditEvent
from storage.states import LEGAL_MOVES, ClaimStatus, OrderStatus
from storage.vocabulary import QuestionKind

log = structlog.get_logger()

#: Questions that the next state of the order answers; what is missing (where, when) stays asked.
ABOUT_STATE = (QuestionKind.RENEW, QuestionKind.ACCEPT, QuestionKind.AGREE_EDIT, QuestionKind.REVIEW)

TIMER_COLUMNS = ("kind", "due_at", "room_id", "order_id", "member_id", "claim_id", "step")

STATUS_WORDS: dict[OrderStatus, str] = {
    OrderStatus.PLACED: "还没人接",
    OrderStatus.DISPATCHED: "已派单,等回音",
    OrderStatus.CLAIMED: "有人接了",
    OrderStatus.FINISHED: "已经办好",
    OrderStatus.REVIEWED: "已经评过",
    OrderStatus.CLOSED_UNREVIEWED: "已经结束",
    OrderStatus.REFUSED: "没能受理",
    OrderStatus.CANCELLED: "已经撤销",
    OrderStatus.EXPIRED: "已经过期",
}


def move(house: House, order: DemandOrder, to: OrderStatus, **also: object) -> None:
    """Raises OrderNotOpen for an illegal move, LostRace where somebody was quicker."""
    if to not in LEGAL_MOVES[order.status]:
        raise OrderNotOpen(state=STATUS_WORDS[order.status])
    if not house.uow.orders.moved(order, to, **also):
        raise LostRace
    _follow(order, status=to, version=order.version + 1, **also)
    holding.follow(order, house)


def move_claim(house: House, claim: Claim, to: ClaimStatus, **also: object) -> None:
    """Whoever gives an order up gets no contact of it that still waits for them. Raises LostRace."""
    was = claim.status
    if not house.uow.claims.moved(claim, to, **also):
        raise LostRace
    _follow(claim, status=to, **also)
    if was is ClaimStatus.ACTIVE:
        withdraw_contact(claim, house)


def end_claims(house: House, order_id: int) -> tuple[list[Claim], dict[int, dict[str, Any]]]:
    """The parts that were open, now released, and how each was."""
    claims = house.uow.claims.of_order(order_id, ClaimStatus.ACTIVE, ClaimStatus.PROPOSED)
    were = {key(claim.id): part(claim) for claim in claims}
    for claim in claims:
        move_claim(house, claim, ClaimStatus.RELEASED, ended_at=house.now)
    return claims, were


def set_values(house: House, order: DemandOrder, values: Mapping[str, Any]) -> None:
    """Changes the order in its state. Raises LostRace where somebody was quicker."""
    if not house.uow.orders.edited(order, values):
        raise LostRace
    _follow(order, version=order.version + 1, **values)


def _follow(row: DemandOrder | Claim, **values: object) -> None:
    """What we hold is what is stored."""
    for name, value in values.items():
        setattr(row, name, value)


def before(house: House, order: DemandOrder, *columns: str) -> dict[str, Any]:
    """The columns and clocks as they are now, in the form that the audit trail keeps."""
    timers = house.uow.timers.of_order(order.id or 0)
    pledge = house.uow.time_bank.held_for(order.id or 0)
    return {
        "pledge": pledge.id if pledge is not None else None,
        "order": {name: _dumped(getattr(order, name)) for name in ("status", *columns)},
        "timers": [{name: _dumped(getattr(timer, name)) for name in TIMER_COLUMNS} for timer in timers],
    }


def part(claim: Claim) -> dict[str, Any]:
    """A claim as it is now, likewise."""
    return {"status": claim.status.value, "member_id": claim.member_id}


def _dumped(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, bytes):
        return {"sealed": base64.b64encode(value).decode()}
    return value


def loaded(value: Any) -> Any:
    """The inverse of what `before` did to a column."""
    if isinstance(value, dict):
        return datetime.fromisoformat(value["at"]) if "at" in value else base64.b64decode(value["sealed"])
    return value


def note(
    act: Act,
    verb: Intent,
    found: Found,
    *,
    was: Mapping[str, Any],
    claims: Mapping[int, Mapping[str, Any]] | None = None,
    review_id: int | None = None,
    announced: bool,
) -> None:
    """Writes the act down: `was` comes from `before`, `claims` are the parts that an undo goes back to."""
    order = found.order
    act.uow.audit.write(
        AuditEvent(
            done_at=act.now,
            actor_id=act.member_id,
            room_id=found.room_id,
            verb=verb,
            order_id=found.order_id,
            version=order.version,
            inverse={
                **was,
                "pledge": holding.ended_by(was, act),
                "claims": {str(claim_id): dict(then) for claim_id, then in (claims or {}).items()},
                "review": review_id,
            },
            was_announced=announced,
            cause=act.message_id,
        )
    )
    log.info("order_changed", verb=verb.value, order=found.order_id, status=order.status.value)
