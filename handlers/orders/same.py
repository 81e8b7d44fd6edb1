"""附议: a need that a neighbour has posted is not posted twice; who needs it too is told how it ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter

from handlers.act import Act, House
from handlers.daily import local_day
from handlers.errors import AlreadySeconded, OrderNotOpen
from handlers.likeness import likeness
from handlers.orders.finding import Found, each, found_by_id
from handlers.orders.moves import STATUS_WORDS
from handlers.replies import Reply, to_member
from handlers.understanding.commands import Second
from handlers.understanding.contents import Need
from storage.intents import Intent
from storage.models.orders import DemandOrder
from storage.models.talk import AuditEvent, Question
from storage.states import OrderStatus
from storage.vocabulary import QuestionKind

OPEN: Final = (OrderStatus.PLACED, OrderStatus.DISPATCHED, OrderStatus.CLAIMED)
#: From this likeness of words on (0–1).
ALIKE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Waiting:
    """The second one's need, sealed until they say whether it is the same."""

    need: Need
    same: int


_WAITING: Final = TypeAdapter(Waiting)


def same_of_another(order: DemandOrder, act: Act) -> Found | None:
    """What a neighbour asked for that may be this; None where the question cannot be put."""
    if order.is_health or not order.place or not act.uow.members.is_reachable(act.member_id, act.room.account):
        return None
    for _, other in act.uow.postings.open_orders(act.room_id):
        if _is_same(order, other, act):
            found = found_by_id(act, other.id)
            return found if found is not None and act.member_id not in people(act, found) else None
    return None


def _is_same(order: DemandOrder, other: DemandOrder, house: House) -> bool:
    """One door or one of them unknown, one day or one of them unknown, for one person or one of them unnamed."""
    return (
        other.category is order.category
        and other.place == order.place
        and not other.is_health
        and _agree(house, order.address_sealed, other.address_sealed)
        and _agree(house, order.beneficiary_sealed, other.beneficiary_sealed)
        and _is_one_day(order, other)
        and likeness(order.what, other.what) >= ALIKE
    )


def _agree(house: House, one: bytes | None, other: bytes | None) -> bool:
    return one is None or other is None or house.uow.open(one) == house.uow.open(other)


def _is_one_day(order: DemandOrder, other: DemandOrder) -> bool:
    days = [_day(each.starts_at or each.ends_at) for each in (order, other)]
    return None in days or days[0] == days[1]


def _day(at: datetime | None) -> object:
    return local_day(at) if at is not None else None


def ask_if_same(need: Need, found: Found, act: Act) -> list[Reply]:
    waiting = Waiting(need, found.order_id)
    act.uow.questions.ask(
        Question(
            member_id=act.member_id,
            room_id=act.room_id,
            kind=QuestionKind.SAME_NEED,
            payload_sealed=act.uow.seal(_WAITING.dump_json(waiting).decode()),
            asked_at=act.now,
            expires_at=act.now + act.rules.question_open,
        )
    )
    facts: dict[str, Any] = {"number": found.number, "what": found.order.what, "place": found.order.place}
    return [to_member(act.member_id, "orders/same_asked.j2", about_room=act.room_id, **facts)]


def opened(question: Question, act: Act) -> Waiting | None:
    payload = act.uow.open(question.payload_sealed)
    return _WAITING.validate_json(payload.reveal()) if payload is not None else None


def second_order(command: Second, act: Act) -> list[Reply]:
    return each(command.numbers, act, second)


def second(found: Found, act: Act) -> list[Reply]:
    """Raises OrderNotOpen, AlreadySeconded."""
    order = found.order
    if order.status not in OPEN:
        raise OrderNotOpen(number=found.number, state=STATUS_WORDS[order.status])
    is_askers = act.member_id == order.asker_id
    if is_askers or not act.uow.orders.second(found.order_id, act.member_id, now=act.now):
        raise AlreadySeconded(number=found.number, is_first=is_askers)
    _note(found, act)
    facts: dict[str, Any] = {"number": found.number, "what": order.what, "count": len(people(act, found))}
    return [
        to_member(act.member_id, "orders/seconded.j2", about_room=found.room_id, **facts),
        to_member(
            order.asker_id, "orders/seconded_told.j2", about_room=found.room_id, tells_to_befriend=False, **facts
        ),
    ]


def _note(found: Found, act: Act) -> None:
    """Their newest act: 撤销 means it and nothing before it. It is no act on the order."""
    act.uow.audit.write(
        AuditEvent(
            done_at=act.now,
            actor_id=act.member_id,
            room_id=found.room_id,
            verb=Intent.CONFIRM,
            version=found.order.version,
            inverse={"seconded": found.order_id},
            cause=act.message_id,
        )
    )


def people(house: House, found: Found) -> list[int]:
    """Whoever needs it, the asker first."""
    return list(dict.fromkeys([found.order.asker_id, *house.uow.orders.seconders(found.order_id)]))


def tell_seconders(found: Found, house: House) -> list[Reply]:
    """How it ended. Where it was not done, their need is theirs to post again."""
    order = found.order
    return [
        to_member(
            member_id,
            "orders/seconded_ended.j2",
            about_room=found.room_id,
            tells_to_befriend=False,
            number=found.number,
            what=order.what,
            state=STATUS_WORDS[order.status],
            is_done=order.status is OrderStatus.FINISHED,
        )
        for member_id in house.uow.orders.seconders(found.order_id)
    ]
