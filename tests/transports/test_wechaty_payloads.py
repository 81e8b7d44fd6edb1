from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.transports.wechaty_payloads import Instant, MessageFacts, Payload, SentFacts, kind_name, said_at

NOW = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(MessageFacts(), NOW, id="none"),
        pytest.param(
            MessageFacts(timestamp=1_700_000_000), datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC), id="seconds"
        ),
        pytest.param(
            MessageFacts(timestamp=1_700_000_000_000), datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC), id="milliseconds"
        ),
        pytest.param(
            MessageFacts(received=Instant(seconds=1_700_000_000)),
            datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
            id="the newer field",
        ),
        pytest.param(MessageFacts(timestamp=2_000_000_000), NOW, id="in the future"),
        pytest.param(MessageFacts(received=Instant(seconds=-5)), NOW, id="before time"),
    ],
)
def test_times(facts: MessageFacts, expected: datetime) -> None:
    assert said_at(facts, now=NOW) == expected


@pytest.mark.parametrize("stamp", [0, 1, 2**31, 2**53, 2**64 - 1])
def test_any_time_can_be_read(stamp: int) -> None:
    assert said_at(MessageFacts(timestamp=stamp), now=NOW) <= NOW


def test_payloads_read_as_empty_where_they_are_odd() -> None:
    payload = Payload('{"a": 1, "b": ["x", 2], "c": "y"}')
    assert (payload.text("a"), payload.texts("a"), payload.number("c")) == ("", (), 0)
    assert (payload.number("a"), payload.texts("b"), payload.text("c")) == (1, ("x",), "y")
    assert Payload("[" * 100_000).text("a") == ""


@pytest.mark.parametrize("facts", [SentFacts(wrapped_id="x"), SentFacts(plain_id="x")])
def test_the_id_of_what_was_sent_stands_in_either_field(facts: SentFacts) -> None:
    assert SentFacts().parse(bytes(facts)).message_id == "x"


@given(st.text(), st.integers())
def test_any_payload_and_kind_can_be_read(text: str, kind: int) -> None:
    payload = Payload(text)
    assert (payload.text("roomId"), payload.texts("roomId"), payload.number("roomId")) == ("", (), 0)
    assert kind_name(kind)
