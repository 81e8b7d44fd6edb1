"""What the asker says right after the need belongs to it: where, when, how many, by which phone."""

from dataclasses import replace

from handlers.act import Act
from handlers.errors import NothingChanged
from handlers.orders.edit import edit_found
from handlers.orders.finding import find_order
from handlers.replies import Reply
from handlers.understanding.commands import AddTo
from handlers.understanding.contents import Changes, Moment, Place
from storage.models.orders import DemandOrder


def add_to_order(command: AddTo, act: Act) -> list[Reply]:
    """Only what was missing: a second place or time is talk, or wants 改单. The room reads several as one line."""
    found = find_order(act, command.number)
    try:
        replies = edit_found(found, act, _missing(found.order, command.changes))
    except NothingChanged:
        return []
    return [_merged(reply) if reply.template == "orders/edited.j2" else reply for reply in replies]


def _merged(reply: Reply) -> Reply:
    return replace(reply, template="orders/added.j2", merge="added")


def _missing(order: DemandOrder, said: Changes) -> Changes:
    return Changes(
        start=said.start if _lacks_time(order, said.start) else None,
        end=said.end if _lacks_time(order, said.end) else None,
        place=said.place if said.place is not None and _lacks_place(order, said.place) else None,
        people=said.people if order.people == 1 else None,
        phone=said.phone if order.phone_sealed is None else None,
        keeps_day=said.keeps_day,
    )


def _lacks_time(order: DemandOrder, said: Moment | None) -> bool:
    """An hour completes a day."""
    if order.starts_at is None and order.ends_at is None:
        return True
    return order.is_whole_day and hasattr(said, "hour")


def _lacks_place(order: DemandOrder, said: Place) -> bool:
    """A unit completes a building."""
    if not order.place and order.address_sealed is None:
        return True
    return order.address_sealed is None and bool(said.private) and said.public in ("", order.place)
