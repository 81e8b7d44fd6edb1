"""The one short question where a message was meant for the bot but not clear enough to act on."""

from typing import Any

from handlers.act import Act
from handlers.orders.payloads import seal_need
from handlers.replies import Reply, to_member, to_room
from handlers.understanding.commands import AskRegister, AskWhich
from storage.models.talk import Question
from storage.vocabulary import PostingKind, QuestionKind

#: So many candidates are named.
NAMED = 5


def ask_which(question: AskWhich, act: Act) -> list[Reply]:
    """Names the candidates; a number in the answer completes what was begun."""
    candidates = []
    for number in question.candidates[:NAMED]:
        posting = act.numbered(act.room_id, number)
        order = act.uow.orders.get(posting.target_id) if posting and posting.kind is PostingKind.ORDER else None
        if order is not None:
            candidates.append({"number": number, "what": order.what})
    if not candidates:
        return []
    act.uow.questions.ask(
        Question(
            member_id=act.member_id,
            room_id=act.room_id,
            kind=QuestionKind.WHICH,
            topic=question.topic,
            options=list(question.candidates),
            asked_at=act.now,
            expires_at=act.now + act.rules.question_open,
        )
    )
    return [_here(act, "asking/which.j2", topic=question.topic.value, candidates=candidates)]


def ask_register(question: AskRegister, act: Act) -> list[Reply]:
    """Was that a need? Asked once; a no or a silence leaves nothing behind."""
    act.uow.questions.ask(
        Question(
            member_id=act.member_id,
            room_id=act.room_id,
            kind=QuestionKind.REGISTER,
            payload_sealed=seal_need(question.need, act),
            asked_at=act.now,
            expires_at=act.now + act.rules.question_open,
        )
    )
    return [_here(act, "asking/register.j2", what=question.need.what)]


def _here(act: Act, template: str, **facts: Any) -> Reply:
    if act.is_private:
        return to_member(act.member_id, template, about_room=act.room_id, name="", **facts)
    return to_room(act.room_id, template, mention_id=act.member_id, name=act.member.name, **facts)
