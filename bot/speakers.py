"""Who spoke under which name in which room: what a quotation tells of its author is a name."""

from datetime import datetime
from typing import Final

from bot.arrival import sighting
from bot.remembered import Remembered
from bot.transports import Incoming, Person
from handlers.members import meet
from handlers.wording import plain_name
from storage.models.people import Member
from storage.store import UnitOfWork

#: Of so many the last ones are remembered, while the process runs.
MOST_SPEAKERS: Final = 50_000


class Speakers:
    """In memory alone. Two people of one name are nobody."""

    def __init__(self) -> None:
        self._people: Remembered[Person | None] = Remembered(MOST_SPEAKERS)

    def note(self, incoming: Incoming) -> None:
        where = _where(incoming, incoming.sender.name)
        known = self._people.get(where)
        is_another = where in self._people and (known is None or known.id != incoming.sender.id)
        self._people.put(where, None if is_another else incoming.sender)

    def quoted(self, uow: UnitOfWork, incoming: Incoming, now: datetime) -> Member | None:
        """The author of the quoted message, written down if need be; else the one member of that name in the room."""
        if incoming.quote is None:
            return None
        where = _where(incoming, incoming.quote.sender)
        person = self._people.get(where)
        if person is not None:
            return meet(uow, sighting(incoming.account, person, is_friend=person.is_friend), now=now)
        room = uow.rooms.known_as(incoming.account, incoming.room or "")
        if where in self._people or room is None:
            return None
        named = uow.members.named_in_room(room.id or 0, plain_name(incoming.quote.sender))
        return named[0] if len(named) == 1 else None


def _where(incoming: Incoming, name: str) -> tuple[str, str]:
    return incoming.account, f"{incoming.room}\n{name}"
