"""来源 5: how often the page was opened from where, and from which rooms people signed up."""

from collections import Counter
from typing import Any, Final

from handlers.act import Act, House
from handlers.activities.finding import Found, find_activity, is_in_charge
from handlers.errors import NotOrganiser
from handlers.replies import Reply, to_member
from handlers.understanding.activity_commands import AskSources
from storage.models.activities import Enrolment
from storage.states import HOLDS_PLACES
from storage.vocabulary import EnrolmentSource

#: What a link may say of where it stands; a page that was opened without such a word counts as DIRECT.
SOURCES: Final = {"poster": "海报", "text": "文案", "calendar": "日历"}
DIRECT: Final = "direct"

_WITHOUT_ROOM: Final = {EnrolmentSource.PRIVATE: "私聊", EnrolmentSource.WALK_IN: "现场"}
_UNKNOWN: Final = "群里"


def show_sources(command: AskSources, act: Act) -> list[Reply]:
    """To whoever is in charge, always privately. Raises ActivityNotFound, NotOrganiser."""
    found = find_activity(act, command.number)
    if not is_in_charge(act, found):
        raise NotOrganiser(number=found.number)
    seen = act.uow.visits.by_source(found.activity_id)
    labels = {**SOURCES, DIRECT: "直接打开"}
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
