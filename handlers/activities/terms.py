"""改 5 截止周五, 改 5 最少8人: until when to sign up, and how many it takes."""

from datetime import datetime
from typing import Any, Final

from handlers.activities.facts import begins_at
from handlers.activities.moments import closes_at
from handlers.errors import NothingChanged
from handlers.understanding.contents import Changes
from handlers.wording import when_words
from storage.models.activities import Activity

#: What those who are signed up need not hear of.
TERMS: Final = frozenset({"capacity", "closes_at", "min_people"})


def new_terms(activity: Activity, changes: Changes, values: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The columns; `values` are those that change with them. Raises NothingChanged for what makes no sense."""
    terms: dict[str, Any] = {}
    if changes.deadline is not None:
        terms["closes_at"] = _new_deadline(activity, changes, values, now)
    if changes.min_people is not None:
        terms["min_people"] = _new_least(activity, changes.min_people, values)
    return terms


def _new_deadline(activity: Activity, changes: Changes, values: dict[str, Any], now: datetime) -> datetime | None:
    deadline = closes_at(changes.deadline)
    begins = values.get("starts_at") or begins_at(activity)
    if deadline is not None and deadline <= now:
        raise NothingChanged(reason="这个截止时间已经过了,活动没有改")
    if deadline is not None and begins is not None and deadline > begins and not activity.is_whole_day:
        raise NothingChanged(reason="截止时间晚于活动开始,活动没有改")
    return deadline


def _new_least(activity: Activity, least: int, values: dict[str, Any]) -> int:
    capacity = values.get("capacity", activity.capacity)
    if least < 1 or (capacity is not None and least > capacity):
        most = f"在 1 到 {capacity} 之间" if capacity is not None else "不少于 1"
        raise NothingChanged(reason=f"最少人数要{most},活动没有改")
    return least


def shown_terms(activity: Activity, values: dict[str, Any], now: datetime) -> list[dict[str, str]]:
    """Old → new, for the room."""
    shown = []
    if "closes_at" in values:
        new = _until(values["closes_at"], now)
        shown.append({"old": _until(activity.closes_at, now), "new": new})
    if "min_people" in values:
        shown.append({"old": _least(activity.min_people), "new": _least(values["min_people"])})
    return shown


def _until(deadline: datetime | None, now: datetime) -> str:
    words = when_words(deadline, None, now, is_whole_day=False)
    return f"报名到 {words}" if words else "报名不限时间"


def _least(people: int | None) -> str:
    return f"满{people}人成行" if people is not None else "不限最少人数"
