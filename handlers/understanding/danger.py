"""Danger to life now wins over everything else."""

from typing import Final

from handlers.understanding.commands import NoteEmergency
from handlers.understanding.decision import Decision
from handlers.understanding.lexicon_danger import (
    DANGERS,
    FAREWELL,
    FIRST_HAND,
    NOT_NOW,
    NOW,
    SECOND_HAND,
    SOMEBODY,
)
from handlers.understanding.prefilter import needed_grams
from handlers.understanding.reading import Reading
from handlers.understanding.results import decided
from handlers.understanding.scoring import Score
from handlers.understanding.where import where
from handlers.understanding.wording import Hearing
from storage.intents import Intent

#: Log odds under which 我的钱包起火了 is talk: no emergency of the labelled messages sounds like it.
_FIGURE_OF_SPEECH: Final = -1.0
_WORDING: Final = 0.6
NEEDED: Final = needed_grams(*(pattern for pattern, _ in DANGERS.values()))


def noticed_danger(reading: Reading) -> Decision | None:
    kind, what, score = "", "", Score(-2.0)
    for name, (pattern, weight) in DANGERS.items():
        found = pattern.search(reading.bare)
        if found:
            if not kind:
                kind, what = name, found[0]
            score.add(name, weight)
    if not kind:
        return None
    for name, pattern, weight in (
        ("now", NOW, 1.3),
        ("somebody", SOMEBODY, 0.9),
        ("first_hand", FIRST_HAND, 1.2),
        ("farewell", FAREWELL, 1.5),
        ("not_now", NOT_NOW, -4.0),
        ("second_hand", SECOND_HAND, -1.8),
    ):
        if pattern.search(reading.bare):
            score.add(name, weight)
    if any(piece.time is not None and piece.time.is_past and piece.time.has_day for piece in reading.of("time")):
        score.add("past", -3.0)
    if score.confidence < reading.context.act:
        return None
    lean = Hearing(reading).lean(Intent.EMERGENCY)
    if lean < _FIGURE_OF_SPEECH:
        score.add("wording", _WORDING * lean)
    place = where(reading)
    slots = {"what": what} | ({"place": place.text} if place else {})
    return decided(reading, Intent.EMERGENCY, score, slots=slots, command=NoteEmergency(kind, place))
