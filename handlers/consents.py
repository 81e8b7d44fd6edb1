"""撤回同意: what somebody agreed to (to be quoted, to be named) is taken back at once; 撤销 gives it again."""

from datetime import datetime
from typing import Any

import structlog

from handlers.act import Act, House, key
from handlers.replies import Reply, to_member
from storage.intents import Intent
from storage.models.afterwards import ActivityReview
from storage.models.orders import Review
from storage.models.talk import AuditEvent
from storage.vocabulary import QuestionKind

log = structlog.get_logger()


def quotable(member_id: int, house: House) -> tuple[list[Review], list[ActivityReview]]:
    """Words of theirs that the digest may quote."""
    reviews = [each for each in house.uow.personal.reviews(member_id) if each.may_quote]
    return reviews, [each for each in house.uow.personal.activity_reviews(member_id) if each.agreed_at is not None]


def withdraw_consents(act: Act) -> list[Reply]:
    """What a digest has said already cannot be unsaid. Taking part (时间银行, 日历, 长期报名) has words of its own."""
    reviews, of_activities = quotable(act.member_id, act)
    wall_since = act.member.on_wall_since
    take_all(act, reviews, of_activities)
    inverse: dict[str, Any] = {
        "reviews": [key(each.id) for each in reviews],
        "activity_reviews": {str(each.id): _written(each.agreed_at) for each in of_activities},
        "wall": _written(wall_since),
    }
    is_any = bool(reviews or of_activities or wall_since is not None)
    if is_any:
        act.note(Intent.PRIVACY, {"consents": inverse})
    log.info("consents_withdrawn", member=act.member_id, quotes=len(reviews) + len(of_activities))
    return [
        to_member(
            act.member_id,
            "privacy/consents_withdrawn.j2",
            about_room=act.room_id,
            quotes=len(reviews) + len(of_activities),
            was_on_wall=wall_since is not None,
            others=_taking_part(act),
        )
    ]


def take_all(act: Act, reviews: list[Review], of_activities: list[ActivityReview]) -> None:
    """A question that is open about it is answered, too."""
    for review in reviews:
        act.uow.personal.let_quote(key(review.id), may=False)
    for each in of_activities:
        act.uow.personal.let_quote_of_activity(key(each.id), agreed_at=None)
    act.uow.members.change(act.member_id, on_wall_since=None)
    question = act.uow.questions.open_to(act.member_id, now=act.now)
    if question is not None and question.kind is QuestionKind.CONSENT:
        act.uow.questions.answered(question, now=act.now)


def _taking_part(act: Act) -> list[str]:
    """What else they may want to end, by the words that do."""
    said = []
    if any(each.left_at is None for each in act.uow.time_bank.all_of(act.member_id)):
        said.append("退出时间银行")
    if act.uow.calendar_links.open_of(act.member_id) is not None:
        said.append("停止日历")
    if act.uow.follows.of_member(act.member_id):
        said.append("别再提醒")
    return said


def undo_consents(event: AuditEvent, act: Act) -> list[Reply]:
    """They agree again to what they had agreed to."""
    was = (event.inverse or {})["consents"]
    for review_id in was["reviews"]:
        act.uow.personal.let_quote(review_id, may=True)
    for review_id, agreed_at in was["activity_reviews"].items():
        act.uow.personal.let_quote_of_activity(int(review_id), agreed_at=datetime.fromisoformat(agreed_at))
    if was["wall"] is not None:
        act.uow.members.change(act.member_id, on_wall_since=datetime.fromisoformat(was["wall"]))
    act.uow.audit.undone(event, now=act.now)
    return [to_member(act.member_id, "privacy/consents_again.j2", about_room=act.room_id)]


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
