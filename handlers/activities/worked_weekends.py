"""调休: where a series of the weekend falls on one that is worked, its organiser says what becomes of that time."""

from datetime import date, datetime, timedelta
from typing import Final

import structlog

from handlers.act import Act, House, key
from handlers.activities.finding import Found, answers_for, found_by_id, is_in_charge
from handlers.activities.lines import unasked_word
from handlers.activities.moves import note_series
from handlers.activities.series import following, local_day, plan_next
from handlers.errors import NothingChanged, NotOrganiser
from handlers.replies import Reply, to_member
from handlers.understanding.activity_commands import AnswerWorkedWeekend
from handlers.wording import day_words, when_words
from handlers.working_days import is_worked_weekend, is_working_day
from storage.intents import Intent
from storage.models.activities import Activity
from storage.models.series import Series
from storage.models.talk import Question
from storage.states import SeriesStatus
from storage.vocabulary import QuestionKind

log = structlog.get_logger()

_DAY: Final = timedelta(days=1)


def worked_day(activity: Activity, series: Series | None, house: House) -> str:
    """The day of a series' first time where it is such a weekend, in words."""
    if series is None or activity.starts_at is None or not _is_worked(series, activity.starts_at):
        return ""
    return day_words(local_day(activity.starts_at), local_day(house.now))


def is_to_be_asked(series: Series, at: datetime) -> bool:
    return series.asked_for != at and _is_worked(series, at)


def _is_worked(series: Series, at: datetime) -> bool:
    """Days of a month, and every day, do not mean the weekend."""
    return "BYDAY=" in series.rule and is_worked_weekend(local_day(at))


def _day_off_after(at: datetime) -> date | None:
    """The Sunday after a worked Saturday."""
    day = local_day(at) + _DAY
    return day if not is_working_day(day) else None


def ask_organiser(series: Series, at: datetime, house: House) -> list[Reply]:
    """Before it is posted. Without an answer it is posted as ever, after a day or half of what is left."""
    found = _newest(series, house)
    house.uow.series.change(series, {"asked_for": at})
    wait = min(house.rules.question_open, (at - house.now) / 2)
    plan_next(series, house, not_before=house.now + wait)
    if found is None:
        return []
    member_id = answers_for(found, house)
    house.uow.questions.ask(
        Question(
            member_id=member_id,
            room_id=series.room_id,
            kind=QuestionKind.WORKED_WEEKEND,
            activity_id=found.activity_id,
            asked_at=house.now,
            expires_at=house.now + wait,
        )
    )
    log.info("worked_weekend_asked", series=series.id)
    later, today = _day_off_after(at), local_day(found.quiet.waking(house.now))
    return [
        unasked_word(
            member_id,
            found,
            "activities/worked_weekend.j2",
            until=at,
            words=series.words,
            day=day_words(local_day(at), today),
            later=day_words(later, today) if later is not None else "",
        )
    ]


def _newest(series: Series, house: House) -> Found | None:
    newest = house.uow.series.newest_occurrence(key(series.id))
    return found_by_id(house, newest.id if newest is not None else None)


def answer_worked_weekend(command: AnswerWorkedWeekend, act: Act) -> list[Reply]:
    """Raises NotOrganiser, NothingChanged."""
    question = act.uow.questions.open_to(act.member_id, now=act.now)
    found = found_by_id(act, question.activity_id) if question is not None else None
    series = act.uow.series.get(found.activity.series_id or 0) if found is not None else None
    if question is None or found is None or series is None:
        return []
    if not is_in_charge(act, found):
        raise NotOrganiser(number=found.number)
    asked_for = series.asked_for
    if asked_for is None or series.next_at != asked_for or series.status is not SeriesStatus.OPEN:
        raise NothingChanged(reason=f"{series.title}({series.words})后来又有变动,没有改动")
    next_at = _next_at(command.way, series, asked_for)
    act.uow.questions.answered(question, now=act.now)
    if next_at != asked_for:
        note_series(act, Intent.WORKED_WEEKEND, found, series, values={"next_at": next_at}, was_announced=False)
        act.uow.series.change(series, {"next_at": next_at})
    plan_next(series, act, not_before=act.now + act.rules.undo_window)
    return [
        to_member(
            act.member_id,
            "activities/worked_weekend_answered.j2",
            about_room=found.room_id,
            title=series.title,
            words=series.words,
            way=command.way,
            day=day_words(local_day(asked_for), local_day(act.now)),
            next_when=when_words(next_at, None, act.now, is_whole_day=series.is_whole_day),
        )
    ]


def _next_at(way: str, series: Series, asked_for: datetime) -> datetime | None:
    if way == "skip":
        return following(series, asked_for)
    if way == "keep":
        return asked_for
    if _day_off_after(asked_for) is None:
        raise NothingChanged(reason="后一天也要上班,改不过去。回复 1 照常 / 2 跳过")
    return asked_for + _DAY
