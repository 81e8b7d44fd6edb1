"""From nothing to a bot that listens: a new process, its imports, an open database, everything started."""

import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bot.app import App
from bot.clock import SystemClock
from bot.pacing import UNPACED
from bot.platforms import Platform
from handlers.rules import HouseRules
from storage.schema import migrate
from storage.seal import Seal, new_key
from storage.store import Store
from tests.support import ScriptedPlatform


def run() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        child = [sys.executable, "-m", "tests.bench.start", folder]
        memory = float(subprocess.run(child, check=True, capture_output=True, text=True).stdout)
        return {"ready s": round(time.perf_counter() - began, 2), "RSS MB": round(memory, 1)}


async def _start(folder: Path) -> None:
    store = Store(f"sqlite:///{folder}/bench.db", Seal(new_key()))
    migrate(store.engine)
    app = App(store, SystemClock(), HouseRules(), [Platform(ScriptedPlatform("a"), UNPACED)], tallies=folder)
    await app.start()
    sys.stdout.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}\n")
    await app.stop()
    store.dispose()


if __name__ == "__main__":
    asyncio.run(_start(Path(sys.argv[1])))
