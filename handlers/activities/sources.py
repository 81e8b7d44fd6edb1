"""来源 5: how often the page was opened from where, and from which rooms people signed up."""

from collections import Counter
from typing import Any, Final

import structlog

from handlers.act import Act, House
from handlers.activities.finding import Found, find_activity, is_in_charge
from handlers.errors import NotOrganiser
from handlers.replies import Reply, to_member
from handlers.understanding.activity_commands import AskSources
from storage.models.activities import Enrolment
from storage.models.visits import ShareGroup
from storage.states import HOLDS_PLACES
from storage.vocabulary import EnrolmentSource

log = structlog.get_logger()

#: What a link may say of where it stands; a page that was opened without such a word counts as DIRECT.
SOURCES: Final = {"poster": "海报", "text": "文案", "calendar": "日历"}
DIRECT: Final = "direct"
#: So many groups of an activity are told apart: g1, g2 …
MOST_GROUPS: Final = 20

_WITHOUT_ROOM: Final = {EnrolmentSource.PRIVATE: "私聊", EnrolmentSource.WALK_IN: "现场"}
_UNKNOWN: Final = "群里"


def group_source(found: Found, name: str, house: House) -> str:
    """What a link for that group says of where it stands; empty where there are too many groups already."""
    groups = house.uow.visits.groups(found.activity_id)
    known = next((each.number for each in groups if each.name == name), None)
    if known is None and len(groups) >= MOST_GROUPS:
        return ""
    if known is None:
        known = len(groups) + 1
        house.uow.visits.add_group(ShareGroup(activity_id=found.activity_id, number=known, name=name))
        log.info("share_group_added", activity=found.activity_id, number=known)
    return f"g{known}"


def show_sources(command: AskSources, act: Act) -> list[Reply]:
    """To whoever is in charge, always privately. Raises ActivityNotFound, NotOrganiser."""
    found = find_activity(act, command.number)
    if not is_in_charge(act, found):
        raise NotOrganiser(number=found.number)
    seen = act.uow.visits.by_source(found.activity_id)
    groups = {f"g{each.number}": each.name for each in act.uow.visits.groups(found.activity_id)}
    labels = {**SOURCES, **groups, DIRECT: "直接打开"}
    people = _people(found, act)
    return [
        to_member(
            act.member_id,
            "activities/sources.j2",
            about_room=found.room_id,
            number=found.number,
            title=found.activity.title,
            visits=[_count(label, seen[source]) for source, label in labels.items() if seen[source]],
            people=people.total(),
            origins=[_count(origin, count) for origin, count in people.most_common()],
            has_pages=bool(act.rules.public_url),
        )
    ]


def _people(found: Found, house: House) -> Counter[str]:
    """By the room in which they were signed up, or how else."""
    counts: Counter[str] = Counter()
    for part in house.uow.enrolments.of_activity(found.activity_id, *HOLDS_PLACES):
        counts[_origin(part, house)] += part.party
    return counts


def _origin(part: Enrolment, house: House) -> str:
    room = house.uow.rooms.get(part.room_id) if part.room_id is not None else None
    return room.topic if room is not None else _WITHOUT_ROOM.get(part.source, _UNKNOWN)


def _count(label: str, count: int) -> dict[str, Any]:
    return {"label": label, "count": count}
