"""改系列 5: what is not posted yet is changed; what is posted stays as people know it."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from handlers.act import Act, key
from handlers.activities.facts import activity_when
from handlers.activities.finding import Found, found_by_id
from handlers.activities.moves import note_series
from handlers.activities.series import following, local_day, plan_next
from handlers.activities.series_dates import first_day
from handlers.activities.series_verbs import is_ahead, over_at, series_in_charge
from handlers.errors import NothingChanged
from handlers.replies import Reply, to_room
from handlers.understanding.activity_commands import EditSeries, Every
from handlers.wording import shortened, when_words
from storage.intents import Intent
from storage.models.series import Series
from storage.vocabulary import LOCAL_ZONE, OnHoliday

_DAY: Final = timedelta(days=1)
_MOST_LEAD_DAYS: Final = 14
_HOLIDAYS: Final = {
    OnHoliday.SKIP: "节假日停",
    OnHoliday.KEEP: "节假日照常",
    OnHoliday.MOVE: "遇节假日顺延",
}


def edit_series(command: EditSeries, act: Act) -> list[Reply]:
    """Raises NotOrganiser, NothingChanged."""
    found, series = series_in_charge(command.number, act)
    newest = act.uow.series.newest_occurrence(key(series.id))
    current = found_by_id(act, newest.id if newest is not None else None)
    values = {**_new_terms(found, series, command, act), **_new_times(series, command.every, current, act)}
    values = {name: value for name, value in values.items() if value != getattr(series, name)}
    shown = _shown(series, values)
    if not shown:
        how = f"改系列 {found.number} 每周三下午3点,或者:改系列 {found.number} 25人"
        raise NothingChanged(reason=f"没有看出要改什么,没有改动。可以这样说:{how}")
    note_series(act, Intent.EDIT_SERIES, found, series, values=values)
    act.uow.series.change(series, values)
    plan_next(series, act, not_before=over_at(current))
    still = activity_when(current.activity, act.now) if current is not None and is_ahead(current, act) else ""
    return [
        to_room(
            found.room_id,
            "activities/series_changed.j2",
            number=current.number if current is not None else found.number,
            title=series.title,
            changes=shown,
            still=still,
            next_when=when_words(series.next_at, None, act.now, is_whole_day=series.is_whole_day),
        )
    ]


def _new_terms(found: Found, series: Series, command: EditSeries, act: Act) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if command.place:
        values["place"] = shortened(command.place)
    if command.people is not None:
        values["capacity"] = command.people
    if command.kept_places is not None:
        values["kept_places"] = command.kept_places
    if command.lead_days is not None:
        values["lead_days"] = command.lead_days
    _check(found, series, values, act)
    return values


def _check(found: Found, series: Series, values: dict[str, Any], act: Act) -> None:
    capacity = values.get("capacity", series.capacity)
    kept = values.get("kept_places", series.kept_places) or 0
    if "capacity" in values and series.roles:
        raise NothingChanged(reason=f"#{found.number} {series.title} 分了岗位,以后的名额不能这样改,没有改动")
    if capacity is not None and not max(series.min_people or 1, kept + 1) <= capacity <= act.rules.most_places:
        raise NothingChanged(reason=f"名额要在 1 到 {act.rules.most_places} 之间,比最少人数和留给新人的名额多,没有改动")
    if not 1 <= values.get("lead_days", 1) <= _MOST_LEAD_DAYS:
        raise NothingChanged(reason=f"可以提前 1 到 {_MOST_LEAD_DAYS} 天发,没有改动")


def _new_times(series: Series, every: Every | None, current: Found | None, act: Act) -> dict[str, Any]:
    if every is None:
        return {}
    first_at = series.first_at.astimezone(LOCAL_ZONE)
    starts = every.starts or (first_at.time() if not series.is_whole_day else None)
    values: dict[str, Any] = {"is_whole_day": starts is None, **_new_length(series, every)}
    if not every.rule:  # the same days at another hour: what is skipped stays skipped
        moved = {name: getattr(series, name) for name in ("first_at", "next_at")}
        return values | {name: _at(local_day(at), starts) for name, at in moved.items() if at is not None}
    after = _last_day(series, every, current, act)
    anchor = first_day(every.rule, max(every.since or after + _DAY, after + _DAY))
    if anchor is None:
        raise NothingChanged(reason="这样的日子不会再有,没有改动")
    values |= {"rule": every.rule, "words": every.words, "first_at": _at(anchor, starts)}
    if every.is_holiday_said:
        values["on_holiday"] = every.on_holiday
    planned = Series(**{**series.model_dump(), **values})
    return values | {"next_at": following(planned, _at(anchor - _DAY, None))}


def _new_length(series: Series, every: Every) -> dict[str, Any]:
    """As long as before, where no end was said."""
    if every.starts is None or every.ends is None:
        return {"minutes": series.minutes}
    today = date.min + _DAY
    length = datetime.combine(today, every.ends) - datetime.combine(today, every.starts)
    return {"minutes": int((length % _DAY).total_seconds() // 60)}


def _last_day(series: Series, every: Every, current: Found | None, act: Act) -> date:
    """Where it is weekly and stays so, a week has its day already once one of it is posted."""
    at = current.activity.occurs_at if current is not None else None
    day = max(local_day(at), local_day(act.now)) if at is not None else local_day(act.now)
    is_weekly = all(rule.startswith("FREQ=WEEKLY") for rule in (series.rule, every.rule))
    return day + _DAY * (6 - day.weekday()) if is_weekly else day


def _at(day: date, hour: time | None) -> datetime:
    return datetime.combine(day, hour or time(), LOCAL_ZONE)


def _shown(series: Series, values: dict[str, Any]) -> list[dict[str, str]]:
    """Old → new."""
    new = Series(**{**series.model_dump(), **values})
    said = {
        "time": (_time_words(series), _time_words(new)),
        "holidays": (_HOLIDAYS[series.on_holiday], _HOLIDAYS[new.on_holiday]),
        "place": (series.place or "地点待定", new.place),
        "capacity": (_people(series), _people(new)),
        "kept": (_kept(series), _kept(new)),
        "lead": (f"提前{series.lead_days}天发", f"提前{new.lead_days}天发"),
    }
    return [{"old": old, "new": words} for old, words in said.values() if old != words]


def _time_words(series: Series) -> str:
    start = series.first_at.astimezone(LOCAL_ZONE)
    if series.is_whole_day:
        return series.words
    end = start + timedelta(minutes=series.minutes) if series.minutes is not None else None
    return f"{series.words} {start:%H:%M}" + (f"–{end:%H:%M}" if end is not None else "")


def _people(series: Series) -> str:
    return f"{series.capacity}人" if series.capacity is not None else "不限人数"


def _kept(series: Series) -> str:
    return f"留{series.kept_places}个名额给第一次来的" if series.kept_places else "不另外留名额"
