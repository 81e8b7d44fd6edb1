"""A picture's or a voice's bytes: from the address in its message, else from one that the implementation names."""

import asyncio
from collections.abc import Mapping
from typing import Final

import aiohttp

from bot.transports.onebot_directory import FAILURES
from bot.transports.onebot_link import Link

LARGEST: Final = 20 * 1024 * 1024
_ADDRESSES: Final = ("http://", "https://")


async def fetch_image(
    link: Link, reference: str, *, patience: float, action: str = "get_image", **parameters: str
) -> bytes:
    """Raises FileNotFoundError where there is no picture (any more), or one that is too large."""
    try:
        async with asyncio.timeout(patience):
            address = await _address(link, reference, patience, action, parameters)
            return await _download(address)
    except (TimeoutError, aiohttp.ClientError, ValueError, *FAILURES):
        raise FileNotFoundError(reference) from None


async def _address(link: Link, reference: str, patience: float, action: str, parameters: Mapping[str, str]) -> str:
    if reference.startswith(_ADDRESSES):
        return reference
    answer = await link.call(action, patience=patience, file=reference, **parameters)
    address = answer.inner("data").text("url")
    if not address.startswith(_ADDRESSES):
        raise FileNotFoundError(reference)
    return address


async def _download(address: str) -> bytes:
    data = bytearray()
    async with aiohttp.ClientSession() as http, http.get(address, raise_for_status=True) as response:
        async for part in response.content.iter_any():
            data += part
            if len(data) > LARGEST:
                raise FileNotFoundError(address)
    return bytes(data)
