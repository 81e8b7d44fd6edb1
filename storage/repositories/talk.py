"""Questions about the conversation: repeats, questions put to people, the accounts."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.direct import prepared
from storage.models.columns import UtcDateTime
from storage.models.people import Identity
from storage.models.talk import (
    Account,
    InboxMessage,
    Question,
)
from storage.repositories.rows import Rows, given, one_of, table_of
from storage.vocabulary import QuestionKind


@prepared
def _taken_in() -> sa.TextClause:
    """In words: SQLAlchemy has no ON CONFLICT for both engines, which write it alike."""
    words = """INSERT INTO inbox (account, message_id, handled_at) VALUES (:account, :message_id, :now)
        ON CONFLICT DO NOTHING"""
    return sa.text(words).bindparams(sa.bindparam("now", type_=UtcDateTime()))


@prepared
def _closed_about(*kinds: QuestionKind) -> sa.Update:
    table = table_of(Question)
    closed = sa.update(table).where(table.c.order_id == given("order_id"), table.c.answered_at.is_(None))
    return (closed.where(one_of(table.c.kind, kinds)) if kinds else closed).values(answered_at=given("new_answered_at"))


@prepared
def _people_asked() -> SelectOfScalar[str]:
    return (
        select(Identity.external_id)
        .join(Question, col(Question.member_id) == col(Identity.member_id))
        .where(
            Identity.account == given("account"),
            col(Question.answered_at).is_(None),
            Question.expires_at > given("now"),
        )
    )


class Inbox:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def has(self, account: str, message_id: str) -> bool:
        return self._rows.by_id(InboxMessage, (account, message_id)) is not None

    def took_in(self, account: str, message_id: str, *, now: datetime) -> bool:
        """False where it was there before."""
        return self._rows.change(_taken_in(), account=account, message_id=message_id, now=now) == 1


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
        kept = self._rows.kept
        if member_id in kept.not_asked:
            return None
        waiting = self._rows.every(Question, member_id=member_id, answered_at=None)
        if not waiting:
            kept.or_ask(kept.not_asked, member_id, lambda: True)
        return next((question for question in reversed(waiting) if question.expires_at > now), None)

    def people_asked(self, account: str, *, now: datetime) -> frozenset[str]:
        """Whom the bot waits for, as the account knows them."""
        return frozenset(self._rows.all(_people_asked(), account=account, now=now))

    def change(self, question: Question, **values: object) -> None:
        self._rows.update(Question, {"id": question.id}, values)

    def answered(self, question: Question, *, now: datetime) -> bool:
        return self._rows.update(Question, {"id": question.id, "answered_at": None}, {"answered_at": now}) == 1

    def close(self, question_id: int, *, now: datetime) -> bool:
        """Whether it was still open."""
        return self._rows.update(Question, {"id": question_id, "answered_at": None}, {"answered_at": now}) == 1

    def about(self, order_id: int, kind: QuestionKind, *, now: datetime) -> list[Question]:
        """Questions of the kind about that order that still wait for their answer."""
        waiting = self._rows.every(Question, order_id=order_id, kind=kind, answered_at=None)
        return [question for question in waiting if question.expires_at > now]

    def drop_about(self, order_id: int, *kinds: QuestionKind, now: datetime) -> None:
        """Nothing (of these kinds; none named: nothing at all) about that order is asked any more."""
        self._rows.change(_closed_about(*kinds), order_id=order_id, new_answered_at=now)

    def drop_about_activity(
        self, activity_id: int, *kinds: QuestionKind, now: datetime, member_id: int | None = None
    ) -> None:
        """Nothing (of these kinds; none named: nothing at all) about that activity is asked (of them) any more."""
        known: dict[str, object] = {"activity_id": activity_id, "answered_at": None}
        if member_id is not None:
            known["member_id"] = member_id
        for wanted in [{**known, "kind": kind} for kind in kinds] or [known]:
            self._rows.update(Question, wanted, {"answered_at": now})

    def ask_again_about(self, order_id: int, *, closed_at: datetime) -> None:
        """What was asked about that order until then is open again."""
        self._rows.update(Question, {"order_id": order_id, "answered_at": closed_at}, {"answered_at": None})


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
