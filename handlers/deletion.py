"""删除我: one private question, and after a private yes everything of the person goes, in one transaction.

First their affairs are put in order by the ordinary moves: what they took is open again, what they need is called off,
their places are free, what they organise is handed on as for somebody who left. The name is gone before that, so rooms
hear of nobody. Then what they said, where they live and how they are reached is taken out of every table; counts, hours
and the audit trail stay, of 已注销. The last thing is a receipt. It cannot be undone, and the question says so.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, Final

import structlog

from handlers.act import Act, House, in_room, key
from handlers.activities import finding as activities
from handlers.activities.withdraw import leave
from handlers.departures import note_departure
from handlers.errors import Refusal
from handlers.orders import finding as orders
from handlers.orders.cancel import call_off
from handlers.orders.moves import move
from handlers.orders.release import give_up
from handlers.polls.verbs import cancel_poll
from handlers.replies import Reply, to_member
from handlers.time_bank.accounts import balances, leave_all
from handlers.time_bank.pledges import pay
from handlers.understanding.poll_commands import CancelPoll
from storage.intents import Intent
from storage.models.people import Member
from storage.models.talk import AuditEvent, Question, Timer
from storage.states import ClaimStatus, OrderStatus, PollStatus
from storage.vocabulary import PostingKind, QuestionKind, TimerKind

log = structlog.get_logger()

PSEUDONYM: Final = "已注销"
#: What is shorter stands in anybody's text.
SHORTEST_NAME: Final = 2
SHORTEST_SECRET: Final = 4
#: Long enough for the receipt to be sent, and to be tried again.
IDENTITY_KEPT: Final = timedelta(hours=1)
_TAKEN: Final = (ClaimStatus.ACTIVE, ClaimStatus.PROPOSED)


def ask_delete(act: Act) -> list[Reply]:
    act.uow.questions.ask(
        Question(
            member_id=act.member_id,
            room_id=act.room_id,
            kind=QuestionKind.DELETE_ME,
            asked_at=act.now,
            expires_at=act.now + act.rules.question_open,
        )
    )
    return [to_member(act.member_id, "privacy/delete_asked.j2", about_room=act.room_id, **_affairs(act))]


def _affairs(act: Act) -> dict[str, Any]:
    return {
        "claims": len(act.uow.claims.orders_of(act.member_id, *_TAKEN)),
        "orders": len(act.uow.orders.asked_by(act.member_id)),
        "sign_ups": len(act.uow.enrolments.of_member(act.member_id)),
        "organised": len(act.uow.activities.organised_by(act.member_id)),
        "certificates": len(act.uow.certificates.valid_of(act.member_id)),
        "accounts": balances(act),
    }


def answer_delete(question: Question, yes: bool, act: Act) -> list[Reply]:
    """In a room a yes is said to neighbours: there it is none, and the question stays open."""
    if not act.is_private:
        act.uow.questions.change(question, answered_at=None)
        return []
    if not yes:
        return [to_member(act.member_id, "privacy/not_deleted.j2", about_room=act.room_id)]
    return delete_member(act)


def delete_member(act: Act) -> list[Reply]:
    names, secrets = _names(act), _secrets(act)
    act = _without_name(names, act)
    replies = [reply for reply in _settle(act) if reply.member_id != act.member_id]
    _blot_out(names, secrets, act)
    act.uow.forgetting.forget(act.member_id, names, PSEUDONYM, now=act.now, undo=act.rules.undo_window)
    receipt = act.new_id()[:8]
    act.uow.audit.write(
        AuditEvent(
            done_at=act.now,
            actor_id=act.member_id,
            room_id=act.room_id,
            verb=Intent.PRIVACY,
            inverse={"deleted": receipt},
            cause=act.message_id,
        )
    )
    log.info("member_deleted", member=act.member_id)
    return [*replies, _receipt(receipt, act)]


def _names(act: Act) -> frozenset[str]:
    seen = [identity.name for identity in act.uow.members.identities_of(act.member_id)]
    return frozenset(name for name in (act.member.name, *seen) if len(name) >= SHORTEST_NAME)


def _secrets(act: Act) -> frozenset[str]:
    """Phones, doors and words of theirs, which stand in private texts to those who were shown them."""
    personal, member_id = act.uow.personal, act.member_id
    sealed = [act.member.phone_sealed]
    for order in personal.orders(member_id):
        sealed += [order.phone_sealed, order.address_sealed, order.detail_sealed, order.beneficiary_sealed]
    for part in personal.enrolments(member_id):
        sealed += [part.excuse_sealed, part.companions_sealed]
    sealed += [each.phone_sealed for each in personal.activities(member_id)]
    sealed += [each.comment_sealed for each in personal.reviews(member_id)]
    sealed += [each.comment_sealed for each in personal.activity_reviews(member_id)]
    opened = [private.reveal() for each in sealed if (private := act.uow.open(each)) is not None]
    return frozenset(each for each in opened if len(each) >= SHORTEST_SECRET)


def _without_name(names: frozenset[str], act: Act) -> Act:
    values = {"name": PSEUDONYM, "phone_sealed": None, "on_wall_since": None}
    act.uow.members.change(act.member_id, deleted_at=act.now, **values)
    act.uow.forgetting.rename_own(act.member_id, names, PSEUDONYM)
    member = Member(**{**act.member.model_dump(), **values, "deleted_at": act.now})
    return replace(act, member=member, roles=frozenset())


def _blot_out(names: Iterable[str], secrets: Iterable[str], act: Act) -> None:
    """In what neighbours were told privately, or will be in the morning: the rest of it is theirs."""
    inks = {**dict.fromkeys(secrets, "…"), **dict.fromkeys(names, PSEUDONYM)}
    for letter in act.uow.forgetting.letters_around(act.member_id):
        private = act.uow.open(letter.text_sealed)
        text = private.reveal() if private is not None else ""
        for word in sorted(inks, key=len, reverse=True):
            text = text.replace(word, inks[word])
        if private is not None and text != private.reveal():
            act.uow.forgetting.write_again(letter, act.uow.seal(text))


# affairs


def _settle(act: Act) -> list[Reply]:
    act.uow.calendar_links.close_all(act.member_id, now=act.now)
    steps = [*_orders(act), *_sign_ups(act), *_polls(act)]
    replies = [reply for step in steps for reply in _done(step, act)]
    for room_id in act.uow.members.rooms_of(act.member_id):
        room = act.uow.rooms.get(room_id)
        replies += note_departure(act.member_id, room, act) if room is not None else []
    leave_all(act)
    return replies


def _done(step: Callable[[], list[Reply]], act: Act) -> list[Reply]:
    """What cannot be put in order stays as it is: nobody is kept because of it."""
    try:
        with act.uow.savepoint():
            return step()
    except Refusal as refusal:
        log.warning("affair_left_open", member=act.member_id, why=type(refusal).__name__)
        return []


def _orders(act: Act) -> Iterable[Callable[[], list[Reply]]]:
    for order in act.uow.claims.orders_of(act.member_id, *_TAKEN):
        found = orders.found_by_id(act, order.id)
        if found is not None:
            yield partial(give_up, found, in_room(act, found.room_id), "")
    for order in act.uow.personal.orders(act.member_id):
        found = orders.found_by_id(act, order.id)
        if found is not None and order.status in (OrderStatus.PLACED, OrderStatus.DISPATCHED, OrderStatus.CLAIMED):
            yield partial(call_off, found, in_room(act, found.room_id), Intent.CANCEL_ORDER)
        elif found is not None and order.status is OrderStatus.FINISHED:
            yield partial(_close_unreviewed, found, act)


def _close_unreviewed(found: orders.Found, act: Act) -> list[Reply]:
    """Nobody is left to say how it was."""
    move(act, found.order, OrderStatus.CLOSED_UNREVIEWED, closed_at=act.now)
    act.uow.timers.drop(found.order_id)
    return pay(found, act)


def _sign_ups(act: Act) -> Iterable[Callable[[], list[Reply]]]:
    for part, activity in act.uow.enrolments.of_member(act.member_id):
        found = activities.found_by_id(act, activity.id)
        if found is not None:
            yield partial(leave, found, part, in_room(act, found.room_id))


def _polls(act: Act) -> Iterable[Callable[[], list[Reply]]]:
    for poll in act.uow.personal.polls(act.member_id):
        for posting in act.uow.postings.of(PostingKind.POLL, key(poll.id)):
            if poll.status is PollStatus.OPEN:
                there = replace(in_room(act, posting.room_id), is_private=False)
                yield partial(cancel_poll, CancelPoll(posting.number), there)


# the last word


def _receipt(code: str, act: Act) -> Reply:
    """To a member of whom nothing is known but how to reach them, and that for an hour."""
    stranger = act.uow.members.add(Member(name="", created_at=act.now))
    act.uow.forgetting.part_from_identities(act.member_id, key(stranger.id))
    due_at = act.now + IDENTITY_KEPT
    act.uow.timers.add(Timer(kind=TimerKind.FORGET_STRANGER, due_at=due_at, member_id=key(stranger.id)))
    return to_member(
        key(stranger.id), "privacy/deleted.j2", about_room=act.room_id, tells_to_befriend=False, receipt=code
    )


def forget_stranger(timer: Timer, house: House) -> list[Reply]:
    house.uow.forgetting.forget_stranger(timer.member_id or 0)
    return []
