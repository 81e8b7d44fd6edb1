"""A message, and who and where that is for us."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.transports import Incoming, Person
from handlers.members import Known, Sighting
from storage.models.people import Member
from storage.models.places import Room
from storage.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Arrival:
    incoming: Incoming
    room: Room
    known: Known | None
    seen: Sighting
    roles: frozenset[Role]

    @property
    def member(self) -> Member | None:
        return self.known[1] if self.known is not None else None


def sighting(account: str, person: Person, *, is_friend: bool | None) -> Sighting:
    return Sighting(account=account, external_id=person.id, name=person.name, handle=person.handle, is_friend=is_friend)


def highest(roles: frozenset[Role]) -> Role:
    ranked: Sequence[Role] = (Role.GRID_WORKER, Role.ADMIN, Role.LEADER, Role.VOLUNTEER)
    return next((role for role in ranked if role in roles), Role.RESIDENT)
