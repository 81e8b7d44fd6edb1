"""State moves: the table says which are legal, the database says whether this one happened, the trail how to undo."""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog

from handlers.act import Act, House
from handlers.errors import LostRace, OrderNotOpen
from handlers.orders.finding import Found
from storage.models.orders import Claim, DemandOrder
from storage.models.talk import AuditEvent
from storage.vocabulary import LEGAL_MOVES, ClaimStatus, Intent, OrderStatus

log = structlog.get_logger()

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


def move_claim(house: House, claim: Claim, to: ClaimStatus, **also: object) -> None:
    if not house.uow.claims.moved(claim, to, **also):
        raise LostRace
    _follow(claim, status=to, **also)


def set_values(house: House, order: DemandOrder, values: Mapping[str, Any]) -> None:
    """Changes the order in its state. Raises LostRace where somebody was quicker."""
    if not house.uow.orders.edited(order, values):
        raise LostRace
    _follow(order, version=order.version + 1, **values)


def _follow(row: DemandOrder | Claim, **values: object) -> None:
    """What we hold is what is stored."""
    for name, value in values.items():
        setattr(row, name, value)


def before(order: DemandOrder, *columns: str) -> dict[str, Any]:
    """The columns as they are now, in the form that the audit trail keeps."""
    return {name: _dumped(getattr(order, name)) for name in ("status", *columns)}


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
    claims: Mapping[int, ClaimStatus] | None = None,
    announced: bool,
) -> None:
    """Writes the act down: `was` are the order's old columns, `claims` the claims' states an undo goes back to."""
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
                "order": dict(was),
                "claims": {str(claim_id): status.value for claim_id, status in (claims or {}).items()},
            },
            was_announced=announced,
            cause=act.message_id,
        )
    )
    log.info("order_changed", verb=verb.value, order=found.order_id, status=order.status.value)
