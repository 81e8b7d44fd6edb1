"""A picture's bytes, by the stream that every gateway has; the newer JSON form where a gateway dropped the stream.

A voice message's bytes likewise: to the gateway it is a file.
"""

import base64
import binascii
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from functools import partial
from typing import Final

from wechaty_grpc.wechaty import PuppetStub
from wechaty_grpc.wechaty.puppet import ImageType

from bot.transports.wechaty_link import Link
from bot.transports.wechaty_payloads import Payload

Way = Callable[[str, PuppetStub], Awaitable[bytes]]
LARGEST: Final = 20 * 1024 * 1024


async def fetch_image(link: Link, message_id: str, *, patience: float) -> bytes:
    """Raises FileNotFoundError where the gateway has no picture (any more), or one that is too large."""
    return await _fetch(link, message_id, (_by_stream, _by_json), patience)


async def fetch_file(link: Link, message_id: str, *, patience: float) -> bytes:
    """Raises FileNotFoundError as `fetch_image`."""
    return await _fetch(link, message_id, (_file_by_stream, _file_by_json), patience)


async def _fetch(link: Link, message_id: str, ways: Sequence[Way], patience: float) -> bytes:
    for ask in ways:
        try:
            data = await link.call(partial(ask, message_id), patience=patience)
        except FileNotFoundError:
            raise
        except Exception:  # noqa: BLE001, S112 - the client library's edge: the other way may work
            continue
        if data:
            return data
    raise FileNotFoundError(message_id)


async def _file_by_stream(message_id: str, stub: PuppetStub) -> bytes:
    data = bytearray()
    async with aclosing(stub.message_file_stream(id=message_id)) as answers:
        async for answer in answers:
            data += answer.file_box_chunk.data
            if len(data) > LARGEST:
                raise FileNotFoundError(message_id)
    return bytes(data)


async def _file_by_json(message_id: str, stub: PuppetStub) -> bytes:
    return _content((await stub.message_file(id=message_id)).filebox)


async def _by_stream(message_id: str, stub: PuppetStub) -> bytes:
    data = bytearray()
    async with aclosing(stub.message_image_stream(id=message_id, type=ImageType.IMAGE_TYPE_HD)) as answers:
        async for answer in answers:
            data += answer.file_box_chunk.data
            if len(data) > LARGEST:
                raise FileNotFoundError(message_id)
    return bytes(data)


async def _by_json(message_id: str, stub: PuppetStub) -> bytes:
    return _content((await stub.message_image(id=message_id, type=ImageType.IMAGE_TYPE_HD)).filebox)


def _content(filebox: str) -> bytes:
    box = Payload(filebox)
    try:
        return base64.b64decode(box.text("base64"), validate=True)[:LARGEST]
    except (binascii.Error, ValueError):
        return b""
