"""What only the helper may know, privately and with a receipt for its owner."""

from typing import Any

from handlers.act import Act, House
from handlers.orders.finding import Found
from handlers.replies import Reply, to_member
from handlers.wording import name_of, order_when
from storage.models.orders import Claim
from storage.models.talk import OutboxMessage
from storage.states import OutboxStatus
from storage.vocabulary import PostingKind

CONTACT = "orders/contact.j2"


def open_contact(found: Found, reader_id: int, house: House) -> Reply:
    """Contact and details for whoever does it."""
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
        CONTACT,
        about_room=found.room_id,
        tells_to_befriend=False,
        number=found.number,
        what=order.what,
        when=order_when(order, house.now),
        place=order.place,
        asker=name_of(house, order.asker_id),
        proxy=name_of(house, order.placed_by_id) if order.placed_by_id != order.asker_id else "",
        **private,
    )


def withdraw_contact(claim: Claim, house: House) -> None:
    """What still waits until its reader is a friend is not sent any more, and was never shown."""
    reader_id = claim.member_id or 0
    for row in house.uow.outbox.waiting_for(reader_id):
        if row.template == CONTACT and _is_about(row, claim.order_id, house):
            house.uow.outbox.change(row, status=OutboxStatus.DROPPED, reason="withdrawn")
            house.uow.receipts.withdraw(order_id=claim.order_id, reader_id=reader_id)


def _is_about(row: OutboxMessage, order_id: int, house: House) -> bool:
    """One message may claim several orders: it is told from the others by its number."""
    text = house.uow.open(row.text_sealed)
    numbers = [posting.number for posting in house.uow.postings.of(PostingKind.ORDER, order_id)]
    causes = [event.cause for event in house.uow.audit.about(order_id)]
    return text is not None and row.cause in causes and any(text.reveal().startswith(f"#{n} ") for n in numbers)


def left_out(found: Found, act: Act, *, has_phone: bool, has_address: bool, missing: str = "") -> Reply:
    """To whoever said it: what only the helper will see, and the one thing that is still missing."""
    return to_member(
        act.member_id,
        "orders/placed_private.j2",
        about_room=found.room_id,
        number=found.number,
        what=found.order.what,
        has_phone=has_phone,
        has_address=has_address,
        was_in_room=not act.is_private,
        missing=missing,
    )
