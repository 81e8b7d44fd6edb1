"""Questions about date polls."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.sql.expression import Select

from storage.direct import prepared
from storage.models.orders import Posting
from storage.models.polls import Ballot, Poll, PollOption
from storage.repositories.ends import tell_postings
from storage.repositories.rows import Rows, given, table_of
from storage.states import PollStatus
from storage.vocabulary import PostingKind


@prepared
def _open_in_room() -> Select[int, Poll]:
    return (
        select(Posting.number, Poll)
        .join(Poll, col(Poll.id) == col(Posting.target_id))
        .where(
            Posting.room_id == given("room_id"),
            col(Posting.is_over).is_(False),
            Posting.kind == PostingKind.POLL,
            Poll.status == PollStatus.OPEN,
        )
        .order_by(col(Posting.number))
    )


@prepared
def _without_option() -> sa.Delete:
    table = table_of(PollOption)
    return sa.delete(table).where(table.c.id == given("option_id"))


class Polls:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, poll: Poll) -> Poll:
        return self._rows.insert(poll)

    def add_option(self, option: PollOption) -> PollOption:
        return self._rows.insert(option)

    def remove_option(self, option: PollOption) -> None:
        self._rows.change(_without_option(), option_id=option.id)

    def get(self, poll_id: int) -> Poll | None:
        return self._rows.by_id(Poll, poll_id)

    def options(self, poll_id: int) -> list[PollOption]:
        """By their number."""
        return sorted(self._rows.every(PollOption, poll_id=poll_id), key=lambda option: option.position)

    def moved(self, poll: Poll, values: Mapping[str, Any]) -> bool:
        """Whether the poll was still in the state that we knew, and now has these values."""
        is_moved = self._rows.update(Poll, {"id": poll.id, "status": poll.status}, values) == 1
        if is_moved:
            tell_postings(self._rows, PostingKind.POLL, poll, values, (PollStatus.OPEN,))
        for name, value in values.items() if is_moved else ():
            setattr(poll, name, value)
        return is_moved

    def open_in(self, room_id: int) -> list[tuple[int, Poll]]:
        """(number, poll) of everything that the room may still choose from, by number."""
        return self._rows.pairs(_open_in_room(), room_id=room_id)

    def cast(self, ballot: Ballot) -> Ballot:
        """In place of what the member chose before."""
        self.withdraw(ballot.poll_id, ballot.member_id, now=ballot.cast_at)
        return self._rows.insert(ballot)

    def withdraw(self, poll_id: int, member_id: int, *, now: datetime) -> None:
        known = {"poll_id": poll_id, "member_id": member_id, "withdrawn_at": None}
        self._rows.update(Ballot, known, {"withdrawn_at": now})

    def ballots(self, poll_id: int) -> dict[int, Ballot]:
        """Each member's, in the order of choosing. Of a person who was two members the newest."""
        return {ballot.member_id: ballot for ballot in self._rows.every(Ballot, poll_id=poll_id, withdrawn_at=None)}
