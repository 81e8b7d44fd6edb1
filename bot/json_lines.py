"""One line of a JSONL file, as whoever wrote it is told what is wrong with it."""

import json
from typing import Any


class BadLine(Exception):
    """The message says what is wrong; whoever reads the file adds its name and the line."""


def read_object(line: bytes) -> dict[str, Any]:
    """Raises BadLine.

    >>> read_object(b'{"text": "x"}')
    {'text': 'x'}
    """
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadLine("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadLine(f"not JSON: {error.msg} (column {error.colno})") from None
    except RecursionError:
        raise BadLine("not JSON that anyone would send: nested too deep") from None
    if not isinstance(row, dict):
        raise BadLine("expected a JSON object")
    return row
