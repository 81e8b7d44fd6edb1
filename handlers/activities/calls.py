"""招募 for several sessions: each an activity with a number, places and a list of its own; one posting of them all."""

from dataclasses import replace
from typing import Any, Final

import structlog

from handlers.access import Verb, require
from handlers.act import Act
from handlers.activities.facts import activity_facts
from handlers.activities.finding import Found, change
from handlers.activities.follows import tell_followers
from handlers.activities.moments import times_of
from handlers.activities.moves import note_change
from handlers.activities.recruit import (
    UNNAMED,
    ask_missing,
    checked,
    make_activity,
    posting_facts,
    posting_line,
    recruit,
    refuse_same_title,
)
from handlers.errors import NoticeMakesNoSense
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.activity_commands import Recruit, Session
from handlers.understanding.session_labels import in_title, label_of
from handlers.wording import LONGEST_WORDS, one_line, when_words
from storage.intents import Intent
from storage.models.activities import Activity
from storage.states import ActivityStatus

log = structlog.get_logger()

MOST_SESSIONS: Final = 6
#: What is left out while the others are posted.
_OVER: Final = "past"

_Planned = tuple[Recruit, Activity]


def call_for_people(command: Recruit, act: Act) -> list[Reply]:
    """One activity, or one of each session. Raises NoticeMakesNoSense, SameTitle."""
    return _post_sessions(command, act) if command.sessions else recruit(command, act)


def _post_sessions(command: Recruit, act: Act) -> list[Reply]:
    """Everything is checked before anything is written."""
    require(act, Verb.RECRUIT)
    title, count = one_line(command.title, LONGEST_WORDS) or UNNAMED, len(command.sessions)
    if count > MOST_SESSIONS:
        raise NoticeMakesNoSense(problem="sessions", title=title, most=MOST_SESSIONS, count=count)
    planned, over = _planned(command, title, act)
    if not planned:
        raise NoticeMakesNoSense(problem=_OVER, title=title)
    for _, activity in planned:
        refuse_same_title(activity, act)
    made = [make_activity(notice, activity, act) for notice, activity in planned]
    _join(made, act)
    log.info("call_posted", room=act.room_id, sessions=len(made), left_out=len(over))
    left_out = [_left_out(session, act) for session in over]
    return [_posting(made, title, act), *_told(made, title, left_out, act), *tell_followers(made[0], act)]


def _planned(command: Recruit, title: str, act: Act) -> tuple[list[_Planned], list[Session]]:
    """What can be posted, and what is over by now. Raises NoticeMakesNoSense for the first that cannot be at all."""
    planned, over = [], []
    for session in command.sessions:
        notice = _notice(command, session, title)
        try:
            planned.append((notice, checked(notice, act)))
        except NoticeMakesNoSense as mistake:
            if mistake.facts["problem"] != _OVER:
                raise NoticeMakesNoSense(**mistake.facts, is_of_several=True) from mistake
            over.append(session)
    return planned, over


def _notice(command: Recruit, session: Session, title: str) -> Recruit:
    """The session as a notice of its own."""
    return replace(
        command,
        title=in_title(title, session.label, LONGEST_WORDS),
        start=session.start,
        end=session.end,
        people=session.people,
        roles=session.roles,
        place=session.place,
        sessions=(),
    )


def _join(made: list[Found], act: Act) -> None:
    """They know each other, and each can be undone."""
    call_id = act.new_id() if len(made) > 1 else None
    for found in made:
        if call_id is not None:
            change(act, found.activity, call_id=call_id)
        note_change(act, Intent.RECRUIT, found, was={"status": ActivityStatus.CALLED_OFF})


def _left_out(session: Session, act: Act) -> dict[str, str]:
    times = times_of(session.start, None)
    return {"label": session.label, "when": when_words(now=act.now, **times)}


def _posting(made: list[Found], title: str, act: Act) -> Reply:
    if len(made) == 1:
        return posting_line(made[0], act)
    places = {found.activity.place for found in made}
    facts = posting_facts(made[0], act)
    facts.update(
        title=title,
        place=places.pop() if len(places) == 1 else "",
        sessions=[{**activity_facts(found, act), "label": label_of(found.activity.title)} for found in made],
    )
    return to_room(made[0].room_id, "activities/posted_sessions.j2", **facts)


def _told(made: list[Found], title: str, left_out: list[dict[str, str]], act: Act) -> list[Reply]:
    """The organiser: how to change one of them, what was left out, and what is missing of all."""
    first = made[0]
    missing = ask_missing(first, act)
    facts: dict[str, Any] = {
        "numbers": [found.number for found in made],
        "title": title,
        "left_out": left_out,
        "has_phone": first.activity.phone_sealed is not None,
        "was_in_room": not act.is_private,
        "missing": missing.value if missing is not None else "",
    }
    return [to_member(act.member_id, "activities/sessions_private.j2", about_room=first.room_id, **facts)]
