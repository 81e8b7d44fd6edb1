"""预警 and 解除预警, by a grid worker or admin for a room's site, privately for all of theirs; and by the operator."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from handlers.access import STAFF, Verb, may, require
from handlers.act import Act, House, key
from handlers.activities.facts import activity_when, begins_at
from handlers.activities.finding import Found, answers_for, found_by_id
from handlers.activities.lines import unasked_word
from handlers.activities.moments import at_moment, midnight
from handlers.activities.weather import holding, plan_weather, unanswered, warning_words
from handlers.errors import NotAllowed, NothingChanged, NothingToUndo
from handlers.replies import Reply, to_member
from handlers.understanding.contents import Moment
from handlers.understanding.weather_commands import EnterWarning, LiftWarning
from handlers.wording import name_of, when_words
from storage.intents import Intent
from storage.models.talk import AuditEvent
from storage.models.weather import WeatherWarning
from storage.vocabulary import LOCAL_ZONE, WEATHER_LABELS, Role, WarningLevel, WeatherKind

log = structlog.get_logger()

VERBS: Final = (Intent.WEATHER_WARNING, Intent.LIFT_WARNING)
#: Nobody warns of the weather further ahead.
FURTHEST: Final = timedelta(days=15)
_DAY: Final = timedelta(days=1)
#: One short text: the rest is a count.
LINES: Final = 8
USAGE: Final = f"这样说:预警 暴雨橙 明天,或者:预警 高温 5月21日到23日。能记的有{'、'.join(WEATHER_LABELS.values())}"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is warned of, and when."""

    kind: WeatherKind
    level: WarningLevel | None
    holds_from: datetime
    holds_until: datetime


def enter_warning(command: EnterWarning, act: Act) -> list[Reply]:
    """What others say of warnings in a room is talk. Raises NotAllowed, NothingChanged."""
    sites = _sites_of(act)
    if not sites:
        return []
    if command.kind is None:
        raise NothingChanged(reason=f"没看懂是什么预警。{USAGE}")
    holds_from, holds_until = _span(command.start, command.end, act.now)
    forecast = Forecast(command.kind, command.level, holds_from, holds_until)
    _check(forecast, act.now)
    entered = [(site_id, *enter_at(site_id, forecast, act, entered_by_id=act.member_id)) for site_id in sites]
    if all(warning is None for _, warning, _ in entered):
        raise NothingChanged(reason="这条预警已经记着了")
    lifted = [key(each.id) for _, _, replaced in entered for each in replaced]
    made = [warning for _, warning, _ in entered if warning is not None]
    _note(act, Intent.WEATHER_WARNING, {"lift": [key(each.id) for each in made], "restore": lifted})
    return [_told("weather/entered.j2", act, made, concerned=concerned_by(made, act))]


def _sites_of(act: Act) -> list[int]:
    """Said in a room its site; privately all that are theirs. Raises NotAllowed privately, and to a leader."""
    if not act.is_private:
        if Role.LEADER in act.roles:
            require(act, Verb.WARN)
        return [act.room.site_id] if act.room.site_id is not None and may(act, Verb.WARN) else []
    held = {site for role in sorted(STAFF) for site in act.uow.members.sites_of(act.member_id, role)}
    if not held:
        raise NotAllowed(verb=Verb.WARN.value)
    below = {site for each in held for site in act.uow.sites.below(each) if site != each}
    return sorted(held - below)


def _span(start: Moment | None, end: Moment | None, now: datetime) -> tuple[datetime, datetime]:
    """Whole days, unless hours were said; no day is today."""
    begins = at_moment(start) or now
    last = end if end is not None else begins.astimezone(LOCAL_ZONE).date()
    return begins, last if isinstance(last, datetime) else midnight(last) + _DAY


def _check(forecast: Forecast, now: datetime) -> None:
    if forecast.holds_until <= max(now, forecast.holds_from):
        raise NothingChanged(reason="这个时间已经过了,没有记")
    if forecast.holds_until > now + FURTHEST:
        raise NothingChanged(reason=f"预警最多记 {FURTHEST.days} 天以内的,没有记")


def enter_at(
    site_id: int, forecast: Forecast, house: House, *, entered_by_id: int | None = None
) -> tuple[WeatherWarning | None, list[WeatherWarning]]:
    """The warning, and those of its kind that it replaces. None where it stands already."""
    weather = house.uow.weather
    same = [
        each
        for each in weather.entered_at_sites([site_id], now=house.now)
        if each.kind is forecast.kind
        and each.holds_from < forecast.holds_until
        and forecast.holds_from < each.holds_until
    ]
    if any(_is_same(each, forecast) for each in same):
        return None, []
    for each in same:
        weather.change(each, lifted_at=house.now)
    warning = weather.add(
        WeatherWarning(
            site_id=site_id,
            kind=forecast.kind,
            level=forecast.level,
            holds_from=forecast.holds_from,
            holds_until=forecast.holds_until,
            entered_at=house.now,
            entered_by_id=entered_by_id,
        )
    )
    plan_all([warning, *same], house)
    log.info("warning_entered", warning=warning.id, site=site_id, kind=forecast.kind.value)
    return warning, same


def _is_same(warning: WeatherWarning, forecast: Forecast) -> bool:
    """To the day: who says it again says it at another minute."""
    begins = (warning.holds_from.astimezone(LOCAL_ZONE).date(), forecast.holds_from.astimezone(LOCAL_ZONE).date())
    return warning.level is forecast.level and begins[0] == begins[1] and warning.holds_until == forecast.holds_until


def plan_all(warnings: list[WeatherWarning], house: House) -> None:
    for found in _reached(warnings, house):
        plan_weather(found, house)


def _reached(warnings: list[WeatherWarning], house: House) -> list[Found]:
    """The activities that take place while they hold, in the open or not; each once."""
    reached: dict[int, Found] = {}
    for warning in warnings:
        sites = house.uow.sites.below(warning.site_id)
        for activity in house.uow.weather.activities_until(sites, warning.holds_until):
            found = found_by_id(house, activity.id)
            begins = begins_at(activity)
            if found is not None and begins is not None and begins > house.now:
                reached.setdefault(found.activity_id, found)
    return list(reached.values())


def concerned_by(warnings: list[WeatherWarning], house: House) -> list[Found]:
    """The activities in the open whose organisers are asked about them."""
    ids = {warning.id for warning in warnings}
    return [found for found in _reached(warnings, house) if ids & {each.id for each in holding(found, house)}]


# lifted


def lift_warnings(command: LiftWarning, act: Act) -> list[Reply]:
    """What was entered above stays: it is not theirs to lift. Raises NotAllowed, NothingChanged."""
    sites = _sites_of(act)
    if not sites:
        return []
    below = [site for each in sites for site in act.uow.sites.below(each)]
    entered = act.uow.weather.entered_at_sites(below, now=act.now)
    lifted = [each for each in entered if command.kind in (None, each.kind)]
    if not lifted:
        what = WEATHER_LABELS[command.kind] if command.kind is not None else ""
        raise NothingChanged(reason=f"这里没有记着的{what}预警")
    _note(act, Intent.LIFT_WARNING, {"lift": [], "restore": [key(each.id) for each in lifted]})
    replies = lift(lifted, act)
    return [_told("weather/lifted.j2", act, lifted, concerned=[]), *replies]


def lift(warnings: list[WeatherWarning], house: House) -> list[Reply]:
    """Who was asked, and has not answered, need not answer any more."""
    reached = _reached(warnings, house)
    were_asked = {found.activity_id for found in reached if unanswered(found, house)}
    for warning in warnings:
        house.uow.weather.change(warning, lifted_at=house.now)
    log.info("warnings_lifted", warnings=[warning.id for warning in warnings])
    replies = []
    for found in reached:
        plan_weather(found, house)
        if found.activity_id in were_asked and not unanswered(found, house):
            until = begins_at(found.activity)
            words = warning_words(warnings)
            replies.append(
                unasked_word(answers_for(found, house), found, "weather/no_more.j2", until=until, warnings=words)
            )
    return replies


def undo(event: AuditEvent, act: Act) -> list[Reply]:
    """Where it holds again, whoever has not answered is asked again. Raises NothingToUndo."""
    inverse: dict[str, Any] = event.inverse or {}
    withdrawn = _known(inverse["lift"], act)
    restored = _known(inverse["restore"], act)
    if any(each.lifted_at is not None for each in withdrawn) or any(each.lifted_at is None for each in restored):
        raise NothingToUndo(reason="这条预警后来又有变动,撤不回来了")
    for each in restored:
        act.uow.weather.change(each, lifted_at=None)
        act.uow.weather.forget_unsettled(each)
    replies = lift(withdrawn, act)
    plan_all(restored, act)
    act.uow.audit.undone(event, now=act.now)
    template = "weather/lifted.j2" if withdrawn else "weather/entered.j2"
    return [_told(template, act, withdrawn or restored, concerned=concerned_by(restored, act)), *replies]


def _known(ids: list[int], act: Act) -> list[WeatherWarning]:
    return [warning for each in ids if (warning := act.uow.weather.get(each)) is not None]


def _note(act: Act, verb: Intent, inverse: dict[str, Any]) -> None:
    act.note(verb, inverse)


def _told(template: str, act: Act, warnings: list[WeatherWarning], *, concerned: list[Found]) -> Reply:
    sites = [site.name for each in warnings if (site := act.uow.sites.get(each.site_id)) is not None]
    return to_member(
        act.member_id,
        template,
        about_room=act.room_id,
        sites=list(dict.fromkeys(sites)),
        warnings=warning_words(warnings),
        days=list(dict.fromkeys(_days(each, act.now) for each in warnings)),
        kind=WEATHER_LABELS[warnings[0].kind],
        concerned=[_line(found, act) for found in concerned[:LINES]],
        left=max(len(concerned) - LINES, 0),
    )


def _days(warning: WeatherWarning, now: datetime) -> str:
    """Whole days as days: a warning that holds from now on is today's."""
    begins, ends = warning.holds_from.astimezone(LOCAL_ZONE), warning.holds_until.astimezone(LOCAL_ZONE)
    if ends != midnight(ends.date()):
        return when_words(begins, ends, now, is_whole_day=False)
    return when_words(midnight(begins.date()), midnight(ends.date() - _DAY), now, is_whole_day=True)


def _line(found: Found, act: Act) -> dict[str, Any]:
    return {
        "number": found.number,
        "title": found.activity.title,
        "room": found.room.topic,
        "when": activity_when(found.activity, act.now),
        "organiser": name_of(act, answers_for(found, act)),
    }
