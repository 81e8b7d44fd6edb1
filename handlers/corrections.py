"""更正 电话 13900001234: in everything that the member still asks for; whoever helps is told the new one."""

from handlers.act import Act, in_room
from handlers.orders.edit import apply_edit
from handlers.orders.finding import Found, found_by_id
from handlers.replies import Reply, to_member
from handlers.understanding.commands import Correct
from storage.intents import Intent


def correct(command: Correct, act: Act) -> list[Reply]:
    """A name is the group's: it follows the nickname there. What a need says is edited by its number."""
    orders = [found_by_id(act, order.id) for order in act.uow.orders.asked_by(act.member_id)]
    found = [each for each in orders if each is not None]
    meant = [each for each in found if each.order.phone_sealed is not None] or found
    is_known = act.member.phone_sealed is not None
    replies: list[Reply] = []
    if command.what == "phone" and command.phone is not None:
        replies = [reply for each in meant for reply in _edit(each, command.phone, act)]
        if is_known:
            act.uow.members.change(act.member_id, phone_sealed=act.uow.seal(command.phone))
    told = to_member(
        act.member_id,
        "privacy/corrected.j2",
        about_room=act.room_id,
        what=command.what,
        is_incomplete=command.what == "phone" and command.phone is None,
        is_known=is_known,
        name=act.member.name,
        orders=[{"number": each.number, "what": each.order.what} for each in meant],
    )
    return [told, *replies]


def _edit(found: Found, phone: str, act: Act) -> list[Reply]:
    values = {"phone_sealed": act.uow.seal(phone)}
    return apply_edit(found, in_room(act, found.room_id), values, [], Intent.EDIT_ORDER)
