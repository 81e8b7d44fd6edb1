"""What state everything can be in, and every legal move between them."""

from enum import StrEnum
from typing import Final


class OrderStatus(StrEnum):
    PLACED = "placed"
    DISPATCHED = "dispatched"
    CLAIMED = "claimed"
    FINISHED = "finished"
    REVIEWED = "reviewed"
    CLOSED_UNREVIEWED = "closed_unreviewed"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


#: Every legal move of an order; the README draws this table. "Released" is the move back to placed,
#: "reopened" the move from a closed state to placed.
LEGAL_MOVES: Final[dict[OrderStatus, frozenset[OrderStatus]]] = {
    OrderStatus.PLACED: frozenset(
        {
            OrderStatus.CLAIMED,
            OrderStatus.DISPATCHED,
            OrderStatus.CANCELLED,
            OrderStatus.REFUSED,
            OrderStatus.EXPIRED,
            OrderStatus.FINISHED,
        }
    ),
    OrderStatus.DISPATCHED: frozenset({OrderStatus.CLAIMED, OrderStatus.PLACED, OrderStatus.CANCELLED}),
    OrderStatus.CLAIMED: frozenset({OrderStatus.PLACED, OrderStatus.FINISHED, OrderStatus.CANCELLED}),
    OrderStatus.FINISHED: frozenset({OrderStatus.REVIEWED, OrderStatus.CLOSED_UNREVIEWED, OrderStatus.PLACED}),
    OrderStatus.REVIEWED: frozenset({OrderStatus.PLACED}),
    OrderStatus.CLOSED_UNREVIEWED: frozenset({OrderStatus.PLACED, OrderStatus.REVIEWED}),
    OrderStatus.REFUSED: frozenset({OrderStatus.PLACED}),
    OrderStatus.CANCELLED: frozenset({OrderStatus.PLACED}),
    OrderStatus.EXPIRED: frozenset({OrderStatus.PLACED}),
}


class SnapshotStatus(StrEnum):
    TAKEN = "taken"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


#: Every legal move of a report; "reopened" is the move back to taken.
SNAPSHOT_MOVES: Final[dict[SnapshotStatus, frozenset[SnapshotStatus]]] = {
    SnapshotStatus.TAKEN: frozenset({SnapshotStatus.CLOSED, SnapshotStatus.WITHDRAWN}),
    SnapshotStatus.CLOSED: frozenset({SnapshotStatus.TAKEN, SnapshotStatus.WITHDRAWN}),
    SnapshotStatus.WITHDRAWN: frozenset(),
}


class SeriesStatus(StrEnum):
    OPEN = "open"
    ENDED = "ended"  # nothing more is posted of it


class PollStatus(StrEnum):
    OPEN = "open"
    DECIDED = "decided"  # an activity was made of it
    CALLED_OFF = "called_off"
    RAN_OUT = "ran_out"  # nobody decided while there was still a time to choose


#: Every legal move of a poll; back to open only by an undo.
POLL_MOVES: Final[dict[PollStatus, frozenset[PollStatus]]] = {
    PollStatus.OPEN: frozenset({PollStatus.DECIDED, PollStatus.CALLED_OFF, PollStatus.RAN_OUT}),
    PollStatus.DECIDED: frozenset({PollStatus.OPEN}),
    PollStatus.CALLED_OFF: frozenset({PollStatus.OPEN}),
    PollStatus.RAN_OUT: frozenset(),
}


class ClaimStatus(StrEnum):
    """One helper's part in an order."""

    PROPOSED = "proposed"  # dispatched to them, not yet accepted
    ACTIVE = "active"
    RELEASED = "released"
    RETURNED = "returned"  # a dispatch the helper said no to, or let run out
    DONE = "done"


class ActivityStatus(StrEnum):
    OPEN = "open"
    CALLED_OFF = "called_off"
    OVER = "over"


#: Every legal move of an activity; back to open only by an undo.
ACTIVITY_MOVES: Final[dict[ActivityStatus, frozenset[ActivityStatus]]] = {
    ActivityStatus.OPEN: frozenset({ActivityStatus.CALLED_OFF, ActivityStatus.OVER}),
    ActivityStatus.CALLED_OFF: frozenset({ActivityStatus.OPEN}),
    ActivityStatus.OVER: frozenset({ActivityStatus.OPEN}),
}


class EnrolmentStatus(StrEnum):
    """One party's part in an activity. Whoever signs up again has a new part: what ended stays as it ended."""

    ACCEPTED = "accepted"
    WAITING = "waiting"
    OFFERED = "offered"  # a place is kept for them until they answer
    LAPSED = "lapsed"  # the offer ran out
    WITHDRAWN = "withdrawn"
    NO_SHOW = "no_show"
    CHECKED_IN = "checked_in"


#: Every legal move of an enrolment; from withdrawn back only by an undo, from no_show where the leader was wrong.
ENROLMENT_MOVES: Final[dict[EnrolmentStatus, frozenset[EnrolmentStatus]]] = {
    EnrolmentStatus.ACCEPTED: frozenset(
        {EnrolmentStatus.WITHDRAWN, EnrolmentStatus.NO_SHOW, EnrolmentStatus.CHECKED_IN}
    ),
    EnrolmentStatus.WAITING: frozenset(
        {
            EnrolmentStatus.ACCEPTED,
            EnrolmentStatus.OFFERED,
            EnrolmentStatus.WITHDRAWN,
            EnrolmentStatus.CHECKED_IN,
        }
    ),
    EnrolmentStatus.OFFERED: frozenset(
        {
            EnrolmentStatus.ACCEPTED,
            EnrolmentStatus.LAPSED,
            EnrolmentStatus.WITHDRAWN,
            EnrolmentStatus.CHECKED_IN,
        }
    ),
    EnrolmentStatus.LAPSED: frozenset(),
    EnrolmentStatus.WITHDRAWN: frozenset({EnrolmentStatus.ACCEPTED, EnrolmentStatus.WAITING}),
    EnrolmentStatus.NO_SHOW: frozenset({EnrolmentStatus.CHECKED_IN}),
    EnrolmentStatus.CHECKED_IN: frozenset({EnrolmentStatus.WITHDRAWN}),
}


#: Parts that take up places, or keep them.
HOLDS_PLACES: Final = (EnrolmentStatus.ACCEPTED, EnrolmentStatus.OFFERED, EnrolmentStatus.CHECKED_IN)


#: Parts that were not given up when the activity was over.
TOOK_PART: Final = (EnrolmentStatus.ACCEPTED, EnrolmentStatus.CHECKED_IN)


#: Parts that go on.
TAKES_PART: Final = (*HOLDS_PLACES, EnrolmentStatus.WAITING)


class OutboxStatus(StrEnum):
    """`due → sending → sent | unknown | parked`; `held` waits for its merge window, `waiting` for a friend request."""

    HELD = "held"
    WAITING = "waiting"
    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    PARKED = "parked"
    DROPPED = "dropped"


class PledgeStatus(StrEnum):
    """Time that an asker has set aside for an order."""

    HELD = "held"
    PAID = "paid"
    GIVEN_BACK = "given_back"
