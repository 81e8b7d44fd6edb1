"""查 5, 本周活动 and 我的报名."""

from datetime import date, timedelta
from typing import Any, Final

from handlers.act import Act, key
from handlers.activities.absences import missed_lately
from handlers.activities.facts import activity_facts, activity_when
from handlers.activities.finding import STATE_WORDS, Found, find_activity, found_by_id, open_here
from handlers.activities.places import places_of, position_of, waiting_line
from handlers.activities.standing import stood_for
from handlers.daily import local_day
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.activity_commands import AskActivities, ShowActivity
from handlers.wording import when_words
from storage.models.activities import Activity
from storage.states import ActivityStatus, EnrolmentStatus

#: One short text: the rest is named by its count.
LINES: Final = 8
#: Without a day named: from today on so many.
DAYS: Final = 7


def show_activity(command: ShowActivity, act: Act) -> list[Reply]:
    found = find_activity(act, command.number)
    activity = found.activity
    is_open = activity.status is ActivityStatus.OPEN
    return [
        _here(
            act,
            "activities/shown.j2",
            state="" if is_open else STATE_WORDS[activity.status],
            waiting=len(waiting_line(activity, act)),
            requirements=activity.requirements,
            closes=when_words(activity.closes_at, None, act.now, is_whole_day=False),
            **activity_facts(found, act),
        )
    ]


def show_activities(command: AskActivities, act: Act) -> list[Reply]:
    if command.mine:
        return [_mine(act)]
    today = local_day(act.now)
    first = max(command.first or today, today)
    last = command.last or (command.first or today + timedelta(days=DAYS - 1))
    fitting = [found for found in open_here(act) if _is_between(found.activity, first, last)]
    fitting.sort(key=lambda found: (found.activity.starts_at is None, found.activity.starts_at, found.number))
    lines = [activity_facts(found, act) for found in fitting]
    polls = _polls(command.first, last, act)
    return [_here(act, "activities/list.j2", lines=lines[:LINES], left=max(len(lines) - LINES, 0), polls=polls)]


def _polls(first: date | None, last: date, act: Act) -> list[dict[str, Any]]:
    """What one can still choose a time for; where days were named, a time that falls on one of them."""
    return [
        {
            "number": number,
            "title": poll.title,
            "closes": when_words(poll.closes_at, None, act.now, is_whole_day=False),
        }
        for number, poll in act.uow.polls.open_in(act.room_id)
        if poll.closes_at > act.now
        and (
            first is None
            or any(first <= local_day(each.starts_at) <= last for each in act.uow.polls.options(key(poll.id)))
        )
    ][:LINES]


def _is_between(activity: Activity, first: date, last: date) -> bool:
    """What has no date yet is in every week."""
    if activity.starts_at is None:
        return True
    return first <= local_day(activity.starts_at) <= last


def _mine(act: Act) -> Reply:
    """Always private: what I signed up for, and what I organise."""
    lines = []
    for enrolment, activity in act.uow.enrolments.of_member(act.member_id):
        found = found_by_id(act, activity.id)
        if found is not None:
            waits = enrolment.status is EnrolmentStatus.WAITING
            lines.append(
                {
                    **_line(found, act),
                    "party": enrolment.party,
                    "role": places_of(activity, act).name_of(enrolment.role_id),
                    "status": enrolment.status.value,
                    "position": position_of(enrolment, act) if waits else 0,
                }
            )
    organised = [found_by_id(act, activity.id) for activity in act.uow.activities.organised_by(act.member_id)]
    return to_member(
        act.member_id,
        "activities/mine.j2",
        about_room=act.room_id,
        lines=lines,
        standing=[
            {"number": found.number, "title": series.title, "words": series.words} for found, series in stood_for(act)
        ],
        missed=[{**_line(found, act), "is_excused": is_excused} for found, is_excused in _missed(act)],
        organised=[activity_facts(found, act) for found in organised if found is not None],
    )


def _missed(act: Act) -> list[tuple[Found, bool]]:
    """And whether they said why."""
    return [
        (found, each.excuse_sealed is not None)
        for each in missed_lately(act.member_id, act)
        if (found := found_by_id(act, each.activity_id)) is not None
    ]


def _line(found: Found, act: Act) -> dict[str, Any]:
    activity = found.activity
    return {
        "number": found.number,
        "title": activity.title,
        "when": activity_when(activity, act.now),
        "place": activity.place,
    }


def _here(act: Act, template: str, **facts: Any) -> Reply:
    """Answered where it was asked."""
    if act.is_private:
        return to_member(act.member_id, template, about_room=act.room_id, **facts)
    return to_room(act.room_id, template, **facts)
