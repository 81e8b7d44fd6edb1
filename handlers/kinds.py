"""Verbs go by number, whatever it is: what bears the number decides which feature answers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final, TypeVar

from handlers import calendar_links, consents, recognition, weather
from handlers.act import Act
from handlers.activities import certificates
from handlers.activities import changes as activity_changes
from handlers.activities import undo as activity_undo
from handlers.errors import NothingToUndo
from handlers.one_by_one import one_by_one
from handlers.orders import addition, edit, undo
from handlers.orders import same as order_same
from handlers.polls import undo as poll_undo
from handlers.polls.verbs import as_of_poll, number_in
from handlers.replies import Reply
from handlers.snapshots import adding, closing
from handlers.snapshots import same as report_same
from handlers.snapshots.finding import FoundReport, find_report, is_about_report, report_by_id
from handlers.time_bank import trail as time_bank
from handlers.understanding import activity_commands as a
from handlers.understanding import commands as c
from handlers.understanding.commands import AddTo, AnswerSlot, Second, Undo
from storage.intents import Intent
from storage.models.talk import AuditEvent
from storage.vocabulary import PostingKind, QuestionKind

C = TypeVar("C")
Handler = Callable[[C, Act], list[Reply]]


#: What a verb that was said of an order means where the number is an activity's.
OF_ACTIVITY: Final[dict[type[Any], Callable[[int, Any], c.Command]]] = {
    c.ClaimOrder: lambda number, _: a.Enrol(number),
    c.ReleaseOrder: lambda number, _: a.Withdraw(number),
    c.CancelOrder: lambda number, _: a.Withdraw(number, is_cancel=True),
    c.EditOrder: lambda number, command: a.EditActivity(number, command.changes),
    c.AskStatus: lambda number, _: a.ShowActivity(number),
    c.FinishOrder: lambda number, _: a.FinishActivity(number),
    c.ReviewOrder: lambda number, command: a.ReviewActivity(number, command.stars, command.comment),
    c.DispatchOrder: lambda number, _: a.SayOfActivity(number, Intent.DISPATCH_ORDER),
    c.RefuseOrder: lambda number, _: a.SayOfActivity(number, Intent.REFUSE_ORDER),
    c.ReopenOrder: lambda number, _: a.SayOfActivity(number, Intent.REOPEN_ORDER),
    c.Second: lambda number, _: a.SayOfActivity(number, Intent.SNAPSHOT),
}
CERTIFICATES: Final = (Intent.CERTIFICATE, Intent.REVOKE_CERTIFICATE)
#: And what a verb of activities means where it is an order's.
OF_ORDER: Final[dict[type[Any], Callable[[int, Any], c.Command]]] = {
    a.Enrol: lambda number, _: c.ClaimOrder((number,)),
    a.Withdraw: lambda number, command: c.CancelOrder((number,)) if command.is_cancel else c.ReleaseOrder((number,)),
    a.CallOff: lambda number, _: c.CancelOrder((number,)),
}


def as_meant(command: c.Command, act: Act) -> Sequence[c.Command]:
    """The command, or those that it stands for."""
    number_said = number_in(command)
    if number_said is not None and kind_of(number_said, act) is PostingKind.POLL:
        return as_meant(as_of_poll(command, number_said, act), act)
    if type(command) in OF_ACTIVITY:
        return _of_orders(command, act)
    to_order = OF_ORDER.get(type(command))
    number: int | None = getattr(command, "number", None)
    if to_order is not None and number is not None and kind_of(number, act) is PostingKind.ORDER:
        return [to_order(number, command)]
    return [command]


def _of_orders(command: Any, act: Act) -> Sequence[c.Command]:
    numbers: tuple[int, ...] = command.numbers
    if isinstance(command, c.ReviewOrder) and _answers_of_order(act):
        return [command]
    activities = [number for number in numbers if kind_of(number, act) is PostingKind.ACTIVITY]
    if not activities:
        return [command]
    orders = tuple(number for number in numbers if number not in activities)
    rest: list[c.Command] = [replace(command, numbers=orders)] if orders else []
    return [*rest, *(OF_ACTIVITY[type(command)](number, command) for number in activities)]


def _answers_of_order(act: Act) -> bool:
    """Privately the answer is about what was asked, whatever bears that number elsewhere."""
    question = act.uow.questions.open_to(act.member_id, now=act.now) if act.is_private else None
    return question is not None and question.kind is QuestionKind.REVIEW and question.order_id is not None


def kind_of(number: int, act: Act) -> PostingKind | None:
    """Privately: of whichever has to do with them, else where they last spoke, else anywhere they are."""
    if not act.is_private:
        return _kind_in(act.room_id, number, act)
    rooms = list(dict.fromkeys([act.room_id, *act.uow.members.rooms_of(act.member_id)]))
    left = act.uow.members.rooms_left_by(act.member_id)
    theirs = next((room for room in (*rooms, *left) if _is_theirs(room, number, act)), None)
    if theirs is not None:
        return PostingKind.ACTIVITY
    return next((kind for room in rooms if (kind := _kind_in(room, number, act)) is not None), None)


def _kind_in(room_id: int, number: int, act: Act) -> PostingKind | None:
    posting = act.numbered(room_id, number)
    return posting.kind if posting is not None else None


def _is_theirs(room_id: int, number: int, act: Act) -> bool:
    posting = act.numbered(room_id, number)
    if posting is None or posting.kind is not PostingKind.ACTIVITY:
        return False
    if act.uow.enrolments.part_of(act.member_id, posting.target_id) is not None:
        return True
    activity = act.uow.activities.get(posting.target_id)
    return activity is not None and activity.organiser_id == act.member_id


def by_number(on_orders: Handler[C], on_reports: Handler[C]) -> Handler[C]:
    """The handler of commands with `numbers`: orders' to the one, reports' to the other."""

    def handle(command: Any, act: Act) -> list[Reply]:
        reports = tuple(number for number in command.numbers if is_about_report(act, number))
        if not reports:
            return on_orders(command, act)
        others = tuple(number for number in command.numbers if number not in reports)
        steps = [partial(on_reports, replace(command, numbers=reports), act)]
        if others:
            steps.append(partial(on_orders, replace(command, numbers=others), act))
        return one_by_one(steps, act)

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
    if question is not None and question.activity_id is not None:
        return activity_changes.fill_in(command, act)
    if question is not None and question.order_id is None:
        return adding.answer_where(question, command, act)
    return edit.fill_in(command, act)


#: What is no act on anything numbered.
_UNDO_OF_VERB: Final[dict[Intent, Callable[[AuditEvent, Act], list[Reply]]]] = {
    **dict.fromkeys(CERTIFICATES, certificates.undo_certificate),
    Intent.RECOGNISE: recognition.undo,
    Intent.PRIVACY: consents.undo_consents,
    **dict.fromkeys(weather.VERBS, weather.undo),
    **dict.fromkeys(time_bank.VERBS, time_bank.undo),
    **dict.fromkeys(calendar_links.VERBS, calendar_links.undo_link),
}


def undo_newest(command: Undo, act: Act) -> list[Reply]:
    """Of an activity or a report where that is quoted, or was what the sender did last; else of an order."""
    event = act.uow.audit.newest_by(act.member_id, act.now - act.rules.undo_window)
    if event is not None and poll_undo.is_of_poll(event) and poll_undo.is_meant(command.number, event, act):
        return poll_undo.undo(event, act)
    if command.number is None and event is not None and (undone := _undo_unnumbered(event, act)) is not None:
        return undone
    if command.number is not None and kind_of(command.number, act) is PostingKind.POLL:
        raise NothingToUndo(reason="这一步撤不回来")
    if command.number is not None and kind_of(command.number, act) is PostingKind.ACTIVITY:
        event = activity_undo.newest_of(command.number, act)
        return poll_undo.undo(event, act) if poll_undo.is_of_poll(event) else activity_undo.undo(event, act)
    if command.number is not None and is_about_report(act, command.number):
        return _take_back(find_report(act, command.number), act, event)
    found = _report_of(event, act) if command.number is None else None
    return _take_back(found, act, event) if found is not None else undo.undo_newest(command, act)


def _undo_unnumbered(event: AuditEvent, act: Act) -> list[Reply] | None:
    if event.activity_id is not None:
        return activity_undo.undo(event, act)
    undo_verb = _UNDO_OF_VERB.get(event.verb)
    return undo_verb(event, act) if undo_verb is not None else None


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
