"""Voice messages to words, by a program of the operator's choice: it is given a path and prints what was said."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import structlog

from bot.transports import Incoming, Transport

log = structlog.get_logger()

#: What is longer is no message any more.
LONGEST_WORDS: Final = 2000
#: So many programs run at once.
AT_ONCE: Final = 2


class Transcriber:
    """`command` is a program and its arguments; the path comes last."""

    def __init__(self, command: Sequence[str], patience: timedelta) -> None:
        self._command = tuple(command)
        self._patience = patience.total_seconds()
        self._places = asyncio.Semaphore(AT_ONCE)

    async def heard(self, transport: Transport, incoming: Incoming) -> Incoming:
        """The message in words; as it was where it could not be had, or nothing was understood. Raises nothing."""
        try:
            async with self._places, asyncio.timeout(self._patience):
                words = await self._words(await transport.voice(incoming.voice))
        except Exception as error:  # noqa: BLE001 - whatever is wrong, the message itself must not be lost
            log.warning("voice_not_heard", account=incoming.account, error=type(error).__name__)
            return incoming
        log.info("voice_heard", account=incoming.account, has_words=bool(words))
        return replace(incoming, text=words, voice="") if words else incoming

    async def _words(self, voice: bytes) -> str:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "voice"
            await asyncio.to_thread(file.write_bytes, voice)
            return await self._run(file)

    async def _run(self, file: Path) -> str:
        program = await asyncio.create_subprocess_exec(
            *self._command,
            str(file),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            said, _ = await program.communicate()
        finally:
            if program.returncode is None:  # it takes too long, or the bot stops
                program.kill()
                await program.wait()
        return said.decode(errors="replace").strip()[:LONGEST_WORDS] if program.returncode == 0 else ""
