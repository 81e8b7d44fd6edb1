"""`yihu parse`: JSON lines in, JSON lines out. Stops at the first line that is none."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from bot.failures import MISUSED, fail
from bot.json_lines import BadLine, read_object
from handlers.understanding.contract import parse_line


def parse_file(file: Path | None) -> None:
    """From the file, or stdin, to stdout; UTF-8 whatever the locale."""
    if file is None:
        _parse(sys.stdin.buffer, "stdin")
        return
    try:
        lines = file.open("rb")
    except OSError as error:
        fail(f"{file}: cannot be read ({error.strerror})", MISUSED)
    with lines:
        _parse(lines, str(file))


def _parse(lines: Iterable[bytes], where: str) -> None:
    out = sys.stdout.buffer
    for number, line in enumerate(lines, start=1):
        line = line.strip()  # noqa: PLW2901 - the line end is no part of the object
        if not line:
            continue
        answer = _answer(line, f"{where}: line {number}")
        # half a surrogate pair goes out as its \\u escape, which is JSON too
        out.write(answer.encode("utf-8", "backslashreplace") + b"\n")
        out.flush()  # a program on the other end may wait for this answer before it asks on


def _answer(line: bytes, where: str) -> str:
    try:
        return json.dumps(parse_line(read_object(line)), ensure_ascii=False)
    except (BadLine, ValueError) as error:  # names the field
        fail(f"{where}: {error}")
