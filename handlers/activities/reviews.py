"""怎么样?: who took part is asked once, an hour after the end; what they say stays between them and the house."""

from typing import Any

import structlog

from handlers.act import Act, House, key
from handlers.activities.finding import Found, find_activity, found_by_id
from handlers.activities.follows import begin
from handlers.activities.lines import unasked_word
from handlers.activities.moves import write_down
from handlers.activities.participants import participants, took_part
from handlers.errors import NothingToUndo, NotYetToReview, OnlyParticipantsReview
from handlers.reach import room_to_reach
from handlers.replies import Reply, to_member
from handlers.understanding.activity_commands import ReviewActivity
from handlers.understanding.follows import wants_more, wants_nothing_else
from storage.intents import Intent
from storage.models.afterwards import ActivityReview
from storage.models.talk import Question, Timer
from storage.states import ActivityStatus
from storage.vocabulary import QuestionKind, Role, TimerKind

log = structlog.get_logger()

#: So many stars or fewer go to the grid worker.
LOW = 2


def plan_asking(found: Found, house: House) -> None:
    due_at = found.quiet.waking(house.now + house.rules.ask_review_after)
    house.uow.timers.add(Timer(kind=TimerKind.ASK_PARTICIPANTS, due_at=due_at, activity_id=found.activity_id))


def ask_participants(timer: Timer, house: House) -> list[Reply]:
    """No second nag: not of whoever has spoken already, and of a series once."""
    found = found_by_id(house, timer.activity_id)
    if found is None or found.activity.status is not ActivityStatus.OVER or found.room.left_at is not None:
        return []
    return [_ask(found, each, house) for each in participants(found, house) if not _is_settled(found, each, house)]


def _is_settled(found: Found, member_id: int, house: House) -> bool:
    reviews, activity = house.uow.activity_reviews, found.activity
    has_spoken = reviews.of_member(found.activity_id, member_id) is not None
    return has_spoken or (activity.series_id is not None and reviews.was_at_earlier(activity, member_id))


def _ask(found: Found, member_id: int, house: House) -> Reply:
    until = found.quiet.waking(house.now) + house.rules.question_open
    _put(found, member_id, QuestionKind.REVIEW, house)
    return unasked_word(member_id, found, "activities/review_asked.j2", until=until)


def _put(found: Found, member_id: int, kind: QuestionKind, house: House) -> None:
    house.uow.questions.ask(
        Question(
            member_id=member_id,
            room_id=found.room_id,
            kind=kind,
            activity_id=found.activity_id,
            asked_at=house.now,
            expires_at=found.quiet.waking(house.now) + house.rules.question_open,
        )
    )


def review_activity(command: ReviewActivity, act: Act) -> list[Reply]:
    """Thanks, and one question at most. Raises NotYetToReview, OnlyParticipantsReview."""
    found = _asked_about(command.number, act) or find_activity(act, command.number)
    facts: dict[str, Any] = {"number": found.number, "title": found.activity.title}
    if found.activity.status is not ActivityStatus.OVER:
        raise NotYetToReview(is_called_off=found.activity.status is ActivityStatus.CALLED_OFF, **facts)
    if not took_part(found, act.member_id, act):
        raise OnlyParticipantsReview(**facts)
    if command.stars is None and not command.comment:
        _put(found, act.member_id, QuestionKind.REVIEW, act)
        return [to_member(act.member_id, "activities/review_asked.j2", about_room=found.room_id, **facts)]
    _write(command, found, act)
    act.uow.questions.drop_about_activity(
        found.activity_id, QuestionKind.REVIEW, QuestionKind.CONSENT, now=act.now, member_id=act.member_id
    )
    follows = wants_more(command.comment)
    if follows:
        begin(found, act)
    is_low = command.stars is not None and command.stars <= LOW
    asks = bool(command.comment) and not is_low and not wants_nothing_else(command.comment)
    if asks:
        _put(found, act.member_id, QuestionKind.CONSENT, act)
    low = _tell_grid_workers(command, found, act) if is_low else []
    thanks: dict[str, Any] = {"asks": asks, "follows": follows, "is_looked_into": bool(low)}
    return [to_member(act.member_id, "activities/review_thanks.j2", about_room=found.room_id, **thanks), *low]


def _asked_about(number: int, act: Act) -> Found | None:
    """An answer is about what was asked, whatever else has that number elsewhere."""
    question = act.uow.questions.open_to(act.member_id, now=act.now)
    if question is None or question.kind is not QuestionKind.REVIEW:
        return None
    found = found_by_id(act, question.activity_id)
    is_meant = found is not None and found.number == number and (act.is_private or found.room_id == act.room_id)
    return found if is_meant else None


def _write(command: ReviewActivity, found: Found, act: Act) -> None:
    review = act.uow.activity_reviews.add(
        ActivityReview(
            activity_id=found.activity_id,
            member_id=act.member_id,
            stars=command.stars,
            comment_sealed=act.uow.seal(command.comment),
            reviewed_at=act.now,
        )
    )
    write_down(act, Intent.REVIEW_ORDER, found, {"review": review.id})
    log.info("activity_reviewed", activity=found.activity_id, stars=command.stars)


def take_back_review(found: Found, inverse: dict[str, Any], act: Act) -> list[Reply]:
    """Raises NothingToUndo where other words have taken its place."""
    review = act.uow.activity_reviews.get(inverse["review"])
    if review is None or review.withdrawn_at is not None:
        raise NothingToUndo(reason=f"#{found.number} 您后来又评过,撤不回来了")
    act.uow.activity_reviews.withdraw(review, now=act.now)
    act.uow.questions.drop_about_activity(found.activity_id, QuestionKind.CONSENT, now=act.now, member_id=act.member_id)
    facts: dict[str, Any] = {"number": found.number, "title": found.activity.title}
    return [to_member(act.member_id, "activities/review_undone.j2", about_room=found.room_id, **facts)]


def answer_consent(question: Question, yes: bool, act: Act) -> list[Reply]:
    """With a yes the organiser reads the words, and the digest may quote them; without a name either way."""
    found = found_by_id(act, question.activity_id)
    review = act.uow.activity_reviews.of_member(question.activity_id or 0, act.member_id)
    if found is None or review is None:
        return []
    noted = to_member(act.member_id, "activities/consent_noted.j2", about_room=question.room_id, yes=yes)
    if not yes:
        return [noted]
    act.uow.activity_reviews.agree(review, now=act.now)
    words = act.uow.open(review.comment_sealed)
    facts: dict[str, Any] = {"words": words, "stars": review.stars}
    return [noted, unasked_word(found.activity.organiser_id, found, "activities/kind_words.j2", until=None, **facts)]


def _tell_grid_workers(command: ReviewActivity, found: Found, act: Act) -> list[Reply]:
    workers = act.uow.members.nearest_holding(Role.GRID_WORKER, found.room.site_id or 0)
    return [
        to_member(
            key(worker.id),
            "activities/review_low.j2",
            about_room=key(room_to_reach(act.uow, key(worker.id), found.room).id),
            unasked=True,
            tells_to_befriend=False,
            room=found.room.topic,
            number=found.number,
            title=found.activity.title,
            name=act.member.name,
            stars=command.stars,
            comment=command.comment,
        )
        for worker in workers
        if worker.id != act.member_id
    ]
