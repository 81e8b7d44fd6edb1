"""What `yihu shadow --cases` wrote from a coordinator's marks: every file in cases/ is held to."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handlers.understanding.contract import parse_line

CASES = Path(__file__).parent / "cases"


def every_case() -> Iterator[Any]:
    for file in sorted(CASES.glob("*.jsonl")):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            yield pytest.param(json.loads(line), id=f"{file.name}:{number}")


@pytest.mark.parametrize("case", list(every_case()))
def test_a_case_is_understood_as_somebody_said_it_should_be(case: dict[str, Any]) -> None:
    """`slots` are compared where a case states them."""
    parsed = parse_line(case)
    assert parsed["intent"] == case["intent"], parsed["why"]
    assert {name: parsed["slots"].get(name) for name in case.get("slots", {})} == case.get("slots", {})
