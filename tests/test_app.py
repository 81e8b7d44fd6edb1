"""The whole process: put together, started, in trouble, stopped."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.app import App
from bot.clock import MovableClock
from bot.pacing import UNPACED
from bot.pipeline import TIMERS_A_SWEEP
from bot.platforms import Platform, TrustedInviters
from bot.process import CannotRun, told_to_stop, until_stopped
from bot.tally import Tally
from bot.tasks import Tasks
from bot.transports import Incoming, Person, Presence, PresenceEvent, RoomChange, RoomEvent, TransportRejected
from bot.web.health import add_health_route
from bot.web.server import start_web
from handlers.act import key
from handlers.rules import HouseRules
from storage.models.people import Identity, Member
from storage.models.places import Room, Site
from storage.models.talk import OutboxMessage, Timer
from storage.states import OutboxStatus
from storage.store import Store, UnitOfWork
from storage.vocabulary import Role, SiteLevel, TimerKind
from tests.post import NOON
from tests.support import ScriptedPlatform

NEED = "点单 修水龙头 5栋"


class House:
    """Accounts a and b, each with a room of one station; an App that is not started yet."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.clock = MovableClock(NOON)
        self.platforms = {name: ScriptedPlatform(name) for name in ("a", "b")}
        self.app = App(
            store,
            self.clock,
            HouseRules(merge_window=timedelta(), digest_jitter=timedelta()),
            [Platform(platform, UNPACED) for platform in self.platforms.values()],
            tallies=folder,
            sweep_every=timedelta(seconds=0.05),
        )
        with store.write() as uow:
            self.site = key(uow.sites.add(Site(name="下涧槽站", level=SiteLevel.STATION)).id)
            for account in self.platforms:
                uow.rooms.add(Room(account=account, external_id=f"{account}-room", site_id=self.site, bound_at=NOON))

    def say(self, account: str, text: str, number: int = 1) -> None:
        self.platforms[account].happen(
            Incoming(account, f"m{number}", f"{account}-room", "", Person("wang", "王婆婆"), text, self.clock.now())
        )


@pytest.fixture
def house(store: Store, tmp_path: Path) -> House:
    return House(store, tmp_path)


@asynccontextmanager
async def running(house: House) -> AsyncIterator[House]:
    await house.app.start()
    try:
        yield house
    finally:
        await house.app.stop()


async def healthz(house: House) -> tuple[int, dict[str, object]]:
    site = web.Application()
    add_health_route(site, house.app.health)
    server = await start_web(site, host="127.0.0.1", port=0)
    async with aiohttp.ClientSession() as http, http.get(f"{server.url}/healthz") as response:
        answer = response.status, await response.json()
    await server.stop()
    return answer


async def test_each_account_answers_in_its_own_rooms(house: House) -> None:
    async with running(house):
        house.say("a", NEED)
        house.say("b", NEED)
        for platform in house.platforms.values():
            (text,) = await platform.has_sent(1)
            assert text.startswith("📋 #1 维修|修水龙头")
    assert [each.sent[0].room for each in house.platforms.values()] == ["a-room", "b-room"]


async def test_timers_run_by_themselves(house: House) -> None:
    async with running(house):
        house.say("a", NEED)
        await house.platforms["a"].has_sent(1)
        house.clock.move_to(NOON + timedelta(hours=2))
        assert "还没人接" in (await house.platforms["a"].has_sent(2))[-1]


async def test_every_room_has_its_digest_planned(house: House) -> None:
    async with running(house):
        pass
    with house.store.read() as uow:
        assert uow.timers.of_room(1, TimerKind.DIGEST) is not None


async def test_what_was_received_is_committed_before_it_stops(house: House, tmp_path: Path) -> None:
    async with running(house):
        await house.platforms["a"].has_sent(0)
        inbound = house.app.inbound("a")
        for number in range(50):
            await inbound.receive(
                Incoming("a", f"m{number}", "a-room", "", Person("wang", "王婆婆"), f"点单 修第{number}盏灯", NOON)
            )
        await inbound.stop()  # as the ear does when its transport has ended
    with house.store.read() as uow:
        assert [number for number in range(50) if not uow.inbox.has("a", f"m{number}")] == []
    with Tally(tmp_path / "a.tally") as tally:
        assert tally.lost == 0


async def test_what_the_last_run_lost_is_counted_and_shown(store: Store, tmp_path: Path) -> None:
    with Tally(tmp_path / "a.tally") as tally:
        tally.count_received()
        tally.count_received()
    async with running(House(store, tmp_path)):
        pass
    with store.read() as uow:
        assert {account.name: account.not_handled for account in uow.accounts.everyone()} == {"a": 2, "b": 0}


async def test_what_was_being_sent_is_unknown_after_a_start(house: House) -> None:
    with house.store.write() as uow:
        row = uow.outbox.add(
            OutboxMessage(
                account="a",
                room_id=1,
                status=OutboxStatus.SENDING,
                template="t.j2",
                text="hello",
                due_at=NOON,
                created_at=NOON,
                sending_at=NOON,
                attempts=1,
            )
        )
    async with running(house):
        house.clock.move_to(NOON + timedelta(seconds=61))
        assert await house.platforms["a"].has_sent(1) == ["hello"]
    with house.store.read() as uow:
        found = uow.outbox.get(key(row.id))
    assert found is not None
    assert found.status is OutboxStatus.SENT


# health


async def test_healthz_is_well_while_all_is_well(house: House) -> None:
    async with running(house):
        await _seen_online(house)
        status, facts = await healthz(house)
    assert (status, facts["status"], facts["troubles"]) == (200, "ok", [])


async def _seen_online(house: House) -> None:
    async with asyncio.timeout(5):
        while any(seen.presence is not Presence.ONLINE for seen in house.app.health._accounts.values()):
            await house.app.writer.do(lambda _: None)


async def test_healthz_names_an_account_that_is_away_too_long(house: House) -> None:
    async with running(house):
        await _seen_online(house)
        house.platforms["a"].happen(PresenceEvent("a", Presence.OFFLINE))
        house.say("a", NEED)  # after the event: nobody is there to hear the answer
        async with asyncio.timeout(5):
            while house.app.health._accounts["a"].presence is Presence.ONLINE:
                await house.app.writer.do(lambda _: None)
            while not await house.app.writer.do(lambda uow: uow.outbox.in_status("a", OutboxStatus.DUE)):
                pass  # before the clock moves on: then it would be too old
        assert (await healthz(house))[0] == 200
        house.clock.move_to(NOON + timedelta(minutes=11))
        await house.app.scheduler.sweep()
        status, facts = await healthz(house)
    assert status == 503
    assert facts["troubles"] == ["account a is offline", "account a: sends wait"]


async def test_healthz_notices_that_nothing_is_swept(house: House) -> None:
    status, facts = await healthz(house)
    assert (status, facts["troubles"]) == (503, ["no sweep"])


async def test_healthz_counts_parked_sends_by_reason(house: House) -> None:
    async with running(house):
        await _seen_online(house)
        house.platforms["a"].happen(RoomEvent("a", "a-room", RoomChange.LEFT))
        with house.store.write() as uow:
            uow.outbox.add(
                OutboxMessage(
                    account="a", room_id=1, status=OutboxStatus.PARKED, reason="room left",
                    template="t", due_at=NOON, created_at=NOON,
                )
            )  # fmt: skip
        _, facts = await healthz(house)
    assert facts["parked"] == [{"account": "a", "reason": "room left", "count": 1}]


async def test_the_loops_delay_is_measured(house: House) -> None:
    tasks = Tasks()
    tasks.start(house.app.health.watch_loop(every=0.01), name="lag")
    await asyncio.sleep(0)
    time.sleep(0.05)  # noqa: ASYNC251 - a loop that is held up is what is measured
    await asyncio.sleep(0.02)
    await tasks.cancel()
    facts = (await house.app.health.report())[1]
    assert 30 < facts["loop_lag_ms"] <= facts["loop_lag_worst_ms"] < 5000


async def test_a_sweep_that_fails_is_not_the_last(house: House) -> None:
    async with running(house):
        house.clock.move_to(NOON + timedelta(seconds=1))
        _rename(house.store, "timers", "timers_gone")
        await house.app.scheduler.sweep()
        assert house.app.scheduler.swept_at == NOON
        _rename(house.store, "timers_gone", "timers")
        await house.app.scheduler.sweep()
        assert house.app.scheduler.swept_at == NOON + timedelta(seconds=1)


def _rename(store: Store, table: str, to: str) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {to}")


async def test_a_long_queue_of_timers_is_swept_in_one_go(house: House) -> None:
    async with running(house):
        with house.store.write() as uow:
            for _ in range(TIMERS_A_SWEEP + 5):
                uow.timers.add(Timer(kind=TimerKind.DISPATCH_RUNS_OUT, due_at=NOON))
        await house.app.scheduler.sweep()
        with house.store.read() as uow:
            assert uow.timers.due(now=NOON) == []


# trouble with accounts


async def test_when_every_account_is_rejected_the_process_ends(house: House) -> None:
    async with running(house):
        house.platforms["a"].reject()
        house.platforms["b"].reject()
        with pytest.raises(TransportRejected, match="account a: the token is wrong"):
            await house.app.ended()


async def test_one_account_that_is_rejected_does_not_end_the_others(house: House) -> None:
    async with running(house):
        house.platforms["a"].reject()
        house.say("b", NEED)
        await house.platforms["b"].has_sent(1)
        ended = asyncio.ensure_future(house.app.ended())
        await asyncio.sleep(0)
        assert not ended.done()
    with pytest.raises(TransportRejected):
        await ended


async def test_a_transport_that_fails_is_started_again(house: House) -> None:
    house.app.restarts_after = 0.01
    async with running(house):
        house.platforms["a"].happen(RuntimeError("a bug"))
        house.say("a", NEED)
        assert await house.platforms["a"].has_sent(1)


async def test_a_code_to_scan_is_drawn(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    async with running(house):
        house.platforms["a"].happen(PresenceEvent("a", Presence.SCAN, "https://example.org/scan"))
        house.say("b", NEED)
        await house.platforms["b"].has_sent(1)
    assert "█" in capsys.readouterr().out


async def test_what_never_started_can_be_stopped(house: House) -> None:
    await house.app.stop()
    house.store.dispose()


async def test_a_hanging_stop_does_not_last_for_ever(house: House) -> None:
    house.app.stops_within = 0.05
    await house.app.start()
    await _seen_online(house)
    gate = asyncio.Event()
    house.platforms["a"].answers.append(gate)
    house.say("a", NEED)
    await house.platforms["a"].has_sent(1)
    await house.app.stop()
    with house.store.read() as uow:
        (row,) = uow.outbox.in_status("a", OutboxStatus.SENDING)
    assert row.attempts == 1


async def test_losing_an_account_to_another_process_ends_this_one(house: House) -> None:
    async with running(house):
        with pytest.raises(CannotRun, match="taken"):
            await until_stopped(house.app, asyncio.Event(), [lambda: True, lambda: False], checked_every=0.01)


async def test_a_signal_stops_it(house: House) -> None:
    async with running(house):
        waiting = asyncio.ensure_future(until_stopped(house.app, told_to_stop()))
        await asyncio.sleep(0)
        signal.raise_signal(signal.SIGTERM)
        await asyncio.wait_for(waiting, 5)


def test_staff_may_invite_the_account(store: Store) -> None:
    with store.write() as uow:
        site = key(uow.sites.add(Site(name="站", level=SiteLevel.STATION)).id)
        _add(uow, "grid", Role.GRID_WORKER, site)
        _add(uow, "wang", None, site)
    inviters = TrustedInviters(store, "a")
    assert [inviters.trusts(each) for each in ("grid", "wang", "nobody")] == [True, False, False]


def _add(uow: UnitOfWork, name: str, role: Role | None, site: int) -> None:
    member = key(uow.members.add(Member(name=name, created_at=NOON)).id)
    uow.members.add_identity(Identity(member_id=member, account="a", external_id=name, seen_at=NOON))
    if role is not None:
        uow.members.grant(member, role, site)
