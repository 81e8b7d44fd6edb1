"""Messages that were seen lately: what a reply is about."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

REMEMBERED: Final = 5000
WORDS_REMEMBERED: Final = 1000


@dataclass(frozen=True, slots=True)
class Seen:
    sender: str  # number
    name: str
    text: str


class SeenMessages:
    def __init__(self) -> None:
        self._seen: OrderedDict[str, Seen] = OrderedDict()

    def remember(self, message_id: str, seen: Seen) -> None:
        if not message_id:
            return
        self._seen[message_id] = Seen(seen.sender, seen.name, seen.text[:WORDS_REMEMBERED])
        self._seen.move_to_end(message_id)
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)

    def get(self, message_id: str) -> Seen | None:
        return self._seen.get(message_id)
