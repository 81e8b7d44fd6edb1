"""First halves: what may belong to its sender's next message waits two minutes, sealed, in memory and nowhere else.

A restart forgets them: who wrote the half writes it again.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.transports import Incoming
from handlers.understanding.details import PICTURE_WITHIN
from handlers.understanding.joining import Half
from storage.store import UnitOfWork

#: Of so many people at once, and so many each, the newest: nine pictures are sent one by one.
MOST_SENDERS: Final = 10_000
MOST_EACH: Final = 12

Where = tuple[str, str | None, str]


@dataclass(slots=True)
class _Kept:
    message_id: str
    at: datetime
    sealed: bytes | None
    images: tuple[str, ...]
    used_by: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """Halves that still count, with the pictures of each."""

    halves: tuple[Half, ...] = ()
    pictures: tuple[tuple[str, ...], ...] = ()

    def pictures_of(self, used: tuple[Half, ...]) -> tuple[str, ...]:
        each = zip(self.halves, self.pictures, strict=True)
        return tuple(picture for half, pictures in each if half in used for picture in pictures)


class Halves:
    def __init__(self) -> None:
        self._kept: OrderedDict[Where, list[_Kept]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, uow: UnitOfWork, incoming: Incoming) -> None:
        """The same message kept again (its transaction was tried again) is kept once."""
        where = _where(incoming)
        others = [each for each in self._kept.get(where, ()) if each.message_id != incoming.id]
        new = _Kept(incoming.id, incoming.sent_at, uow.seal(incoming.text), incoming.images)
        self._kept[where] = [*others, new][-MOST_EACH:]
        self._kept.move_to_end(where)
        if len(self._kept) > MOST_SENDERS:
            self._kept.popitem(last=False)

    def before(self, uow: UnitOfWork, incoming: Incoming) -> Earlier:
        """What the sender said there, and no other message was read together with."""
        kept = [each for each in self._kept.get(_where(incoming), ()) if _counts_for(incoming, each)]
        return Earlier(
            tuple(Half(_opened(uow, each), each.at, len(each.images)) for each in kept),
            tuple(each.images for each in kept),
        )

    def used(self, incoming: Incoming) -> None:
        """Read together with this message, even if it is handled a second time, and with no other."""
        for each in self._kept.get(_where(incoming), ()):
            if not each.used_by and each.message_id != incoming.id:
                each.used_by = incoming.id

    def forget(self, account: str, message_id: str) -> None:
        """Its sender took it back."""
        for where, kept in self._kept.items():
            if where[0] == account:
                kept[:] = [each for each in kept if each.message_id != message_id]

    def purge(self, now: datetime) -> None:
        while self._kept:
            where, kept = next(iter(self._kept.items()))
            if kept and now - kept[-1].at <= PICTURE_WITHIN:
                return
            del self._kept[where]


def _where(incoming: Incoming) -> Where:
    return incoming.account, incoming.room, incoming.sender.id


def _counts_for(incoming: Incoming, kept: _Kept) -> bool:
    is_free = kept.used_by in ("", incoming.id) and kept.message_id != incoming.id
    return is_free and incoming.sent_at - kept.at <= PICTURE_WITHIN


def _opened(uow: UnitOfWork, kept: _Kept) -> str:
    text = uow.open(kept.sealed)
    return text.reveal() if text is not None else ""
