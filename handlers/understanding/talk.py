"""Free talk: additive features for a need, an offer, a call, a fault, an opinion; the surest, if it is sure enough."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from handlers.understanding.categories import category_heard
from handlers.understanding.commands import AskRegister, Command, PlaceOrder
from handlers.understanding.contents import Need
from handlers.understanding.decision import Decision
from handlers.understanding.details import asks_who_is_there
from handlers.understanding.fields import fields_of
from handlers.understanding.gist import gist, names_something
from handlers.understanding.needs import need_of, need_slots
from handlers.understanding.reading import Reading
from handlers.understanding.recruits import recruit_slots
from handlers.understanding.reports import report_of
from handlers.understanding.results import decided, silence
from handlers.understanding.rule_book import TALK
from handlers.understanding.scoring import Score, Scores
from handlers.understanding.sessions import call_of
from handlers.understanding.spans import Piece
from handlers.understanding.when import lies_behind, time_slots, when_meant
from handlers.understanding.where import where
from handlers.understanding.wording import Hearing
from storage.intents import Intent
from storage.vocabulary import Role

_BIASES: Final = {
    Intent.PLACE_ORDER: -3.1,
    Intent.OFFER: -2.4,
    Intent.RECRUIT: -3.4,
    Intent.SNAPSHOT: -2.9,
    Intent.OPINION: -2.5,
}
_STAFF: Final = frozenset({Role.LEADER, Role.GRID_WORKER, Role.ADMIN})
_FIELDED: Final = 2
_LONG: Final = 12
#: What sounds like a need has learnt from the rules too. Compared on messages that neither had seen.
_RULES_COUNT: Final = 0.6
#: 点单 is a command, however it sounds.
SAID_OUTRIGHT: Final = "keyword"
_WORDING: Final = 0.4
#: What nobody addressed to the bot must be surer: of 296 unseen lines of talk 12 were answered in place of 16.
_AMONG_NEIGHBOURS: Final = 0.9
#: 路灯坏了 is seldom a joke.
_REPORTED_AMONG_THEM: Final = 0.6
_STORY_DAYS: Final = 5
_ASKS_FOR_SOMEBODY: Final = re.compile(r"(?:请问)?(?:有没有?得?|有冇|请|找|想找|求)(?:[个位]|一[个位])?(?:人|师傅)")
_COMMANDS: Final[dict[Intent, Callable[[Reading, dict[str, Any]], Command | None]]] = {
    Intent.RECRUIT: call_of,
    Intent.SNAPSHOT: report_of,
}


def talk(reading: Reading, hearing: Hearing) -> Decision:
    scores = talk_scores(reading, hearing)
    intent = scores.surest()
    if intent is None:
        return silence(reading)
    score = scores[intent]
    if score.confidence < reading.context.ask:
        return silence(reading, 1.0 - score.confidence, score.why)
    if intent is not Intent.PLACE_ORDER and score.confidence < reading.context.act:
        return silence(reading, 1.0 - score.confidence, score.why)
    return talk_of(reading, intent, score)


def talk_of(reading: Reading, intent: Intent, score: Score) -> Decision:
    """The message as a need, an offer, a call, a report or an opinion."""
    if intent is Intent.PLACE_ORDER:
        return _need(reading, score)
    if intent is Intent.RECRUIT and lies_behind(reading):
        return silence(reading, 1.0 - score.confidence, score.why)
    slots = recruit_slots(reading) if intent is Intent.RECRUIT else _slots(reading, intent)
    build = _COMMANDS.get(intent)
    return decided(reading, intent, score, slots=slots, command=build(reading, slots) if build else None)


def talk_scores(reading: Reading, hearing: Hearing) -> Scores:
    scores, is_to_bot = _raised(reading), reading.is_to_bot or reading.message.private
    if any(score.confidence >= reading.context.ask for score in scores.values()) or not hearing.is_clearly_talk:
        TALK.speak_against(reading, scores)
        for each, raised in scores.items():
            raised.weigh(_RULES_COUNT, whole=SAID_OUTRIGHT)
            raised.add("wording", _WORDING * hearing.lean(each))
            if not (is_to_bot or SAID_OUTRIGHT in raised.names):
                is_report = each is Intent.SNAPSHOT
                raised.add("among_neighbours", -(_REPORTED_AMONG_THEM if is_report else _AMONG_NEIGHBOURS))
    return scores


def _raised(reading: Reading) -> Scores:
    """Everything but the rules that can only lower a score."""
    scores = Scores(_BIASES)
    TALK.speak_for(reading, scores)
    if reading.message.images:
        scores[Intent.SNAPSHOT].add("picture", 1.5)
    if reading.message.role in _STAFF:
        scores[Intent.RECRUIT].add("staff", 0.5)
    if reading.pieces.found and any(_is_long_ago(reading, piece) for piece in reading.of("time")):
        scores[Intent.PLACE_ORDER].add("long_ago_time", -2.0)
        scores[Intent.RECRUIT].add("long_ago_time", -0.8)
    if reading.is_to_bot:
        scores[Intent.PLACE_ORDER].add("to_bot", 0.5)
    if reading.length < _LONG:
        for score in scores.values():
            score.add("short", -0.3)
    if fields_of(reading).count >= _FIELDED:
        scores[Intent.RECRUIT].add("fields", 1.0)
        scores[Intent.PLACE_ORDER].add("fields", 0.3)
    return scores


def _is_long_ago(reading: Reading, piece: Piece) -> bool:
    """上个月, 去年, 三周前 tell a story; yesterday may be why somebody asks."""
    moment = piece.time.start if piece.time is not None and piece.time.is_past else None
    if moment is None:
        return False
    day = moment.date() if isinstance(moment, datetime) else moment
    return (reading.message.at.date() - day).days > _STORY_DAYS


def _need(reading: Reading, score: Score) -> Decision:
    if asks_who_is_there(reading):
        return silence(reading, 1.0 - score.confidence, score.why)
    need = need_of(reading)
    is_plain = SAID_OUTRIGHT in score.names or reading.is_to_bot or reading.message.images or need.is_urgent
    if not (is_plain or names_something(gist(reading, Intent.PLACE_ORDER))):
        return silence(reading, 1.0 - score.confidence, score.why)  # what is wanted was said before, or comes next
    is_sure = score.confidence >= reading.context.act
    if not (is_sure or _is_worth_asking(reading, need)):
        return silence(reading, 1.0 - score.confidence, score.why)
    return decided(
        reading,
        Intent.PLACE_ORDER,
        score,
        slots=need_slots(reading, need),
        command=PlaceOrder(need) if is_sure else None,
        question=None if is_sure else AskRegister(need),
    )


def _is_worth_asking(reading: Reading, need: Need) -> bool:
    """Who says where, or whom to call, or asks for somebody outright.

    Of 29 doubtful lines 8 of the 13 with a place or a phone were needs, and 2 of the 16 without.
    """
    says_where = need.place is not None or need.phone is not None
    return says_where or reading.is_to_bot or _ASKS_FOR_SOMEBODY.match(reading.bare) is not None


def _slots(reading: Reading, intent: Intent) -> dict[str, Any]:
    slots: dict[str, Any] = {"what": gist(reading, intent)}
    if intent is Intent.OPINION:
        return slots
    slots["category"] = category_heard(reading, intent).value
    if intent is Intent.OFFER:
        start, end = when_meant(reading, intent)
        slots |= time_slots(start, end)
    place = where(reading)
    if place:
        slots["place"] = place.text
    return slots
