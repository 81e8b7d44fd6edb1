"""Questions to those who take part."""

from handlers.act import House, key
from handlers.activities.facts import begins_at
from handlers.activities.finding import Found, answers_for
from storage.models.activities import Enrolment
from storage.models.talk import Question
from storage.vocabulary import QuestionKind


def ask_to_attend(found: Found, enrolment: Enrolment, house: House) -> None:
    """1 到 / 2 来不了: open until it begins, at most as long as any question."""
    begins = begins_at(found.activity)
    latest = house.now + house.rules.question_open
    house.uow.questions.ask(
        Question(
            member_id=key(enrolment.member_id),
            room_id=found.room_id,
            kind=QuestionKind.ATTEND,
            activity_id=found.activity_id,
            asked_at=house.now,
            expires_at=min(latest, begins) if begins is not None and begins > house.now else latest,
        )
    )


def ask_organiser(found: Found, house: House) -> None:
    """1 照办 / 2 取消."""
    begins = begins_at(found.activity)
    house.uow.questions.ask(
        Question(
            member_id=answers_for(found, house),
            room_id=found.room_id,
            kind=QuestionKind.GO_AHEAD,
            activity_id=found.activity_id,
            asked_at=house.now,
            expires_at=begins or house.now + house.rules.question_open,
        )
    )
