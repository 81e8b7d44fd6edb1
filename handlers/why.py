"""为什么: the rule that fired, in words, privately."""

from handlers.act import Act
from handlers.orders.finding import find_order
from handlers.replies import Reply, to_member
from handlers.understanding.commands import AskWhy
from handlers.understanding.reasons import in_words
from storage.models.talk import DecisionRecord
from storage.vocabulary import Intent


def explain(command: AskWhy, act: Act) -> list[Reply]:
    """Of the quoted bot line, by its number; else of the sender's own newest message that had an effect."""
    record = _meant(command, act)
    reasons = in_words([(name, weight) for name, weight in record.why]) if record is not None else []
    return [
        to_member(
            act.member_id,
            "why/explained.j2",
            about_room=act.room_id,
            intent=record.intent.value if record is not None else "",
            reasons=reasons,
            confidence=round(record.confidence * 100) if record is not None else 0,
        )
    ]


def _meant(command: AskWhy, act: Act) -> DecisionRecord | None:
    if command.number is not None:
        event = act.uow.audit.newest_about(find_order(act, command.number).order_id)
        return act.uow.audit.decision_on(act.room.account, event.cause) if event is not None else None
    return act.uow.audit.newest_decision(act.member_id, before=act.message_id, other_than=Intent.UNDO)
