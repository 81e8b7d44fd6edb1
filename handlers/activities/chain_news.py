"""What a copy of a 接龙 came to: one line in the room, the rest privately."""

from dataclasses import dataclass, field
from typing import Any

import structlog

from handlers.act import Act
from handlers.activities.facts import who
from handlers.activities.finding import Found
from handlers.activities.moves import note
from handlers.activities.places import places_of, position_of
from handlers.activities.waitlist import ask_last_minute, fill_places
from handlers.errors import PartyTooBig
from handlers.replies import Reply, to_member, to_room
from storage.intents import Intent
from storage.models.activities import Enrolment
from storage.states import EnrolmentStatus

log = structlog.get_logger()


@dataclass(slots=True)
class News:
    """`back`: put back; `then` and `sizes` are what an undo needs; `replies` go to members."""

    came_in: list[Enrolment] = field(default_factory=list)
    left: list[Enrolment] = field(default_factory=list)
    resized: list[Enrolment] = field(default_factory=list)
    back: list[Enrolment] = field(default_factory=list)
    then: dict[int, EnrolmentStatus] = field(default_factory=dict)
    sizes: dict[int, tuple[int, int]] = field(default_factory=dict)
    replies: list[Reply] = field(default_factory=list)


def told(found: Found, news: News, act: Act) -> list[Reply]:
    if news.then or news.sizes:
        note(act, Intent.CHAIN, found, then=news.then, sizes=news.sizes)
    filled = fill_places(found, act) if news.left or news.resized else ask_last_minute(found, act)
    up = [each for each in filled if each.facts.get("kind") == "moved_up" and each.room_id is not None]
    rest = [each for each in filled if each not in up]
    if not (news.came_in or news.left or news.resized or news.back):
        return [*news.replies, *filled]
    log.info("chain_copied", activity=found.activity_id, entered=len(news.came_in), left=len(news.left))
    line = to_room(
        found.room_id,
        "activities/chained.j2",
        merge="chain",
        number=found.number,
        title=found.activity.title,
        by=act.member.name,
        came_in=[_line(each, act) for each in news.came_in if each.status is not EnrolmentStatus.WAITING],
        resized=[_line(each, act) for each in news.resized],
        waits=[_line(each, act) for each in news.came_in if each.status is EnrolmentStatus.WAITING],
        left_names=[_line(each, act) for each in news.left],
        moved_up=[{"name": each.facts["name"], "party": each.facts["party"]} for each in up],
        back=[_line(each, act) for each in news.back],
        left=places_of(found.activity, act).left_in_all,
    )
    return [line, *news.replies, *rest]


def _line(enrolment: Enrolment, act: Act) -> dict[str, Any]:
    waits = enrolment.status is EnrolmentStatus.WAITING
    return {
        "name": who(enrolment, act),
        "party": enrolment.party,
        "position": position_of(enrolment, act) if waits else 0,
    }


def too_big(found: Found, party: int, left: int, act: Act) -> Reply:
    facts: dict[str, Any] = {"number": found.number, "title": found.activity.title, "party": party, "left": left}
    return to_member(act.member_id, PartyTooBig.template, about_room=act.room_id, tells_to_befriend=False, **facts)
