"""A room seen for the first time: silent until it is bound, with the hours and limits that the settings give."""

from collections.abc import Callable

from bot.settings import RoomSettings
from storage.models.places import Room

#: account, the platform's id, topic → the row to be written.
NewRoom = Callable[[str, str, str], Room]


def plain_room(account: str, external_id: str, topic: str) -> Room:
    return Room(account=account, external_id=external_id, topic=topic)


def room_of_settings(settings: RoomSettings, account: str, external_id: str, topic: str) -> Room:
    values = dict(settings)
    is_shadowed = values.pop("shadow")
    return Room(account=account, external_id=external_id, topic=topic, is_shadowed=is_shadowed, **values)
