"""The whole bot on a real Wechaty gateway (Node, its own process): bursts, crashes, freezes, wrong tokens."""

import asyncio
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.clock import SystemClock
from bot.pacing import UNPACED
from bot.platforms import Platform
from bot.transports import Presence
from bot.transports.wechaty import WechatyTransport
from bot.transports.wechaty_settings import WechatySettings
from handlers.act import key
from handlers.replies import to_room
from handlers.rules import HouseRules
from storage.models.places import Room, Site
from storage.states import OrderStatus, OutboxStatus
from storage.store import Store, UnitOfWork
from storage.vocabulary import SiteLevel
from tests.gateway.node_gateway import NodeGateway

ACCOUNT = "wx"
ROOMS = 20
PEOPLE = 12
NEEDS_A_ROOM = 8
ACTS = 600
MESSAGES = 2000
#: Short, so that a test need not wait: a frozen gateway is noticed after their sum.
KEEPALIVE = {"keepalive_every": 1.0, "keepalive_patience": 1.0, "call_patience": 3.0, "send_patience": 3.0}
ROOT = Path(__file__).parents[1]


@pytest.fixture
async def gateway() -> AsyncIterator[NodeGateway]:
    gateway = NodeGateway(rooms=ROOMS, people=PEOPLE)
    await gateway.start()
    yield gateway
    await gateway.stop()


class House:
    """One account, twenty rooms of one station."""

    def __init__(self, store: Store, folder: Path, gateway: NodeGateway, **settings: Any) -> None:
        self.store = store
        self.gateway = gateway
        wechaty = WechatySettings(ACCOUNT, gateway.endpoint, gateway.token, **settings)
        clock = SystemClock()
        transport = WechatyTransport(wechaty, is_trusted_inviter=lambda _: False, clock=clock, jitter=random.Random(1))
        rules = HouseRules(merge_window=timedelta())
        self.app = App(store, clock, rules, [Platform(transport, UNPACED)], tallies=folder)
        with store.write() as uow:
            site = key(uow.sites.add(Site(name="下涧槽站", level=SiteLevel.STATION)).id)
            for number in range(1, ROOMS + 1):
                room = Room(account=ACCOUNT, external_id=f"r{number}@chatroom", site_id=site, bound_at=clock.now())
                uow.rooms.add(room)

    @property
    def presence(self) -> Presence:
        return self.app.health._accounts[ACCOUNT].presence

    async def until(self, is_so: Callable[[UnitOfWork], bool], *, within: float) -> float:
        """How long it took."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        async with asyncio.timeout(within):
            while not await self.app.writer.do(is_so):  # noqa: ASYNC110 - another process announces nothing
                await asyncio.sleep(0.05)
        return loop.time() - began

    async def until_presence(self, presence: Presence, *, within: float) -> float:
        return await self.until(lambda _: self.presence is presence, within=within)

    async def until_quiet(self, *, within: float) -> float:
        """Every row has been sent."""
        undone = (OutboxStatus.DUE, OutboxStatus.HELD, OutboxStatus.SENDING, OutboxStatus.UNKNOWN)
        return await self.until(lambda uow: not uow.outbox.in_status(ACCOUNT, *undone), within=within)


@asynccontextmanager
async def running(house: House) -> AsyncIterator[House]:
    await house.app.start()
    try:
        await house.until_presence(Presence.ONLINE, within=15)
        yield house
    finally:
        await house.app.stop()


@dataclass(frozen=True)
class Said:
    room: str
    person: str
    text: str
    is_act: bool = False


CHATTER = ("今天太阳好", "哈哈哈", "晚饭吃啥子", "收到收到", "早上好呀", "娃儿放学没得")


def talk() -> list[Said]:
    """Every room has its own order of acts; rooms and chatter are mixed by chance."""
    chance = random.Random(7)
    rooms = [f"r{number}@chatroom" for number in range(1, ROOMS + 1)]
    acts = {room: list(acts_of(room)) for room in rooms}
    turns = [room for room in rooms for _ in acts[room]]
    assert len(turns) == ACTS
    chance.shuffle(turns)
    left = {room: iter(acts[room]) for room in rooms}
    said = [next(left[room]) for room in turns]
    for _ in range(MESSAGES - ACTS):
        room, person = f"r{chance.randint(1, ROOMS)}@chatroom", f"p{chance.randint(1, PEOPLE)}"
        said.insert(chance.randint(0, len(said)), Said(room, person, chance.choice(CHATTER)))
    return said


def acts_of(room: str) -> Iterator[Said]:
    """Eight needs; all are claimed, seven finished and reviewed: thirty acts."""
    for number in range(1, NEEDS_A_ROOM + 1):
        asker, helper = f"p{number}", f"p{number + 1}"
        yield Said(room, asker, f"点单 修第{number}根水管 {number}栋", is_act=True)
        yield Said(room, helper, f"接单 {number}", is_act=True)
        if number < NEEDS_A_ROOM:
            yield Said(room, helper, f"完成 {number}", is_act=True)
            yield Said(room, asker, f"评单 {number} 五星 多谢", is_act=True)


async def test_a_burst_is_handled_in_room_order_with_nothing_lost_or_doubled(
    store: Store, tmp_path: Path, gateway: NodeGateway
) -> None:
    for number in range(1, PEOPLE + 1):
        await gateway.post("/contact", {"id": f"p{number}", "friend": True})
    async with running(House(store, tmp_path, gateway)) as house:
        said = talk()
        burst = [{"from": each.person, "room": each.room, "text": each.text} for each in said]
        ids = (await gateway.post("/burst", {"messages": burst}))["ids"]
        acts = [message_id for message_id, each in zip(ids, said, strict=True) if each.is_act]
        handled = await house.until(lambda uow: all(uow.inbox.has(ACCOUNT, each) for each in acts), within=90)
        sent = await house.until_quiet(within=60)
        print(f"{MESSAGES} messages, {ACTS} acts: handled in {handled:.1f} s, all answers out {sent:.1f} s later")  # noqa: T201 - the figures
        _check_orders(store)
        await _check_sends(store, gateway)
        # a redelivered id does nothing
        for message_id in acts[:20]:
            await gateway.post("/redeliver", {"id": message_id})
        await gateway.post("/message", {"id": "last", "room": "r1@chatroom", "from": "p1", "text": "点单 换灯泡 1栋"})
        await house.until(lambda uow: uow.inbox.has(ACCOUNT, "last"), within=10)
        await house.until_quiet(within=10)
        with store.read() as uow:
            assert sum(len(_orders(uow, room)) for room in uow.rooms.everywhere()) == ROOMS * NEEDS_A_ROOM + 1


def _check_orders(store: Store) -> None:
    with store.read() as uow:
        for room in uow.rooms.everywhere():
            orders = _orders(uow, room)
            assert [order.what for order in orders] == [f"修第{n}根水管" for n in range(1, NEEDS_A_ROOM + 1)]
            assert [order.status for order in orders] == [
                *[OrderStatus.REVIEWED] * (NEEDS_A_ROOM - 1),
                OrderStatus.CLAIMED,
            ]
            for number, order in enumerate(orders, start=1):
                (claim,) = uow.claims.of_order(key(order.id))
                member = uow.members.get(claim.member_id or 0)
                assert member is not None
                assert member.name == f"邻居{number + 1}"


def _orders(uow: UnitOfWork, room: Room) -> list[Any]:
    found = []
    number = 1
    while (posting := uow.postings.numbered(key(room.id), number)) is not None:
        found.append(uow.orders.get(posting.target_id))
        number += 1
    return found


async def _check_sends(store: Store, gateway: NodeGateway) -> None:
    """Each row was said once, and each room read its lines in their order."""
    heard: defaultdict[str, list[str]] = defaultdict(list)
    for each in await gateway.get("/said"):
        heard[each["conversationId"]].append(each["text"])
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    with store.read() as uow:
        for row in uow.outbox.in_status(ACCOUNT, *OutboxStatus):
            assert row.status is OutboxStatus.SENT
            if row.room_id is not None:
                room = uow.rooms.get(row.room_id)
                assert room is not None
                wanted[room.external_id].append(row.text or "")
            else:
                identity = uow.members.identity_of(row.member_id or 0, ACCOUNT)
                private = uow.open(row.text_sealed)
                assert identity is not None
                assert private is not None
                wanted[identity.external_id].append(private.reveal())
    assert {room: [_plain(text) for text in lines] for room, lines in heard.items()} == dict(wanted)


def _plain(text: str) -> str:
    """Without the @ that the platform puts in front."""
    return text.rpartition("\u2005")[2]


async def test_a_gateway_that_was_killed_is_rejoined_and_gets_what_waited(
    store: Store, tmp_path: Path, gateway: NodeGateway
) -> None:
    async with running(House(store, tmp_path, gateway, **KEEPALIVE)) as house:
        await gateway.kill()
        await house.until_presence(Presence.OFFLINE, within=10)
        replies = [to_room(number, "rooms/hushed.j2", is_paused=False) for number in range(1, 6)]
        rows = house.app.pipeline._outbox_rows
        now = SystemClock().now()
        await house.app.writer.do(lambda uow: rows.write(uow, replies, now=now, cause="waited"))
        house.app.wake()
        await gateway.start()
        took = await house.until_quiet(within=10)
        assert house.presence is Presence.ONLINE
        assert [each["conversationId"] for each in await gateway.get("/said")] == [
            f"r{number}@chatroom" for number in range(1, 6)
        ]
        print(f"back and delivered {took:.1f} s after the gateway's return")  # noqa: T201 - the figures


async def test_a_frozen_gateway_is_noticed_and_comes_back(store: Store, tmp_path: Path, gateway: NodeGateway) -> None:
    async with running(House(store, tmp_path, gateway, **KEEPALIVE)) as house:
        gateway.freeze()
        await house.until_presence(Presence.OFFLINE, within=10)
        gateway.thaw()
        await house.until_presence(Presence.ONLINE, within=15)


CONFIG = """
[accounts.wx]
transport = "wechaty"
endpoint = "{endpoint}"
token = "wrong"

[web]
port = 0
"""


async def test_a_wrong_token_is_one_line_and_exit_code_2(tmp_path: Path, gateway: NodeGateway) -> None:
    await asyncio.to_thread((tmp_path / "config.toml").write_text, CONFIG.format(endpoint=gateway.endpoint))
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "bot", "run"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 2
    last = done.stderr.splitlines()[-1]
    assert last == f"yihu: WeChat account wx: the gateway at {gateway.endpoint} refuses the token"
    assert "Traceback" not in done.stderr
