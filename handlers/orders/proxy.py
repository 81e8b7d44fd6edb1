"""代点: an order for somebody else is theirs where they are known; who placed it is its contact, and they are asked."""

from typing import Any

from handlers.act import Act, key
from handlers.orders.cancel import call_off
from handlers.orders.finding import Found, found_by_id
from handlers.replies import Reply, to_member
from handlers.understanding.contents import Need
from handlers.wording import name_of, plain_name
from storage.intents import Intent
from storage.models.talk import Question
from storage.states import OrderStatus
from storage.vocabulary import QuestionKind

OPEN = (OrderStatus.PLACED, OrderStatus.DISPATCHED, OrderStatus.CLAIMED)


def owner_of(need: Need, act: Act) -> int:
    """The one neighbour of that name in the room; else who speaks."""
    named = act.uow.members.named_in_room(act.room_id, plain_name(need.beneficiary)) if need.beneficiary else []
    return key(named[0].id) if len(named) == 1 else act.member_id


def ask_owner(found: Found, need: Need, act: Act) -> list[Reply]:
    """A yes is not waited for, a no calls it off. Who cannot be asked is to be told by the proxy."""
    owner_id = found.order.asker_id
    facts: dict[str, Any] = {"number": found.number, "what": found.order.what}
    if owner_id == act.member_id or not act.uow.members.is_reachable(owner_id, found.room.account):
        whom = need.beneficiary or name_of(act, owner_id)
        return [to_member(act.member_id, "orders/proxy_reminded.j2", about_room=found.room_id, whom=whom, **facts)]
    act.uow.questions.ask(
        Question(
            member_id=owner_id,
            room_id=found.room_id,
            kind=QuestionKind.PROXY,
            order_id=found.order_id,
            asked_at=act.now,
            expires_at=act.now + act.rules.question_open,
        )
    )
    return [to_member(owner_id, "orders/proxy_asked.j2", about_room=found.room_id, proxy=act.member.name, **facts)]


def answer_proxy(question: Question, yes: bool, act: Act) -> list[Reply]:
    found = found_by_id(act, question.order_id)
    if yes or found is None or found.order.status not in OPEN:
        return []
    called_off = call_off(found, act, Intent.CONFIRM)
    facts: dict[str, Any] = {"number": found.number, "what": found.order.what, "owner": act.member.name}
    told = [act.member_id, found.order.placed_by_id]
    return [
        *called_off,
        *(
            to_member(
                each, "orders/proxy_declined.j2", about_room=found.room_id, is_owner=each == act.member_id, **facts
            )
            for each in told
        ),
    ]
