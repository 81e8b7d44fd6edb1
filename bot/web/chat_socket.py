"""The live side of the chat page: one WebSocket a tab."""

import asyncio
import json
from typing import Any, Final, assert_never

import structlog
from aiohttp import WSCloseCode, WSMsgType, web

from bot.tasks import Tasks
from bot.web.chat_clock import ClockBar
from bot.web.chat_frames import Enter, Invite, MoveClock, Older, Ping, Say, TabFrame, read_frame
from bot.web.chat_lines import Line
from bot.web.chat_platform import ChatPlatform, Frame, NotSaid, Saying, Tab

_PAGE: Final = 80  # lines of one conversation at a time
_CATCH_UP: Final = 500  # a tab that missed more starts afresh
_QUEUED: Final = 2_000  # a tab that does not read so many is dropped; it reconnects

log = structlog.get_logger()


class ChatSockets:
    """All open tabs; `close` ends them when the process stops."""

    def __init__(self, chat: ChatPlatform) -> None:
        self._chat = chat
        self._clock = ClockBar(chat)
        self._open: set[web.WebSocketResponse] = set()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=20, max_msg_size=128 * 1024)
        await socket.prepare(request)
        self._open.add(socket)
        try:
            await _Conversation(socket, self._chat, self._clock).run()
        finally:
            self._open.discard(socket)
        return socket

    async def close(self) -> None:
        for socket in tuple(self._open):
            await socket.close(code=WSCloseCode.GOING_AWAY)


class _Conversation:
    def __init__(self, socket: web.WebSocketResponse, chat: ChatPlatform, clock: ClockBar) -> None:
        self._socket = socket
        self._chat = chat
        self._clock = clock
        self._queue: asyncio.Queue[Frame] = asyncio.Queue(_QUEUED)
        self._tab = Tab(person="", push=self._push)
        self._tasks = Tasks()

    async def run(self) -> None:
        self._tasks.start(self._write(), name="chat_tab")
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    await self._read(message.data)
        finally:
            self._chat.leave(self._tab)
            await self._tasks.cancel()

    def _push(self, frame: Frame) -> None:
        try:
            self._queue.put_nowait(frame)
        except asyncio.QueueFull:
            self._chat.leave(self._tab)
            self._tasks.start(self._drop(), name="chat_tab_dropped")

    async def _drop(self) -> None:
        log.info("chat_tab_dropped", queued=self._queue.qsize())
        await self._socket.close(code=WSCloseCode.TRY_AGAIN_LATER)

    async def _write(self) -> None:
        while not self._socket.closed:
            frame = await self._queue.get()
            try:
                await self._socket.send_str(json.dumps(frame, ensure_ascii=False, separators=(",", ":")))
            except ConnectionError:  # the reading side sees it too, and ends the tab
                return

    async def _read(self, text: str) -> None:
        try:
            frame = read_frame(text)
        except ValueError:
            self._push({"type": "refused", "key": None, "text": "页面和服务器版本不一致,请刷新页面"})
            return
        try:
            await self._act(frame)
        except NotSaid as refused:
            key = frame.key if isinstance(frame, Say) else None
            self._push({"type": "refused", "key": key, "text": str(refused)})

    async def _act(self, frame: TabFrame) -> None:
        match frame:
            case Enter():
                self._enter(frame)
            case Say():
                self._say(frame)
            case Older():
                self._older(frame)
            case MoveClock():
                await self._move_clock(frame)
            case Invite():
                self._chat.invite_bot(frame.room, self._tab.person)
            case Ping():
                self._push({"type": "pong"})
            case _:
                assert_never(frame)

    def _enter(self, wanted: Enter) -> None:
        people = self._chat.people
        if not people:
            raise NotSaid("这里还没有人")
        self._tab.person = wanted.person if wanted.person in people else next(iter(people))
        self._push(self._welcome())
        self._push(self._catch_up(wanted))
        self._chat.enter(self._tab)

    def _say(self, said: Say) -> None:
        saying = Saying(self._tab.person, said.room, said.text, said.quote, said.picture, said.key)
        line = self._chat.say(saying)
        # Said again after a broken connection: the line was shown long ago, this tab alone wants to hear of it.
        self._push({"type": "said", "key": said.key, "id": line.id})

    async def _move_clock(self, wanted: MoveClock) -> None:
        try:
            await self._clock.move(wanted)
        finally:
            self._push(self._clock.frame())

    def _welcome(self) -> Frame:
        return {
            "type": "welcome",
            "token": self._chat.store.token,
            "bot": self._chat.bot_name,
            "me": self._tab.person,
            "people": [{"id": it.id, "name": it.name, "role": it.role} for it in self._chat.world.people],
            "rooms": [
                {"id": it.id, "name": it.name, "members": it.members, "has_bot": it.has_bot}
                for it in self._chat.rooms_of(self._tab.person)
            ],
            "whispers": self._chat.store.newest_private(),
            "clock": self._clock.frame(),
        }

    def _catch_up(self, wanted: Enter) -> Frame:
        me = self._tab.person
        if wanted.after and wanted.token == self._chat.store.token and wanted.person == me:
            missed = self._chat.store.seen_after(me, wanted.after, limit=_CATCH_UP + 1)
            if len(missed) <= _CATCH_UP:
                return {"type": "missed", "lines": self._frames(missed)}
        rooms = [room.id for room in self._chat.rooms_of(me)]
        return {"type": "history", "conversations": [self._page(room) for room in (*rooms, None)]}

    def _older(self, wanted: Older) -> None:
        if wanted.room is not None and wanted.room not in {room.id for room in self._chat.rooms_of(self._tab.person)}:
            raise NotSaid("你不在这个群里")
        self._push({"type": "older", **self._page(wanted.room, before=wanted.before)})

    def _page(self, room: str | None, *, before: int | None = None) -> dict[str, Any]:
        private_to = self._tab.person if room is None else None
        lines = self._chat.store.newest(room=room, private_to=private_to, limit=_PAGE + 1, before=before)
        return {"room": room, "has_older": len(lines) > _PAGE, "lines": self._frames(lines[-_PAGE:])}

    def _frames(self, lines: list[Line]) -> list[Frame]:
        return [self._chat.frame(line) for line in lines]
