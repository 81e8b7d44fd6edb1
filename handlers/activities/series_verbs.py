"""跳过 5, 停办系列 5, and how they are undone."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from handlers.act import Act, key
from handlers.activities.changes import call_off
from handlers.activities.facts import is_over_at
from handlers.activities.finding import Found, find_activity, found_by_id, is_in_charge
from handlers.activities.moves import CHANGED_SINCE, loaded, note_series
from handlers.activities.series import end, following, local_day, open_series, plan_next
from handlers.errors import NothingChanged, NothingToUndo, NotOrganiser
from handlers.replies import Reply, to_room
from handlers.understanding.activity_commands import EndSeries, SkipOccurrence
from handlers.wording import when_words
from storage.intents import Intent
from storage.models.series import Series
from storage.models.talk import AuditEvent
from storage.states import ActivityStatus, SeriesStatus


def skip_occurrence(command: SkipOccurrence, act: Act) -> list[Reply]:
    """The one that is open is called off; else the next one is not posted. Raises NotOrganiser, NothingChanged."""
    found, series = series_in_charge(command.number, act)
    newest = act.uow.series.newest_occurrence(key(series.id))
    current = found_by_id(act, newest.id) if newest is not None else None
    if current is not None and is_ahead(current, act) and _is_between(current.activity.starts_at, command):
        replies = call_off(current, act)
        plan_next(series, act, not_before=act.now + act.rules.undo_window)
        return replies
    if series.next_at is None or not _is_between(series.next_at, command):
        raise NothingChanged(reason=f"#{found.number} {series.title}({series.words})那几天没有安排,没有改动")
    skipped = series.next_at
    values = {"next_at": following(series, skipped)}
    _change(found, series, Intent.SKIP_OCCURRENCE, values, act)
    plan_next(series, act, not_before=over_at(current))
    return [_line("activities/series_skipped.j2", found, series, act, skipped=_words(skipped, series, act))]


def end_series(command: EndSeries, act: Act) -> list[Reply]:
    """What is posted takes place. Raises NotOrganiser, NothingChanged."""
    found, series = series_in_charge(command.number, act)
    note_series(act, Intent.END_SERIES, found, series, values={"status": SeriesStatus.ENDED})
    end(series, act)
    newest = act.uow.series.newest_occurrence(key(series.id))
    last = found_by_id(act, newest.id) if newest is not None else None
    goes_on = last is not None and is_ahead(last, act)
    still = _words(last.activity.starts_at, series, act) if last is not None and goes_on else ""
    return [_line("activities/series_ended.j2", found, series, act, still=still)]


def undo_series(found: Found, inverse: dict[str, Any], event: AuditEvent, act: Act) -> list[Reply]:
    """As it was, where it is still as that act left it. Raises NothingToUndo."""
    series = act.uow.series.get(inverse["id"])
    if series is None or any(getattr(series, name) != value for name, value in loaded(inverse["is"]).items()):
        raise NothingToUndo(reason=f"#{found.number} {CHANGED_SINCE}")
    is_asked_again = {"asked_for": None} if event.verb is Intent.WORKED_WEEKEND else {}
    act.uow.series.change(series, {**loaded(inverse["was"]), **is_asked_again})
    newest = act.uow.series.newest_occurrence(key(series.id))
    plan_next(series, act, not_before=over_at(found_by_id(act, newest.id) if newest is not None else None))
    line = _line("activities/series_undone.j2", found, series, act, name=act.member.name, kind=event.verb.value)
    if event.was_announced:
        return [line]
    return [replace(line, room_id=None, member_id=act.member_id, about_room=found.room_id)]


def series_in_charge(number: int, act: Act) -> tuple[Found, Series]:
    found = find_activity(act, number)
    if not is_in_charge(act, found):
        raise NotOrganiser(number=found.number)
    series = open_series(found.activity, act)
    if series is None:
        once = f"#{found.number} {found.activity.title}"
        is_ended = found.activity.series_id is not None
        raise NothingChanged(
            reason=f"{once} 这个系列已经停办了"
            if is_ended
            else f"{once} 只办一次。不办了回复「取消活动 {found.number}」"
        )
    return found, series


def _change(found: Found, series: Series, verb: Intent, values: dict[str, Any], act: Act) -> None:
    note_series(act, verb, found, series, values=values)
    act.uow.series.change(series, values)


def is_ahead(found: Found, act: Act) -> bool:
    starts_at = found.activity.starts_at
    return found.activity.status is ActivityStatus.OPEN and starts_at is not None and starts_at > act.now


def _is_between(at: datetime | None, command: SkipOccurrence) -> bool:
    """Where no days were named, the next time is meant."""
    first, last = command.first, command.last or command.first
    if at is None or first is None or last is None:
        return at is not None
    day: date = local_day(at)
    return first <= day <= last


def over_at(current: Found | None) -> datetime | None:
    is_open = current is not None and current.activity.status is ActivityStatus.OPEN
    return is_over_at(current.activity) if current is not None and is_open else None


def _words(at: datetime | None, series: Series, act: Act) -> str:
    return when_words(at, None, act.now, is_whole_day=series.is_whole_day)


def _line(template: str, found: Found, series: Series, act: Act, **facts: Any) -> Reply:
    return to_room(
        found.room_id,
        template,
        number=found.number,
        title=series.title,
        words=series.words,
        next_when=_words(series.next_at, series, act),
        **facts,
    )
