"""Which posting a short act means: a number said, a number quoted, or the only open thing that fits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from handlers.understanding.message import OpenThing
from handlers.understanding.reading import Reading
from storage.intents import Intent
from storage.states import OrderStatus
from storage.vocabulary import PostingKind

_OPEN: Final = frozenset({OrderStatus.PLACED, OrderStatus.DISPATCHED, OrderStatus.CLAIMED})
_DONE: Final = frozenset({OrderStatus.FINISHED, OrderStatus.REVIEWED, OrderStatus.CLOSED_UNREVIEWED})


@dataclass(frozen=True, slots=True)
class Reference:
    """`how`: said, quoted, only (the one that fits), several, or none."""

    how: str
    numbers: tuple[int, ...] = ()


def _may_claim(thing: OpenThing) -> bool:
    return thing.is_dispatched_to_sender or (thing.status is OrderStatus.PLACED and not thing.is_askers)


def _may_release(thing: OpenThing) -> bool:
    return thing.is_claimed_by_sender or thing.is_dispatched_to_sender


def _may_finish(thing: OpenThing) -> bool:
    return thing.is_claimed_by_sender and thing.status is OrderStatus.CLAIMED


def _is_own_open(thing: OpenThing) -> bool:
    return thing.is_askers and thing.status in _OPEN


def _may_review(thing: OpenThing) -> bool:
    return thing.is_askers and thing.status in _DONE


def _may_dispatch(thing: OpenThing) -> bool:
    return thing.status is OrderStatus.PLACED


FITS: Final[dict[Intent, Callable[[OpenThing], bool]]] = {
    Intent.CLAIM_ORDER: _may_claim,
    Intent.RELEASE_ORDER: _may_release,
    Intent.FINISH_ORDER: _may_finish,
    Intent.CANCEL_ORDER: _is_own_open,
    Intent.EDIT_ORDER: _is_own_open,
    Intent.REVIEW_ORDER: _may_review,
    Intent.REOPEN_ORDER: _may_review,
    Intent.DISPATCH_ORDER: _may_dispatch,
    Intent.ASK_STATUS: _is_own_open,
}


def candidates(reading: Reading, intent: Intent) -> tuple[int, ...]:
    """The open orders that the act could mean; one of unknown status could be anything."""
    fits = FITS[intent]
    return tuple(
        sorted(
            t.number for t in reading.context.things if t.kind is PostingKind.ORDER and (t.status is None or fits(t))
        )
    )


def named(reading: Reading) -> Reference:
    """What the message itself names, or its quote."""
    if reading.numbers:
        return Reference("said", reading.numbers)
    if reading.quoted_numbers:
        return Reference("quoted", reading.quoted_numbers[:1])
    return Reference("none")


def meant(reading: Reading, intent: Intent) -> Reference:
    """With nothing named: what is open decides."""
    fitting = candidates(reading, intent)
    if not fitting:
        return Reference("none")
    return Reference("only" if len(fitting) == 1 else "several", fitting)
