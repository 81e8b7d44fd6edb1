"""What there is to tell of a room: open needs, what waits, what is for today, what was finished, what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from handlers.act import key
from handlers.daily import local_day
from handlers.polls.finding import counted
from handlers.understanding.categories import is_about_health
from handlers.wording import due_at, one_line, order_line_facts, when_words
from storage.models.afterwards import ActivityReview
from storage.models.orders import Claim, DemandOrder, Review
from storage.models.polls import Poll
from storage.models.snapshots import SnapshotReport
from storage.states import ClaimStatus, OrderStatus
from storage.store import UnitOfWork
from storage.vocabulary import Category, PostingKind

LONGEST_NEED: Final = 24
LONGEST_QUOTE: Final = 40
LONGEST_NAME: Final = 12
NEIGHBOUR: Final = "一位邻居"

_GOOD_ENDS: Final = frozenset({OrderStatus.FINISHED, OrderStatus.REVIEWED, OrderStatus.CLOSED_UNREVIEWED})

Facts = dict[str, Any]
Numbered = tuple[int, DemandOrder]


@dataclass(frozen=True, slots=True)
class News:
    """Facts for lines. Health needs are in no list: they are only counted."""

    needs: Sequence[Facts] = ()
    waiting: Sequence[Facts] = ()
    today: Sequence[Facts] = ()
    finished: Sequence[Facts] = ()
    quotes: Sequence[Facts] = ()
    thanked: Sequence[str] = ()
    health: int = 0
    health_finished: int = 0
    has_new: bool = False
    activities: Sequence[Facts] = ()
    reports: Sequence[Facts] = ()
    reports_done: Sequence[Facts] = ()
    polls: Sequence[Facts] = ()

    @property
    def has_needs(self) -> bool:
        return bool(self.needs) or self.health > 0


def gather(uow: UnitOfWork, room_id: int, since: datetime, now: datetime) -> News:
    """Everything open, and what was finished or said from `since` on."""
    listed = uow.postings.open_orders(room_id)
    unclaimed = [each for each in _in(listed, OrderStatus.PLACED) if not is_over(each[1], now)]
    unclaimed.sort(key=lambda each: (not each[1].is_urgent, each[1].placed_at, each[0]))
    dispatched = _in(listed, OrderStatus.DISPATCHED)
    claimed = [each for each in _in(listed, OrderStatus.CLAIMED) if is_for(each[1], now)]
    finished = [order for order in uow.orders.finished_between(room_id, since, now) if order.status in _GOOD_ENDS]
    quotes = _quotes(uow, room_id, since, now)
    reports = uow.snapshots.open_in_room(room_id)
    reports_done = uow.snapshots.closed_between(room_id, since, now)
    polls = [each for each in uow.polls.open_in(room_id) if each[1].closes_at > now]
    return News(
        needs=[_need(uow, each, now) for each in _plain(unclaimed)],
        waiting=[_with_names(uow, each, now, ClaimStatus.PROPOSED) for each in _plain(dispatched)],
        today=[_with_names(uow, each, now, ClaimStatus.ACTIVE) for each in _plain(claimed)],
        activities=_activities(uow, room_id, now),
        finished=[_done(uow, room_id, order) for order in finished if not is_health(order)],
        quotes=quotes,
        reports=[report_facts(each) for each in reports],
        reports_done=[report_facts(each) for each in reports_done],
        polls=[_poll(uow, *each, now) for each in polls],
        thanked=_thanked(uow, finished),
        health=len(unclaimed) - len(_plain(unclaimed)),
        health_finished=sum(is_health(order) for order in finished),
        has_new=bool(finished or quotes or reports_done)
        or any(order.placed_at >= since for _, order in [*unclaimed, *dispatched])
        or any(report.taken_at >= since for _, report in reports)
        or any(poll.posted_at >= since for _, poll in polls),
    )


def is_health(order: DemandOrder) -> bool:
    return order.is_health or order.category is Category.HEALTH


def is_for(order: DemandOrder, now: datetime) -> bool:
    """Whether it is to be done today."""
    start, due = order.starts_at, due_at(order)
    if order.is_whole_day and start is not None and due is not None:
        return start <= now < due
    return any(at is not None and local_day(at) == local_day(now) for at in (start, order.ends_at))


def is_over(order: DemandOrder, now: datetime) -> bool:
    """Past its end, and its asker has not said since that it is still needed."""
    end = due_at(order) if order.ends_at is not None or order.is_whole_day else None
    return end is not None and end <= now and (order.renewed_at is None or order.renewed_at < end)


def _activities(uow: UnitOfWork, room_id: int, now: datetime) -> list[Facts]:
    """Today's and tomorrow's that have not begun, by start, each with its places left (None: no limit)."""
    days = (local_day(now), local_day(now + timedelta(days=1)))
    coming = []
    for number, activity in uow.activities.open_in(room_id):
        start = activity.starts_at
        if start is None or local_day(start) not in days or (start <= now and not activity.is_whole_day):
            continue
        taken = uow.enrolments.people_in(key(activity.id))
        facts = {
            "number": number,
            "title": one_line(activity.title, LONGEST_NEED),
            "when": when_words(start, activity.ends_at, now, is_whole_day=activity.is_whole_day),
            "place": one_line(activity.place, LONGEST_NAME),
            "every": uow.series.words_of(activity.series_id),
            "is_closed": activity.closes_at is not None and activity.closes_at < now,
            "left": None if activity.capacity is None else max(activity.capacity - taken, 0),
        }
        coming.append((start, number, facts))
    return [facts for _, _, facts in sorted(coming, key=lambda each: each[:2])]


def _poll(uow: UnitOfWork, number: int, poll: Poll, now: datetime) -> Facts:
    options = counted(uow.polls.options(key(poll.id)), uow.polls.ballots(key(poll.id)), now)
    return {"number": number, "title": one_line(poll.title, LONGEST_NEED), "options": options}


def _in(listed: Sequence[Numbered], status: OrderStatus) -> list[Numbered]:
    return [each for each in listed if each[1].status is status]


def _plain(listed: Sequence[Numbered]) -> list[Numbered]:
    return [each for each in listed if not is_health(each[1])]


def line_facts(each: Numbered, now: datetime) -> Facts:
    number, order = each
    facts = order_line_facts(order, number, now)
    facts.update(what=one_line(order.what, LONGEST_NEED), place=one_line(order.place, LONGEST_NAME))
    return facts


def report_facts(each: tuple[int, SnapshotReport]) -> Facts:
    number, report = each
    return {
        "number": number,
        "what": one_line(report.what, LONGEST_NEED),
        "place": one_line(report.place, LONGEST_NAME),
        "names": [one_line(report.answer, LONGEST_NEED)] if report.answer else [],
    }


def _need(uow: UnitOfWork, each: Numbered, now: datetime) -> Facts:
    order = each[1]
    taken = len(uow.claims.active(key(order.id))) if order.people > 1 else 0
    return {**line_facts(each, now), "missing": order.people - taken}


def _with_names(uow: UnitOfWork, each: Numbered, now: datetime, status: ClaimStatus) -> Facts:
    claims = uow.claims.of_order(key(each[1].id), status)
    return {**line_facts(each, now), "names": names_of(uow, claims)}


def names_of(uow: UnitOfWork, claims: Sequence[Claim]) -> list[str]:
    """Members by name, teams that nobody has taken over by theirs; each once."""
    names: dict[str, None] = {}
    for claim in claims:
        if claim.member_id is not None:
            known = uow.members.get(claim.member_id)
            names[one_line(known.name, LONGEST_NAME) if known is not None else "有人"] = None
        elif claim.team_id is not None and (team := uow.sites.team(claim.team_id)) is not None:
            names[one_line(team.name, LONGEST_NAME)] = None
    return list(names)


def _done(uow: UnitOfWork, room_id: int, order: DemandOrder) -> Facts:
    number = uow.postings.number_of(key(order.id), room_id)
    return {"number": number, "what": one_line(order.what, LONGEST_NEED)}


def _thanked(uow: UnitOfWork, finished: Sequence[DemandOrder]) -> list[str]:
    """Whoever had themselves deleted is thanked no more."""
    names: dict[str, None] = {}
    for order in finished:
        claims = uow.claims.of_order(key(order.id), ClaimStatus.DONE, ClaimStatus.ACTIVE)
        names |= dict.fromkeys(names_of(uow, [each for each in claims if not uow.members.is_deleted(each.member_id)]))
    return list(names)


def _quotes(uow: UnitOfWork, room_id: int, since: datetime, now: datetime) -> list[Facts]:
    quotes = [_quote(uow, room_id, review) for review in uow.reviews.quotable_between(room_id, since, now)]
    said = uow.activity_reviews.quotable_between(room_id, since, now)
    return [*quotes, *(_quote_unnamed(uow, room_id, review) for review in said)]


def _quote(uow: UnitOfWork, room_id: int, review: Review) -> Facts:
    """The one private text that a room may see: its author has said yes. Words about health stay unsaid even so."""
    asker = uow.members.get(review.member_id)
    return {
        "number": uow.postings.number_of(review.order_id, room_id),
        "name": one_line(asker.name, LONGEST_NAME) if asker is not None else "有人",
        "stars": review.stars,
        "words": _quotable(uow, review.comment_sealed),
    }


def _quote_unnamed(uow: UnitOfWork, room_id: int, review: ActivityReview) -> Facts:
    """Of who came to an activity nobody is named."""
    return {
        "number": uow.postings.number_of(review.activity_id, room_id, PostingKind.ACTIVITY),
        "name": NEIGHBOUR,
        "stars": review.stars,
        "words": _quotable(uow, review.comment_sealed),
    }


def _quotable(uow: UnitOfWork, comment_sealed: bytes | None) -> str:
    comment = uow.open(comment_sealed)
    words = comment.reveal() if comment is not None else ""
    return "" if is_about_health(words, Category.OTHER) else one_line(words, LONGEST_QUOTE)
