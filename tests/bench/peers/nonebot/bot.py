"""NoneBot2 on its usual driver (FastAPI) with its ORM plugin."""

import os
from pathlib import Path

import nonebot
from nonebot.adapters.onebot.v11 import Adapter
from sqlalchemy import event
from sqlalchemy.engine import Engine

DATABASE = Path(os.environ["BENCH_DB"])

nonebot.init(
    driver="~fastapi",
    host="127.0.0.1",
    port=int(os.environ["BENCH_PORT"]),
    log_level="WARNING",
    sqlalchemy_database_url=f"sqlite+aiosqlite:///{DATABASE}",
    alembic_startup_check=False,
    localstore_data_dir=DATABASE.parent / "data",
    localstore_cache_dir=DATABASE.parent / "cache",
    localstore_config_dir=DATABASE.parent / "config",
)
nonebot.get_driver().register_adapter(Adapter)


@event.listens_for(Engine, "connect")
def _set_up(connection, _) -> None:
    for pragma in ("journal_mode=WAL", f"synchronous={os.environ['BENCH_SYNC']}", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


nonebot.load_plugin("nonebot_plugin_orm")
nonebot.load_plugin("neighbours")  # beside this file

if __name__ == "__main__":
    nonebot.run()
