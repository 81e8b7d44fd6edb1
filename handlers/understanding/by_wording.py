"""What the rules found, or did not, held against how it all sounds."""

from collections.abc import Callable
from math import log
from typing import Final

from handlers.understanding.acts import act_of
from handlers.understanding.answers import slot_heard, yes_or_no_heard
from handlers.understanding.callups import call_of
from handlers.understanding.chains import chain_heard
from handlers.understanding.commands import AskRegister
from handlers.understanding.decision import Decision, Feature
from handlers.understanding.gatherings import asked_activities
from handlers.understanding.learnt import INTENT_PLACES
from handlers.understanding.questions import nearby_of
from handlers.understanding.reading import Reading
from handlers.understanding.results import decided, silence
from handlers.understanding.roll_calls import roll_call_heard
from handlers.understanding.scoring import Score
from handlers.understanding.talk import SAID_OUTRIGHT, talk_of
from handlers.understanding.to_bot import TO_BOT, may_mean_bot, said_to_bot
from handlers.understanding.when import time_slots, when_meant
from handlers.understanding.wording import Hearing
from storage.intents import Intent

#: A likelihood that is worth acting on, set against a room's usual threshold of 0.7: alone it must be surer than rules.
_WORTH: Final = 0.9
#: Of what the bot is asked without being named: washing machines and restaurants are asked such things too.
_NEARLY_CERTAIN: Final = 0.95
#: Of what is meant in any case, and only called another thing by the rules.
_INSTEAD: Final = 0.6
#: 电梯坏了 is nearly enough for the rules; what sounds like it as well need not be so certain.
_NEAR_FOUND: Final = 0.6
_HALF_SAID: Final = 0.7
#: With a question open, or said to the bot, the likeliest is seldom wrong. A story and a report of what was done use
#: the words of a need and of a call: with no rule beside it, nearly certain.
_WORTH_OF: Final = {
    Intent.CONFIRM: 0.6,
    Intent.ANSWER_ROLL_CALL: 0.6,
    Intent.PRIVACY: 0.8,
    Intent.HUSH: 0.8,
    Intent.UNDO: 0.8,
    Intent.PLACE_ORDER: 0.95,
    Intent.RECRUIT: 0.95,
    Intent.OPINION: 0.98,
}
_USUAL: Final = 0.7
#: 取消 is a command with a number, to the bot, or of what is one's own.
_KEYWORD: Final = "_keyword"
_PLAINLY_MEANT: Final = frozenset({"said", "to_bot", "own"})
#: What one pattern tells alone is certain, but for these.
_DOUBTED: Final = frozenset(
    {
        "asks_how",
        "why_keyword",
        "asks_activities",
        "asks_nearby",
        "asked_where",
        "asked_when",
        "asked_phone",
        "asked_roll_call",
    }
)
#: So likely small talk is small talk: 好好食,邊間買㗎 is no answer to 在哪里?
_TALK: Final = 0.75
#: Small talk is full of opinions; which of them are for the community is heard better than told by words.
_LEAST_OPINION: Final = 0.85


def as_it_sounds(reading: Reading, hearing: Hearing, found: Decision) -> Decision:
    """What the rules found, unless it nearly certainly sounds like something else."""
    if _is_spelled_out(found) or (reading.message.private and found.intent is not Intent.CHATTER):
        return found  # what is said to the bot alone is meant, and no labelled message is
    if found.intent is not Intent.CHATTER and _is_talk(hearing, found.intent):
        talk = hearing.likelihood(Intent.CHATTER)
        return silence(reading, talk, (*found.why, Feature("wording", -_logit(talk))))
    if hearing.is_clearly_talk:
        return found
    intent, probability = hearing.likeliest
    if isinstance(found.question, AskRegister) and intent is not found.intent:
        found = silence(reading, 1.0 - found.confidence, found.why)
    make = _MAKERS.get(intent)
    if make is None or intent is found.intent:
        return found
    score = Score()
    score.add("wording", _logit(probability) - _logit(_worth(reading, intent, found)) + _logit(_USUAL))
    return (make(reading, intent, score) if score.confidence >= reading.context.act else None) or found


def _is_talk(hearing: Hearing, found: Intent) -> bool:
    is_grumble = found is Intent.OPINION and hearing.likelihood(found) < _LEAST_OPINION
    return is_grumble or hearing.likelihood(Intent.CHATTER) > _TALK


def _worth(reading: Reading, intent: Intent, found: Decision) -> float:
    if intent in TO_BOT and not may_mean_bot(reading):
        return _NEARLY_CERTAIN
    if found.intent is not Intent.CHATTER or (reading.numbers and _MAKERS[intent] is act_of):
        return _INSTEAD
    if intent not in _WORTH_OF and 1.0 - found.confidence >= _NEAR_FOUND:
        return _HALF_SAID
    return _WORTH_OF.get(intent, _WORTH)


def _is_spelled_out(found: Decision) -> bool:
    """取消 12, 点单, 我的数据 can mean one thing only, whatever is said around; so can what no labelled line has."""
    names = {feature.name for feature in found.why}
    if found.intent is Intent.CHATTER:
        return False
    is_plain = SAID_OUTRIGHT in names or (len(names) == 1 and names.isdisjoint(_DOUBTED))
    is_act = any(name.endswith(_KEYWORD) for name in names) and not names.isdisjoint(_PLAINLY_MEANT)
    return is_plain or is_act or found.intent not in INTENT_PLACES


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
    Intent.CHAIN: chain_heard,
    Intent.MOBILISE: call_of,
    Intent.ASK_ACTIVITIES: _asks,
    Intent.ASK_NEARBY: nearby_of,
    Intent.ANSWER_SLOT: slot_heard,
    Intent.CONFIRM: yes_or_no_heard,
    Intent.ANSWER_ROLL_CALL: roll_call_heard,
    **dict.fromkeys(TO_BOT, said_to_bot),
}
