"""The embedded chat platform as the bot sees it: one account in every room of the page, a friend of everybody."""

import asyncio
from datetime import timedelta
from typing import Final

from bot.transports import (
    PICTURE,
    Abilities,
    Echo,
    Incoming,
    Outgoing,
    Person,
    Presence,
    PresenceEvent,
    Receive,
    RoomChange,
    RoomEvent,
    SendOutcome,
    Sent,
)
from bot.web.chat_lines import Line
from bot.web.chat_platform import ChatPlatform, NotSaid
from bot.web.chat_words import take_out_mention
from handlers.understanding.message import Quote

#: After a crash the outbox does not know of these whether they went out.
_ECHOED: Final = timedelta(minutes=2)


class WebChat:
    account: str = "webchat"
    abilities: Abilities = Abilities(mention=True, image=True, link=True, private_to_anyone=True)

    def __init__(self, chat: ChatPlatform) -> None:
        self._chat = chat
        self._stopped = asyncio.Event()

    async def run(self, receive: Receive) -> None:
        await receive(PresenceEvent(self.account, Presence.ONLINE))
        for line in self._chat.store.bot_lines(since=self._chat.clock.now() - _ECHOED):
            await receive(self._echo(line))
        while not self._stopped.is_set():
            self._chat.news.clear()
            await self._hand_over(receive)
            await self._chat.news.wait()

    async def _hand_over(self, receive: Receive) -> None:
        while self._chat.rooms_joined:
            room = self._chat.rooms_joined.popleft()
            await receive(RoomEvent(self.account, room.id, RoomChange.JOINED, room.name))
        while lines := self._chat.waiting():
            for line in lines:
                if self._stopped.is_set():
                    return
                await receive(self._incoming(line))
                self._chat.store.mark_handed_over(line.id)

    async def send(self, outgoing: Outgoing) -> Sent:
        mentions = tuple(person.id for person in outgoing.mention)
        try:
            picture = await self._chat.keep_picture(outgoing.picture) if outgoing.picture is not None else None
            text = outgoing.text if picture is None else ""
            line = self._chat.bot_says(
                text, room=outgoing.room, person=outgoing.person, mentions=mentions, picture=picture
            )
        except NotSaid as refused:
            return Sent(SendOutcome.NEVER, str(refused))
        return Sent(SendOutcome.SENT, message_id=self._chat.platform_id(line))

    async def image(self, reference: str) -> bytes:
        path = self._chat.pictures.path(reference)
        if path is None:
            raise FileNotFoundError(reference)
        return await asyncio.to_thread(path.read_bytes)

    async def voice(self, reference: str) -> bytes:
        raise FileNotFoundError(reference)  # the page has no microphone

    async def leave_room(self, room: str) -> None:
        self._chat.take_bot_out(room)

    async def stop(self) -> None:
        self._stopped.set()
        self._chat.news.set()

    def _incoming(self, line: Line) -> Incoming:
        said = line.said
        names = (person.name for person in self._chat.people.values())
        text, mentions_bot = take_out_mention(said.text, self._chat.bot_name, names)
        return Incoming(
            account=self.account,
            id=self._chat.platform_id(line),
            room=said.room,
            room_topic=self._chat.rooms[said.room].name if said.room is not None else "",
            sender=Person(said.sender or "", self._chat.name_of(said), handle=said.sender or "", is_friend=True),
            text=text,
            sent_at=said.sent_at,
            quote=self._quote(said.quote),
            mentions_bot=mentions_bot,
            images=(said.picture.name,) if said.picture else (),
        )

    def _quote(self, number: int | None) -> Quote | None:
        line = self._chat.store.line(number) if number is not None else None
        return Quote(self._chat.name_of(line.said), line.said.text or PICTURE) if line else None

    def _echo(self, line: Line) -> Echo:
        return Echo(self.account, line.said.room, line.said.private_to, line.said.text or PICTURE, line.said.sent_at)
