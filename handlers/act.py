"""What a handler is given: the house (storage, time, rules), and for a message who does it, where."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from handlers.rules import HouseRules, QuietHours
from storage.intents import Intent
from storage.models.orders import Posting
from storage.models.people import Member
from storage.models.places import Room
from storage.models.talk import AuditEvent
from storage.store import UnitOfWork
from storage.vocabulary import Role


@dataclass(frozen=True, slots=True)
class House:
    """`now` is aware; `new_id` gives random public ids that cannot be counted."""

    uow: UnitOfWork
    now: datetime
    rules: HouseRules
    new_id: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Act(House):
    """One member's act. A private one belongs to the room they last spoke in; `pictures` are references.

    `quoted` is who said the quoted message, where a neighbour did and only one can be meant.
    """

    member: Member
    room: Room
    roles: frozenset[Role]
    is_private: bool = False
    message_id: str = ""
    pictures: tuple[str, ...] = ()
    quoted: Member | None = None
    _numbered: dict[tuple[int, int], Posting] = field(default_factory=dict, repr=False, compare=False)

    @property
    def member_id(self) -> int:
        return key(self.member.id)

    @property
    def room_id(self) -> int:
        return key(self.room.id)

    @property
    def quiet(self) -> QuietHours:
        return quiet_hours(self.room)

    def numbered(self, room_id: int, number: int) -> Posting | None:
        """What bears the number there. Every feature asks whether it is one of its own: postings never change."""
        posting = self._numbered.get((room_id, number)) or self.uow.postings.numbered(room_id, number)
        if posting is not None:
            self._numbered[room_id, number] = posting
        return posting

    def note(self, verb: Intent, inverse: dict[str, Any] | None = None) -> None:
        """The audit event of an act on nothing numbered; `inverse` is what its undoing needs to know."""
        self.uow.audit.write(
            AuditEvent(
                done_at=self.now,
                actor_id=self.member_id,
                room_id=self.room_id,
                verb=verb,
                version=1 if inverse is not None else None,
                inverse=inverse,
                cause=self.message_id,
            )
        )


def in_room(act: Act, room_id: int) -> Act:
    """The same act as one of that room, with the roles that hold there."""
    room = act.uow.rooms.get(room_id)
    if room is None or room_id == act.room.id:
        return act
    return replace(act, room=room, roles=act.uow.members.roles_at(act.member_id, room.site_id))


def key(row_id: int | None) -> int:
    """The id of a row that is stored."""
    if row_id is None:
        message = "this row was never stored"
        raise ValueError(message)
    return row_id


def quiet_hours(room: Room) -> QuietHours:
    return QuietHours(room.quiet_from, room.quiet_until)
