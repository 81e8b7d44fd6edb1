"""Pages that anybody may open: an activity at /a/<public id>, its calendar entry beside it. No login, no names."""

import asyncio
from importlib import resources
from typing import Any, Final

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.clock import Clock
from bot.redaction import redact
from bot.web.calendars import calendar
from bot.web.page_visits import PageVisits
from handlers.act import House
from handlers.activities.public import PublicActivity, public_activity
from handlers.rules import HouseRules
from storage.store import Store

PUBLIC_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
#: Places go quickly: a page may be that many seconds old.
_FRESH: Final = "public, max-age=30"
_ID: Final = "{public_id:[A-Za-z0-9]{1,64}}"


def _guarded(value: object) -> object:
    """What people wrote is masked as it is in a room; what blocks give back is markup of ours."""
    return redact(value) if isinstance(value, str) and not isinstance(value, Markup) else value


_PAGES: Final = Environment(
    loader=PackageLoader("templates", "web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=_guarded,
)


def public_page(template: str, request: web.Request, *, status: int = 200, **facts: Any) -> web.Response:
    """A page on templates/web/public.html; ?big=1 shows it in large letters."""
    is_large = request.query.get("big") == "1"
    text = _PAGES.get_template(template).render(facts, is_large=is_large)
    headers = {**PUBLIC_HEADERS, "Cache-Control": _FRESH if status == web.HTTPOk.status_code else "no-store"}
    return web.Response(text=text, status=status, content_type="text/html", headers=headers)


def add_public_routes(app: web.Application, store: Store, clock: Clock, rules: HouseRules) -> None:
    pages = _PublicPages(store, clock, rules)
    app.on_cleanup.append(pages.visits.stop)
    app.router.add_get("/public.css", _show_styles)
    app.router.add_get(f"/a/{_ID}.ics", pages.show_calendar)
    app.router.add_get("/a/{public_id}", pages.show_activity)


class _PublicPages:
    def __init__(self, store: Store, clock: Clock, rules: HouseRules) -> None:
        self._store = store
        self._clock = clock
        self._rules = rules
        self.visits = PageVisits(store, clock)

    async def show_activity(self, request: web.Request) -> web.Response:
        activity = await self._activity(request)
        if activity is None:
            return public_page("public_missing.html", request, status=404)
        self.visits.note(request, activity.public_id)
        return public_page("activity.html", request, activity=activity)

    async def show_calendar(self, request: web.Request) -> web.Response:
        activity = await self._activity(request)
        if activity is None:
            return public_page("public_missing.html", request, status=404)
        return web.Response(
            body=calendar(activity.title, [activity.entry] if activity.entry is not None else []),
            content_type="text/calendar",
            charset="utf-8",
            headers={**PUBLIC_HEADERS, "Cache-Control": _FRESH},
        )

    async def _activity(self, request: web.Request) -> PublicActivity | None:
        return await asyncio.to_thread(self._read, request.match_info["public_id"])

    def _read(self, public_id: str) -> PublicActivity | None:
        with self._store.read() as uow:
            return public_activity(public_id, House(uow, self._clock.now(), self._rules, new_id=str))


async def _show_styles(_: web.Request) -> web.Response:
    return web.Response(
        body=resources.files("templates").joinpath("web", "public.css").read_bytes(),
        content_type="text/css",
        charset="utf-8",
        headers={**PUBLIC_HEADERS, "Cache-Control": "no-cache"},
    )
