"""接单 and 退单: who does it. One winner per place; what only the helper may know goes to them privately."""

from datetime import datetime
from typing import Any

from handlers.access import Verb, may
from handlers.act import Act, House, key, quiet_hours
from handlers.errors import AlreadyYours, NotYours, OrderNotOpen, OwnOrder
from handlers.escalation import start_ladder, stop_ladder
from handlers.orders.finding import Found, each, found_by_id
from handlers.orders.moves import STATUS_WORDS, before, move, move_claim, note, set_values
from handlers.orders.times import plan_expiry
from handlers.reminders import remind_claimant_at
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.commands import ClaimOrder, ReleaseOrder
from handlers.wording import name_of, order_line_facts, order_when, when_words
from storage.models.orders import Claim
from storage.models.talk import Question
from storage.vocabulary import ClaimStatus, Intent, OrderStatus, PostingKind, TimerKind

#: How many open numbers the answer to a second claim names.
OTHERS_NAMED = 3


def claim_order(command: ClaimOrder, act: Act) -> list[Reply]:
    return each(command.numbers, act, _claim)


def answer_dispatch(question: Question, yes: bool, act: Act) -> list[Reply]:
    """The named one's yes or no to a dispatch."""
    found = found_by_id(act, question.order_id)
    if found is None:
        return []
    return _claim(found, act) if yes else _release(found, act, reason="")


def _claim(found: Found, act: Act) -> list[Reply]:
    order = found.order
    active = act.uow.claims.active(found.order_id)
    if any(claim.member_id == act.member_id for claim in active):
        raise AlreadyYours(number=found.number)
    proposed = act.uow.claims.proposed(found.order_id)
    if order.status is OrderStatus.DISPATCHED and proposed is not None:
        if not _is_meant(act, proposed):
            return [_taken(found, [proposed], act, waits_until=proposed.answer_by)]
        return _take(found, act, active, accepted=proposed)
    if order.status is OrderStatus.CLAIMED:
        return [_taken(found, active, act)]
    if order.status is not OrderStatus.PLACED:
        raise OrderNotOpen(number=found.number, state=STATUS_WORDS[order.status])
    if act.member_id == order.asker_id:
        raise OwnOrder(number=found.number)
    return _take(found, act, active, accepted=None)


def _is_meant(act: Act, proposed: Claim) -> bool:
    if proposed.team_id is not None:
        return any(member.id == act.member_id for member in act.uow.members.of_team(proposed.team_id))
    return proposed.member_id == act.member_id


def _take(found: Found, act: Act, active: list[Claim], *, accepted: Claim | None) -> list[Reply]:
    order = found.order
    was = before(order)
    missing = order.people - len(active) - 1
    move_to = OrderStatus.CLAIMED if missing <= 0 else OrderStatus.PLACED
    if order.status is move_to:
        set_values(act, order, {})  # the version moves on, so that only one takes the last place
    else:
        move(act, order, move_to)
    claim = _own_claim(found, act, accepted)
    back_to = ClaimStatus.PROPOSED if accepted is not None else ClaimStatus.RELEASED
    note(act, Intent.CLAIM_ORDER, found, was=was, claims={key(claim.id): back_to}, announced=True)
    act.uow.timers.drop(found.order_id, TimerKind.DISPATCH_RUNS_OUT)
    act.uow.questions.drop_about(found.order_id, now=act.now)
    if missing <= 0:
        stop_ladder(found.order_id, act)
        act.uow.timers.drop(found.order_id, TimerKind.EXPIRE_ORDER, TimerKind.CLOSE_EXPIRED)
        remind_claimant_at(order, act, quiet_hours(found.room))
    return [_claimed_line(found, act, missing), open_contact(found, act.member_id, act), _tell_asker(found, act)]


def _own_claim(found: Found, act: Act, accepted: Claim | None) -> Claim:
    if accepted is not None:
        move_claim(act, accepted, ClaimStatus.ACTIVE, member_id=act.member_id)
        return accepted
    return act.uow.claims.add(
        Claim(order_id=found.order_id, member_id=act.member_id, status=ClaimStatus.ACTIVE, made_at=act.now)
    )


def _claimed_line(found: Found, act: Act, missing: int) -> Reply:
    return to_room(
        found.room_id,
        "orders/claimed.j2",
        merge="claimed",
        mention_id=act.member_id,
        number=found.number,
        what=found.order.what,
        name=act.member.name,
        missing=max(missing, 0),
        is_reachable=act.uow.members.is_reachable(act.member_id, found.room.account),
    )


def open_contact(found: Found, reader_id: int, house: House) -> Reply:
    """Contact and details for whoever does it, with a receipt for their owner."""
    order = found.order
    private: dict[str, Any] = {
        "phone": house.uow.open(order.phone_sealed),
        "address": house.uow.open(order.address_sealed),
        "detail": house.uow.open(order.detail_sealed),
        "beneficiary": house.uow.open(order.beneficiary_sealed),
    }
    shown = [field for field in ("phone", "address", "detail") if private[field] is not None]
    house.uow.receipts.write(
        owner_id=order.asker_id, reader_id=reader_id, order_id=found.order_id, fields=shown, now=house.now
    )
    return to_member(
        reader_id,
        "orders/contact.j2",
        about_room=found.room_id,
        tells_to_befriend=False,
        number=found.number,
        what=order.what,
        when=order_when(order, house.now),
        place=order.place,
        asker=name_of(house, order.asker_id),
        **private,
    )


def _tell_asker(found: Found, act: Act) -> Reply:
    return to_member(
        found.order.asker_id,
        "orders/claimed_private.j2",
        about_room=found.room_id,
        tells_to_befriend=False,
        number=found.number,
        what=found.order.what,
        name=act.member.name,
    )


def _taken(found: Found, had_by: list[Claim], act: Act, *, waits_until: datetime | None = None) -> Reply:
    """Who has it or is waited for until when, and up to three open numbers in ascending order."""
    others = [
        {"number": number, "what": order.what}
        for number, order in act.uow.postings.open_orders(found.room_id)
        if order.status is OrderStatus.PLACED and order.id != found.order_id
    ]
    return to_room(
        found.room_id,
        "orders/taken.j2",
        merge="taken",
        number=found.number,
        names=[named(act, claim) for claim in had_by],
        waits_until=when_words(waits_until, None, act.now, is_whole_day=False),
        others=others[:OTHERS_NAMED],
    )


def named(house: House, claim: Claim) -> str:
    """The member's name, or the team's."""
    team = house.uow.sites.team(claim.team_id) if claim.team_id is not None and claim.member_id is None else None
    return team.name if team is not None else name_of(house, claim.member_id)


# giving it back


def release_order(command: ReleaseOrder, act: Act) -> list[Reply]:
    return each(command.numbers, act, lambda found, act: _release(found, act, reason=command.reason))


def _release(found: Found, act: Act, *, reason: str) -> list[Reply]:
    """Back to the pool: an active claim is released, a dispatch not yet accepted is returned."""
    order = found.order
    claims = [
        claim
        for claim in act.uow.claims.of_order(found.order_id, ClaimStatus.ACTIVE, ClaimStatus.PROPOSED)
        if claim.member_id == act.member_id or (claim.status is ClaimStatus.PROPOSED and _is_meant(act, claim))
    ]
    if not claims and may(act, Verb.RELEASE_FOR_ANOTHER):
        claims = act.uow.claims.of_order(found.order_id, ClaimStatus.ACTIVE, ClaimStatus.PROPOSED)
    if not claims:
        if order.status in (OrderStatus.CLAIMED, OrderStatus.DISPATCHED):
            raise NotYours(number=found.number)
        raise OrderNotOpen(number=found.number, state=STATUS_WORDS[order.status])
    was = before(order)
    undo_to = {key(claim.id): claim.status for claim in claims}
    for claim in claims:
        give_back(claim, act, reason)
    reopen(found, act)
    note(act, Intent.RELEASE_ORDER, found, was=was, claims=undo_to, announced=True)
    return open_again(found, act)


def give_back(claim: Claim, house: House, reason: str) -> None:
    ended = ClaimStatus.RETURNED if claim.status is ClaimStatus.PROPOSED else ClaimStatus.RELEASED
    move_claim(house, claim, ended, ended_at=house.now, reason_sealed=house.uow.seal(reason))


def reopen(found: Found, house: House) -> None:
    """The order waits for somebody again, with fresh clocks."""
    order = found.order
    house.uow.timers.drop(found.order_id)
    house.uow.questions.drop_about(found.order_id, now=house.now)
    if order.status is not OrderStatus.PLACED:
        move(house, order, OrderStatus.PLACED)
    plan_expiry(order, house)
    start_ladder(order, house, quiet_hours(found.room))


def open_again(found: Found, house: House) -> list[Reply]:
    """One line in every room that knows the order, and a word to the asker."""
    lines = []
    for posting in house.uow.postings.of(PostingKind.ORDER, found.order_id):
        facts = order_line_facts(found.order, posting.number, house.now)
        lines.append(to_room(posting.room_id, "orders/open_again.j2", **facts))
    return [
        *lines,
        to_member(
            found.order.asker_id,
            "orders/open_again_private.j2",
            about_room=found.room_id,
            tells_to_befriend=False,
            number=found.number,
            what=found.order.what,
        ),
    ]
