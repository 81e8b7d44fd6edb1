"""The bots beside one another, interleaved: `PEERS=all` or names of them; ours and the floor always."""

import json
import subprocess
import sys
from collections.abc import Sequence
from statistics import median
from typing import Any, Final

from rich.progress import Progress
from rich.table import Table

from tests.bench.bots import BOTS

OURS: Final = ("yihu", "floor")
SETTINGS: Final = ("NORMAL", "FULL")
Figures = dict[str, Any]


def chosen(peers: str) -> list[str]:
    """
    >>> chosen("koishi,wechaty")
    ['yihu', 'floor', 'koishi', 'wechaty']
    """
    named = [] if peers == "none" else list(BOTS) if peers == "all" else peers.replace(",", " ").split()
    return list(dict.fromkeys((*OURS, *named)))


def run(names: Sequence[str], runs: int) -> dict[str, dict[str, Figures]]:
    """By bot and setting; a bot that cannot be installed is told and left out."""
    there = [name for name in names if _is_installed(name)]
    found: dict[tuple[str, str], list[Figures]] = {}
    with Progress(transient=True) as progress:
        task = progress.add_task("beside its peers", total=runs * len(SETTINGS) * len(there))
        for seed in range(1, runs + 1):
            for setting in SETTINGS:
                for name in there:
                    progress.update(task, description=f"{name}, {setting}, run {seed}")
                    if (figures := _measured(name, setting, seed)) is not None:
                        found.setdefault((name, setting), []).append(figures)
                    progress.advance(task)
    return {
        name: {setting: of_runs(found[name, setting]) for setting in SETTINGS if (name, setting) in found}
        for name in there
    }


def of_runs(measured: Sequence[Figures]) -> Figures:
    """Medians; of counts every run's, added up."""
    merged: Figures = {"runs": len(measured)}
    for name, first in measured[0].items():
        values = [each[name] for each in measured if each[name] is not None]
        if isinstance(first, dict):
            merged[name] = {inner: sum(each[inner] for each in values) for inner in first}
        else:
            merged[name] = round(median(values), 3) if values else None
    return merged


def table(results: dict[str, dict[str, Figures]]) -> Table:
    columns = [(name, setting) for name, settings in results.items() for setting in settings]
    drawn = Table("measure", *(f"{name}\n{setting}" for name, setting in columns), title="beside its peers, medians")
    for figure in dict.fromkeys(name for one in results.values() for figures in one.values() for name in figures):
        values = (results[name][setting].get(figure) for name, setting in columns)
        drawn.add_row(figure, *("–" if value is None else _shown(value) for value in values))
    return drawn


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {count}" for name, count in value.items() if count) or "none"
    return str(value)


def _is_installed(name: str) -> bool:
    try:
        BOTS[name].install()
    except (subprocess.CalledProcessError, OSError) as error:
        sys.stderr.write(f"{name} is left out: it cannot be installed here ({error})\n")
        return False
    return True


def _measured(name: str, setting: str, seed: int) -> Figures | None:
    child = [sys.executable, "-m", "tests.bench.beside", name, setting, str(seed)]
    try:
        done = subprocess.run(child, check=True, stdout=subprocess.PIPE, timeout=300)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        sys.stderr.write(f"{name}, {setting}, run {seed}: {type(error).__name__}\n")
        return None
    figures: Figures = json.loads(done.stdout)
    return figures
