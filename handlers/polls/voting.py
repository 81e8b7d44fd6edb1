"""选 12 1 3 and 不选 12: a tally in the room, joined like sign-ups; enough for one time decides."""

from datetime import datetime
from typing import Any

import structlog

from handlers.act import Act
from handlers.activities.finding import found_by_id
from handlers.errors import PollRefusal
from handlers.polls.deciding import leading, settle
from handlers.polls.finding import FoundPoll, note, option_facts, poll_meant, tally
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.contents import Moment
from handlers.understanding.poll_commands import Vote, WithdrawVote
from handlers.wording import name_of
from storage.intents import Intent
from storage.models.polls import Ballot, PollOption
from storage.states import PollStatus
from storage.vocabulary import LOCAL_ZONE

log = structlog.get_logger()


def vote(command: Vote, act: Act) -> list[Reply]:
    """In place of what was chosen before. Raises PollRefusal."""
    found = poll_meant(act, command.number)
    if found is None:
        return []
    _require_open(found, act)
    before = act.uow.polls.ballots(found.poll_id).get(act.member_id)
    positions = _positions(command, found)
    if command.is_no:
        return _leave(positions, found, before, act)
    if before is not None and before.positions == positions:
        raise PollRefusal(problem="same", positions=positions, **found.facts)
    cast(found, positions, act, before=before)
    enough = leading(found, act)
    if found.poll.quorum is not None and enough and len(tally(found, act)[enough[0].position]) >= found.poll.quorum:
        return settle(found, enough[0], act, is_by_quorum=True)
    return [tally_line("voted", found, act), *_acknowledge(positions, found, act)]


def cast(found: FoundPoll, positions: list[int], act: Act, *, before: Ballot | None) -> None:
    ballot = Ballot(poll_id=found.poll_id, member_id=act.member_id, positions=positions, cast_at=act.now)
    act.uow.polls.cast(ballot)
    note(act, Intent.VOTE, found, ballot=ballot.id, positions=before.positions if before is not None else [])
    log.info("poll_voted", poll=found.poll_id, positions=positions)


def _require_open(found: FoundPoll, act: Act) -> None:
    poll = found.poll
    if poll.status is PollStatus.OPEN and poll.closes_at > act.now:
        return
    became = found_by_id(act, poll.activity_id)
    raise PollRefusal(
        problem="closed", status=poll.status.value, activity=became.number if became is not None else 0, **found.facts
    )


def _positions(command: Vote, found: FoundPoll) -> list[int]:
    known = [option.position for option in found.options]
    if command.is_all:
        return known
    if command.times:
        return _named(command, found)
    unknown = [position for position in command.positions if position not in known]
    if unknown:
        raise PollRefusal(problem="no_such_option", position=unknown[0], most=len(known), **found.facts)
    return sorted(command.positions)


def _named(command: Vote, found: FoundPoll) -> list[int]:
    """周六 is every time of that day, 周六上午 what begins then."""
    named = [option.position for option in found.options if any(_is_at(option, *time) for time in command.times)]
    if not named and not command.is_no:
        raise PollRefusal(problem="no_such_time", **found.facts)
    return named


def _leave(positions: list[int], found: FoundPoll, before: Ballot | None, act: Act) -> list[Reply]:
    """Some of the times do not suit: they are taken out, where they were chosen."""
    chosen = before.positions if before is not None else []
    left = [position for position in chosen if position not in positions]
    if before is None or left == chosen:
        return []
    if left:
        cast(found, left, act, before=before)
    else:
        take_out(found, before, act)
    return [tally_line("voted" if left else "withdrew", found, act), *_acknowledge(left, found, act)]


def _is_at(option: PollOption, start: Moment, end: Moment | None) -> bool:
    at = option.starts_at.astimezone(LOCAL_ZONE)
    if not isinstance(start, datetime):
        last = end if end is not None and not isinstance(end, datetime) else start
        return start <= at.date() <= last
    return start <= at < end if isinstance(end, datetime) else at == start


def withdraw_vote(command: WithdrawVote, act: Act) -> list[Reply]:
    """Where nothing was chosen, and no poll was named, somebody spoke of something else. Raises PollRefusal."""
    found = poll_meant(act, command.number)
    before = act.uow.polls.ballots(found.poll_id).get(act.member_id) if found is not None else None
    if found is None or (before is None and command.number is None):
        return []
    _require_open(found, act)
    if before is None:
        raise PollRefusal(problem="no_ballot", **found.facts)
    take_out(found, before, act)
    return [tally_line("withdrew", found, act), *_acknowledge([], found, act)]


def take_out(found: FoundPoll, before: Ballot, act: Act) -> None:
    act.uow.polls.withdraw(found.poll_id, act.member_id, now=act.now)
    note(act, Intent.VOTE, found, ballot=None, positions=before.positions)


def _acknowledge(positions: list[int], found: FoundPoll, act: Act) -> list[Reply]:
    """In the room the tally says it."""
    if not act.is_private:
        return []
    chosen = [option for option in option_facts(found, act) if option["position"] in positions]
    about: dict[str, Any] = {"about_room": found.room_id, "chosen": chosen, **found.facts}
    return [to_member(act.member_id, "polls/voted_private.j2", **about)]


def tally_line(kind: str, found: FoundPoll, act: Act) -> Reply:
    """`kind`: voted or withdrew. Both are one kind of answer: merged."""
    return to_room(
        found.room_id,
        "polls/tally.j2",
        merge="polls",
        kind=kind,
        name=name_of(act, act.member_id),
        options=option_facts(found, act),
        quorum=found.poll.quorum,
        **found.facts,
    )
