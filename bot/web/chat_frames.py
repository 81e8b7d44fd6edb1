"""What a tab may send over its WebSocket. Everything else is refused before anybody looks at it."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Id = Annotated[str, Field(min_length=1, max_length=128)]
Number = Annotated[int, Field(ge=0, lt=2**62)]


class _Frame(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Enter(_Frame):
    """Speak as `person` from now on; `after` is the newest line the tab has of the platform with this `token`."""

    type: Literal["enter"]
    person: Id | None = None
    after: Number = 0
    token: str = ""


class Say(_Frame):
    type: Literal["say"]
    key: Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{8,64}$")]
    room: Id | None
    text: Annotated[str, Field(max_length=20_000)]
    quote: Number | None = None
    picture: Annotated[str, Field(max_length=64)] | None = None


class Older(_Frame):
    type: Literal["older"]
    room: Id | None
    before: Number


class MoveClock(_Frame):
    """By `seconds`, or `to` a time of the community's zone, or to the next morning's digest where both are missing."""

    type: Literal["move_clock"]
    seconds: Annotated[int, Field(gt=0, le=31 * 86_400)] | None = None
    to: datetime | None = None


class Invite(_Frame):
    type: Literal["invite"]
    room: Id


class Ping(_Frame):
    """A page cannot see the protocol's own pings; this is how it notices a connection that is dead."""

    type: Literal["ping"]


TabFrame = Enter | Say | Older | MoveClock | Invite | Ping
_ADAPTER: TypeAdapter[TabFrame] = TypeAdapter(Annotated[TabFrame, Field(discriminator="type")])


def read_frame(text: str) -> TabFrame:
    """Raises ValueError for anything else."""
    return _ADAPTER.validate_json(text)
