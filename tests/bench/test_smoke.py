"""One short run of the benchmark: it still measures, and what it measures makes no mistakes."""

from tests.bench import digests
from tests.bench.load import Load, run
from tests.bench.understanding import TEXTS, microseconds


def test_the_workload_is_answered_without_a_mistake() -> None:
    found = run(Load(messages=300, warm_up=100, groups=40, window=16))
    assert found["messages/s"] > 0
    assert found["mistakes"].keys() <= {"answered chatter"}


def test_every_room_has_its_digest() -> None:
    assert digests.run(rooms=60)["queued"] == 60


def test_each_kind_of_message_is_understood_in_some_time() -> None:
    assert microseconds().keys() == TEXTS.keys()
