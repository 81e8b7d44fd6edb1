"""Pictures that the bot draws, by the name that a reply gives them: from the reply's own facts, as PNG."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.poster import draw_poster

Maker = Callable[[Mapping[str, Any]], bytes]

MAKERS: Final[Mapping[str, Maker]] = {"poster": draw_poster}
