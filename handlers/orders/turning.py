"""转点单: what a neighbour said in the room becomes their order, once they say yes."""

from handlers.act import Act
from handlers.errors import AuthorUnknown
from handlers.orders.payloads import seal_need
from handlers.orders.place import post_unless_same
from handlers.replies import Reply, to_room
from handlers.understanding.commands import TurnIntoOrder
from storage.models.talk import Question
from storage.vocabulary import QuestionKind


def turn_into_order(command: TurnIntoOrder, act: Act) -> list[Reply]:
    """One's own words need no yes. Raises AuthorUnknown."""
    author = act.quoted
    if author is None:
        raise AuthorUnknown
    if author.id == act.member_id:
        return post_unless_same(command.need, act)
    act.uow.questions.ask(
        Question(
            member_id=author.id or 0,
            room_id=act.room_id,
            kind=QuestionKind.REGISTER,
            payload_sealed=seal_need(command.need, act),
            asked_at=act.now,
            expires_at=act.now + act.rules.question_open,
        )
    )
    return [
        to_room(
            act.room_id,
            "orders/turning_asked.j2",
            mention_id=author.id,
            name=author.name,
            by=act.member.name,
            what=command.need.what,
        )
    ]
