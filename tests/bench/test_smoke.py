"""One short run of the benchmark: it still measures, and what it measures makes no mistakes."""

from tests.bench import chart, digests
from tests.bench.beside import Size, measure
from tests.bench.bots import BOTS
from tests.bench.load import Load, run
from tests.bench.understanding import FILES, TEXTS, microseconds


def test_the_workload_is_answered_without_a_mistake() -> None:
    found = run(Load(messages=300, warm_up=100, groups=40, window=16))
    assert found["messages/s"] > 0
    assert found["mistakes"].keys() <= {"answered chatter"}


def test_every_room_has_its_digest() -> None:
    assert digests.run(rooms=60)["queued"] == 60


def test_each_kind_of_message_is_understood_in_some_time() -> None:
    figures = microseconds(rounds=1)
    assert figures.keys() >= TEXTS.keys()
    assert all(f"{kind}, p99" in figures for kind in FILES)


async def test_a_bot_of_another_process_is_measured() -> None:
    size = Size(seconds=0.5, messages=300, warm_up=100, rates=(200,), with_kill=False)
    found = await measure(BOTS["floor"], "NORMAL", 1, size)
    assert found["messages/s"] > 0
    assert not any(found["mistakes"].values())


def test_bots_are_drawn_beside_one_another() -> None:
    figures = {"yihu": {"NORMAL": {"messages/s": 600.0, "p99 ms at 200": None}}, "floor": {}}
    drawn = chart.draw(figures, runs=3)
    assert "600" in drawn
    assert "not" in drawn
    assert "font-face" not in drawn
