"""What no rule caught may still sound like something."""

from collections.abc import Callable
from math import log
from typing import Final

from handlers.understanding.acts import act_of
from handlers.understanding.callups import call_of
from handlers.understanding.commands import AskHelp, AskMenu, Command
from handlers.understanding.decision import Decision
from handlers.understanding.gatherings import asked_activities
from handlers.understanding.lexicon_commands import NAMES_BOT
from handlers.understanding.questions import nearby_of
from handlers.understanding.reading import Reading
from handlers.understanding.results import decided
from handlers.understanding.scoring import Score
from handlers.understanding.talk import talk_of
from handlers.understanding.when import time_slots, when
from handlers.understanding.wording import Hearing
from storage.intents import Intent

#: A likelihood that is worth acting on, set against a room's usual threshold of 0.7: alone it must be surer than rules.
_WORTH: Final = 0.85
#: A story and a report of what was done use the words of a need and of a call: with no rule beside it, nearly certain.
_WORTH_OF: Final = {Intent.PLACE_ORDER: 0.95, Intent.RECRUIT: 0.92, Intent.OPINION: 0.9}
_USUAL: Final = 0.7


def said_by_wording(reading: Reading, hearing: Hearing) -> Decision | None:
    """For what no rule caught: what it sounds like, if it sounds like nothing else."""
    if hearing.is_clearly_talk:
        return None
    intent, probability = hearing.likeliest
    make = _MAKERS.get(intent)
    score = Score()
    score.add("wording", _logit(probability) - _logit(_WORTH_OF.get(intent, _WORTH)) + _logit(_USUAL))
    if make is None or score.confidence < reading.context.act:
        return None
    return make(reading, intent, score)


def _logit(probability: float) -> float:
    return log(max(probability, 1e-9) / max(1.0 - probability, 1e-9))


def _asks(reading: Reading, intent: Intent, score: Score) -> Decision:
    start, end = when(reading)
    return decided(reading, intent, score, slots=time_slots(start, end), command=asked_activities(reading))


def _to_bot(reading: Reading, intent: Intent, score: Score, command: Command) -> Decision | None:
    """What washing machines and restaurants are asked too counts only where the bot is spoken to."""
    is_meant = reading.is_to_bot or reading.is_quoting_bot or NAMES_BOT.search(reading.bare) is not None
    return decided(reading, intent, score, command=command) if is_meant else None


#: No emergency: an alarm is raised by what the tables of danger name, and by nothing that merely sounds like one.
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
    Intent.ASK_NEARBY: nearby_of,
    Intent.ASK_MENU: lambda reading, intent, score: _to_bot(reading, intent, score, AskMenu()),
    Intent.HELP: lambda reading, intent, score: _to_bot(reading, intent, score, AskHelp()),
}
