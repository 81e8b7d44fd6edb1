"""Making decisions: a score becomes a band, a command or a question."""

from collections.abc import Mapping
from typing import Any, Final

from handlers.understanding.commands import AskRegister, AskWhich, Command
from handlers.understanding.decision import Decision, Feature, Span
from handlers.understanding.reading import Reading
from handlers.understanding.scoring import Score
from handlers.understanding.spans import Piece
from storage.intents import Intent
from storage.vocabulary import Band

#: Nine of ten lines of small talk.
_NOTHING: Final = Decision(Intent.CHATTER, Band.IGNORE, 1.0)


def decided(
    reading: Reading,
    intent: Intent,
    score: Score,
    *,
    slots: Mapping[str, Any] | None = None,
    command: Command | None = None,
    question: AskWhich | AskRegister | None = None,
) -> Decision:
    """Act above one threshold, ask above the other, else silence."""
    confidence = score.confidence
    context = reading.context
    if confidence < context.ask:
        return silence(reading, 1.0 - confidence, score.why)
    band = Band.ASK if question is not None or confidence < context.act else Band.ACT
    return Decision(
        intent,
        band,
        confidence,
        slots or {},
        spans_of(reading),
        score.why,
        command if band is Band.ACT else None,
        question if band is Band.ASK else None,
    )


def sure(
    reading: Reading,
    intent: Intent,
    feature: str,
    command: Command | None = None,
    slots: Mapping[str, Any] | None = None,
) -> Decision:
    """A whole message that can mean one thing only."""
    score = Score()
    score.add(feature, 4.0)
    return decided(reading, intent, score, slots=slots, command=command)


def silence(reading: Reading, confidence: float = 1.0, why: tuple[Feature, ...] = ()) -> Decision:
    if not why and not reading.pieces.found:
        return _NOTHING
    return Decision(Intent.CHATTER, Band.IGNORE, confidence, spans=spans_of(reading), why=why)


def spans_of(reading: Reading) -> tuple[Span, ...]:
    """The pieces in reading order, back in the text as sent."""
    found = reading.pieces.found
    return tuple([_span(reading, each) for each in sorted(found, key=lambda piece: piece.begin)]) if found else ()


def _span(reading: Reading, piece: Piece) -> Span:
    offset, written = reading.normal.place_of(piece.begin, piece.end)
    values: dict[str, Any] = {}
    if piece.number is not None:
        values["number"] = piece.number
    if piece.kind == "phone":
        values["digits"] = piece.text
    if piece.place is not None:
        values["public"], values["private"] = piece.place.public, piece.place.private
    if piece.time is None:
        return Span(piece.kind, written, offset, values=values)
    if piece.time.kind == "now":
        values["now"] = True
    return Span(piece.kind, written, offset, piece.time.start, piece.time.end, piece.time.every, values)
