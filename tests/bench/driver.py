"""Plays the platform in the bot's own process: says the lines, takes the answers, keeps the time of each."""

import asyncio
import re
import time
from dataclasses import dataclass
from typing import Final

from bot.clock import Clock
from bot.transports import (
    Abilities,
    Incoming,
    Outgoing,
    Person,
    Presence,
    PresenceEvent,
    Receive,
    SendOutcome,
    Sent,
)
from tests.bench.workload import Kind, Line, Workload

ACCOUNT: Final = "bench"
ANSWERED_WITHIN: Final = 10.0
_NUMBER: Final = re.compile(r"接单 (\d+)")
_SENT: Final = Sent(SendOutcome.SENT)


@dataclass(frozen=True, slots=True)
class Waiting:
    line: Line
    since: float
    answered: asyncio.Event


class Driver:
    """A Transport. One act a group and a person is open at a time, so that an answer is known to be that act's."""

    def __init__(self, workload: Workload, clock: Clock) -> None:
        self.account = ACCOUNT
        self.abilities = Abilities(mention=True, private_to_anyone=True)
        self.kinds: dict[str, Kind] = {}
        self.seconds: list[float] = []
        self.unanswered = 0
        self._workload = workload
        self._clock = clock
        self._waiting: dict[int, Waiting] = {}
        self._freed = asyncio.Event()
        self._receive: asyncio.Future[Receive] = asyncio.get_running_loop().create_future()
        self._stopped = asyncio.Event()

    # the transport

    async def run(self, receive: Receive) -> None:
        await receive(PresenceEvent(ACCOUNT, Presence.ONLINE))
        self._receive.set_result(receive)
        await self._stopped.wait()

    async def send(self, outgoing: Outgoing) -> Sent:
        self._hear(outgoing)
        return _SENT

    async def image(self, reference: str) -> bytes:
        raise FileNotFoundError(reference)

    async def voice(self, reference: str) -> bytes:
        raise FileNotFoundError(reference)

    async def leave_room(self, room: str) -> None:
        raise NotImplementedError(room)

    async def stop(self) -> None:
        self._stopped.set()

    # the people

    async def say_all(self, count: int, *, window: int) -> float:
        """As fast as the answers come, `window` acts open at most; the seconds until all are answered."""
        receive = await self._receive
        began = time.perf_counter()
        for _ in range(count):
            line = self._workload.next()
            while line.kind is not Kind.CHATTER and (len(self._waiting) >= window or self._is_busy(line)):
                await self._wait_for_answer()
            await self._say(line, receive, time.perf_counter())
        while self._waiting:
            await self._wait_for_answer()
        return time.perf_counter() - began

    async def say_at(self, rate: float, count: int) -> None:
        """At a fixed rate, whatever becomes of it. A line's time runs from the moment at which it is due."""
        receive = await self._receive
        began = time.perf_counter()
        for turn in range(count):
            due = began + turn / rate
            if (early := due - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            line = self._workload.next()
            while line.kind is not Kind.CHATTER and self._is_busy(line):
                line = self._workload.next()
            await self._say(line, receive, due)
        while self._waiting:
            await self._wait_for_answer()

    async def _say(self, line: Line, receive: Receive, due: float) -> None:
        message_id = f"m{len(self.kinds)}"
        self.kinds[message_id] = line.kind
        if line.kind not in {Kind.CHATTER, Kind.FINISH}:  # 完成 is thanked for by nobody
            self._waiting[line.group] = Waiting(line, due, self._freed)
        person = str(line.person)
        name = f"居民{line.person}"
        await receive(
            Incoming(
                ACCOUNT,
                message_id,
                str(line.group),
                "",
                Person(person, name, is_friend=True),
                line.text,
                self._clock.now(),
            )
        )
        if len(self.kinds) % 16 == 0:
            await asyncio.sleep(0)

    async def _wait_for_answer(self) -> None:
        self._freed.clear()
        try:
            await asyncio.wait_for(self._freed.wait(), ANSWERED_WITHIN)
        except TimeoutError:
            self.unanswered += len(self._waiting)
            self._waiting.clear()

    def _is_busy(self, line: Line) -> bool:
        return line.group in self._waiting or self._place_of(str(line.person)) is not None

    def _place_of(self, person: str | None) -> int | None:
        return next((place for place, waiting in self._waiting.items() if str(waiting.line.person) == person), None)

    def _hear(self, outgoing: Outgoing) -> None:
        place = int(outgoing.room) if outgoing.room is not None else self._place_of(outgoing.person)
        waiting = self._waiting.get(place) if place is not None else None
        if place is None or waiting is None or not self._is_answer(waiting.line, outgoing):
            return
        del self._waiting[place]
        self.seconds.append(time.perf_counter() - waiting.since)
        self._freed.set()

    def _is_answer(self, line: Line, outgoing: Outgoing) -> bool:
        is_to_speaker = outgoing.person == str(line.person)
        if line.kind is Kind.REVIEW:
            return is_to_speaker
        if line.kind is Kind.NEED:
            number = _NUMBER.search(outgoing.text)
            if outgoing.room is None or number is None:
                return False
            self._workload.placed(line, int(number[1]))
            return True
        if outgoing.room is not None:
            self._workload.claimed(line)
        return outgoing.room is not None or is_to_speaker
