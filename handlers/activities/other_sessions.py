"""The sessions of one call, each an activity of its own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from handlers.act import House
from handlers.activities.finding import Found, found_by_id
from handlers.replies import Reply
from handlers.understanding.session_labels import call_in
from storage.models.activities import Activity
from storage.states import ActivityStatus

_LINES: Final = frozenset({"activities/changed.j2", "activities/undone.j2"})


def other_sessions(activity: Activity, house: House) -> list[Found]:
    """Those that are still open beside this one."""
    if activity.call_id is None:
        return []
    others = [each for each in house.uow.activities.of_call(activity.call_id) if each.id != activity.id]
    found = [found_by_id(house, each.id) for each in others if each.status is ActivityStatus.OPEN]
    return [each for each in found if each is not None]


def said_once(replies: Sequence[Reply], sessions: Sequence[Found]) -> list[Reply]:
    """What became of several sessions alike is one line in the room, with the numbers of all of them."""
    if len(sessions) == 1:
        return list(replies)
    first, *others = [reply for reply in replies if reply.template in _LINES]
    numbers = "、#".join(str(each.number) for each in sessions)
    facts = {**first.facts, "number": numbers, "title": call_in(sessions[0].activity.title)}
    return [replace(first, facts=facts), *(reply for reply in replies if reply not in (first, *others))]
