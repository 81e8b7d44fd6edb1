"""Messages in both forms of OneBot, and anything else that may come in their place."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.clock import SystemClock
from bot.tasks import Tasks
from bot.transports import Outgoing, Person
from bot.transports.onebot import OneBotTransport
from bot.transports.onebot_connection import Connection, Role
from bot.transports.onebot_facts import Facts, read_facts
from bot.transports.onebot_seen import REMEMBERED, WORDS_REMEMBERED, Seen, SeenMessages
from bot.transports.onebot_segments import MOST_SEGMENTS, Segment, as_wire, plain, read_segments, segments_of, unescape
from bot.transports.onebot_settings import OneBotSettings
from tests.transports.wechaty_ear import Ear

LI, WANG = Person("2", "小李"), Person("3", "王婆婆")


def text(words: str) -> Segment:
    return Segment("text", {"text": words})


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("", []),
        ("你好", [text("你好")]),
        ("&#91;CQ:at&#93; &amp;#91;", [text("[CQ:at] &#91;")]),
        ("[CQ:at,qq=1]好", [Segment("at", {"qq": "1"}), text("好")]),
        ("a[CQ:face,id=1]b", [text("a"), Segment("face", {"id": "1"}), text("b")]),
        ("[CQ:shake]", [Segment("shake", {})]),
        ("[CQ:image,file=a&#44;b.jpg,url=x=y]", [Segment("image", {"file": "a,b.jpg", "url": "x=y"})]),
        ("[CQ:at,qq=1", [text("[CQ:at,qq=1")]),
        ("[CQ:]", [Segment("", {})]),
        ("[cq:at,qq=1]", [text("[cq:at,qq=1]")]),
        ("[CQ:reply,id=-5][CQ:at,qq=1] 好", [Segment("reply", {"id": "-5"}), Segment("at", {"qq": "1"}), text(" 好")]),
        ([{"type": "text", "data": {"text": "好"}}], [text("好")]),
        ([{"type": "at", "data": {"qq": 5, "flag": True, "x": 1.5, "y": None}}], [Segment("at", {"qq": "5"})]),
        ([{"type": "at"}, {"type": 5}, {}, None, "x"], [Segment("at", {})]),
        ({"type": "text", "data": None}, [Segment("text", {})]),
        (None, []),
        (5, []),
    ],
)
def test_both_forms(message: Any, expected: list[Segment]) -> None:
    assert list(read_segments(message)) == expected


def test_no_message_is_endless() -> None:
    assert len(read_segments("[CQ:face,id=1]" * 10_000)) == MOST_SEGMENTS
    assert len(read_segments([{"type": "text", "data": {}}] * 10_000)) == MOST_SEGMENTS


@pytest.mark.parametrize(
    ("outgoing", "expected"),
    [
        (Outgoing("1", None, "好"), [text("好")]),
        (Outgoing("1", None, "好", (LI,)), [Segment("at", {"qq": "2"}), text(" 好")]),
        (Outgoing("1", None, "✅ @小李 接了 #1", (LI,)), [text("✅ "), Segment("at", {"qq": "2"}), text(" 接了 #1")]),
        (
            Outgoing("1", None, "@小李@王婆婆：好", (LI, WANG)),
            [Segment("at", {"qq": "2"}), text(" "), Segment("at", {"qq": "3"}), text(" ：好")],
        ),
        (Outgoing("1", None, "谢谢 @小李", (LI,)), [text("谢谢 "), Segment("at", {"qq": "2"}), text(" ")]),
        (Outgoing("1", None, "@好", (Person("4", ""),)), [Segment("at", {"qq": "4"}), text(" @好")]),
        (Outgoing(None, "2", "@小李 好", (LI,)), [text("@小李 好")]),
    ],
)
def test_what_goes_out(outgoing: Outgoing, expected: list[Segment]) -> None:
    assert list(segments_of(outgoing)) == expected


@given(
    st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
    st.lists(st.builds(Person, id=st.text("123", min_size=1), name=st.text("小李 @")), max_size=3),
)
def test_nothing_that_is_sent_gets_lost(words: str, people: list[Person]) -> None:
    segments = segments_of(Outgoing("1", None, words, tuple(people)))
    assert sorted(each.data["qq"] for each in segments if each.kind == "at") == sorted(each.id for each in people)
    assert "".join(plain(read_segments(as_wire(segments))).split()) == "".join(plain(segments).split())


@given(st.text())
def test_escaping_has_a_way_back(words: str) -> None:
    escaped = words.replace("&", "&amp;").replace("[", "&#91;").replace("]", "&#93;").replace(",", "&#44;")
    assert unescape(escaped) == words


# anything at all

_KEYS = st.sampled_from(
    [
        *("post_type", "message_type", "sub_type", "notice_type", "request_type", "meta_event_type", "message"),
        *("user_id", "group_id", "self_id", "message_id", "time", "sender", "nickname", "card", "flag", "status"),
        *("interval", "echo", "retcode", "data", "type", "text", "qq", "id", "url", "raw_message", "target_id"),
    ]
)
_WORDS = st.sampled_from(
    [
        *("message", "message_sent", "notice", "request", "meta_event", "private", "group", "heartbeat", "lifecycle"),
        *("friend", "invite", "group_increase", "group_decrease", "friend_add", "kick_me", "at", "text", "reply"),
        *("image", "[CQ:at,qq=1]", "[CQ:reply,id=1]", "\x00", "\ud800", "1", "-1", "all"),
    ]
)
_NUMBERS = st.integers() | st.sampled_from([0, 1, 2, -1, 10**25, 10**18]) | st.floats()
_ANYTHING = st.recursive(
    st.none() | st.booleans() | _NUMBERS | _WORDS | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=6),
    max_leaves=20,
)
_SEGMENTS = st.lists(
    st.fixed_dictionaries(
        {"type": _WORDS, "data": st.dictionaries(_KEYS, _WORDS | _NUMBERS | st.text(max_size=8), max_size=4)}
    ),
    max_size=5,
)
_EVENTS = st.fixed_dictionaries(
    {"post_type": _WORDS, "message": _SEGMENTS | _ANYTHING},
    optional={
        **dict.fromkeys(["message_type", "notice_type", "request_type", "sub_type"], _WORDS),
        **dict.fromkeys(["user_id", "group_id", "message_id"], st.sampled_from([1, 2, 3, "4", -1, 0]) | _ANYTHING),
        **dict.fromkeys(["time", "sender", "flag", "target_id", "self_id", "group_name"], _ANYTHING),
    },
)


class Nowhere:
    """A socket that is closed."""

    closed = True


@given(st.lists(_EVENTS | _ANYTHING, max_size=8))
async def test_nothing_that_comes_breaks_it(frames: list[Any]) -> None:
    transport = OneBotTransport(OneBotSettings("qq", "1", "t"), is_trusted_inviter=bool, clock=SystemClock())
    ear, tasks = Ear(), Tasks()
    running = tasks.start(transport.run(ear), name="transport")
    await asyncio.sleep(0)
    connection = Connection(Nowhere(), Role.UNIVERSAL)  # type: ignore[arg-type]  # it is not written to
    with capture_logs() as logs:
        for frame in frames:
            await transport._take(connection, json.dumps(frame))
        await transport._inflow.wait_until(lambda: not transport._inflow._undone)
    await transport.stop()
    await running
    assert "event_failed" not in {each["event"] for each in logs}
    repr(ear.events).encode()  # nothing that no database takes


@given(st.binary() | st.text())
def test_any_frame_is_facts_or_none(data: bytes | str) -> None:
    facts = read_facts(data)
    assert facts is None or facts.text("post_type") == "" or "post_type" in facts


def test_facts_are_what_they_are() -> None:
    facts = Facts({"a": None, "n": 10**30, "t": "12", "b": True, "x": "x" * 65, "neg": -7})
    assert "a" in facts
    assert "z" not in facts
    assert [facts.account_id(key) for key in "antbz"] == ["", "", "12", "", ""]
    assert [facts.message_id(key) for key in ("n", "x", "neg")] == ["", "", "-7"]


def test_only_the_latest_messages_are_remembered() -> None:
    seen = SeenMessages()
    for number in range(REMEMBERED + 1):
        seen.remember(f"{number}", Seen("1", "", "x" * (WORDS_REMEMBERED + 1)))
    last = seen.get(f"{REMEMBERED}")
    assert seen.get("0") is None
    assert last is not None
    assert len(last.text) == WORDS_REMEMBERED
