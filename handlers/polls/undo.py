"""撤销 after 征集时间, 选, 不选, 定 or 取消."""

from typing import Any

from handlers.act import Act
from handlers.activities.changes import take_back
from handlers.activities.finding import found_by_id
from handlers.errors import NothingToUndo
from handlers.polls.clocks import plan_clocks
from handlers.polls.editing import undo_edit
from handlers.polls.finding import FoundPoll, move, poll_by_id
from handlers.polls.voting import tally_line
from handlers.replies import Reply, to_room
from storage.models.polls import Ballot
from storage.models.talk import AuditEvent
from storage.states import ActivityStatus, PollStatus


def is_of_poll(event: AuditEvent) -> bool:
    return event.inverse is not None and "poll" in event.inverse


def is_meant(number: int | None, event: AuditEvent, act: Act) -> bool:
    """Whether that was done to the poll which has the number here."""
    found = poll_by_id(act, (event.inverse or {}).get("poll"))
    if number is None or found is None:
        return number is None
    return found.number == number and (act.is_private or found.room_id == act.room_id)


def undo(event: AuditEvent, act: Act) -> list[Reply]:
    """Raises NothingToUndo with the reason why not."""
    inverse: dict[str, Any] = event.inverse or {}
    found = poll_by_id(act, inverse.get("poll"))
    if found is None:
        raise NothingToUndo(reason="这一步撤不回来")
    if act.now - event.done_at > act.rules.undo_window:
        raise NothingToUndo(reason="过了 10 分钟,撤不回来了")
    if "edit" in inverse:
        replies = undo_edit(found, inverse["edit"], act)
    elif "positions" in inverse:
        replies = _undo_choice(found, inverse, act)
    else:
        replies = _undo_move(found, inverse, event, act)
    act.uow.audit.undone(event, now=act.now)
    return replies


def _undo_choice(found: FoundPoll, inverse: dict[str, Any], act: Act) -> list[Reply]:
    current = act.uow.polls.ballots(found.poll_id).get(act.member_id)
    is_as_left = (current.id if current is not None else None) == inverse["ballot"]
    if found.poll.status is not PollStatus.OPEN or not is_as_left:
        raise _changed_since(found)
    positions: list[int] = inverse["positions"]
    if positions:
        ballot = Ballot(poll_id=found.poll_id, member_id=act.member_id, positions=positions, cast_at=act.now)
        act.uow.polls.cast(ballot)
    else:
        act.uow.polls.withdraw(found.poll_id, act.member_id, now=act.now)
    return [tally_line("voted" if positions else "withdrew", found, act)]


def _undo_move(found: FoundPoll, inverse: dict[str, Any], event: AuditEvent, act: Act) -> list[Reply]:
    was, to = found.poll.status, PollStatus(inverse["status"])
    if was is PollStatus.DECIDED:
        _take_back(found, event, act)
    elif was is to or was is PollStatus.RAN_OUT or event.activity_id is not None:
        raise _changed_since(found)
    move(found, to, act, activity_id=None, **({"closed_at": None} if to is PollStatus.OPEN else {}))
    if to is PollStatus.OPEN:
        plan_clocks(found, act)
    else:
        act.uow.timers.drop_of_poll(found.poll_id)
    return [to_room(found.room_id, "polls/undone.j2", name=act.member.name, was=was.value, to=to.value, **found.facts)]


def _take_back(found: FoundPoll, event: AuditEvent, act: Act) -> None:
    """The activity that it became, while nobody has signed up for it."""
    made = found_by_id(act, event.activity_id)
    is_as_made = made is not None and made.activity.version == event.version
    if made is None or not is_as_made or made.activity.status is not ActivityStatus.OPEN:
        raise _changed_since(found)
    take_back(made, act)


def _changed_since(found: FoundPoll) -> NothingToUndo:
    return NothingToUndo(reason=f"#{found.number} 后来又有变动,撤不回来了")
