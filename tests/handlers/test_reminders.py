"""Whoever has an order is reminded two hours before it starts, once, and never of what is pointless."""

from typing import Any

from handlers.act import quiet_hours
from handlers.reminders import remind_claimant_at
from storage.models.talk import Timer
from storage.states import ClaimStatus, OrderStatus
from storage.vocabulary import TimerKind
from tests.handlers.street import Street, at, heard


def planned(street: Street, *, order: int | None = None, **values: Any) -> int:
    """A claimed order whose reminder is planned."""
    order_id = order or street.order("陪诊", **values)
    with street.store.write() as uow:
        found, room = uow.orders.get(order_id), uow.rooms.get(street.room)
        assert found is not None
        assert room is not None
        remind_claimant_at(found, street.house(uow), quiet_hours(room))
    return order_id


def due(street: Street) -> list[str]:
    return [when for _, when, _ in street.timers(TimerKind.REMIND_CLAIMANT)]


def test_whoever_has_it_is_reminded_two_hours_before(street: Street) -> None:
    street.claimed(planned(street, starts_at=at("20 15:00"), place="3栋"), street.member("小李"))
    lines = street.until("20 16:00")
    assert [(line.when, line.to, line.text) for line in lines] == [
        ("20 13:00", "@小李", "⏰ 您接的 #1 陪诊|今天 15:00|3栋。去不了就回复「退单 1」")
    ]


def test_in_quiet_hours_it_comes_before_they_begin(street: Street) -> None:
    planned(street, starts_at=at("21 08:00"))
    assert due(street) == ["20 21:00"]


def test_no_reminder_without_a_stated_start_or_when_it_is_near(street: Street) -> None:
    planned(street, ends_at=at("20 15:00"))
    planned(street, starts_at=at("21 00:00"), is_whole_day=True)
    planned(street, starts_at=at("20 11:59"))
    planned(street, starts_at=at("20 12:00"))
    assert due(street) == []


def test_planned_again_it_takes_the_place_of_the_older_one(street: Street) -> None:
    order = planned(street, starts_at=at("20 15:00"))
    planned(street, order=order)
    assert due(street) == ["20 13:00"]


def test_given_back_nobody_is_reminded(street: Street) -> None:
    order = planned(street, starts_at=at("20 15:00"))
    street.claim(order, street.member("小李"), status=ClaimStatus.RELEASED)
    assert heard(street.until("20 16:00"), "@小李") == []


def test_what_has_begun_while_nothing_ran_is_not_reminded_of(street: Street) -> None:
    street.claimed(planned(street, starts_at=at("20 15:00")), street.member("小李"))
    assert street.down_until("20 15:00") == []
    assert due(street) == []


def test_late_but_before_the_start_it_still_helps(street: Street) -> None:
    street.claimed(planned(street, starts_at=at("20 15:00")), street.member("小李"))
    assert heard(street.down_until("20 14:30")) == ["20 14:30"]


def test_late_in_quiet_hours_it_does_not_come_after_the_start(street: Street) -> None:
    street.claimed(planned(street, starts_at=at("21 07:00")), street.member("小李"))
    assert street.down_until("20 23:00") == []
    assert street.until("21 09:00") == []


def test_a_later_start_moves_the_reminder(street: Street) -> None:
    order = planned(street, starts_at=at("20 15:00"))
    street.claimed(order, street.member("小李"))
    street.move(order, OrderStatus.PLACED, starts_at=at("20 18:00"))
    street.move(order, OrderStatus.CLAIMED)
    assert heard(street.until("20 20:00")) == ["20 16:00"]


def test_a_start_that_was_taken_away_needs_no_reminder(street: Street) -> None:
    order = planned(street, starts_at=at("20 15:00"))
    street.claimed(order, street.member("小李"))
    street.move(order, OrderStatus.PLACED, starts_at=None)
    assert heard(street.until("20 20:00"), "@小李") == []


def test_everyone_who_has_a_part_is_reminded_and_for_a_team_its_leaders(street: Street) -> None:
    order = planned(street, starts_at=at("20 15:00"), people=3)
    street.claimed(order, street.member("小李"))
    street.claim(order, street.member("赵姐"))
    street.claim(order, team_id=street.team("康乐队", "", street.member("李姐")))
    assert [line.to for line in street.until("20 16:00")] == ["@小李", "@赵姐", "@李姐"]


def test_a_finished_order_is_not_reminded_of(street: Street) -> None:
    order = planned(street, starts_at=at("20 15:00"))
    street.finished(order, street.member("小李"))
    assert street.until("20 16:00") == []


def test_a_claim_of_nobody_and_an_order_without_a_number_need_no_reminder(street: Street) -> None:
    order = planned(street, starts_at=at("20 15:00"))
    street.claimed(order, street.member("小李"))
    street.claim(order)
    elsewhere = street.add_room("二号群")
    street.move(order, OrderStatus.PLACED, room_id=elsewhere)
    street.move(order, OrderStatus.CLAIMED)
    assert street.until("20 16:00") == []


def test_a_timer_without_its_order_says_nothing(street: Street) -> None:

    with street.store.write() as uow:
        uow.timers.add(Timer(kind=TimerKind.REMIND_CLAIMANT, due_at=at("20 11:00"), room_id=street.room))
        uow.timers.add(Timer(kind=TimerKind.ESCALATE, due_at=at("20 11:00"), room_id=street.room))
        uow.timers.add(Timer(kind=TimerKind.DIGEST, due_at=at("20 11:00")))
        uow.timers.add(Timer(kind=TimerKind.MORNING_LIST, due_at=at("20 11:00")))
    assert street.until("20 12:00") == []
    assert street.timers() == []
