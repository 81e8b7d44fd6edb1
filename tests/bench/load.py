"""The group-bot workload through the whole App: inbox, outbox, audit, sealed fields, templates, understanding."""

import asyncio
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any, Final

from bot.app import App
from bot.clock import MovableClock
from bot.garbage import keep_what_is_loaded
from bot.pacing import UNPACED
from bot.platforms import Platform
from handlers.act import key
from handlers.rules import HouseRules
from storage.models.places import Room, Site
from storage.schema import migrate
from storage.seal import Seal, new_key
from storage.store import Store, UnitOfWork
from storage.vocabulary import SiteLevel
from tests.bench.driver import ACCOUNT, Driver
from tests.bench.ledger import mistakes
from tests.bench.workload import Workload

NOON: Final = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
RULES: Final = HouseRules(merge_window=timedelta(), digest_jitter=timedelta())
_KILOBYTES: Final = 1 if sys.platform != "darwin" else 1024


@dataclass(frozen=True)
class Load:
    """`rate` None: as fast as it goes."""

    synchronous: str = "NORMAL"
    messages: int = 20_000
    warm_up: int = 2_000
    rate: float | None = None
    groups: int = 200
    window: int = 32
    seed: int = 1


def run(load: Load) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_run(load, Path(folder)))


async def _run(load: Load, folder: Path) -> dict[str, Any]:
    store = Store(f"sqlite:///{folder}/bench.db", Seal(new_key()), synchronous=load.synchronous)
    migrate(store.engine)
    with store.write() as uow:
        found_groups(uow, load.groups)
    clock = MovableClock(NOON)
    driver = Driver(Workload(groups=load.groups, seed=load.seed), clock)
    app = App(store, clock, RULES, [Platform(driver, UNPACED)], tallies=folder)
    await app.start()
    keep_what_is_loaded()
    await driver.say_all(load.warm_up, window=load.window)
    driver.seconds.clear()
    cpu = time.process_time()
    began = time.perf_counter()
    if load.rate is None:
        await driver.say_all(load.messages, window=load.window)
    else:
        await driver.say_at(load.rate, load.messages)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    await app.writer.do(lambda _: None)
    await app.drain()
    _, health = await app.health.report()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / _KILOBYTES
    await app.stop()
    found = {**mistakes(store, driver.kinds), "unanswered": driver.unanswered}
    store.dispose()
    cuts = quantiles(driver.seconds, n=100)
    return {
        "messages/s": round(load.messages / seconds, 1),
        "CPU s per 1,000": round(cpu / load.messages * 1000, 3),
        "p50 ms": round(cuts[49] * 1000, 2),
        "p99 ms": round(cuts[98] * 1000, 2),
        "RSS MB": round(memory, 1),
        "loop lag, worst ms": health["loop_lag_worst_ms"],
        "mistakes": {name: count for name, count in found.items() if count},
    }


def found_groups(uow: UnitOfWork, groups: int) -> None:
    site = key(uow.sites.add(Site(name="站", level=SiteLevel.STATION)).id)
    for group in range(groups):
        uow.rooms.add(Room(account=ACCOUNT, external_id=str(group), site_id=site, bound_at=NOON))
