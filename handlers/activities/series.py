"""A series: what is common to its occurrences, and when the next one is posted."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import structlog

from handlers.act import Act, House, key, quiet_hours
from handlers.activities.facts import is_over_at
from handlers.activities.moments import midnight
from handlers.activities.newcomers import places_to_keep
from handlers.activities.series_dates import first_day, next_day
from handlers.errors import NoticeMakesNoSense
from handlers.understanding.activity_commands import Every, Recruit
from storage.models.activities import Activity
from storage.models.series import Series
from storage.models.talk import Timer
from storage.states import SeriesStatus
from storage.vocabulary import LOCAL_ZONE, TimerKind

log = structlog.get_logger()

_DAY: Final = timedelta(days=1)


def with_first(command: Recruit, act: Act) -> Recruit:
    """The notice of a series as one of its first occurrence. Raises NoticeMakesNoSense where there is none."""
    every = command.every
    if every is None:
        return command
    anchor, first = _first(every, act)
    if anchor is None or first is None:
        raise NoticeMakesNoSense(problem="past", title=command.title)
    if every.starts is None:
        return replace(command, start=first, end=None)
    start = datetime.combine(first, every.starts, LOCAL_ZONE)
    end = datetime.combine(first, every.ends, LOCAL_ZONE) if every.ends is not None else None
    if end is not None and end < start:
        end += _DAY
    return replace(command, start=start, end=end)


def begin(command: Recruit, activity: Activity, act: Act) -> None:
    """The series of a notice that is posted, and the activity as the first of it."""
    every = command.every
    if every is None or activity.starts_at is None:
        return
    anchor, _ = _first(every, act)
    first_at = datetime.combine(anchor or local_day(activity.starts_at), every.starts or time(), LOCAL_ZONE)
    length = activity.ends_at - activity.starts_at if activity.ends_at is not None else None
    series = act.uow.series.add(
        Series(
            room_id=activity.room_id,
            organiser_id=activity.organiser_id,
            rule=every.rule,
            words=every.words,
            on_holiday=every.on_holiday,
            first_at=first_at,
            minutes=int(length.total_seconds() // 60) if length is not None else None,
            is_whole_day=activity.is_whole_day,
            title=activity.title,
            place=activity.place,
            capacity=activity.capacity,
            min_people=activity.min_people,
            roles=[list(role) for role in command.roles],
            requirements=activity.requirements,
            contact=activity.contact,
            phone_sealed=activity.phone_sealed,
            kept_places=command.kept_places,
        )
    )
    activity.series_id, activity.occurs_at = series.id, activity.starts_at
    move_on(series, activity.starts_at, act)
    plan_next(series, act, not_before=is_over_at(activity))
    log.info("series_begun", series=series.id, room=act.room_id)


def _first(every: Every, act: Act) -> tuple[date | None, date | None]:
    """The anchor of the rule, and the first day on which it takes place."""
    today = local_day(act.now)
    clock = act.now.astimezone(LOCAL_ZONE).time()
    from_today = today if every.starts is None or clock < every.starts else today + _DAY
    since = max(every.since or from_today, from_today)
    anchor = first_day(every.rule, since)
    return anchor, next_day(every.rule, anchor, every.on_holiday, since - _DAY) if anchor is not None else None


def local_day(at: datetime) -> date:
    return at.astimezone(LOCAL_ZONE).date()


def following(series: Series, after: datetime) -> datetime | None:
    """When it takes place next, on a later day than that."""
    first_at = series.first_at.astimezone(LOCAL_ZONE)
    day = next_day(series.rule, first_at.date(), series.on_holiday, local_day(after))
    return midnight(day) + timedelta(hours=first_at.hour, minutes=first_at.minute) if day is not None else None


def move_on(series: Series, after: datetime, house: House) -> None:
    """The next one is that after this; a series without one is over."""
    next_at = following(series, after)
    values: dict[str, Any] = {"next_at": next_at}
    if next_at is None:
        values["status"] = SeriesStatus.ENDED
    house.uow.series.change(series, values)


def plan_next(series: Series, house: House, *, not_before: datetime | None = None) -> None:
    """Posted so many days ahead, when the one before is over, and never by night."""
    house.uow.timers.drop_of_series(key(series.id))
    room = house.uow.rooms.get(series.room_id)
    if series.next_at is None or series.status is not SeriesStatus.OPEN or room is None:
        return
    due_at = max(series.next_at - timedelta(days=series.lead_days), not_before or house.now, house.now)
    due_at = quiet_hours(room).waking(due_at)
    house.uow.timers.add(
        Timer(kind=TimerKind.POST_OCCURRENCE, due_at=due_at, series_id=series.id, room_id=series.room_id)
    )


def occurrence(series: Series, at: datetime, house: House) -> Activity:
    """The series' activity of that time, not yet stored."""
    before = house.uow.series.newest_occurrence(key(series.id))
    return Activity(
        public_id=house.new_id(),
        room_id=series.room_id,
        organiser_id=series.organiser_id,
        title=series.title,
        place=series.place,
        starts_at=at,
        ends_at=at + timedelta(minutes=series.minutes) if series.minutes is not None else None,
        is_whole_day=series.is_whole_day,
        capacity=series.capacity,
        min_people=series.min_people,
        requirements=series.requirements,
        contact=series.contact,
        phone_sealed=series.phone_sealed,
        posted_at=house.now,
        series_id=series.id,
        occurs_at=at,
        kept_places=places_to_keep(series, house),
        is_outdoor=before.is_outdoor if before is not None else None,
    )


def open_series(activity: Activity, house: House) -> Series | None:
    """The series that goes on after this activity."""
    series = house.uow.series.get(activity.series_id) if activity.series_id is not None else None
    return series if series is not None and series.status is SeriesStatus.OPEN else None


def withdraw_series(activity: Activity, house: House) -> None:
    """With an undone notice goes all that would come of it."""
    series = open_series(activity, house)
    if series is not None:
        end(series, house)


def end(series: Series, house: House) -> None:
    house.uow.series.change(series, {"status": SeriesStatus.ENDED})
    house.uow.timers.drop_of_series(key(series.id))
    log.info("series_ended", series=series.id)


def keep_place(activity: Activity, house: House) -> None:
    """Where to meet was asked once, for all of them."""
    series = open_series(activity, house)
    if series is not None and not series.place and activity.place:
        house.uow.series.change(series, {"place": activity.place})
