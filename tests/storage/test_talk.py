"""What came in, what goes out, what was asked, what is due, what was done."""

from typing import Any

from sqlalchemy import text

from storage.intents import Intent
from storage.models.talk import AuditEvent, DecisionRecord, OutboxMessage, Timer
from storage.states import OutboxStatus
from storage.store import UnitOfWork
from storage.vocabulary import Band, QuestionKind, TimerKind
from tests.storage.builders import (
    DAY,
    HOUR,
    NOW,
    World,
    add_line,
    add_member,
    add_order,
    add_room,
    add_timer,
    ask,
    number,
)


def ids(rows: list[Any]) -> list[int]:
    return [number(row.id) for row in rows]


def test_a_message_is_taken_in_once_by_an_account(uow: UnitOfWork) -> None:
    assert uow.inbox.took_in("a", "m1", now=NOW)
    assert uow.inbox.has("a", "m1")
    assert not uow.inbox.has("b", "m1")
    assert not uow.inbox.has("a", "m2")
    assert not uow.inbox.took_in("a", "m1", now=NOW + HOUR)


# outbox


def test_what_is_due_goes_out_in_order_of_its_time(uow: UnitOfWork, world: World) -> None:
    later = add_line(uow, world)
    held = add_line(uow, world, status=OutboxStatus.HELD, due_at=NOW - HOUR)
    add_line(uow, world, due_at=NOW + HOUR)
    add_line(uow, world, account="b")
    add_line(uow, world, attempts=1)
    for status in set(OutboxStatus) - {OutboxStatus.DUE, OutboxStatus.HELD}:
        add_line(uow, world, status=status)
    assert uow.outbox.due("a", now=NOW) == [held, later]
    assert uow.outbox.due("a", now=NOW, limit=1) == [held]
    assert uow.outbox.next_due_at("a") == NOW - HOUR
    assert uow.outbox.next_due_at("c") is None


def test_a_place_that_waits_is_passed_over(uow: UnitOfWork, world: World) -> None:
    other_room = add_room(uow, "r2")
    here, there = add_line(uow, world), add_line(uow, world, room_id=other_room)
    private = add_line(uow, world, room_id=None, member_id=world.helper)
    assert uow.outbox.due("a", now=NOW, without_rooms=[other_room]) == [here, private]
    assert uow.outbox.due("a", now=NOW, without_members=[world.helper]) == [here, there]


def test_a_send_changes_only_from_the_state_it_was_in(uow: UnitOfWork, world: World) -> None:
    line = add_line(uow, world)
    assert uow.outbox.change(line, status=OutboxStatus.SENDING, sending_at=NOW, attempts=1)
    assert not uow.outbox.change(line, status=OutboxStatus.SENDING)
    sending = uow.outbox.get(number(line.id))
    assert sending is not None
    assert (sending.status, sending.sending_at, sending.attempts) == (OutboxStatus.SENDING, NOW, 1)
    assert uow.outbox.in_status("a", OutboxStatus.SENDING, OutboxStatus.SENT) == [sending]
    assert uow.outbox.in_status("b", OutboxStatus.SENDING) == []


def test_sends_that_were_tried(uow: UnitOfWork, world: World) -> None:
    on_its_way = add_line(uow, world, status=OutboxStatus.SENDING, attempts=1)
    again = add_line(uow, world, attempts=2, due_at=NOW + HOUR)
    lost = add_line(uow, world, status=OutboxStatus.UNKNOWN, attempts=1)
    later = add_line(uow, world, status=OutboxStatus.UNKNOWN, attempts=1, due_at=NOW + HOUR)
    add_line(uow, world)
    add_line(uow, world, status=OutboxStatus.SENT, attempts=1)
    assert uow.outbox.tried("a") == [on_its_way, again, lost, later]
    assert uow.outbox.to_be_repeated("a", now=NOW) == [lost]
    assert uow.outbox.to_be_repeated("b", now=NOW) == []


def test_an_echo_finds_the_sends_to_its_place(uow: UnitOfWork, world: World) -> None:
    sending = add_line(uow, world, status=OutboxStatus.SENDING)
    unknown = add_line(uow, world, status=OutboxStatus.UNKNOWN)
    add_line(uow, world)
    private = add_line(uow, world, status=OutboxStatus.UNKNOWN, room_id=None, member_id=world.helper)
    assert uow.outbox.unsettled("a", world.room, None) == [sending, unknown]
    assert uow.outbox.unsettled("a", None, world.helper) == [private]
    assert uow.outbox.unsettled("b", world.room, None) == []
    assert uow.outbox.to_room(world.room, OutboxStatus.SENDING, OutboxStatus.DUE)[0] == sending
    assert uow.outbox.to_room(world.room, OutboxStatus.PARKED) == []


def test_held_answers_of_one_kind_are_found_together(uow: UnitOfWork, world: World) -> None:
    facts = {"name": "小李", "number": 12, "left": None}
    first = add_line(uow, world, merge_key="1:claimed", status=OutboxStatus.SENT)
    held = [
        add_line(uow, world, merge_key="1:claimed", status=OutboxStatus.HELD, text=None, facts=facts) for _ in range(2)
    ]
    add_line(uow, world, merge_key="1:enrolled", status=OutboxStatus.HELD)
    assert uow.outbox.held_with_key("1:claimed") == held
    assert uow.outbox.last_with_key("1:claimed") == held[-1]
    assert uow.outbox.last_with_key("2:claimed") is None
    stored = uow.outbox.get(number(held[0].id))
    assert stored is not None
    assert stored.facts == facts
    assert ids([first]) != ids(held)


def test_no_facts_are_null_in_the_table(uow: UnitOfWork, world: World) -> None:
    add_line(uow, world)
    without = uow._connection.execute(text("SELECT count(*) FROM outbox WHERE facts IS NULL"))
    assert without.scalar_one() == 1


def test_the_budget_counts_what_the_room_got_or_will_get(uow: UnitOfWork, world: World) -> None:
    assert uow.outbox.unasked_since(world.room, NOW) == 0
    for status in OutboxStatus:
        add_line(uow, world, status=status, is_unasked=True)
    add_line(uow, world)
    add_line(uow, world, is_unasked=True, due_at=NOW - HOUR)
    add_line(uow, world, is_unasked=True, room_id=add_room(uow, "r2"))
    assert uow.outbox.unasked_since(world.room, NOW) == len(OutboxStatus) - 2


def test_a_line_about_somebody_is_found_again(uow: UnitOfWork, world: World) -> None:
    add_line(uow, world, template="members/befriend.j2", mention_id=world.helper)

    def said(template: str, member_id: int, since: Any) -> bool:
        return uow.outbox.said_since(world.room, template, member_id, since)

    assert said("members/befriend.j2", world.helper, NOW)
    assert not said("members/befriend.j2", world.helper, NOW + HOUR)
    assert not said("members/befriend.j2", world.asker, NOW)
    assert not said("orders/claimed.j2", world.helper, NOW)


def test_private_texts_wait_for_their_reader(uow: UnitOfWork, world: World) -> None:
    def to_helper(**values: Any) -> OutboxMessage:
        return add_line(uow, world, room_id=None, member_id=world.helper, **values)

    waiting = to_helper(status=OutboxStatus.WAITING)
    morning = to_helper(is_unasked=True, due_at=NOW + HOUR)
    to_helper(due_at=NOW + HOUR)
    assert uow.outbox.waiting_for(world.helper) == [waiting]
    assert uow.outbox.waiting_for(world.asker) == []
    assert uow.outbox.held_until("a", world.helper, NOW + HOUR) == morning
    assert uow.outbox.held_until("a", world.helper, NOW) is None


# questions


def test_only_the_newest_question_to_a_person_counts(uow: UnitOfWork, world: World) -> None:
    first = ask(uow, world)
    to_another = ask(uow, world, member_id=world.helper)
    second = ask(uow, world, QuestionKind.WHEN, options=[3, 5], topic=Intent.CLAIM_ORDER)
    assert uow.questions.open_to(world.asker, now=NOW) == second
    assert uow.questions.open_to(world.helper, now=NOW) == to_another
    assert not uow.questions.answered(first, now=NOW), "closed by the second one"


def test_a_question_is_answered_once(uow: UnitOfWork, world: World) -> None:
    question = ask(uow, world)
    assert uow.questions.answered(question, now=NOW)
    assert not uow.questions.answered(question, now=NOW)
    assert uow.questions.open_to(world.asker, now=NOW) is None


def test_a_question_stays_open_until_it_expires(uow: UnitOfWork, world: World) -> None:
    question = ask(uow, world)
    assert uow.questions.open_to(world.asker, now=NOW + DAY - HOUR) == question
    assert uow.questions.open_to(world.asker, now=NOW + DAY) is None


def test_questions_about_an_order_are_found_and_dropped(uow: UnitOfWork, world: World) -> None:
    order, other = number(add_order(uow, world).id), number(add_order(uow, world).id)
    about = ask(uow, world, QuestionKind.ACCEPT, order_id=order)
    other_about = ask(uow, world, QuestionKind.ACCEPT, order_id=other, member_id=world.helper)
    assert uow.questions.about(order, QuestionKind.ACCEPT, now=NOW) == [about]
    assert uow.questions.about(order, QuestionKind.REVIEW, now=NOW) == []
    assert uow.questions.about(order, QuestionKind.ACCEPT, now=NOW + DAY) == []
    uow.questions.drop_about(order, now=NOW)
    assert uow.questions.about(order, QuestionKind.ACCEPT, now=NOW) == []
    assert uow.questions.open_to(world.asker, now=NOW) is None
    assert uow.questions.open_to(world.helper, now=NOW) == other_about


def test_questions_of_several_kinds_are_dropped_at_once(uow: UnitOfWork, world: World) -> None:
    order = number(add_order(uow, world).id)
    kept = ask(uow, world, member_id=world.asker, order_id=order, kind=QuestionKind.WHERE)
    ask(uow, world, member_id=world.helper, order_id=order, kind=QuestionKind.ACCEPT)
    uow.questions.drop_about(order, QuestionKind.ACCEPT, QuestionKind.RENEW, now=NOW)
    assert uow.questions.open_to(world.helper, now=NOW) is None
    assert uow.questions.open_to(world.asker, now=NOW) == kept


# timers


def test_timers_run_in_order_and_once(uow: UnitOfWork) -> None:
    assert uow.timers.next_due_at() is None
    later, sooner = add_timer(uow, NOW), add_timer(uow, NOW - HOUR)
    add_timer(uow, NOW + HOUR)
    assert uow.timers.due(now=NOW) == [sooner, later]
    assert uow.timers.due(now=NOW, limit=1) == [sooner]
    assert uow.timers.next_due_at() == NOW - HOUR
    assert uow.timers.done(sooner)
    assert not uow.timers.done(sooner)
    assert uow.timers.due(now=NOW) == [later]


def test_a_timer_that_was_moved_does_not_run_at_its_old_time(uow: UnitOfWork) -> None:
    timer = add_timer(uow)
    uow.timers.move(timer, NOW + HOUR)
    assert not uow.timers.done(timer)
    assert uow.timers.due(now=NOW) == []
    (moved,) = uow.timers.due(now=NOW + HOUR)
    assert uow.timers.done(moved)


def test_a_timer_that_is_gone_does_not_end_another_one(uow: UnitOfWork) -> None:
    gone = add_timer(uow)
    assert uow.timers.done(gone)
    add_timer(uow)
    assert not uow.timers.done(gone)


def test_an_order_takes_its_timers_back(uow: UnitOfWork, world: World) -> None:
    order, other = number(add_order(uow, world).id), number(add_order(uow, world).id)
    expiry, ladder, review = (
        add_timer(uow, NOW + each * HOUR, kind, order_id=order)
        for each, kind in enumerate((TimerKind.EXPIRE_ORDER, TimerKind.ESCALATE, TimerKind.ASK_REVIEW))
    )
    kept = add_timer(uow, kind=TimerKind.ESCALATE, order_id=other)
    assert uow.timers.of_order(order) == [expiry, ladder, review]
    uow.timers.drop(order, TimerKind.ESCALATE, TimerKind.ASK_REVIEW)
    assert uow.timers.of_order(order) == [expiry]
    uow.timers.drop(order)
    assert uow.timers.of_order(order) == []
    assert uow.timers.of_order(other) == [kept]


def test_rooms_and_members_have_timers_of_their_own(uow: UnitOfWork, world: World) -> None:
    digest = add_timer(uow, kind=TimerKind.DIGEST, room_id=world.room)
    morning = add_timer(uow, kind=TimerKind.MORNING_LIST, member_id=world.helper)
    assert uow.timers.of_room(world.room, TimerKind.DIGEST) == digest
    assert uow.timers.of_room(world.room, TimerKind.LEFTOVERS) is None
    assert uow.timers.of_member(world.helper, TimerKind.MORNING_LIST) == morning
    assert uow.timers.of_member(world.asker, TimerKind.MORNING_LIST) is None


def test_a_timer_knows_its_rung(uow: UnitOfWork) -> None:
    add_timer(uow, step=3)
    assert [timer.step for timer in uow.timers.due(now=NOW)] == [3]
    assert isinstance(uow.timers.due(now=NOW)[0], Timer)


# what was done, and why


def test_the_newest_act_that_can_be_undone(uow: UnitOfWork, world: World) -> None:
    order = number(add_order(uow, world).id)

    def did(verb: Intent, **values: Any) -> AuditEvent:
        event: dict[str, Any] = {
            "done_at": NOW,
            "actor_id": world.helper,
            "room_id": world.room,
            "order_id": order,
            "version": 2,
            "inverse": {"order": {"status": "placed"}, "claims": {"7": "released"}},
        }
        return uow.audit.write(AuditEvent(verb=verb, **(event | values)))

    claimed = did(Intent.CLAIM_ORDER)
    asked = did(Intent.ASK_STATUS, version=None, inverse=None)
    by_another = did(Intent.EDIT_ORDER, actor_id=world.asker, order_id=None)
    assert uow.audit.newest_by(world.helper, NOW) == claimed
    assert uow.audit.newest_by(world.helper, NOW + HOUR) is None
    assert uow.audit.newest_by(world.asker, NOW) == by_another
    assert uow.audit.about(order) == [claimed, asked]
    assert uow.audit.newest_about(order) == asked
    assert uow.audit.undone(claimed, now=NOW)
    assert not uow.audit.undone(claimed, now=NOW), "undone once"
    assert uow.audit.newest_by(world.helper, NOW) is None
    uow.audit.undone(asked, now=NOW)
    assert uow.audit.newest_about(order) is None


def test_why_a_message_was_acted_on(uow: UnitOfWork, world: World) -> None:
    def decided(message_id: str, intent: Intent, member_id: int = world.helper) -> DecisionRecord:
        return uow.audit.write_decision(
            DecisionRecord(
                account="a",
                message_id=message_id,
                room_id=world.room,
                member_id=member_id,
                intent=intent,
                band=Band.ACT,
                confidence=0.9,
                why=[["number", 0.6], ["verb", 0.3]],
                decided_at=NOW,
            )
        )

    placed = decided("m1", Intent.PLACE_ORDER)
    claimed = decided("m2", Intent.CLAIM_ORDER)
    decided("m3", Intent.HELP)
    decided("m4", Intent.CLAIM_ORDER, add_member(uow, "另一位"))
    assert uow.audit.decision_on("a", "m1") == placed
    assert uow.audit.decision_on("b", "m1") is None
    assert uow.audit.newest_decision(world.helper, before="m9", other_than=Intent.HELP) == claimed
    assert uow.audit.newest_decision(world.helper, before="m2", other_than=Intent.HELP) == placed
    assert uow.audit.newest_decision(world.asker, before="m9", other_than=Intent.HELP) is None


def test_accounts_are_as_last_seen(uow: UnitOfWork) -> None:
    uow.accounts.seen("wechat", "online", now=NOW)
    uow.accounts.not_handled("demo", 2, now=NOW)
    uow.accounts.seen("wechat", "offline", now=NOW + HOUR)
    uow.accounts.not_handled("wechat", 3, now=NOW + DAY)
    found = [(each.name, each.presence, each.changed_at, each.not_handled) for each in uow.accounts.everyone()]
    assert found == [("demo", "offline", NOW, 2), ("wechat", "offline", NOW + HOUR, 3)]
