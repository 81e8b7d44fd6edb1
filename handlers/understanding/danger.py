"""Danger to life now wins over everything else."""

from math import log
from typing import Final

from handlers.understanding.commands import NoteEmergency
from handlers.understanding.decision import Decision
from handlers.understanding.gist import gist
from handlers.understanding.hearings import hearing_of
from handlers.understanding.lexicon_danger import (
    CALLS_FOR_HELP,
    CAN_WAIT,
    DANGERS,
    FAREWELL,
    FEVER,
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
from storage.intents import Intent

#: Log odds under which 我的钱包起火了 is talk: no emergency of the labelled messages sounds like it.
_FIGURE_OF_SPEECH: Final = -1.0
_WORDING: Final = 0.4
#: 完成 62,打着火了: so likely something else is no danger.
_CLEARLY_ANOTHER: Final = 0.95
#: 电梯又坏了,关人了: never a figure of speech, though it is reported like a fault.
_NO_FIGURE: Final = "trapped"
#: How likely what no table names must be, and 快, 救, 有人 or the like beside it. Of 23,368 lines of small talk, 1,000
#: private ones and the unseen sets, one line that is no emergency is heard so.
_HEARD: Final = 0.7
#: The same where somebody is told to call 119.
_HEARD_CALLING: Final = 0.6
#: Log odds without which nothing is so likely, whatever else it may be.
_LEAST_LEAN: Final = log(_HEARD_CALLING / (1 - _HEARD_CALLING))
#: What is longer is seldom small talk beyond doubt, and is heard for its intent anyway: 30 µs less.
_SHORT: Final = 20
_CIRCUMSTANCES: Final = (
    ("now", NOW, 1.3),
    ("somebody", SOMEBODY, 0.9),
    ("first_hand", FIRST_HAND, 1.2),
    ("farewell", FAREWELL, 1.5),
    ("not_now", NOT_NOW, -4.0),
    ("second_hand", SECOND_HAND, -1.8),
    ("can_wait", CAN_WAIT, -2.5),
)
NEEDED: Final = needed_grams(*(pattern for pattern, _ in DANGERS.values()))
HEARD_NEEDED: Final = needed_grams(NOW.pattern)


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
    _add_circumstances(reading, score)
    if score.confidence < reading.context.act:
        return None
    hearing = hearing_of(reading)
    intent, probability = hearing.likeliest
    if intent is not Intent.EMERGENCY and probability > _CLEARLY_ANOTHER and kind != _NO_FIGURE:
        return None
    lean = hearing.lean(Intent.EMERGENCY)
    if lean < _FIGURE_OF_SPEECH and not CALLS_FOR_HELP.search(reading.bare):
        score.add("wording", _WORDING * lean)
    if score.confidence < reading.context.act:
        return None
    return _emergency(reading, score, kind, what)


def _add_circumstances(reading: Reading, score: Score) -> None:
    for name, pattern, weight in _CIRCUMSTANCES:
        if pattern.search(reading.bare):
            score.add(name, weight)
    if any(piece.time is not None and piece.time.is_past and piece.time.has_day for piece in reading.of("time")):
        score.add("past", -3.0)


def heard_danger(reading: Reading) -> Decision | None:
    """What sounds like nothing but danger, though no table names it: 吃了一锅菌子的五个人都吐了,快叫救护车."""
    if not NOW.search(reading.bare):
        return None
    hearing = hearing_of(reading)
    if reading.length <= _SHORT and hearing.is_clearly_talk:
        return None
    if hearing.lean(Intent.EMERGENCY) < _LEAST_LEAN:
        return None
    intent, probability = hearing.likeliest
    least = _HEARD_CALLING if CALLS_FOR_HELP.search(reading.bare) else _HEARD
    if intent is not Intent.EMERGENCY or probability < least:
        return None
    if hearing.is_clearly_talk or NOT_NOW.search(reading.bare) or FEVER.search(reading.bare):
        return None
    score = Score()
    score.add("wording", hearing.lean(Intent.EMERGENCY))
    return _emergency(reading, score, "", gist(reading, Intent.EMERGENCY))


def danger_heard(reading: Reading, _intent: Intent, score: Score) -> Decision | None:
    """The same where nobody cries for help, but nothing else is likely: 外墙砖掉下来砸到人了,头上都是血."""
    is_over = NOT_NOW.search(reading.bare) or CAN_WAIT.search(reading.bare) or FEVER.search(reading.bare)
    return None if is_over else _emergency(reading, score, "", gist(reading, Intent.EMERGENCY))


def _emergency(reading: Reading, score: Score, kind: str, what: str) -> Decision:
    place = where(reading)
    slots = {"what": what} | ({"place": place.text} if place else {})
    return decided(reading, Intent.EMERGENCY, score, slots=slots, command=NoteEmergency(kind, place))
