"""`yihu parse`: one object in, one object out."""

import json
from typing import Any

import pytest

from handlers.understanding.contract import parse_line

ROW: dict[str, Any] = {
    "id": "m1",
    "room": "邻里群",
    "sender": "王婆婆",
    "role": "resident",
    "at": "2026-05-20T10:00:00+08:00",
    "text": "哪个帮我买哈药嘛 明天下午3点前 3栋2单元501 电话13800001234，每周三也要",
    "quote": None,
    "mentions_bot": False,
    "images": 0,
    "open": {"orders": [12], "activities": [5], "asked": None},
}


def test_a_line_becomes_a_line() -> None:
    out = parse_line(ROW)
    assert list(out) == ["id", "intent", "confidence", "slots", "spans", "why", "band"]
    assert (out["id"], out["intent"], out["band"]) == ("m1", "place_order", "act")
    assert out["slots"]["end"] == "2026-05-21T15:00+08:00"
    assert {span["kind"] for span in out["spans"]} == {"time", "address", "phone"}
    for span in out["spans"]:
        assert ROW["text"][span["offset"] : span["offset"] + len(span["text"])] == span["text"]
    assert [span["every"] for span in out["spans"] if span["every"]] == ["每周三"]
    assert json.loads(json.dumps(out)) == out


def test_only_the_text_must_be_there() -> None:
    assert parse_line({"text": "接单12"})["slots"] == {"orders": [12]}


def test_a_quote_a_question_and_a_naive_time_are_read() -> None:
    row = {
        "text": "我来",
        "at": "2026-05-20T10:00",
        "quote": {"sender": "社区小助手", "text": "📋 #12 维修"},
        "role": "neighbour",
    }
    assert parse_line(row)["slots"] == {"orders": [12]}
    assert parse_line({"text": "5", "open": {"asked": "review:12"}})["slots"] == {"stars": 5}
    assert parse_line({"text": "要得", "open": {"asked": "register"}})["slots"] == {"answer": "yes"}


def test_now_is_a_time_without_a_slot() -> None:
    out = parse_line(ROW | {"text": "点单 现在来修灯"})
    assert out["spans"][0]["now"] is True
    assert "start" not in out["slots"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({}, "text: missing"),
        ({"text": 5}, "text: expected str, got int"),
        ({"text": "a", "at": "gestern"}, "at: expected an ISO 8601 time"),
        ({"text": "a", "quote": "x"}, "quote: expected mapping, got str"),
        ({"text": "a", "images": True}, "images: expected int, got bool"),
        ({"text": "a", "open": {"orders": ["12"]}}, "open.orders: expected a list of numbers"),
        ({"text": "a", "open": {"asked": "riddle"}}, "open.asked: unknown question"),
    ],
)
def test_a_wrong_field_is_named(row: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_line(row)
