"""长期报名: signed up for each new occurrence of a series, until 不再长期."""

from typing import Any

import structlog

from handlers.act import Act, key
from handlers.activities.enrol import enrol_in
from handlers.activities.facts import activity_when
from handlers.activities.finding import Found, find_activity, found_by_id, is_in_charge, open_here
from handlers.activities.newcomers import places_to_keep
from handlers.activities.series import open_series
from handlers.activities.standing_rows import change_standing, note_standing, row_of, row_values
from handlers.errors import (
    AlreadyEnrolled,
    ChildAlone,
    EnrolmentClosed,
    NoActivity,
    NothingChanged,
    NotOrganiser,
    PartyTooBig,
)
from handlers.replies import Reply, to_member
from handlers.understanding.activity_commands import AskStanding, EndStanding, Enrol, Stand
from handlers.wording import name_of
from storage.intents import Intent
from storage.models.series import Series, StandingMember
from storage.states import ActivityStatus

log = structlog.get_logger()


def stand(command: Stand, act: Act) -> list[Reply]:
    """This time too, where one can still sign up. Raises NoActivity, NothingChanged, ChildAlone, PartyTooBig."""
    found, series = _series_meant(command.number, act)
    wanted = _wanted(found, series, command)
    row = row_of(act.member_id, series, act)
    if row is not None and all(getattr(row, name) == value for name, value in wanted.items()):
        how = f"不再长期回复「不再长期 {found.number}」"
        raise NothingChanged(reason=f"#{found.number} {series.title}({series.words}) 您已经长期报名了。{how}")
    replies = _this_time_too(found, series, command, act)
    if row is None:
        row = act.uow.standing.add(
            StandingMember(series_id=key(series.id), member_id=act.member_id, stands_since=act.now, **wanted)
        )
        note_standing(act, Intent.STAND, found, [(row, {**row_values(row), "ended_at": act.now}, row_values(row))])
    else:
        change_standing([(row, {**row_values(row), **wanted})], Intent.STAND, found, act)
    log.info("member_stands", series=series.id, member=act.member_id)
    return [*replies, _told(act, "activities/stands.j2", found, series, party=wanted["party"])]


def _series_meant(number: int | None, act: Act) -> tuple[Found, Series]:
    if number is None:
        here = [found for found in open_here(act) if open_series(found.activity, act) is not None]
        if not here:
            raise NoActivity
        if len(here) > 1:
            raise NothingChanged(reason=f"长期报名哪一个?回复「长期报名 编号」:{_named(here)}")
        found = here[0]
    else:
        found = find_activity(act, number)
    series = open_series(found.activity, act)
    if series is None:
        why = "这个系列已经停办了" if found.activity.series_id is not None else "只办一次,没有长期报名"
        raise NothingChanged(reason=f"#{found.number} {found.activity.title} {why}")
    return found, series


def _named(several: list[Found]) -> str:
    return "、".join(f"#{found.number} {found.activity.title}" for found in several)


def _wanted(found: Found, series: Series, command: Stand) -> dict[str, Any]:
    party = command.party
    people = max(party.people or 1, 1)
    if party.children and party.children >= people and party.is_without_speaker:
        raise ChildAlone(number=found.number)
    if series.capacity is not None and people > series.capacity:
        raise PartyTooBig(number=found.number, title=series.title, party=people, left=series.capacity)
    role = next((str(name) for name, _ in series.roles or () if str(name) in command.words), "")
    return {"party": people, "children": min(party.children, people), "role": role}


def _this_time_too(found: Found, series: Series, command: Stand, act: Act) -> list[Reply]:
    """The one that is meant, else the newest; where the member is in, or it is too late, nothing is said of it."""
    newest = act.uow.series.newest_occurrence(key(series.id))
    current = found if found.activity.status is ActivityStatus.OPEN else found_by_id(act, newest.id if newest else None)
    if current is None or current.activity.status is not ActivityStatus.OPEN:
        return []
    try:
        return enrol_in(current, Enrol(current.number, command.party, command.words), act)
    except (AlreadyEnrolled, EnrolmentClosed):
        return []


# no more


def end_standing(command: EndStanding, act: Act) -> list[Reply]:
    """What they are signed up for already stays as it is. Raises NothingChanged."""
    found, series = _stood_for(command.number, act)
    rows = [each for each in act.uow.standing.of_member(act.member_id) if each.series_id == series.id]
    if not rows:
        raise NothingChanged(reason=f"#{found.number} {series.title} 您没有长期报名,不用取消")
    change_standing([(row, {**row_values(row), "ended_at": act.now}) for row in rows], Intent.END_STANDING, found, act)
    newest = act.uow.series.newest_occurrence(key(series.id))
    last = found_by_id(act, newest.id if newest is not None else None)
    part = act.uow.enrolments.part_of(act.member_id, last.activity_id) if last is not None else None
    is_in = last is not None and part is not None and last.activity.status is ActivityStatus.OPEN
    still = {"number": last.number, "when": activity_when(last.activity, act.now)} if last and is_in else None
    return [_told(act, "activities/stands_no_more.j2", found, series, still=still)]


def _stood_for(number: int | None, act: Act) -> tuple[Found, Series]:
    if number is not None:
        found = find_activity(act, number)
        series = act.uow.series.get(found.activity.series_id or 0)
        if series is None:
            raise NothingChanged(reason=f"#{found.number} {found.activity.title} 只办一次,没有长期报名")
        return found, series
    stood = stood_for(act)
    if len(stood) != 1:
        which = f"不再长期哪一个?回复「不再长期 编号」:{_named([each for each, _ in stood])}"
        raise NothingChanged(reason=which if stood else "您没有长期报名的活动,不用取消")
    return stood[0]


def stood_for(act: Act) -> list[tuple[Found, Series]]:
    """Every series that goes on and that the member stands for, each with its newest occurrence."""
    series_ids = dict.fromkeys(each.series_id for each in act.uow.standing.of_member(act.member_id))
    stood = []
    for series_id in series_ids:
        newest = act.uow.series.newest_occurrence(series_id)
        found = found_by_id(act, newest.id) if newest is not None else None
        series = open_series(found.activity, act) if found is not None else None
        if found is not None and series is not None:
            stood.append((found, series))
    return stood


# who


def show_standing(command: AskStanding, act: Act) -> list[Reply]:
    """For the organiser alone. Raises NotOrganiser, NothingChanged."""
    found, series = _series_meant(command.number, act)
    if not is_in_charge(act, found):
        raise NotOrganiser(number=found.number)
    people = [
        {"name": name_of(act, each.member_id), "party": each.party, "role": each.role}
        for each in act.uow.standing.of_series(key(series.id))
    ]
    kept = places_to_keep(series, act)
    return [_told(act, "activities/standing_list.j2", found, series, people=people, kept=kept)]


def _told(act: Act, template: str, found: Found, series: Series, **facts: Any) -> Reply:
    return to_member(
        act.member_id,
        template,
        about_room=found.room_id,
        tells_to_befriend=False,
        number=found.number,
        title=series.title,
        words=series.words,
        **facts,
    )
