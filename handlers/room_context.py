"""The room at this moment, as understanding wants to know it."""

from datetime import datetime
from functools import lru_cache

from handlers.act import key
from handlers.rules import HouseRules
from handlers.understanding.message import Asked, Context, OpenThing
from storage.models.people import Member
from storage.models.places import Room
from storage.models.talk import Question
from storage.repositories.glance import OpenPosting
from storage.states import ClaimStatus
from storage.store import UnitOfWork
from storage.vocabulary import PostingKind, QuestionKind

#: Questions that are put where everyone reads them; all others are put privately.
ASKED_IN_ROOMS = frozenset({QuestionKind.ACCEPT, QuestionKind.WHICH, QuestionKind.REGISTER, QuestionKind.LEAVE})


def context_for(
    uow: UnitOfWork, room: Room, member: Member | None, *, is_private: bool, now: datetime, rules: HouseRules
) -> Context:
    """What is open in the room, what of it is the sender's, and what the sender was asked.

    A private answer counts in the room of its question, wherever its sender has spoken since.
    """
    member_id = key(member.id) if member is not None else None
    question = uow.questions.open_to(member_id, now=now) if member_id is not None else None
    asked_in = question.room_id if question is not None and is_private else key(room.id)
    return Context(
        things=_things(uow, key(room.id), member_id),
        asked=_asked(uow, asked_in, question) if question is not None else None,
        bot_names=rules.bot_names,
        act=room.act_threshold,
        ask=room.ask_threshold,
    )


def _things(uow: UnitOfWork, room_id: int, member_id: int | None) -> tuple[OpenThing, ...]:
    found = uow.glance.open_in(room_id)
    kinds = {each.kind for each in found} if member_id is not None else set()
    parts = uow.claims.parts_of(key(member_id)) if PostingKind.ORDER in kinds else []
    sign_ups = uow.enrolments.parts_of(key(member_id)) if PostingKind.ACTIVITY in kinds else []
    theirs = {target_id for target_id, _ in (*parts, *sign_ups)}
    if not any(member_id in (each.owner_id, each.placed_by_id) or each.target_id in theirs for each in found):
        return tuple(map(_to_others, found))
    claimed = {order_id for order_id, status in parts if status == ClaimStatus.ACTIVE}
    proposed = {order_id for order_id, status in parts if status == ClaimStatus.PROPOSED}
    enrolled = {activity_id for activity_id, _ in sign_ups}
    return tuple(
        OpenThing(
            number=each.number,
            kind=each.kind,
            status=each.status,
            is_askers=member_id is not None and member_id in (each.owner_id, each.placed_by_id),
            is_claimed_by_sender=each.kind is PostingKind.ORDER and each.target_id in claimed,
            is_dispatched_to_sender=each.kind is PostingKind.ORDER and each.target_id in proposed,
            is_enrolled=each.kind is PostingKind.ACTIVITY and each.target_id in enrolled,
            what=each.what,
            said_at=each.said_at if _said_by(each) == member_id else None,
        )
        for each in found
    )


@lru_cache(maxsize=1024)
def _to_others(posting: OpenPosting) -> OpenThing:
    """What it is to those who have no part in it, most people of the room: 0.2 µs where it was made before, else 2."""
    return OpenThing(number=posting.number, kind=posting.kind, status=posting.status, what=posting.what)


def _said_by(posting: OpenPosting) -> int | None:
    return posting.placed_by_id if posting.kind is PostingKind.ORDER else posting.owner_id


def _number_asked_about(uow: UnitOfWork, room_id: int, question: Question) -> int | None:
    if question.order_id is not None:
        return uow.postings.number_of(question.order_id, room_id)
    if question.activity_id is not None:
        return uow.postings.number_of(question.activity_id, room_id, PostingKind.ACTIVITY)
    report = uow.snapshots.asked_in(key(question.id)) if question.kind is QuestionKind.WHERE else None
    postings = uow.postings.of(PostingKind.SNAPSHOT, key(report.id)) if report is not None else []
    return postings[0].number if postings else None


def _asked(uow: UnitOfWork, room_id: int, question: Question) -> Asked:
    number = _number_asked_about(uow, room_id, question)
    return Asked(
        kind=question.kind,
        number=number,
        topic=question.topic,
        options=tuple(question.options or ()),
        is_private=question.kind not in ASKED_IN_ROOMS,
    )
