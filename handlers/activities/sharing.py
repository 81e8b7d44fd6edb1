"""海报 and 文案: an activity as something to pass on. Nothing in them is private."""

from datetime import timedelta
from typing import Any, Final

from handlers.act import Act, House
from handlers.activities.finding import Found, find_activity, is_in_charge, open_here, require_open
from handlers.activities.places import places_of
from handlers.activities.sources import group_source
from handlers.errors import NoActivity, WhichToShare
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.activity_commands import AskPoster, AskShareText
from handlers.wording import one_line, when_words
from storage.models.activities import Activity

#: A text for 朋友圈 shows no more before it is folded.
LONGEST_TEXT: Final = 140
#: What the template adds around its parts and the link, at most.
_FRAME: Final = 30
_SEPARATOR: Final = 1
_LONGEST_GROUP: Final = 20
#: Read from so long before, no day is called today or tomorrow.
_EARLIER: Final = timedelta(days=3)


def show_poster(command: AskPoster, act: Act) -> list[Reply]:
    """Raises NoActivity, WhichToShare, ActivityNotFound, ActivityNotOpen."""
    found = _meant(command.number, act)
    return [
        _said(
            act,
            found,
            "activities/poster.j2",
            picture="poster",
            **poster_facts(found, act, _source(found, command.group, "poster", act)),
        )
    ]


def show_share_text(command: AskShareText, act: Act) -> list[Reply]:
    """Raises what `show_poster` raises."""
    found = _meant(command.number, act)
    return [
        _said(
            act,
            found,
            "activities/share_text.j2",
            **share_facts(found, act, _source(found, command.group, "text", act)),
        )
    ]


def _meant(number: int | None, act: Act) -> Found:
    if number is None:
        fitting = open_here(act)
        if not fitting:
            raise NoActivity
        if len(fitting) > 1:
            raise WhichToShare(activities=[{"number": each.number, "title": each.activity.title} for each in fitting])
        return fitting[0]
    found = find_activity(act, number)
    require_open(found)
    return found


def _source(found: Found, group: str, otherwise: str, act: Act) -> str:
    """What the link says of where it stands: a group has a source of its own where somebody in charge names it."""
    if not (group and act.rules.public_url and is_in_charge(act, found)):
        return otherwise
    return group_source(found, one_line(group, _LONGEST_GROUP), act) or otherwise


def _said(act: Act, found: Found, template: str, *, picture: str = "", **facts: Any) -> Reply:
    """In the room only for who speaks for the activity: to anybody else it is told privately."""
    if act.is_private or not is_in_charge(act, found):
        return to_member(act.member_id, template, about_room=found.room_id, is_for_all=True, picture=picture, **facts)
    return to_room(act.room_id, template, picture=picture, **facts)


def poster_facts(found: Found, house: House, source: str) -> dict[str, Any]:
    activity = found.activity
    site = house.uow.sites.get(found.room.site_id) if found.room.site_id is not None else None
    return {
        "number": found.number,
        "title": activity.title,
        "when": lasting_when(activity),
        "place": activity.place,
        "places": _places(activity),
        "roles": "、".join(f"{role.name}{role.capacity}" for role in places_of(activity, house).roles),
        "requirements": activity.requirements,
        "closes": _closes(activity),
        "site": site.name if site is not None else "",
        "group": found.room.topic,
        "link": page_link(activity, house, source=source),
    }


def share_facts(found: Found, house: House, source: str) -> dict[str, Any]:
    """So much of it as fits, the most needed first."""
    activity = found.activity
    link = page_link(activity, house, source=source)
    group = one_line(found.room.topic, _LONGEST_GROUP)
    left = LONGEST_TEXT - _FRAME - (len(link) or len(group))
    parts = []
    for part in (one_line(activity.title, 24), lasting_when(activity), one_line(activity.place, 20), _places(activity)):
        if part and len(part) + _SEPARATOR <= left:
            parts.append(part)
            left -= len(part) + _SEPARATOR
    return {"number": found.number, "parts": parts, "group": group, "link": link}


def page_link(activity: Activity, house: House, *, source: str) -> str:
    """Empty where nobody can reach our pages."""
    base = house.rules.public_url
    return f"{base}/a/{activity.public_id}?s={source}" if base else ""


def lasting_when(activity: Activity) -> str:
    """In words that are still right when they are read."""
    at = activity.starts_at or activity.ends_at
    if at is None:
        return ""
    return when_words(activity.starts_at, activity.ends_at, at - _EARLIER, is_whole_day=activity.is_whole_day)


def _closes(activity: Activity) -> str:
    if activity.closes_at is None:
        return ""
    return when_words(activity.closes_at, None, activity.closes_at - _EARLIER, is_whole_day=False)


def _places(activity: Activity) -> str:
    return f"{activity.capacity}人" if activity.capacity is not None else "名额不限"
