"""The demo: a community with something to see, a clock that can be moved, and a memory."""

import asyncio
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from bot import demo_world
from bot.clock import MovableClock, SystemClock
from bot.database import migrated_store
from bot.demo import Demo
from bot.settings import DatabaseSettings
from bot.web.chat_lines import LineKind
from bot.web.chat_platform import ChatPlatform, Saying
from storage.vocabulary import LOCAL_ZONE


@pytest.fixture
def database(tmp_path: Path) -> DatabaseSettings:
    return DatabaseSettings(url=f"sqlite:///{tmp_path / 'yihu.db'}", key_file=tmp_path / "yihu.key")


def noon() -> MovableClock:
    """A clock that runs on from today's noon, so that it matters nowhere when the test runs."""
    now = SystemClock().now()
    at = now.astimezone(LOCAL_ZONE).replace(hour=12, minute=0)
    return MovableClock(ahead=at - now)


def bot_lines(chat: ChatPlatform, room: str) -> list[str]:
    lines = chat.store.newest(room=room, private_to=None, limit=200)
    return [line.said.text for line in lines if line.said.kind is LineKind.BOT]


async def test_page_and_database_agree(database: DatabaseSettings, tmp_path: Path) -> None:
    with migrated_store(database) as store:
        await Demo(store, tmp_path, noon()).seed()
        _, chat = Demo(store, tmp_path, noon()).open()
        posted = [text for room, _ in demo_world.ROOMS for text in bot_lines(chat, room) if text.startswith("📋")]
        people = {line.said.sender for line in chat.store.newest(room="neighbours", private_to=None, limit=200)}
        chat.close()
        with store.read() as uow:
            open_numbers = [
                number for room in uow.rooms.everywhere() for number, _ in uow.postings.open_orders(room.id or 0)
            ]
            assert len(uow.menu.of_site(3, month=5)) == 12
            assert len(uow.members.everyone()) == 8
    assert len(posted) == 5
    assert len(open_numbers) == 5
    assert {"wang", "xiaoli", "chen", "liu"} <= people


async def test_a_restart_keeps_everything_and_says_nothing_twice(database: DatabaseSettings, tmp_path: Path) -> None:
    with migrated_store(database) as store:
        await Demo(store, tmp_path, noon()).seed()
        first = Demo(store, tmp_path, noon()).open()[1]
        before = bot_lines(first, "neighbours")
        first.close()
        again = Demo(store, tmp_path, noon())
        await again.seed()
        app, chat = again.open()
        await app.start()
        await app.drain()
        await app.stop()
        assert bot_lines(chat, "neighbours") == before
        chat.close()


async def test_moved_to_the_morning_the_digest_is_there(database: DatabaseSettings, tmp_path: Path) -> None:
    with migrated_store(database) as store:
        demo = Demo(store, tmp_path, noon())
        await demo.seed()
        app, chat = demo.open()
        await app.start()
        assert chat.clock.move is not None
        tomorrow = (chat.clock.now().astimezone(LOCAL_ZONE) + timedelta(days=1)).replace(hour=8, minute=1)
        await chat.clock.move(tomorrow)
        assert timedelta() <= chat.clock.now() - tomorrow < timedelta(minutes=2)
        lines = chat.store.newest(room="neighbours", private_to=None, limit=10)
        digest = [line for line in lines if line.said.kind is LineKind.BOT][-1]
        assert "没人接" in digest.said.text
        local = digest.said.sent_at.astimezone(LOCAL_ZONE)
        assert (local.date(), local.hour, local.minute) == (tomorrow.date(), 8, 0)
        await app.stop()
        chat.close()
        # a restart does not turn the clock back
        _, chat = Demo(store, tmp_path, noon()).open()
        assert chat.clock.now() >= tomorrow
        chat.close()
    assert json.loads((tmp_path / "clock.json").read_text())["ahead"] > 0


def test_the_community_is_what_was_promised() -> None:
    assert len(demo_world.PEOPLE) == 8
    assert len(demo_world.ROOMS) == 2
    assert len(demo_world.MENU) == 12
    assert [level.value for _, level, _ in demo_world.SITES] == ["centre", "institute", "station"]


async def test_a_picture_and_its_words_are_one_report(database: DatabaseSettings, tmp_path: Path) -> None:
    with migrated_store(database) as store:
        demo = Demo(store, tmp_path, noon())
        await demo.seed()
        app, chat = demo.open()
        await app.start()
        file = io.BytesIO()
        Image.new("RGB", (64, 48), "red").save(file, "PNG")
        picture = await chat.keep_picture(file.getvalue())
        chat.say(Saying("chen", "neighbours", "", picture=picture.name))
        chat.say(Saying("chen", "neighbours", "3栋门口路灯不亮"))
        async with asyncio.timeout(10):
            while not list((tmp_path / "pictures").glob("*.jpg")):  # noqa: ASYNC110 - of another thread
                await asyncio.sleep(0.02)
        await app.drain()
        assert any(line.startswith("📷") for line in bot_lines(chat, "neighbours"))
        await app.stop()
        chat.close()
