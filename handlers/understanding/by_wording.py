"""What the rules found, or did not, held against how it all sounds."""

from collections.abc import Callable
from math import log
from typing import Final

from handlers.understanding.acts import act_of
from handlers.understanding.answers import yes_or_no_heard
from handlers.understanding.callups import call_of
from handlers.understanding.chains import chain_heard
from handlers.understanding.danger import danger_heard
from handlers.understanding.decision import Decision, Feature
from handlers.understanding.gatherings import asked_activities
from handlers.understanding.learnt import INTENT_PLACES
from handlers.understanding.questions import nearby_of
from handlers.understanding.reading import Reading
from handlers.understanding.results import decided, silence
from handlers.understanding.roll_calls import roll_call_heard
from handlers.understanding.scoring import Score
from handlers.understanding.slot_answers import slot_heard
from handlers.understanding.talk import SAID_OUTRIGHT, talk_of
from handlers.understanding.to_bot import TO_BOT, may_mean_bot, said_to_bot
from handlers.understanding.when import time_slots, when_meant
from handlers.understanding.wording import Hearing, rules_heard
from storage.intents import Intent

#: A likelihood that is worth acting on, set against a room's usual threshold of 0.7: alone it must be surer than rules.
_WORTH: Final = 0.9
#: Of what the bot is asked without being named: washing machines and restaurants are asked such things too.
_NEARLY_CERTAIN: Final = 0.95
#: Nobody cries for help, and no table names it; of 23,368 lines of small talk none is so likely a danger.
_DANGER: Final = 0.7
#: Of what is meant in any case, and only called another thing by the rules.
_INSTEAD: Final = 0.65
#: 电梯坏了 is nearly enough for the rules; what sounds like it as well need not be so certain.
_NEAR_FOUND: Final = 0.6
_HALF_SAID: Final = 0.6
#: With a question open, or said to the bot, the likeliest is seldom wrong. A story and a report of what was done use
#: the words of a need and of a call: with no rule beside it, nearly certain.
_WORTH_OF: Final = {
    Intent.CONFIRM: 0.6,
    Intent.ANSWER_ROLL_CALL: 0.6,
    Intent.ANSWER_SLOT: 0.7,
    Intent.PRIVACY: 0.8,
    Intent.HUSH: 0.8,
    Intent.UNDO: 0.8,
    Intent.RECRUIT: 0.95,
    Intent.OPINION: 0.94,
}
#: 有人会修冰箱吗 is a need if it is nothing else, the surer the less it sounds like talk: log odds of both, weighed as
#: they tell best in files that were not learnt from (five turns), and how much that must be.
_TOLD: Final = frozenset({Intent.PLACE_ORDER, Intent.OFFER, Intent.SNAPSHOT})
_OF_ITSELF, _OF_TALK = 0.66, 0.47
_WORTH_TELLING: Final = 2.4
#: Letters: what is told at length must be nearly certain.
_TOLD_IN: Final = 45
_USUAL: Final = 0.7
#: 取消 is a command with a number, to the bot, or of what is one's own.
_KEYWORD: Final = "_keyword"
_PLAINLY_MEANT: Final = frozenset({"said", "to_bot", "own"})
#: What is of one's own order, 【招募】, and what was asked how it went, is meant however it sounds.
_HEADED: Final = "headed_call"
_MEANT: Final = frozenset({"own", _HEADED, "asked_review"})
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
_ANSWERS: Final = frozenset({Intent.ANSWER_SLOT, Intent.CONFIRM, Intent.ANSWER_ROLL_CALL})
#: So likely small talk is small talk: 好好食,邊間買㗎 is no answer to 在哪里?
_TALK: Final = 0.75
#: 求助 笑死我了 is small talk all the same; 点单 is a command, however odd what is ordered.
_SURELY_TALK: Final = 0.97
#: 居民们表示,希望社区以后多组织 is told of a day that is over.
_NEVER_NEWS: Final = frozenset({Intent.RECRUIT, Intent.OFFER, Intent.OPINION})
#: What the rules found must sound like it as well.
_LEAST: Final = 0.6
#: Small talk is full of opinions, and of +1; which of them are meant is heard better than told by words.
#: 我不去了 is said to friends as well.
_LEAST_OF: Final = {Intent.OPINION: 0.85, Intent.ENROL: 0.75, Intent.WITHDRAW: 0.5}


def as_it_sounds(reading: Reading, hearing: Hearing, found: Decision) -> Decision:
    """What the rules found, unless it sounds like something else, or not enough like it."""
    is_found = found.intent is not Intent.CHATTER
    if is_found and reading.message.private:
        return found  # what is said to the bot alone is meant, and no labelled message is
    if _is_spelled_out(found):
        return _silenced(reading, hearing, found) if _is_a_joke(hearing, found) else found
    if not hearing.is_clearly_talk and (other := _instead(reading, hearing, found)) is not None:
        return other
    return _silenced(reading, hearing, found) if is_found and _is_doubtful(reading, hearing, found) else found


def _is_doubtful(reading: Reading, hearing: Hearing, found: Decision) -> bool:
    """1 to a posting says little, and is meant: so is what is said to the bot or answers it."""
    sounds, talk = hearing.likelihood(found.intent), hearing.likelihood(Intent.CHATTER)
    if found.intent is Intent.OPINION:
        return sounds < _LEAST_OF[Intent.OPINION]
    names = {feature.name for feature in found.why}
    is_meant = not names.isdisjoint(_MEANT)
    is_pointed = reading.is_to_bot or reading.is_quoting_bot or found.intent in _ANSWERS
    most = _SURELY_TALK if reading.is_quoting_bot or _HEADED in names else _TALK
    return talk > most or (sounds < _LEAST_OF.get(found.intent, _LEAST) and not (is_meant or is_pointed))


def _is_a_joke(hearing: Hearing, found: Decision) -> bool:
    is_asked_outright = any(feature.name == SAID_OUTRIGHT for feature in found.why)
    return is_asked_outright and hearing.likelihood(Intent.CHATTER) > _SURELY_TALK


def _silenced(reading: Reading, hearing: Hearing, found: Decision) -> Decision:
    """As unsure as it sounds."""
    sounds = hearing.likelihood(found.intent)
    return silence(reading, 1.0 - sounds, (*found.why, Feature("wording", _logit(sounds))))


def _instead(reading: Reading, hearing: Hearing, found: Decision) -> Decision | None:
    """What else it is likely to be."""
    intent, _ = hearing.likeliest
    make = _MAKERS.get(intent)
    is_news = intent in _NEVER_NEWS and "rule:reported" in rules_heard(reading)
    if make is None or intent is found.intent or is_news:
        return None
    score = Score()
    score.add("wording", _more_than_needed(reading, hearing, intent, found) + _logit(_USUAL))
    return make(reading, intent, score) if score.confidence >= reading.context.act else None


def _more_than_needed(reading: Reading, hearing: Hearing, intent: Intent, found: Decision) -> float:
    """Log odds."""
    sounds, talk = _logit(hearing.likelihood(intent)), _logit(hearing.likelihood(Intent.CHATTER))
    more = sounds - _logit(_worth(reading, intent, found))
    is_told = intent in _TOLD and found.intent is Intent.CHATTER and reading.length <= _TOLD_IN
    return max(more, _OF_ITSELF * sounds - _OF_TALK * talk - _WORTH_TELLING) if is_told else more


def _worth(reading: Reading, intent: Intent, found: Decision) -> float:
    if intent is Intent.EMERGENCY:
        return _DANGER
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
    Intent.EMERGENCY: danger_heard,
    Intent.CHAIN: chain_heard,
    Intent.MOBILISE: call_of,
    Intent.ASK_ACTIVITIES: _asks,
    Intent.ASK_NEARBY: nearby_of,
    Intent.ANSWER_SLOT: slot_heard,
    Intent.CONFIRM: yes_or_no_heard,
    Intent.ANSWER_ROLL_CALL: roll_call_heard,
    **dict.fromkeys(TO_BOT, said_to_bot),
}
