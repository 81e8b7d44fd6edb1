"""评单: the asker is asked once, an hour after the work; silence is never counted as good."""

from typing import Any

from handlers.act import Act, House, key
from handlers.activities import reviews as activity_reviews
from handlers.errors import NotYours, OrderNotOpen
from handlers.orders.finding import Found, each, found_by_id
from handlers.orders.moves import STATUS_WORDS, before, move, move_claim, note, part
from handlers.reach import room_to_reach
from handlers.replies import Reply, to_member
from handlers.time_bank.pledges import pay
from handlers.understanding.commands import ReviewOrder
from storage.intents import Intent
from storage.models.orders import Review
from storage.models.talk import Question, Timer
from storage.states import ClaimStatus, OrderStatus
from storage.vocabulary import QuestionKind, Role, TimerKind

#: So many stars or fewer go to the grid worker.
LOW = 2


def ask_for_review(timer: Timer, house: House) -> list[Reply]:
    """One prompt, no second nag; 48 h of silence close the order unreviewed."""
    found = found_by_id(house, timer.order_id)
    if found is None or found.order.status is not OrderStatus.FINISHED:
        return []
    asked_at = found.quiet.waking(house.now)
    house.uow.questions.ask(
        Question(
            member_id=found.order.asker_id,
            room_id=found.room_id,
            kind=QuestionKind.REVIEW,
            order_id=found.order_id,
            asked_at=house.now,
            expires_at=asked_at + house.rules.question_open,
        )
    )
    closes_at = asked_at + house.rules.close_unreviewed_after
    house.uow.timers.add(Timer(kind=TimerKind.CLOSE_UNREVIEWED, due_at=closes_at, order_id=found.order_id))
    return [
        to_member(
            found.order.asker_id,
            "reviews/asked.j2",
            about_room=found.room_id,
            unasked=True,
            expires_at=closes_at,
            number=found.number,
            what=found.order.what,
        )
    ]


def close_unreviewed(timer: Timer, house: House) -> list[Reply]:
    found = found_by_id(house, timer.order_id)
    if found is not None and found.order.status is OrderStatus.FINISHED:
        move(house, found.order, OrderStatus.CLOSED_UNREVIEWED, closed_at=house.now)
        return pay(found, house)
    return []


def review_order(command: ReviewOrder, act: Act) -> list[Reply]:
    return each(command.numbers, act, lambda found, act: _review(found, act, command))


def _review(found: Found, act: Act, command: ReviewOrder) -> list[Reply]:
    """Thanks, and one question at most: post the rest, or may the digest quote you."""
    order = found.order
    if act.member_id not in (order.asker_id, order.placed_by_id):
        raise NotYours(number=found.number)
    was = before(act, order, "finished_at", "closed_at")
    were = _finish_first(found, act)
    if order.status not in (OrderStatus.FINISHED, OrderStatus.CLOSED_UNREVIEWED):
        raise OrderNotOpen(number=found.number, state=STATUS_WORDS[order.status])
    move(act, order, OrderStatus.REVIEWED, closed_at=act.now)
    paid = pay(found, act)
    act.uow.timers.drop(found.order_id)
    act.uow.questions.drop_about(found.order_id, now=act.now)
    review = act.uow.reviews.add(
        Review(
            order_id=found.order_id,
            member_id=act.member_id,
            stars=command.stars,
            comment_sealed=act.uow.seal(command.comment),
            is_half_done=command.is_half_done,
            reviewed_at=act.now,
        )
    )
    note(act, Intent.REVIEW_ORDER, found, was=was, claims=were, review_id=review.id, announced=False)
    is_low = command.stars is not None and command.stars <= LOW
    low = _tell_grid_workers(found, act, command) if is_low else []
    return [_thank(found, act, command, is_low=is_low, is_looked_into=bool(low)), *low, *paid]


def _finish_first(found: Found, act: Act) -> dict[int, dict[str, Any]]:
    """An asker who reviews what was never reported finished says both."""
    if found.order.status is not OrderStatus.CLAIMED:
        return {}
    active = act.uow.claims.active(found.order_id)
    were = {key(claim.id): part(claim) for claim in active}
    move(act, found.order, OrderStatus.FINISHED, finished_at=act.now)
    for claim in active:
        move_claim(act, claim, ClaimStatus.DONE, ended_at=act.now)
    return were


def _thank(found: Found, act: Act, command: ReviewOrder, *, is_low: bool, is_looked_into: bool) -> Reply:
    asks: QuestionKind | None = None
    if command.is_half_done:
        asks = QuestionKind.POST_REST
    elif command.comment and not is_low:
        asks = QuestionKind.CONSENT
    if asks is not None:
        act.uow.questions.ask(
            Question(
                member_id=act.member_id,
                room_id=found.room_id,
                kind=asks,
                order_id=found.order_id,
                asked_at=act.now,
                expires_at=act.now + act.rules.question_open,
            )
        )
    return to_member(
        act.member_id,
        "reviews/thanks.j2",
        about_room=found.room_id,
        asks=asks.value if asks is not None else "",
        is_looked_into=is_looked_into,
    )


def _tell_grid_workers(found: Found, act: Act, command: ReviewOrder) -> list[Reply]:
    workers = act.uow.members.nearest_holding(Role.GRID_WORKER, found.room.site_id or 0)
    return [
        to_member(
            key(worker.id),
            "reviews/low.j2",
            about_room=key(room_to_reach(act.uow, key(worker.id), found.room).id),
            tells_to_befriend=False,
            unasked=True,
            room=found.room.topic,
            number=found.number,
            what=found.order.what,
            name=act.member.name,
            stars=command.stars,
            comment=command.comment,
        )
        for worker in workers
        if worker.id != act.member_id
    ]


def answer_consent(question: Question, yes: bool, act: Act) -> list[Reply]:
    """Whether the digest may quote the words. Without a yes it never does."""
    if question.activity_id is not None:
        return activity_reviews.answer_consent(question, yes, act)
    review = act.uow.reviews.of_order(question.order_id or 0)
    if review is None:
        return []
    act.uow.reviews.change(key(review.id), may_quote=yes)
    return [to_member(act.member_id, "reviews/consent_noted.j2", about_room=question.room_id, yes=yes)]
