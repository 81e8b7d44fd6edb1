"""Orders, claims, postings and reviews: the questions that handlers ask."""

from datetime import datetime
from typing import Any

import pytest

from storage.models.orders import Claim, DemandOrder, Posting, Review
from storage.states import ClaimStatus, OrderStatus
from storage.store import UnitOfWork
from storage.vocabulary import PostingKind, QuestionKind
from tests.storage.builders import DAY, HOUR, NOW, World, add_order, add_posting, add_room, ask, number


def whats(orders: list[DemandOrder]) -> list[str]:
    return [order.what for order in orders]


def add_claim(uow: UnitOfWork, order: DemandOrder, member_id: int, status: ClaimStatus = ClaimStatus.ACTIVE) -> Claim:
    return uow.claims.add(Claim(order_id=number(order.id), member_id=member_id, status=status, made_at=NOW))


def test_a_room_asks_for_its_open_orders(uow: UnitOfWork, world: World) -> None:
    other_room = add_room(uow, "r2")
    for status in OrderStatus:
        add_order(uow, world, status.value, status=status)
    add_order(uow, world, "elsewhere", room_id=other_room, asker_id=world.helper)
    assert whats(uow.orders.of_room(world.room)) == ["placed", "dispatched", "claimed"]
    assert whats(uow.orders.of_room(world.room, [OrderStatus.EXPIRED])) == ["expired"]
    assert whats(uow.orders.of_room(other_room)) == ["elsewhere"]
    assert whats(uow.orders.asked_by(world.asker)) == ["placed", "dispatched", "claimed"]
    assert whats(uow.orders.asked_by(world.helper, [OrderStatus.PLACED])) == ["elsewhere"]
    assert uow.orders.get(999) is None


@pytest.mark.parametrize("column", ["placed_at", "finished_at"])
def test_a_day_has_its_first_moment_and_not_its_last(uow: UnitOfWork, world: World, column: str) -> None:
    moments: dict[str, datetime] = {
        "before": NOW - HOUR,
        "first": NOW,
        "within": NOW + HOUR,
        "after": NOW + DAY,
    }
    for what, moment in moments.items():
        add_order(uow, world, what, status=OrderStatus.REVIEWED, **{column: moment})
    add_order(uow, world, "elsewhere", room_id=add_room(uow, "r2"), **{column: NOW})
    question = {"placed_at": uow.orders.placed_between, "finished_at": uow.orders.finished_between}[column]
    assert whats(question(world.room, NOW, NOW + DAY)) == ["first", "within"]


def test_a_claim_moves_only_from_where_it_was(uow: UnitOfWork, world: World) -> None:
    claim = add_claim(uow, add_order(uow, world), world.helper, ClaimStatus.PROPOSED)
    assert uow.claims.moved(claim, ClaimStatus.ACTIVE)
    assert not uow.claims.moved(claim, ClaimStatus.RETURNED, ended_at=NOW)
    stored = uow.claims.get(number(claim.id))
    assert stored is not None
    assert (stored.status, stored.ended_at) == (ClaimStatus.ACTIVE, None)


def test_an_order_knows_who_does_it(uow: UnitOfWork, world: World) -> None:
    order, other = add_order(uow, world), add_order(uow, world)
    assert uow.claims.proposed(number(order.id)) is None
    released = add_claim(uow, order, world.asker, ClaimStatus.RELEASED)
    active = add_claim(uow, order, world.helper)
    proposed = add_claim(uow, order, world.asker, ClaimStatus.PROPOSED)
    add_claim(uow, other, world.helper)
    order_id = number(order.id)
    assert uow.claims.of_order(order_id) == [released, active, proposed]
    assert uow.claims.of_order(order_id, ClaimStatus.RELEASED, ClaimStatus.PROPOSED) == [released, proposed]
    assert uow.claims.active(order_id) == [active]
    assert uow.claims.proposed(order_id) == proposed


def test_a_helper_has_each_open_order_once(uow: UnitOfWork, world: World) -> None:
    mine, offered, done, given_back = (
        add_order(uow, world, what, status=status)
        for what, status in (
            ("mine", OrderStatus.CLAIMED),
            ("offered", OrderStatus.DISPATCHED),
            ("done", OrderStatus.FINISHED),
            ("given back", OrderStatus.PLACED),
        )
    )
    add_claim(uow, mine, world.helper, ClaimStatus.RELEASED)
    add_claim(uow, mine, world.helper)
    add_claim(uow, offered, world.helper, ClaimStatus.PROPOSED)
    add_claim(uow, done, world.helper)
    add_claim(uow, given_back, world.helper, ClaimStatus.RETURNED)
    add_claim(uow, given_back, world.asker)
    assert whats(uow.claims.orders_of(world.helper)) == ["mine"]
    assert whats(uow.claims.orders_of(world.helper, ClaimStatus.PROPOSED)) == ["offered"]
    assert whats(uow.claims.orders_of(world.helper, *ClaimStatus)) == ["mine", "offered", "given back"]


def test_a_number_means_one_thing_in_one_room(uow: UnitOfWork, world: World) -> None:
    other_room = add_room(uow, "r2")
    order, second = add_order(uow, world), add_order(uow, world)
    here, there = add_posting(uow, order, 12), add_posting(uow, order, 3, other_room)
    add_posting(uow, second, 13)
    uow.postings.add(
        Posting(room_id=world.room, number=14, kind=PostingKind.SNAPSHOT, target_id=number(order.id), posted_at=NOW)
    )
    assert uow.postings.numbered(world.room, 12) == here
    assert uow.postings.numbered(other_room, 12) is None
    assert uow.postings.of(PostingKind.ORDER, number(order.id)) == [here, there]
    assert uow.postings.number_of(number(order.id), other_room) == 3
    assert uow.postings.number_of(number(second.id), other_room) is None


def test_the_open_numbers_of_a_room_ascend(uow: UnitOfWork, world: World) -> None:
    other_room = add_room(uow, "r2")
    late, early, closed = (add_order(uow, world, what) for what in ("late", "early", "closed"))
    add_posting(uow, late, 9)
    add_posting(uow, early, 2)
    add_posting(uow, closed, 5)
    add_posting(uow, late, 1, other_room)
    uow.orders.moved(closed, OrderStatus.CANCELLED)
    uow.postings.add(
        Posting(room_id=world.room, number=7, kind=PostingKind.ACTIVITY, target_id=number(early.id), posted_at=NOW)
    )
    assert uow.postings.open_orders(world.room) == [(2, early), (9, late)]
    assert uow.postings.open_orders(other_room) == [(1, late)]


def review(uow: UnitOfWork, order: DemandOrder, **values: Any) -> Review:
    given: dict[str, Any] = {
        "order_id": order.id,
        "member_id": order.asker_id,
        "stars": 5,
        "may_quote": True,
        "reviewed_at": NOW,
    }
    return uow.reviews.add(Review(**(given | values)))


def test_the_newest_review_not_taken_back_counts(uow: UnitOfWork, world: World) -> None:
    order = add_order(uow, world)
    assert uow.reviews.of_order(number(order.id)) is None
    first, second = review(uow, order), review(uow, order, stars=1)
    assert uow.reviews.of_order(number(order.id)) == second
    uow.reviews.change(number(second.id), is_withdrawn=True)
    assert uow.reviews.of_order(number(order.id)) == first
    taken_back = uow.reviews.get(number(second.id))
    assert taken_back is not None
    assert taken_back.is_withdrawn


def test_a_digest_quotes_only_who_said_yes(uow: UnitOfWork, world: World) -> None:
    order, elsewhere = add_order(uow, world), add_order(uow, world, room_id=add_room(uow, "r2"))
    quotable = review(uow, order)
    silent = review(uow, order, may_quote=None)
    refused = review(uow, order, may_quote=False)
    review(uow, order, is_withdrawn=True)
    late = review(uow, order, reviewed_at=NOW + DAY)
    review(uow, elsewhere)
    assert uow.reviews.quotable_between(world.room, NOW, NOW + DAY) == [quotable]
    assert uow.reviews.given_between(world.room, NOW, NOW + DAY) == [quotable, silent, refused]
    assert uow.reviews.quotable_between(world.room, NOW + DAY, NOW + 2 * DAY) == [late]


def test_a_yes_that_missed_a_digest_is_quoted_in_the_next_one(uow: UnitOfWork, world: World) -> None:
    order = add_order(uow, world)
    given = review(uow, order)
    question = ask(uow, world, QuestionKind.CONSENT, order_id=order.id)
    uow.questions.answered(question, now=NOW + DAY + HOUR)
    assert uow.reviews.quotable_between(world.room, NOW, NOW + DAY) == []
    assert uow.reviews.quotable_between(world.room, NOW + DAY, NOW + 2 * DAY) == [given]
