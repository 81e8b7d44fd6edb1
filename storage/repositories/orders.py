"""Questions about orders, who does them, by which number a room knows them, and how they went."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.direct import prepared
from storage.models.orders import Claim, DemandOrder, OrderSecond, Posting, Review
from storage.models.talk import Question
from storage.repositories.ends import tell_postings
from storage.repositories.rows import Rows, given, one_of
from storage.states import ClaimStatus, OrderStatus
from storage.vocabulary import PostingKind, QuestionKind

OPEN = (OrderStatus.PLACED, OrderStatus.DISPATCHED, OrderStatus.CLAIMED)

#: No yes to 可以引用吗 comes later than that after the review.
CONSENT_TAKES: Final = timedelta(days=7)


@prepared
def _of_room(*statuses: OrderStatus) -> SelectOfScalar[DemandOrder]:
    return (
        select(DemandOrder)
        .where(DemandOrder.room_id == given("room_id"), one_of(DemandOrder.status, statuses))
        .order_by(col(DemandOrder.id))
    )


@prepared
def _asked_by(*statuses: OrderStatus) -> SelectOfScalar[DemandOrder]:
    return (
        select(DemandOrder)
        .where(DemandOrder.asker_id == given("member_id"), one_of(DemandOrder.status, statuses))
        .order_by(col(DemandOrder.id))
    )


@prepared
def _placed_between() -> SelectOfScalar[DemandOrder]:
    return (
        select(DemandOrder)
        .where(
            DemandOrder.room_id == given("room_id"),
            DemandOrder.placed_at >= given("since"),
            DemandOrder.placed_at < given("until"),
        )
        .order_by(col(DemandOrder.id))
    )


@prepared
def _finished_between() -> SelectOfScalar[DemandOrder]:
    return (
        select(DemandOrder)
        .where(
            DemandOrder.room_id == given("room_id"),
            col(DemandOrder.finished_at) >= given("since"),
            col(DemandOrder.finished_at) < given("until"),
        )
        .order_by(col(DemandOrder.finished_at))
    )


class Orders:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, order: DemandOrder) -> DemandOrder:
        return self._rows.insert(order)

    def get(self, order_id: int) -> DemandOrder | None:
        return self._rows.by_id(DemandOrder, order_id)

    def moved(self, order: DemandOrder, to: OrderStatus, **also: object) -> bool:
        """Whether the order was still as we knew it, and now is in the new state (one version on)."""
        return self._changed(order, {"status": to, **also})

    def edited(self, order: DemandOrder, values: Mapping[str, Any]) -> bool:
        """Whether the order was still as we knew it, and now has these values (one version on)."""
        return self._changed(order, values)

    def _changed(self, order: DemandOrder, values: Mapping[str, Any]) -> bool:
        known = {"id": order.id, "status": order.status, "version": order.version}
        is_changed = self._rows.update(DemandOrder, known, {**values, "version": order.version + 1}) == 1
        if is_changed:
            tell_postings(self._rows, PostingKind.ORDER, order, values, OPEN)
        return is_changed

    def second(self, order_id: int, member_id: int, *, now: datetime) -> bool:
        """False where they had done so before."""
        if self._rows.by_id(OrderSecond, (order_id, member_id)) is not None:
            return False
        self._rows.insert(OrderSecond(order_id=order_id, member_id=member_id, seconded_at=now))
        return True

    def seconders(self, order_id: int) -> list[int]:
        return [each.member_id for each in self._rows.every(OrderSecond, order_id=order_id)]

    def of_room(self, room_id: int, statuses: Sequence[OrderStatus] = OPEN) -> list[DemandOrder]:
        """The room's orders in these states, by number."""
        return self._rows.all(_of_room(*statuses), room_id=room_id)

    def asked_by(self, member_id: int, statuses: Sequence[OrderStatus] = OPEN) -> list[DemandOrder]:
        return self._rows.all(_asked_by(*statuses), member_id=member_id)

    def placed_between(self, room_id: int, since: datetime, until: datetime) -> list[DemandOrder]:
        """Placed in [since, until), whatever became of them after."""
        return self._rows.all(_placed_between(), room_id=room_id, since=since, until=until)

    def finished_between(self, room_id: int, since: datetime, until: datetime) -> list[DemandOrder]:
        """Finished in [since, until), whatever became of them after."""
        return self._rows.all(_finished_between(), room_id=room_id, since=since, until=until)


@prepared
def _with_a_part(*statuses: ClaimStatus) -> SelectOfScalar[DemandOrder]:
    theirs = select(Claim.order_id).where(Claim.member_id == given("member_id"), one_of(Claim.status, statuses))
    return (
        select(DemandOrder)
        .where(col(DemandOrder.id).in_(theirs), one_of(DemandOrder.status, OPEN))
        .order_by(col(DemandOrder.id))
    )


@prepared
def _parts_that_go_on() -> Select[int, str]:
    return select(Claim.order_id, Claim.status).where(
        Claim.member_id == given("member_id"), one_of(Claim.status, (ClaimStatus.ACTIVE, ClaimStatus.PROPOSED))
    )


@prepared
def _of_member_since() -> Select[Claim, DemandOrder]:
    return (
        select(Claim, DemandOrder)
        .join(DemandOrder, col(DemandOrder.id) == col(Claim.order_id))
        .where(
            Claim.member_id == given("member_id"),
            sa.func.coalesce(DemandOrder.ends_at, DemandOrder.starts_at) >= given("since"),
        )
        .order_by(col(Claim.id))
    )


class Claims:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, claim: Claim) -> Claim:
        return self._rows.insert(claim)

    def get(self, claim_id: int) -> Claim | None:
        return self._rows.by_id(Claim, claim_id)

    def moved(self, claim: Claim, to: ClaimStatus, **also: object) -> bool:
        known = {"id": claim.id, "status": claim.status, "member_id": claim.member_id}
        return self._rows.update(Claim, known, {"status": to, **also}) == 1

    def of_order(self, order_id: int, *statuses: ClaimStatus) -> list[Claim]:
        """The order's claims in these states (none named: in any), oldest first."""
        claims = self._rows.every(Claim, order_id=order_id)
        return [claim for claim in claims if claim.status in statuses] if statuses else claims

    def active(self, order_id: int) -> list[Claim]:
        return self.of_order(order_id, ClaimStatus.ACTIVE)

    def proposed(self, order_id: int) -> Claim | None:
        """The dispatch that waits for its yes."""
        found = self.of_order(order_id, ClaimStatus.PROPOSED)
        return found[0] if found else None

    def orders_of(self, member_id: int, *statuses: ClaimStatus) -> list[DemandOrder]:
        """Open orders in which the member has a part in one of these states (none named: active), by id."""
        return self._rows.all(_with_a_part(*(statuses or (ClaimStatus.ACTIVE,))), member_id=member_id)

    def of_member_since(self, member_id: int, since: datetime) -> list[tuple[Claim, DemandOrder]]:
        """Every part of theirs in orders that are due after `since`, whatever became of either; oldest first."""
        return self._rows.pairs(_of_member_since(), member_id=member_id, since=since)

    def parts_of(self, member_id: int) -> list[tuple[int, str]]:
        """(order id, status) of what the member does, or was asked to do."""
        kept = self._rows.kept
        ask = partial(self._rows.pairs, _parts_that_go_on(), member_id=member_id)
        return list(kept.or_ask(kept.parts, member_id, ask) or ())


@prepared
def _open_orders() -> Select[int, DemandOrder]:
    return (
        select(Posting.number, DemandOrder)
        .join(DemandOrder, col(DemandOrder.id) == col(Posting.target_id))
        .where(
            Posting.room_id == given("room_id"),
            col(Posting.is_over).is_(False),
            Posting.kind == PostingKind.ORDER,
            one_of(DemandOrder.status, OPEN),
        )
        .order_by(col(Posting.number))
    )


class Postings:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, posting: Posting) -> Posting:
        return self._rows.insert(posting)

    def numbered(self, room_id: int, number: int) -> Posting | None:
        return self._rows.one(Posting, room_id=room_id, number=number)

    def of(self, kind: PostingKind, target_id: int) -> list[Posting]:
        """Everywhere the thing is posted, oldest first."""
        return self._rows.every(Posting, kind=kind, target_id=target_id)

    def number_of(self, target_id: int, room_id: int, kind: PostingKind = PostingKind.ORDER) -> int | None:
        """The number by which that room knows the thing."""
        posting = self._rows.one(Posting, kind=kind, target_id=target_id, room_id=room_id)
        return posting.number if posting else None

    def open_orders(self, room_id: int) -> list[tuple[int, DemandOrder]]:
        """(number, order) of everything open that the room can refer to, by number."""
        return self._rows.pairs(_open_orders(), room_id=room_id)


@prepared
def _of_order() -> SelectOfScalar[Review]:
    return (
        select(Review)
        .where(Review.order_id == given("order_id"), col(Review.is_withdrawn).is_(False))
        .order_by(col(Review.id).desc())
        .limit(1)
    )


@prepared
def _given_between() -> SelectOfScalar[Review]:
    return (
        select(Review)
        .join(DemandOrder, col(DemandOrder.id) == col(Review.order_id))
        .where(
            DemandOrder.room_id == given("room_id"),
            col(Review.is_withdrawn).is_(False),
            Review.reviewed_at >= given("since"),
            Review.reviewed_at < given("until"),
        )
        .order_by(col(Review.id))
    )


class Reviews:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, review: Review) -> Review:
        return self._rows.insert(review)

    def get(self, review_id: int) -> Review | None:
        return self._rows.by_id(Review, review_id)

    def of_order(self, order_id: int) -> Review | None:
        """The review that counts: the newest not withdrawn."""
        return self._rows.first(_of_order(), order_id=order_id)

    def change(self, review_id: int, **values: object) -> None:
        self._rows.update(Review, {"id": review_id}, values)

    def quotable_between(self, room_id: int, since: datetime, until: datetime) -> list[Review]:
        """Reviews of the room's orders that the digest may quote, and might not quote before `since`.

        One counts from the moment of its author's yes: that may come after the digest which it just missed.
        """
        asked = select(func.max(Question.answered_at)).where(
            Question.member_id == Review.member_id,
            Question.order_id == Review.order_id,
            Question.kind == QuestionKind.CONSENT,
        )
        quotable_at = func.coalesce(asked.scalar_subquery(), Review.reviewed_at)
        return self._rows.all(
            select(Review)
            .join(DemandOrder, col(DemandOrder.id) == col(Review.order_id))
            .where(
                DemandOrder.room_id == room_id,
                col(Review.may_quote).is_(True),
                col(Review.is_withdrawn).is_(False),
                Review.reviewed_at >= since - CONSENT_TAKES,
                quotable_at >= since,
                quotable_at < until,
            )
            .order_by(col(Review.id))
        )

    def given_between(self, room_id: int, since: datetime, until: datetime) -> list[Review]:
        """Reviews of the room's orders given in [since, until), none withdrawn, oldest first."""
        return self._rows.all(_given_between(), room_id=room_id, since=since, until=until)
