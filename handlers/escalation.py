"""The ladder of an unclaimed order: the room, leaders of fitting teams, the grid worker, the institute, the centre."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

import structlog

from handlers.act import House, key, quiet_hours
from handlers.daily import day_ends
from handlers.distance import kilometres_between
from handlers.news import is_over
from handlers.reach import room_to_reach
from handlers.replies import Reply, to_member, to_room
from handlers.rules import HouseRules, QuietHours
from handlers.unasked import nudges_left
from handlers.wording import due_at, order_line_facts
from handlers.working_days import next_working_day
from storage.models.orders import DemandOrder
from storage.models.people import Member
from storage.models.places import Room, Site
from storage.models.talk import Timer
from storage.states import OrderStatus
from storage.store import UnitOfWork
from storage.vocabulary import Role, SiteLevel, TimerKind

log = structlog.get_logger()

#: How many orders one nudge shows; the rest is counted.
NUDGED_AT_ONCE: Final = 5
#: How many neighbouring stations are asked, and how far away they may be.
NEIGHBOURS: Final = 2
NEIGHBOUR_KM: Final = 3.0


class Rung(IntEnum):
    """Who hears of it next."""

    ROOM = 0
    LEADERS = 1
    GRID_WORKER = 2
    INSTITUTE = 3
    CENTRE = 4


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """An order that waits, under the number of its own room."""

    order: DemandOrder
    number: int
    room: Room
    site: Site


# the clock


def start_ladder(order: DemandOrder, house: House, quiet: QuietHours) -> None:
    """The clock starts. The order has none yet, or none any more."""
    _plan(order, Rung.ROOM, house.now, house, quiet)


def restart_ladder(order: DemandOrder, house: House, quiet: QuietHours) -> None:
    """An older clock of it is forgotten."""
    stop_ladder(key(order.id), house)
    start_ladder(order, house, quiet)


def stop_ladder(order_id: int, house: House) -> None:
    house.uow.timers.drop(order_id, TimerKind.ESCALATE)


def hasten_ladder(order: DemandOrder, house: House, quiet: QuietHours) -> None:
    """After an edit: what is needed sooner is heard of sooner. Rungs taken stay taken; an ended ladder begins anew."""
    timer = next((t for t in house.uow.timers.of_order(key(order.id)) if t.kind is TimerKind.ESCALATE), None)
    if timer is None:
        start_ladder(order, house, quiet)
        return
    sooner = rung_due(order, timer.step, house.now, house.rules, quiet)
    if sooner is not None and sooner < timer.due_at:
        house.uow.timers.move(timer, sooner)


def rung_due(order: DemandOrder, step: int, since: datetime, rules: HouseRules, quiet: QuietHours) -> datetime | None:
    """When that rung is due, counted from the one before it (the first one: from the start). None: there is none.

    An order that nobody called urgent becomes so shortly before it is needed.
    """
    if step > Rung.CENTRE:
        return None
    if order.is_urgent:
        return _urgent(step, since, rules, quiet)
    calm = _calm(step, since, rules, quiet)
    needed_at = order.starts_at if order.starts_at is not None and not order.is_whole_day else due_at(order)
    hurried = _urgent(step, since, rules, quiet)
    if needed_at is None or hurried is None:
        return calm
    from_then = quiet.after(needed_at - rules.urgent_within, rules.urgent_ladder[step])
    return min(calm, max(hurried, from_then))


def _urgent(step: int, since: datetime, rules: HouseRules, quiet: QuietHours) -> datetime | None:
    return quiet.after(since, _gap(rules.urgent_ladder, step)) if step < len(rules.urgent_ladder) else None


def _calm(step: int, since: datetime, rules: HouseRules, quiet: QuietHours) -> datetime:
    if step < len(rules.ladder):
        return quiet.after(since, _gap(rules.ladder, step))
    return quiet.waking(next_working_day(since, rules.morning_list_at))


def _gap(ladder: tuple[timedelta, ...], step: int) -> timedelta:
    return ladder[step] - (ladder[step - 1] if step else timedelta())


def _plan(order: DemandOrder, step: int, since: datetime, house: House, quiet: QuietHours) -> None:
    due = rung_due(order, step, since, house.rules, quiet)
    if due is not None:
        _add_timer(order, step, due, house)


def _add_timer(order: DemandOrder, step: int, due: datetime, house: House) -> None:
    house.uow.timers.add(
        Timer(kind=TimerKind.ESCALATE, due_at=due, order_id=order.id, room_id=order.room_id, step=step)
    )


# one rung


def escalate(timer: Timer, house: House) -> list[Reply]:
    """One rung, and the next is planned. Of several that an outage has made due, only the newest is taken."""
    waiting = _unclaimed(timer, house)
    if waiting is None:
        return []
    quiet = quiet_hours(waiting.room)
    if quiet.holds(house.now):  # late: by the morning somebody may have taken it
        _add_timer(waiting.order, timer.step, quiet.waking(house.now), house)
        return []
    step, due = timer.step, timer.due_at
    while (later := rung_due(waiting.order, step + 1, due, house.rules, quiet)) is not None and later <= house.now:
        step, due = step + 1, later
    if later is not None:
        _add_timer(waiting.order, step + 1, later, house)
    replies = _SAY[Rung(step)](waiting, house)
    log.info("order_escalated", order=waiting.order.id, rung=Rung(step).name.lower(), told=len(replies))
    return replies


def _unclaimed(timer: Timer, house: House) -> Unclaimed | None:
    order = house.uow.orders.get(timer.order_id or 0)
    if order is None or order.status is not OrderStatus.PLACED or is_over(order, house.now):
        return None
    room = house.uow.rooms.get(order.room_id)
    if room is None or room.site_id is None or room.left_at is not None:
        return None
    site = house.uow.sites.get(room.site_id)
    number = house.uow.postings.number_of(key(order.id), order.room_id)
    return Unclaimed(order, number, room, site) if site is not None and number is not None else None


def _nudge(waiting: Unclaimed, house: House) -> list[Reply]:
    """One line for everything in the room that still waits for its nudge: there is one a day."""
    if nudges_left(house.uow, waiting.room, house.now) == 0:
        return []
    room_id = key(waiting.room.id)
    nudged = [
        order_line_facts(order, number, house.now)
        for number, order in house.uow.postings.open_orders(room_id)
        if order.id == waiting.order.id or _goes_along(order, waiting.room, house)
    ]
    return [
        to_room(
            room_id,
            "escalation/room.j2",
            unasked=True,
            expires_at=day_ends(house.now),
            items=nudged[:NUDGED_AT_ONCE],
            more=len(nudged[NUDGED_AT_ONCE:]),
        )
    ]


def _goes_along(order: DemandOrder, room: Room, house: House) -> bool:
    """Whether the order waits for a nudge in that room; then this was it, and the next rung is planned."""
    if order.status is not OrderStatus.PLACED or order.room_id != room.id or is_over(order, house.now):
        return False
    for timer in house.uow.timers.of_order(key(order.id)):
        if timer.kind is TimerKind.ESCALATE and timer.step == Rung.ROOM and house.uow.timers.done(timer):
            _plan(order, Rung.LEADERS, timer.due_at, house, quiet_hours(room))
            return True
    return False


def _tell_leaders(waiting: Unclaimed, house: House) -> list[Reply]:
    leaders = [
        leader
        for team in fitting_teams(house.uow, waiting)
        for leader in house.uow.members.of_team(team, leaders_only=True)
        if leader.id != waiting.order.asker_id
    ]
    return _tell(leaders, "escalation/leader.j2", waiting, house)


def fitting_teams(uow: UnitOfWork, waiting: Unclaimed) -> list[int]:
    """Teams with the skill or, where none has it, teams whose skills nobody wrote down; of the nearest site upwards."""
    for site in uow.sites.upwards(key(waiting.site.id)):
        teams = [(key(team.id), re.findall(r"\w+", team.skills)) for team in uow.sites.teams_of([key(site.id)])]
        skilled = [team_id for team_id, skills in teams if waiting.order.category.value in skills]
        if fitting := skilled or [team_id for team_id, skills in teams if not skills]:
            return fitting
    return []


def _tell_grid_worker(waiting: Unclaimed, house: House) -> list[Reply]:
    nearest = house.uow.members.nearest_holding(Role.GRID_WORKER, key(waiting.site.id))
    return _tell(nearest, "escalation/grid_worker.j2", waiting, house)


def _tell_institute(waiting: Unclaimed, house: House) -> list[Reply]:
    """The institute above, and beside it the grid workers of neighbouring stations."""
    told = _tell(_staff_above(waiting, SiteLevel.INSTITUTE, house.uow), "escalation/above.j2", waiting, house)
    asked = {reply.member_id for reply in told}
    neighbours = [
        worker
        for site in neighbouring_stations(house.uow, waiting.site)
        for worker in house.uow.members.holding(Role.GRID_WORKER, key(site.id))
        if worker.id not in asked
    ]
    return told + _tell(neighbours, "escalation/neighbour.j2", waiting, house)


def _tell_centre(waiting: Unclaimed, house: House) -> list[Reply]:
    return _tell(_staff_above(waiting, SiteLevel.CENTRE, house.uow), "escalation/above.j2", waiting, house)


def _staff_above(waiting: Unclaimed, level: SiteLevel, uow: UnitOfWork) -> list[Member]:
    for site in uow.sites.upwards(key(waiting.site.id)):
        if site.level is level:
            held = (uow.members.holding(role, key(site.id)) for role in (Role.ADMIN, Role.GRID_WORKER))
            return [member for members in held for member in members]
    return []


def neighbouring_stations(uow: UnitOfWork, here: Site) -> list[Site]:
    """The nearest other stations; of those whose place is not known, siblings only."""
    near: list[tuple[float, int, Site]] = []
    for site in uow.sites.everywhere():
        if site.level is not SiteLevel.STATION or site.id == here.id or site.is_paused:
            continue
        distance = kilometres_between(here, site)
        if distance is None and here.parent_id is not None and site.parent_id == here.parent_id:
            distance = NEIGHBOUR_KM
        if distance is not None and distance <= NEIGHBOUR_KM:
            near.append((distance, key(site.id), site))
    return [site for _, _, site in sorted(near)[:NEIGHBOURS]]


def _tell(members: Iterable[Member], template: str, waiting: Unclaimed, house: House) -> list[Reply]:
    """Privately, once each; who is no friend is asked to become one only in a room that they are in."""
    order, uow = waiting.order, house.uow
    return [
        to_member(
            member_id,
            template,
            about_room=key(room_to_reach(uow, member_id, waiting.room).id),
            unasked=True,
            expires_at=day_ends(house.now),
            tells_to_befriend=waiting.room.id in uow.members.rooms_of(member_id),
            room=waiting.room.topic or waiting.site.name,
            site=waiting.site.name,
            waited=waited_words(house.now - order.placed_at),
            order=order_line_facts(order, waiting.number, house.now),
        )
        for member_id in dict.fromkeys(key(member.id) for member in members)
    ]


def waited_words(wait: timedelta) -> str:
    """How long, in the largest unit that fits.

    >>> waited_words(timedelta(minutes=30)), waited_words(timedelta(hours=8)), waited_words(timedelta(days=2))
    ('30 分钟', '8 小时', '2 天')
    """
    if wait >= timedelta(days=1):
        return f"{wait.days} 天"
    hours = wait // timedelta(hours=1)
    return f"{hours} 小时" if hours else f"{wait // timedelta(minutes=1)} 分钟"


_SAY: Final = {
    Rung.ROOM: _nudge,
    Rung.LEADERS: _tell_leaders,
    Rung.GRID_WORKER: _tell_grid_worker,
    Rung.INSTITUTE: _tell_institute,
    Rung.CENTRE: _tell_centre,
}
