"""A bot as a process of its own: started, weighed, ended."""

import contextlib
import socket
import subprocess
import time
from pathlib import Path

import psutil

from tests.bench.bots import Bot, environment


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Running:
    def __init__(self, bot: Bot, folder: Path, synchronous: str) -> None:
        self.bot = bot
        self.folder = folder
        self.port = free_port()
        self._environment = environment(bot.name, folder, self.port, synchronous)
        bot.prepare(folder, self.port, synchronous)
        self.start()

    def start(self) -> None:
        self.since = time.perf_counter()
        with (self.folder / "log.txt").open("ab") as log:
            self._process = subprocess.Popen(
                self.bot.command(self.folder), cwd=self.folder, env=self._environment, stdout=log, stderr=log
            )

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def cpu(self) -> float:
        """Seconds of the whole tree, in user and system."""
        return float(sum(each.cpu_times().user + each.cpu_times().system for each in self._tree()))

    def memory(self) -> float:
        """MB of the whole tree."""
        return float(sum(each.memory_info().rss for each in self._tree())) / 1024**2

    def kill(self) -> None:
        """As a power cut would: nothing is asked."""
        for each in reversed(self._tree()):
            with contextlib.suppress(psutil.NoSuchProcess):
                each.kill()
        self._process.wait()

    def _tree(self) -> list[psutil.Process]:
        if self.has_ended:
            return []
        first = psutil.Process(self._process.pid)
        return [first, *first.children(recursive=True)]
