"""A Wechaty gateway inside the test's own loop, for faults that a real one cannot be made to have."""

import asyncio
import contextlib
import json
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import betterproto
from grpclib.const import Cardinality, Handler, Status
from grpclib.exceptions import GRPCError
from grpclib.server import Server, Stream
from wechaty_grpc.wechaty import puppet

from bot.transports.wechaty_payloads import EventKind, MessageFacts, SentFacts

PATIENCE: Final = 20.0
Answer = Callable[[Any], Awaitable[betterproto.Message]]
_CALLS: Final[dict[str, tuple[type[betterproto.Message], type[betterproto.Message]]]] = {
    "Start": (puppet.StartRequest, puppet.StartResponse),
    "Stop": (puppet.StopRequest, puppet.StopResponse),
    "Version": (puppet.VersionRequest, puppet.VersionResponse),
    "ContactPayload": (puppet.ContactPayloadRequest, puppet.ContactPayloadResponse),
    "MessagePayload": (puppet.MessagePayloadRequest, MessageFacts),
    "MessageSendText": (puppet.MessageSendTextRequest, SentFacts),
    "MessageSendFile": (puppet.MessageSendFileRequest, SentFacts),
    "MessageImage": (puppet.MessageImageRequest, puppet.MessageImageResponse),
    "MessageFile": (puppet.MessageFileRequest, puppet.MessageFileResponse),
    "RoomPayload": (puppet.RoomPayloadRequest, puppet.RoomPayloadResponse),
    "RoomMemberPayload": (puppet.RoomMemberPayloadRequest, puppet.RoomMemberPayloadResponse),
    "RoomQuit": (puppet.RoomQuitRequest, puppet.RoomQuitResponse),
    "RoomInvitationPayload": (puppet.RoomInvitationPayloadRequest, puppet.RoomInvitationPayloadResponse),
    "RoomInvitationAccept": (puppet.RoomInvitationAcceptRequest, puppet.RoomInvitationAcceptResponse),
    "FriendshipPayload": (puppet.FriendshipPayloadRequest, puppet.FriendshipPayloadResponse),
    "FriendshipAccept": (puppet.FriendshipAcceptRequest, puppet.FriendshipAcceptResponse),
}


class FakeGateway:
    """`things` holds the payloads by call and id; `answers` replaces what a call does; `calls` counts them.

    `thawed` is cleared to freeze everything; `logs_in` says whom a new stream is told to be.
    """

    def __init__(self, *, token: str = "secret", logs_in: str = "me") -> None:  # noqa: S107 - a test's own
        self.token = token
        self.logs_in = logs_in
        self.port = 0
        self.calls: Counter[str] = Counter()
        self.said: list[puppet.MessageSendTextRequest] = []
        self.sent_files: list[puppet.MessageSendFileRequest] = []
        self.answers: dict[str, Answer] = {}
        self.things: dict[tuple[str, str], betterproto.Message] = {}
        self.images: dict[str, list[bytes]] = {}
        self.files: dict[str, list[bytes]] = {}
        self.thawed = asyncio.Event()
        self.thawed.set()
        self._called = asyncio.Condition()
        self._server: Server | None = None
        self._stream: Stream[Any, Any] | None = None
        self._events: asyncio.Queue[puppet.EventResponse | None] = asyncio.Queue()

    @property
    def endpoint(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def start(self, tls: ssl.SSLContext | None = None) -> None:
        self._server = Server([self])
        await self._server.start("127.0.0.1", self.port, ssl=tls)
        listener: Any = self._server._server  # grpclib tells nobody which port it was given
        self.port = listener.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def called(self, call: str, times: int = 1) -> None:
        """Waits until something was asked so often."""
        async with asyncio.timeout(PATIENCE), self._called:
            await self._called.wait_for(lambda: self.calls[call] >= times)

    async def _count(self, call: str) -> None:
        async with self._called:
            self.calls[call] += 1
            self._called.notify_all()

    # What happens on WeChat

    def emit(self, kind: int, payload: Any) -> None:
        self._events.put_nowait(_event(kind, payload))

    def announce(self, facts: MessageFacts) -> None:
        self.things["MessagePayload", facts.id] = facts
        self.emit(EventKind.MESSAGE, {"messageId": facts.id})

    def say(self, text: str, *, message_id: str = "m1", room: str = "r1", sender: str = "alice", **more: Any) -> None:
        facts: dict[str, Any] = {"id": message_id, "text": text, "type": 7, "from_id": sender, "room_id": room}
        self.announce(MessageFacts(**facts | more))

    def know_contact(self, contact_id: str, name: str, **more: Any) -> None:
        contact = puppet.ContactPayloadResponse(id=contact_id, name=name, **more)
        self.things["ContactPayload", contact_id] = contact

    def know_room(self, room: str, topic: str) -> None:
        self.things["RoomPayload", room] = puppet.RoomPayloadResponse(id=room, topic=topic)

    # What goes wrong

    def refuse(self, call: str, status: Status, words: str = "") -> None:
        async def answer(_request: Any) -> betterproto.Message:
            raise GRPCError(status, words)

        self.answers[call] = answer

    def stall(self, call: str, until: asyncio.Event) -> None:
        async def answer(request: Any) -> betterproto.Message:
            await until.wait()
            return self._plain_answer(call, request)

        self.answers[call] = answer

    def end_stream(self) -> None:
        self._events.put_nowait(None)

    async def break_stream(self) -> None:
        assert self._stream is not None
        await self._stream.cancel()

    # The service

    def __mapping__(self) -> dict[str, Handler]:
        calls = {
            f"/wechaty.Puppet/{name}": Handler(self._handler(name), Cardinality.UNARY_UNARY, *types)
            for name, types in _CALLS.items()
        }
        streams = {
            "/wechaty.Puppet/Event": Handler(
                self._event, Cardinality.UNARY_STREAM, puppet.EventRequest, puppet.EventResponse
            ),
            "/wechaty.Puppet/MessageImageStream": Handler(
                self._image,
                Cardinality.UNARY_STREAM,
                puppet.MessageImageStreamRequest,
                puppet.MessageImageStreamResponse,
            ),
        }
        streams["/wechaty.Puppet/MessageFileStream"] = Handler(
            self._file, Cardinality.UNARY_STREAM, puppet.MessageFileStreamRequest, puppet.MessageFileStreamResponse
        )
        return calls | streams

    def _handler(self, name: str) -> Callable[[Stream[Any, Any]], Awaitable[None]]:
        async def handle(stream: Stream[Any, Any]) -> None:
            request = await stream.recv_message()
            await self._count(name)
            await self.thawed.wait()
            self._check_token(stream)
            answer = self.answers.get(name)
            reply = await answer(request) if answer else self._plain_answer(name, request)
            await stream.send_message(reply)

        return handle

    def _plain_answer(self, name: str, request: Any) -> betterproto.Message:
        if name == "MessageSendText":
            self.said.append(request)
            return SentFacts(plain_id=f"said-{len(self.said)}")
        if name == "MessageSendFile":
            self.sent_files.append(request)
            return SentFacts(plain_id=f"file-{len(self.sent_files)}")
        if name == "Stop":
            self._stream = None
            self.end_stream()
        if name.endswith(("Payload", "Image", "File")):
            if (name, request.id) not in self.things:
                raise GRPCError(Status.UNKNOWN, f"Error: no payload found for id {request.id}\n at /some/path.js:1")
            return self.things[name, request.id]
        return _CALLS[name][1]()

    async def _event(self, stream: Stream[Any, Any]) -> None:
        await stream.recv_message()
        await self._count("Event")
        await self.thawed.wait()
        self._check_token(stream)
        if self._stream is not None:
            raise GRPCError(Status.ALREADY_EXISTS, "can not call twice")
        self._stream = stream
        await stream.send_message(_event(EventKind.HEARTBEAT, {"data": "connected"}))
        if self.logs_in:
            await stream.send_message(_event(EventKind.LOGIN, {"contactId": self.logs_in}))
        try:
            while (event := await self._events.get()) is not None:
                await self.thawed.wait()
                await stream.send_message(event)
        finally:
            if self._stream is stream:
                self._stream = None

    async def _image(self, stream: Stream[Any, Any]) -> None:
        request = await stream.recv_message()
        assert request is not None
        if request.id not in self.images:
            raise GRPCError(Status.UNIMPLEMENTED, "no stream")
        with contextlib.suppress(asyncio.CancelledError):
            for data in self.images[request.id]:
                chunk = puppet.FileBoxChunk(data=data)
                await stream.send_message(puppet.MessageImageStreamResponse(file_box_chunk=chunk))

    async def _file(self, stream: Stream[Any, Any]) -> None:
        request = await stream.recv_message()
        assert request is not None
        if request.id not in self.files:
            raise GRPCError(Status.UNIMPLEMENTED, "no stream")
        with contextlib.suppress(asyncio.CancelledError):
            for data in self.files[request.id]:
                chunk = puppet.FileBoxChunk(data=data)
                await stream.send_message(puppet.MessageFileStreamResponse(file_box_chunk=chunk))

    def _check_token(self, stream: Stream[Any, Any]) -> None:
        metadata: Mapping[str, Any] = stream.metadata or {}
        if metadata.get("authorization") != f"Wechaty {self.token}":
            raise GRPCError(Status.UNAUTHENTICATED, "Invalid Wechaty TOKEN")


def _event(kind: int, payload: Any) -> puppet.EventResponse:
    return puppet.EventResponse(type=kind, payload=payload if isinstance(payload, str) else json.dumps(payload))
