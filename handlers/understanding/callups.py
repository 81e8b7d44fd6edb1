"""动员: a grid worker or leader starts, ends or drills an emergency call-up."""

import re
from typing import Any, Final

from handlers.understanding.decision import Decision
from handlers.understanding.gist import gist
from handlers.understanding.lexicon_callups import DRILL, ENDS
from handlers.understanding.reading import Reading
from handlers.understanding.results import decided
from handlers.understanding.rule_book import CALLS
from handlers.understanding.scoring import Score, Scores
from handlers.understanding.when import time_slots, when_meant
from handlers.understanding.where import where
from storage.intents import Intent
from storage.vocabulary import Role

_BIAS: Final = -2.4
#: A resident who is short of hands recruits; only these may call up.
_MAY_CALL: Final = frozenset({Role.LEADER, Role.GRID_WORKER, Role.ADMIN})
_GATHER: Final = re.compile(r"(?:集合|集结|报到|领|待命)")
_WANTED: Final = re.compile(r"(?:需要?|缺|差|要|来|调|请)\Z")


def call_up(reading: Reading) -> Decision | None:
    if reading.message.role not in _MAY_CALL:
        return None
    scores = Scores({Intent.MOBILISE: _BIAS})
    CALLS.speak_for(reading, scores)
    score = scores[Intent.MOBILISE]
    if score.confidence >= reading.context.act:
        CALLS.speak_against(reading, scores)
    if score.confidence < reading.context.act:
        return None
    return call_of(reading, Intent.MOBILISE, score)


def call_of(reading: Reading, intent: Intent, score: Score) -> Decision | None:
    """The message as a call-up; None from those who may not call."""
    if reading.message.role not in _MAY_CALL:
        return None
    return decided(reading, intent, score, slots=_slots(reading))


def _slots(reading: Reading) -> dict[str, Any]:
    slots: dict[str, Any] = {"what": gist(reading, Intent.MOBILISE)}
    if DRILL.search(reading.text):
        slots["drill"] = True
    if ENDS.search(reading.text):
        return slots
    people, place = reading.of("people"), where(reading, before=_GATHER) or where(reading)
    wanted = [piece for piece in people if _WANTED.search(reading.masked, max(0, piece.begin - 4), piece.begin)]
    if wanted or people:
        slots["people"] = (wanted or people)[-1].number
    if place:
        slots["place"] = place.text
    start, _ = when_meant(reading, Intent.MOBILISE)
    return slots | time_slots(start, None)
