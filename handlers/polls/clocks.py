"""What is due around a poll: the organiser is asked to decide, and what nobody decided runs out."""

from typing import Final

import structlog

from handlers.act import House
from handlers.polls.finding import FoundPoll, begins_at, move, option_facts, poll_by_id
from handlers.replies import Reply, to_member
from storage.models.talk import Timer
from storage.states import PollStatus
from storage.vocabulary import TimerKind

log = structlog.get_logger()

#: The timer's step: nobody chooses any more, and there is no time left to choose.
CLOSES: Final = 0
RUNS_OUT: Final = 1


def plan_clocks(found: FoundPoll, house: House) -> None:
    """In place of older ones."""
    house.uow.timers.drop_of_poll(found.poll_id)
    last = max(map(begins_at, found.options))
    for step, due_at in ((CLOSES, found.poll.closes_at), (RUNS_OUT, last)):
        if due_at > house.now or step == RUNS_OUT:
            house.uow.timers.add(
                Timer(
                    kind=TimerKind.CLOSE_POLL,
                    due_at=due_at,
                    poll_id=found.poll_id,
                    room_id=found.room_id,
                    step=step,
                )
            )


def close_poll(timer: Timer, house: House) -> list[Reply]:
    """Nothing in the room; the organiser decides while there is still a time to choose."""
    found = poll_by_id(house, timer.poll_id)
    if found is None or found.poll.status is not PollStatus.OPEN:
        return []
    last = max(map(begins_at, found.options))
    if last <= house.now:
        move(found, PollStatus.RAN_OUT, house)
        house.uow.timers.drop_of_poll(found.poll_id)
        log.info("poll_ran_out", poll=found.poll_id)
        return []
    return [
        to_member(
            found.poll.organiser_id,
            "polls/to_decide.j2",
            about_room=found.room_id,
            unasked=True,
            expires_at=last,
            tells_to_befriend=False,
            options=option_facts(found, house, now=found.quiet.waking(house.now)),
            **found.facts,
        )
    ]
