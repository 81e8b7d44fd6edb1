"""Logs: facts, in the form the reader needs, and never what a resident said."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import configure_logs

SAID = "不要外传"


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def logged(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_lines_of_json_outside_a_terminal(stream: io.StringIO) -> None:
    configure_logs(stream=stream)
    structlog.get_logger().info("order_claimed", order=12, room=3)
    (row,) = logged(stream)
    assert row.pop("timestamp")
    assert row == {"event": "order_claimed", "order": 12, "room": 3, "level": "info"}


def test_readable_in_a_terminal() -> None:
    terminal = Terminal()
    configure_logs(stream=terminal)
    structlog.get_logger().info("order_claimed", order=12)
    assert "order_claimed" in terminal.getvalue()
    assert not terminal.getvalue().startswith("{")


def test_the_form_can_be_chosen(stream: io.StringIO) -> None:
    configure_logs("info", "console", stream=stream)
    structlog.get_logger().info("order_claimed", order=12)
    assert "order_claimed" in stream.getvalue()
    assert "order=12" in stream.getvalue()
    terminal = Terminal()
    configure_logs("info", "json", stream=terminal)
    structlog.get_logger().info("order_claimed")
    assert [row["event"] for row in logged(terminal)] == ["order_claimed"]
    assert stream.getvalue().count("\n") == 1  # the earlier handler is gone


def test_the_level_holds(stream: io.StringIO) -> None:
    configure_logs("warning", stream=stream)
    structlog.get_logger().info("not_this")
    structlog.get_logger().warning("but_this")
    assert [row["event"] for row in logged(stream)] == ["but_this"]


def test_libraries_go_the_same_way(stream: io.StringIO) -> None:
    configure_logs(stream=stream)
    logging.getLogger("aiohttp.server").error("failed for %s", "13800001111")
    logging.getLogger("aiohttp.access").info("GET /")
    logging.getLogger("apscheduler.executors").info("Running job")
    (row,) = logged(stream)
    assert (row["event"], row["level"]) == ("failed for 〔电话〕", "error")
    configure_logs("debug", stream=stream)
    logging.getLogger("aiohttp.access").info("GET /")
    assert logged(stream)[-1]["event"] == "GET /"


@pytest.mark.parametrize("key", ["text", "phone", "name", "address", "token"])
def test_forbidden_facts_are_withheld(stream: io.StringIO, key: str) -> None:
    configure_logs(stream=stream)
    structlog.get_logger().info("order_placed", **{key: "not-to-be-seen"})
    assert "not-to-be-seen" not in stream.getvalue()
    assert logged(stream)[0][key] == "(withheld)"


def fail_over(said: str) -> None:
    raise ValueError(f"phone 13800001111 in {len(said)} characters")


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_traceback_shows_no_values(stream: io.StringIO, form: str) -> None:
    configure_logs("info", form, stream=stream)
    try:
        fail_over(SAID)
    except ValueError:
        structlog.get_logger().exception("handler_failed")
    written = stream.getvalue()
    assert "Traceback" in written
    assert "ValueError" in written
    assert "13800001111" not in written
    assert SAID not in written
