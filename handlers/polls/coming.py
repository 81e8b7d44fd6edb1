"""Whoever chose the time that is fixed now is asked once; who does not answer is not on the list."""

from dataclasses import replace

from handlers.act import Act
from handlers.activities.enrol import enrol
from handlers.activities.facts import activity_when, begins_at, read_at
from handlers.activities.finding import Found, found_by_id
from handlers.activities.lines import unasked_word
from handlers.polls.finding import FoundPoll
from handlers.replies import Reply, to_member
from handlers.understanding.activity_commands import Enrol
from storage.models.talk import Question
from storage.vocabulary import QuestionKind


def ask_to_come(member_id: int, found: FoundPoll, made: Found, act: Act) -> Reply:
    begins, read = begins_at(made.activity), read_at(made, act)
    latest = read + act.rules.question_open
    act.uow.questions.ask(
        Question(
            member_id=member_id,
            room_id=made.room_id,
            kind=QuestionKind.COME,
            activity_id=made.activity_id,
            asked_at=act.now,
            expires_at=min(latest, begins) if begins is not None else latest,
        )
    )
    return unasked_word(
        member_id,
        made,
        "polls/decided_private.j2",
        until=begins,
        poll=found.number,
        when=activity_when(made.activity, read),
    )


def answer_come(question: Question, yes: bool, act: Act) -> list[Reply]:
    """A yes is 报名 in the room that it is about. Raises what that raises."""
    made = found_by_id(act, question.activity_id)
    if made is None:
        return []
    if yes:
        return enrol(Enrol(made.number), replace(act, is_private=False))
    return [to_member(act.member_id, "polls/not_coming.j2", about_room=made.room_id)]
