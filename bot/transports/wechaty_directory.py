"""Names of people and rooms, asked once and kept until something says that they changed."""

from dataclasses import dataclass
from datetime import timedelta

from grpclib.exceptions import GRPCError

from bot.clock import Clock
from bot.transports import Person
from bot.transports.shelf import Shelf
from bot.transports.wechaty_link import Link
from bot.transports.wechaty_payloads import OFFICIAL_CONTACT, DirtyKind
from bot.transports.wechaty_settings import WechatySettings


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    handle: str
    is_friend: bool
    is_official: bool


class Directory:
    def __init__(self, link: Link, settings: WechatySettings, clock: Clock) -> None:
        keep = timedelta(seconds=settings.names_kept_for)
        self._link = link
        self.contacts: Shelf[Contact] = Shelf(self._ask_contact, lambda c: bool(c.name), clock=clock, keep=keep)
        self.topics: Shelf[str] = Shelf(self._ask_topic, bool, clock=clock, keep=keep)
        self._nicknames: Shelf[str] = Shelf(self._ask_nickname, lambda _: True, clock=clock, keep=keep)

    async def person(self, contact_id: str, *, wrote_privately: bool = False) -> Person:
        """Only friends can write privately, whatever an old payload says."""
        contact = await self.contacts.get(contact_id)
        if contact is None:
            return Person(contact_id, "", is_friend=True if wrote_privately else None)
        return Person(contact_id, contact.name, contact.handle, contact.is_friend or wrote_privately)

    async def topic(self, room: str) -> str:
        return await self.topics.get(room) or ""

    async def nickname(self, room: str, contact_id: str) -> str:
        """What somebody is called in one room; the contact's name may be another."""
        return await self._nicknames.get(f"{room}\n{contact_id}") or ""

    def notice_dirty(self, kind: int, key: str) -> None:
        match kind:
            case DirtyKind.CONTACT:
                self.contacts.forget(key)
            case DirtyKind.ROOM:
                self.topics.forget(key)
                self._nicknames.forget_all()
            case DirtyKind.ROOM_MEMBER:
                self._nicknames.forget_all()

    async def _ask_contact(self, contact_id: str) -> Contact | None:
        try:
            facts = await self._link.call(lambda stub: stub.contact_payload(id=contact_id))
        except Exception:  # noqa: BLE001 - the client library's edge: without a name a message is still a message
            return None
        return Contact(facts.name, facts.weixin, facts.friend, facts.type == OFFICIAL_CONTACT)

    async def _ask_topic(self, room: str) -> str | None:
        try:
            facts = await self._link.call(lambda stub: stub.room_payload(id=room))
        except Exception:  # noqa: BLE001 - as above
            return None
        return str(facts.topic)

    async def _ask_nickname(self, key: str) -> str | None:
        room, _, contact_id = key.partition("\n")
        try:
            facts = await self._link.call(lambda stub: stub.room_member_payload(id=room, member_id=contact_id))
        except GRPCError:
            return ""  # the gateway does not know: not worth asking for every message
        except Exception:  # noqa: BLE001 - as above
            return None
        return str(facts.room_alias or facts.name)
