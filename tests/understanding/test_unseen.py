"""Messages by five hands that no rule and no weight has seen: a guard against getting worse, not a boast."""

import json
from pathlib import Path
from typing import Any

from handlers.understanding.contract import parse_line

UNSEEN = sorted(Path(__file__).parent.glob("unseen*.jsonl"))
LINES = [line for file in UNSEEN for line in file.read_text(encoding="utf-8").splitlines()]
ROWS: list[dict[str, Any]] = [json.loads(line) for line in LINES]
HEARD = [parse_line(row)["intent"] for row in ROWS]


def test_most_messages_are_taken_for_what_they_are() -> None:
    right = sum(row["intent"] == heard for row, heard in zip(ROWS, HEARD, strict=True))
    assert right / len(ROWS) > 0.87


def test_few_that_only_sound_like_something_are_answered() -> None:
    talk = [heard for row, heard in zip(ROWS, HEARD, strict=True) if row["intent"] == "chatter"]
    assert sum(heard != "chatter" for heard in talk) / len(talk) < 0.1
