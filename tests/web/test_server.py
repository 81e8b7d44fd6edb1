import pytest
from aiohttp import web

from bot.web.server import open_door, serve, start_web, url_of


async def test_the_next_free_port_is_taken() -> None:
    first = await start_web(web.Application(), host="127.0.0.1", port=0)
    door = open_door("127.0.0.1", first.port)
    second = await serve(web.Application(), door)
    assert second.url == url_of(door)
    assert second.port > first.port
    assert second.url == f"http://127.0.0.1:{second.port}"
    await second.stop()
    await first.stop()


async def test_a_taken_port_is_an_error_where_it_may_not_move() -> None:
    first = await start_web(web.Application(), host="127.0.0.1", port=0)
    with pytest.raises(OSError, match="address already in use"):
        await start_web(web.Application(), host="127.0.0.1", port=first.port)
    await first.stop()


def test_an_address_that_is_not_here_is_an_error_at_once() -> None:
    with pytest.raises(OSError, match="assign"):
        open_door("192.0.2.1", 0)


def test_no_free_port_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.server._PORTS_TRIED", 1)
    with open_door("127.0.0.1", 0) as taken, pytest.raises(OSError, match="in use"):
        open_door("127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize(("host", "shown"), [("0.0.0.0", "127.0.0.1"), ("::1", "[::1]")])  # noqa: S104 - what is tested
async def test_the_url_is_one_a_browser_can_open(host: str, shown: str) -> None:
    server = await start_web(web.Application(), host=host, port=0)
    assert server.url == f"http://{shown}:{server.port}"
    await server.stop()
