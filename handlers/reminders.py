"""The reminder to whoever has an order, two hours before it starts."""

from datetime import datetime, timedelta
from typing import Final

import structlog

from handlers.act import House, key, quiet_hours
from handlers.replies import Reply, to_member
from handlers.rules import HouseRules, QuietHours
from handlers.wording import order_line_facts
from storage.models.orders import DemandOrder
from storage.models.talk import Timer
from storage.vocabulary import TimerKind

log = structlog.get_logger()

#: A reminder that would fall into quiet hours goes out that much before they begin.
BEFORE_QUIET: Final = timedelta(minutes=30)


def remind_claimant_at(order: DemandOrder, house: House, quiet: QuietHours) -> None:
    """Plans the reminder, in place of an older one; none for a start that was not stated or is too near."""
    forget_reminder(key(order.id), house)
    due_at = _due(order, house.rules, quiet)
    if due_at is not None and due_at > house.now:
        _plan(order, due_at, house)


def forget_reminder(order_id: int, house: House) -> None:
    house.uow.timers.drop(order_id, TimerKind.REMIND_CLAIMANT)


def remind_claimant(timer: Timer, house: House) -> list[Reply]:
    """To everyone who has a part in it. Nobody is reminded of what has begun, was given back or is over."""
    order = house.uow.orders.get(timer.order_id or 0)
    room = house.uow.rooms.get(order.room_id) if order is not None else None
    if order is None or room is None:
        return []
    due_at = _due(order, house.rules, quiet_hours(room))
    if order.starts_at is None or due_at is None or order.starts_at <= house.now:
        return []
    if due_at > house.now:  # it starts later than it did when this was planned
        _plan(order, due_at, house)
        return []
    helpers = _helpers(key(order.id), house)
    number = house.uow.postings.number_of(key(order.id), order.room_id)
    if number is None:
        return []
    log.info("claimants_reminded", order=order.id, helpers=len(helpers))
    return [
        to_member(
            member_id,
            "reminders/claimant.j2",
            about_room=order.room_id,
            unasked=True,
            expires_at=order.starts_at,
            tells_to_befriend=False,
            order=order_line_facts(order, number, house.now),
        )
        for member_id in helpers
    ]


def _due(order: DemandOrder, rules: HouseRules, quiet: QuietHours) -> datetime | None:
    if order.starts_at is None or order.is_whole_day:
        return None
    return quiet.before(order.starts_at - rules.remind_before, BEFORE_QUIET)


def _plan(order: DemandOrder, due_at: datetime, house: House) -> None:
    house.uow.timers.add(Timer(kind=TimerKind.REMIND_CLAIMANT, due_at=due_at, order_id=order.id, room_id=order.room_id))


def _helpers(order_id: int, house: House) -> list[int]:
    """Members with an active part; for a team that nobody of it has taken over, its leaders."""
    found: list[int] = []
    for claim in house.uow.claims.active(order_id):
        if claim.member_id is not None:
            found.append(claim.member_id)
        elif claim.team_id is not None:
            found += [key(leader.id) for leader in house.uow.members.of_team(claim.team_id, leaders_only=True)]
    return list(dict.fromkeys(found))
