"""What was said about time, as the order's columns."""

from datetime import date, datetime, timedelta
from typing import TypedDict

from handlers.act import House
from handlers.rules import HouseRules
from handlers.understanding.contents import Moment
from storage.models.orders import DemandOrder
from storage.models.talk import Timer
from storage.vocabulary import LOCAL_ZONE, TimerKind


class Times(TypedDict):
    starts_at: datetime | None
    ends_at: datetime | None
    is_whole_day: bool


def times_of(start: Moment | None, end: Moment | None) -> Times:
    """A day is its local midnight. An end that is not after the start is not believed."""
    is_whole_day = (_is_day(start) and (end is None or _is_day(end))) or (start is None and _is_day(end))
    starts_at, ends_at = _at(start), _at(end)
    if _is_day(start) and ends_at is not None and not is_whole_day:
        starts_at = None  # "周六…下午5点前": the deadline says it all
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        ends_at = None
    return {"starts_at": starts_at, "ends_at": ends_at, "is_whole_day": is_whole_day}


def _is_day(moment: Moment | None) -> bool:
    return moment is not None and not isinstance(moment, datetime)


def _at(moment: Moment | None) -> datetime | None:
    if moment is None or isinstance(moment, datetime):
        return moment
    return midnight(moment)


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL_ZONE)


def on_day_of(order: DemandOrder, times: Times) -> Times:
    """The same hours on the order's own day, where it has one."""
    known = order.starts_at or order.ends_at
    if known is None:
        return times
    day = known.astimezone(LOCAL_ZONE).date()
    return {**times, "starts_at": _moved(times["starts_at"], day), "ends_at": _moved(times["ends_at"], day)}


def _moved(at: datetime | None, day: date) -> datetime | None:
    return datetime.combine(day, at.astimezone(LOCAL_ZONE).timetz()) if at is not None else None


def ends_by(starts_at: datetime | None, ends_at: datetime | None, *, is_whole_day: bool) -> datetime | None:
    """The moment after which the order makes no sense, where one was stated."""
    last = ends_at or (starts_at if is_whole_day else None)
    if last is None:
        return None
    return last + timedelta(days=1) if is_whole_day else last


def order_ends_by(order: DemandOrder) -> datetime | None:
    return ends_by(order.starts_at, order.ends_at, is_whole_day=order.is_whole_day)


def plan_expiry(order: DemandOrder, house: House) -> None:
    """The asker will be asked whether it is still needed: at its end, or after seven days without one.

    Nothing of the kind is planned yet.
    """
    end = order_ends_by(order)
    since = order.renewed_at or order.placed_at
    due_at = end if end is not None and end > since else since + house.rules.expire_after
    house.uow.timers.add(
        Timer(kind=TimerKind.EXPIRE_ORDER, due_at=max(due_at, house.now), order_id=order.id, room_id=order.room_id)
    )


def replan_expiry(order: DemandOrder, house: House) -> None:
    """What was planned before is forgotten."""
    house.uow.timers.drop(order.id or 0, TimerKind.EXPIRE_ORDER, TimerKind.CLOSE_EXPIRED)
    plan_expiry(order, house)


def due_soon(at: datetime | None, now: datetime, rules: HouseRules) -> bool:
    """What must be done so soon is urgent, though nobody said so."""
    return at is not None and at - now <= rules.urgent_within
