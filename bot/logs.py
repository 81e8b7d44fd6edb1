"""Logs are events with facts: readable in a terminal, JSON lines elsewhere. Libraries' logs go the same way."""

import logging
import sys
from collections.abc import Iterator
from typing import Final, TextIO

import structlog
from structlog.dev import ConsoleRenderer, plain_traceback
from structlog.processors import JSONRenderer, TimeStamper, format_exc_info
from structlog.stdlib import ProcessorFormatter, add_log_level
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.redaction import redact

#: Facts that would be a resident's words or a way to find them, and secrets. Whoever logs one made a mistake.
WITHHELD_KEYS: Final = frozenset(
    {
        "text", "words", "name", "names", "nickname", "sender", "topic", "phone", "address", "place",
        "what", "detail", "comment", "quote", "note", "beneficiary", "content", "body", "token", "key",
        "password",
    }
)  # fmt: skip
WITHHELD: Final = "(withheld)"

_OURS: Final = logging.getLogger("yihu")
#: Libraries that say more than an operator wants to read.
_CALMED: Final = {"aiohttp.access": logging.WARNING, "apscheduler": logging.WARNING, "alembic": logging.WARNING}


def configure_logs(level: str = "info", form: str = "auto", *, stream: TextIO | None = None) -> None:
    """`form` is auto, console or json; to stderr unless told otherwise. May be called again."""
    stream = stream or sys.stderr
    in_terminal = stream.isatty()
    shared: list[Processor] = [structlog.contextvars.merge_contextvars, add_log_level, TimeStamper("iso", utc=True)]
    structlog.configure(
        processors=[*shared, ProcessorFormatter.wrap_for_formatter],
        logger_factory=lambda *_names: _OURS,  # structlog's own looks for the caller's module among the frames
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,  # else a logger used before this call would keep the old form
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                ProcessorFormatter.remove_processors_meta,
                format_exc_info,
                withhold,
                _renderer(is_readable=form == "console" or (form == "auto" and in_terminal), colours=in_terminal),
            ],
        )
    )
    root = logging.getLogger()
    for old in _ours(root):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name, least in _CALMED.items():
        logging.getLogger(name).setLevel(logging.DEBUG if level == "debug" else least)


def is_debugging() -> bool:
    """Asked before each message's own debug events: 0.1 µs; structlog takes 20 to find that nobody wants to know."""
    return logging.root.isEnabledFor(logging.DEBUG)


def withhold(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The last guard: forbidden facts lose their value; free text of errors and libraries loses phones and the like."""
    for fact, value in event.items():
        if fact in WITHHELD_KEYS:
            event[fact] = WITHHELD
        elif fact in {"event", "exception", "error"} and isinstance(value, str):
            event[fact] = redact(value)
    return event


def _renderer(*, is_readable: bool, colours: bool) -> Processor:
    if is_readable:
        # rich tracebacks would show local variables, and with them residents' words
        return ConsoleRenderer(colors=colours, exception_formatter=plain_traceback)
    return JSONRenderer(ensure_ascii=False)


def _ours(root: logging.Logger) -> Iterator[logging.Handler]:
    for handler in tuple(root.handlers):
        if isinstance(handler.formatter, ProcessorFormatter):
            yield handler
