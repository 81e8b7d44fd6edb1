"""Every sentence of the table means what it says it means."""

import pytest

from handlers.understanding.message import OpenThing
from storage.intents import Intent
from storage.vocabulary import Band
from tests.bench.workload import CHATTER as LOAD
from tests.understanding.rooms import in_its_room, order, said
from tests.understanding.sentences import ACTS, CHATTER, COMMANDS, NEEDS, OTHER_TALK, Sentence

MEANT = (*NEEDS, *ACTS, *COMMANDS, *OTHER_TALK)
#: Of the other talk, what a handler takes.
HANDLED = (Intent.RECRUIT, Intent.ASK_ACTIVITIES)
NOTHING_OPEN = ("我来", "+1")


@pytest.mark.parametrize("sentence", MEANT, ids=[s.text for s in MEANT])
def test_a_sentence_is_taken_for_what_it_is(sentence: Sentence) -> None:
    decision = in_its_room(sentence)
    named = decision.slots.get("orders", [decision.slots.get("activity")])
    assert decision.intent is sentence.intent, decision.why
    if sentence.numbers:
        assert tuple(named) == sentence.numbers


@pytest.mark.parametrize("text", CHATTER)
def test_talk_is_met_with_silence(text: str) -> None:
    decision = said(text, *(() if text in NOTHING_OPEN else (order(12, None),)))
    assert decision.intent is Intent.CHATTER, decision.why
    assert decision.band is Band.IGNORE
    assert decision.command is None
    assert decision.question is None


@pytest.mark.parametrize("things", [(), (order(12),), (order(12), order(14))], ids=["nothing", "one", "two"])
@pytest.mark.parametrize("text", LOAD)
def test_talk_of_the_load_is_met_with_silence(text: str, things: tuple[OpenThing, ...]) -> None:
    assert said(text, *things).intent is Intent.CHATTER


@pytest.mark.parametrize("sentence", [s for s in OTHER_TALK if s.intent is not Intent.SNAPSHOT], ids=lambda s: s.text)
def test_what_is_not_handled_yet_is_recognised_without_a_command(sentence: Sentence) -> None:
    assert (in_its_room(sentence).command is not None) is (sentence.intent in HANDLED)


@pytest.mark.parametrize("sentence", [*NEEDS, *ACTS, *COMMANDS], ids=lambda s: s.text)
def test_what_is_recognised_can_be_acted_upon(sentence: Sentence) -> None:
    decision = in_its_room(sentence)
    assert decision.command is not None or decision.question is not None
