"""删除我: what is taken out of the tables, by table. What happened, how often and when stays, without the person."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import col, select

from storage.intents import Intent
from storage.models.activities import Activity, Enrolment, WrongCode
from storage.models.afterwards import ActivityReview, Follow
from storage.models.calendars import CalendarLink
from storage.models.certificates import Certificate
from storage.models.hours import HoursLine
from storage.models.milestones import Milestone
from storage.models.orders import Claim, DemandOrder, Review
from storage.models.people import Identity, Member, RoleGrant, RoomMember, TeamMember
from storage.models.polls import Ballot, Poll
from storage.models.row import Row
from storage.models.series import Series, StandingMember
from storage.models.snapshots import SnapshotReport
from storage.models.talk import AuditEvent, OutboxMessage, Question, ShadowRecord, Timer
from storage.models.time_bank import TimeAccount, TimeLine
from storage.repositories.rows import Rows, table_of
from storage.states import OutboxStatus

#: Rows that are nothing without the person.
_TAKEN_OUT: Final = (RoleGrant, TeamMember, WrongCode, Milestone, Follow, ShadowRecord, Timer)
#: By whose they are, the columns that hold what they said, where they live and how they are reached.
_EMPTIED: Final[tuple[tuple[type[Row], str, Mapping[str, object]], ...]] = (
    (
        DemandOrder,
        "asker_id",
        {
            "place": "",
            "detail_sealed": None,
            "address_sealed": None,
            "phone_sealed": None,
            "beneficiary_sealed": None,
            "reason_sealed": None,
        },
    ),
    (Claim, "member_id", {"reason_sealed": None}),
    (Review, "member_id", {"comment_sealed": None, "may_quote": False}),
    (ActivityReview, "member_id", {"comment_sealed": None, "agreed_at": None}),
    (Activity, "organiser_id", {"contact": "", "phone_sealed": None}),
    (Series, "organiser_id", {"contact": "", "phone_sealed": None}),
    (Poll, "organiser_id", {"notice_sealed": None}),
    (Enrolment, "member_id", {"companions_sealed": None, "excuse_sealed": None}),
    (SnapshotReport, "reporter_id", {"address_sealed": None}),
    (Certificate, "member_id", {"code_sealed": None, "lines_sealed": None}),
    (CalendarLink, "member_id", {"token_sealed": None}),
    (Question, "member_id", {"payload_sealed": None}),
    (HoursLine, "member_id", {"reason": ""}),
    (OutboxMessage, "member_id", {"text_sealed": None, "picture_sealed": None, "facts": None}),
)
#: Their own postings, in which their name may stand.
_OWN_WORDS: Final[tuple[tuple[type[Row], str, Sequence[str]], ...]] = (
    (DemandOrder, "asker_id", ("what",)),
    (SnapshotReport, "reporter_id", ("what", "place", "answer")),
    (Activity, "organiser_id", ("title", "place", "requirements")),
    (Series, "organiser_id", ("title", "place", "requirements")),
    (Poll, "organiser_id", ("title", "place")),
    (Enrolment, "added_by_id", ("name",)),
)
#: What is still to be ended, with the column that says when.
_ENDED: Final[tuple[tuple[type[Row], str], ...]] = (
    (StandingMember, "ended_at"),
    (Ballot, "withdrawn_at"),
    (Question, "answered_at"),
    (CalendarLink, "closed_at"),
    (Certificate, "revoked_at"),
)
_UNSENT: Final = (OutboxStatus.HELD, OutboxStatus.WAITING, OutboxStatus.DUE)


class Forgetting:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def forget(self, member_id: int, names: Collection[str], pseudonym: str, *, now: datetime, undo: timedelta) -> None:
        """The person goes; for what others did to the same things within `undo`, the trail still knows the way back."""
        for ended, column in _ENDED:
            self._rows.update(ended, {"member_id": member_id, column: None}, {column: now})
        unsent = {"status": OutboxStatus.DROPPED, "reason": "deleted"}
        for status in _UNSENT:
            self._rows.update(OutboxMessage, {"member_id": member_id, "status": status}, unsent)
        for emptied, column, values in _EMPTIED:
            self._rows.update(emptied, {column: member_id}, values)
        for model in _TAKEN_OUT:
            table = table_of(model)
            self._run(sa.delete(table).where(table.c.member_id == member_id))
        self._empty_time_lines(member_id)
        self._forget_ways_back(member_id, now - undo)
        for name in names:
            self._rename_in_rooms(member_id, name, pseudonym)

    def rename_own(self, member_id: int, names: Collection[str], pseudonym: str) -> None:
        """In what they posted themselves, before anything more is said of it."""
        for model, whose, columns in _OWN_WORDS:
            table = table_of(model)
            for name in names:
                values = {each: sa.func.replace(table.c[each], name, pseudonym) for each in columns}
                self._run(sa.update(table).where(table.c[whose] == member_id).values(values))

    def _forget_ways_back(self, member_id: int, before: datetime) -> None:
        """What an undo would restore holds names, words and numbers: theirs at once, others' when it is too late."""
        event = table_of(AuditEvent)
        orders, parts = table_of(DemandOrder).c, table_of(Enrolment).c
        own_orders = sa.select(orders.id).where(orders.asker_id == member_id)
        own_activities = sa.select(parts.activity_id).where(parts.member_id == member_id)
        theirs = sa.or_(event.c.actor_id == member_id, event.c.order_id.in_(own_orders))
        others = sa.and_(event.c.activity_id.in_(own_activities), event.c.done_at < before)
        self._run(sa.update(event).where(sa.or_(theirs, others)).values(inverse=sa.null()))
        for merge in self._rows.every(AuditEvent, verb=Intent.MERGE):
            if merge.inverse and merge.inverse["merged"]["into"] == member_id:
                self._rows.update(AuditEvent, {"id": merge.id}, {"inverse": None})

    def _rename_in_rooms(self, member_id: int, name: str, pseudonym: str) -> None:
        met, said = table_of(RoomMember).c, table_of(OutboxMessage)
        rooms = sa.select(met.room_id).where(met.member_id == member_id)
        in_rooms = said.c.room_id.in_(rooms)
        with_name = sa.and_(in_rooms, said.c.text.contains(name, autoescape=True))
        self._run(sa.update(said).where(with_name).values(text=sa.func.replace(said.c.text, name, pseudonym)))
        held = sa.select(said.c.id, said.c.facts).where(in_rooms, said.c.facts.is_not(None))
        for row_id, facts in self._rows.connection.execute(held).all():
            written = json.dumps(facts, ensure_ascii=False)
            if name in written:
                renamed = json.loads(written.replace(name, pseudonym))
                self._rows.update(OutboxMessage, {"id": row_id}, {"facts": renamed})

    def _empty_time_lines(self, member_id: int) -> None:
        """Why hours were corrected stands on both sides of the transfer."""
        accounts, line = table_of(TimeAccount).c, table_of(TimeLine)
        own = sa.select(accounts.id).where(accounts.member_id == member_id)
        sides = sa.select(line.c.id, line.c.pair_id).where(line.c.account_id.in_(own)).subquery().c
        both = sa.or_(
            line.c.id.in_(sa.select(sides.id)),
            line.c.pair_id.in_(sa.select(sides.id)),
            line.c.id.in_(sa.select(sides.pair_id)),
        )
        self._run(sa.update(line).where(both).values(reason=""))

    def _run(self, statement: Any) -> None:
        self._rows.connection.execute(statement)

    def letters_around(self, member_id: int) -> list[OutboxMessage]:
        """Private texts, sent or not, to everybody of the rooms in which the member was met."""
        met, said = table_of(RoomMember).c, OutboxMessage
        rooms = sa.select(met.room_id).where(met.member_id == member_id)
        people = sa.select(met.member_id).where(met.room_id.in_(rooms))
        asked = select(said).where(col(said.member_id).in_(people), col(said.text_sealed).is_not(None))
        return self._rows.all(asked)

    def write_again(self, letter: OutboxMessage, text_sealed: bytes | None) -> None:
        self._rows.update(OutboxMessage, {"id": letter.id}, {"text_sealed": text_sealed, "picture_sealed": None})

    def part_from_identities(self, member_id: int, stranger_id: int) -> None:
        """How accounts reach them stays until the receipt has gone out, with a member of whom nothing is known."""
        values: dict[str, object] = {"member_id": stranger_id, "name": "", "handle": ""}
        self._rows.update(Identity, {"member_id": member_id}, values)

    def forget_stranger(self, stranger_id: int) -> None:
        """Unless they have come back and said who they are."""
        member = self._rows.by_id(Member, stranger_id)
        if member is None or member.name:
            return
        table = table_of(Identity)
        self._run(sa.delete(table).where(table.c.member_id == stranger_id))
        values = {"text_sealed": None, "picture_sealed": None}
        self._rows.update(OutboxMessage, {"member_id": stranger_id}, values)
