"""Pictures of reports: fetched after the commit, without their EXIF, whatever becomes of the process meanwhile."""

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from bot.pictures import PictureKeeper
from bot.tasks import Tasks
from bot.writer import Writer
from handlers.act import key
from storage.models.snapshots import SnapshotPicture
from storage.repositories.snapshots import MOST_TRIES
from storage.store import Store
from storage.vocabulary import PostingKind
from tests.chat import ACCOUNT, Chat
from tests.support import ScriptedPlatform

PLACE_OF_A_PHONE = "Chengdu, 3-2-501"


def photo() -> bytes:
    """A picture that tells where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = PLACE_OF_A_PHONE
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "JPEG", exif=exif)
    return file.getvalue()


class Album:
    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.folder = folder / "pictures"
        self.chat = Chat(store)
        self.platform = ScriptedPlatform(ACCOUNT)
        self.writer = Writer(store)
        self.keeper = PictureKeeper(self.platform, self.writer, self.folder, tries_again_after=0.01)

    def report(self, *pictures: str) -> None:
        self.chat.say("陈姐", "3栋门口路灯不亮", pictures=pictures)

    @property
    def rows(self) -> list[SnapshotPicture]:
        with self.store.read() as uow:
            reports = uow.postings.of(PostingKind.SNAPSHOT, 1)
            return uow.snapshots.pictures_of(key(reports[0].target_id))

    async def all_tried(self, least: int = 1) -> None:
        async with asyncio.timeout(10):
            while any(row.name is None and row.tries < least for row in self.rows):  # noqa: ASYNC110 - of another thread
                await asyncio.sleep(0.01)


@pytest.fixture
async def album(store: Store, tmp_path: Path) -> AsyncIterator[Album]:
    album = Album(store, tmp_path)
    tasks = Tasks()
    album.writer.start()
    tasks.start(album.keeper.run(), name="pictures")
    yield album
    await tasks.cancel()
    await album.writer.stop()


async def test_a_picture_is_kept_without_what_the_phone_wrote_into_it(album: Album) -> None:
    album.platform.pictures["p1"] = photo()
    album.report("p1")
    album.keeper.wake()
    await album.all_tried()
    name = album.rows[0].name
    assert name is not None
    content = (album.folder / name).read_bytes()
    assert PLACE_OF_A_PHONE.encode() not in content
    with Image.open(io.BytesIO(content)) as image:
        assert not image.getexif()


async def test_what_a_crash_left_undone_is_fetched_at_the_next_start(store: Store, tmp_path: Path) -> None:
    album = Album(store, tmp_path)
    album.report("p1")
    album.platform.pictures["p1"] = photo()
    album.writer.start()
    tasks = Tasks()
    tasks.start(album.keeper.run(), name="pictures")
    await album.all_tried()
    assert album.rows[0].name
    await tasks.cancel()
    await album.writer.stop()


async def test_what_cannot_be_had_now_is_tried_again(album: Album) -> None:
    album.platform.pictures["p2"] = b"no picture"
    album.report("p1", "p2")
    album.keeper.wake()
    await album.all_tried(2)
    album.platform.pictures |= {"p1": photo(), "p2": photo()}
    await album.all_tried(MOST_TRIES)
    assert all(row.name for row in album.rows)


async def test_it_survives_trouble_of_its_own(album: Album, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(reference: str) -> bytes:
        monkeypatch.undo()
        raise ValueError(reference)

    monkeypatch.setattr(album.platform, "image", broken)
    album.platform.pictures["p1"] = photo()
    album.report("p1")
    album.keeper.wake()
    await album.all_tried()
    assert album.rows[0].name


def test_pictures_of_both_halves_and_each_once(store: Store, tmp_path: Path) -> None:
    album = Album(store, tmp_path)
    album.chat.say("陈姐", "", pictures=("p1",))
    album.chat.wait(timedelta(seconds=30))
    album.report("p2")
    album.chat.say("陈姐", "", pictures=("p2", "p3"))
    assert [row.reference for row in album.rows] == ["p1", "p2", "p3"]
