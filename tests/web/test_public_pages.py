"""The page of an activity and its calendar entry, over HTTP and in a phone's browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from aiohttp import web
from icalendar import Calendar, Event
from multidict import CIMultiDictProxy

from bot.web.public_pages import add_public_routes
from bot.web.server import start_web
from handlers.act import key
from storage.models.activities import Activity
from storage.models.orders import Posting
from storage.models.places import Room
from storage.store import Store
from storage.vocabulary import PostingKind, Role
from tests.chat import Chat
from tests.web.support.browser import chromium

HOSTILE = '"><script>alert(1)</script>义诊'
CONTRAST = (Path(__file__).parent / "support" / "contrast.js").read_text("utf-8")


@asynccontextmanager
async def site(chat: Chat) -> AsyncIterator[str]:
    app = web.Application()
    add_public_routes(app, chat.store, chat.clock, chat.rules)
    server = await start_web(app, host="127.0.0.1", port=0)
    try:
        yield server.url
    finally:
        await server.stop()


def recruited(store: Store, call: str = "招募 周日9点 绿道义诊 15人 护士2 地点:东门") -> Chat:
    chat = Chat(store)
    chat.person("李姐", Role.LEADER)
    chat.say("李姐", call)
    return chat


def activity(chat: Chat) -> Activity:
    with chat.store.read() as uow:
        room = uow.rooms.everywhere()[0]
        posting = uow.postings.numbered(key(room.id), 1)
        assert posting is not None
        assert posting.kind is PostingKind.ACTIVITY
        found = uow.activities.get(posting.target_id)
        assert found is not None
        return found


async def fetched(chat: Chat, path: str) -> tuple[int, str, CIMultiDictProxy[str]]:
    async with site(chat) as url, aiohttp.ClientSession() as http, http.get(f"{url}{path}") as response:
        return response.status, await response.text(), response.headers


async def page(chat: Chat) -> str:
    status, text, _ = await fetched(chat, f"/a/{activity(chat).public_id}")
    assert status == 200
    return text


async def event(chat: Chat) -> Event:
    _, text, headers = await fetched(chat, f"/a/{activity(chat).public_id}.ics")
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    (entry,) = Calendar.from_ical(text).walk("VEVENT")
    assert isinstance(entry, Event)
    return entry


async def test_the_page_says_what_when_where_and_how_to_sign_up(store: Store) -> None:
    text = await page(recruited(store))
    for words in ("绿道义诊", "5月24日", "09:00", "东门", "共 15 人", "护士", "报名 1", "正在报名", "下涧槽站"):
        assert words in text


async def test_the_page_names_nobody(store: Store) -> None:
    chat = recruited(store, "招募 周日9点 绿道义诊 15人 地点:东门 联系人李姐13800001234")
    chat.person("王婆婆")
    chat.say("王婆婆", "报名 1")
    text = await page(chat)
    assert "还剩 14 个" in text
    for name in ("李姐", "王婆婆", "13800001234"):
        assert name not in text


async def test_a_full_activity_tells_how_many_wait(store: Store) -> None:
    chat = recruited(store, "招募 周日9点 绿道义诊 1人 地点:东门")
    for name in ("甲", "乙"):
        chat.person(name)
        chat.say(name, "报名 1")
    text = await page(chat)
    assert "名额已满，候补 1 家" in text


async def test_what_was_called_off_or_is_over_takes_nobody(store: Store) -> None:
    chat = recruited(store)
    chat.say("李姐", "取消活动 1")
    text = await page(chat)
    assert "活动已取消" in text
    assert "怎么报名" not in text


async def test_a_day_later_it_is_over(store: Store) -> None:
    chat = recruited(store)
    chat.clock.move_to(chat.clock.now() + timedelta(days=6))
    assert "活动已结束" in await page(chat)


async def test_a_hostile_title_stays_text(store: Store) -> None:
    chat = recruited(store)
    with store.write() as uow:
        assert uow.activities.changed(activity(chat), {"title": HOSTILE})
    text = await page(chat)
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert str((await event(chat))["summary"]) == HOSTILE


@pytest.mark.parametrize("path", ["/a/nothing", "/a/nothing.ics", "/a/%22%3E%3Cscript%3E", "/a/王婆婆"])
async def test_unknown_pages_are_missing_in_chinese(store: Store, path: str) -> None:
    status, text, headers = await fetched(Chat(store), path)
    assert status == 404
    assert "没有这个页面" in text
    assert headers["Cache-Control"] == "no-store"


async def test_a_shadowed_room_has_no_pages(store: Store) -> None:
    chat = recruited(store)
    public_id = activity(chat).public_id
    with store.write() as uow:
        (room,) = uow.rooms.everywhere()
        uow.rooms.change(key(room.id), is_shadowed=True)
    status, _, _ = await fetched(chat, f"/a/{public_id}")
    assert status == 404


async def test_a_reader_finds_every_room_where_it_is_posted(store: Store) -> None:
    chat = recruited(store)
    with store.write() as uow:
        (first,) = uow.rooms.everywhere()
        second = key(
            uow.rooms.add(
                Room(
                    account="test",
                    external_id="二号群",
                    topic="二号群",
                    site_id=chat.site_id,
                    bound_at=chat.clock.now(),
                )
            ).id
        )
        posting = Posting(
            room_id=second,
            number=7,
            kind=PostingKind.ACTIVITY,
            target_id=key(activity(chat).id),
            posted_at=chat.clock.now(),
        )
        uow.postings.add(posting)
    text = await page(chat)
    for words in ("「邻里群」", "报名 1", "「二号群」", "报名 7"):
        assert words in text
    public_id = activity(chat).public_id
    with store.write() as uow:
        uow.rooms.change(key(first.id), left_at=chat.clock.now())
    status, text, _ = await fetched(chat, f"/a/{public_id}")
    assert status == 200
    assert "「邻里群」" not in text


async def test_headers_let_nothing_else_in(store: Store) -> None:
    chat = recruited(store)
    _, _, headers = await fetched(chat, f"/a/{activity(chat).public_id}")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "script-src" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "public, max-age=30"


async def test_the_calendar_entry_is_right_here_and_elsewhere(store: Store) -> None:
    entry = await event(recruited(store))
    starts = entry.start
    assert isinstance(starts, datetime)
    assert f"{starts.astimezone(ZoneInfo('Asia/Shanghai')):%m-%d %H:%M}" == "05-24 09:00"
    assert f"{starts.astimezone(ZoneInfo('America/New_York')):%m-%d %H:%M}" == "05-23 21:00"
    assert str(entry["summary"]) == "绿道义诊"
    assert str(entry["location"]) == "东门"


async def test_a_change_keeps_the_uid_and_raises_the_sequence(store: Store) -> None:
    chat = recruited(store)
    before = await event(chat)
    chat.say("李姐", "改 1 改到10点")
    after = await event(chat)
    assert after["uid"] == before["uid"]
    assert int(str(after["sequence"])) > int(str(before["sequence"]))
    chat.say("李姐", "取消活动 1")
    called_off = await event(chat)
    assert called_off["status"] == "CANCELLED"
    assert int(str(called_off["sequence"])) > int(str(after["sequence"]))


async def test_a_whole_day_is_a_day(store: Store) -> None:
    entry = await event(recruited(store, "招募 周日 绿道义诊 15人 地点:东门"))
    assert entry.start == date(2026, 5, 24)
    assert entry.end == date(2026, 5, 25)


async def test_on_a_phone_nothing_spills_in_both_sizes(store: Store) -> None:
    chat = recruited(store, f"招募 周日9点 {'绿道义诊' * 8} 64人 护士2 引导4 地点:{'东门外大广场' * 6}")
    async with site(chat) as url, chromium() as devices:
        tab = await devices.phone.new_page()
        for size in ("", "?big=1"):
            await tab.goto(f"{url}/a/{activity(chat).public_id}{size}")
            assert await tab.evaluate("document.documentElement.scrollWidth") <= 390
        await tab.get_by_role("link", name="标准字").click()
        await tab.get_by_role("link", name="大字").click()
        await tab.wait_for_url("**/*?big=1")  # loaded: a key that comes before is nobody's
        await tab.keyboard.press("Tab")
        assert await tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("called_off", [False, True])
async def test_everything_can_be_read_by_day_and_by_night(
    store: Store, scheme: Literal["light", "dark"], *, called_off: bool
) -> None:
    chat = recruited(store)
    if called_off:
        chat.say("李姐", "取消活动 1")
    async with site(chat) as url, chromium() as devices:
        tab = await devices.phone.new_page()
        await tab.emulate_media(color_scheme=scheme)
        await tab.goto(f"{url}/a/{activity(chat).public_id}")
        assert await tab.evaluate(CONTRAST) == []


async def test_the_page_of_a_session_leads_to_the_others(store: Store) -> None:
    chat = recruited(store, "招募 义剪 第一场 6月1日9点-11点 4人 第二场 6月1日14点-16点 6人 地点:东门")
    first = activity(chat)
    with chat.store.read() as uow:
        other = next(each for each in uow.activities.of_call(first.call_id or "") if each.id != first.id)
    text = await page(chat)
    assert f'<a href="/a/{other.public_id}">第二场</a>' in text
    assert "义剪(第一场)" in text
    chat.say("李姐", "取消活动 2")
    assert other.public_id not in await page(chat)
