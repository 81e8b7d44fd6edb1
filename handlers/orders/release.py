"""退单 and 退回: an order goes back to the pool."""

from handlers.access import Verb, may
from handlers.act import Act, House, key
from handlers.errors import NotYours, OrderNotOpen
from handlers.escalation import start_ladder
from handlers.orders.finding import Found, each
from handlers.orders.moves import ABOUT_STATE, STATUS_WORDS, before, move, move_claim, note, part, set_values
from handlers.orders.parts import is_meant
from handlers.orders.times import plan_expiry
from handlers.reminders import remind_claimant_at
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.commands import ReleaseOrder
from handlers.wording import order_line_facts
from storage.intents import Intent
from storage.models.orders import Claim
from storage.states import ClaimStatus, OrderStatus
from storage.vocabulary import PostingKind


def release_order(command: ReleaseOrder, act: Act) -> list[Reply]:
    return each(command.numbers, act, lambda found, act: give_up(found, act, command.reason))


def give_up(found: Found, act: Act, reason: str) -> list[Reply]:
    """An active part is released, a dispatch not yet accepted is returned; the reason stays out of the room."""
    claims = _meant(found, act)
    was = before(act, found.order)
    were = {key(claim.id): part(claim) for claim in claims}
    for claim in claims:
        give_back(claim, act, reason)
    open_anew(found, act)
    note(act, Intent.RELEASE_ORDER, found, was=was, claims=were, announced=True)
    return open_again(found, act)


def _meant(found: Found, act: Act) -> list[Claim]:
    """The member's own parts, else for a coordinator everybody's. Raises NotYours, OrderNotOpen."""
    claims = act.uow.claims.of_order(found.order_id, ClaimStatus.ACTIVE, ClaimStatus.PROPOSED)
    if not claims:
        raise OrderNotOpen(number=found.number, state=STATUS_WORDS[found.order.status])
    own = [claim for claim in claims if claim.member_id == act.member_id or is_meant(act, claim)]
    if not own and not may(act, Verb.RELEASE_FOR_ANOTHER, found.room):
        raise NotYours(number=found.number)
    return own or claims


def give_back(claim: Claim, house: House, reason: str) -> None:
    ended = ClaimStatus.RETURNED if claim.status is ClaimStatus.PROPOSED else ClaimStatus.RELEASED
    move_claim(house, claim, ended, ended_at=house.now, reason_sealed=house.uow.seal(reason))


def open_anew(found: Found, house: House, **also: object) -> None:
    """The order waits for somebody again, with fresh clocks; whoever else has a part in it keeps it."""
    order = found.order
    house.uow.timers.drop(found.order_id)
    house.uow.questions.drop_about(found.order_id, *ABOUT_STATE, now=house.now)
    if order.status is OrderStatus.PLACED:
        set_values(house, order, also)
    else:
        move(house, order, OrderStatus.PLACED, **also)
    plan_expiry(order, house)
    start_ladder(order, house, found.quiet)
    if house.uow.claims.active(found.order_id):
        remind_claimant_at(order, house, found.quiet)


def open_again(found: Found, house: House) -> list[Reply]:
    """One line in every room that knows the order, and a word to the asker."""
    order = found.order
    has = len(house.uow.claims.active(found.order_id))
    lines = [
        to_room(
            posting.room_id,
            "orders/open_again.j2",
            missing=order.people - has if has else 0,
            **order_line_facts(order, posting.number, house.now),
        )
        for posting in house.uow.postings.of(PostingKind.ORDER, found.order_id)
    ]
    return [
        *lines,
        to_member(
            order.asker_id,
            "orders/open_again_private.j2",
            about_room=found.room_id,
            tells_to_befriend=False,
            number=found.number,
            what=order.what,
        ),
    ]
