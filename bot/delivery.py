"""What of the outbox goes out now, and what became of it. Synchronous: it runs in a unit of work, for any clock."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

import structlog

from bot.outbox_rows import OutboxRows
from bot.parcels import Parcel, Place, pack, place_of, reader_of, text_of
from bot.transports import Echo, Person, SendOutcome, Sent
from handlers.act import key, quiet_hours
from handlers.errors import LostRace
from handlers.rules import QuietHours
from storage.models.places import Room
from storage.models.talk import OutboxMessage
from storage.states import OutboxStatus
from storage.store import UnitOfWork

log = structlog.get_logger()

ECHO_WITHIN: Final = timedelta(seconds=60)
#: An echo of this line is not older than its send, but for the clocks of two machines.
CLOCKS_APART: Final = timedelta(seconds=5)
FIRST_RETRY: Final = timedelta(seconds=2)
LONGEST_RETRY: Final = timedelta(minutes=10)
MOST_ATTEMPTS: Final = 20
#: The reason of a row that was sent again because nobody knew whether it had arrived.
REPEATED: Final = "repeated"
LEFT: Final = "room left"
PAGE: Final = 50


class Delivery:
    def __init__(self, outbox_rows: OutboxRows) -> None:
        self._outbox_rows = outbox_rows

    # what goes out

    def take(
        self, uow: UnitOfWork, account: str, now: datetime, *, limit: int = 50, busy: Collection[Place] = ()
    ) -> list[Parcel]:
        """At most `limit` texts that are due, in their order, now marked as being sent.

        Nothing to the `busy` places, and nothing that would overtake an earlier text to the same place.
        """
        parcels: list[Parcel] = []
        for page in self._candidates(uow, account, now, limit, busy):
            released = (self._release(uow, row, now) for row in page)
            found = list(islice((parcel for parcel in released if parcel is not None), limit - len(parcels)))
            if not uow.outbox.sending([parcel.outbox_id for parcel in found], now=now):
                raise LostRace
            parcels += found
            if len(parcels) >= limit:
                break
        return parcels

    def _candidates(
        self, uow: UnitOfWork, account: str, now: datetime, limit: int, busy: Collection[Place]
    ) -> Iterator[list[OutboxMessage]]:
        """Texts to be tried again come before what waits behind them."""
        blocked: set[Place] = set(busy)
        again: list[OutboxMessage] = []
        for row in self._tried(uow, account, now):
            if place_of(row) not in blocked and row.status is OutboxStatus.DUE and row.due_at <= now:
                again.append(row)
            blocked.add(place_of(row))
        yield again
        rooms = [room for room, _ in blocked if room is not None]
        members = [member for _, member in blocked if member is not None]
        most = min(limit, PAGE)
        while page := uow.outbox.due(account, now=now, limit=most, without_rooms=rooms, without_members=members):
            yield page  # whatever becomes of them, they are not due any more
            if len(page) < most:
                return

    def _tried(self, uow: UnitOfWork, account: str, now: datetime) -> list[OutboxMessage]:
        rows = uow.outbox.tried(account)
        if any(row.status is OutboxStatus.UNKNOWN and row.due_at <= now for row in rows):
            self.repeat_unknown(uow, account, now)
            rows = uow.outbox.tried(account)
        return [row for row in rows if row.status is not OutboxStatus.UNKNOWN]

    def _release(self, uow: UnitOfWork, row: OutboxMessage, now: datetime) -> Parcel | None:
        if row.status is OutboxStatus.HELD:
            joined = self._outbox_rows.release_held(uow, row)
            if joined is None:
                return None
            row = joined
        room = uow.rooms.get(row.room_id) if row.room_id is not None else None
        if room is not None and room.left_at is not None:
            _park(uow, row, LEFT)
        elif room is not None and room.is_shadowed:  # it was not yet, when this was written
            _drop(uow, row, "shadowed")
        elif row.expires_at is not None and row.expires_at <= now:
            _drop(uow, row, "expired")
        elif not row.is_unasked or row.is_danger or not self._must_wait(uow, row, room, now):
            return self._address(uow, row, room)
        return None

    def _must_wait(self, uow: UnitOfWork, row: OutboxMessage, room: Room | None, now: datetime) -> bool:
        """Nothing unasked is said to a hushed room, or in quiet hours: it may have become due long ago."""
        if room is not None and room.hushed_until is not None and room.hushed_until > now:
            _drop(uow, row, "hushed")
            return True
        wakes_at = _quiet_hours(uow, row, room).waking(now)
        return wakes_at > now and uow.outbox.change(row, due_at=wakes_at)

    def _address(self, uow: UnitOfWork, row: OutboxMessage, room: Room | None) -> Parcel | None:
        parcel = pack(uow, row, room)
        if isinstance(parcel, str):
            _park(uow, row, parcel)
            return None
        return parcel

    def next_due_at(self, uow: UnitOfWork, account: str) -> datetime | None:
        """When `take` has something to do next; may lie in the past."""
        return uow.outbox.next_due_at(account)

    # what became of it

    def settle(self, uow: UnitOfWork, outbox_id: int, sent: Sent, now: datetime) -> None:
        """Does nothing where an echo has settled it already."""
        if sent.outcome is SendOutcome.SENT:
            self.arrived(uow, [outbox_id], now)
            return
        row = uow.outbox.get(outbox_id)
        if row is None or row.status is not OutboxStatus.SENDING:
            return
        match sent.outcome:
            case SendOutcome.UNKNOWN:
                _doubt(uow, row, now)
            case SendOutcome.RETRY:
                _try_again(uow, row, sent.reason, now)
            case SendOutcome.NEVER:
                self._give_up(uow, row, sent.reason, now)

    def arrived(self, uow: UnitOfWork, outbox_ids: Sequence[int], now: datetime) -> None:
        """As `settle` for texts that were sent, all at once."""
        uow.outbox.arrived(outbox_ids, now=now)

    def _give_up(self, uow: UnitOfWork, row: OutboxMessage, reason: str, now: datetime) -> None:
        """A private text waits until its reader is a friend; the room is told how that is done."""
        identity = reader_of(uow, row)
        is_only_picture = row.picture_sealed is not None and identity is not None and identity.is_friend is not False
        if identity is None or is_only_picture:  # its words arrived, or tell about the friendship themselves
            _park(uow, row, reason or "refused")
            return
        uow.members.change_identity(key(identity.id), is_friend=False)
        uow.outbox.change(row, status=OutboxStatus.WAITING, reason=reason, attempts=0)
        for room in _rooms_with(uow, key(row.member_id), row.account)[:1]:
            self._outbox_rows.ask_to_befriend(uow, key(row.member_id), room, now=now, due_at=now, cause=row.cause)

    def put_back(self, uow: UnitOfWork, outbox_id: int) -> None:
        """The text was taken but not tried: an earlier one to the same place did not go out."""
        row = uow.outbox.get(outbox_id)
        if row is not None and row.status is OutboxStatus.SENDING:
            uow.outbox.change(row, status=OutboxStatus.DUE, attempts=row.attempts - 1)

    def settle_echo(self, uow: UnitOfWork, echo: Echo, now: datetime) -> bool:
        """Whether the account's own message, seen again, settled a send."""
        room_id, member_id = _whereabouts(uow, echo)
        if room_id is None and member_id is None:
            return False
        for row in uow.outbox.unsettled(echo.account, room_id, member_id):
            is_later = row.sending_at is None or echo.sent_at >= row.sending_at - CLOCKS_APART
            if is_later and _is_same(text_of(uow, row), echo.text):
                return _done(uow, row, now)
        return False

    def repeat_unknown(self, uow: UnitOfWork, account: str, now: datetime) -> None:
        """A send of unknown outcome that had no echo for a minute is repeated once, then parked."""
        for row in uow.outbox.to_be_repeated(account, now=now):
            if row.reason == REPEATED:
                _park(uow, row, "sent twice, outcome unknown")
            else:
                uow.outbox.change(row, status=OutboxStatus.DUE, reason=REPEATED)

    # what happens to accounts, people and rooms

    def recover(self, uow: UnitOfWork, account: str, now: datetime) -> int:
        """At the start: nobody knows what became of the last process's sends. How many there are.

        Those that were unknown already wait anew: nobody was there to hear their echo.
        """
        rows = uow.outbox.in_status(account, OutboxStatus.SENDING, OutboxStatus.UNKNOWN)
        for row in rows:
            _doubt(uow, row, now)
        return len(rows)

    def doubt_sending(self, uow: UnitOfWork, account: str, now: datetime) -> None:
        """Nothing is on its way just now: what is marked so was, when the database went down."""
        for row in uow.outbox.in_status(account, OutboxStatus.SENDING):
            _doubt(uow, row, now)

    def hasten(self, uow: UnitOfWork, account: str, now: datetime) -> None:
        """The account is back on-line: what failed while it was away need not wait longer."""
        for row in uow.outbox.tried(account):
            if row.status is OutboxStatus.DUE and row.due_at > now:
                uow.outbox.change(row, due_at=now)

    def befriended(self, uow: UnitOfWork, account: str, person: Person, now: datetime) -> int:
        """What waited for the person may go out, as far as it still makes sense; how many texts."""
        identity = uow.members.identity(account, person.id)
        if identity is None and person.handle:
            identity = uow.members.identity_by_handle(account, person.handle)
        if identity is None:
            return 0
        uow.members.change_identity(key(identity.id), is_friend=True)
        rows = [row for row in uow.outbox.waiting_for(identity.member_id) if row.account == account]
        for row in rows:
            uow.outbox.change(row, status=OutboxStatus.DUE, due_at=max(row.due_at, now))
        return len(rows)

    def room_left(self, uow: UnitOfWork, account: str, external_id: str, now: datetime) -> None:
        """Nothing can reach the room any more."""
        room = uow.rooms.known_as(account, external_id)
        if room is None:
            return
        uow.rooms.change(key(room.id), left_at=now)
        for row in uow.outbox.to_room(key(room.id), OutboxStatus.DUE, OutboxStatus.HELD, OutboxStatus.UNKNOWN):
            _park(uow, row, LEFT)


def _done(uow: UnitOfWork, row: OutboxMessage, now: datetime) -> bool:
    """A picture is large and has been seen."""
    return uow.outbox.change(row, status=OutboxStatus.SENT, sent_at=now, picture_sealed=None)


def _park(uow: UnitOfWork, row: OutboxMessage, reason: str) -> None:
    uow.outbox.change(row, status=OutboxStatus.PARKED, reason=reason)
    log.warning("send_parked", outbox=row.id, account=row.account, room=row.room_id, reason=reason)


def _drop(uow: UnitOfWork, row: OutboxMessage, reason: str) -> None:
    uow.outbox.change(row, status=OutboxStatus.DROPPED, reason=reason)
    log.info("send_dropped", outbox=row.id, account=row.account, room=row.room_id, reason=reason)


def _doubt(uow: UnitOfWork, row: OutboxMessage, now: datetime) -> None:
    """`due_at` of an unknown send is when it is repeated."""
    uow.outbox.change(row, status=OutboxStatus.UNKNOWN, due_at=now + ECHO_WITHIN)
    log.info("send_unknown", outbox=row.id, account=row.account)


def _try_again(uow: UnitOfWork, row: OutboxMessage, reason: str, now: datetime) -> None:
    if row.attempts >= MOST_ATTEMPTS:
        _park(uow, row, reason or "tried too often")
        return
    wait = min(FIRST_RETRY * 2 ** (row.attempts - 1), LONGEST_RETRY)
    kept = REPEATED if row.reason == REPEATED else reason
    uow.outbox.change(row, status=OutboxStatus.DUE, due_at=now + wait, reason=kept)


def _is_same(text: str | None, echo: str) -> bool:
    """Platforms fold white space; some put the @ of a mention in front."""
    said, heard = "".join((text or "").split()), "".join(echo.split())
    return said != "" and heard.endswith(said)


def _whereabouts(uow: UnitOfWork, echo: Echo) -> Place:
    if echo.room is not None:
        room = uow.rooms.known_as(echo.account, echo.room)
        return (room.id if room is not None else None), None
    identity = uow.members.identity(echo.account, echo.person or "")
    return None, (identity.member_id if identity is not None else None)


def _rooms_with(uow: UnitOfWork, member_id: int, account: str) -> list[Room]:
    """The account's rooms that the member was met in, the last one first."""
    rooms = (uow.rooms.get(room_id) for room_id in uow.members.rooms_of(member_id))
    return [room for room in rooms if room is not None and room.account == account and room.left_at is None]


def _quiet_hours(uow: UnitOfWork, row: OutboxMessage, room: Room | None) -> QuietHours:
    """A private text obeys the hours of the room that its reader last spoke in."""
    rooms = [room] if room is not None else _rooms_with(uow, key(row.member_id), row.account)
    return quiet_hours(rooms[0]) if rooms else quiet_hours(Room(account=row.account, external_id=""))
