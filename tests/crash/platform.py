"""A chat platform that outlives the bot: what it was told is in its own files, and so is what it has handed over."""

import asyncio
import json
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TextIO

from bot.transports import (
    Abilities,
    Echo,
    Incoming,
    Outgoing,
    Person,
    Presence,
    PresenceEvent,
    Receive,
    SendOutcome,
    Sent,
)
from tests.crash.fuse import Fuse

ACCOUNT: Final = "a"
REDELIVERED: Final = 400


class LastingPlatform:
    """Hands over each message of its script once, over all runs, `most` of them in this one.

    `gives_again` repeats the last ones after a restart; `echoes` shows the bot what it said itself.
    """

    def __init__(
        self, folder: Path, fuse: Fuse, now: Callable[[], datetime], *, most: int, gives_again: bool, echoes: bool
    ) -> None:
        self.account = ACCOUNT
        self.abilities = Abilities(private_to_anyone=True)
        self.is_read = asyncio.Event()
        self._folder = folder
        self._fuse = fuse
        self._now = now
        self._most = most
        self._gives_again = gives_again
        self._echoes = echoes
        self._stopped = asyncio.Event()
        self._said = (folder / "said.jsonl").open("a", encoding="utf-8")
        self._handed = (folder / "handed.jsonl").open("a", encoding="utf-8")

    async def run(self, receive: Receive) -> None:
        await receive(PresenceEvent(ACCOUNT, Presence.ONLINE))
        if self._echoes:
            for line in read_lines(self._folder / "said.jsonl"):
                sent_at = datetime.fromisoformat(line["at"])
                await receive(Echo(ACCOUNT, line["room"], line["person"], line["text"], sent_at))
        self._fuse.light()
        for number, line in self._waiting():
            _keep(self._handed, {"number": number})
            await receive(self._incoming(number, line))
        self.is_read.set()
        await self._stopped.wait()

    def _waiting(self) -> Iterator[tuple[int, dict[str, str]]]:
        handed = len({line["number"] for line in read_lines(self._folder / "handed.jsonl")})
        first = max(0, handed - REDELIVERED) if self._gives_again else handed
        for number, line in enumerate(read_lines(self._folder / "script.jsonl")):
            if first <= number < handed + self._most:
                yield number, line

    def _incoming(self, number: int, line: dict[str, str]) -> Incoming:
        person = line["person"]
        return Incoming(
            ACCOUNT,
            f"m{number}",
            line["room"],
            line["room"],
            Person(person, person, is_friend=True),
            line["text"],
            self._now(),
        )

    async def send(self, outgoing: Outgoing) -> Sent:
        self._fuse.burn("while_sending")
        _keep(
            self._said,
            {
                "room": outgoing.room,
                "person": outgoing.person,
                "text": outgoing.text,
                "at": self._now().isoformat(),
            },
        )
        self._fuse.burn("after_sending")
        return Sent(SendOutcome.SENT)

    async def image(self, reference: str) -> bytes:
        raise FileNotFoundError(reference)

    async def voice(self, reference: str) -> bytes:
        raise FileNotFoundError(reference)

    async def leave_room(self, room: str) -> None:
        raise NotImplementedError(room)

    async def stop(self) -> None:
        self._stopped.set()
        self._said.close()
        self._handed.close()


def _keep(file: TextIO, line: dict[str, Any]) -> None:
    file.write(json.dumps(line, ensure_ascii=False) + "\n")
    file.flush()
    os.fsync(file.fileno())


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Whole lines only: the last one may have been cut off."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines(keepends=True) if line.endswith("\n")]
