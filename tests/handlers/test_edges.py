"""What hardly ever happens: races, things that are gone, rules that make no sense."""

from datetime import date, datetime, time, timedelta

import pytest

from handlers.act import in_room, key
from handlers.errors import LostRace, OrderNotOpen
from handlers.orders.moves import move, move_claim, set_values
from handlers.orders.times import on_day_of, times_of
from handlers.routes import ANSWERS, TIMERS, may_hear
from handlers.rules import HouseRules, QuietHours
from handlers.understanding.commands import BindRoom, Confirm, EditOrder, Undo
from handlers.understanding.contents import Changes
from handlers.wording import name_of, when_words
from storage.intents import Intent
from storage.models.places import Room
from storage.models.talk import AuditEvent, Question, Timer
from storage.states import ClaimStatus, OrderStatus
from storage.vocabulary import LOCAL_ZONE, QuestionKind, TimerKind
from tests.chat import MORNING, Chat
from tests.handlers.direct import act_of, do


@pytest.fixture
def chat(chat: Chat) -> Chat:
    chat.say("王婆婆", "点单 修水龙头 5栋")
    chat.say("小李", "接单 1")
    return chat


def test_of_two_who_change_an_order_at_once_one_has_lost(chat: Chat) -> None:
    stale = chat.order(1)
    chat.say("小李", "退单 1")
    with chat.store.write() as uow:
        act = act_of(chat, uow, "赵姐")
        (claim,) = uow.claims.of_order(1)
        claim.status = ClaimStatus.ACTIVE
        with pytest.raises(LostRace):
            move(act, stale, OrderStatus.FINISHED)
        with pytest.raises(LostRace):
            set_values(act, stale, {"place": "6栋"})
        with pytest.raises(LostRace):
            move_claim(act, claim, ClaimStatus.DONE)


def test_an_illegal_move_is_refused(chat: Chat) -> None:
    with chat.store.write() as uow, pytest.raises(OrderNotOpen):
        move(act_of(chat, uow, "赵姐"), chat.order(1), OrderStatus.EXPIRED)


@pytest.mark.parametrize("kind", TIMERS)
def test_a_timer_of_nothing_says_nothing(chat: Chat, kind: TimerKind) -> None:
    with chat.store.write() as uow:
        timer = Timer(kind=kind, due_at=chat.clock.now())
        assert TIMERS[kind](timer, act_of(chat, uow, "小李")) == []


@pytest.mark.parametrize("kind", set(ANSWERS) - {QuestionKind.LEAVE, QuestionKind.SAME_PERSON})
def test_an_answer_about_nothing_says_nothing(chat: Chat, kind: QuestionKind) -> None:
    with chat.store.write() as uow:
        now = chat.clock.now()
        question = Question(member_id=1, room_id=1, kind=kind, asked_at=now, expires_at=now)
        assert ANSWERS[kind](question, True, act_of(chat, uow, "小李")) == []


def test_what_cannot_be_taken_back_is_said_so(chat: Chat) -> None:
    with chat.store.write() as uow:
        member_id = key(act_of(chat, uow, "赵姐").member.id)
        uow.audit.write(AuditEvent(done_at=MORNING, actor_id=member_id, verb=Intent.BIND, version=1))
    assert do(chat, "赵姐", Undo()) == [">>赵姐: 这一步撤不回来。"]


def test_a_yes_after_the_helper_gave_up_changes_nothing(chat: Chat) -> None:
    do(chat, "王婆婆", EditOrder((1,), Changes(start=MORNING + timedelta(days=1))))
    with chat.store.write() as uow:
        assert uow.orders.moved(chat.order(1), OrderStatus.CANCELLED)
    assert do(chat, "小李", Confirm(yes=True)) == []


def test_a_yes_to_what_was_changed_meanwhile_changes_nothing(chat: Chat) -> None:
    start = MORNING + timedelta(days=1)
    do(chat, "王婆婆", EditOrder((1,), Changes(start=start)))
    with chat.store.write() as uow:
        assert uow.orders.edited(chat.order(1), {"starts_at": start})
    assert do(chat, "小李", Confirm(yes=True)) == []


def test_an_act_stays_where_there_is_no_other_room(chat: Chat) -> None:
    with chat.store.write() as uow:
        act = act_of(chat, uow, "小李")
        assert in_room(act, 99) is act
        assert in_room(act, act.room_id) is act


def test_a_row_that_was_never_stored_has_no_id() -> None:
    with pytest.raises(ValueError, match="never stored"):
        key(None)


def test_a_room_without_a_site_hears_only_its_binding() -> None:
    room = Room(account="a", external_id="r")
    assert may_hear(room, BindRoom("ABC234"))
    assert not may_hear(room, Confirm(yes=True))


def test_nobody_is_somebody(chat: Chat) -> None:
    with chat.store.write() as uow:
        assert name_of(act_of(chat, uow, "小李"), None) == "有人"


# times


def at(words: str) -> datetime:
    return datetime.strptime(f"2026-05-{words}", "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL_ZONE)


def test_hours_go_on_the_orders_day_where_it_has_one(chat: Chat) -> None:
    order = chat.order(1)
    times = times_of(at("20 15:00"), at("20 17:00"))
    assert on_day_of(order, times) == times
    order.starts_at = at("22 09:00")
    assert on_day_of(order, times)["ends_at"] == at("22 17:00")


@pytest.mark.parametrize(
    ("start", "end", "is_whole_day", "words"),
    [
        ("20 15:00", "20 17:00", False, "今天 15:00–17:00"),
        ("20 22:00", "21 06:00", False, "今天 22:00–明天 06:00"),
        ("20 00:00", None, True, "今天"),
        ("20 00:00", "20 00:00", True, "今天"),
        ("20 00:00", "22 00:00", True, "今天–后天"),
        (None, "22 00:00", True, "后天前"),
        (None, None, False, ""),
        ("19 08:00", None, False, "昨天 08:00"),
    ],
)
def test_times_read_as_people_say_them(start: str | None, end: str | None, is_whole_day: bool, words: str) -> None:
    said = when_words(at(start) if start else None, at(end) if end else None, MORNING, is_whole_day=is_whole_day)
    assert said == words


def test_another_year_is_named() -> None:
    assert (
        when_words(None, MORNING + timedelta(days=365), MORNING, is_whole_day=False) == "2027年5月20日(周四) 10:00 前"
    )


def test_days_and_hours_that_contradict() -> None:
    assert times_of(None, date(2026, 5, 20))["is_whole_day"]
    assert times_of(date(2026, 5, 20), at("20 17:00"))["starts_at"] is None


# rules


def test_a_ladder_goes_up() -> None:
    down = (timedelta(hours=2), timedelta(hours=1))
    with pytest.raises(ValueError, match="go up"):
        HouseRules(ladder=down)
    with pytest.raises(ValueError, match="go up"):
        HouseRules(urgent_ladder=down)


def test_quiet_hours_may_lie_within_a_day() -> None:
    noon = QuietHours(time(12, 0), time(14, 0))
    assert noon.waking(at("20 13:00")) == at("20 14:00")
    assert noon.before(at("20 13:00"), timedelta(minutes=30)) == at("20 11:30")
    assert noon.after(at("20 11:00"), timedelta(hours=2)) == at("20 15:00")


def test_without_quiet_hours_every_hour_is_waking() -> None:
    never = QuietHours(time(0, 0), time(0, 0))
    assert never.waking(at("20 03:00")) == at("20 03:00")
    assert never.after(at("20 23:00"), timedelta(hours=9)) == at("21 08:00")


def test_a_clock_stands_still_at_night() -> None:
    night = QuietHours(time(21, 30), time(7, 30))
    assert night.before(at("21 06:00"), timedelta(minutes=30)) == at("20 21:00")
    assert night.after(at("20 23:00"), timedelta()) == at("21 07:30")
    assert night.after(at("20 23:00"), timedelta(hours=1)) == at("21 08:30")
    assert night.after(at("20 20:30"), timedelta(hours=16)) == at("22 08:30")
