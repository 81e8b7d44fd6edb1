"""`yihu run` as an operator sees it: another process, its exit code, its one line."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CONFIG = """
[accounts.chat]
transport = "webchat"

[web]
port = {port}
"""


@contextmanager
def yihu(folder: Path, *, port: int = 0) -> Iterator[subprocess.Popen[str]]:
    (folder / "config.toml").write_text(CONFIG.format(port=port))
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def port_of(process: subprocess.Popen[str]) -> int:
    """The port of the web page, once it is there."""
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
            return int(found[1])
    raise AssertionError("it never said where it is")


def get(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    found = answer.status, answer.read().decode()
    connection.close()
    return found


def test_it_runs_until_it_is_told_to_stop(tmp_path: Path) -> None:
    with yihu(tmp_path) as process:
        port = port_of(process)
        deadline = time.monotonic() + 10
        while (health := get(port, "/healthz"))[0] != 200:
            assert time.monotonic() < deadline, health
        assert "一呼" in get(port, "/chat")[1]
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_a_second_process_is_told_who_has_the_account(tmp_path: Path) -> None:
    with yihu(tmp_path) as first:
        port_of(first)
        with yihu(tmp_path) as second:
            _, errors = second.communicate(timeout=20)
        assert second.returncode == 2
        assert re.fullmatch(rf"yihu: account chat is held by {first.pid}@\S+ since .*\n", errors)


def test_a_port_that_is_taken_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with yihu(tmp_path, port=port) as process:
            _, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert errors.splitlines()[-1].startswith(f"yihu: web.host, web.port: cannot listen on 127.0.0.1:{port} (")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopping_it_early_is_no_error(tmp_path: Path, number: signal.Signals) -> None:
    with yihu(tmp_path) as process:
        port_of(process)
        process.send_signal(number)
        assert process.wait(10) in {0, -number, 130}
