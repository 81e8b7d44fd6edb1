"""The bots that are compared: how each is installed and started, and what its database must say afterwards."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.database import migrated_store
from bot.settings import DatabaseSettings
from handlers.act import key
from storage.models.places import Room, Site
from storage.vocabulary import SiteLevel

HERE: Final = Path(__file__).parent / "peers"
ROOT: Final = Path(__file__).parents[2]
BUILT: Final = ROOT / "build" / "peers"
ME: Final = 10001
TOKEN: Final = "bench"  # noqa: S105 - loopback only
GROUP: Final = 100_000
PERSON: Final = 500_000
CONFIG: Final = f"""
[database]
url = "sqlite:///{{database}}"
key_file = "bench.key"
synchronous = "{{synchronous}}"
[web]
port = {{port}}
[house]
merge_window = "0s"
digest_jitter = "0s"
[logs]
level = "warning"
[accounts.qq]
transport = "onebot"
self_id = {ME}
token = "{TOKEN}"
per_minute = 1000000
per_day = 100000000
room_per_minute = 1000000
jitter = "0s"
"""
_PLAIN: Final = {
    "stored": """SELECT message_id FROM orders UNION ALL SELECT claim_message_id FROM orders
        WHERE claim_message_id <> '' UNION ALL SELECT message_id FROM reviews""",
    "claimed twice": "SELECT 0",  # its row has one claimer: the ledger of answers knows
}
_OURS: Final = {
    "answered": "SELECT DISTINCT cause FROM outbox WHERE cause GLOB '[0-9]*'",
    "stored": """SELECT cause FROM audit_events WHERE verb IN ('place_order', 'claim_order', 'review_order')""",
    "claimed twice": """SELECT count(*) FROM (SELECT order_id FROM claims WHERE status IN ('active', 'done')
        GROUP BY order_id HAVING count(*) > 1) AS twice""",
}


@dataclass(frozen=True, slots=True)
class Bot:
    name: str
    command: Callable[[Path], list[str]]
    install: Callable[[], None] = lambda: None
    prepare: Callable[[Path, int, str], None] = lambda _folder, _port, _synchronous: None
    queries: dict[str, str] = field(default_factory=lambda: _PLAIN)
    tells_its_lag: bool = False

    def stored(self, folder: Path) -> list[int]:
        """The ids of the messages that had an effect, as often as they had one."""
        return [int(found) for (found,) in _ask(folder, self.queries["stored"])]

    def claimed_twice(self, folder: Path) -> int:
        return int(_ask(folder, self.queries["claimed twice"])[0][0])

    def answered(self, folder: Path) -> set[int]:
        """The ids of the messages that a text was written for, where the database keeps that."""
        return {int(found) for (found,) in _ask(folder, query)} if (query := self.queries.get("answered")) else set()


def _ask(folder: Path, query: str) -> list[tuple[int]]:
    with closing(sqlite3.connect(folder / "bench.db", timeout=10)) as connection:
        return connection.execute(query).fetchall()


def _prepare_ours(folder: Path, port: int, synchronous: str) -> None:
    database = folder / "bench.db"
    (folder / "config.toml").write_text(CONFIG.format(database=database, port=port, synchronous=synchronous), "utf-8")
    settings = DatabaseSettings(
        url=f"sqlite:///{database}", key_file=folder / "bench.key", synchronous="NORMAL", key=None
    )
    with migrated_store(settings) as store, store.write() as uow:
        site = key(uow.sites.add(Site(name="站", level=SiteLevel.STATION)).id)
        for group in range(200):
            uow.rooms.add(Room(account="qq", external_id=str(GROUP + group), site_id=site))


def _install_nonebot() -> None:
    folder = BUILT / "nonebot" / "venv"
    if (folder / "installed").exists():
        return
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, folder], check=True)
    wanted = HERE / "nonebot" / "requirements.txt"
    subprocess.run([uv, "pip", "install", "--quiet", "--python", folder / "bin/python", "-r", wanted], check=True)
    (folder / "installed").touch()


def _npm(name: str) -> Callable[[], None]:
    def install() -> None:
        folder = BUILT / name
        if (folder / "installed").exists():
            return
        folder.mkdir(parents=True, exist_ok=True)
        for wanted in HERE.joinpath(name).glob("package*.json"):
            shutil.copy(wanted, folder)
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True)
        (folder / "installed").touch()

    return install


def environment(name: str, folder: Path, port: int, synchronous: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT) if name == "yihu" else "",
        "NODE_ENV": "production",
        "BENCH_DB": str(folder / "bench.db"),
        "BENCH_PORT": str(port),
        "BENCH_SYNC": synchronous,
        "BENCH_PEER": str(BUILT / name),
    }


BOTS: Final = {
    bot.name: bot
    for bot in (
        Bot(
            "yihu",
            lambda folder: [sys.executable, "-m", "bot", "run", "--config", str(folder / "config.toml")],
            prepare=_prepare_ours,
            queries=_OURS,
            tells_its_lag=True,
        ),
        Bot("floor", lambda _: [sys.executable, str(HERE / "floor" / "bot.py")]),
        Bot(
            "nonebot",
            lambda _: [str(BUILT / "nonebot/venv/bin/python"), str(HERE / "nonebot" / "bot.py")],
            install=_install_nonebot,
        ),
        Bot("koishi", lambda _: ["node", str(HERE / "koishi" / "bot.cjs")], install=_npm("koishi")),
        Bot("wechaty", lambda _: ["node", str(HERE / "wechaty" / "bot.mjs")], install=_npm("wechaty")),
    )
}
