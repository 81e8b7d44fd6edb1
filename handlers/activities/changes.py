"""改 and 取消活动: told to those it concerns, old → new; who has to come at another hour or place is asked again."""

from datetime import datetime, timedelta
from typing import Any, Final

from handlers.act import Act
from handlers.activities.clocks import plan_clocks
from handlers.activities.facts import activity_when, begins_at, is_over_at, read_at
from handlers.activities.finding import Found, change, find_activity, found_by_id, is_in_charge, require_open
from handlers.activities.lines import unasked_word
from handlers.activities.moments import Times, keep_day, times_of
from handlers.activities.moves import note_change
from handlers.activities.other_sessions import other_sessions, said_once
from handlers.activities.places import people_coming, places_of
from handlers.activities.questions import ask_to_attend
from handlers.activities.series import keep_place, open_series
from handlers.activities.terms import TERMS, new_terms, shown_terms
from handlers.activities.waitlist import fill_places, hasten_offers
from handlers.activities.weather import plan_weather, reason_of
from handlers.errors import NothingChanged, NotOrganiser
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.activity_commands import CallOff, EditActivity
from handlers.understanding.commands import AnswerSlot
from handlers.understanding.contents import Changes
from handlers.wording import shortened, when_words
from storage.intents import Intent
from storage.models.activities import Enrolment
from storage.states import ActivityStatus, EnrolmentStatus
from storage.vocabulary import QuestionKind

#: A start that moves by more than this is asked about again.
ASKS_AGAIN_AFTER: Final = timedelta(minutes=30)


def edit_activity(command: EditActivity, act: Act) -> list[Reply]:
    """Raises NotOrganiser, ActivityNotOpen, NothingChanged."""
    found = find_activity(act, command.number)
    if not is_in_charge(act, found):
        raise NotOrganiser(number=found.number)
    require_open(found)
    return [*_edit(found, command.changes, act), *_this_one_only(found, act)]


def fill_in(command: AnswerSlot, act: Act) -> list[Reply]:
    """The answer to the one missing thing."""
    question = act.uow.questions.open_to(act.member_id, now=act.now)
    found = found_by_id(act, question.activity_id) if question is not None else None
    if question is None or found is None or found.activity.status is not ActivityStatus.OPEN:
        return []
    act.uow.questions.answered(question, now=act.now)
    changes = Changes(start=command.start, end=command.end, place=command.place)
    others = [each for each in other_sessions(found.activity, act) if not each.activity.place and command.place]
    if others:
        return _edit_together([found, *others], changes, act)
    replies = _edit(found, changes, act)
    keep_place(found.activity, act)
    return replies


def _edit_together(sessions: list[Found], changes: Changes, act: Act) -> list[Reply]:
    """What was asked once is said once."""
    return said_once([reply for each in sessions for reply in _edit(each, changes, act)], sessions)


def _this_one_only(found: Found, act: Act) -> list[Reply]:
    """Said once a series, to whoever changed it."""
    series = open_series(found.activity, act)
    if series is None or series.is_edit_told:
        return []
    act.uow.series.change(series, {"is_edit_told": True})
    return [
        to_member(
            act.member_id,
            "activities/series_edited_private.j2",
            about_room=found.room_id,
            number=found.number,
            title=series.title,
            words=series.words,
        )
    ]


def _edit(found: Found, changes: Changes, act: Act) -> list[Reply]:
    activity = found.activity
    values = _new_values(found, changes, act)
    if not values:
        raise NothingChanged(
            reason=f"没有看出要改什么。可以这样说:改 {found.number} 周日10点,或者:改 {found.number} 20人"
        )
    was = {name: getattr(activity, name) for name in values}
    replies = apply_values(found, values, act)
    note_change(act, Intent.EDIT_ORDER, found, was=was)
    return replies


def apply_values(found: Found, values: dict[str, Any], act: Act) -> list[Reply]:
    """The change, its clocks, and what is said about it."""
    activity = found.activity
    shown, read = _shown(found, values, act.now), _shown(found, values, read_at(found, act))
    asks_again = _asks_again(found, values)
    if "capacity" in values:
        _share_out(found, values["capacity"], act)
    change(act, activity, **values)
    _drop_answered(found, values, act)
    hastened: list[Reply] = []
    if {"starts_at", "ends_at", "min_people"} & set(values):
        plan_clocks(found, act)
        hastened = hasten_offers(found, act)
    elif {"title", "place"} & set(values):
        plan_weather(found, act)
    line = to_room(found.room_id, "activities/changed.j2", number=found.number, title=activity.title, changes=shown)
    return [line, *_tell(found, read, values, act, asks_again=asks_again), *hastened, *fill_places(found, act)]


def _share_out(found: Found, capacity: int | None, act: Act) -> None:
    """Where every place has a role, the main one takes what is added."""
    role, old = places_of(found.activity, act).main_role, found.activity.capacity
    if role is not None and capacity is not None and old is not None:
        act.uow.activities.resize(role, role.capacity + capacity - old)


def _new_values(found: Found, changes: Changes, act: Act) -> dict[str, Any]:
    activity = found.activity
    values: dict[str, Any] = {}
    if changes.start is not None or changes.end is not None:
        values |= _new_times(found, changes, act)
    if changes.place is not None:
        values["place"] = shortened(changes.place.public or changes.place.text)
    if changes.what is not None:
        values["title"] = shortened(changes.what)
    if changes.people is not None:
        values["capacity"] = _new_capacity(found, changes.people, act)
    values |= new_terms(activity, changes, values, act.now)
    return {name: value for name, value in values.items() if value != getattr(activity, name)}


def _new_times(found: Found, changes: Changes, act: Act) -> dict[str, Any]:
    activity = found.activity
    times = times_of(changes.start, changes.end)
    if changes.keeps_day:
        times = keep_day(activity, times, is_half_said=changes.is_half_said)
    starts_at, ends_at = times["starts_at"], times["ends_at"]
    if starts_at is None or (starts_at if not times["is_whole_day"] else starts_at + timedelta(days=1)) <= act.now:
        raise NothingChanged(reason="这个时间已经过了,活动没有改")
    if (
        ends_at is None
        and activity.ends_at is not None
        and activity.starts_at is not None
        and not times["is_whole_day"]
    ):
        ends_at = starts_at + (activity.ends_at - activity.starts_at)  # it takes as long as before
    if ends_at is not None and ends_at <= starts_at:
        raise NothingChanged(reason="结束时间早于开始时间,活动没有改")
    moved: dict[str, Any] = {**Times(starts_at=starts_at, ends_at=ends_at, is_whole_day=times["is_whole_day"])}
    if activity.closes_at is not None and activity.closes_at > starts_at:
        moved["closes_at"] = None
    return moved


def _new_capacity(found: Found, people: int, act: Act) -> int:
    has, least = people_coming(found.activity, act), places_of(found.activity, act).least_capacity
    if not 1 <= people <= act.rules.most_places:
        raise NothingChanged(reason=f"名额要在 1 到 {act.rules.most_places} 之间,活动没有改")
    if people < least:
        raise NothingChanged(
            reason=f"已经有 {has} 人报上了,名额没有改" if people < has else f"各岗位一共要 {least} 人,名额没有改"
        )
    return people


def _shown(found: Found, values: dict[str, Any], now: datetime) -> list[dict[str, str]]:
    activity = found.activity
    shown = []
    if {"starts_at", "ends_at", "is_whole_day"} & set(values):
        new = {name: values.get(name, getattr(activity, name)) for name in ("starts_at", "ends_at", "is_whole_day")}
        words = when_words(new["starts_at"], new["ends_at"], now, is_whole_day=new["is_whole_day"])
        shown.append({"old": activity_when(activity, now) or "时间待定", "new": words})
    if "place" in values:
        shown.append({"old": activity.place or "地点待定", "new": values["place"] or "地点待定"})
    if "title" in values:
        shown.append({"old": activity.title, "new": values["title"]})
    if "capacity" in values:
        old = f"{activity.capacity}人" if activity.capacity is not None else "不限人数"
        shown.append({"old": old, "new": f"{values['capacity']}人"})
    return [*shown, *shown_terms(activity, values, now)]


def _asks_again(found: Found, values: dict[str, Any]) -> bool:
    if "place" in values and found.activity.place:
        return True
    old, new = found.activity.starts_at, values.get("starts_at")
    return old is not None and isinstance(new, datetime) and abs(new - old) > ASKS_AGAIN_AFTER


def _drop_answered(found: Found, values: dict[str, Any], act: Act) -> None:
    filled = {"starts_at": QuestionKind.WHEN, "place": QuestionKind.WHERE}
    kinds = [kind for column, kind in filled.items() if column in values]
    if kinds:
        act.uow.questions.drop_about_activity(found.activity_id, *kinds, now=act.now)


def _tell(
    found: Found, shown: list[dict[str, str]], values: dict[str, Any], act: Act, *, asks_again: bool
) -> list[Reply]:
    """Everyone on the list but whoever changed it; of other terms to sign up they need not know."""
    if not set(values) - TERMS:
        return []
    replies = []
    for enrolment in act.uow.enrolments.of_activity(found.activity_id):
        if enrolment.member_id is None:
            continue
        is_asked = asks_again and enrolment.status is EnrolmentStatus.ACCEPTED and enrolment.member_id != act.member_id
        if is_asked:
            act.uow.enrolments.change(enrolment, confirmed_at=None)
            ask_to_attend(found, enrolment, act)
        if enrolment.member_id != act.member_id:
            replies.append(_told(found, enrolment, shown, is_asked=is_asked))
    return replies


def _told(found: Found, enrolment: Enrolment, shown: list[dict[str, str]], *, is_asked: bool) -> Reply:
    until = is_over_at(found.activity)
    template = "activities/changed_private.j2"
    return unasked_word(enrolment.member_id, found, template, until=until, changes=shown, is_asked=is_asked)


# called off


def call_off_activity(command: CallOff, act: Act) -> list[Reply]:
    found = find_activity(act, command.number)
    if not is_in_charge(act, found):
        raise NotOrganiser(number=found.number)
    require_open(found)
    return call_off(found, act)


def call_off(found: Found, act: Act) -> list[Reply]:
    """One line in the room, and a word to everyone who has signed up or waits; a warning not answered is the reason."""
    activity, reason = found.activity, reason_of(found, act)
    close(found, act)
    note_change(act, Intent.CALL_OFF, found, was={"status": ActivityStatus.OPEN, "closed_at": None})
    when = activity_when(activity, act.now)
    series = open_series(activity, act)
    line = to_room(
        found.room_id,
        "activities/called_off.j2",
        number=found.number,
        title=activity.title,
        when=when,
        reason=reason,
        next_when=when_words(series.next_at, None, act.now, is_whole_day=series.is_whole_day) if series else "",
    )
    return [line, *_tell_all(found, "activities/called_off_private.j2", act, reason=reason)]


def _tell_all(found: Found, template: str, act: Act, **facts: Any) -> list[Reply]:
    """Everyone on the list but whoever did it."""
    when = activity_when(found.activity, read_at(found, act))
    return [
        unasked_word(enrolment.member_id, found, template, until=begins_at(found.activity), when=when, **facts)
        for enrolment in act.uow.enrolments.of_activity(found.activity_id)
        if enrolment.member_id not in (None, act.member_id)
    ]


def close(found: Found, act: Act) -> None:
    """Nothing about it is due or asked any more."""
    change(act, found.activity, status=ActivityStatus.CALLED_OFF, closed_at=act.now)
    act.uow.timers.drop_of_activity(found.activity_id)
    act.uow.questions.drop_about_activity(found.activity_id, now=act.now)


def take_back(found: Found, act: Act) -> None:
    """An undone posting: nobody has signed up for it yet."""
    close(found, act)


def open_again(found: Found, act: Act) -> list[Reply]:
    """An undone 取消活动: whoever was told that it is off is told that it is on."""
    change(act, found.activity, status=ActivityStatus.OPEN, closed_at=None)
    plan_clocks(found, act)
    return [*_tell_all(found, "activities/on_again_private.j2", act), *fill_places(found, act)]
