"""An exported chat: one JSON object a line, in the input form of the corpus. The first bad line ends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from bot.failures import MISUSED, fail
from bot.json_lines import BadLine, read_object
from handlers.understanding.contract import context_of, message_of
from handlers.understanding.message import Message

#: Without these nobody could say who asked and who came, or when.
_NEEDED: Final = ("text", "sender", "at")
#: There was no such chat before; and a clock is moved on day by day.
_YEARS: Final = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class ChatLine:
    """`room` is empty where the file does not say. A line that says what is `open` stands for itself."""

    number: int
    room: str
    message: Message
    row: Mapping[str, Any]

    @property
    def at(self) -> datetime:
        return self.message.at

    @property
    def stands_alone(self) -> bool:
        return self.row.get("open") is not None


def read_chat(file: Path) -> list[ChatLine]:
    try:
        content = file.read_bytes()
    except OSError as error:
        fail(f"{file}: cannot be read ({error.strerror})", MISUSED)
    lines = [_line(line, number, file) for number, line in enumerate(content.splitlines(), start=1) if _words_of(line)]
    if not lines:
        fail(f"{file}: no messages; expected one JSON object a line", MISUSED)
    return lines


def _words_of(line: bytes) -> bytes:
    return line.removeprefix(b"\xef\xbb\xbf").strip()


def _line(line: bytes, number: int, file: Path) -> ChatLine:
    try:
        row: dict[str, Any] = _whole(read_object(line.strip()))
        _check(row)
        context_of(row)
        message = message_of(row)
        _check_year(message.at.year)
        return ChatLine(number, row.get("room") or "", message, row)
    except (BadLine, ValueError) as error:  # both name the field
        fail(f"{file}: line {number}: {error}", MISUSED)


def _check(row: Mapping[str, Any]) -> None:
    """What the form of the corpus leaves open. Raises BadLine."""
    for name in _NEEDED:
        if row.get(name) is None:
            raise BadLine(f"{name}: missing; expected text, sender and at (and room, if there are several)")
    if not isinstance(row.get("room") or "", str):
        raise BadLine(f"room: expected str, got {type(row['room']).__name__}")


def _check_year(year: int) -> None:
    if year not in _YEARS:
        raise BadLine(f"at: expected a year from {_YEARS.start} to {_YEARS.stop - 1}, got {year}")


def _whole(value: Any) -> Any:
    """Half a surrogate pair, which JSON may hold and UTF-8 may not, becomes a question mark."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case dict():
            return {name: _whole(each) for name, each in value.items()}
        case list():
            return [_whole(each) for each in value]
    return value
