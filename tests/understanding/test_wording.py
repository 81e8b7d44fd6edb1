"""The wording as shipped: made of the labelled messages as they are, small, and heard the same every time."""

import tracemalloc

import pytest

from handlers.understanding import wording
from handlers.understanding.learnt import CATEGORY_PLACES, FILE, LEARNT, MADE_OF, kept_in
from handlers.understanding.wording import Hearing, category_traits, heard_category, sounds_like_talk
from storage.intents import Intent
from storage.vocabulary import Category
from tests.understanding.rooms import reading_of
from tests.understanding.train_wording import corpus_files, digest, examples

MOST_BYTES = 30 * 1024 * 1024


def test_the_weights_are_those_of_the_labelled_messages() -> None:
    assert digest(corpus_files()) == MADE_OF, "make wording"


def test_the_labelled_messages_bear_known_labels() -> None:
    intents = {intent.value for intent in Intent}
    categories = {category.value for category in Category}
    for row in examples(corpus_files()):
        assert row["intent"] in intents, row
        assert row.get("slots", {}).get("category", "other") in categories, row


def test_the_weights_take_little_memory() -> None:
    tracemalloc.start()
    weights = kept_in(FILE)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert weights.weights
    assert kept < MOST_BYTES


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("哪位邻居有空来帮我看看水管", Intent.PLACE_ORDER),
        ("家里多的毛线谁要来拿", Intent.OFFER),
        ("小区路灯坏了没人管", Intent.SNAPSHOT),
    ],
)
def test_a_message_leans_to_what_it_sounds_like(text: str, intent: Intent) -> None:
    hearing = Hearing(reading_of(text))
    assert hearing.lean(intent) > 0
    assert hearing.likeliest[0] is intent
    assert not hearing.is_clearly_talk


def test_small_talk_is_clearly_talk() -> None:
    hearing = Hearing(reading_of("哈哈哈哈哈哈笑死我了这也太好笑了吧"))
    assert hearing.is_clearly_talk
    assert hearing.lean(Intent.PLACE_ORDER) < 0


def test_an_unknown_intent_is_leant_to_by_nothing() -> None:
    assert Hearing(reading_of("好")).lean(Intent.BIND) == -8.0


def test_the_tables_keep_their_category_unless_the_words_speak_clearly() -> None:
    reading = reading_of("谁能帮我修一下水龙头")
    assert heard_category(reading, Intent.PLACE_ORDER, Category.REPAIR) is Category.REPAIR
    offer = reading_of("谁家要白菜自己来拿，吃不完")
    assert heard_category(offer, Intent.OFFER, Category.OTHER) is Category.GOODS


@pytest.mark.parametrize("text", ["谁能帮我修一下水龙头", "哪个有空陪我去医院 3栋", "求助" * 150, ""])
def test_categories_are_heard_by_the_traits_that_they_were_learnt_from(text: str) -> None:
    reading, said = reading_of(text), (Intent.PLACE_ORDER, Category.REPAIR)
    learnt = wording._odds(LEARNT, LEARNT.sums(category_traits(reading, *said)))
    heard = wording._odds(LEARNT, LEARNT.added(wording._sums_of(reading), wording._opinions(*said)))
    assert all(heard[place] == learnt[place] for place in CATEGORY_PLACES.values())


def test_letters_alone_may_sound_like_talk() -> None:
    assert sounds_like_talk("哈哈哈哈哈哈")
    assert not sounds_like_talk("哪位邻居有空来帮我看看水管")
