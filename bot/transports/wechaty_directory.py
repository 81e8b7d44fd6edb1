"""Names of people and rooms, asked once and kept until something says that they changed."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from grpclib.exceptions import GRPCError

from bot.clock import Clock
from bot.transports import Person
from bot.transports.wechaty_link import Link
from bot.transports.wechaty_payloads import OFFICIAL_CONTACT, DirtyKind
from bot.transports.wechaty_settings import WechatySettings

T = TypeVar("T")
ASK_AGAIN_AFTER: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    handle: str
    is_friend: bool
    is_official: bool


class Shelf(Generic[T]):
    """Answers by key. Who asks while the same question is on its way waits for its answer.

    An answer that is missing or not whole is asked for again a minute later; an old one is used where no new one comes.
    """

    def __init__(
        self, ask: Callable[[str], Awaitable[T | None]], is_whole: Callable[[T], bool], *, clock: Clock, keep: timedelta
    ) -> None:
        self._ask = ask
        self._is_whole = is_whole
        self._clock = clock
        self._keep = keep
        self._kept: dict[str, tuple[T | None, datetime]] = {}
        self._asked: dict[str, asyncio.Future[T | None]] = {}

    async def get(self, key: str) -> T | None:
        kept, until = self._kept.get(key, (None, None))
        if until is not None and self._clock.now() < until:
            return kept
        if (asked := self._asked.get(key)) is not None:
            return await asyncio.shield(asked)
        return await self._fetch(key, kept)

    async def _fetch(self, key: str, old: T | None) -> T | None:
        asked: asyncio.Future[T | None] = asyncio.get_running_loop().create_future()
        self._asked[key] = asked
        answer = old
        try:
            answer = await self._ask(key) or old
        finally:
            if self._asked.get(key) is asked:  # else it was forgotten meanwhile: this answer may be the old one
                del self._asked[key]
                is_whole = answer is not None and self._is_whole(answer)
                self._kept[key] = (answer, self._clock.now() + (self._keep if is_whole else ASK_AGAIN_AFTER))
            if not asked.done():
                asked.set_result(answer)
        return answer

    def put(self, key: str, value: T) -> None:
        self._asked.pop(key, None)
        self._kept[key] = (value, self._clock.now() + self._keep)

    def forget(self, key: str) -> None:
        """The next one asks anew; the old answer stays in reserve."""
        self._asked.pop(key, None)
        if key in self._kept:
            self._kept[key] = (self._kept[key][0], self._clock.now())

    def forget_all(self) -> None:
        for key in tuple(self._kept):
            self.forget(key)


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
