"""Warnings of the weather that hold where and when an activity in the open takes place, and when to ask about them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from handlers.act import House, key
from handlers.activities.facts import begins_at, is_over_at
from handlers.activities.finding import Found
from handlers.activities.outdoor import is_outdoor
from storage.models.talk import Timer
from storage.models.weather import WeatherCheck, WeatherWarning
from storage.states import ActivityStatus
from storage.vocabulary import LEVEL_LABELS, LOCAL_ZONE, WEATHER_LABELS, QuestionKind, TimerKind

#: Who has not answered by then is asked once more, and the site's people are told.
LAST_CALL: Final = timedelta(hours=3)
_BEFORE_QUIET: Final = timedelta(minutes=30)
_SOON: Final = timedelta(seconds=1)
_HASTE: Final = timedelta(minutes=30)


def holding(found: Found, house: House) -> list[WeatherWarning]:
    """What holds at its site, or above, while it takes place."""
    begins, over_at = begins_at(found.activity), is_over_at(found.activity)
    if begins is None or over_at is None or found.room.site_id is None or not is_outdoor(found.activity):
        return []
    above = [key(site.id) for site in house.uow.sites.upwards(found.room.site_id)]
    entered = house.uow.weather.entered_at_sites(above, now=house.now)
    return [each for each in entered if each.holds_from < over_at and begins < each.holds_until]


def asked_about(found: Found, house: House) -> dict[int, WeatherCheck]:
    """By warning, what its organiser was asked for the day on which it now takes place."""
    begins = begins_at(found.activity)
    checks = house.uow.weather.checks_of(found.activity_id)
    return {each.warning_id: each for each in checks if begins is not None and _day(each.asked_for) == _day(begins)}


def not_asked(found: Found, house: House) -> list[WeatherWarning]:
    asked = asked_about(found, house)
    return [each for each in holding(found, house) if each.id not in asked]


def unanswered(found: Found, house: House) -> list[WeatherWarning]:
    return _asked_about(found, house, is_settled=False)


def goes_ahead_in(found: Found, house: House) -> str:
    """The warnings in spite of which it was said to go ahead, in words."""
    return warning_words(_asked_about(found, house, is_settled=True))


def reason_of(found: Found, house: House) -> str:
    """What calls it off where that was asked and not answered."""
    return warning_words(unanswered(found, house))


def _asked_about(found: Found, house: House, *, is_settled: bool) -> list[WeatherWarning]:
    asked = asked_about(found, house)
    known = [(warning, asked.get(key(warning.id))) for warning in holding(found, house)]
    return [warning for warning, check in known if check and (check.settled_at is not None) is is_settled]


def warning_words(warnings: Iterable[WeatherWarning]) -> str:
    """暴雨橙色、雷电."""
    said = (WEATHER_LABELS[each.kind] + (LEVEL_LABELS[each.level] if each.level else "") for each in warnings)
    return "、".join(dict.fromkeys(said))


def plan_weather(found: Found, house: House, *, not_before: datetime | None = None) -> None:
    """In place of what was planned: to ask what was not asked yet, else to come back to what was not answered."""
    house.uow.timers.drop_of_activity(found.activity_id, TimerKind.ASK_WEATHER)
    begins = begins_at(found.activity)
    if begins is None or begins <= house.now or found.activity.status is not ActivityStatus.OPEN:
        return
    if not_asked(found, house):
        due_at = not_before if not_before is not None and not_before < begins else house.now + _SOON
        _plan(found, house, found.quiet.waking(due_at))
    elif unanswered(found, house):
        plan_last_call(found, begins, house)
    else:
        house.uow.questions.drop_about_activity(found.activity_id, QuestionKind.WEATHER, now=house.now)


def plan_last_call(found: Found, begins: datetime, house: House) -> None:
    """Where it begins earlier than that, there is still half an hour to answer."""
    due_at = found.quiet.before(begins - LAST_CALL, _BEFORE_QUIET)
    due_at = due_at if due_at > house.now else house.now + _HASTE
    if due_at < begins:
        _plan(found, house, due_at, step=1)


def _plan(found: Found, house: House, due_at: datetime, *, step: int = 0) -> None:
    house.uow.timers.add(
        Timer(
            kind=TimerKind.ASK_WEATHER,
            due_at=due_at,
            activity_id=found.activity_id,
            room_id=found.room_id,
            step=step,
        )
    )


def _day(at: datetime) -> object:
    return at.astimezone(LOCAL_ZONE).date()
