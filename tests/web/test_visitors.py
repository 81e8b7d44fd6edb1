"""Whose visit it is, before and behind reverse proxies."""

import aiohttp
import pytest
from aiohttp import web

from bot.web.server import start_web
from bot.web.verify_page import LOOKS_A_MINUTE, add_verify_route
from bot.web.visitors import Visitors
from storage.store import Store
from tests.chat import Chat

OURS = ("127.0.0.1", "10.0.0.0/8", "2001:db8::/32")


@pytest.mark.parametrize(
    ("remote", "forwarded", "visitor"),
    [
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["6.6.6.6, 203.0.113.7"], "203.0.113.7"),  # the first was written by the visitor
        ("127.0.0.1", ["203.0.113.7, 10.1.2.3"], "203.0.113.7"),  # two proxies of ours
        ("127.0.0.1", ["203.0.113.7", "10.1.2.3"], "203.0.113.7"),  # in two lines
        ("127.0.0.1", ["10.1.2.3"], "10.1.2.3"),  # somebody within the house
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),  # no proxy of ours
        ("127.0.0.1", ["unknown"], "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.7:4711"], "203.0.113.7"),
        ("2001:db8::5", ["[2001:db9::1]:4711"], "2001:db9::1"),
        ("::ffff:127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("", ["203.0.113.7"], ""),
        ("127.0.0.1", [",,"], "127.0.0.1"),
    ],
)
def test_the_nearest_that_is_no_proxy_of_ours(remote: str, forwarded: list[str], visitor: str) -> None:
    assert Visitors(OURS).seen(remote, forwarded) == visitor


def test_without_trusted_proxies_nothing_that_is_forwarded_counts() -> None:
    assert Visitors().seen("127.0.0.1", ["203.0.113.7"]) == "127.0.0.1"


@pytest.mark.parametrize(("trusted", "status"), [((), 429), (("127.0.0.1",), 404)])
async def test_behind_a_proxy_the_limit_is_each_visitors_own(
    store: Store, trusted: tuple[str, ...], status: int
) -> None:
    chat = Chat(store)
    app = web.Application()
    add_verify_route(app, chat.store, chat.clock, Visitors(trusted))
    server = await start_web(app, host="127.0.0.1", port=0)
    async with aiohttp.ClientSession() as http:
        for visitor in ("203.0.113.7", "203.0.113.8"):
            for _ in range(LOOKS_A_MINUTE):
                async with http.get(f"{server.url}/verify/x", headers={"X-Forwarded-For": visitor}) as answer:
                    last = answer.status
    assert last == status
    await server.stop()
