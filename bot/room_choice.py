"""The room that an operator names."""

from collections.abc import Iterable

from bot.failures import MISUSED, fail
from storage.models.places import Room


def chosen_room(rooms: Iterable[Room], name: str, *, command: str, kind: str = "群") -> Room:
    """By its number in `yihu rooms`, or by its topic where that is the only one."""
    found = [room for room in rooms if name in {room.topic, str(room.id)}]
    if not found:
        fail(f"{command}: 没有{kind}「{name}」,见 yihu rooms", MISUSED)
    if len(found) > 1:
        fail(f"{command}: {len(found)} 个群叫「{name}」,请用 yihu rooms 里的编号", MISUSED)
    return found[0]
