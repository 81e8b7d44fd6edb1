"""What the gateway's messages look like on the wire, read so that nothing odd in them can raise.

Some messages are declared again here: wechaty-grpc is older than today's gateways and lacks the fields they fill.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any, Final, Optional

import betterproto

#: Numbers above this are not seconds (they would lie in 2038 and later) but milliseconds, or finer.
LATEST_IN_SECONDS: Final = 2_145_888_000


class EventKind(IntEnum):
    HEARTBEAT = 1
    MESSAGE = 2
    ERROR = 16
    FRIENDSHIP = 17
    ROOM_INVITE = 18
    ROOM_JOIN = 19
    ROOM_LEAVE = 20
    ROOM_TOPIC = 21
    SCAN = 22
    LOGIN = 25
    LOGOUT = 26
    DIRTY = 27


class MessageKind(IntEnum):
    """The gateway's numbers; those of the Python package differ and are wrong."""

    UNKNOWN = 0
    ATTACHMENT = 1
    AUDIO = 2
    CONTACT = 3
    CHAT_HISTORY = 4
    EMOTICON = 5
    IMAGE = 6
    TEXT = 7
    LOCATION = 8
    MINI_PROGRAM = 9
    GROUP_NOTE = 10
    TRANSFER = 11
    RED_ENVELOPE = 12
    RECALLED = 13
    URL = 14
    VIDEO = 15
    POST = 16


class FriendshipKind(IntEnum):
    CONFIRM = 1
    RECEIVE = 2


class DirtyKind(IntEnum):
    CONTACT = 2
    ROOM = 3
    ROOM_MEMBER = 4


class ScanStatus(IntEnum):
    UNKNOWN = 0
    CANCEL = 1
    WAITING = 2
    SCANNED = 3
    CONFIRMED = 4
    TIMEOUT = 5


OFFICIAL_CONTACT: Final = 2
#: The kind of file that carries its content along.
BASE64_BOX: Final = 1


@dataclass(eq=False, repr=False)
class Instant(betterproto.Message):
    seconds: int = betterproto.int64_field(1)
    nanos: int = betterproto.int32_field(2)


@dataclass(eq=False, repr=False)
class MessageFacts(betterproto.Message):
    """MessagePayloadResponse with today's fields: `received` replaces `timestamp`, `quote_id` is the Juzi line's."""

    id: str = betterproto.string_field(1)
    filename: str = betterproto.string_field(2)
    text: str = betterproto.string_field(3)
    timestamp: int = betterproto.uint64_field(4)
    type: int = betterproto.int32_field(5)
    from_id: str = betterproto.string_field(6)
    room_id: str = betterproto.string_field(7)
    to_id: str = betterproto.string_field(8)
    mention_ids: list[str] = betterproto.string_field(9)  # noqa: RUF009 - betterproto's way
    received: Instant = betterproto.message_field(10)  # noqa: RUF009 - betterproto's way
    quote_id: str = betterproto.string_field(11)


@dataclass(eq=False, repr=False)
class SentFacts(betterproto.Message):
    """MessageSendTextResponse: the older field is a wrapper, newer gateways also fill the plain one."""

    wrapped_id: Optional[str] = betterproto.message_field(1, wraps=betterproto.TYPE_STRING)  # noqa: UP045 - betterproto reads the annotation and knows no |
    plain_id: str = betterproto.string_field(2)

    @property
    def message_id(self) -> str:
        return self.plain_id or self.wrapped_id or ""


def filebox(picture: bytes) -> str:
    """A picture (PNG) as gateways of both ages read files; they tell pictures by the name's ending."""
    box = {
        "type": BASE64_BOX,
        "boxType": BASE64_BOX,
        "name": "picture.png",
        "size": len(picture),
        "mediaType": "image/png",
        "metadata": {},
        "base64": base64.b64encode(picture).decode(),
    }
    return json.dumps(box)


def kind_name(number: int) -> str:
    try:
        return MessageKind(number).name.lower()
    except ValueError:
        return f"type_{number}"


def said_at(facts: MessageFacts, *, now: datetime) -> datetime:
    """The payload's time in whatever unit it is; now, where it has none or one that cannot be."""
    stamp: float = facts.timestamp or facts.received.seconds
    while stamp > LATEST_IN_SECONDS:
        stamp /= 1000
    if stamp <= 0:
        return now
    return min(datetime.fromtimestamp(stamp, UTC), now)


class Payload:
    """An event's JSON. What is missing or of another type reads as empty."""

    def __init__(self, text: str) -> None:
        try:
            fields = json.loads(text)
        except (ValueError, RecursionError):
            fields = {}
        self._fields: Mapping[str, Any] = fields if isinstance(fields, dict) else {}

    def text(self, key: str) -> str:
        value = self._fields.get(key)
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._fields.get(key)
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()

    def number(self, key: str) -> int:
        value = self._fields.get(key)
        return value if isinstance(value, int) else 0
