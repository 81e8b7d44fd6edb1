"""The connection to one gateway: a fresh channel for each session, calls with a deadline, at most so many at once."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Final, TypeVar

import betterproto
from grpclib.client import Channel
from grpclib.const import Cardinality
from grpclib.exceptions import GRPCError, StreamTerminatedError
from wechaty_grpc.wechaty import PuppetStub
from wechaty_grpc.wechaty.puppet import (
    EventResponse,
    MessagePayloadRequest,
    MessageSendFileRequest,
    MessageSendTextRequest,
)

from bot.transports.wechaty_payloads import MessageFacts, SentFacts, filebox
from bot.transports.wechaty_settings import Tls, WechatySettings

T = TypeVar("T")
Reply = TypeVar("Reply", bound=betterproto.Message)
STREAM_OPENS_WITHIN: Final = 1.0
TRIES: Final = 3


class LinkDown(Exception):
    """There is no connection: nothing was asked."""


class NotSent(Exception):
    """The request surely did not reach the gateway."""


class Link:
    """`heard_at` is when the gateway last gave a sign of life, by the loop's clock."""

    def __init__(self, settings: WechatySettings) -> None:
        self._settings = settings
        self._ssl = _tls_context(settings)
        self._metadata = {"authorization": f"Wechaty {settings.token}"}
        self._calls = asyncio.Semaphore(settings.calls_at_once)
        self._channel: Channel | None = None
        self._streaming = asyncio.Event()
        self.heard_at = 0.0

    @property
    def is_up(self) -> bool:
        return self._streaming.is_set()

    def open(self) -> None:
        self._channel = Channel(self._settings.host, self._settings.port, ssl=self._ssl)
        self._hear()

    def close(self) -> None:
        self._streaming.clear()
        if self._channel is not None:
            self._channel.close()
            self._channel = None

    def mark_up(self) -> None:
        """The gateway answers, and its stream has not failed."""
        if self._channel is not None:
            self._streaming.set()

    async def wait_until_up(self, *, at_most: float) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._streaming.wait(), at_most)
        return self.is_up

    async def events(self) -> AsyncIterator[EventResponse]:
        """The stream without a deadline. It counts as open with its first sign of life."""
        stub = PuppetStub(self._open_channel(), metadata=self._metadata)
        async with contextlib.aclosing(stub.event()) as events:
            async for event in events:
                self._hear()
                self.mark_up()
                yield event

    async def call(self, ask: Callable[[PuppetStub], Awaitable[T]], *, patience: float | None = None) -> T:
        """One question to the gateway. Raises LinkDown, TimeoutError, GRPCError (its own no) or what grpclib raises."""
        async with self._calls:
            timeout = patience or self._settings.call_patience
            stub = PuppetStub(self._open_channel(), timeout=timeout, metadata=self._metadata)
            with _whole_cancellation():
                answer = await ask(stub)
            self._hear()
            return answer

    async def insist(self, ask: Callable[[PuppetStub], Awaitable[T]]) -> T:
        """A question that may be asked twice: waits for a connection and asks again where one broke meanwhile."""
        for _ in range(TRIES - 1):
            await self.wait_until_up(at_most=self._settings.send_patience)
            with contextlib.suppress(LinkDown, NotSent, OSError, StreamTerminatedError, TimeoutError):
                return await self.call(ask)
        return await self.call(ask)

    async def message(self, message_id: str) -> MessageFacts:
        async with self._calls:
            request = MessagePayloadRequest(id=message_id)
            return await self._ask("MessagePayload", request, MessageFacts, self._settings.call_patience)

    async def send_text(self, conversation: str, text: str, mention: Sequence[str]) -> str:
        """The id that the platform gave the message, if any. Raises NotSent where it surely did not arrive."""
        request = MessageSendTextRequest(conversation_id=conversation, text=text, mentonal_ids=list(mention))
        return (await self._ask("MessageSendText", request, SentFacts, self._settings.send_patience)).message_id

    async def send_picture(self, conversation: str, content: bytes) -> str:
        """As `send_text`; longer, since the platform stores it first."""
        request = MessageSendFileRequest(conversation_id=conversation, filebox=filebox(content))
        return (await self._ask("MessageSendFile", request, SentFacts, self._settings.image_patience)).message_id

    async def _ask(self, method: str, request: betterproto.Message, reply_type: type[Reply], patience: float) -> Reply:
        channel = self._open_channel()
        with _whole_cancellation():
            async with channel.request(
                f"/wechaty.Puppet/{method}",
                Cardinality.UNARY_UNARY,
                type(request),
                reply_type,
                timeout=patience,
                metadata=self._metadata,
            ) as stream:
                try:
                    await stream.send_message(request, end=True)
                except (OSError, TimeoutError) as error:
                    raise NotSent(say_why(error)) from error
                reply: Reply | None = await stream.recv_message()
        self._hear()
        return reply or reply_type()

    async def is_alive(self) -> bool:
        """Whether the gateway answers at all; a no is an answer."""
        try:
            await self.call(lambda stub: stub.version(), patience=self._settings.keepalive_patience)
        except GRPCError:
            self._hear()
        except Exception:  # noqa: BLE001 - the client library's edge: whatever it raises, nobody answered
            return False
        return True

    def _open_channel(self) -> Channel:
        if self._channel is None:
            raise LinkDown
        return self._channel

    def _hear(self) -> None:
        self.heard_at = asyncio.get_running_loop().time()


@contextlib.contextmanager
def _whole_cancellation() -> Iterator[None]:
    """grpclib wakes a call whose stream broke by cancelling its task, and never takes that back: `asyncio.timeout` and
    task groups would take the rest of the task for cancelled."""
    task = asyncio.current_task()
    before = task.cancelling() if task else 0
    try:
        yield
    except Exception:
        while task is not None and task.cancelling() > before:
            task.uncancel()
        raise


def _tls_context(settings: WechatySettings) -> ssl.SSLContext | None:
    if settings.tls is Tls.OFF:
        return None
    context = ssl.create_default_context(cafile=settings.tls_ca_file)
    context.set_alpn_protocols(["h2"])
    if settings.tls is Tls.INSECURE:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def say_why(error: BaseException) -> str:
    """A few words for a log line or the operator; never the gateway's own text, which holds stack traces and paths."""
    if isinstance(error, GRPCError):
        return f"the gateway says {error.status.name}"
    return next((words for kind, words in _WORDS if isinstance(error, kind)), type(error).__name__)


#: The first that fits counts.
_WORDS: Final[tuple[tuple[type[BaseException], str], ...]] = (
    (ssl.SSLError, "TLS failed"),
    (TimeoutError, "no answer in time"),
    (ConnectionRefusedError, "connection refused"),
    (OSError, "no connection"),
    (StreamTerminatedError, "connection lost"),
    (LinkDown, "not connected"),
    (NotSent, "not sent"),
)
