"""`make bench`: every measurement in a process of its own, the medians as a table and as JSON (build/bench.json).

PEERS=none: the floor alone beside it; PEERS=all or names: peers too, and docs/beside.svg drawn. ONLY=beside leaves the
rest out, ONLY=understanding all but understanding; ONLY=histories runs random lives instead of anything else (once;
HISTORIES of each).
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from bot.logs import configure_logs
from tests.bench import chart, compare, digests, histories, start, understanding
from tests.bench.bots import BOTS
from tests.bench.load import Load
from tests.bench.load import run as run_load

RUNS: Final = int(os.environ.get("RUNS", "3"))
RESULTS: Final = Path("build/bench.json")
MEASURES: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "load, NORMAL": partial(run_load, Load()),
    "load, FULL": partial(run_load, Load(synchronous="FULL")),
    "500 messages/s, NORMAL": partial(run_load, Load(rate=500, messages=5_000)),
    "understanding, µs": understanding.microseconds,
    "understanding, MB": understanding.megabytes,
    "digests": digests.run,
    "start": start.run,
}
LIVES: Final[dict[str, Callable[[], dict[str, Any]]]] = {
    "lives of activities, SQLite": histories.activities,
    "lives of orders, SQLite": histories.orders,
    "sign-ups at once, PostgreSQL": histories.sign_ups_at_once,
}


def main() -> int:
    configure_logs("warning", "json")
    if len(sys.argv) > 1:
        sys.stdout.write(json.dumps((MEASURES | LIVES)[sys.argv[1]]()) + "\n")
        return 0
    if os.environ.get("ONLY") == "histories":
        lived = {name: _measured(name) for name in LIVES}
        _write(lived)
        Console().print(_table(lived, "random lives"))
        return 0
    if os.environ.get("ONLY") == "understanding":
        heard = {name: _of_runs([_measured(name) for _ in range(RUNS)]) for name in MEASURES if "understanding" in name}
        _write(heard)
        Console().print(_table(heard, f"understanding alone, medians of {RUNS}"))
        return 0
    peers = compare.chosen(os.environ.get("PEERS", "none"))
    if unknown := sorted(set(peers) - set(BOTS)):
        sys.stderr.write(f"No such peer: {', '.join(unknown)}. There are {', '.join(BOTS)}, all and none.\n")
        return 2
    results: dict[str, Any] = {"beside its peers": compare.run(peers, RUNS)}
    Console().print(compare.table(results["beside its peers"]))
    if peers != list(compare.OURS):
        chart.CHART.write_text(chart.draw(results["beside its peers"], RUNS) + "\n", "utf-8")
    if os.environ.get("ONLY") == "beside":
        _write(results)
        return 0
    alone = {name: _of_runs([_measured(name) for _ in range(RUNS)]) for name in MEASURES}
    _write(results | alone)
    Console().print(_table(alone, f"一呼 alone, medians of {RUNS}"))
    return subprocess.call(
        [sys.executable, "-m", "pytest", "tests/crash", "-q", "-s"], env={**os.environ, "CRASHES": "20"}
    )


def _write(results: dict[str, Any]) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _measured(name: str) -> dict[str, Any]:
    child = [sys.executable, "-m", "tests.bench", name]
    found: dict[str, Any] = json.loads(subprocess.run(child, check=True, stdout=subprocess.PIPE).stdout)
    return found


def _of_runs(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Medians; of mistakes every run's, added up."""
    return {
        name: _added([run[name] for run in runs]) if isinstance(value, dict) else median(run[name] for run in runs)
        for name, value in runs[0].items()
    }


def _added(runs: list[dict[str, int]]) -> dict[str, int]:
    names = sorted({name for run in runs for name in run})
    return {name: sum(run.get(name, 0) for run in runs) for name in names}


def _table(results: dict[str, dict[str, Any]], title: str) -> Table:
    table = Table("measure", "figure", "value", title=title)
    for measure, figures in results.items():
        for name, value in figures.items():
            table.add_row(measure, name, ("none" if value == {} else str(value)))
    return table


if __name__ == "__main__":
    sys.exit(main())
