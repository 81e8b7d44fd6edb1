"""Pictures that the bot draws, by the name that a reply gives them: from the reply's own facts, as PNG."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.certificates import draw_certificate
from bot.poster import draw_poster

Maker = Callable[[Mapping[str, Any]], bytes]

MAKERS: Final[Mapping[str, Maker]] = {"certificate": draw_certificate, "poster": draw_poster}
