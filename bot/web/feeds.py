"""/feeds/<site>.ics and /feeds/m/<token>.ics: calendars that a phone fetches again and again."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from hashlib import sha256
from typing import Final

from aiohttp import web

from bot.clock import Clock
from bot.web.calendars import calendar
from bot.web.public_pages import PUBLIC_HEADERS, public_page
from bot.web.visitors import UNPROXIED, Visitors
from bot.web.visits import Visits
from handlers.act import House
from handlers.feeds import Feed, own_feed, site_feed
from handlers.rules import HouseRules
from storage.store import Store

#: A house full of phones behind one address may fetch so often a minute; of 2¹⁴⁴ tokens that tries none.
FETCHES_A_MINUTE: Final = 60
#: So many feeds are known by when they last changed; of others it is the moment of the fetch.
REMEMBERED: Final = 10_000
_AGE: Final = "max-age=300"


def add_feed_routes(
    app: web.Application, store: Store, clock: Clock, rules: HouseRules, visitors: Visitors = UNPROXIED
) -> None:
    feeds = _Feeds(store, clock, rules, visitors)
    app.router.add_get("/feeds/{public_id:[a-z]{1,64}}.ics", feeds.show_site)
    app.router.add_get("/feeds/m/{token:[A-Za-z0-9]{1,128}}.ics", feeds.show_own)


class _Feeds:
    def __init__(self, store: Store, clock: Clock, rules: HouseRules, visitors: Visitors) -> None:
        self._store = store
        self._clock = clock
        self._rules = rules
        self._visitors = visitors
        self._visits = Visits(FETCHES_A_MINUTE)
        self._changes = _Changes()

    async def show_site(self, request: web.Request) -> web.Response:
        read = partial(site_feed, request.match_info["public_id"])
        return await self._show(request, read, cached=f"public, {_AGE}")

    async def show_own(self, request: web.Request) -> web.Response:
        read = partial(own_feed, request.match_info["token"])
        return await self._show(request, read, cached=f"private, {_AGE}")

    async def _show(self, request: web.Request, read: Callable[[House], Feed | None], *, cached: str) -> web.Response:
        now = self._clock.now()
        seconds = self._visits.must_wait(self._visitors.address_of(request), now)
        if seconds:
            headers = {**PUBLIC_HEADERS, "Retry-After": str(seconds), "Cache-Control": "no-store"}
            return web.Response(status=429, headers=headers)
        body = await asyncio.to_thread(self._written, read)
        if body is None:
            return public_page("public_missing.html", request, status=404)
        tag = sha256(body).hexdigest()[:32]
        changed_at = self._changes.noted(sha256(request.path.encode()).digest(), tag, now)
        headers = {
            **PUBLIC_HEADERS,
            "Cache-Control": cached,
            "ETag": f'"{tag}"',
            "Last-Modified": format_datetime(changed_at, usegmt=True),
        }
        if _has_it(request, tag, changed_at):
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, content_type="text/calendar", charset="utf-8", headers=headers)

    def _written(self, read: Callable[[House], Feed | None]) -> bytes | None:
        """A tenth of a second for 500 entries: nothing for the event loop."""
        with self._store.read() as uow:
            feed = read(House(uow, self._clock.now(), self._rules, new_id=str))
        return calendar(feed.name, feed.entries) if feed is not None else None


def _has_it(request: web.Request, tag: str, changed_at: datetime) -> bool:
    """Where a tag was sent, it alone counts."""
    if request.if_none_match is not None:
        return any(each.value in {tag, "*"} for each in request.if_none_match)
    since = request.if_modified_since
    return since is not None and changed_at <= since


class _Changes:
    """Since when each feed has been as it is, as far as this process has seen."""

    def __init__(self) -> None:
        self._known: OrderedDict[bytes, tuple[str, datetime]] = OrderedDict()

    def noted(self, feed: bytes, tag: str, now: datetime) -> datetime:
        known = self._known.get(feed)
        if known is None or known[0] != tag:
            self._known[feed] = known = (tag, now.astimezone(UTC).replace(microsecond=0))
        self._known.move_to_end(feed)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return known[1]
