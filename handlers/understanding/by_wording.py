"""A second hearing: what no rule caught may still sound like something, and what rules only guessed may not."""

from collections.abc import Callable
from math import log
from typing import Final

from handlers.understanding.acts import TALK, act_of, is_guess
from handlers.understanding.callups import call_of
from handlers.understanding.commands import AskHelp, AskMenu, NoteEmergency
from handlers.understanding.decision import Decision
from handlers.understanding.reading import Reading
from handlers.understanding.results import decided, silence
from handlers.understanding.scoring import Score
from handlers.understanding.talk import talk_of
from handlers.understanding.when import time_slots, when
from handlers.understanding.where import where
from handlers.understanding.wording import Wording, heard, is_clearly_talk, traits
from storage.vocabulary import Intent

#: A likelihood that is worth acting on, set against a room's usual threshold of 0.7: alone it must be surer than rules.
_WORTH: Final = 0.8
_USUAL: Final = 0.7
#: A guess that sounds so much like small talk is none.
_VETO: Final = 0.9
#: So sure that it is an offer and no need, whatever the rules made of it.
_TURNS: Final = 0.9


def weighed(reading: Reading, said: Decision) -> Decision:
    """What the rules said, or what the wording says where they said nothing or only guessed."""
    found = traits(reading)
    if said.intent is not Intent.CHATTER:
        return _doubted(reading, said, heard(found)) if is_guess(said) else said
    if is_clearly_talk(found):
        return said
    wording = heard(found)
    if wording.chatter > wording.probability:
        return said
    return _made(reading, wording) or said


def _doubted(reading: Reading, said: Decision, wording: Wording) -> Decision:
    if wording.chatter > _VETO:
        return _silenced(reading, said, wording)
    if said.intent in TALK and wording.intent in TALK and wording.intent is not said.intent:
        return (_made(reading, wording) if wording.probability > _TURNS else None) or said
    return said


def _made(reading: Reading, wording: Wording) -> Decision | None:
    make = _MAKERS.get(wording.intent)
    score = Score()
    score.add("wording", _logit(wording.probability) - _logit(_WORTH) + _logit(_USUAL))
    if make is None or score.confidence < reading.context.act:
        return None
    return make(reading, wording.intent, score)


def _silenced(reading: Reading, said: Decision, wording: Wording) -> Decision:
    score = Score()
    for feature in said.why:
        score.add(*feature)
    score.add("sounds_like_talk", -_logit(min(wording.chatter, 0.9999)))
    return silence(reading, wording.chatter, tuple(score.features))


def _logit(probability: float) -> float:
    return log(max(probability, 1e-9) / max(1.0 - probability, 1e-9))


def _asks(reading: Reading, intent: Intent, score: Score) -> Decision:
    start, end = when(reading)
    return decided(reading, intent, score, slots=time_slots(start, end) if intent is Intent.ASK_ACTIVITIES else {})


def _danger(reading: Reading, intent: Intent, score: Score) -> Decision:
    place = where(reading)
    slots = {"what": reading.text[:20]} | ({"place": place.text} if place else {})
    return decided(reading, intent, score, slots=slots, command=NoteEmergency("danger", place))


_MAKERS: Final[dict[Intent, Callable[[Reading, Intent, Score], Decision | None]]] = {
    **dict.fromkeys((Intent.PLACE_ORDER, Intent.OFFER, Intent.RECRUIT, Intent.SNAPSHOT, Intent.OPINION), talk_of),
    **dict.fromkeys(
        (
            Intent.CLAIM_ORDER,
            Intent.RELEASE_ORDER,
            Intent.DISPATCH_ORDER,
            Intent.FINISH_ORDER,
            Intent.CANCEL_ORDER,
            Intent.EDIT_ORDER,
            Intent.REOPEN_ORDER,
            Intent.REVIEW_ORDER,
            Intent.ENROL,
            Intent.WITHDRAW,
            Intent.CHECK_IN,
        ),
        act_of,
    ),
    Intent.MOBILISE: call_of,
    Intent.ASK_ACTIVITIES: _asks,
    Intent.ASK_NEARBY: _asks,
    Intent.ASK_MENU: lambda reading, intent, score: decided(reading, intent, score, command=AskMenu()),
    Intent.HELP: lambda reading, intent, score: decided(reading, intent, score, command=AskHelp()),
    Intent.EMERGENCY: _danger,
}
