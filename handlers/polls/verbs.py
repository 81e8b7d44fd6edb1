"""查 12 and 取消 12 of a poll; what else bears its number, and what a decided poll's number stands for."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, cast

from handlers.act import Act
from handlers.activities.finding import found_by_id
from handlers.errors import PollRefusal
from handlers.polls.finding import FoundPoll, find_poll, is_in_charge, move, note, option_facts
from handlers.polls.voting import withdraw_vote
from handlers.replies import Reply, to_member, to_room
from handlers.understanding import activity_commands as a
from handlers.understanding import commands as c
from handlers.understanding.poll_commands import CancelPoll, SayOfPoll, ShowPoll, WithdrawVote
from handlers.wording import when_words
from storage.intents import Intent
from storage.states import PollStatus

#: What a verb that was said of something else means where the number is a poll's.
OF_POLL: Final[dict[type[Any], Callable[[int, Any], c.Command]]] = {
    c.AskStatus: lambda number, _: ShowPoll(number),
    c.CancelOrder: lambda number, _: CancelPoll(number),
    a.CallOff: lambda number, _: CancelPoll(number),
    a.Withdraw: lambda number, command: CancelPoll(number) if command.is_cancel else WithdrawVote(number),
    c.ReleaseOrder: lambda number, _: WithdrawVote(number),
    c.ClaimOrder: lambda number, _: SayOfPoll(number, Intent.ENROL),
    a.Enrol: lambda number, _: SayOfPoll(number, Intent.ENROL),
    c.EditOrder: lambda number, _: SayOfPoll(number, Intent.EDIT_ORDER),
    c.FinishOrder: lambda number, _: SayOfPoll(number, Intent.FINISH_ORDER),
    c.ReviewOrder: lambda number, _: SayOfPoll(number, Intent.REVIEW_ORDER),
    c.DispatchOrder: lambda number, _: SayOfPoll(number, Intent.DISPATCH_ORDER),
    c.RefuseOrder: lambda number, _: SayOfPoll(number, Intent.REFUSE_ORDER),
    c.ReopenOrder: lambda number, _: SayOfPoll(number, Intent.REOPEN_ORDER),
    c.Second: lambda number, _: SayOfPoll(number, Intent.SNAPSHOT),
}


def number_in(command: Any) -> int | None:
    """Of a command that a poll may be meant by, the one number; several are orders."""
    if type(command) not in OF_POLL:
        return None
    numbers: tuple[int, ...] = getattr(command, "numbers", ())
    number: int | None = getattr(command, "number", None)
    return numbers[0] if len(numbers) == 1 else number


def as_of_poll(command: Any, number: int, act: Act) -> c.Command:
    """The command as one of the poll, or of the activity that the poll has become."""
    found = find_poll(act, number)
    became = found_by_id(act, found.poll.activity_id) if found is not None else None
    if became is None:
        return OF_POLL[type(command)](number, command)
    meant: dict[str, Any] = {"numbers": (became.number,)} if hasattr(command, "numbers") else {"number": became.number}
    return cast("c.Command", replace(command, **meant))


def show_poll(command: ShowPoll, act: Act) -> list[Reply]:
    """Answered where it was asked."""
    found = _named(command.number, act)
    closes = when_words(found.poll.closes_at, None, act.now, is_whole_day=False)
    facts: dict[str, Any] = {
        "options": option_facts(found, act),
        "quorum": found.poll.quorum,
        "status": found.poll.status.value,
        "closes": closes if found.poll.closes_at > act.now else "",
        **found.facts,
    }
    if act.is_private:
        return [to_member(act.member_id, "polls/shown.j2", about_room=found.room_id, **facts)]
    return [to_room(found.room_id, "polls/shown.j2", **facts)]


def cancel_poll(command: CancelPoll, act: Act) -> list[Reply]:
    """By whoever is in charge the whole of it; by anybody else what they chose. Raises PollRefusal."""
    found = _named(command.number, act)
    if not is_in_charge(found, act):
        return withdraw_vote(WithdrawVote(command.number), act)
    if found.poll.status is not PollStatus.OPEN:
        raise PollRefusal(problem="decided", status=found.poll.status.value, **found.facts)
    move(found, PollStatus.CALLED_OFF, act)
    act.uow.timers.drop_of_poll(found.poll_id)
    note(act, Intent.CALL_OFF, found, status=PollStatus.OPEN.value)
    return [to_room(found.room_id, "polls/called_off.j2", **found.facts)]


def refuse_verb(command: SayOfPoll, act: Act) -> list[Reply]:
    """Says that its time is open, and what to say instead."""
    found = _named(command.number, act)
    raise PollRefusal(
        problem="verb",
        verb=command.verb.value,
        status=found.poll.status.value,
        is_in_charge=is_in_charge(found, act),
        **found.facts,
    )


def _named(number: int, act: Act) -> FoundPoll:
    found = find_poll(act, number)
    if found is None:
        raise PollRefusal(problem="not_found", number=number, title="")
    return found
