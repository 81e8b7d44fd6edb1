"""The grid worker's day, privately: the morning list, what is left at 17:00, the week on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

import structlog

from handlers.act import House, key, quiet_hours
from handlers.daily import day_ends, local_day, midnight, next_at, today_at
from handlers.news import is_for, line_facts, names_of, report_facts
from handlers.reach import room_to_reach
from handlers.replies import Reply, to_member
from handlers.weekly import week_of
from handlers.wording import due_at
from storage.models.orders import DemandOrder
from storage.models.places import Room
from storage.models.talk import Timer
from storage.states import ClaimStatus, OrderStatus
from storage.vocabulary import Role, TimerKind

log = structlog.get_logger()

#: How many lines a list has; the rest is counted.
LONGEST_LIST: Final = 12
#: So many stars or fewer are on the morning list.
LOW_STARS: Final = 2

_MONDAY: Final = 0
_NEVER: Final = timedelta(days=36_500)

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Work:
    """An open order on a list, with its room."""

    room: Room
    number: int
    order: DemandOrder


# when


def plan_grid_workers(house: House) -> None:
    """No grid worker is without their two timers: called at the start, and once a day for good measure."""
    for worker in house.uow.members.holding_anywhere(Role.GRID_WORKER):
        _plan(key(worker.id), TimerKind.MORNING_LIST, house.rules.morning_list_at, house)
        _plan(key(worker.id), TimerKind.LEFTOVERS, house.rules.leftovers_at, house)


def _plan(member_id: int, kind: TimerKind, clock: time, house: House) -> None:
    """The next one. What is due stays due; what waits for another hour is moved."""
    timer = house.uow.timers.of_member(member_id, kind)
    due = next_at(clock, house.now)
    if timer is None:
        house.uow.timers.add(Timer(kind=kind, due_at=due, member_id=member_id))
    elif timer.due_at > house.now and timer.due_at != due:
        house.uow.timers.move(timer, due)


def send_morning_list(timer: Timer, house: House) -> list[Reply]:
    """Today's, until the hour of the leftovers; on Mondays the week's page with it."""
    rooms = _rooms(timer, house)
    if not rooms:
        return []
    _plan(timer.member_id or 0, timer.kind, house.rules.morning_list_at, house)
    morning, evening = (today_at(clock, house.now) for clock in (house.rules.morning_list_at, house.rules.leftovers_at))
    if not morning <= house.now < evening:
        return []
    replies = _list(
        timer,
        rooms,
        "worklists/morning.j2",
        morning_work(rooms, house),
        house,
        low=_low(rooms, house),
        reports=_reports(rooms, house),
    )
    if house.now.astimezone(morning.tzinfo).weekday() == _MONDAY:
        replies += _week(timer, rooms, house)
    return replies


def send_leftovers(timer: Timer, house: House) -> list[Reply]:
    """Today's, until quiet hours."""
    rooms = _rooms(timer, house)
    if not rooms:
        return []
    _plan(timer.member_id or 0, timer.kind, house.rules.leftovers_at, house)
    if house.now < today_at(house.rules.leftovers_at, house.now):
        return []
    return _list(timer, rooms, "worklists/leftovers.j2", leftovers(rooms, house), house, low=[], reports=[])


# what


def morning_work(rooms: Sequence[Room], house: House) -> list[Work]:
    """Unclaimed, waiting for an answer, or to be done by today."""
    return [
        work
        for work in _open_work(rooms, house)
        if work.order.status is not OrderStatus.CLAIMED or _is_due_today(work.order, house.now)
    ]


def leftovers(rooms: Sequence[Room], house: House) -> list[Work]:
    """Open, and due today or before."""
    return [work for work in _open_work(rooms, house) if _is_due_today(work.order, house.now)]


def _open_work(rooms: Sequence[Room], house: House) -> list[Work]:
    """By due time, what has none last."""
    found = [
        Work(room, number, order)
        for room in rooms
        for number, order in house.uow.postings.open_orders(key(room.id))
        if order.room_id == room.id
    ]
    return sorted(found, key=lambda work: (due_at(work.order) or work.order.placed_at + _NEVER, work.order.placed_at))


def _is_due_today(order: DemandOrder, now: datetime) -> bool:
    due = due_at(order)
    return is_for(order, now) or (due is not None and due <= day_ends(now))


def _low(rooms: Sequence[Room], house: House) -> list[Facts]:
    """Low reviews since the list of yesterday."""
    since = house.now - timedelta(days=1)
    return [
        {
            "room": room.topic,
            "number": house.uow.postings.number_of(review.order_id, key(room.id)),
            "stars": review.stars,
        }
        for room in rooms
        for review in house.uow.reviews.given_between(key(room.id), since, house.now)
        if review.stars is not None and review.stars <= LOW_STARS
    ]


def _reports(rooms: Sequence[Room], house: House) -> list[Facts]:
    """What was reported and not passed on, the oldest first."""
    waiting = [
        {"room": room.topic, "at": report.taken_at, **report_facts((number, report))}
        for room in rooms
        for number, report in house.uow.snapshots.open_in_room(key(room.id))
        if not report.passed_to
    ]
    return sorted(waiting, key=lambda each: each["at"])[:LONGEST_LIST]


def _list(
    timer: Timer,
    rooms: list[Room],
    template: str,
    work: list[Work],
    house: House,
    *,
    low: list[Facts],
    reports: list[Facts],
) -> list[Reply]:
    if not work and not low and not reports:
        return []
    log.info("worklist_written", kind=timer.kind.value, member=timer.member_id, orders=len(work))
    items = [_line(each, house) for each in work[:LONGEST_LIST]]
    return _private(timer, rooms, template, house, items=items, more=len(work[LONGEST_LIST:]), low=low, reports=reports)


def _line(work: Work, house: House) -> Facts:
    order = work.order
    status = ClaimStatus.PROPOSED if order.status is OrderStatus.DISPATCHED else ClaimStatus.ACTIVE
    names = names_of(house.uow, house.uow.claims.of_order(key(order.id), status))
    due = due_at(order)
    return {
        **line_facts((work.number, order), house.now),
        "room": work.room.topic,
        "status": order.status.value,
        "names": names,
        "is_late": due is not None and due <= house.now,
    }


def _week(timer: Timer, rooms: list[Room], house: House) -> list[Reply]:
    ends_at = midnight(house.now)
    week = week_of(house.uow, rooms, ends_at - timedelta(days=7), ends_at)
    if week.is_empty:
        return []
    first, last = local_day(ends_at - timedelta(days=7)), local_day(ends_at - timedelta(days=1))
    return _private(timer, rooms, "worklists/weekly.j2", house, week=week, first=first, last=last)


def _private(timer: Timer, rooms: list[Room], template: str, house: House, **facts: Any) -> list[Reply]:
    member_id = timer.member_id or 0
    room = room_to_reach(house.uow, member_id, rooms[0])
    if quiet_hours(room).waking(house.now) >= day_ends(house.now):
        return []
    return [
        to_member(
            member_id,
            template,
            about_room=key(room.id),
            unasked=True,
            expires_at=day_ends(house.now),
            tells_to_befriend=False,
            has_rooms=len(rooms) > 1,
            **facts,
        )
    ]


def _rooms(timer: Timer, house: House) -> list[Room]:
    """Rooms of the sites that the member is grid worker of, and below them, where the bot is at work."""
    members, sites = house.uow.members, house.uow.sites
    held = members.sites_of(timer.member_id or 0, Role.GRID_WORKER)
    site_ids = {site_id for site in held for site_id in sites.below(site)}
    return [room for room in house.uow.rooms.of_sites(sorted(site_ids)) if not room.is_shadowed]
