"""定 12 2, or enough people for one time: the poll becomes an activity, as 招募 would make it. Nobody is signed up."""

from dataclasses import replace

import structlog

from handlers.act import Act
from handlers.activities.finding import Found
from handlers.activities.follows import tell_followers
from handlers.activities.recruit import checked, make_activity, posting_facts, tell_organiser
from handlers.errors import PollRefusal
from handlers.polls import finding
from handlers.polls.coming import ask_to_come
from handlers.polls.finding import FoundPoll, move, note, option_facts, poll_meant, require_charge, tally
from handlers.polls.opening import NOTICE
from handlers.replies import Reply, to_room
from handlers.understanding.activity_commands import Recruit
from handlers.understanding.poll_commands import DecidePoll
from storage.intents import Intent
from storage.models.polls import PollOption
from storage.states import PollStatus
from storage.vocabulary import LOCAL_ZONE

log = structlog.get_logger()


def decide_poll(command: DecidePoll, act: Act) -> list[Reply]:
    """Without a position the one time that most chose. Raises NotOrganiser, PollRefusal."""
    found = poll_meant(act, command.number)
    if found is None:
        return []
    require_charge(found, act)
    if found.poll.status is not PollStatus.OPEN:
        raise PollRefusal(problem="decided", status=found.poll.status.value, **found.facts)
    if command.position is None:
        first = leading(found, act)
        if len(first) != 1:
            raise PollRefusal(problem="which", options=option_facts(found, act), **found.facts)
        return settle(found, first[0], act)
    chosen = next((option for option in found.options if option.position == command.position), None)
    if chosen is None:
        most = len(found.options)
        raise PollRefusal(problem="no_such_option", position=command.position, most=most, **found.facts)
    return settle(found, chosen, act)


def leading(found: FoundPoll, act: Act) -> list[PollOption]:
    """Of the times that are ahead, those that most chose; none where nobody chose."""
    votes = {position: len(members) for position, members in tally(found, act).items()}
    ahead = [option for option in found.options if finding.begins_at(option) > act.now]
    most = max((votes[option.position] for option in ahead), default=0)
    return [option for option in ahead if votes[option.position] == most] if most else []


def settle(found: FoundPoll, option: PollOption, act: Act, *, is_by_quorum: bool = False) -> list[Reply]:
    """Raises PollRefusal where that time has come already."""
    if finding.begins_at(option) <= act.now:
        raise PollRefusal(problem="over", position=option.position, **found.facts)
    organiser = act.uow.members.get(found.poll.organiser_id) or act.member
    roles = act.uow.members.roles_at(found.poll.organiser_id, found.room.site_id)
    host = replace(act, member=organiser, room=found.room, roles=roles)
    notice = _notice(found, option, act)
    made = make_activity(notice, checked(notice, host), host)
    move(found, PollStatus.DECIDED, act, activity_id=made.activity_id)
    act.uow.timers.drop_of_poll(found.poll_id)
    who = host if is_by_quorum else act
    note(who, Intent.DECIDE_POLL, found, version=made.activity.version, status=PollStatus.OPEN.value)
    log.info("poll_decided", poll=found.poll_id, activity=made.activity_id, is_by_quorum=is_by_quorum)
    voters = tally(found, act)[option.position]
    knowing = {found.poll.organiser_id, None if act.is_private else act.member_id}
    return [
        _line(found, made, len(voters), act),
        *tell_organiser(made, host),
        *(ask_to_come(each, found, made, act) for each in voters if each not in knowing),
        *tell_followers(made, act, but=voters),
    ]


def _notice(found: FoundPoll, option: PollOption, act: Act) -> Recruit:
    kept = act.uow.open(found.poll.notice_sealed)
    notice = NOTICE.validate_json(kept.reveal()) if kept is not None else Recruit(found.poll.title)
    start, end = option.starts_at.astimezone(LOCAL_ZONE), option.ends_at
    ends = end.astimezone(LOCAL_ZONE) if end is not None else None
    if option.is_whole_day:
        return replace(notice, start=start.date(), end=ends.date() if ends is not None else None)
    return replace(notice, start=start, end=ends)


def _line(found: FoundPoll, made: Found, votes: int, act: Act) -> Reply:
    """One line: what was decided, and the posting of the activity."""
    return to_room(found.room_id, "polls/decided.j2", votes=votes, activity=posting_facts(made, act), **found.facts)
