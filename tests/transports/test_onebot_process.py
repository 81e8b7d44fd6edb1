"""`yihu run` with a QQ account: an implementation connects, and is let go when the process stops."""

import asyncio
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import aiohttp

from bot.transports.onebot_settings import PATH
from tests.transports.onebot_implementation import ME, TOKEN
from tests.transports.wechaty_ear import PATIENCE

ROOT = Path(__file__).parents[2]
CONFIG = f"""
[accounts.qq]
transport = "onebot"
self_id = {ME}

[web]
port = 0
"""


async def start(folder: Path) -> Process:
    (folder / "config.toml").write_text(CONFIG)
    environment = {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "YIHU_ACCOUNTS__QQ__TOKEN": TOKEN}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, env=environment, stdout=PIPE, stderr=PIPE
    )


async def address_of(process: Process) -> tuple[str, str]:
    """Where it listens, once it waits for the implementation; and what it said until then."""
    assert process.stderr is not None
    said, url = "", ""
    async for line in process.stderr:
        said += line.decode()
        if found := re.search(r"http://127\.0\.0\.1:\d+", line.decode()):
            url = found[0]
        if "onebot_awaited" in line.decode():
            return url, said
    raise AssertionError(said)


async def test_an_implementation_connects_and_is_let_go(tmp_path: Path) -> None:
    process = await start(tmp_path)
    try:
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as http:
            url, said = await address_of(process)
            headers = {"X-Self-ID": str(ME), "Authorization": f"Bearer {TOKEN}"}
            async with http.ws_connect(url + PATH, headers=headers) as socket:
                asked = await socket.receive_json()
                assert asked["action"] == "get_friend_list"
                async with http.get(f"{url}/healthz") as health:
                    assert '"qq": {"presence": "online"' in await health.text()
                process.send_signal(signal.SIGTERM)
                assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE
                assert socket.close_code == aiohttp.WSCloseCode.GOING_AWAY
            _, errors = await process.communicate()
        assert process.returncode == 0
        assert TOKEN not in said + errors.decode()
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
