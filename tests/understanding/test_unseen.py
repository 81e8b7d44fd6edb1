"""Messages by many hands that no rule and no weight has seen: a guard against getting worse, not a boast."""

import json
from pathlib import Path
from typing import Any

from handlers.understanding.contract import parse_line

UNSEEN = sorted(Path(__file__).parent.glob("unseen*.jsonl"))
LINES = [line for file in UNSEEN for line in file.read_text(encoding="utf-8").splitlines()]
ROWS: list[dict[str, Any]] = [json.loads(line) for line in LINES]
HEARD = [parse_line(row)["intent"] for row in ROWS]
#: What people write to one person, a message a line; an order and an activity are open, which makes a bot eager.
PRIVATE = [
    line
    for file in sorted(Path(__file__).parent.glob("unseen_private*.txt"))
    for line in file.read_text(encoding="utf-8").splitlines()
]
OPEN = {"orders": [12], "activities": [5]}


def test_most_messages_are_taken_for_what_they_are() -> None:
    right = sum(row["intent"] == heard for row, heard in zip(ROWS, HEARD, strict=True))
    assert right / len(ROWS) > 0.93


def test_few_that_only_sound_like_something_are_answered() -> None:
    talk = [heard for row, heard in zip(ROWS, HEARD, strict=True) if row["intent"] == "chatter"]
    assert sum(heard != "chatter" for heard in talk) / len(talk) < 0.03


def test_hardly_anything_that_is_for_one_person_is_answered() -> None:
    heard = [parse_line({"text": line, "open": OPEN})["intent"] for line in PRIVATE]
    assert sum(intent != "chatter" for intent in heard) / len(heard) < 0.01
