"""Verbs go by number, whatever it is: what bears the number decides which feature answers."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from handlers.act import Act
from handlers.errors import NothingToUndo
from handlers.orders import addition, edit, undo
from handlers.orders import same as order_same
from handlers.replies import Reply
from handlers.snapshots import adding, closing
from handlers.snapshots import same as report_same
from handlers.snapshots.finding import FoundReport, find_report, is_about_report, report_by_id
from handlers.understanding.commands import AddTo, AnswerSlot, Second, Undo
from storage.models.talk import AuditEvent
from storage.vocabulary import Intent

C = TypeVar("C")
Handler = Callable[[C, Act], list[Reply]]


def by_number(on_orders: Handler[C], on_reports: Handler[C]) -> Handler[C]:
    """The handler of commands with `numbers`: orders' to the one, reports' to the other."""

    def handle(command: Any, act: Act) -> list[Reply]:
        reports = tuple(number for number in command.numbers if is_about_report(act, number))
        if not reports:
            return on_orders(command, act)
        others = tuple(number for number in command.numbers if number not in reports)
        replies = on_reports(replace(command, numbers=reports), act)
        return [*replies, *(on_orders(replace(command, numbers=others), act) if others else [])]

    return handle


def not_of_reports(on_orders: Handler[C]) -> Handler[C]:
    """Nobody claims, releases, refuses or reviews a report."""

    def refuse(command: Any, act: Act) -> list[Reply]:
        return closing.refuse_as_order(command.numbers, act)

    return by_number(on_orders, refuse)


def second(command: Second, act: Act) -> list[Reply]:
    """Said privately too, it is about what the room has read: answered privately it is anyway."""
    return _second(command, replace(act, is_private=False))


_second = by_number(order_same.second_order, report_same.second_report)


def add_to(command: AddTo, act: Act) -> list[Reply]:
    if is_about_report(act, command.number):
        return adding.add_to_report(command, act)
    return addition.add_to_order(command, act)


def fill_in(command: AnswerSlot, act: Act) -> list[Reply]:
    """The answer goes to what its question was about."""
    question = act.uow.questions.open_to(act.member_id, now=act.now)
    if question is not None and question.order_id is None:
        return adding.answer_where(question, command, act)
    return edit.fill_in(command, act)


def undo_newest(command: Undo, act: Act) -> list[Reply]:
    """A report is taken back; everything else goes back to how it was."""
    event = act.uow.audit.newest_by(act.member_id, act.now - act.rules.undo_window)
    if command.number is not None and is_about_report(act, command.number):
        return _take_back(find_report(act, command.number), act, event)
    found = _report_of(event, act) if command.number is None else None
    return _take_back(found, act, event) if found is not None else undo.undo_newest(command, act)


def _report_of(event: AuditEvent | None, act: Act) -> FoundReport | None:
    about = event.inverse.get("snapshot") if event is not None and event.inverse is not None else None
    return report_by_id(act, about)


def _take_back(found: FoundReport, act: Act, event: AuditEvent | None) -> list[Reply]:
    """Only by who has just taken it, and has done nothing else since. Raises NothingToUndo."""
    about = _report_of(event, act)
    if event is None or event.verb is not Intent.SNAPSHOT or about is None or about.report_id != found.report_id:
        raise NothingToUndo(reason="这一步撤不回来")
    act.uow.audit.undone(event, now=act.now)
    return closing.withdraw(found, act, is_said=True)
