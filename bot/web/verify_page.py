"""/verify/<code>: whether a certificate is what it says. One answer for every code that nobody was given."""

import asyncio
from typing import Final

from aiohttp import web

from bot.clock import Clock
from bot.web.public_pages import public_page
from bot.web.visitors import UNPROXIED, Visitors
from bot.web.visits import Visits
from handlers.activities.verification import PublicCertificate, public_certificate
from storage.store import Store

#: An address may look up so many codes a minute: enough for an office with a pile of papers, of 2⁶⁴ codes no start.
LOOKS_A_MINUTE: Final = 20


def add_verify_route(app: web.Application, store: Store, clock: Clock, visitors: Visitors = UNPROXIED) -> None:
    app.router.add_get("/verify/{code}", _VerifyPage(store, clock, visitors).show)


class _VerifyPage:
    def __init__(self, store: Store, clock: Clock, visitors: Visitors) -> None:
        self._store = store
        self._clock = clock
        self._visitors = visitors
        self._visits = Visits(LOOKS_A_MINUTE)

    async def show(self, request: web.Request) -> web.Response:
        seconds = self._visits.must_wait(self._visitors.address_of(request), self._clock.now())
        if seconds:
            response = public_page("verify_wait.html", request, status=429)
            response.headers["Retry-After"] = str(seconds)
            return response
        certificate = await asyncio.to_thread(self._read, request.match_info["code"])
        status = 404 if certificate is None else 200
        response = public_page("verify.html", request, status=status, certificate=certificate)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _read(self, code: str) -> PublicCertificate | None:
        with self._store.read() as uow:
            return public_certificate(code, uow)
