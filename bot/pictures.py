"""Copies of reports' pictures: fetched from the platform after the commit, stored anew without their EXIF."""

import asyncio
import contextlib
from functools import partial
from pathlib import Path
from typing import Final

import structlog

from bot.transports import Transport
from bot.web.chat_pictures import NotAPicture, PictureFolder
from bot.writer import Writer
from storage.models.snapshots import SnapshotPicture
from storage.store import UnitOfWork

log = structlog.get_logger()

#: A platform that has not got it now may have it then.
TRIES_AGAIN_AFTER: Final = 60.0
FETCHES_WITHIN: Final = 60.0


class PictureKeeper:
    """Of one account. What a crash left undone is fetched at the next start; the rows say what is missing."""

    def __init__(
        self, transport: Transport, writer: Writer, folder: Path, *, tries_again_after: float = TRIES_AGAIN_AFTER
    ) -> None:
        self._transport = transport
        self._writer = writer
        self._folder = folder
        self._tries_again_after = tries_again_after
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                has_failed = not await self._step()
            except Exception as error:
                log.exception("pictures_failed", account=self._transport.account, error=type(error).__name__)
                has_failed = True
            if has_failed:
                await asyncio.sleep(self._tries_again_after)

    async def _step(self) -> bool:
        """One picture, or asleep until there may be one. False where it could not be had."""
        self._woken.clear()
        picture = await self._writer.do(self._next)
        if picture is not None:
            return await self._keep(picture)
        await self._woken.wait()
        return True

    def _next(self, uow: UnitOfWork) -> SnapshotPicture | None:
        return uow.snapshots.picture_to_fetch(self._transport.account)

    async def _keep(self, picture: SnapshotPicture) -> bool:
        """Whether we have it now. A failure is counted."""
        name = None
        with contextlib.suppress(OSError, NotAPicture):
            async with asyncio.timeout(FETCHES_WITHIN):
                content = await self._transport.image(picture.reference)
            name = await asyncio.to_thread(self._store, content)
        await self._writer.do(partial(_noted, picture, name))
        log.info("picture_kept" if name else "picture_missing", report=picture.snapshot_id, tries=picture.tries + 1)
        return name is not None

    def _store(self, content: bytes) -> str:
        return PictureFolder(self._folder).keep(content).name


def _noted(picture: SnapshotPicture, name: str | None, uow: UnitOfWork) -> None:
    uow.snapshots.change_picture(picture, name=name, tries=picture.tries + 1)
