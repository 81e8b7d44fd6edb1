"""One run of the bot that may end at any point: `python -m tests.crash.child PLAN`. What is run is the real App."""

import asyncio
import json
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from bot.app import App
from bot.clock import MovableClock
from bot.delivery import ECHO_WITHIN
from bot.logs import configure_logs
from bot.pacing import Pacing
from bot.platforms import Platform
from handlers.rules import HouseRules
from storage.account_lock import hold_account, this_process
from storage.seal import Seal, read_key
from storage.states import OutboxStatus
from storage.store import Batch, Store
from tests.crash.fuse import Fuse
from tests.crash.platform import ACCOUNT, LastingPlatform

PACING = Pacing(per_minute=None, per_day=None, room_per_minute=None, jitter=timedelta(), batch=1)
UNDONE = (OutboxStatus.DUE, OutboxStatus.HELD, OutboxStatus.SENDING, OutboxStatus.UNKNOWN)


@dataclass(frozen=True)
class Plan:
    """`run` counts the runs on the same folder; `point` None lives to the end."""

    url: str
    folder: str
    run: int
    most: int
    point: str | None = None
    count: int = 1
    gives_again: bool = False
    echoes: bool = False

    def write(self) -> str:
        return json.dumps(asdict(self))


class FragileStore(Store):
    fuse: Fuse

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        with super().batch() as batch:
            yield batch
            self.fuse.burn("before_commit")
        self.fuse.burn("after_commit")


async def live(plan: Plan) -> None:
    folder = Path(plan.folder)
    clock = MovableClock(ahead=plan.run * 2 * ECHO_WITHIN)
    fuse = Fuse(plan.point, plan.count)
    store = FragileStore(plan.url, Seal(read_key(folder / "key", may_make=False)))
    store.fuse = Fuse(None, 0)
    platform = LastingPlatform(
        folder, fuse, clock.now, most=plan.most, gives_again=plan.gives_again, echoes=plan.echoes
    )
    with hold_account(store.engine, ACCOUNT, holder=this_process(now=clock.now())):
        app = App(
            store,
            clock,
            HouseRules(merge_window=timedelta(seconds=1)),
            [Platform(platform, PACING, gives_again=plan.gives_again)],
            tallies=folder,
            chance=random.Random(plan.run),
        )
        await app.start()
        store.fuse = fuse
        await platform.is_read.wait()
        await finish(app, clock)
        await app.stop()
    store.dispose()


async def finish(app: App, clock: MovableClock) -> None:
    """Everything is said, and the doubts of the last crash are old enough to be settled."""
    await app.writer.do(lambda _: None)
    clock.ahead += 2 * ECHO_WITHIN
    while await app.writer.do(lambda uow: bool(uow.outbox.in_status(ACCOUNT, *UNDONE))):
        app.wake()
        await asyncio.sleep(0.05)


if __name__ == "__main__":
    configure_logs("warning", "json")
    asyncio.run(live(Plan(**json.loads(sys.argv[1]))))
