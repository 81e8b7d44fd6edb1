"""帮助: what one can say, answered where it was asked."""

from typing import Any

from handlers.act import Act
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.commands import AskHelp
from handlers.wording import order_line_facts
from storage.states import OrderStatus


def show_help(command: AskHelp, act: Act) -> list[Reply]:
    """更多 is answered privately: a room needs three lines at most."""
    is_coordinator = bool(act.roles)
    if command.more:
        return [
            to_member(
                act.member_id,
                "guide/more.j2",
                about_room=act.room_id,
                needs=_unclaimed(act),
                is_coordinator=is_coordinator,
            )
        ]
    if act.is_private:
        return [to_member(act.member_id, "guide/help.j2", about_room=act.room_id, is_coordinator=is_coordinator)]
    return [to_room(act.room_id, "guide/help.j2", is_coordinator=is_coordinator)]


def _unclaimed(act: Act) -> list[dict[str, Any]]:
    """What the digest and 还有哪些没人接 only counted."""
    return [
        order_line_facts(order, number, act.now)
        for number, order in act.uow.postings.open_orders(act.room_id)
        if order.status is OrderStatus.PLACED
    ]
