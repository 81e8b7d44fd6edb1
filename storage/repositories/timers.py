"""Questions about what is due at a time."""

from datetime import datetime

from sqlalchemy import Delete, delete
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.direct import prepared
from storage.models.talk import (
    Timer,
)
from storage.repositories.rows import Rows, given, one_of, table_of
from storage.vocabulary import TimerKind


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


@prepared
def _timers_of_activity() -> SelectOfScalar[Timer]:
    return select(Timer).where(Timer.activity_id == given("activity_id")).order_by(col(Timer.due_at))


@prepared
def _without_timers_of_activity(*kinds: TimerKind) -> Delete:
    table = table_of(Timer)
    unwanted = delete(table).where(table.c.activity_id == given("activity_id"))
    return unwanted.where(one_of(table.c.kind, kinds)) if kinds else unwanted


@prepared
def _without_timers_of_enrolment() -> Delete:
    table = table_of(Timer)
    return delete(table).where(table.c.enrolment_id == given("enrolment_id"))


@prepared
def _without_timers_of_series() -> Delete:
    table = table_of(Timer)
    return delete(table).where(table.c.series_id == given("series_id"))


@prepared
def _without_timers_of_poll() -> Delete:
    table = table_of(Timer)
    return delete(table).where(table.c.poll_id == given("poll_id"))


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

    def of_activity(self, activity_id: int) -> list[Timer]:
        return self._rows.all(_timers_of_activity(), activity_id=activity_id)

    def drop_of_activity(self, activity_id: int, *kinds: TimerKind) -> None:
        """Takes the activity's timers back (of these kinds; none named: all)."""
        self._rows.change(_without_timers_of_activity(*kinds), activity_id=activity_id)

    def drop_of_enrolment(self, enrolment_id: int) -> None:
        self._rows.change(_without_timers_of_enrolment(), enrolment_id=enrolment_id)

    def drop_of_series(self, series_id: int) -> None:
        self._rows.change(_without_timers_of_series(), series_id=series_id)

    def drop_of_poll(self, poll_id: int) -> None:
        self._rows.change(_without_timers_of_poll(), poll_id=poll_id)

    def move(self, timer: Timer, due_at: datetime) -> None:
        self._rows.update(Timer, {"id": timer.id}, {"due_at": due_at})
