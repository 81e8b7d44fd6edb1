"""The seam between the bot and a chat platform: what comes in, what goes out, what a platform can do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from handlers.understanding.message import Quote

#: What stands for a picture where there are only words.
PICTURE: Final = "[图片]"


@dataclass(frozen=True, slots=True)
class Person:
    """A sender as the platform knows them. `handle` is an id that survives a new login, where there is one."""

    id: str
    name: str
    handle: str = ""
    is_friend: bool | None = None  # None: not known


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message said by a person. Old, system and own messages never become one.

    `room` is the platform's room id, None for a private message; `text` has the quote block and the mention of the
    bot taken out; `images` are opaque references that the transport's `image` method opens, `voice` is one for its
    `voice` method (then there is no text); `sent_at` is aware.
    """

    account: str
    id: str
    room: str | None
    room_topic: str
    sender: Person
    text: str
    sent_at: datetime
    quote: Quote | None = None
    mentions_bot: bool = False
    images: tuple[str, ...] = ()
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Recalled:
    """Its sender took a message back."""

    account: str
    room: str | None
    message_id: str


@dataclass(frozen=True, slots=True)
class Echo:
    """The account's own message, seen again: settles a send whose outcome was unknown."""

    account: str
    room: str | None
    person: str | None
    text: str
    sent_at: datetime


class RoomChange(StrEnum):
    JOINED = "joined"  # the bot was let in
    LEFT = "left"  # the bot was put out: sends to it can never work
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class RoomEvent:
    account: str
    room: str
    change: RoomChange
    topic: str = ""


@dataclass(frozen=True, slots=True)
class PeopleMoved:
    """Other people than the bot left a room or, without `has_left`, came (back) to it."""

    account: str
    room: str
    people: tuple[str, ...]
    has_left: bool


@dataclass(frozen=True, slots=True)
class Befriended:
    """A person can be written to from now on; what waits for them may go out."""

    account: str
    person: Person


class Presence(StrEnum):
    ONLINE = "online"
    OFFLINE = "offline"
    SCAN = "scan"  # a person has to scan `detail`
    REJECTED = "rejected"  # the token is wrong: no use in trying again


@dataclass(frozen=True, slots=True)
class PresenceEvent:
    account: str
    presence: Presence
    detail: str = ""


Event = Incoming | Recalled | Echo | RoomEvent | PeopleMoved | Befriended | PresenceEvent


@dataclass(frozen=True, slots=True)
class Abilities:
    mention: bool = False
    image: bool = False
    link: bool = False
    recall: bool = False
    private_to_anyone: bool = False  # else only to friends


class SendOutcome(StrEnum):
    SENT = "sent"
    UNKNOWN = "unknown"  # it may have arrived (time-out, broken stream)
    RETRY = "retry"  # surely not sent; try later (off-line, rate limit)
    NEVER = "never"  # can never work (room left, no friend)


@dataclass(frozen=True, slots=True)
class Sent:
    outcome: SendOutcome
    reason: str = ""
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A rendered text to a room, or to a person where `room` is None. `mention` names people to @ in the room.

    Where there is a `picture` (PNG), it is all that is sent; the text stands for it (PICTURE), in echoes too.
    """

    room: str | None
    person: str | None
    text: str
    mention: tuple[Person, ...] = field(default=())
    picture: bytes | None = field(default=None, repr=False)


Receive = Callable[[Event], Awaitable[None]]


class Transport(Protocol):
    """One account on one platform. Events of one room are delivered in the room's order.

    `receive` may wait (back-pressure). `run` returns only when `stop` was called or the account is rejected for good.
    """

    account: str
    abilities: Abilities

    async def run(self, receive: Receive) -> None: ...

    async def send(self, outgoing: Outgoing) -> Sent: ...

    async def image(self, reference: str) -> bytes: ...

    async def voice(self, reference: str) -> bytes: ...

    async def leave_room(self, room: str) -> None: ...

    async def stop(self) -> None: ...


class TransportRejected(Exception):
    """The platform refuses the account's token; the message is one line for the operator."""
