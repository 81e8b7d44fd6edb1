"""Plays a OneBot v11 implementation with 200 people in 200 groups behind it, against a bot of another process.

One act a group and a person is open at a time, so that an answer is known to be that act's, with every bot alike.
"""

import asyncio
import contextlib
import json
import re
import time
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from bot.tasks import Tasks
from tests.bench.bots import GROUP, ME, PERSON, TOKEN
from tests.bench.workload import PEOPLE, Kind, Line, Workload

ANSWERED_WITHIN: Final = 10.0
_NUMBER: Final = re.compile(r"接单 (\d+)")
_HEADERS: Final = {"X-Self-ID": str(ME), "X-Client-Role": "Universal", "Authorization": f"Bearer {TOKEN}"}
_SILENT: Final = frozenset({Kind.CHATTER, Kind.FINISH})


@dataclass(slots=True)
class Said:
    """One line of the ledger."""

    message_id: int
    line: Line
    due: float
    answered: float | None = None
    words: str = ""


class Crowd:
    def __init__(self, workload: Workload, url: str) -> None:
        self.ledger: dict[int, Said] = {}
        self.answered_chatter = 0
        self.unanswered = 0
        self._workload = workload
        self._url = url
        self._waiting: dict[int, Said] = {}
        self._people: dict[int, int] = {}
        self._freed = asyncio.Event()
        self._tasks = Tasks()
        self._http = aiohttp.ClientSession()
        self._socket: aiohttp.ClientWebSocketResponse | None = None

    async def connect(self, *, within: float = 60.0) -> None:
        async with asyncio.timeout(within):
            while True:
                with contextlib.suppress(aiohttp.ClientError, OSError):
                    self._socket = await self._http.ws_connect(self._url, headers=_HEADERS, compress=0, max_msg_size=0)
                    break
                await asyncio.sleep(0.01)
        self._tasks.start(self._read(self._socket), name="implementation")
        await self._push(post_type="meta_event", meta_event_type="lifecycle", sub_type="connect")

    async def disconnect(self) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def close(self) -> None:
        await self.disconnect()
        await self._tasks.cancel()
        await self._http.close()

    # what people say

    async def wake(self, *, within: float = 60.0) -> None:
        """Needs, until one is answered: a bot may accept the connection before it listens."""
        end = time.perf_counter() + within
        while time.perf_counter() < end:
            if self._socket is None or self._socket.closed:
                await self.connect()
            turn = len(self.ledger) % PEOPLE  # who asks for the same again is not answered by every bot
            said = await self._say(Line(Kind.NEED, turn, turn, f"点单 降压药 {turn}栋"), time.perf_counter())
            for _ in range(100):
                if said.answered is not None:
                    return
                await asyncio.sleep(0.005)
            self._settle(said)
            del self.ledger[said.message_id]
        raise TimeoutError

    async def greet(self, groups: int) -> None:
        """Each room and person once, one after another: some bots lose the first messages that come at once."""
        for turn in range(groups):
            await self._say(Line(Kind.NEED, turn, turn % PEOPLE, "点单 换灯泡 1栋101室"), time.perf_counter())
            await self.settle()

    async def say_all(self, count: int, *, window: int, within: float) -> int:
        """As fast as the answers come; how many lines were said until all were answered."""
        began = time.perf_counter()
        for turn in range(count):
            if time.perf_counter() - began > within:
                break
            line = self._workload.next()
            while line.kind is not Kind.CHATTER and (len(self._waiting) >= window or self._is_busy(line)):
                await self._wait_for_answer()
            await self._say(line, time.perf_counter())
            if turn % 16 == 0:
                await asyncio.sleep(0)
        await self.settle()
        return turn + 1

    async def say_at(self, rate: float, seconds: float) -> list[float]:
        """At a fixed rate, whatever becomes of it; each answer's time from the moment at which its line was due."""
        began = time.perf_counter()
        said: list[Said] = []
        for turn in range(int(rate * seconds)):
            due = began + turn / rate
            if (early := due - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            line = self._workload.next()
            while line.kind is not Kind.CHATTER and self._is_busy(line):
                line = self._workload.next()
            said.append(await self._say(line, due))
        await self.settle()
        return [each.answered - each.due for each in said if each.answered is not None]

    async def settle(self) -> None:
        while self._waiting:
            await self._wait_for_answer()

    def unanswered_acts(self) -> list[Said]:
        return list(self._waiting.values())

    def wait_again(self, said: list[Said]) -> None:
        for each in said:
            self._waiting[each.line.group] = each
            self._people[each.line.person] = each.line.group

    def give_up(self) -> list[Said]:
        """Those without an answer, who wait no longer; a late answer still counts."""
        left = list(self._waiting.values())
        self._waiting.clear()
        self._people.clear()
        return left

    async def _say(self, line: Line, due: float) -> Said:
        said = Said(len(self.ledger) + 1, line, due)
        while said.message_id in self.ledger:
            said.message_id += 1
        self.ledger[said.message_id] = said
        if line.kind not in _SILENT:
            self._waiting[line.group] = said
            self._people[line.person] = line.group
        person = PERSON + line.person
        await self._push(
            post_type="message",
            message_type="group",
            sub_type="normal",
            message_id=said.message_id,
            group_id=GROUP + line.group,
            user_id=person,
            anonymous=None,
            message=[{"type": "text", "data": {"text": line.text}}],
            raw_message=line.text,
            font=0,
            sender={"user_id": person, "nickname": f"居民{line.person}", "card": "", "role": "member"},
        )
        return said

    async def _wait_for_answer(self) -> None:
        self._freed.clear()
        try:
            await asyncio.wait_for(self._freed.wait(), ANSWERED_WITHIN)
        except TimeoutError:
            self.unanswered += len(self.give_up())

    def _is_busy(self, line: Line) -> bool:
        return line.group in self._waiting or line.person in self._people

    def _settle(self, said: Said) -> None:
        if self._waiting.get(said.line.group) is said:
            del self._waiting[said.line.group]
            self._people.pop(said.line.person, None)
            self._freed.set()

    # what the bot says

    async def _push(self, **frame: Any) -> None:
        assert self._socket is not None
        await self._socket.send_str(json.dumps({"time": int(time.time()), "self_id": ME, **frame}))

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in socket:
            asked = json.loads(frame.data)
            if "action" in asked:
                answer = self._done(asked["action"], asked.get("params") or {})
                with contextlib.suppress(ConnectionError):  # whoever asked may be gone
                    await socket.send_str(json.dumps({**answer, "echo": asked.get("echo")}))

    def _done(self, action: str, wanted: dict[str, Any]) -> dict[str, Any]:
        data: Any = {"user_id": ME, "nickname": "bot", "online": True, "good": True, "app_name": "bench"}
        match action:
            case "send_group_msg" | "send_private_msg" | "send_msg":
                self._hear(wanted)
                data = {"message_id": 10**9 + len(self.ledger)}
            case "get_friend_list":
                data = [{"user_id": PERSON + each, "nickname": f"居民{each}"} for each in range(PEOPLE)]
            case "get_group_info":
                data = {"group_id": wanted["group_id"], "group_name": "邻里群"}
            case "get_group_member_info":
                data = {"user_id": wanted["user_id"], "nickname": "居民", "card": "", "role": "member"}
        return {"status": "ok", "retcode": 0, "data": data}

    def _hear(self, wanted: dict[str, Any]) -> None:
        segments = wanted["message"]
        if isinstance(segments, str):
            segments = [{"type": "text", "data": {"text": segments}}]
        words = "".join(each["data"]["text"] for each in segments if each["type"] == "text")
        quoted = next((int(each["data"]["id"]) for each in segments if each["type"] == "reply"), None)
        if quoted is not None and (said := self.ledger.get(quoted)) and said.line.kind is Kind.CHATTER:
            self.answered_chatter += 1
            return
        is_room = bool(wanted.get("group_id"))
        person = None if is_room else int(wanted["user_id"]) - PERSON
        group = int(wanted["group_id"]) - GROUP if is_room else self._people.get(person or 0)
        waiting = self._waiting.get(group) if group is not None else None
        if waiting is not None and self._is_answer(waiting.line, words, is_room=is_room):
            waiting.answered, waiting.words = time.perf_counter(), words
            self._settle(waiting)

    def _is_answer(self, line: Line, words: str, *, is_room: bool) -> bool:
        if line.kind is Kind.REVIEW:
            return "收到" in words or "评价" in words
        if line.kind is Kind.NEED:
            number = _NUMBER.search(words)
            if number is None or not is_room:
                return False
            self._workload.placed(line, int(number[1]))
            return True
        if is_room:
            self._workload.claimed(line)
        return True
