"""Questions about the conversation: repeats, sends, questions, timers, the audit trail."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Delete, delete, func
from sqlmodel import col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.direct import prepared
from storage.models.talk import (
    Account,
    AuditEvent,
    DecisionRecord,
    InboxMessage,
    OutboxMessage,
    Question,
    Timer,
)
from storage.repositories.rows import Rows, given, one_of, table_of
from storage.vocabulary import Intent, OutboxStatus, QuestionKind, TimerKind


class Inbox:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def has(self, account: str, message_id: str) -> bool:
        return self._rows.by_id(InboxMessage, (account, message_id)) is not None

    def write(self, account: str, message_id: str, *, now: datetime) -> None:
        self._rows.insert(InboxMessage(account=account, message_id=message_id, handled_at=now))


@prepared
def _in_status(*statuses: OutboxStatus) -> SelectOfScalar[OutboxMessage]:
    return (
        select(OutboxMessage)
        .where(OutboxMessage.account == given("account"), one_of(OutboxMessage.status, statuses))
        .order_by(col(OutboxMessage.id))
    )


@prepared
def _due() -> SelectOfScalar[OutboxMessage]:
    return (
        select(OutboxMessage)
        .where(
            OutboxMessage.account == given("account"),
            one_of(OutboxMessage.status, (OutboxStatus.DUE, OutboxStatus.HELD)),
            OutboxMessage.due_at <= given("now"),
            OutboxMessage.attempts == 0,
        )
        .order_by(col(OutboxMessage.due_at), col(OutboxMessage.id))
        .limit(given("limit"))
    )


@prepared
def _tried() -> SelectOfScalar[OutboxMessage]:
    return (
        select(OutboxMessage)
        .where(
            OutboxMessage.account == given("account"),
            one_of(OutboxMessage.status, (OutboxStatus.SENDING, OutboxStatus.DUE)),
            OutboxMessage.attempts > 0,
        )
        .order_by(col(OutboxMessage.id))
    )


@prepared
def _to_be_repeated() -> SelectOfScalar[OutboxMessage]:
    return (
        select(OutboxMessage)
        .where(
            OutboxMessage.account == given("account"),
            OutboxMessage.status == OutboxStatus.UNKNOWN,
            OutboxMessage.due_at <= given("now"),
        )
        .order_by(col(OutboxMessage.id))
    )


@prepared
def _to_room(*statuses: OutboxStatus) -> SelectOfScalar[OutboxMessage]:
    return (
        select(OutboxMessage)
        .where(OutboxMessage.room_id == given("room_id"), one_of(OutboxMessage.status, statuses))
        .order_by(col(OutboxMessage.id))
    )


@prepared
def _next_due_at() -> SelectOfScalar[datetime]:
    return (
        select(OutboxMessage.due_at)
        .where(
            OutboxMessage.account == given("account"),
            one_of(OutboxMessage.status, (OutboxStatus.DUE, OutboxStatus.HELD, OutboxStatus.UNKNOWN)),
        )
        .order_by(col(OutboxMessage.due_at))
        .limit(1)
    )


@prepared
def _last_with_key() -> SelectOfScalar[OutboxMessage]:
    return (
        select(OutboxMessage)
        .where(OutboxMessage.merge_key == given("merge_key"))
        .order_by(col(OutboxMessage.id).desc())
        .limit(1)
    )


@prepared
def _unasked_since() -> SelectOfScalar[int]:
    return select(func.count(col(OutboxMessage.id))).where(
        OutboxMessage.room_id == given("room_id"),
        col(OutboxMessage.is_unasked),
        ~one_of(OutboxMessage.status, (OutboxStatus.DROPPED, OutboxStatus.PARKED)),
        OutboxMessage.due_at >= given("since"),
    )


@prepared
def _said_since() -> SelectOfScalar[OutboxMessage]:
    return (
        select(OutboxMessage)
        .where(
            OutboxMessage.room_id == given("room_id"),
            OutboxMessage.template == given("template"),
            OutboxMessage.mention_id == given("mention_id"),
            OutboxMessage.created_at >= given("since"),
        )
        .limit(1)
    )


@prepared
def _held_until() -> SelectOfScalar[OutboxMessage]:
    return (
        select(OutboxMessage)
        .where(
            OutboxMessage.account == given("account"),
            OutboxMessage.member_id == given("member_id"),
            OutboxMessage.status == OutboxStatus.DUE,
            col(OutboxMessage.is_unasked),
            OutboxMessage.due_at == given("due_at"),
        )
        .limit(1)
    )


@prepared
def _unsettled() -> SelectOfScalar[OutboxMessage]:
    return (
        select(OutboxMessage)
        .where(
            OutboxMessage.account == given("account"),
            col(OutboxMessage.room_id).is_not_distinct_from(given("room_id")),
            col(OutboxMessage.member_id).is_not_distinct_from(given("member_id")),
            one_of(OutboxMessage.status, (OutboxStatus.SENDING, OutboxStatus.UNKNOWN)),
        )
        .order_by(col(OutboxMessage.id))
    )


class Outbox:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, message: OutboxMessage) -> OutboxMessage:
        return self._rows.insert(message)

    def get(self, outbox_id: int) -> OutboxMessage | None:
        return self._rows.by_id(OutboxMessage, outbox_id)

    def change(self, message: OutboxMessage, **values: object) -> bool:
        """Whether the row was still in the state we knew."""
        return self._rows.update(OutboxMessage, {"id": message.id, "status": message.status}, values) == 1

    def in_status(self, account: str, *statuses: OutboxStatus) -> list[OutboxMessage]:
        return self._rows.all(_in_status(*statuses), account=account)

    def due(
        self,
        account: str,
        *,
        now: datetime,
        limit: int = 200,
        without_rooms: Collection[int] = (),
        without_members: Collection[int] = (),
    ) -> list[OutboxMessage]:
        """What may go out for the first time, in order of due time, held rows of ended merge windows among them."""
        if not without_rooms and not without_members:
            return self._rows.all(_due(), account=account, now=now, limit=limit)
        return self._rows.all(
            select(OutboxMessage)
            .where(
                OutboxMessage.account == account,
                col(OutboxMessage.status).in_((OutboxStatus.DUE, OutboxStatus.HELD)),
                OutboxMessage.due_at <= now,
                OutboxMessage.attempts == 0,
                or_(col(OutboxMessage.room_id).is_(None), col(OutboxMessage.room_id).not_in(without_rooms)),
                or_(col(OutboxMessage.member_id).is_(None), col(OutboxMessage.member_id).not_in(without_members)),
            )
            .order_by(col(OutboxMessage.due_at), col(OutboxMessage.id))
            .limit(limit)
        )

    def tried(self, account: str) -> list[OutboxMessage]:
        """What is on its way or will be tried again, oldest first: later lines to the same place wait for it."""
        return self._rows.all(_tried(), account=account)

    def to_be_repeated(self, account: str, *, now: datetime) -> list[OutboxMessage]:
        """Sends of unknown outcome that no echo settled in time."""
        return self._rows.all(_to_be_repeated(), account=account, now=now)

    def to_room(self, room_id: int, *statuses: OutboxStatus) -> list[OutboxMessage]:
        return self._rows.all(_to_room(*statuses), room_id=room_id)

    def newest_said(self, room_id: int, *, limit: int = 50) -> list[OutboxMessage]:
        """The last lines that went out to the room, the newest first."""
        gone_out = (OutboxStatus.SENT, OutboxStatus.SENDING, OutboxStatus.UNKNOWN)
        return self._rows.all(
            select(OutboxMessage)
            .where(OutboxMessage.room_id == room_id, col(OutboxMessage.status).in_(gone_out))
            .order_by(col(OutboxMessage.id).desc())
            .limit(limit)
        )

    def next_due_at(self, account: str) -> datetime | None:
        """When something is to be sent, or sent again, next; may lie in the past."""
        return self._rows.first(_next_due_at(), account=account)

    def last_with_key(self, merge_key: str) -> OutboxMessage | None:
        """The newest row of that merge key, whatever its state."""
        return self._rows.first(_last_with_key(), merge_key=merge_key)

    def held_with_key(self, merge_key: str) -> list[OutboxMessage]:
        return self._rows.every(OutboxMessage, merge_key=merge_key, status=OutboxStatus.HELD)

    def unasked_since(self, room_id: int, since: datetime) -> int:
        """How many unasked lines the room got, or will get, from then on."""
        return self._rows.first(_unasked_since(), room_id=room_id, since=since) or 0

    def said_since(self, room_id: int, template: str, mention_id: int, since: datetime) -> bool:
        """Whether that line about that person was already written for the room."""
        return (
            self._rows.first(_said_since(), room_id=room_id, template=template, mention_id=mention_id, since=since)
            is not None
        )

    def held_until(self, account: str, member_id: int, due_at: datetime) -> OutboxMessage | None:
        """The unasked private text that waits for that moment."""
        return self._rows.first(_held_until(), account=account, member_id=member_id, due_at=due_at)

    def waiting_for(self, member_id: int) -> list[OutboxMessage]:
        """Private texts that wait until the member can be written to."""
        return self._rows.every(OutboxMessage, member_id=member_id, status=OutboxStatus.WAITING)

    def unsettled(self, account: str, room_id: int | None, member_id: int | None) -> list[OutboxMessage]:
        """Sends to that place that may or may not have arrived, oldest first."""
        return self._rows.all(_unsettled(), account=account, room_id=room_id, member_id=member_id)


class Questions:
    """One person has at most one open question in mind: the newest."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def ask(self, question: Question) -> Question:
        """Writes the question; every older one to the same person is closed."""
        self._rows.update(
            Question, {"member_id": question.member_id, "answered_at": None}, {"answered_at": question.asked_at}
        )
        return self._rows.insert(question)

    def open_to(self, member_id: int, *, now: datetime) -> Question | None:
        waiting = self._rows.every(Question, member_id=member_id, answered_at=None)
        return next((question for question in reversed(waiting) if question.expires_at > now), None)

    def change(self, question: Question, **values: object) -> None:
        self._rows.update(Question, {"id": question.id}, values)

    def answered(self, question: Question, *, now: datetime) -> bool:
        return self._rows.update(Question, {"id": question.id, "answered_at": None}, {"answered_at": now}) == 1

    def about(self, order_id: int, kind: QuestionKind, *, now: datetime) -> list[Question]:
        """Questions of the kind about that order that still wait for their answer."""
        waiting = self._rows.every(Question, order_id=order_id, kind=kind, answered_at=None)
        return [question for question in waiting if question.expires_at > now]

    def drop_about(self, order_id: int, *kinds: QuestionKind, now: datetime) -> None:
        """Nothing (of these kinds; none named: nothing at all) about that order is asked any more."""
        known: dict[str, object] = {"order_id": order_id, "answered_at": None}
        for wanted in [{**known, "kind": kind} for kind in kinds] or [known]:
            self._rows.update(Question, wanted, {"answered_at": now})

    def ask_again_about(self, order_id: int, *, closed_at: datetime) -> None:
        """What was asked about that order until then is open again."""
        self._rows.update(Question, {"order_id": order_id, "answered_at": closed_at}, {"answered_at": None})


@prepared
def _due_timers() -> SelectOfScalar[Timer]:
    return (
        select(Timer)
        .where(Timer.due_at <= given("now"))
        .order_by(col(Timer.due_at), col(Timer.id))
        .limit(given("limit"))
    )


@prepared
def _next_timer_at() -> SelectOfScalar[datetime]:
    return select(Timer.due_at).order_by(col(Timer.due_at)).limit(1)


@prepared
def _timers_of() -> SelectOfScalar[Timer]:
    return select(Timer).where(Timer.order_id == given("order_id")).order_by(col(Timer.due_at))


@prepared
def _without_timer() -> Delete:
    table = table_of(Timer)
    return delete(table).where(table.c.id == given("timer_id"), table.c.due_at == given("due_at"))


@prepared
def _without_timers_of(*kinds: TimerKind) -> Delete:
    table = table_of(Timer)
    unwanted = delete(table).where(table.c.order_id == given("order_id"))
    return unwanted.where(one_of(table.c.kind, kinds)) if kinds else unwanted


class Timers:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, timer: Timer) -> Timer:
        return self._rows.insert(timer)

    def due(self, *, now: datetime, limit: int = 200) -> list[Timer]:
        return self._rows.all(_due_timers(), now=now, limit=limit)

    def next_due_at(self) -> datetime | None:
        return self._rows.first(_next_timer_at())

    def done(self, timer: Timer) -> bool:
        """Whether the timer was still there and due when we knew it to be: it runs once."""
        return self._rows.change(_without_timer(), timer_id=timer.id, due_at=timer.due_at) == 1

    def drop(self, order_id: int, *kinds: TimerKind) -> None:
        """Takes the order's timers back (of these kinds; none named: all)."""
        self._rows.change(_without_timers_of(*kinds), order_id=order_id)

    def of_room(self, room_id: int, kind: TimerKind) -> Timer | None:
        return self._rows.one(Timer, room_id=room_id, kind=kind)

    def of_member(self, member_id: int, kind: TimerKind) -> Timer | None:
        return self._rows.one(Timer, member_id=member_id, kind=kind)

    def of_order(self, order_id: int) -> list[Timer]:
        return self._rows.all(_timers_of(), order_id=order_id)

    def move(self, timer: Timer, due_at: datetime) -> None:
        self._rows.update(Timer, {"id": timer.id}, {"due_at": due_at})


@prepared
def _newest_by() -> SelectOfScalar[AuditEvent]:
    return (
        select(AuditEvent)
        .where(
            AuditEvent.actor_id == given("actor_id"),
            AuditEvent.done_at >= given("since"),
            col(AuditEvent.undone_at).is_(None),
            col(AuditEvent.version).is_not(None),
        )
        .order_by(col(AuditEvent.id).desc())
        .limit(1)
    )


@prepared
def _newest_about() -> SelectOfScalar[AuditEvent]:
    return (
        select(AuditEvent)
        .where(AuditEvent.order_id == given("order_id"), col(AuditEvent.undone_at).is_(None))
        .order_by(col(AuditEvent.id).desc())
        .limit(1)
    )


@prepared
def _newest_decision() -> SelectOfScalar[DecisionRecord]:
    return (
        select(DecisionRecord)
        .where(
            DecisionRecord.member_id == given("member_id"),
            DecisionRecord.message_id != given("before"),
            DecisionRecord.intent != given("other_than"),
        )
        .order_by(col(DecisionRecord.id).desc())
        .limit(1)
    )


class Audit:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def write(self, event: AuditEvent) -> AuditEvent:
        return self._rows.insert(event)

    def newest_by(self, actor_id: int, since: datetime) -> AuditEvent | None:
        """The actor's newest act that can be undone."""
        return self._rows.first(_newest_by(), actor_id=actor_id, since=since)

    def newest_about(self, order_id: int) -> AuditEvent | None:
        return self._rows.first(_newest_about(), order_id=order_id)

    def about(self, order_id: int) -> list[AuditEvent]:
        return self._rows.every(AuditEvent, order_id=order_id)

    def newest_merge(self, into_id: int) -> AuditEvent | None:
        """The last time that another member was made one with this one, if it still holds."""
        merges = self._rows.every(AuditEvent, verb=Intent.MERGE, undone_at=None)
        return next(
            (each for each in reversed(merges) if each.inverse and each.inverse["merged"]["into"] == into_id), None
        )

    def undone(self, event: AuditEvent, *, now: datetime) -> bool:
        return self._rows.update(AuditEvent, {"id": event.id, "undone_at": None}, {"undone_at": now}) == 1

    def write_decision(self, decision: DecisionRecord) -> DecisionRecord:
        return self._rows.insert(decision)

    def decision_on(self, account: str, message_id: str) -> DecisionRecord | None:
        return self._rows.one(DecisionRecord, account=account, message_id=message_id)

    def newest_decision(self, member_id: int, *, before: str, other_than: Intent) -> DecisionRecord | None:
        """The newest decision on another message of the member than the one now being handled."""
        return self._rows.first(_newest_decision(), member_id=member_id, before=before, other_than=other_than)


class Accounts:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def everyone(self) -> list[Account]:
        return self._rows.all(select(Account).order_by(col(Account.name)))

    def get(self, name: str) -> Account | None:
        return self._rows.by_id(Account, name)

    def seen(self, name: str, presence: str, *, now: datetime) -> None:
        if self._rows.update(Account, {"name": name}, {"presence": presence, "changed_at": now}) == 0:
            self._rows.insert(Account(name=name, presence=presence, changed_at=now))

    def not_handled(self, name: str, count: int, *, now: datetime) -> None:
        """How many messages the last run had received and not brought to an end."""
        if self._rows.update(Account, {"name": name}, {"not_handled": count}) == 0:
            self._rows.insert(Account(name=name, changed_at=now, not_handled=count))
