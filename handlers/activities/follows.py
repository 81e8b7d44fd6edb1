"""想再来: who liked an activity hears privately, once, of the next one of its kind on the site."""

import re
import unicodedata
from collections.abc import Collection
from datetime import timedelta
from typing import Any, Final

import structlog

from handlers.act import Act, House, key
from handlers.activities.facts import activity_facts, begins_at, read_at
from handlers.activities.finding import Found, find_activity, found_by_id
from handlers.activities.moves import write_down
from handlers.activities.participants import took_part
from handlers.errors import NothingToFollow
from handlers.reach import room_to_reach
from handlers.replies import Reply, to_member
from handlers.understanding import activity_commands as commands
from storage.intents import Intent
from storage.models.afterwards import Follow
from storage.states import ActivityStatus

log = structlog.get_logger()

#: A day after the question, which waits for the morning.
FOLLOW_WINDOW: Final = timedelta(days=2)

_ASIDE: Final = re.compile(r"[(【\[《].*?[)】\]》]")
_COUNTED: Final = re.compile(
    r"第?[\d一二三四五六七八九十百]+(?:[期场次届回讲课]|季度?)|\d+[年月日号点]|\d+"
    r"|[本这下上]?(?:周|星期|礼拜)[一二三四五六日天末]|[上中下]午|[早晚]上|今[天晚]|明[天晚]|后天"
)
_MARKS: Final = re.compile(r"[\W_]+")


def kind_of_title(title: str) -> str:
    """What stays the same from one time to the next.

    >>> kind_of_title("第3期 绿道义诊(周六上午)"), kind_of_title("5月20日绿道义诊"), kind_of_title("2026")
    ('绿道义诊', '绿道义诊', '2026')
    """
    text = unicodedata.normalize("NFKC", title).lower()
    return _MARKS.sub("", _COUNTED.sub("", _ASIDE.sub("", text))) or text


def follow(command: commands.Follow, act: Act) -> list[Reply]:
    """Raises NothingToFollow where nothing is meant, or it was too long ago."""
    return start(_meant(command, act), act) if command.yes else _stop(command, act)


def start(found: Found, act: Act) -> list[Reply]:
    """Said twice it is one wish."""
    begin(found, act)
    facts: dict[str, Any] = {"site": _site_name(found, act), "kind": kind_of_title(found.activity.title)}
    return [to_member(act.member_id, "activities/followed.j2", about_room=found.room_id, **facts)]


def begin(found: Found, act: Act) -> None:
    site_id, kind = found.room.site_id, kind_of_title(found.activity.title)
    if site_id is None or any((each.site_id, each.kind) == (site_id, kind) for each in _mine(act)):
        return
    wish = act.uow.follows.add(Follow(member_id=act.member_id, site_id=site_id, kind=kind, followed_at=act.now))
    write_down(act, Intent.FOLLOW, found, {"follow": wish.id})
    log.info("kind_followed", activity=found.activity_id)


def _meant(command: commands.Follow, act: Act) -> Found:
    since = act.now - FOLLOW_WINDOW
    if command.number is not None:
        found = find_activity(act, command.number)
        closed_at = found.activity.closed_at
        is_over = found.activity.status is ActivityStatus.OVER and closed_at is not None and closed_at >= since
        if is_over and took_part(found, act.member_id, act):
            return found
        raise NothingToFollow
    for activity, _ in reversed(act.uow.activity_reviews.over_with(act.member_id, since)):
        found_last = found_by_id(act, activity.id)
        if found_last is not None and took_part(found_last, act.member_id, act):
            return found_last
    raise NothingToFollow


def _stop(command: commands.Follow, act: Act) -> list[Reply]:
    """Of the named activity's kind; without a number of everything."""
    wishes = _mine(act)
    if command.number is not None:
        found = find_activity(act, command.number)
        kind = kind_of_title(found.activity.title)
        wishes = [each for each in wishes if (each.site_id, each.kind) == (found.room.site_id, kind)]
    for wish in wishes:
        act.uow.follows.end(wish, now=act.now)
    kinds = list(dict.fromkeys(wish.kind for wish in wishes))
    return [to_member(act.member_id, "activities/unfollowed.j2", about_room=act.room_id, kinds=kinds)]


def _mine(act: Act) -> list[Follow]:
    return act.uow.follows.of_member(act.member_id)


def take_back_follow(found: Found, follow_id: int, act: Act) -> list[Reply]:
    for wish in _mine(act):
        if wish.id == follow_id:
            act.uow.follows.end(wish, now=act.now)
    kinds = [kind_of_title(found.activity.title)]
    return [to_member(act.member_id, "activities/unfollowed.j2", about_room=found.room_id, kinds=kinds)]


def tell_followers(found: Found, house: House, *, but: Collection[int] = ()) -> list[Reply]:
    """When something like it is posted. The organiser knows of it, and so does whoever is on its list by now."""
    site_id = found.room.site_id
    if site_id is None:
        return []
    wishes = house.uow.follows.of_kind(site_id, kind_of_title(found.activity.title))
    members = dict.fromkeys(wish.member_id for wish in wishes)
    unknowing = [each for each in members if each not in but and not _knows(each, found, house)]
    return [_tell(member_id, found, house) for member_id in unknowing]


def _knows(member_id: int, found: Found, house: House) -> bool:
    is_organiser = member_id == found.activity.organiser_id
    return is_organiser or house.uow.enrolments.part_of(member_id, found.activity_id) is not None


def _tell(member_id: int, found: Found, house: House) -> Reply:
    return to_member(
        member_id,
        "activities/of_that_kind.j2",
        about_room=key(room_to_reach(house.uow, member_id, found.room).id),
        unasked=True,
        expires_at=begins_at(found.activity),
        tells_to_befriend=False,
        room=found.room.topic,
        is_there=found.room_id in house.uow.members.rooms_of(member_id),
        **activity_facts(found, house, now=read_at(found, house)),
    )


def _site_name(found: Found, act: Act) -> str:
    site = act.uow.sites.get(found.room.site_id) if found.room.site_id is not None else None
    return site.name if site is not None else ""
