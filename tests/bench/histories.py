"""`ONLY=histories make bench`: random lives, one by one on SQLite and all at once on PostgreSQL; HISTORIES of each."""

import os
import time
from collections.abc import Callable
from typing import Any, Final

from tests.handlers.lives import run_histories
from tests.handlers.sign_ups_at_once import run_at_once
from tests.handlers.test_activities_stateful import ActivityLife
from tests.handlers.test_orders_stateful import OrderLife
from tests.postgres import running_postgres

HISTORIES: Final = int(os.environ.get("HISTORIES", "5000"))


def activities() -> dict[str, Any]:
    return _measured(lambda: run_histories(ActivityLife, HISTORIES))


def orders() -> dict[str, Any]:
    return _measured(lambda: run_histories(OrderLife, HISTORIES))


def sign_ups_at_once() -> dict[str, Any]:
    def run() -> dict[str, int]:
        with running_postgres() as postgres:
            found = run_at_once(postgres, HISTORIES)
        return {"histories": found.histories, "steps": found.steps, "repeated": found.repeated}

    return _measured(run)


def _measured(run: Callable[[], dict[str, int]]) -> dict[str, Any]:
    """The first violation ends it with its history: whoever reads figures reads of none."""
    began, cpu = time.perf_counter(), time.process_time()
    found = run()
    return {
        **found,
        "violations": 0,
        "s": round(time.perf_counter() - began, 1),
        "CPU s": round(time.process_time() - cpu, 1),
    }
