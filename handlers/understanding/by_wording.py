"""What no rule caught may still sound like something."""

from collections.abc import Callable
from math import log
from typing import Final

from handlers.understanding.acts import act_of
from handlers.understanding.answers import yes_or_no_heard
from handlers.understanding.callups import call_of
from handlers.understanding.decision import Decision
from handlers.understanding.gatherings import asked_activities
from handlers.understanding.questions import nearby_of
from handlers.understanding.reading import Reading
from handlers.understanding.results import decided
from handlers.understanding.roll_calls import roll_call_heard
from handlers.understanding.scoring import Score
from handlers.understanding.talk import talk_of
from handlers.understanding.to_bot import TO_BOT, may_mean_bot, said_to_bot
from handlers.understanding.when import time_slots, when_meant
from handlers.understanding.wording import Hearing
from storage.intents import Intent

#: A likelihood that is worth acting on, set against a room's usual threshold of 0.7: alone it must be surer than rules.
_WORTH: Final = 0.85
#: What no neighbour can do; said to the bot, it would read like a need.
_OF_BOT: Final = frozenset({Intent.PRIVACY, Intent.HUSH, Intent.UNDO})
#: Of the rest of what it is asked: 报名 alone is no question how to.
_NEARLY_CERTAIN: Final = 0.95
_LONGEST_WORD: Final = 6
#: With a question open, or said to the bot, the likeliest is seldom wrong.
_ANSWERED: Final = dict.fromkeys((Intent.CONFIRM, Intent.ANSWER_ROLL_CALL), 0.6) | dict.fromkeys(_OF_BOT, 0.8)
#: A story and a report of what was done use the words of a need and of a call: with no rule beside it, nearly certain.
_WORTH_OF: Final = _ANSWERED | {Intent.PLACE_ORDER: 0.95, Intent.RECRUIT: 0.92, Intent.OPINION: 0.98}
_USUAL: Final = 0.7


def asked_of_bot(reading: Reading, hearing: Hearing) -> Decision | None:
    """谁看过我的信息 asks the bot, and no neighbour."""
    if not may_mean_bot(reading):
        return None
    intent, probability = hearing.likeliest
    is_sentence = reading.length > _LONGEST_WORD
    is_sure = intent in _OF_BOT or (intent in TO_BOT and is_sentence and probability > _NEARLY_CERTAIN)
    return said_by_wording(reading, hearing) if is_sure else None


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
    start, end = when_meant(reading, intent)
    return decided(reading, intent, score, slots=time_slots(start, end), command=asked_activities(reading))


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
            Intent.ASK_STATUS,
            Intent.ENROL,
            Intent.WITHDRAW,
            Intent.CHECK_IN,
        ),
        act_of,
    ),
    Intent.MOBILISE: call_of,
    Intent.ASK_ACTIVITIES: _asks,
    Intent.ASK_NEARBY: nearby_of,
    Intent.CONFIRM: yes_or_no_heard,
    Intent.ANSWER_ROLL_CALL: roll_call_heard,
    **dict.fromkeys(TO_BOT, said_to_bot),
}
