"""Templates to text: one way for rooms, which refuses private facts, and one for private messages."""

from collections.abc import Mapping
from typing import Any

from jinja2 import BaseLoader, Environment, PackageLoader, StrictUndefined

from bot.redaction import redact
from storage.private import Private, PrivateTextLeak

#: A line of a room is short; WeChat cuts far later. What a hostile name or need adds is cut here.
LONGEST_ROOM_TEXT = 1200


def _public(value: object) -> object:
    if isinstance(value, Private):
        raise PrivateTextLeak
    return value


def _revealed(value: object) -> object:
    return value.reveal() if isinstance(value, Private) else value


class Renderer:
    """Both environments share the templates; they differ in what a fact may be. A missing fact is an error."""

    def __init__(self, loader: BaseLoader | None = None) -> None:
        loader = loader or PackageLoader("templates", "chat")
        self._room = _environment(loader, _public)
        self._private = _environment(loader, _revealed)

    def room(self, template: str, facts: Mapping[str, Any]) -> str:
        """Raises PrivateTextLeak where a template shows a private fact.

        A fact named `link` is an address of ours: digits in it are no phone.
        """
        text = _tidy(self._room.get_template(template).render(facts))
        link = facts.get("link")
        parts = text.split(link) if link else [text]
        return (link or "").join(map(redact, parts))[:LONGEST_ROOM_TEXT]

    def private(self, template: str, facts: Mapping[str, Any]) -> str:
        return _tidy(self._private.get_template(template).render(facts))


def _environment(loader: BaseLoader, finalize: Any) -> Environment:
    return Environment(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - chat text, no HTML
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        finalize=finalize,
    )


def _tidy(text: str) -> str:
    lines = (line.strip() for line in text.strip().splitlines())
    return "\n".join(line for line in lines if line)
