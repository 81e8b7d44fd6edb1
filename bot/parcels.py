"""An outbox row made ready for its transport: who it goes to there, and its text in clear."""

from dataclasses import dataclass, replace
from typing import Final

from bot.redaction import redact
from bot.transports import Outgoing, Person
from handlers.act import key
from handlers.wording import plain_name
from storage.models.people import Identity
from storage.models.places import Room
from storage.models.talk import OutboxMessage
from storage.seal import SealBroken
from storage.store import UnitOfWork

OTHER_KEY: Final = "sealed with another key"
#: A room or, where that is None, a member: what the order of sends is kept for.
Place = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Parcel:
    """A text on its way. The row is `sending` until `Delivery.settle` is told what became of it."""

    outbox_id: int
    account: str
    place: Place
    outgoing: Outgoing
    template: str
    cause: str


def pack(uow: UnitOfWork, row: OutboxMessage, room: Room | None) -> Parcel | str:
    """The parcel, or the reason why it can never go out."""
    outgoing = _to_room(uow, row, room) if room is not None else _to_person(uow, row)
    if isinstance(outgoing, str):
        return outgoing
    return Parcel(key(row.id), row.account, place_of(row), outgoing, row.template, row.cause)


def place_of(row: OutboxMessage) -> Place:
    return row.room_id, row.member_id


def _to_room(uow: UnitOfWork, row: OutboxMessage, room: Room) -> Outgoing | str:
    """The text, or the reason why there is none."""
    if row.text is None:
        return "no text"
    mention = uow.members.identity_of(row.mention_id, row.account) if row.mention_id is not None else None
    people = (_person(mention),) if mention is not None else ()
    return _with_picture(uow, row, Outgoing(room.external_id, None, row.text, people))


def _to_person(uow: UnitOfWork, row: OutboxMessage) -> Outgoing | str:
    identity = reader_of(uow, row)
    if identity is None:
        return "nobody known by this account"
    if row.text_sealed is None:
        return "no text"
    text = text_of(uow, row)
    return _with_picture(uow, row, Outgoing(None, identity.external_id, text)) if text is not None else OTHER_KEY


def _with_picture(uow: UnitOfWork, row: OutboxMessage, outgoing: Outgoing) -> Outgoing | str:
    if row.picture_sealed is None:
        return outgoing
    try:
        return replace(outgoing, picture=uow.open_content(row.picture_sealed))
    except SealBroken:
        return OTHER_KEY


def reader_of(uow: UnitOfWork, row: OutboxMessage) -> Identity | None:
    return uow.members.identity_of(row.member_id, row.account) if row.member_id is not None else None


def _person(identity: Identity) -> Person:
    """Platforms write the name into the room."""
    return Person(identity.external_id, redact(plain_name(identity.name)), identity.handle, identity.is_friend)


def text_of(uow: UnitOfWork, row: OutboxMessage) -> str | None:
    """None where there is none, or none that opens."""
    if row.text_sealed is None:
        return row.text
    try:
        private = uow.open(row.text_sealed)
    except SealBroken:
        return None
    return private.reveal() if private is not None else None
