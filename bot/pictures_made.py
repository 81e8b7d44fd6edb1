"""Pictures that the bot draws, by the name that a reply gives them: from the reply's own facts, as PNG."""

from collections.abc import Callable, Mapping
from typing import Any, Final

Maker = Callable[[Mapping[str, Any]], bytes]

MAKERS: Final[dict[str, Maker]] = {}
