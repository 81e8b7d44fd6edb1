"""What a handler wants said: a template and facts, to a room or to one member. It never sends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One text. Exactly one of `room_id` and `member_id` is set; only a member's may hold private facts.

    `merge` names the kind of answer that may be joined within the merge window: its template gets `items`, a list of
    facts, and its facts are plain JSON. `unasked` obeys quiet hours and, in rooms, the budget; `expires_at`: pointless
    after. `mention_id` is the member a room line speaks to. `is_danger` passes quiet hours and a hushed room.
    `about_room` of a private text is the room whose account writes; where the member cannot be written to, that room
    gets the line that says how to change it, unless `tells_to_befriend` is False (another line says it already).
    `is_for_all`: a private text that will be passed on, and holds no more than a room may read.
    `picture` names one (see bot.pictures_made) that is drawn from the same facts and follows the text; only what was
    asked for has one, unmerged.
    """

    template: str
    facts: Mapping[str, Any]
    room_id: int | None = None
    member_id: int | None = None
    about_room: int | None = None
    mention_id: int | None = None
    merge: str | None = None
    unasked: bool = False
    is_danger: bool = False
    expires_at: datetime | None = None
    tells_to_befriend: bool = True
    is_for_all: bool = False
    picture: str = ""

    def __post_init__(self) -> None:
        if self.picture and (self.unasked or self.merge is not None):
            message = "a picture is sent at once, to whoever asked for it"
            raise ValueError(message)


def to_room(
    room_id: int,
    template: str,
    *,
    merge: str | None = None,
    mention_id: int | None = None,
    unasked: bool = False,
    is_danger: bool = False,
    expires_at: datetime | None = None,
    picture: str = "",
    **facts: Any,
) -> Reply:
    return Reply(
        template=template,
        facts=facts,
        picture=picture,
        room_id=room_id,
        merge=merge,
        mention_id=mention_id,
        unasked=unasked,
        is_danger=is_danger,
        expires_at=expires_at,
    )


def to_member(
    member_id: int,
    template: str,
    *,
    about_room: int,
    unasked: bool = False,
    is_danger: bool = False,
    expires_at: datetime | None = None,
    tells_to_befriend: bool = True,
    is_for_all: bool = False,
    picture: str = "",
    **facts: Any,
) -> Reply:
    return Reply(
        template=template,
        facts=facts,
        picture=picture,
        member_id=member_id,
        about_room=about_room,
        unasked=unasked,
        is_danger=is_danger,
        expires_at=expires_at,
        tells_to_befriend=tells_to_befriend,
        is_for_all=is_for_all,
    )
