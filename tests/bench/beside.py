"""One bot, one setting, one run: `python -m tests.bench.beside BOT NORMAL|FULL SEED` prints its figures as JSON."""

import asyncio
import contextlib
import json
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any, Final

import aiohttp

from bot.tasks import Tasks
from tests.bench.bots import BOTS, Bot
from tests.bench.crowd import Crowd, Said
from tests.bench.running import Running
from tests.bench.workload import Kind, Workload

GROUPS: Final = 200
WINDOW: Final = 32
RATES: Final = (50, 200, 500)
#: Seconds. Ours says again after a minute what it does not know to have arrived (design: delivery).
MADE_GOOD_WITHIN: Final = 75


@dataclass(frozen=True)
class Size:
    """`rates` are measured for `seconds` each; the closed loop ends after `messages` or twice the seconds."""

    seconds: float = 5.0
    messages: int = 20_000
    warm_up: int = 1_000
    rates: tuple[int, ...] = RATES
    with_kill: bool = True


async def measure(bot: Bot, synchronous: str, seed: int, size: Size) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        running = Running(bot, folder, synchronous)
        crowd = Crowd(Workload(seed=seed), f"ws://127.0.0.1:{running.port}/onebot/v11/ws")
        try:
            await crowd.connect()
            await crowd.wake()
            found: dict[str, Any] = {"ready s": time.perf_counter() - running.since, "RSS idle MB": running.memory()}
            await crowd.greet(GROUPS)
            await crowd.say_all(size.warm_up, window=16, within=size.seconds)
            found |= await _as_fast_as_it_goes(crowd, running, size)
            for rate in size.rates:
                found |= await _at(crowd, rate, size, capacity=found["messages/s"])
            found["RSS under load MB"] = running.memory()
            found["loop lag, worst ms"] = await _worst_lag(running) if bot.tells_its_lag else None
            await asyncio.sleep(0.5)
            found["mistakes"] = _mistakes(bot, folder, crowd)
            if size.with_kill:
                found["kill -9"] = await _kill(crowd, running)
        finally:
            running.kill()
            await crowd.close()
        return found


async def _as_fast_as_it_goes(crowd: Crowd, running: Running, size: Size) -> dict[str, float]:
    cpu, began = running.cpu(), time.perf_counter()
    count = await crowd.say_all(size.messages, window=WINDOW, within=size.seconds * 2)
    seconds = time.perf_counter() - began
    await asyncio.sleep(0.3)  # what is put off is paid too
    return {"messages/s": count / seconds, "CPU s per 1,000": (running.cpu() - cpu) / count * 1000}


async def _at(crowd: Crowd, rate: int, size: Size, *, capacity: float) -> dict[str, Any]:
    """A rate that the bot cannot keep up with would measure the length of the run."""
    took = await crowd.say_at(rate, size.seconds) if rate < capacity * 0.9 else []
    cuts = quantiles(took, n=100) if len(took) > 1 else None
    return {f"p50 ms at {rate}": cuts and cuts[49] * 1000, f"p99 ms at {rate}": cuts and cuts[98] * 1000}


async def _worst_lag(running: Running) -> float:
    """How late the event loop was at worst since the start, the load and the rates included."""
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{running.port}/healthz") as answer:
        return float((await answer.json())["loop_lag_worst_ms"])


def _mistakes(bot: Bot, folder: Path, crowd: Crowd) -> dict[str, int]:
    stored = Counter(bot.stored(folder))
    won = Counter(
        (each.line.group, each.line.text)
        for each in crowd.ledger.values()
        if each.line.kind is Kind.CLAIM and each.words.startswith("接单成功")
    )
    needs = [each.message_id for each in crowd.ledger.values() if each.line.kind is Kind.NEED and each.answered]
    chatter = {each.message_id for each in crowd.ledger.values() if each.line.kind is Kind.CHATTER}
    return {
        "claimed twice": sum(count > 1 for count in won.values()) + bot.claimed_twice(folder),
        "doubled": sum(count > 1 for count in stored.values()),
        "answered chatter": crowd.answered_chatter + len(chatter & bot.answered(folder)),
        "answered but not stored": sum(each not in stored for each in needs),
        "unanswered": crowd.unanswered,
    }


async def _talk_on(crowd: Crowd) -> None:
    with contextlib.suppress(ConnectionError):  # the bot is killed meanwhile
        await crowd.say_all(10**6, window=WINDOW, within=60)


async def _kill(crowd: Crowd, running: Running) -> dict[str, int]:
    """Into the loop as fast as it goes; then again on the same database, and time to make good."""
    tasks = Tasks()
    tasks.start(_talk_on(crowd), name="crowd")
    await asyncio.sleep(1.5)
    running.kill()
    open_then = crowd.unanswered_acts()  # before anything else runs: the crowd gives up after a while
    await tasks.cancel()
    crowd.wait_again(open_then)
    await crowd.disconnect()
    running.start()
    await crowd.connect()
    await asyncio.sleep(3)
    for _ in range(MADE_GOOD_WITHIN):
        if not (left := _stored_unanswered(running, open_then)):
            break
        await asyncio.sleep(1)
    crowd.give_up()
    await crowd.wake()
    return {"stored, never answered": left, "open at the kill": len(open_then)}


def _stored_unanswered(running: Running, said: list[Said]) -> int:
    stored = set(running.bot.stored(running.folder))
    return sum(each.message_id in stored for each in said if each.answered is None)


def main() -> None:
    name, synchronous, seed = sys.argv[1:]
    seconds = float(os.environ.get("SECONDS_EACH", "5"))
    rates = RATES if synchronous == "NORMAL" else ()
    size = Size(seconds=seconds, rates=rates)
    found = asyncio.run(measure(BOTS[name], synchronous, int(seed), size))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
