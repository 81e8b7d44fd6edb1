"""Voices become words by a program; whatever goes wrong with it, the message itself is not lost."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.clock import MovableClock
from bot.pacing import UNPACED
from bot.platforms import Platform
from bot.transcriber import LONGEST_WORDS, Transcriber
from bot.transports import Incoming, Person
from handlers.rules import HouseRules
from storage.models.places import Room, Site
from storage.store import Store
from storage.vocabulary import SiteLevel
from tests.post import NOON
from tests.support import ScriptedPlatform

PATIENCE = timedelta(seconds=20)
READS = "import pathlib, sys; print(pathlib.Path(sys.argv[1]).read_text('utf-8'))"
NEED = "点单 修水龙头 5栋"


def program(code: str) -> list[str]:
    return [sys.executable, "-X", "utf8", "-c", code]


def voice(reference: str, *, room: str | None = "r") -> Incoming:
    return Incoming("a", f"m-{reference}", room, "邻里群", Person("p", "王婆婆"), "", NOON, voice=reference)


async def heard(command: list[str], content: bytes = NEED.encode(), patience: timedelta = PATIENCE) -> Incoming:
    platform = ScriptedPlatform()
    platform.voices["v"] = content
    return await Transcriber(command, patience).heard(platform, voice("v"))


async def test_words_in_place_of_the_voice() -> None:
    message = await heard(program(READS))
    assert (message.text, message.voice) == (NEED, "")


async def test_no_more_words_than_a_message_has() -> None:
    assert len((await heard(program("print('啊' * 9999)"))).text) == LONGEST_WORDS


@pytest.mark.parametrize(
    "command",
    [program("print()"), program("print('x'); raise SystemExit(3)"), ["/no/such/program"]],
    ids=["silence", "failure", "missing"],
)
async def test_what_nobody_heard_stays_a_voice(command: list[str]) -> None:
    message = await heard(command)
    assert (message.text, message.voice) == ("", "v")


async def test_a_program_that_hangs_is_ended() -> None:
    message = await heard(program("import time; time.sleep(60)"), patience=timedelta(seconds=0.5))
    assert message.voice == "v"


async def test_a_voice_that_is_gone() -> None:
    message = await Transcriber(program(READS), PATIENCE).heard(ScriptedPlatform(), voice("gone"))
    assert message.voice == "gone"


@asynccontextmanager
async def running(store: Store, folder: Path, transcriber: Transcriber | None) -> AsyncIterator[ScriptedPlatform]:
    platform = ScriptedPlatform()
    with store.write() as uow:
        site = uow.sites.add(Site(name="下涧槽站", level=SiteLevel.STATION)).id
        uow.rooms.add(Room(account="a", external_id="r", site_id=site, bound_at=NOON))
    app = App(
        store,
        MovableClock(NOON),
        HouseRules(),
        [Platform(platform, UNPACED)],
        tallies=folder,
        transcriber=transcriber,
    )
    await app.start()
    try:
        yield platform
    finally:
        await app.stop()


async def test_a_spoken_need_is_an_order(store: Store, tmp_path: Path) -> None:
    async with running(store, tmp_path, Transcriber(program(READS), PATIENCE)) as platform:
        platform.voices["v"] = NEED.encode()
        platform.happen(voice("v"))
        assert (await platform.has_sent(1))[0].startswith("📋 #1")


async def test_without_a_program_who_speaks_to_the_bot_is_asked_to_type(store: Store, tmp_path: Path) -> None:
    async with running(store, tmp_path, None) as platform:
        platform.happen(voice("v1"), voice("v2", room=None))
        assert (await platform.has_sent(1))[0].startswith("语音我还听不懂")
