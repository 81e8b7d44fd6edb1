"""招募: a notice becomes an activity with a number, its places and clocks."""

from datetime import datetime, timedelta
from typing import Any

import structlog

from handlers.access import Verb, require
from handlers.act import Act, House, key
from handlers.activities.clocks import plan_clocks
from handlers.activities.facts import activity_facts, is_over_at
from handlers.activities.finding import Found, open_here
from handlers.activities.follows import tell_followers
from handlers.activities.moments import closes_at, times_of
from handlers.activities.moves import note_change
from handlers.activities.places import people_coming
from handlers.activities.series import begin, open_series, with_first
from handlers.activities.worked_weekends import worked_day
from handlers.errors import NoticeMakesNoSense, SameTitle
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.activity_commands import Recruit
from handlers.wording import LONGEST_WORDS, one_line, shortened, when_words
from storage.intents import Intent
from storage.models.activities import Activity
from storage.models.orders import Posting
from storage.models.places import Room
from storage.models.series import Series
from storage.models.talk import Question
from storage.states import ActivityStatus
from storage.vocabulary import PostingKind, QuestionKind

log = structlog.get_logger()

UNNAMED = "活动"
LONGEST_REQUIREMENTS = 2 * LONGEST_WORDS


def recruit(command: Recruit, act: Act) -> list[Reply]:
    """Raises NoticeMakesNoSense, SameTitle."""
    found = new_activity(command, act)
    return [posting_line(found, act), *tell_organiser(found, act), *tell_followers(found, act)]


def new_activity(command: Recruit, act: Act) -> Found:
    """Everything is checked before anything is written. Raises NoticeMakesNoSense, SameTitle."""
    require(act, Verb.RECRUIT)
    command = with_first(command, act)
    activity = checked(command, act)
    refuse_same_title(activity, act)
    found = make_activity(command, activity, act)
    note_change(act, Intent.RECRUIT, found, was={"status": ActivityStatus.CALLED_OFF})
    return found


def make_activity(command: Recruit, activity: Activity, act: Act) -> Found:
    """`activity` is that of the notice, checked."""
    begin(command, activity, act)
    found = post(activity, command.roles, act.room, act)
    plan_clocks(found, act)
    log.info("activity_posted", activity=activity.id, room=act.room_id, capacity=activity.capacity)
    return found


def posting_line(found: Found, house: House, *, is_unasked: bool = False) -> Reply:
    return to_room(
        found.room_id,
        "activities/posted.j2",
        unasked=is_unasked,
        expires_at=found.activity.starts_at if is_unasked else None,
        **posting_facts(found, house),
    )


def posting_facts(found: Found, house: House) -> dict[str, Any]:
    activity = found.activity
    return {
        "requirements": activity.requirements,
        "min_people": activity.min_people,
        "closes": when_words(activity.closes_at, None, house.now, is_whole_day=False),
        "contact": activity.contact,
        "standing": people_coming(activity, house),
        **activity_facts(found, house),
    }


def checked(command: Recruit, act: Act) -> Activity:
    """The activity of a notice, not yet stored. Raises NoticeMakesNoSense."""
    activity = _activity(command, act)
    _check(command, activity, act)
    return activity


def _activity(command: Recruit, act: Act) -> Activity:
    asked = sum(capacity for _, capacity in command.roles)
    capacity = command.people if command.people is None else max(command.people, asked)
    return Activity(
        public_id=act.new_id(),
        room_id=act.room_id,
        organiser_id=act.member_id,
        title=shortened(command.title) or UNNAMED,
        place=shortened(command.place),
        capacity=capacity,
        min_people=command.min_people,
        closes_at=closes_at(command.deadline),
        requirements=one_line(command.requirements, LONGEST_REQUIREMENTS),
        contact=shortened(command.contact),
        phone_sealed=act.uow.seal(command.phone),
        posted_at=act.now,
        **times_of(command.start, command.end),
    )


def _check(command: Recruit, activity: Activity, act: Act) -> None:
    starts_at, ends_at, capacity = activity.starts_at, activity.ends_at, activity.capacity
    shortest = timedelta() if activity.is_whole_day else timedelta(minutes=1)
    if starts_at is not None and ends_at is not None and ends_at < starts_at + shortest:
        raise NoticeMakesNoSense(problem="ends_before_start", title=activity.title)
    over_at = is_over_at(activity)
    if over_at is not None and min(over_at, _latest_start(activity, over_at)) <= act.now:
        raise NoticeMakesNoSense(problem="past", title=activity.title)
    if activity.closes_at is not None and activity.closes_at <= act.now:
        raise NoticeMakesNoSense(problem="closed", title=activity.title)
    counts = [capacity, *(places for _, places in command.roles)]
    if any(places is not None and not 1 <= places <= act.rules.most_places for places in counts):
        raise NoticeMakesNoSense(problem="places", title=activity.title, most=act.rules.most_places)
    if command.kept_places is not None and not command.kept_places < (capacity or command.kept_places + 1):
        raise NoticeMakesNoSense(problem="kept", title=activity.title)
    if activity.min_people is not None and capacity is not None and activity.min_people > capacity:
        raise NoticeMakesNoSense(problem="least", title=activity.title)


def _latest_start(activity: Activity, over_at: datetime) -> datetime:
    """What has begun is not announced; of a day without hours, all of it is left."""
    return over_at if activity.is_whole_day or activity.starts_at is None else activity.starts_at


def refuse_same_title(activity: Activity, act: Act) -> None:
    """Raises SameTitle."""
    for other in open_here(act):
        if other.activity.title == activity.title:
            raise SameTitle(number=other.number, title=activity.title)


def post(activity: Activity, roles: tuple[tuple[str, int], ...], room: Room, house: House) -> Found:
    house.uow.activities.add(activity, roles)
    number = house.uow.rooms.next_number(key(room.id))
    house.uow.postings.add(
        Posting(
            room_id=key(room.id),
            number=number,
            kind=PostingKind.ACTIVITY,
            target_id=key(activity.id),
            posted_at=house.now,
        )
    )
    return Found(activity, number, room)


def tell_organiser(found: Found, act: Act) -> list[Reply]:
    """How to change it, what was left out of the room, and the one thing that is missing."""
    activity = found.activity
    missing = ask_missing(found, act)
    series = open_series(activity, act)
    facts: dict[str, Any] = {
        "number": found.number,
        "title": activity.title,
        "has_phone": activity.phone_sealed is not None,
        "was_in_room": not act.is_private,
        "missing": missing.value if missing is not None else "",
        "every": series.words if series is not None else "",
        "next_when": _next_when(series, act),
        "worked": worked_day(activity, series, act),
        "kept": series.kept_places or 0 if series is not None else 0,
    }
    return [to_member(act.member_id, "activities/posted_private.j2", about_room=found.room_id, **facts)]


def _next_when(series: Series | None, act: Act) -> str:
    next_at = series.next_at if series is not None else None
    return when_words(next_at, None, act.now, is_whole_day=True)


def ask_missing(found: Found, act: Act) -> QuestionKind | None:
    """The one thing that is missing, as a question to the organiser."""
    missing = _missing(found.activity)
    if missing is not None:
        act.uow.questions.ask(
            Question(
                member_id=act.member_id,
                room_id=act.room_id,
                kind=missing,
                activity_id=found.activity_id,
                asked_at=act.now,
                expires_at=act.now + act.rules.question_open,
            )
        )
    return missing


def _missing(activity: Activity) -> QuestionKind | None:
    if activity.starts_at is None:
        return QuestionKind.WHEN
    return None if activity.place else QuestionKind.WHERE
