"""One JSON object of the wire. Anything at all may come: what is missing or of another type reads as empty."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

LATEST_IN_SECONDS: Final = 10**11  # larger stamps are in milliseconds
_NUMBER: Final = re.compile(r"[1-9]\d{0,19}", re.ASCII)
_TOO_LONG: Final = 1 << 64  # turning a huge number into digits is refused by Python
_MESSAGE_ID: Final = re.compile(r"[\w-]{1,64}", re.ASCII)
_HALF_CHARACTERS: Final = re.compile("[\x00\ud800-\udfff]")  # no database takes them


class Facts:
    __slots__ = ("_fields",)

    def __init__(self, fields: object) -> None:
        self._fields: Mapping[str, Any] = fields if isinstance(fields, dict) else {}

    def __contains__(self, key: str) -> bool:
        return key in self._fields

    def raw(self, key: str) -> object:
        return self._fields.get(key)

    def text(self, key: str) -> str:
        value = self._fields.get(key)
        return clean(value) if isinstance(value, str) else ""

    def inner(self, key: str) -> "Facts":
        return Facts(self._fields.get(key))

    def flag(self, key: str) -> bool | None:
        value = self._fields.get(key)
        return value if isinstance(value, bool) else None

    def number(self, key: str) -> int:
        value = self._fields.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else 0

    def account_id(self, key: str) -> str:
        """The number of a person or a group; some implementations write numbers as texts."""
        value = self._fields.get(key)
        if type(value) is int and 0 < value < _TOO_LONG:  # nearly always, and asked eight times a message
            return str(value)
        return _matching(_NUMBER, value)

    def flag_of_request(self) -> str:
        """Given back as it came, but for its type: nobody agrees on that."""
        return self.text("flag") or self.message_id("flag")

    def message_id(self, key: str) -> str:
        return _matching(_MESSAGE_ID, self._fields.get(key))

    def at(self, *, now: datetime) -> datetime:
        """The event's time; now, where it has none or one that cannot be."""
        stamp: float = self.number("time")
        if stamp > LATEST_IN_SECONDS:
            stamp //= 1000
        return min(datetime.fromtimestamp(stamp, UTC), now) if 0 < stamp <= LATEST_IN_SECONDS else now


def is_number(identifier: str) -> bool:
    """Whether a person or a group can have it."""
    return _NUMBER.fullmatch(identifier) is not None


def read_facts(data: str | bytes) -> Facts | None:
    """None where it is no JSON object."""
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return Facts(fields) if isinstance(fields, dict) else None


def clean(text: str) -> str:
    return _HALF_CHARACTERS.sub("", text)


def as_number(identifier: str) -> int | str:
    """As implementations want it: a number, where it is one."""
    return int(identifier) if identifier.removeprefix("-").isdecimal() else identifier


def _matching(pattern: re.Pattern[str], value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return ""
    if isinstance(value, int) and abs(value) >= _TOO_LONG:
        return ""
    return found[0] if (found := pattern.fullmatch(str(value))) else ""
