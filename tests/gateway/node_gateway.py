"""The real Wechaty gateway as a process of its own, driven over HTTP: `POST /message` is a person talking."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import aiohttp

from tests.gateway.npm_packages import FOLDER, install


class NodeGateway:
    """`endpoint` and `token` are for the transport, `url` is WeChat's side: see POST and GET in gateway.mjs.

    Ports stay the same over `kill` and `start`. Rooms are r1@chatroom …, people alice, bob, carol and p1 …
    """

    def __init__(self, *flags: str, rooms: int = 2, people: int = 0, token: str = "insecure_test") -> None:  # noqa: S107
        self.token = token
        self.endpoint = f"127.0.0.1:{_free_port()}"
        self.url = ""
        self._flags = (*flags, "--rooms", str(rooms), "--people", str(people))
        self._process: subprocess.Popen[str] | None = None
        self._scratch = Path(tempfile.mkdtemp(prefix="yihu-gateway-"))

    async def start(self) -> None:
        node = await asyncio.to_thread(install)
        line = await asyncio.to_thread(self._launch, node.program)
        self.url = f"http://127.0.0.1:{json.loads(line)['control']}"

    def _launch(self, node: str) -> str:
        port = self.endpoint.partition(":")[2]
        errors = self._scratch / "stderr.txt"
        with errors.open("w") as stderr:
            self._process = subprocess.Popen(
                [node, "--no-deprecation", "gateway.mjs", "--grpc", port, "--token", self.token, *self._flags],
                cwd=FOLDER,
                env=os.environ | {"TMPDIR": str(self._scratch)},
                stdin=subprocess.PIPE,  # its end tells the gateway that the tests are gone
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
            )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the Wechaty gateway did not start: {errors.read_text()[-500:]}")
        return line

    async def stop(self) -> None:
        await self.kill()
        shutil.rmtree(self._scratch, ignore_errors=True)

    async def kill(self) -> None:
        """Kill -9, as a crash would; `start` brings it back on the same port."""
        if self._process is None:
            return
        self._process.kill()
        await asyncio.to_thread(self._process.wait)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process = None

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    async def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        async with aiohttp.ClientSession() as http, http.post(self.url + path, json=body or {}) as response:
            return await self._read(response)

    async def get(self, path: str) -> Any:
        async with aiohttp.ClientSession() as http, http.get(self.url + path) as response:
            return await self._read(response)

    async def _read(self, response: aiohttp.ClientResponse) -> Any:
        answer = json.loads(await response.text())
        if response.status != 200:
            raise RuntimeError(f"the gateway's control port says: {answer['error']}")
        return answer


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
