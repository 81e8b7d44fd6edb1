"""Pictures that the bot draws, by the name that a reply gives them: from the reply's own facts, as PNG."""

from collections.abc import Callable, Mapping
from typing import Any, Final

Maker = Callable[[Mapping[str, Any]], bytes]


def _certificate(facts: Mapping[str, Any]) -> bytes:
    from bot.certificates import draw_certificate  # noqa: PLC0415 - Pillow, which most runs never need

    return draw_certificate(facts)


def _poster(facts: Mapping[str, Any]) -> bytes:
    from bot.poster import draw_poster  # noqa: PLC0415 - as above

    return draw_poster(facts)


MAKERS: Final[Mapping[str, Maker]] = {"certificate": _certificate, "poster": _poster}
