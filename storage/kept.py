"""What the writer has read and nobody has written since: a known speaker in a known room is a look-up in a dict.

Exact, or not kept. Each of the connections that write has its own, and uses it inside its transactions, where nobody
else writes. CPU 0.88 of without (four pairs).

- another connection or process has written meanwhile: `PRAGMA data_version` says so at the beginning;
- a statement of ours writes: `forget` knows what may be otherwise then; whatever goes SQLAlchemy's own way
  (`Rows.connection`), or has a shape that it does not know, takes everything along;
- a savepoint is undone: so does that, where anything of it was written inside; of a transaction that is not committed
  nothing is kept, with its connection.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol, TypeVar

from storage.models.people import Identity, Member
from storage.models.places import Room
from storage.models.row import Row
from storage.states import ActivityStatus, OrderStatus, PollStatus, SnapshotStatus
from storage.vocabulary import PostingKind, Role

K = TypeVar("K")
V = TypeVar("V")
Model = TypeVar("Model", bound=Row)

#: Of each kind; then it begins anew. 2,000 rooms with ten open things each are about 10 MB.
MOST: Final = 2_000
#: States in which a thing can be referred to.
_OPEN: Final = frozenset[str](
    {
        OrderStatus.PLACED,
        OrderStatus.DISPATCHED,
        OrderStatus.CLAIMED,
        SnapshotStatus.TAKEN,
        ActivityStatus.OPEN,
        PollStatus.OPEN,
    }
)


class Shown(Protocol):
    """What a room can refer to."""

    @property
    def kind(self) -> PostingKind: ...
    @property
    def target_id(self) -> int: ...


class Kept:
    """`is_on` False: nothing is kept, everything is asked (readers, and PostgreSQL, which has many writers)."""

    def __init__(self, *, is_on: bool) -> None:
        self.is_on = is_on
        #: How often something was written that may be kept: a savepoint that is undone looks at it.
        self.writes = 0
        self.rooms: dict[int, Room] = {}
        self.rooms_by_name: dict[tuple[str, str], Room] = {}
        self.people: dict[tuple[str, str], tuple[Identity, Member]] = {}
        self.ways: dict[tuple[int, str], Identity] = {}
        self.roles: dict[tuple[int, int | None], frozenset[Role]] = {}
        self.parts: dict[int, list[tuple[int, str]]] = {}
        self.sign_ups: dict[int, list[tuple[int, str]]] = {}
        self.not_asked: dict[int, bool] = {}
        self.open_in: dict[int, list[Any]] = {}
        self._shown_in: dict[tuple[PostingKind, int], tuple[int, ...]] = {}
        self._version: int | None = None
        self._rules: dict[str, Callable[[Mapping[str, Any], bool], None]] = {
            "rooms": self._forget_room,
            "identities": self._forget_people,
            "members": self._forget_people,
            "role_grants": self._forget_roles,
            "sites": self._forget_roles,
            "claims": self._forgetting_of(self.parts),
            "enrolments": self._forgetting_of(self.sign_ups),
            "questions": self._forget_not_asked,
            "postings": self._forget_posting,
            "orders": self._forgetting(PostingKind.ORDER),
            "snapshots": self._forgetting(PostingKind.SNAPSHOT),
            "activities": self._forgetting(PostingKind.ACTIVITY),
            "polls": self._forgetting(PostingKind.POLL),
        }

    # reading

    def or_ask(self, shelf: dict[K, V], key: K, ask: Callable[[], V | None]) -> V | None:
        """What is kept there, else the answer, which is kept from now on; None never is."""
        value = shelf.get(key)
        if value is None:
            if len(shelf) >= MOST:
                self.clear()
            value = ask()
            if value is not None and self.is_on:
                shelf[key] = value
        return value

    def room(self, shelf: dict[K, Room], key: K, ask: Callable[[], Room | None]) -> Room | None:
        """As `or_ask`, of the rooms by either name."""
        room = shelf.get(key)
        if room is None:
            if len(self.rooms) >= MOST:
                self.clear()
            room = ask()
            if room is None or not self.is_on:
                return room
            self.rooms[room.id or 0] = self.rooms_by_name[room.account, room.external_id] = room
        return copied(room)

    def note_shown(self, room_id: int, things: Sequence[Shown]) -> None:
        """To be told before what is open in a room is kept."""
        for each in things if self.is_on else ():
            rooms = self._shown_in.get((each.kind, each.target_id), ())
            if room_id not in rooms:
                self._shown_in[each.kind, each.target_id] = (*rooms, room_id)

    # beginning and end of a transaction

    def begin(self, driver: Any) -> None:
        """The transaction has begun: nobody else writes any more. `driver` is SQLite's, where something is kept."""
        if not self.is_on:
            return
        (version,) = driver.execute("PRAGMA data_version").fetchone()
        if self._version != version:
            self.clear()
        self._version = version

    def clear(self) -> None:
        parts = (self.parts, self.sign_ups)
        for shelf in (self.rooms, self.rooms_by_name, self.people, self.ways, self.roles, *parts, self.not_asked):
            shelf.clear()
        self._clear_open()

    def _clear_open(self) -> None:
        self.open_in.clear()
        self._shown_in.clear()

    # writing

    def forget(self, table: str, given: Mapping[str, Any], *, is_new: bool) -> None:
        """A statement is about to change the table; `given` are its values by name, `is_new` that of an INSERT.

        What is not there is not kept, so that a new row makes nothing wrong but what is asked of several rows.
        """
        rule = self._rules.get(table)
        if rule is not None:
            self.writes += 1
            rule(given, is_new)

    def forget_everything(self) -> None:
        """Nobody knows what is about to be changed."""
        self.writes += 1
        self.clear()

    def _forget_room(self, given: Mapping[str, Any], is_new: bool) -> None:
        if is_new:
            return
        room_id = given.get("id") or given.get("room_id")
        if room_id is None or "new_external_id" in given or "new_account" in given:
            self.rooms.clear()
            self.rooms_by_name.clear()
        elif (room := self.rooms.pop(room_id, None)) is not None:
            self.rooms_by_name.pop((room.account, room.external_id), None)

    def _forget_people(self, given: Mapping[str, Any], is_new: bool) -> None:
        """A new identity may be the newest way to a member; names and friends seldom change."""
        if is_new:
            self.ways.pop((given.get("member_id", 0), given.get("account", "")), None)
        else:
            self.people.clear()
            self.ways.clear()

    def _forget_roles(self, _given: Mapping[str, Any], _is_new: bool) -> None:
        self.roles.clear()

    @staticmethod
    def _forgetting_of(parts: dict[int, list[tuple[int, str]]]) -> Callable[[Mapping[str, Any], bool], None]:
        def forget(given: Mapping[str, Any], _is_new: bool) -> None:
            if "member_id" not in given:
                parts.clear()
                return
            for member_id in (given["member_id"], given.get("new_member_id")):
                parts.pop(member_id or 0, None)

        return forget

    def _forget_not_asked(self, given: Mapping[str, Any], is_new: bool) -> None:
        """Answering a question asks nobody."""
        if is_new:
            self.not_asked.pop(given["member_id"], None)
        elif given.get("new_answered_at") is None or "new_member_id" in given:
            self.not_asked.clear()

    def _forget_posting(self, given: Mapping[str, Any], is_new: bool) -> None:
        if is_new:
            self.open_in.pop(given["room_id"], None)
        elif given.get("is_over") is True and "of_id" in given:
            self._forget_shown(given["of_kind"], given["of_id"])
        else:
            self._clear_open()

    def _forgetting(self, kind: PostingKind) -> Callable[[Mapping[str, Any], bool], None]:
        def forget(given: Mapping[str, Any], is_new: bool) -> None:
            """Where something shows that goes on after all is not known."""
            if is_new:
                return
            goes_on_again = given.get("new_status") in _OPEN and given.get("status") not in _OPEN
            if goes_on_again or "id" not in given:
                self._clear_open()
            else:
                self._forget_shown(kind, given["id"])

        return forget

    def _forget_shown(self, kind: PostingKind, target_id: int) -> None:
        for room_id in self._shown_in.pop((kind, target_id), ()):
            self.open_in.pop(room_id, None)


def copied(row: Model) -> Model:
    """What is kept does not change with what its reader does to it: 0.4 µs."""
    new = object.__new__(type(row))
    vars(new).update(vars(row))
    return new
