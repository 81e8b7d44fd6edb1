"""What happens besides messages: rooms, friends, invitations."""

from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from bot.transports import Befriended, Event, Outgoing, PeopleMoved, Recalled, RoomChange, RoomEvent, SendOutcome, Sent
from bot.transports.onebot_directory import FAILURES, Directory, card_key
from bot.transports.onebot_facts import Facts
from bot.transports.onebot_link import Link, why
from bot.transports.onebot_settings import OneBotSettings

log = structlog.get_logger()
#: The account was put out, or the group is no more; then `user_id` is not always given.
PUT_OUT: Final = frozenset({"kick_me", "disband"})


class Happenings:
    """A person is greeted once while the bot runs, however often they are announced."""

    def __init__(
        self,
        settings: OneBotSettings,
        link: Link,
        directory: Directory,
        *,
        receive: Callable[[Event], Awaitable[None]],
        send: Callable[[Outgoing], Awaitable[Sent]],
        is_trusted_inviter: Callable[[str], bool],
    ) -> None:
        self._settings = settings
        self._link = link
        self._directory = directory
        self._receive = receive
        self._send = send
        self._is_trusted_inviter = is_trusted_inviter
        self._greeted: set[str] = set()
        self._handlers: dict[tuple[str, str], Callable[[Facts], Awaitable[None]]] = {
            ("notice", "group_increase"): self._on_increase,
            ("notice", "group_decrease"): self._on_decrease,
            ("notice", "group_card"): self._on_card,
            ("notice", "notify"): self._on_notify,
            ("notice", "friend_add"): self._on_friend,
            ("notice", "group_recall"): self._on_recall,
            ("notice", "friend_recall"): self._on_recall,
            ("request", "friend"): self._on_friend_request,
            ("request", "group"): self._on_group_request,
        }

    async def handle(self, facts: Facts) -> None:
        kind = facts.text("post_type")
        handler = self._handlers.get((kind, facts.text(f"{kind}_type")))
        if handler is None:  # bans, files, and kinds that somebody invents
            return
        try:
            await handler(facts)
        except FAILURES as error:
            log.warning("happening_lost", account=self._settings.account, kind=kind, why=why(error))

    def _is_me(self, facts: Facts) -> bool:
        return facts.account_id("user_id") == self._settings.self_id

    async def _on_increase(self, facts: Facts) -> None:
        room = facts.account_id("group_id")
        if room and self._is_me(facts):
            self._directory.topics.forget(room)
            topic = await self._directory.topic(room)
            await self._receive(RoomEvent(self._settings.account, room, RoomChange.JOINED, topic))
        else:
            await self._tell_moved(facts, has_left=False)

    async def _on_decrease(self, facts: Facts) -> None:
        room = facts.account_id("group_id")
        if room and (self._is_me(facts) or facts.text("sub_type") in PUT_OUT):
            await self._receive(RoomEvent(self._settings.account, room, RoomChange.LEFT))
        else:
            await self._tell_moved(facts, has_left=True)

    async def _tell_moved(self, facts: Facts, *, has_left: bool) -> None:
        room, person = facts.account_id("group_id"), facts.account_id("user_id")
        if room and person:
            await self._receive(PeopleMoved(self._settings.account, room, (person,), has_left=has_left))

    async def _on_card(self, facts: Facts) -> None:
        self._directory.cards.forget(card_key(facts.account_id("group_id"), facts.account_id("user_id")))

    async def _on_notify(self, facts: Facts) -> None:
        """Renaming a group is no part of the standard; some implementations tell it this way."""
        room, topic = facts.account_id("group_id"), facts.text("name_new")
        if room and topic and facts.text("sub_type") == "group_name":
            self._directory.topics.put(room, topic)
            await self._receive(RoomEvent(self._settings.account, room, RoomChange.TOPIC, topic))

    async def _on_recall(self, facts: Facts) -> None:
        if message_id := facts.message_id("message_id"):
            room = facts.account_id("group_id") or None
            await self._receive(Recalled(self._settings.account, room, message_id))

    async def _on_friend(self, facts: Facts) -> None:
        if person := facts.account_id("user_id"):
            await self._welcome(person)

    async def _on_friend_request(self, facts: Facts) -> None:
        if not (person := facts.account_id("user_id")):
            return
        await self._call("set_friend_add_request", flag=facts.flag_of_request(), approve=True)
        await self._welcome(person)

    async def _on_group_request(self, facts: Facts) -> None:
        """Whoever wants to join a group is the business of the group's owner."""
        if facts.text("sub_type") != "invite":
            return
        inviter = facts.account_id("user_id")
        if not (self._settings.accept_rooms_from_anyone or self._is_trusted_inviter(inviter)):
            log.info("room_invitation_ignored", account=self._settings.account, inviter=inviter)
            return
        flag = facts.flag_of_request()
        await self._call("set_group_add_request", flag=flag, sub_type="invite", approve=True)
        log.info("room_invitation_accepted", account=self._settings.account, inviter=inviter)

    async def _call(self, action: str, **parameters: str | bool) -> None:
        await self._link.call(action, patience=self._settings.call_patience, **parameters)

    async def _welcome(self, person: str) -> None:
        if person in self._greeted:
            return
        self._greeted.add(person)
        log.info("befriended", account=self._settings.account, contact=person)
        await self._directory.refresh_friends()
        if self._settings.greeting:
            sent = await self._send(Outgoing(None, person, self._settings.greeting))
            if sent.outcome is not SendOutcome.SENT:
                log.warning("greeting_failed", account=self._settings.account, why=sent.reason)
        await self._receive(Befriended(self._settings.account, self._directory.friend(person)))
