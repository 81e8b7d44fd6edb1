"""`yihu run` as an operator sees it: another process, its exit code, its one line."""

import asyncio
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import demo_world
from bot.clock import SystemClock
from bot.database import migrated_store
from bot.demo import run_demo
from bot.process import CannotRun, run
from bot.settings import (
    AccountSettings,
    DatabaseSettings,
    Settings,
    WebchatAccount,
    WebSettings,
    WechatyAccount,
)
from bot.web.chat_platform import ChatPlatform
from bot.web.chat_world import ChatClock

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


# in this process


def settings_of(folder: Path, *accounts: AccountSettings, port: int = 0) -> Settings:
    return Settings(
        database=DatabaseSettings(url=f"sqlite:///{folder / 'yihu.db'}", key_file=folder / "yihu.key"),
        web=WebSettings(port=port),
        accounts={f"account{number}": account for number, account in enumerate(accounts)},
    )


async def stop_when(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - what is waited for is a file
            await asyncio.sleep(0.02)
    signal.raise_signal(signal.SIGTERM)


async def test_every_account_of_the_settings_is_run(tmp_path: Path) -> None:
    """The gateway is not there: its account is off-line, and the other one is served."""
    gateway = WechatyAccount(transport="wechaty", endpoint="127.0.0.1:9", token=SecretStr("t"))
    settings = settings_of(tmp_path, gateway, WebchatAccount(transport="webchat"))
    with migrated_store(settings.database) as store, store.write() as uow:
        demo_world.seed(uow, SystemClock().now())
        uow.rooms.change(1, account="account1")
        identity = uow.members.identity("webchat", "wang")
        assert identity is not None
        uow.members.change_identity(identity.id or 0, account="account1")
    await asyncio.gather(run(settings), stop_when((tmp_path / "account1.tally").exists))
    with migrated_store(settings.database) as store, store.read() as uow:
        assert {account.name: account.presence for account in uow.accounts.everyone()}["account1"] == "online"
    chat = ChatPlatform(tmp_path / "chat", ChatClock(SystemClock().now))
    assert [(room.name, room.members) for room in chat.world.rooms] == [("下涧槽邻里群", ("wang",))]
    chat.close()


async def test_without_a_web_chat_there_is_no_page_of_it(tmp_path: Path) -> None:
    gateway = WechatyAccount(transport="wechaty", endpoint="127.0.0.1:9", token=SecretStr("t"))
    settings = settings_of(tmp_path, gateway)
    await asyncio.gather(run(settings), stop_when((tmp_path / "account0.tally").exists))
    assert not (tmp_path / "chat").exists()


async def test_a_port_that_cannot_be_had_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(CannotRun, match="cannot listen"):
        await run(settings_of(tmp_path, WebchatAccount(transport="webchat"), port=taken.getsockname()[1]))


async def test_the_demo_runs_until_it_is_told_to_stop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tally = tmp_path / "webchat.tally"
    await asyncio.gather(run_demo(tmp_path, port=0, open_browser=False), stop_when(tally.exists))
    assert re.search(r"http://127\.0\.0\.1:\d+/chat", capsys.readouterr().out)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopping_it_early_is_no_error(tmp_path: Path, number: signal.Signals) -> None:
    with yihu(tmp_path) as process:
        port_of(process)
        process.send_signal(number)
        assert process.wait(10) in {0, -number, 130}
