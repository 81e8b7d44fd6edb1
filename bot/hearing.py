"""From a message and its room to what is to be done, with what its sender said just before."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.arrival import Arrival, highest
from bot.halves import Halves
from bot.logs import is_debugging
from bot.transports import Incoming, Recalled
from handlers.room_context import context_for
from handlers.routes import may_hear
from handlers.rules import HouseRules
from handlers.understanding.commands import Confirm
from handlers.understanding.decision import Decision
from handlers.understanding.joining import may_be_half, understand_with
from handlers.understanding.message import Context, Message
from storage.intents import Intent
from storage.models.places import Room
from storage.models.talk import AuditEvent
from storage.store import UnitOfWork
from storage.vocabulary import LOCAL_ZONE, Role

log = structlog.get_logger()


#: Hears of every decision, also of those that nothing comes of: `yihu shadow` shows them. The message is what was read.
OnDecision = Callable[[Incoming, Context, Decision], None]


@dataclass(frozen=True, slots=True)
class Understood:
    """What is to be done; the words that it was read from, and the pictures: this message's and its first halves'."""

    decision: Decision
    text: str
    pictures: tuple[str, ...]

    def heard(self, incoming: Incoming) -> Incoming:
        """The message with all that was read together with it: only there is what it holds where the decision says."""
        return replace(incoming, text=self.text, images=self.pictures)


class Hearing:
    def __init__(self, rules: HouseRules, on_decision: OnDecision | None = None) -> None:
        self._rules = rules
        self._on_decision = on_decision
        self.halves = Halves()

    def understand(self, uow: UnitOfWork, arrival: Arrival, now: datetime) -> Understood:
        incoming, room = arrival.incoming, arrival.room
        is_private = incoming.room is None
        context = context_for(uow, room, arrival.member, is_private=is_private, now=now, rules=self._rules)
        message = _message(incoming, arrival.roles)
        earlier = self.halves.before(uow, incoming)
        joined = understand_with(message, earlier.halves, context)
        decision = joined.decision
        if joined.used or isinstance(decision.command, Confirm):  # a no means what was said before it
            self.halves.used(incoming)
        if may_hear(room, None) and may_be_half(message, decision):
            self.halves.keep(uow, incoming)
        understood = Understood(decision, joined.text, (*earlier.pictures_of(joined.used), *incoming.images))
        if self._on_decision is not None:
            self._on_decision(understood.heard(incoming), context, decision)
        if is_debugging():
            _tell(room, decision)
        return understood

    def recalled(self, uow: UnitOfWork, recalled: Recalled, now: datetime) -> bool:
        """Nothing is said, and nothing undone: people take their numbers out of the room, as they were asked to.

        What waited for a second half is forgotten. True where the message had had an effect: that is written down.
        """
        self.halves.forget(recalled.account, recalled.message_id)
        cause = uow.audit.decision_on(recalled.account, recalled.message_id)
        if cause is None:
            return False
        uow.audit.write(
            AuditEvent(
                done_at=now,
                actor_id=cause.member_id,
                room_id=cause.room_id,
                verb=Intent.RECALL,
                cause=recalled.message_id,
            )
        )
        return True


def _tell(room: Room, decision: Decision) -> None:
    log.debug(
        "message_understood",
        room=room.id,
        intent=decision.intent.value,
        band=decision.band.value,
        confidence=round(decision.confidence, 2),
        why=[feature.name for feature in decision.why],
    )


def _message(incoming: Incoming, roles: frozenset[Role]) -> Message:
    return Message(
        text=incoming.text,
        at=incoming.sent_at.astimezone(LOCAL_ZONE),
        sender=incoming.sender.name,
        role=highest(roles),
        quote=incoming.quote,
        mentions_bot=incoming.mentions_bot,
        images=len(incoming.images),
        is_voice=bool(incoming.voice),
        private=incoming.room is None,
    )
