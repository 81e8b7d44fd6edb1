"""Visits are counted by source and day, of people only; the organiser sees them."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.web.page_visits import PageVisits
from bot.web.public_pages import add_public_routes
from bot.web.server import start_web
from handlers.rules import HouseRules
from storage.store import Store
from storage.vocabulary import Role
from tests.chat import Chat

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 MicroMessenger/8.0.50"}


@asynccontextmanager
async def site(chat: Chat) -> AsyncIterator[str]:
    """What was seen is written when it closes."""
    app = web.Application()
    add_public_routes(app, chat.store, chat.clock, chat.rules)
    server = await start_web(app, host="127.0.0.1", port=0)
    try:
        yield server.url
    finally:
        await server.stop()


def recruited(store: Store) -> Chat:
    chat = Chat(store, rules=HouseRules(merge_window=timedelta(), public_url="https://yihu.example.org"))
    chat.person("李姐", Role.LEADER)
    chat.person("小李")
    chat.say("李姐", "招募 周日9点 绿道义诊 15人 地点:东门")
    return chat


async def opened(chat: Chat, *paths: str, method: str = "GET", **headers: str) -> None:
    sent = {name.replace("_", "-"): value for name, value in headers.items()} or PHONE
    async with site(chat) as url, aiohttp.ClientSession() as http:
        for path in paths:
            async with http.request(method, f"{url}{path}", headers=sent):
                pass


def seen(chat: Chat) -> Counter[str]:
    with chat.store.read() as uow:
        return uow.visits.by_source(1)


def page(chat: Chat) -> str:
    with chat.store.read() as uow:
        activity = uow.activities.get(1)
        assert activity is not None
        return f"/a/{activity.public_id}"


async def test_each_source_has_its_count(store: Store) -> None:
    chat = recruited(store)
    where = page(chat)
    await opened(chat, *[f"{where}?s=poster"] * 3, f"{where}?s=text", where, f"{where}?s=%3Cscript%3E")
    chat.clock.move_to(chat.clock.now() + timedelta(days=1))
    await opened(chat, f"{where}?s=poster&big=1", f"{where}?s=calendar")
    assert seen(chat) == {"poster": 4, "text": 1, "direct": 2, "calendar": 1}
    chat.say("小李", "报名 1")
    assert chat.say("李姐", "来源 1") == [
        ">>李姐: #1 绿道义诊:页面打开 海报 4 次 · 文案 1 次 · 日历 1 次 · 直接打开 2 次 · 报名 1 人(邻里群 1)"
    ]


async def test_groups_that_links_were_made_for_count_apart(store: Store) -> None:
    chat = recruited(store)
    chat.say("李姐", "文案 1 给广场舞群", private=True)
    await opened(chat, *[f"{page(chat)}?s=g1"] * 2, f"{page(chat)}?s=g2", f"{page(chat)}?s=g21")
    assert seen(chat) == {"g1": 2, "g2": 1, "direct": 1}
    assert chat.say("李姐", "来源 1") == [">>李姐: #1 绿道义诊:页面打开 广场舞群 2 次 · 直接打开 1 次 · 报名 0 人"]


async def test_nobody_yet(store: Store) -> None:
    assert recruited(store).say("李姐", "来源 1") == [">>李姐: #1 绿道义诊:页面还没有人打开 · 报名 0 人"]


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Baiduspider/2.0)"},
        {"User-Agent": "Googlebot/2.1"},
        {"User-Agent": "curl/8.5"},
        {"User-Agent": ""},
        {**PHONE, "Sec-Purpose": "prefetch;prerender"},
        {**PHONE, "Purpose": "prefetch"},
        {**PHONE, "Sec-Fetch-Site": "same-origin"},
    ],
)
async def test_machines_and_steps_within_the_page_do_not_count(store: Store, headers: dict[str, str]) -> None:
    chat = recruited(store)
    await opened(chat, page(chat), **headers)
    assert seen(chat) == {}


async def test_neither_do_missing_pages_calendar_entries_and_heads(store: Store) -> None:
    chat = recruited(store)
    await opened(chat, "/a/nothing", f"{page(chat)}.ics")
    await opened(chat, page(chat), method="HEAD")
    assert seen(chat) == {}


async def test_who_comes_while_it_is_written_is_counted_too(store: Store) -> None:
    chat = recruited(store)
    public_id = page(chat).removeprefix("/a/")
    visits = PageVisits(chat.store, chat.clock, written_after=0.0)
    request = make_mocked_request("GET", page(chat), headers=PHONE)
    with store.write():  # who writes to the database now has to wait
        visits.note(request, public_id)
        await asyncio.sleep(0.05)
        visits.note(request, public_id)
    await visits.stop(web.Application())
    assert seen(chat) == {"direct": 2}


async def test_it_is_written_while_the_bot_runs(store: Store) -> None:
    chat = recruited(store)
    public_id = page(chat).removeprefix("/a/")
    visits = PageVisits(chat.store, chat.clock, written_after=0.0)
    request = make_mocked_request("GET", page(chat), headers=PHONE)
    for expected in (2, 4):
        visits.note(request, public_id)
        visits.note(request, public_id)
        async with asyncio.timeout(5):
            while seen(chat)["direct"] < expected:  # noqa: ASYNC110 - nobody tells when it is written
                await asyncio.sleep(0.01)
    await visits.stop(web.Application())
    assert seen(chat) == {"direct": 4}
