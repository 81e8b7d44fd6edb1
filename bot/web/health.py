"""/healthz: 200 while all is well, 503 with the reasons when not. For a monitor; it names no person and no room."""

from aiohttp import web

from bot.health import Health


def add_health_route(app: web.Application, health: Health) -> None:
    async def show(_: web.Request) -> web.Response:
        is_well, facts = await health.report()
        return web.json_response(
            {"status": "ok" if is_well else "trouble", **facts},
            status=200 if is_well else 503,
            headers={"Cache-Control": "no-store"},
        )

    app.router.add_get("/healthz", show)
