"""A need said in a QQ group comes back as a posting, through the whole bot."""

from datetime import timedelta
from pathlib import Path

from aiohttp import web

from bot.app import App
from bot.clock import SystemClock
from bot.pacing import UNPACED
from bot.platforms import Platform
from bot.transports.onebot import OneBotTransport
from bot.transports.onebot_door import add_onebot_route
from bot.transports.onebot_settings import OneBotSettings
from bot.web.server import start_web
from handlers.act import key
from handlers.rules import HouseRules
from storage.models.places import Room, Site
from storage.states import ClaimStatus, OutboxStatus
from storage.store import Store
from storage.vocabulary import SiteLevel
from tests.transports.onebot_implementation import ALICE, BOB, GROUP, ME, TOKEN, House, ok, request, said
from tests.transports.wechaty_ear import Ear


async def test_a_need_is_posted_and_claimed_by_a_reply(store: Store, tmp_path: Path) -> None:
    clock = SystemClock()
    with store.write() as uow:
        site = key(uow.sites.add(Site(name="下涧槽站", level=SiteLevel.STATION)).id)
        uow.rooms.add(Room(account="qq", external_id=str(GROUP), site_id=site, bound_at=clock.now()))
    settings = OneBotSettings("qq", str(ME), TOKEN)
    transport = OneBotTransport(settings, is_trusted_inviter=lambda _: False, clock=clock)
    rules = HouseRules(merge_window=timedelta(), digest_jitter=timedelta())
    app = App(store, clock, rules, [Platform(transport, UNPACED)], tallies=tmp_path)
    pages = web.Application()
    add_onebot_route(pages, [transport])
    server = await start_web(pages, host="127.0.0.1", port=0)
    await app.start()
    there = House(server, [transport], [Ear()])
    async with there.connected() as implementation:
        implementation.answers["send_group_msg"] = ok({"message_id": 777})
        await implementation.push(said("点单 修水龙头 5栋"))
        (posted,) = await implementation.called("send_group_msg")
        (post,) = posted["message"][-1:]
        assert post["data"]["text"].strip().startswith("📋 #1 维修|修水龙头")
        reply = [
            {"type": "reply", "data": {"id": "777"}},
            {"type": "at", "data": {"qq": str(ME)}},
            {"type": "text", "data": {"text": " 我来"}},
        ]
        await implementation.push(said(reply, sender=BOB))
        _, claimed = await implementation.called("send_group_msg", count=2)
        await implementation.called("send_private_msg")
        await implementation.push(request("friend", user_id=BOB, flag="f", comment=""))
        told = await implementation.called("send_private_msg", count=3)
        await app.drain()
    await app.stop()
    await server.stop()
    mention = {"type": "at", "data": {"qq": str(BOB)}}
    befriend = {"type": "text", "data": {"text": " 加我好友,我把联系方式发你。"}}
    assert claimed["message"] == [{"type": "text", "data": {"text": "✅ #1 由小李接单。谢谢!"}}, mention, befriend]
    assert [each["user_id"] for each in told] == [ALICE, BOB, BOB]  # the asker; the greeting, then what waited for it
    with store.read() as uow:
        room = uow.rooms.known_as("qq", str(GROUP))
        identity = uow.members.identity("qq", str(ALICE))
        assert room is not None
        assert identity is not None
        assert (identity.handle, identity.name, room.topic) == (str(ALICE), "王婆婆", "邻里群")
        assert len(uow.outbox.in_status("qq", OutboxStatus.SENT)) == 4
        (claim,) = uow.claims.of_order(1)
        assert claim.status is ClaimStatus.ACTIVE
