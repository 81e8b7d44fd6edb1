"""Thanks for the first, tenth, fiftieth … time and for so many hours: once, privately, with what is said anyway.

The hours from 100 on are those of the stars by 《志愿服务记录办法》 (民政部, 民函〔2012〕340号): with 100, 300, 600,
1,000 and 1,500 hours one may ask the own organisation for one to five stars. The bot only says so; it awards none.
"""

from typing import Any, Final

import structlog

from handlers.act import House
from handlers.activities.finding import Found
from handlers.activities.lines import unasked_word
from handlers.replies import Reply, to_room
from handlers.wording import plain_name
from storage.models.milestones import Milestone
from storage.vocabulary import MilestoneKind

log = structlog.get_logger()

NUMBERS: Final[dict[MilestoneKind, tuple[int, ...]]] = {
    MilestoneKind.SERVICES: (1, 10, 50, 100, 200, 500),
    MilestoneKind.HOURS: (10, 50, 100, 300, 600, 1000, 1500),
}
STARS: Final = {100: "一", 300: "二", 600: "三", 1000: "四", 1500: "五"}


def reach(member_id: int, house: House) -> list[dict[str, Any]]:
    """What is new, as facts for templates/chat/recognition/_reached.j2: the highest of each kind."""
    minutes: dict[int, int] = {}
    for line in house.uow.hours.of_member(member_id):
        minutes[line.activity_id] = minutes.get(line.activity_id, 0) + line.minutes
    have = {
        MilestoneKind.SERVICES: sum(each > 0 for each in minutes.values()),
        MilestoneKind.HOURS: sum(minutes.values()) // 60,
    }
    known = {(each.kind, each.number) for each in house.uow.milestones.of_member(member_id)}
    found = []
    for kind, numbers in NUMBERS.items():
        fresh = [number for number in numbers if number <= have[kind] and (kind, number) not in known]
        for number in fresh:
            house.uow.milestones.add(Milestone(member_id=member_id, kind=kind, number=number, reached_at=house.now))
        if fresh:
            log.info("milestone_reached", member=member_id, kind=kind.value, number=fresh[-1])
            stars = STARS.get(fresh[-1], "") if kind is MilestoneKind.HOURS else ""
            found.append({"kind": kind.value, "count": fresh[-1], "stars": stars})
    return found


def tell_reached(found: Found, member_id: int, house: House) -> list[Reply]:
    """Where nothing else is said to them: a line of its own, in waking hours."""
    reached = reach(member_id, house)
    if not reached:
        return []
    own = unasked_word(member_id, found, "recognition/reached.j2", until=None, milestones=reached)
    return [own, *wall_lines(found, member_id, reached, house)]


def wall_lines(found: Found, member_id: int, reached: list[dict[str, Any]], house: House) -> list[Reply]:
    """In the room only where it has a wall and they let themselves be named."""
    member = house.uow.members.get(member_id)
    if not reached or found.room.wall_since is None or member is None or member.on_wall_since is None:
        return []
    return [
        to_room(found.room_id, "recognition/wall.j2", unasked=True, name=plain_name(member.name), milestones=reached)
    ]
