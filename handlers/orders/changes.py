"""What an edit would change, in columns and in words that a room may read."""

from dataclasses import replace
from typing import Any

from handlers.act import House, key
from handlers.errors import NothingChanged
from handlers.orders.times import due_soon, ends_by, on_day_of, order_ends_by, times_of
from handlers.understanding.categories import is_about_health
from handlers.understanding.contents import Changes
from handlers.understanding.lexicon_tasks import HEALTH_FALLBACK, HEALTH_PHRASES
from handlers.wording import shortened, when_words
from storage.models.orders import DemandOrder

#: What is sealed is compared in clear: the same words are sealed differently each time.
SEALED = "_sealed"


def new_values(order: DemandOrder, changes: Changes, house: House) -> dict[str, Any]:
    """The columns that would change. Raises NothingChanged for what makes no sense."""
    values: dict[str, Any] = {}
    if (changes.start, changes.end) == (None, None) and changes.deadline is not None:
        changes = replace(changes, end=changes.deadline)
    if changes.start is not None or changes.end is not None:
        values |= _new_times(order, changes, house)
    if changes.place is not None:
        values["place"] = shortened(changes.place.public)
        values["address_sealed"] = house.uow.seal(changes.place.text) if changes.place.private else None
    if changes.what is not None:
        values |= _new_what(order, changes.what, house)
    if changes.people is not None:
        values["people"] = _new_people(order, changes.people, house)
    if changes.phone is not None:
        values["phone_sealed"] = house.uow.seal(changes.phone)
    return {name: value for name, value in values.items() if not _is_same(order, name, value, house)}


def _is_same(order: DemandOrder, name: str, value: Any, house: House) -> bool:
    old = getattr(order, name)
    return house.uow.open(value) == house.uow.open(old) if name.endswith(SEALED) else bool(value == old)


def _new_times(order: DemandOrder, changes: Changes, house: House) -> dict[str, Any]:
    times = times_of(changes.start, changes.end)
    if changes.keeps_day:
        times = on_day_of(order, times)
    end = ends_by(times["starts_at"], times["ends_at"], is_whole_day=times["is_whole_day"]) or times["starts_at"]
    if end is not None and end <= house.now:
        raise NothingChanged(reason="这个时间已经过了,单子没有改")
    if changes.start is not None and changes.end is not None and times["ends_at"] is None:
        raise NothingChanged(reason="结束时间早于开始时间,单子没有改")
    was_soon = due_soon(order_ends_by(order) or order.starts_at, order.placed_at, house.rules)
    is_urgent = (order.is_urgent and not was_soon) or due_soon(end, house.now, house.rules)
    return {**times, "is_urgent": is_urgent}


def _new_what(order: DemandOrder, words: str, house: House) -> dict[str, Any]:
    """The room reads no medicine, symptom or diagnosis; whoever does it reads what was said."""
    detail = house.uow.open(order.detail_sealed)
    said = house.uow.seal(f"{detail.reveal()};{words}" if detail else words)
    if not order.is_health and not is_about_health(words, order.category):
        return {"what": shortened(words), "detail_sealed": said}
    phrase = next((phrase for pattern, phrase in HEALTH_PHRASES if pattern.search(words)), HEALTH_FALLBACK)
    return {"what": phrase, "is_health": True, "detail_sealed": said}


def _new_people(order: DemandOrder, people: int, house: House) -> int:
    has = len(house.uow.claims.active(key(order.id)))
    wanted = min(max(people, 1), house.rules.most_people)
    if wanted < has:
        raise NothingChanged(reason=f"已经有 {has} 个人接了,人数没有改")
    return wanted


def shown_changes(order: DemandOrder, values: dict[str, Any], house: House) -> list[dict[str, str]]:
    """What a room sees of the change: old → new."""
    shown = []
    if {"starts_at", "ends_at", "is_whole_day"} & set(values):
        old = when_words(order.starts_at, order.ends_at, house.now, is_whole_day=order.is_whole_day)
        new = when_words(
            values.get("starts_at", order.starts_at),
            values.get("ends_at", order.ends_at),
            house.now,
            is_whole_day=values.get("is_whole_day", order.is_whole_day),
        )
        shown.append({"old": old or "时间没定", "new": new})
    if "place" in values:
        shown.append({"old": order.place or "地点没说", "new": values["place"] or "地点私下说"})
    if "what" in values:
        shown.append({"old": order.what, "new": values["what"]})
    if "people" in values:
        shown.append({"old": f"{order.people}人", "new": f"{values['people']}人"})
    return shown
