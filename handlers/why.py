"""为什么: the rule that fired, in words, privately."""

from handlers.act import Act
from handlers.orders.finding import find_order
from handlers.replies import Reply, to_member
from handlers.understanding.commands import AskWhy
from handlers.understanding.reasons import in_words
from storage.intents import Intent
from storage.models.talk import DecisionRecord

#: A quotation may be cut short; fewer letters than that are no quotation.
SHORTEST_QUOTE = 6


def explain(command: AskWhy, act: Act) -> list[Reply]:
    """Of the quoted line, or of what was done last with that number, or of the sender's own newest message."""
    record = _meant(command, act)
    reasons = in_words([(name, weight) for name, weight in record.why]) if record is not None else []
    return [
        to_member(
            act.member_id,
            "why/explained.j2",
            about_room=act.room_id,
            reasons=reasons,
            confidence=round(record.confidence * 100) if record is not None else 0,
        )
    ]


def _meant(command: AskWhy, act: Act) -> DecisionRecord | None:
    cause = _cause_of_line(command.quoted, act)
    if cause is None and command.number is not None:
        event = act.uow.audit.newest_about(find_order(act, command.number).order_id)
        cause = event.cause if event is not None else None
    if cause is not None:
        return act.uow.audit.decision_on(act.room.account, cause)
    if command.number is not None:
        return None
    return act.uow.audit.newest_decision(act.member_id, before=act.message_id, other_than=Intent.UNDO)


def _cause_of_line(quoted: str, act: Act) -> str | None:
    """The message that led to the line of the bot in this room, the newest that begins like the quotation."""
    begins = "".join(quoted.split()).rstrip("….")
    if len(begins) < SHORTEST_QUOTE:
        return None
    said = act.uow.outbox.newest_said(act.room_id)
    return next((row.cause for row in said if "".join((row.text or "").split()).startswith(begins)), None)
