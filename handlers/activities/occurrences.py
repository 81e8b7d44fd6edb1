"""The next one of a series is posted in its turn: an ordinary activity with a number of its own."""

from datetime import datetime, timedelta

from handlers.act import House, key, quiet_hours
from handlers.activities.clocks import plan_clocks
from handlers.activities.facts import is_over_at
from handlers.activities.follows import tell_followers
from handlers.activities.recruit import log, post, posting_line
from handlers.activities.series import move_on, occurrence, plan_next
from handlers.activities.standing_turns import sign_up_standing
from handlers.activities.worked_weekends import ask_organiser, is_to_be_asked
from handlers.daily import midnight
from handlers.replies import Reply
from handlers.unasked import unasked_left
from storage.models.series import Series
from storage.models.talk import Timer
from storage.states import ActivityStatus, SeriesStatus

_DAY = timedelta(days=1)


def post_occurrence(timer: Timer, house: House) -> list[Reply]:
    """What an outage has missed is posted only while it is ahead. One line a day is the room's; else tomorrow."""
    series = house.uow.series.get(timer.series_id or 0)
    room = house.uow.rooms.get(series.room_id) if series is not None else None
    if series is None or room is None or series.status is not SeriesStatus.OPEN:
        return []
    _leave_past_ones(series, house)
    not_before = _busy_until(series, house)
    is_mute = room.site_id is None or room.left_at is not None or unasked_left(house.uow, room, house.now) == 0
    if is_mute or quiet_hours(room).holds(house.now):
        not_before = max(not_before or house.now, midnight(house.now) + _DAY)
    next_at = series.next_at
    is_time = next_at is not None and next_at - timedelta(days=series.lead_days) <= house.now
    if next_at is None or not is_time or not_before is not None:
        plan_next(series, house, not_before=not_before)
        return []
    if is_to_be_asked(series, next_at):
        return ask_organiser(series, next_at, house)
    activity = occurrence(series, next_at, house)
    found = post(activity, tuple((str(name), int(places)) for name, places in series.roles or ()), room, house)
    plan_clocks(found, house)
    move_on(series, next_at, house)
    plan_next(series, house, not_before=is_over_at(activity))
    told = sign_up_standing(found, series, house)
    log.info("occurrence_posted", series=series.id, activity=activity.id, room=room.id)
    return [posting_line(found, house, is_unasked=True), *told, *tell_followers(found, house)]


def _leave_past_ones(series: Series, house: House) -> None:
    while series.next_at is not None and series.next_at <= house.now:
        move_on(series, series.next_at, house)


def _busy_until(series: Series, house: House) -> datetime | None:
    """While the one before goes on (its hour may have been changed), the next one waits."""
    before = house.uow.series.newest_occurrence(key(series.id))
    over_at = is_over_at(before) if before is not None and before.status is ActivityStatus.OPEN else None
    return over_at if over_at is not None and over_at > house.now else None
