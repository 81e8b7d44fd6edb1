"""The JSONL contract of `yihu parse`: one object in, one object out."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from handlers.understanding.activity_commands import Recruit, Session
from handlers.understanding.decision import Span
from handlers.understanding.message import Asked, Context, Message, OpenThing, Quote
from handlers.understanding.understand import understand
from handlers.understanding.when import iso
from storage.vocabulary import LOCAL_ZONE, PostingKind, QuestionKind, Role

#: The names under which the bot speaks in labelled messages.
BOT_NAMES: Final = ("一呼", "社区小助手")
_EPOCH: Final = datetime(2026, 1, 1, tzinfo=UTC).astimezone(LOCAL_ZONE)


def parse_line(row: Mapping[str, Any]) -> dict[str, Any]:
    """Only `text` must be there; a field of the wrong type is a ValueError that names it."""
    decision = understand(message_of(row), context_of(row))
    command = decision.command
    sessions = [_session(each) for each in command.sessions] if isinstance(command, Recruit) else []
    return {
        "id": row.get("id"),
        "intent": decision.intent.value,
        "confidence": round(decision.confidence, 4),
        "slots": dict(decision.slots),
        "spans": [_span(span) for span in decision.spans],
        "why": [[feature.name, round(feature.weight, 3)] for feature in decision.why],
        "band": decision.band.value,
        **({"sessions": sessions} if sessions else {}),
    }


def _session(session: Session) -> dict[str, Any]:
    return {
        "label": session.label,
        "start": iso(session.start),
        "end": iso(session.end) if session.end is not None else None,
        "people": session.people,
    }


def message_of(row: Mapping[str, Any]) -> Message:
    quote = _field(row, "quote", Mapping, None)
    role = _field(row, "role", str, Role.RESIDENT.value)
    return Message(
        text=_text(row),
        at=_at(row),
        sender=_field(row, "sender", str, ""),
        role=Role(role) if role in list(Role) else Role.RESIDENT,
        quote=Quote(_field(quote, "sender", str, ""), _field(quote, "text", str, "")) if quote is not None else None,
        mentions_bot=_field(row, "mentions_bot", bool, default=False),
        images=_field(row, "images", int, 0),
        private=_field(row, "private", bool, default=False),
    )


def context_of(row: Mapping[str, Any]) -> Context:
    opened = _field(row, "open", Mapping, {})
    orders = [OpenThing(number) for number in _numbers(opened, "orders")]
    activities = [OpenThing(number, PostingKind.ACTIVITY) for number in _numbers(opened, "activities")]
    return Context(things=(*orders, *activities), asked=_asked(opened), bot_names=BOT_NAMES)


def _text(row: Mapping[str, Any]) -> str:
    if "text" not in row:
        raise ValueError("text: missing")
    text: str = _field(row, "text", str, "")
    return text


def _at(row: Mapping[str, Any]) -> datetime:
    written = _field(row, "at", str, None)
    if written is None:
        return _EPOCH
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise ValueError(f"at: expected an ISO 8601 time, got {written!r}") from None
    return at if at.tzinfo else at.replace(tzinfo=LOCAL_ZONE)


def _field(row: Mapping[str, Any], name: str, kind: type, default: Any) -> Any:
    """The field, or the default where it is absent or null."""
    value = row.get(name)
    if value is None:
        return default
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"{name}: expected {kind.__name__.lower()}, got {type(value).__name__}")
    return value


def _numbers(opened: Mapping[str, Any], name: str) -> list[int]:
    numbers = _field(opened, name, list, [])
    if not all(isinstance(n, int) for n in numbers):
        raise ValueError(f"open.{name}: expected a list of numbers")
    return list(numbers)


def _asked(opened: Mapping[str, Any]) -> Asked | None:
    written = _field(opened, "asked", str, None)
    if written is None:
        return None
    kind, _, number = written.partition(":")
    if kind not in list(QuestionKind):
        raise ValueError(f"open.asked: unknown question {kind!r}")
    return Asked(QuestionKind(kind), int(number) if number.isascii() and number.isdigit() else None)


def _span(span: Span) -> dict[str, Any]:
    return {
        "kind": span.kind,
        "text": span.text,
        "offset": span.offset,
        "start": _moment(span.start),
        "end": _moment(span.end),
        "every": span.every,
        **span.values,
    }


def _moment(moment: datetime | date | None) -> str | None:
    """To the second, where one was said."""
    if isinstance(moment, datetime) and (moment.second or moment.microsecond):
        return moment.replace(microsecond=0).isoformat()
    return None if moment is None else iso(moment)
