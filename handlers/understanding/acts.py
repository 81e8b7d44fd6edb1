"""Short acts on postings that exist: claim, release, finish, cancel, edit, review, reopen, dispatch, ask after."""

from bisect import bisect_left
from typing import Any, Final

from handlers.understanding.commands import (
    AskWhich,
)
from handlers.understanding.decision import Decision
from handlers.understanding.enrolments import enrolment_slots
from handlers.understanding.gatherings import gathering_act
from handlers.understanding.lexicon_answers import ASKS_REVIEW, QUOTED_YES
from handlers.understanding.lexicon_commands import REFUSE
from handlers.understanding.order_acts import BUILDERS, review
from handlers.understanding.reading import Reading
from handlers.understanding.references import Reference, meant, named
from handlers.understanding.results import decided
from handlers.understanding.rule_book import ACTS, GUESSED_ACTS
from handlers.understanding.scoring import Chapter, Score, Scores
from handlers.understanding.wording import Hearing
from storage.intents import Intent
from storage.vocabulary import QuestionKind, Role

_ORDER_ACTS: Final = (
    Intent.CLAIM_ORDER,
    Intent.RELEASE_ORDER,
    Intent.FINISH_ORDER,
    Intent.CANCEL_ORDER,
    Intent.EDIT_ORDER,
    Intent.REVIEW_ORDER,
    Intent.REOPEN_ORDER,
    Intent.DISPATCH_ORDER,
    Intent.ASK_STATUS,
)
_ACTIVITY_ACTS: Final = (Intent.ENROL, Intent.WITHDRAW, Intent.CHECK_IN)
_BIASES: Final = dict.fromkeys((*_ORDER_ACTS, *_ACTIVITY_ACTS), -2.0)
#: What an act on an order is called when the posting is an activity.
_FOR_ACTIVITY: Final = {
    Intent.CLAIM_ORDER: Intent.ENROL,
    Intent.RELEASE_ORDER: Intent.WITHDRAW,
    Intent.CANCEL_ORDER: Intent.WITHDRAW,
}
_WORDING: Final = 0.5
#: Where nothing is named, how it all sounds tells more than any rule.
_GUESSING_RULES_COUNT: Final = 0.5
_GUESSING_WORDING: Final = 0.8
#: Who did what is on record here, and in no labelled message: wording does not outweigh it.
_MOST_AGAINST: Final = -1.5
_AGAINST_A_LETTER: Final = -0.12
#: However much is said around it: 接单12 between two greetings is still 接单12.
_MOST_AGAINST_KEYWORD: Final = -0.8
_REFERENCE_WEIGHTS: Final = {"said": 1.5, "quoted": 2.0, "only": 0.3, "several": 0.3}
_HOPELESS: Final = -1.0
_UNNAMED: Final = -0.8
STAFF: Final = frozenset({Role.LEADER, Role.GRID_WORKER, Role.ADMIN})
#: What fits the sender's own part in an order is more than what is merely open.
_OWN: Final = 1.2
_TO_BOT: Final = 0.6
#: 我来 under a neighbour's "hot pot tonight?" is meant for that neighbour.
_TO_NEIGHBOUR: Final = -1.5
_LENGTHS: Final = (6, 15, 25)
_LENGTH_WEIGHTS: Final = (0.8, 0.0, -0.6, -2.0)
#: Acts that nothing but a number, a quote or one's own record can place.
_KEYWORDS: Final = {
    Intent.CLAIM_ORDER: "claim_keyword",
    Intent.RELEASE_ORDER: "release_keyword",
    Intent.FINISH_ORDER: "finish_keyword",
    Intent.CANCEL_ORDER: "cancel_keyword",
    Intent.EDIT_ORDER: "edit_keyword",
    Intent.REVIEW_ORDER: "review_keyword",
    Intent.REOPEN_ORDER: "reopen_keyword",
    Intent.DISPATCH_ORDER: "dispatch_keyword",
    Intent.ASK_STATUS: "status_keyword",
    Intent.ENROL: "enrol_keyword",
}


def act_on_posting(reading: Reading, hearing: Hearing, *, may_guess: bool = True) -> Decision | None:
    """`may_guess`: an act without number or quote may mean what is open."""
    reference = named(reading)
    if reference.how != "none":
        refused = REFUSE.search(reading.bare)
        if refused:
            return decide_act(reading, Intent.REFUSE_ORDER, _certain("refuse_keyword"), reference)
        rules = GUESSED_ACTS if _is_activity(reading, reference) else ACTS
        scores = _raised(reading, rules, _REFERENCE_WEIGHTS[reference.how], reference.how)
        rules.speak_against(reading, scores)
        _add_wording(reading, hearing, scores)
        return _best(reading, scores, reference)
    if not may_guess or not (reading.context.things or reading.is_to_bot):
        return None  # with nothing open there is nothing to mean
    scores = _raised(reading, GUESSED_ACTS, _UNNAMED, "nothing_named")
    _add_length(reading, scores)
    if reading.is_quoting_neighbour:
        for score in scores.values():
            score.add("quotes_neighbour", _TO_NEIGHBOUR)
    if all(score.total < _HOPELESS for score in scores.values()) and hearing.is_clearly_talk:
        return None
    GUESSED_ACTS.speak_against(reading, scores)
    if len(reading.open_activities) == 1 and not reading.open_orders:
        _turn_to_activity(scores)
    for intent, score in scores.items():
        is_spelled_out = _KEYWORDS.get(intent) in score.names
        score.weigh(_GUESSING_RULES_COUNT)
        wording, most = _GUESSING_WORDING * hearing.lean(intent), _GUESSING_RULES_COUNT * _MOST_AGAINST_KEYWORD
        score.add("wording", max(wording, most) if is_spelled_out else wording)
    return _guess(reading, scores)


def _add_wording(reading: Reading, hearing: Hearing, scores: Scores) -> None:
    """好评 is too short to sound like anything: a word says little against what the room's record says for it."""
    most_against = max(_MOST_AGAINST, _AGAINST_A_LETTER * reading.length)
    for intent, score in scores.items():
        is_spelled_out = _KEYWORDS.get(intent) in score.names
        most = max(most_against, _MOST_AGAINST_KEYWORD) if is_spelled_out else most_against
        score.add("wording", max(_WORDING * hearing.lean(intent), most))


def _turn_to_activity(scores: Scores) -> None:
    """Where nothing but one activity is open, what would take an order or give it back speaks of that."""
    for of_order, of_activity in _FOR_ACTIVITY.items():
        if of_order in scores and scores[of_order].total > scores[of_activity].total:
            for feature in scores[of_order].why[1:]:
                scores[of_activity].add(*feature)


def _certain(name: str) -> Score:
    score = Score()
    score.add(name, 4.0)
    return score


def _raised(reading: Reading, rules: Chapter, weight: float, how: str) -> Scores:
    """Everything but the rules that can only lower a score."""
    scores = Scores(_BIASES)
    rules.speak_for(reading, scores)
    if reading.mentioned:
        scores[Intent.DISPATCH_ORDER].add("names_somebody", 1.6)
    if reading.message.role in STAFF:
        scores[Intent.DISPATCH_ORDER].add("staff", 0.5)
    if how == "quoted":
        _add_quoted(reading, scores)
    is_to_bot = reading.is_to_bot
    for score in scores.values():
        score.add(how, weight)
        if is_to_bot:
            score.add("to_bot", _TO_BOT)
    return scores


def _add_quoted(reading: Reading, scores: Scores) -> None:
    """A bare yes to a posting takes it; words under "how was it?" are a review."""
    if QUOTED_YES.match(reading.bare):
        scores[Intent.CLAIM_ORDER].add("yes_to_posting", 3.0)
    quote = reading.message.quote
    if quote is not None and ASKS_REVIEW.search(quote.text):
        scores[Intent.REVIEW_ORDER].add("under_review_question", 2.2)
        scores[Intent.FINISH_ORDER].add("under_review_question", -1.5)


def _add_length(reading: Reading, scores: Scores) -> None:
    weight = _LENGTH_WEIGHTS[bisect_left(_LENGTHS, reading.length)]
    if weight:
        for score in scores.values():
            score.add("length", weight)


def _is_activity(reading: Reading, reference: Reference) -> bool:
    known = [t.kind for t in reading.context.things if t.number in reference.numbers]
    if reference.how == "quoted" and not known:
        return reading.quotes_activity
    return all(n in reading.open_activities and n not in reading.open_orders for n in reference.numbers)


def _best(reading: Reading, scores: Scores, reference: Reference) -> Decision | None:
    is_activity = _is_activity(reading, reference)
    intent = scores.surest()
    if intent is None or scores[intent].confidence < reading.context.act:
        return None
    score = scores[intent]
    if is_activity:
        intent = _FOR_ACTIVITY.get(intent, intent)
    elif intent is Intent.ENROL and reference.how == "quoted":
        intent = Intent.CLAIM_ORDER
    return decide_act(reading, intent, score, reference)


def _guess(reading: Reading, scores: Scores) -> Decision | None:
    likely = [intent for intent in scores if scores[intent].total >= _HOPELESS]
    for intent in sorted(likely, key=lambda each: -scores[each].total):
        score = scores[intent]
        if intent in _ACTIVITY_ACTS:
            if score.confidence >= reading.context.act and (reading.open_activities or reading.is_to_bot):
                return decide_act(reading, intent, score, Reference("none"))
            continue
        reference = meant(reading, intent)
        if reference.how == "none" or not _may_be_guessed(reading, intent, score):
            continue
        score.add(reference.how, _REFERENCE_WEIGHTS[reference.how])
        if intent is not Intent.CLAIM_ORDER and _is_known(reading):
            score.add("own", _OWN)
        if score.confidence >= reading.context.act:
            return decide_act(reading, intent, score, reference)
    return None


def act_of(reading: Reading, intent: Intent, score: Score) -> Decision | None:
    """The message as that act, if it names or leaves open exactly one thing that it could mean."""
    reference = named(reading)
    if intent in _ACTIVITY_ACTS:
        is_of_order = reference.how == "quoted" and not _is_activity(reading, reference)
        is_possible = not is_of_order and (reference.how != "none" or len(reading.open_activities) == 1)
        return decide_act(reading, intent, score, reference) if is_possible else None
    if reference.how == "none":
        reference = meant(reading, intent)
    if reference.how in ("said", "quoted", "only"):
        return decide_act(reading, intent, score, reference)
    if intent is Intent.ASK_STATUS:
        return decide_act(reading, intent, score, Reference("none"))  # what nobody took yet
    if intent is Intent.REVIEW_ORDER:
        return _review_heard(reading, score)
    return decided(reading, intent, score) if intent is Intent.REOPEN_ORDER else None


def _review_heard(reading: Reading, score: Score) -> Decision:
    """Of what its sender was asked about; else of nothing that is known here."""
    asked, slots = reading.context.asked, dict[str, Any]()
    number = asked.number if asked is not None and asked.kind is QuestionKind.REVIEW else None
    command = review(reading, () if number is None else (number,), slots)
    return decided(reading, Intent.REVIEW_ORDER, score, slots=slots, command=command if number is not None else None)


def _is_known(reading: Reading) -> bool:
    """Whether the room's record says who asked and who does what."""
    return any(thing.status is not None for thing in reading.context.things)


def _may_be_guessed(reading: Reading, intent: Intent, score: Score) -> bool:
    """Where nothing is known of who did what (every status None), only a claim or a keyword may be guessed."""
    if intent is Intent.CLAIM_ORDER or _is_known(reading):
        return True
    return any(name in (_KEYWORDS[intent], "points_at", "asks_status", "new_value") for name in score.names)


def decide_act(reading: Reading, intent: Intent, score: Score, reference: Reference) -> Decision:
    if intent in _ACTIVITY_ACTS and reference.how == "quoted" and reading.quoted_sessions:
        reference = Reference("none")  # which of them is another matter
    numbers = reference.numbers
    slots: dict[str, Any] = {}
    if reference.how in ("said", "quoted"):
        slots["activity" if intent in _ACTIVITY_ACTS else "orders"] = (
            numbers[0] if intent in _ACTIVITY_ACTS else list(numbers)
        )
    if intent in _ACTIVITY_ACTS:
        slots = enrolment_slots(reading, intent, slots)
    if reference.how == "several":
        return decided(reading, intent, score, slots=slots, question=AskWhich(intent, numbers))
    if intent in _ACTIVITY_ACTS:
        return decided(reading, intent, score, slots=slots, command=gathering_act(reading, intent, numbers, slots))
    build = BUILDERS.get(intent)
    command = build(reading, numbers, slots) if build else None
    if intent is Intent.DISPATCH_ORDER and "to" not in slots:
        score.add("nobody_named", -9.0)
    return decided(reading, intent, score, slots=slots, command=command)
