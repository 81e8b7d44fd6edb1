"""A shadowed room: what would have come of a message is rehearsed, undone, and kept sealed for 14 days.

Danger wins over everything (design, "What it says and when it is silent"): it is acted upon as anywhere, but in
private only: the grid worker is alerted, whoever wrote to the bot privately is answered. The room hears nothing.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NoReturn

import structlog

from bot.redaction import redact
from bot.shadow.hiding import names_in, without_private
from bot.shadow.overheard import Line, Overheard, Would
from bot.transports import Incoming
from handlers.act import key
from handlers.errors import LostRace
from handlers.replies import Reply
from handlers.understanding.decision import Decision, Feature
from storage.intents import Intent
from storage.models.places import Room
from storage.models.talk import ShadowRecord
from storage.seal import SealBroken
from storage.store import UnitOfWork, is_retryable
from storage.vocabulary import Band

log = structlog.get_logger()

KEPT_FOR: Final = timedelta(days=14)
_UNREADABLE: Final = "(打不开:不是用这把钥匙封的)"


class _Undone(Exception):
    """Ends a rehearsal: the savepoint takes back what was done in it."""


def rehearse(uow: UnitOfWork, act: Callable[[], Sequence[Reply]], say: Callable[[Reply], str]) -> list[Line]:
    """What would be said; nothing that was done for it stays. A handler that fails says nothing."""
    said: list[Line] = []
    try:
        with uow.savepoint():
            said += [_line(uow, reply, say) for reply in act()]
            _undo()
    except _Undone:
        return said
    except Exception as error:
        if isinstance(error, LostRace) or is_retryable(error):
            raise
        log.exception("rehearsal_failed")
    return []


def _undo() -> NoReturn:
    raise _Undone


def _line(uow: UnitOfWork, reply: Reply, say: Callable[[Reply], str]) -> Line:
    member = uow.members.get(reply.member_id) if reply.member_id is not None else None
    return Line(redact(say(reply)), member.name if member is not None else None)


def keep(
    uow: UnitOfWork,
    room: Room,
    decision: Decision,
    *,
    incoming: Incoming,
    member_id: int | None,
    said: Sequence[Line],
    now: datetime,
) -> None:
    quote = incoming.quote
    talk = {
        "speaker": incoming.sender.name,
        "text": without_private(incoming.text, decision),
        "quote": {"sender": quote.sender, "text": redact(quote.text)} if quote is not None else None,
        "names": names_in(incoming.text, decision, quote),
        "said": [[line.text, line.to] for line in said],
    }
    uow.shadow.write(
        ShadowRecord(
            room_id=key(room.id),
            member_id=member_id,
            intent=decision.intent,
            band=decision.band,
            confidence=decision.confidence,
            why=[[feature.name, feature.weight] for feature in decision.why],
            talk_sealed=uow.seal(json.dumps(talk, ensure_ascii=False)),
            heard_at=now,
            expires_at=now + KEPT_FOR,
        )
    )
    level = log.warning if decision.intent is Intent.EMERGENCY else log.info
    level("message_shadowed", room=room.id, intent=decision.intent.value, band=decision.band.value)


def heard_in(uow: UnitOfWork, room: Room, *, now: datetime) -> list[Overheard]:
    return [_overheard(uow, record, room) for record in uow.shadow.of_room(key(room.id), now=now)]


def _overheard(uow: UnitOfWork, record: ShadowRecord, room: Room) -> Overheard:
    talk = _opened(uow, record)
    return Overheard(
        number=key(record.id),
        at=record.heard_at,
        room=room.topic,
        speaker=talk["speaker"],
        text=talk["text"],
        would=Would.DO if record.band is Band.ACT else Would.ASK,
        intent=record.intent,
        band=record.band,
        confidence=record.confidence,
        why=tuple(Feature(name, weight) for name, weight in record.why),
        act=room.act_threshold,
        ask=room.ask_threshold,
        said=tuple(Line(text, to) for text, to in talk["said"]),
        names=tuple(talk["names"]),
        context={"quote": talk["quote"]},
    )


def _opened(uow: UnitOfWork, record: ShadowRecord) -> dict[str, Any]:
    try:
        private = uow.open(record.talk_sealed)
    except SealBroken:
        private = None
    if private is None:
        return {"speaker": "", "text": _UNREADABLE, "quote": None, "names": [], "said": []}
    talk: dict[str, Any] = json.loads(private.reveal())
    return talk
