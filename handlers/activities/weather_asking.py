"""Of an activity in the open its organiser says what to do about a warning: it goes ahead, is moved or called off."""

from typing import Any

import structlog

from handlers.act import Act, House, key
from handlers.activities.changes import call_off
from handlers.activities.facts import activity_when, begins_at, read_at
from handlers.activities.finding import Found, answers_for, find_activity, found_by_id, is_in_charge, require_open
from handlers.activities.lines import unasked_word
from handlers.activities.moves import write_down
from handlers.activities.places import people_coming
from handlers.activities.weather import (
    asked_about,
    not_asked,
    plan_last_call,
    plan_weather,
    unanswered,
    warning_words,
)
from handlers.errors import NothingChanged, NotOrganiser
from handlers.replies import Reply, to_member
from handlers.understanding.weather_commands import AnswerWeather, Way
from handlers.wording import name_of
from storage.intents import Intent
from storage.models.talk import Question, Timer
from storage.models.weather import WeatherCheck, WeatherWarning
from storage.states import ActivityStatus
from storage.vocabulary import QuestionKind, Role

log = structlog.get_logger()


def ask_about_weather(timer: Timer, house: House) -> list[Reply]:
    """What was not asked yet; and where the answer is still missing shortly before, the site's people are told."""
    found = found_by_id(house, timer.activity_id)
    begins = begins_at(found.activity) if found is not None else None
    if found is None or found.activity.status is not ActivityStatus.OPEN or begins is None or begins <= house.now:
        return []
    fresh = not_asked(found, house)
    for warning in fresh:
        house.uow.weather.add_check(
            WeatherCheck(
                warning_id=key(warning.id),
                activity_id=found.activity_id,
                asked_for=begins,
                asked_at=house.now,
            )
        )
    waiting = unanswered(found, house)
    if not waiting:
        return []
    is_last = not fresh
    log.info("weather_asked", activity=found.activity_id, is_last=is_last)
    if not is_last:
        plan_last_call(found, begins, house)
    told = _tell_staff(found, waiting, house) if is_last else []
    return [_ask(found, waiting, house, is_last=is_last), *told]


def _ask(found: Found, warnings: list[WeatherWarning], house: House, *, is_last: bool) -> Reply:
    begins = begins_at(found.activity)
    member_id = answers_for(found, house)
    house.uow.questions.ask(
        Question(
            member_id=member_id,
            room_id=found.room_id,
            kind=QuestionKind.WEATHER,
            activity_id=found.activity_id,
            asked_at=house.now,
            expires_at=begins or house.now + house.rules.question_open,
        )
    )
    listed = house.uow.enrolments.of_activity(found.activity_id)
    facts: dict[str, Any] = {
        "when": activity_when(found.activity, read_at(found, house)),
        "place": found.activity.place,
        "warnings": warning_words(warnings),
        "told": sum(each.member_id not in (None, member_id) for each in listed),
        "is_last": is_last,
    }
    return unasked_word(member_id, found, "weather/asked.j2", until=begins, **facts)


def _tell_staff(found: Found, warnings: list[WeatherWarning], house: House) -> list[Reply]:
    """The leaders and the grid worker of the site, but not whoever is asked."""
    members, site_id, asked = house.uow.members, found.room.site_id or 0, answers_for(found, house)
    staff = (*members.holding(Role.LEADER, site_id), *members.nearest_holding(Role.GRID_WORKER, site_id))
    facts: dict[str, Any] = {
        "room": found.room.topic,
        "when": activity_when(found.activity, read_at(found, house)),
        "organiser": name_of(house, asked),
        "people": people_coming(found.activity, house),
        "warnings": warning_words(warnings),
    }
    told = sorted({key(each.id) for each in staff} - {asked})
    begins = begins_at(found.activity)
    return [unasked_word(each, found, "weather/not_answered.j2", until=begins, **facts) for each in told]


def answer_weather(command: AnswerWeather, act: Act) -> list[Reply]:
    """照常 and 取消 settle it; 改期 is done by saying when. Raises NotOrganiser, NothingChanged."""
    found = _meant(command.number, act)
    if found is None:
        return []
    if not is_in_charge(act, found):
        raise NotOrganiser(number=found.number)
    require_open(found)
    waiting = unanswered(found, act)
    if command.way is Way.CALL_OFF:
        return call_off(found, act)
    if command.way is Way.AS_PLANNED:
        _go_ahead(found, waiting, act)
    return [
        to_member(
            act.member_id,
            "weather/answered.j2",
            about_room=found.room_id,
            number=found.number,
            title=found.activity.title,
            warnings=warning_words(waiting),
            goes_ahead=command.way is Way.AS_PLANNED,
        )
    ]


def _meant(number: int | None, act: Act) -> Found | None:
    """Where several were asked about, a bare 照常 is not guessed at. Raises NothingChanged."""
    if number is not None:
        return find_activity(act, number)
    question = act.uow.questions.open_to(act.member_id, now=act.now)
    asked = found_by_id(act, question.activity_id) if question is not None else None
    organised = [found_by_id(act, each.id) for each in act.uow.activities.organised_by(act.member_id)]
    others = [each for each in organised if each is not None and unanswered(each, act)]
    if asked is not None and any(each.activity_id != asked.activity_id for each in others):
        listed = "、".join(f"「照常 {each.number}」({each.activity.title})" for each in others)
        raise NothingChanged(reason=f"有几个活动都在等回复,请带上编号:{listed},改期、取消活动也一样")
    return asked


def _go_ahead(found: Found, waiting: list[WeatherWarning], act: Act) -> None:
    if not waiting:
        raise NothingChanged(reason=f"#{found.number} {found.activity.title} 没有要回的天气预警")
    checks = [asked_about(found, act)[key(warning.id)] for warning in waiting]
    for check in checks:
        act.uow.weather.settle(check, settled_at=act.now)
    plan_weather(found, act)
    write_down(
        act, Intent.WEATHER_ANSWER, found, {"weather_checks": [check.id for check in checks]}, was_announced=False
    )
    log.info("weather_settled", activity=found.activity_id)


def ask_again(found: Found, check_ids: list[int], act: Act) -> list[Reply]:
    """An undone 照常: it is a question again."""
    for check in act.uow.weather.checks_of(found.activity_id):
        if check.id in check_ids:
            act.uow.weather.settle(check, settled_at=None)
    plan_weather(found, act)
    waiting = unanswered(found, act)
    return [_ask(found, waiting, act, is_last=False)] if waiting else []
