"""征集时间: a notice whose time is open is posted with the times that could be, for everyone to choose from."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog
from pydantic import TypeAdapter

from handlers.access import Verb, require
from handlers.act import Act, key
from handlers.activities.finding import open_here
from handlers.activities.moments import closes_at, midnight
from handlers.activities.recruit import UNNAMED, checked
from handlers.errors import NoticeMakesNoSense, PollRefusal, SameTitle
from handlers.polls.clocks import plan_clocks
from handlers.polls.finding import FoundPoll, begins_at, note, option_facts
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.activity_commands import Recruit
from handlers.understanding.contents import Moment
from handlers.understanding.poll_commands import OpenPoll
from handlers.understanding.polls import MOST_OPTIONS
from handlers.wording import when_words
from storage.intents import Intent
from storage.models.activities import Activity
from storage.models.orders import Posting
from storage.models.polls import Poll, PollOption
from storage.states import PollStatus
from storage.vocabulary import PostingKind

log = structlog.get_logger()

NOTICE: Final[TypeAdapter[Recruit]] = TypeAdapter(Recruit)
LEAST_OPTIONS: Final = 2
#: Whoever comes wants to know a day before; where that is too soon, the first of the times is the last moment.
_BEFORE: Final = timedelta(days=1)
_SHORTEST: Final = timedelta(hours=1)


def open_poll(command: OpenPoll, act: Act) -> list[Reply]:
    """Everything is checked before anything is written. Raises PollRefusal, NoticeMakesNoSense, SameTitle."""
    require(act, Verb.RECRUIT)
    notice = replace(command.notice, deadline=None)
    activity = _checked(command, notice, act)
    options = [new_option(position, *times) for position, times in enumerate(command.options, start=1)]
    closes = _closes_at(command.notice, min(map(begins_at, options)), act)
    found = _post(notice, activity, options, closes, act)
    plan_clocks(found, act)
    note(act, Intent.POLL, found, status=PollStatus.CALLED_OFF.value)
    log.info("poll_posted", poll=found.poll_id, room=act.room_id, options=len(options))
    return [_posting_line(found, act), _tell_organiser(found, act, has_phone=notice.phone is not None)]


def _checked(command: OpenPoll, notice: Recruit, act: Act) -> Activity:
    """As it would be at the first of the times."""
    if not LEAST_OPTIONS <= len(command.options) <= MOST_OPTIONS:
        problem = "few" if len(command.options) < LEAST_OPTIONS else "many"
        raise PollRefusal(problem=problem, title=notice.title or UNNAMED, most=MOST_OPTIONS)
    first, *_ = [checked(replace(notice, start=start, end=end), act) for start, end in command.options]
    known = [(each.number, each.activity.title) for each in open_here(act)]
    known += [(number, poll.title) for number, poll in act.uow.polls.open_in(act.room_id)]
    for number, title in known:
        if title == first.title:
            raise SameTitle(number=number, title=title)
    return first


def new_option(position: int, start: Moment, end: Moment | None) -> PollOption:
    return PollOption(
        poll_id=0,
        position=position,
        starts_at=_at(start),
        ends_at=_at(end) if end is not None else None,
        is_whole_day=not isinstance(start, datetime),
    )


def _at(moment: Moment) -> datetime:
    return moment if isinstance(moment, datetime) else midnight(moment)


def _closes_at(notice: Recruit, first: datetime, act: Act) -> datetime:
    said = closes_at(notice.deadline)
    if said is not None and said <= act.now:
        raise NoticeMakesNoSense(problem="closed", title=notice.title or UNNAMED)
    if said is None:
        said = first - _BEFORE if first - _BEFORE >= act.now + _SHORTEST else first
    return min(said, first)


def _post(notice: Recruit, activity: Activity, options: list[PollOption], closes: datetime, act: Act) -> FoundPoll:
    poll = act.uow.polls.add(
        Poll(
            room_id=act.room_id,
            organiser_id=act.member_id,
            title=activity.title,
            place=activity.place,
            quorum=notice.min_people or notice.people,
            notice_sealed=act.uow.seal(NOTICE.dump_json(notice).decode()),
            posted_at=act.now,
            closes_at=closes,
        )
    )
    for option in options:
        option.poll_id = key(poll.id)
        act.uow.polls.add_option(option)
    number = act.uow.rooms.next_number(act.room_id)
    posting = Posting(
        room_id=act.room_id, number=number, kind=PostingKind.POLL, target_id=key(poll.id), posted_at=act.now
    )
    act.uow.postings.add(posting)
    return FoundPoll(poll, number, act.room, options)


def _posting_line(found: FoundPoll, act: Act) -> Reply:
    poll = found.poll
    return to_room(
        found.room_id,
        "polls/posted.j2",
        place=poll.place,
        options=option_facts(found, act),
        quorum=poll.quorum,
        closes=when_words(poll.closes_at, None, act.now, is_whole_day=False),
        **found.facts,
    )


def _tell_organiser(found: FoundPoll, act: Act, *, has_phone: bool) -> Reply:
    return to_member(
        act.member_id,
        "polls/posted_private.j2",
        about_room=found.room_id,
        quorum=found.poll.quorum,
        has_phone=has_phone,
        was_in_room=not act.is_private,
        **found.facts,
    )
