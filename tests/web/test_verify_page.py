"""Checking a certificate by its code, over HTTP and in a phone's browser."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Literal

import aiohttp
import pytest
from aiohttp import web
from multidict import CIMultiDictProxy

from bot.web.public_pages import PUBLIC_HEADERS, add_public_routes
from bot.web.server import start_web
from bot.web.verify_page import LOOKS_A_MINUTE, add_verify_route
from handlers.activities.certificates import hash_of
from storage.models.hours import HoursLine
from storage.store import Store
from storage.vocabulary import HoursKind
from tests.chat import Chat
from tests.web.support.browser import chromium

CONTRAST = (Path(__file__).parent / "support" / "contrast.js").read_text("utf-8")
UNKNOWN = "22222-22222-22222"


@asynccontextmanager
async def site(chat: Chat) -> AsyncIterator[str]:
    app = web.Application()
    add_public_routes(app, chat.store, chat.clock, chat.rules)
    add_verify_route(app, chat.store, chat.clock)
    server = await start_web(app, host="127.0.0.1", port=0)
    try:
        yield server.url
    finally:
        await server.stop()


def served(store: Store, name: str = "李小满", title: str = "绿道义诊") -> Chat:
    """Somebody with an hour and a quarter."""
    chat = Chat(store)
    member_id = chat.person(name)
    chat.person("李姐")
    chat.say("李姐", f"招募 周日9点到11点 {title} 5人 地点:东门")
    with store.write() as uow:
        now = chat.clock.now()
        uow.hours.add(
            HoursLine(
                member_id=member_id,
                activity_id=1,
                kind=HoursKind.CREDIT,
                minutes=75,
                served_at=now,
                written_at=now,
            )
        )
    return chat


def code(chat: Chat, name: str = "李小满") -> str:
    (words, _) = chat.say(name, "开证明", private=True)
    found = re.search(r"查验码:(\S+)", words)
    assert found is not None
    return found[1]


async def fetched(url: str, path: str) -> tuple[int, str, CIMultiDictProxy[str]]:
    async with aiohttp.ClientSession() as http, http.get(f"{url}{path}") as response:
        return response.status, await response.text(), response.headers


async def test_a_valid_certificate_says_what_is_on_the_paper_and_no_more(store: Store) -> None:
    chat = served(store)
    async with site(chat) as url:
        status, text, headers = await fetched(url, f"/verify/{code(chat)}")
    assert status == 200
    for words in ("有效", "李**", "截至2026年5月20日", "1小时15分钟", "1 次", "2026年5月20日", "下涧槽站"):
        assert words in text
    for words in ("小满", "绿道义诊", "已作废"):
        assert words not in text
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"] == PUBLIC_HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    "spelling", [str.lower, lambda said: said.replace("-", ""), lambda said: said.replace("-", "%20")]
)
async def test_a_code_may_be_typed_in_any_way(store: Store, spelling: "type[str]") -> None:
    chat = served(store)
    async with site(chat) as url:
        status, text, _ = await fetched(url, f"/verify/{spelling(code(chat))}")
    assert status == 200
    assert "有效" in text


async def test_a_revoked_one_says_so(store: Store) -> None:
    chat = served(store)
    written = code(chat)
    chat.wait(timedelta(days=1))
    chat.say("李小满", "作废证明")
    async with site(chat) as url:
        status, text, _ = await fetched(url, f"/verify/{written}")
    assert status == 200
    assert "已作废" in text
    assert "2026年5月21日作废" in text


async def test_every_code_that_nobody_has_gets_one_answer(store: Store) -> None:
    chat = served(store)
    written = code(chat)
    wrong = written[:-1] + ("2" if written[-1] != "2" else "3")
    async with site(chat) as url:
        answers = [
            await fetched(url, f"/verify/{each}") for each in (UNKNOWN, wrong, "x", "王婆婆", "%22%3E%3Cscript%3E")
        ]
    assert {status for status, _, _ in answers} == {404}
    assert len({text for _, text, _ in answers}) == 1
    assert len({tuple(sorted((k, v) for k, v in headers.items() if k != "Date")) for _, _, headers in answers}) == 1
    assert answers[0][2]["Cache-Control"] == "no-store"


async def test_a_hostile_name_stays_text(store: Store) -> None:
    chat = served(store, name="<script>")
    async with site(chat) as url:
        _, text, _ = await fetched(url, f"/verify/{code(chat, '<script>')}")
    assert "&lt;**" in text
    assert "<script" not in text


async def test_who_looks_too_often_waits_for_the_next_minute(store: Store) -> None:
    chat = served(store)
    written = code(chat)
    async with site(chat) as url:
        for _ in range(LOOKS_A_MINUTE):
            assert (await fetched(url, f"/verify/{UNKNOWN}"))[0] == 404
        status, text, headers = await fetched(url, f"/verify/{written}")
        assert status == 429
        assert "请稍后再查" in text
        assert headers["Cache-Control"] == "no-store"
        chat.clock.move_to(chat.clock.now() + timedelta(seconds=int(headers["Retry-After"])))
        assert (await fetched(url, f"/verify/{written}"))[0] == 200


def test_the_code_is_nowhere_in_the_database_but_sealed(store: Store) -> None:
    chat = served(store)
    written = code(chat)
    with store.read() as uow:
        found = uow.certificates.known_by(hash_of(written))
        assert found is not None
        assert found.code_sealed is not None
        assert all(written not in str(value) for value in found.model_dump().values())
        assert "李小满".encode() not in (found.lines_sealed or b"")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_a_phone_it_can_be_read_in_both_sizes(store: Store, scheme: Literal["light", "dark"]) -> None:
    chat = served(store)
    written, revoked = code(chat), UNKNOWN
    chat.say("李小满", "作废证明", private=True)
    revoked, written = written, code(chat)
    async with site(chat) as url, chromium() as devices:
        tab = await devices.phone.new_page()
        await tab.emulate_media(color_scheme=scheme)
        for each in (written, revoked, UNKNOWN):
            for size in ("", "?big=1"):
                await tab.goto(f"{url}/verify/{each}{size}")
                assert await tab.evaluate("document.documentElement.scrollWidth") <= 390
                assert await tab.evaluate(CONTRAST) == []
