"""菜单: what a site offers, by numbers of its own; 点 3 orders the third."""

from handlers.act import Act
from handlers.errors import ItemNotOnMenu
from handlers.orders.place import post_need
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.commands import AskMenu, OrderItem
from handlers.understanding.contents import Need
from handlers.wording import label_of
from storage.models.places import MenuItem
from storage.vocabulary import LOCAL_ZONE, Category

#: One short text in a room; the whole menu is told privately.
LINES = 12


def show_menu(command: AskMenu, act: Act) -> list[Reply]:
    """Answered where it was asked; by category where one was named."""
    items = [item for item in _items(act) if command.category in (None, item.category)]
    lines = [{"number": item.number, "name": item.name, "label": label_of(item.category)} for item in items]
    if act.is_private:
        return [to_member(act.member_id, "menu/menu.j2", about_room=act.room_id, lines=lines, left=0)]
    return [to_room(act.room_id, "menu/menu.j2", lines=lines[:LINES], left=max(len(lines) - LINES, 0))]


def order_item(command: OrderItem, act: Act) -> list[Reply]:
    """Raises ItemNotOnMenu."""
    item = next((item for item in _items(act) if item.number == command.item), None)
    if item is None:
        raise ItemNotOnMenu(item=command.item)
    need = Need(
        what=item.name,
        category=item.category,
        start=command.start,
        end=command.end,
        place=command.place,
        phone=command.phone,
        is_health=item.category is Category.HEALTH,
    )
    return post_need(need, act, menu_item_id=item.id)


def _items(act: Act) -> list[MenuItem]:
    month = act.now.astimezone(LOCAL_ZONE).month
    return act.uow.menu.of_site(act.room.site_id or 0, month=month)
