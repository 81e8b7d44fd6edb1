"""Calendars to subscribe to: of a site, and of a member by a secret link."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from aiohttp import web
from icalendar import Calendar, Event
from multidict import CIMultiDictProxy

from bot.web.feeds import FETCHES_A_MINUTE, add_feed_routes
from bot.web.server import start_web
from handlers.act import key
from handlers.rules import HouseRules
from storage.models.places import Site
from storage.store import Store
from storage.vocabulary import Role, SiteLevel
from tests.chat import ACCOUNT, Chat

WHERE = "https://yihu.example.org"
Answer = tuple[int, str, CIMultiDictProxy[str]]


@asynccontextmanager
async def site(chat: Chat) -> AsyncIterator[str]:
    app = web.Application()
    add_feed_routes(app, chat.store, chat.clock, chat.rules)
    server = await start_web(app, host="127.0.0.1", port=0)
    try:
        yield server.url
    finally:
        await server.stop()


async def fetched(chat: Chat, path: str, **headers: str) -> Answer:
    async with (
        site(chat) as url,
        aiohttp.ClientSession() as http,
        http.get(f"{url}{path}", headers={name.replace("_", "-"): value for name, value in headers.items()}) as answer,
    ):
        return answer.status, await answer.text(), answer.headers


async def entries(chat: Chat, path: str) -> dict[str, Event]:
    """By their titles."""
    status, text, headers = await fetched(chat, path)
    assert (status, headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return {str(each["summary"]): each for each in Calendar.from_ical(text).walk("VEVENT") if isinstance(each, Event)}


def community(store: Store) -> Chat:
    chat = Chat(store, rules=HouseRules(merge_window=timedelta(), public_url=WHERE))
    chat.person("李姐", Role.LEADER)
    for name in ("小李", "王婆婆", "赵姐"):
        chat.person(name)
    chat.say("李姐", "招募 周日9点到11点 绿道义诊 1人 地点:东门")
    return chat


def links(chat: Chat, name: str = "小李", said: str = "日历") -> tuple[str, str]:
    """The paths of one's own feed and of the site's."""
    (words,) = chat.say(name, said)
    assert words.startswith(f">>{name}: ")
    own, of_site = re.findall(rf"{WHERE}(/feeds/\S+\.ics)", words)
    return own, of_site


async def test_a_sign_up_is_in_ones_own_calendar_here_and_elsewhere(store: Store) -> None:
    chat = community(store)
    chat.say("小李", "报名 1")
    (entry,) = (await entries(chat, links(chat)[0])).values()
    starts = entry.start
    assert isinstance(starts, datetime)
    assert f"{starts.astimezone(ZoneInfo('Asia/Shanghai')):%m-%d %H:%M}" == "05-24 09:00"
    assert f"{starts.astimezone(ZoneInfo('America/New_York')):%m-%d %H:%M}" == "05-23 21:00"
    assert (entry["summary"], entry["location"], entry["status"]) == ("绿道义诊", "东门", "CONFIRMED")
    assert str(entry["url"]).startswith(f"{WHERE}/a/")


async def test_who_waits_in_line_is_tentative_until_a_place_is_free(store: Store) -> None:
    chat = community(store)
    chat.say("王婆婆", "报名 1")
    chat.say("小李", "报名 1")
    own, _ = links(chat)
    waiting = (await entries(chat, own))["候补:绿道义诊"]
    assert waiting["status"] == "TENTATIVE"
    chat.say("王婆婆", "取消 1")
    accepted = (await entries(chat, own))["绿道义诊"]
    assert accepted["status"] == "CONFIRMED"
    assert accepted["uid"] == waiting["uid"]
    assert int(str(accepted["sequence"])) > int(str(waiting["sequence"]))


async def test_changed_and_called_off(store: Store) -> None:
    chat = community(store)
    chat.say("小李", "报名 1")
    own, of_site = links(chat)
    before = (await entries(chat, own))["绿道义诊"]
    chat.say("李姐", "改 1 改到10点")
    after = (await entries(chat, own))["绿道义诊"]
    assert after["uid"] == before["uid"]
    assert after.start - before.start == timedelta(hours=1)
    assert int(str(after["sequence"])) > int(str(before["sequence"]))
    chat.say("李姐", "取消活动 1")
    for path in (own, of_site):
        gone = (await entries(chat, path))["绿道义诊"]
        assert gone["status"] == "CANCELLED"
        assert int(str(gone["sequence"])) > int(str(after["sequence"]))


async def test_what_somebody_withdrew_from_is_off_until_its_day_is_past(store: Store) -> None:
    chat = community(store)
    chat.say("小李", "报名 1")
    own, of_site = links(chat)
    before = (await entries(chat, own))["绿道义诊"]
    chat.say("小李", "取消 1")
    off = (await entries(chat, own))["绿道义诊"]
    assert (off["status"], off["uid"]) == ("CANCELLED", before["uid"])
    assert int(str(off["sequence"])) > int(str(before["sequence"]))
    assert (await entries(chat, of_site))["绿道义诊"]["status"] == "CONFIRMED"
    chat.say("小李", "报名 1")
    assert (await entries(chat, own))["绿道义诊"]["status"] == "CONFIRMED"
    chat.say("小李", "取消 1")
    chat.clock.move_to(chat.clock.now() + timedelta(days=5))
    assert await entries(chat, own) == {}


async def test_a_claimed_order_shows_no_more_than_the_room_read(store: Store) -> None:
    chat = community(store)
    chat.say("王婆婆", "哪个有空帮我买哈降压药嘛 明天下午3点前 3栋2单元501 电话13800001234")
    chat.say("小李", "接单 2")
    own, of_site = links(chat)
    _, text, _ = await fetched(chat, own)
    for words in ("13800001234", "2单元", "501", "降压", "王婆婆", "小李"):
        assert words not in text
    (entry,) = (await entries(chat, own)).values()
    assert (entry["location"], entry["status"]) == ("3栋", "CONFIRMED")
    assert await entries(chat, of_site) != {}
    chat.say("王婆婆", "取消 2")
    (entry,) = (await entries(chat, own)).values()
    assert entry["status"] == "CANCELLED"


async def test_what_was_given_back_or_has_no_time_is_not_there(store: Store) -> None:
    chat = community(store)
    chat.say("王婆婆", "哪个有空帮我修水龙头 明天下午3点")
    chat.say("王婆婆", "点单 借个梯子")
    own, _ = links(chat)
    chat.say("小李", "接单 2")
    chat.say("小李", "接单 3")
    assert len(await entries(chat, own)) == 1
    chat.say("小李", "退单 2")
    assert await entries(chat, own) == {}


async def test_a_whole_day_is_a_day(store: Store) -> None:
    chat = community(store)
    chat.say("李姐", "招募 周六 捡垃圾 15人 地点:东门")
    entry = (await entries(chat, links(chat)[1]))["捡垃圾"]
    assert (entry.start, entry.end) == (date(2026, 5, 23), date(2026, 5, 24))


async def test_the_sites_calendar_holds_what_is_below_it_and_names_nobody(store: Store) -> None:
    chat = community(store)
    chat.say("小李", "报名 1")
    with store.write() as uow:
        above = uow.sites.add(Site(name="双桥子所", level=SiteLevel.INSTITUTE))
        uow.sites.change(chat.site_id, parent_id=above.id)
        other = uow.sites.add(Site(name="别的站", level=SiteLevel.STATION))
    _, text, _ = await fetched(chat, f"/feeds/{above.public_id}.ics")
    assert "绿道义诊" in text
    assert "双桥子所" in text
    for name in ("李姐", "小李"):
        assert name not in text
    assert await entries(chat, f"/feeds/{other.public_id}.ics") == {}
    with store.write() as uow:
        room = uow.rooms.known_as(ACCOUNT, "邻里群")
        assert room is not None
        uow.rooms.change(key(room.id), is_shadowed=True)
    assert await entries(chat, f"/feeds/{above.public_id}.ics") == {}


async def test_what_is_long_over_leaves_the_calendars(store: Store) -> None:
    chat = community(store)
    chat.say("小李", "报名 1")
    own, of_site = links(chat)
    chat.clock.move_to(chat.clock.now() + timedelta(days=30))
    assert len(await entries(chat, own)) == len(await entries(chat, of_site)) == 1
    chat.clock.move_to(chat.clock.now() + timedelta(days=60))
    assert await entries(chat, own) == await entries(chat, of_site) == {}


async def test_the_link_stays_until_it_is_renewed_and_then_the_old_one_is_missing(store: Store) -> None:
    chat = community(store)
    own, of_site = links(chat)
    assert links(chat) == (own, of_site)
    new, _ = links(chat, said="重置日历")
    assert new != own
    status, text, headers = await fetched(chat, own)
    assert (status, headers["Cache-Control"]) == (404, "no-store")
    assert "没有这个页面" in text
    assert (await fetched(chat, new))[0] == 200
    assert chat.say("小李", "停止日历") == [
        ">>小李: 日历链接停掉了,谁也打不开了。手机日历里的订阅可以删掉;要再用就说「日历」"
    ]
    assert (await fetched(chat, new))[0] == 404
    assert links(chat)[0] not in {own, new}


def test_undone(store: Store) -> None:
    chat = community(store)
    links(chat)
    assert chat.say("小李", "撤销")[0].startswith(">>小李: 日历链接停掉了")
    links(chat)
    links(chat, said="重置日历")
    assert "恢复不了" in chat.say("小李", "撤销")[0]
    chat.say("小李", "停止日历")
    assert "恢复不了" in chat.say("小李", "撤销")[0]


@pytest.mark.parametrize("path", ["/feeds/nothing.ics", "/feeds/m/nothing.ics", "/feeds/m/%22%3E.ics", "/feeds/1.ics"])
async def test_unknown_feeds_are_missing(store: Store, path: str) -> None:
    assert (await fetched(community(store), path))[0] == 404


def test_the_token_is_nowhere_in_the_database_but_sealed(store: Store) -> None:
    chat = community(store)
    token = links(chat)[0].removeprefix("/feeds/m/").removesuffix(".ics")
    with store.read() as uow:
        link = uow.calendar_links.open_of(key(chat.member("小李").id))
        assert link is not None
        assert all(token not in str(value) for value in link.model_dump().values())


async def test_an_unchanged_feed_is_not_sent_again(store: Store) -> None:
    chat = community(store)
    own, of_site = links(chat)
    async with site(chat) as url, aiohttp.ClientSession() as http:
        for path, cached in ((own, "private"), (of_site, "public")):
            async with http.get(f"{url}{path}") as first:
                assert first.headers["Cache-Control"].startswith(cached)
                tag, changed = first.headers["ETag"], first.headers["Last-Modified"]
            for headers in ({"If-None-Match": tag}, {"If-Modified-Since": changed}):
                async with http.get(f"{url}{path}", headers=headers) as again:
                    assert (again.status, again.headers["ETag"], await again.read()) == (304, tag, b"")
            async with http.get(
                f"{url}{path}", headers={"If-None-Match": '"other"', "If-Modified-Since": changed}
            ) as it:
                assert it.status == 200
            chat.clock.move_to(chat.clock.now() + timedelta(minutes=2))
            chat.say("小李", "报名 1") if path == own else chat.say("李姐", "改 1 改到10点")
            async with http.get(f"{url}{path}", headers={"If-None-Match": tag}) as changed_since:
                assert changed_since.status == 200
                assert changed_since.headers["Last-Modified"] != changed


async def test_who_fetches_too_often_waits_for_the_next_minute(store: Store) -> None:
    chat = community(store)
    own, _ = links(chat)
    async with site(chat) as url, aiohttp.ClientSession() as http:
        for _ in range(FETCHES_A_MINUTE):
            async with http.get(f"{url}/feeds/m/nothing.ics") as tried:
                assert tried.status == 404
        async with http.get(f"{url}{own}") as refused:
            assert refused.status == 429
            chat.clock.move_to(chat.clock.now() + timedelta(seconds=int(refused.headers["Retry-After"])))
        async with http.get(f"{url}{own}") as served:
            assert served.status == 200
