"""The figures of a week, for one page. Silence is counted apart, never as satisfied."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean, median
from typing import Final

from handlers.act import key
from storage.models.orders import DemandOrder
from storage.models.places import Room
from storage.states import OrderStatus
from storage.store import UnitOfWork
from storage.vocabulary import CATEGORY_LABELS

#: Fewer than that say nothing about how it usually is.
SMALLEST_SAMPLE: Final = 5
MOST_CATEGORIES: Final = 3


@dataclass(frozen=True, slots=True)
class Week:
    """`hours_to_claim` and `stars` are None where too few are known (样本不足)."""

    placed: int
    finished: int
    unclaimed: int
    reviewed: int
    unreviewed: int
    hours_to_claim: float | None
    stars: float | None
    categories: tuple[tuple[str, int], ...]

    @property
    def is_empty(self) -> bool:
        return not (self.placed or self.finished or self.unclaimed)


def week_of(uow: UnitOfWork, rooms: Sequence[Room], since: datetime, until: datetime) -> Week:
    """What was placed, finished and reviewed in those rooms in [since, until), and what is still unclaimed."""
    ids = [key(room.id) for room in rooms]
    placed = [order for room_id in ids for order in uow.orders.placed_between(room_id, since, until)]
    finished = [order for room_id in ids for order in uow.orders.finished_between(room_id, since, until)]
    stars = [
        review.stars
        for room_id in ids
        for review in uow.reviews.given_between(room_id, since, until)
        if review.stars is not None
    ]
    waits = [wait / timedelta(hours=1) for order in placed if (wait := _wait(uow, order)) is not None]
    return Week(
        placed=len(placed),
        finished=len(finished),
        unclaimed=sum(len(uow.orders.of_room(room_id, (OrderStatus.PLACED,))) for room_id in ids),
        reviewed=sum(order.status is OrderStatus.REVIEWED for order in finished),
        unreviewed=sum(order.status is OrderStatus.CLOSED_UNREVIEWED for order in finished),
        hours_to_claim=round(median(waits), 1) if len(waits) >= SMALLEST_SAMPLE else None,
        stars=round(mean(stars), 1) if len(stars) >= SMALLEST_SAMPLE else None,
        categories=tuple(
            (CATEGORY_LABELS[category], count)
            for category, count in Counter(order.category for order in placed).most_common(MOST_CATEGORIES)
        ),
    )


def _wait(uow: UnitOfWork, order: DemandOrder) -> timedelta | None:
    """From placing to the first claim."""
    claims = uow.claims.of_order(key(order.id))
    return claims[0].made_at - order.placed_at if claims else None
