"""The conversation's own records: what came in, what goes out, what was asked, what is due, what was done."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from storage.intents import Intent
from storage.models.columns import at, document, sealed, word
from storage.models.row import Row
from storage.states import OutboxStatus
from storage.vocabulary import Band, QuestionKind, TimerKind


class InboxMessage(Row, table=True):
    """A message that had an effect: its repeats end here. Never its words."""

    __tablename__ = "inbox"

    account: str = Field(primary_key=True)
    message_id: str = Field(primary_key=True)
    handled_at: datetime = at()


class OutboxMessage(Row, table=True):
    """One text to a room or to a member, written in the transaction of its cause.

    `text` is a room's line, `text_sealed` a private one. A held row has `merge_key` and `facts` instead and is
    rendered when due. `cause` is the message id that led to it. `picture_sealed` is a picture (PNG) until it has gone
    out: a row of its own behind that of its words, whose text only stands for it.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_account_status_due", "account", "status", "due_at"),
        Index("ix_outbox_merge", "merge_key", "status"),
        Index("ix_outbox_room_due", "room_id", "due_at"),
        Index("ix_outbox_member_status", "member_id", "status"),
    )

    id: int | None = Field(default=None, primary_key=True)
    account: str
    room_id: int | None = Field(default=None, foreign_key="rooms.id")
    member_id: int | None = Field(default=None, foreign_key="members.id")
    mention_id: int | None = Field(default=None, foreign_key="members.id")
    status: OutboxStatus = word(OutboxStatus)
    due_at: datetime = at()
    expires_at: datetime | None = at(default=None)
    is_unasked: bool = False
    is_danger: bool = False
    template: str
    text: str | None = None
    text_sealed: bytes | None = sealed()
    merge_key: str | None = None
    facts: dict[str, Any] | None = document(default=None)
    attempts: int = 0
    reason: str = ""
    cause: str = ""
    created_at: datetime = at()
    sending_at: datetime | None = at(default=None)
    sent_at: datetime | None = at(default=None)
    picture_sealed: bytes | None = sealed()


class DecisionRecord(Row, table=True):
    """Why a message was acted on or asked about (named features, never words): 为什么 reads it."""

    __tablename__ = "decisions"
    __table_args__ = (Index("ix_decisions_member", "member_id", "decided_at"),)

    id: int | None = Field(default=None, primary_key=True)
    account: str
    message_id: str = Field(index=True)
    room_id: int | None = Field(default=None, foreign_key="rooms.id")
    member_id: int = Field(foreign_key="members.id")
    intent: Intent = word(Intent)
    band: Band = word(Band)
    confidence: float
    why: list[Any] = document()
    decided_at: datetime = at()


class ShadowRecord(Row, table=True):
    """What would have come of a message in a shadowed room. Talk that nothing would have come of is never written.

    `talk_sealed` is who said what, and what the bot would have said (JSON); phones and unit numbers are masked in it.
    `member_id` is None for people whom nobody has met: a shadowed room makes no members.
    """

    __tablename__ = "shadow_records"
    __table_args__ = (Index("ix_shadow_records_room_heard", "room_id", "heard_at"),)

    id: int | None = Field(default=None, primary_key=True)
    room_id: int = Field(foreign_key="rooms.id")
    member_id: int | None = Field(default=None, foreign_key="members.id", index=True)
    intent: Intent = word(Intent)
    band: Band = word(Band)
    confidence: float
    why: list[Any] = document()
    talk_sealed: bytes | None = sealed()
    heard_at: datetime = at()
    expires_at: datetime = at(index=True)


class Question(Row, table=True):
    """What one person was asked and has not answered; only the newest counts, for 24 h.

    `payload_sealed` is what a yes would carry out, where that cannot be derived (an unregistered need).
    """

    __tablename__ = "questions"
    __table_args__ = (Index("ix_questions_member_open", "member_id", "answered_at"),)

    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="members.id")
    room_id: int = Field(foreign_key="rooms.id")
    kind: QuestionKind = word(QuestionKind)
    order_id: int | None = Field(default=None, foreign_key="orders.id", index=True)
    topic: Intent | None = word(Intent, default=None)
    options: list[int] | None = document(default=None)
    payload_sealed: bytes | None = sealed()
    asked_at: datetime = at()
    expires_at: datetime = at()
    answered_at: datetime | None = at(default=None)
    activity_id: int | None = Field(default=None, foreign_key="activities.id", index=True)


class Timer(Row, table=True):
    """Something due at a time. `step` counts rungs of a ladder. A timer that ran is deleted in its transaction."""

    __tablename__ = "timers"
    # no id is given twice: who still holds a timer that is gone must not end another one
    __table_args__ = (Index("ix_timers_due", "due_at"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    kind: TimerKind = word(TimerKind)
    due_at: datetime = at()
    room_id: int | None = Field(default=None, foreign_key="rooms.id")
    order_id: int | None = Field(default=None, foreign_key="orders.id", index=True)
    member_id: int | None = Field(default=None, foreign_key="members.id")
    claim_id: int | None = Field(default=None, foreign_key="claims.id")
    step: int = 0
    activity_id: int | None = Field(default=None, foreign_key="activities.id", index=True)
    enrolment_id: int | None = Field(default=None, foreign_key="enrolments.id")
    series_id: int | None = Field(default=None, foreign_key="series.id", index=True)
    poll_id: int | None = Field(default=None, foreign_key="polls.id", index=True)


class AuditEvent(Row, table=True):
    """Who did what to what. `inverse` undoes it while the order is still at `version`.

    `inverse` keeps how it was: "order" (column → value), "timers", "claims" (id → columns), "review" (id of the one to
    withdraw), "pledge" (id of the time that was set aside until then); sealed values stay sealed (base64).
    Of two members made one: "merged" (see storage.repositories.merging). Of a time bank: see handlers.time_bank.trail.
    Of an activity: "enrolments" (id → status), "activity" (column → value), "hours" (id of the line),
    "part" (columns of an enrolment as they were and are).
    Of a date poll: "poll" (its id), and the "status" or the "positions" that an undo takes it to.
    """

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_actor", "actor_id", "done_at"), Index("ix_audit_order", "order_id"))

    id: int | None = Field(default=None, primary_key=True)
    done_at: datetime = at()
    actor_id: int | None = Field(default=None, foreign_key="members.id")
    room_id: int | None = Field(default=None, foreign_key="rooms.id")
    verb: Intent = word(Intent)
    order_id: int | None = Field(default=None, foreign_key="orders.id")
    version: int | None = None
    inverse: dict[str, Any] | None = document(default=None)
    was_announced: bool = False
    cause: str = ""
    undone_at: datetime | None = at(default=None)
    activity_id: int | None = Field(default=None, foreign_key="activities.id", index=True)


class Account(Row, table=True):
    """One account of the bot on a platform, as last seen: what `doctor` reads without asking the process."""

    __tablename__ = "accounts"

    name: str = Field(primary_key=True)
    presence: str = "offline"
    changed_at: datetime = at()
    not_handled: int = 0
