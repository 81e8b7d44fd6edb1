"""From a number that somebody said, or none, to the poll they mean; its times, and who chose which."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.access import Verb, may
from handlers.act import Act, House, key, quiet_hours
from handlers.activities.facts import MORNING
from handlers.errors import LostRace, NotOrganiser, PollRefusal, WhichRoom
from handlers.rules import QuietHours
from handlers.wording import when_words
from storage.intents import Intent
from storage.models.orders import Posting
from storage.models.places import Room
from storage.models.polls import Ballot, Poll, PollOption
from storage.models.talk import AuditEvent
from storage.states import POLL_MOVES, PollStatus
from storage.vocabulary import PostingKind


@dataclass(frozen=True, slots=True)
class FoundPoll:
    """A poll, and the room and number by which it was meant."""

    poll: Poll
    number: int
    room: Room
    options: list[PollOption]

    @property
    def poll_id(self) -> int:
        return key(self.poll.id)

    @property
    def room_id(self) -> int:
        return key(self.room.id)

    @property
    def quiet(self) -> QuietHours:
        return quiet_hours(self.room)

    @property
    def facts(self) -> dict[str, Any]:
        return {"number": self.number, "title": self.poll.title}


def poll_meant(act: Act, number: int | None) -> FoundPoll | None:
    """None: in a room, something else was spoken of. Raises PollRefusal privately, and WhichRoom."""
    found = find_poll(act, number)
    if found is None and act.is_private:
        raise PollRefusal(problem="not_found", number=number, title="")
    return found


def find_poll(act: Act, number: int | None) -> FoundPoll | None:
    """The only one that is open, where no number was said. Raises WhichRoom where two rooms fit privately."""
    if number is None:
        here = act.uow.polls.open_in(act.room_id)
        return _made(here[0][1], here[0][0], act.room, act) if len(here) == 1 else None
    rooms = [act.room_id, *act.uow.members.rooms_of(act.member_id)] if act.is_private else [act.room_id]
    having = [found for room_id in dict.fromkeys(rooms) if (found := _numbered(room_id, number, act)) is not None]
    theirs = [found for found in having if _has_to_do_with(found, act)] or having
    if len(theirs) > 1:
        raise WhichRoom(number=number, meant=[{"room": each.room.topic, "what": each.poll.title} for each in theirs])
    return theirs[0] if theirs else None


def poll_by_id(house: House, poll_id: int | None) -> FoundPoll | None:
    postings = house.uow.postings.of(PostingKind.POLL, poll_id) if poll_id is not None else []
    return _found(postings[0], house) if postings else None


def _numbered(room_id: int, number: int, house: House) -> FoundPoll | None:
    posting = house.uow.postings.numbered(room_id, number)
    return _found(posting, house) if posting is not None and posting.kind is PostingKind.POLL else None


def _found(posting: Posting, house: House) -> FoundPoll | None:
    poll, room = house.uow.polls.get(posting.target_id), house.uow.rooms.get(posting.room_id)
    return _made(poll, posting.number, room, house) if poll is not None and room is not None else None


def _made(poll: Poll, number: int, room: Room, house: House) -> FoundPoll:
    return FoundPoll(poll, number, room, house.uow.polls.options(key(poll.id)))


def _has_to_do_with(found: FoundPoll, act: Act) -> bool:
    return found.poll.organiser_id == act.member_id or act.member_id in act.uow.polls.ballots(found.poll_id)


def is_in_charge(found: FoundPoll, act: Act) -> bool:
    """Whoever asked, or coordinates where it is posted."""
    return found.poll.organiser_id == act.member_id or may(act, Verb.ORGANISE_FOR_ANOTHER, found.room)


def require_charge(found: FoundPoll, act: Act) -> None:
    """Raises NotOrganiser."""
    if not is_in_charge(found, act):
        raise NotOrganiser(number=found.number)


def begins_at(option: PollOption) -> datetime:
    return option.starts_at + MORNING if option.is_whole_day else option.starts_at


def tally(found: FoundPoll, house: House) -> dict[int, list[int]]:
    """Position → who chose it."""
    ballots = house.uow.polls.ballots(found.poll_id)
    return {option.position: _who_chose(option, ballots) for option in found.options}


def option_facts(found: FoundPoll, house: House, *, now: datetime | None = None) -> list[dict[str, Any]]:
    """`now`: when it is read."""
    return counted(found.options, house.uow.polls.ballots(found.poll_id), now or house.now)


def counted(options: list[PollOption], ballots: Mapping[int, Ballot], now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "position": option.position,
            "when": when_words(option.starts_at, option.ends_at, now, is_whole_day=option.is_whole_day),
            "votes": len(_who_chose(option, ballots)),
        }
        for option in options
    ]


def _who_chose(option: PollOption, ballots: Mapping[int, Ballot]) -> list[int]:
    return [member_id for member_id, ballot in ballots.items() if option.position in ballot.positions]


def move(found: FoundPoll, to: PollStatus, house: House, **also: object) -> None:
    """Raises LostRace where somebody was quicker."""
    is_legal = to in POLL_MOVES[found.poll.status]
    if not is_legal or not house.uow.polls.moved(found.poll, {"status": to, "closed_at": house.now, **also}):
        raise LostRace


def note(act: Act, verb: Intent, found: FoundPoll, *, version: int = 0, **inverse: Any) -> None:
    """Writes the act down; `inverse`: the status or the positions that an undo takes the poll to.

    `version` is that of the activity that was made, to be taken back only as it was made.
    """
    act.uow.audit.write(
        AuditEvent(
            done_at=act.now,
            actor_id=act.member_id,
            room_id=found.room_id,
            verb=verb,
            activity_id=found.poll.activity_id,
            version=version,
            inverse={"poll": found.poll_id, **inverse},
            was_announced=True,
            cause=act.message_id,
        )
    )
