"""Doubles for what is not ours: a chat platform that does as it is told."""

import asyncio
from collections import deque

from bot.transports import (
    Abilities,
    Event,
    Outgoing,
    Presence,
    PresenceEvent,
    Receive,
    SendOutcome,
    Sent,
    TransportRejected,
)

Answer = Sent | Exception | asyncio.Event


class ScriptedPlatform:
    """A Transport. `answers` are given to sends in turn, then SENT: an outcome, an error, or an event to wait for."""

    def __init__(self, account: str = "a", *, is_online: bool = True) -> None:
        self.account = account
        self.abilities = Abilities(mention=True, private_to_anyone=True)
        self.answers: deque[Answer] = deque()
        self.sent: list[Outgoing] = []
        self.left: list[str] = []
        self.pictures: dict[str, bytes] = {}
        self.voices: dict[str, bytes] = {}
        self.is_leaving_refused = False
        self._is_online = is_online
        self._events: asyncio.Queue[Event | Exception | None] = asyncio.Queue()
        self._news = asyncio.Condition()

    async def run(self, receive: Receive) -> None:
        if self._is_online:
            await receive(PresenceEvent(self.account, Presence.ONLINE))
        while (event := await self._events.get()) is not None:
            if isinstance(event, Exception):
                raise event
            await receive(event)

    def happen(self, *events: Event | Exception) -> None:
        for event in events:
            self._events.put_nowait(event)

    def reject(self) -> None:
        self.happen(TransportRejected(f"account {self.account}: the token is wrong"))

    async def send(self, outgoing: Outgoing) -> Sent:
        answer = self.answers.popleft() if self.answers else Sent(SendOutcome.SENT)
        async with self._news:
            self.sent.append(outgoing)
            self._news.notify_all()
        if isinstance(answer, asyncio.Event):
            await answer.wait()
            return Sent(SendOutcome.SENT)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def has_sent(self, count: int) -> list[str]:
        """The texts, when there are so many."""
        async with asyncio.timeout(10), self._news:
            await self._news.wait_for(lambda: len(self.sent) >= count)
        return self.texts

    @property
    def texts(self) -> list[str]:
        return [outgoing.text for outgoing in self.sent]

    async def image(self, reference: str) -> bytes:
        if reference not in self.pictures:
            raise FileNotFoundError(reference)
        return self.pictures[reference]

    async def voice(self, reference: str) -> bytes:
        if reference not in self.voices:
            raise FileNotFoundError(reference)
        return self.voices[reference]

    async def leave_room(self, room: str) -> None:
        self.left.append(room)
        if self.is_leaving_refused:
            raise ConnectionError

    async def stop(self) -> None:
        self._events.put_nowait(None)
