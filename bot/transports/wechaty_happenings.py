"""What happens besides messages: logins, rooms, friend requests, invitations."""

from collections.abc import Awaitable, Callable, Iterable

import structlog
from grpclib.exceptions import GRPCError, StreamTerminatedError

from bot.transports import Befriended, Event, PeopleMoved, Presence, RoomChange, RoomEvent
from bot.transports.account_state import AccountState
from bot.transports.wechaty_directory import Directory
from bot.transports.wechaty_link import Link, LinkDown, say_why
from bot.transports.wechaty_payloads import EventKind, FriendshipKind, Payload, ScanStatus
from bot.transports.wechaty_settings import WechatySettings

log = structlog.get_logger()


class Happenings:
    """`receive` may wait. A person is greeted once while the bot runs, however often they are announced."""

    def __init__(
        self,
        settings: WechatySettings,
        account: AccountState,
        link: Link,
        directory: Directory,
        *,
        receive: Callable[[Event], Awaitable[None]],
        is_trusted_inviter: Callable[[str], bool],
    ) -> None:
        self.receive = receive
        self._settings = settings
        self._account = account
        self._link = link
        self._directory = directory
        self._is_trusted_inviter = is_trusted_inviter
        self._greeted: set[str] = set()
        self._handlers: dict[int, Callable[[Payload], Awaitable[None]]] = {
            EventKind.LOGIN: self._on_login,
            EventKind.LOGOUT: self._on_logout,
            EventKind.SCAN: self._on_scan,
            EventKind.ERROR: self._on_error,
            EventKind.FRIENDSHIP: self._on_friendship,
            EventKind.ROOM_INVITE: self._on_room_invite,
            EventKind.ROOM_JOIN: self._on_room_join,
            EventKind.ROOM_LEAVE: self._on_room_leave,
            EventKind.ROOM_TOPIC: self._on_room_topic,
            EventKind.DIRTY: self._on_dirty,
        }

    async def handle(self, kind: int, payload: Payload) -> None:
        handler = self._handlers.get(kind)
        if handler is None:  # heartbeats, and kinds that a newer gateway invents
            return
        try:
            await handler(payload)
        except (GRPCError, LinkDown, StreamTerminatedError, TimeoutError) as error:
            log.warning("happening_lost", account=self._account.name, kind=kind, why=say_why(error))

    async def tell_presence(self, presence: Presence, detail: str = "") -> None:
        event = self._account.change(presence, detail)
        if event is not None:
            await self.receive(event)

    async def _on_login(self, payload: Payload) -> None:
        await self.tell_presence(Presence.ONLINE, payload.text("contactId"))

    async def _on_logout(self, payload: Payload) -> None:
        del payload  # its words are the puppet's
        await self.tell_presence(Presence.OFFLINE, "logged out")

    async def _on_scan(self, payload: Payload) -> None:
        code = payload.text("qrcode")
        if code and payload.number("status") in {ScanStatus.UNKNOWN, ScanStatus.WAITING, ScanStatus.TIMEOUT}:
            await self.tell_presence(Presence.SCAN, code)

    async def _on_error(self, payload: Payload) -> None:
        del payload  # holds stack traces, paths, maybe a resident's words
        log.warning("gateway_error", account=self._account.name)

    async def _on_dirty(self, payload: Payload) -> None:
        self._directory.notice_dirty(payload.number("payloadType"), payload.text("payloadId"))

    async def _on_room_topic(self, payload: Payload) -> None:
        room, topic = payload.text("roomId"), payload.text("newTopic")
        self._directory.topics.put(room, topic)
        await self.receive(RoomEvent(self._account.name, room, RoomChange.TOPIC, topic))

    async def _on_room_join(self, payload: Payload) -> None:
        room = payload.text("roomId")
        self._directory.topics.forget(room)
        if self._account.me in payload.texts("inviteeIdList"):
            topic = await self._directory.topic(room)
            await self.receive(RoomEvent(self._account.name, room, RoomChange.JOINED, topic))
        await self._tell_moved(room, payload.texts("inviteeIdList"), has_left=False)

    async def _on_room_leave(self, payload: Payload) -> None:
        room = payload.text("roomId")
        self._directory.topics.forget(room)
        if self._account.me in payload.texts("removeeIdList"):
            await self.receive(RoomEvent(self._account.name, room, RoomChange.LEFT))
        await self._tell_moved(room, payload.texts("removeeIdList"), has_left=True)

    async def _tell_moved(self, room: str, people: Iterable[str], *, has_left: bool) -> None:
        others = tuple(person for person in people if person != self._account.me)
        if others:
            await self.receive(PeopleMoved(self._account.name, room, others, has_left=has_left))

    async def _on_room_invite(self, payload: Payload) -> None:
        invitation = payload.text("roomInvitationId")
        inviter = (await self._link.insist(lambda stub: stub.room_invitation_payload(id=invitation))).inviter_id
        if not (self._settings.accept_rooms_from_anyone or self._is_trusted_inviter(inviter)):
            log.info("room_invitation_ignored", account=self._account.name, inviter=inviter)
            return
        await self._link.insist(lambda stub: stub.room_invitation_accept(id=invitation))
        log.info("room_invitation_accepted", account=self._account.name, inviter=inviter)

    async def _on_friendship(self, payload: Payload) -> None:
        friendship = payload.text("friendshipId")
        facts = await self._link.insist(lambda stub: stub.friendship_payload(id=friendship))
        if facts.type == FriendshipKind.RECEIVE:
            await self._link.insist(lambda stub: stub.friendship_accept(id=friendship))
        elif facts.type != FriendshipKind.CONFIRM:
            return
        await self._welcome(facts.contact_id)

    async def _welcome(self, contact_id: str) -> None:
        self._directory.contacts.forget(contact_id)
        if contact_id in self._greeted:
            return
        self._greeted.add(contact_id)
        log.info("befriended", account=self._account.name, contact=contact_id)
        if self._settings.greeting:
            try:
                await self._link.send_text(contact_id, self._settings.greeting, ())
            except Exception as error:  # noqa: BLE001 - the client library's edge: a friend without a greeting is a friend
                log.warning("greeting_failed", account=self._account.name, why=say_why(error))
        person = await self._directory.person(contact_id, wrote_privately=True)
        await self.receive(Befriended(self._account.name, person))
