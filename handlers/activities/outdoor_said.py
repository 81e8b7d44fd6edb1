"""户外 5, 室内 5: the organiser knows better than the words of the notice."""

from typing import Any

from handlers.act import Act
from handlers.activities.finding import Found, change, find_activity, is_in_charge, require_open
from handlers.activities.moves import CHANGED_SINCE, write_down
from handlers.activities.outdoor import is_outdoor
from handlers.activities.weather import plan_weather
from handlers.errors import NothingChanged, NothingToUndo, NotOrganiser
from handlers.replies import Reply, to_member
from handlers.understanding.weather_commands import SetOutdoor
from storage.intents import Intent


def set_outdoor(command: SetOutdoor, act: Act) -> list[Reply]:
    """Of a series also those that are posted later. Raises NotOrganiser, NothingChanged."""
    found = find_activity(act, command.number)
    if not is_in_charge(act, found):
        raise NotOrganiser(number=found.number)
    require_open(found)
    was = found.activity.is_outdoor
    if was is command.is_outdoor:
        where = "户外" if was else "室内"
        raise NothingChanged(reason=f"#{found.number} {found.activity.title} 已经记的是{where}")
    _set(found, command.is_outdoor, act)
    inverse: dict[str, Any] = {"outdoor": {"was": was, "is": command.is_outdoor}}
    write_down(act, Intent.OUTDOOR, found, inverse, was_announced=False)
    return [_told(found, act, is_undone=False)]


def undo_outdoor(found: Found, inverse: dict[str, Any], act: Act) -> list[Reply]:
    if found.activity.is_outdoor is not inverse["is"]:
        raise NothingToUndo(reason=f"#{found.number} {CHANGED_SINCE}")
    _set(found, inverse["was"], act)
    return [_told(found, act, is_undone=True)]


def _set(found: Found, is_in_the_open: bool | None, act: Act) -> None:
    change(act, found.activity, is_outdoor=is_in_the_open)
    plan_weather(found, act)


def _told(found: Found, act: Act, *, is_undone: bool) -> Reply:
    return to_member(
        act.member_id,
        "weather/outdoor.j2",
        about_room=found.room_id,
        number=found.number,
        title=found.activity.title,
        is_outdoor=is_outdoor(found.activity),
        is_undone=is_undone,
    )
