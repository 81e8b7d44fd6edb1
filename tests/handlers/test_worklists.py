"""The grid worker's morning list, the leftovers, and the page about the week."""

from datetime import time, timedelta

from handlers.rules import HouseRules
from storage.models.talk import Timer
from storage.states import ClaimStatus, OrderStatus
from storage.vocabulary import Category, Role, SiteLevel, TimerKind
from tests.handlers.street import Line, Street, at

WORKER = "@小王"


def told(lines: list[Line], to: str = WORKER) -> list[tuple[str, str]]:
    """(when, first line) of the lists; not the rungs of ladders."""
    return [(line.when, line.text.splitlines()[0]) for line in lines if line.to == to and line.text[0] in "☀🌆📊"]


def items(lines: list[Line], mark: str) -> list[str]:
    (text,) = [line.text for line in lines if line.to == WORKER and line.text.startswith(mark)]
    return text.splitlines()[1:]


class TestMorning:
    def test_it_is_ordered_by_due_time(self, street: Street) -> None:
        street.staff("小王")
        street.plan()
        helper = street.member("小李")
        street.order("搬桌子")
        street.order("修水龙头", ends_at=at("22 12:00"))
        street.claimed(street.order("陪诊", starts_at=at("21 09:00"), place="3栋"), helper)
        street.move(street.order("理发", starts_at=at("21 10:00")), OrderStatus.DISPATCHED)
        street.claim(4, helper, status=ClaimStatus.PROPOSED)
        street.claimed(street.order("送东西", ends_at=at("20 18:00")), helper)
        street.claimed(street.order("买菜", starts_at=at("23 09:00")), helper)
        lines = street.until("21 08:00")
        assert items(lines, "☀") == [
            "#5 送东西|昨天 18:00 前|已过时,小李在办",
            "#3 陪诊|今天 09:00|3栋|小李在办",
            "#4 理发|今天 10:00|等小李回音",
            "#2 修水龙头|明天 12:00 前|没人接",
            "#1 搬桌子|没人接",
            "「派单 编号 姓名」找人,「拒单 编号 原因」回绝",
        ]

    def test_nothing_to_say_is_not_said(self, street: Street) -> None:
        street.staff("小王")
        street.plan()
        assert street.until("23 23:00") == []
        assert street.timers(TimerKind.MORNING_LIST) == [(TimerKind.MORNING_LIST, "24 08:00", 0)]

    def test_a_long_list_is_counted(self, street: Street) -> None:
        street.staff("小王")
        street.plan()
        for number in range(15):
            street.order(f"修水龙头{number}")
        assert items(street.until("21 08:00"), "☀")[12] == "还有 3 件"

    def test_several_rooms_are_named(self, street: Street) -> None:
        worker = street.staff("小王", street.institute)
        with street.store.write() as uow:
            uow.members.grant(worker, Role.GRID_WORKER, street.station)
        street.order("修水龙头", street.add_room("二号群"))
        street.plan()
        assert items(street.until("21 08:00"), "☀")[0] == "[二号群] #1 修水龙头|没人接"

    def test_low_reviews_of_the_last_day_are_on_it(self, street: Street) -> None:
        street.staff("小王")
        street.plan()
        for number, stars in enumerate((2, 3, None), start=1):
            street.finished(street.order("修水龙头"), street.member(f"邻居{number}"))
            street.reviewed(number, "", stars=stars)
        lines = street.until("22 12:00")
        assert [when for when, _ in told(lines)] == ["21 08:00"]
        assert items(lines, "☀") == ["#1 只有 2 星,可以「重开 1」"]

    def test_late_it_is_sent_until_the_leftovers_of_the_same_day(self, street: Street) -> None:
        street.staff("小王")
        street.plan()
        street.order("修水龙头")
        assert [when for when, _ in told(street.down_until("21 11:00"))] == ["21 11:00"]
        assert told(street.down_until("22 17:30")) == []
        assert [when for when, _ in told(street.until("23 12:00"))] == ["23 08:00"]

    def test_it_waits_for_the_end_of_quiet_hours(self, street: Street) -> None:
        street.staff("小王")
        street.change_room(quiet_until=time(9, 0))
        street.plan()
        street.order("修水龙头")
        assert [when for when, _ in told(street.until("21 12:00"))] == ["21 09:00"]

    def test_another_hour_of_the_settings_moves_it(self, street: Street) -> None:
        street.staff("小王")
        street.plan()
        street.begin(HouseRules(digest_jitter=timedelta(), morning_list_at=time(7, 45)))
        street.plan()
        assert street.timers(TimerKind.MORNING_LIST) == [(TimerKind.MORNING_LIST, "21 07:45", 0)]

    def test_who_is_grid_worker_of_no_room_is_told_nothing(self, street: Street) -> None:
        street.staff("小王", street.site("空站", SiteLevel.STATION))
        street.plan()
        street.order("修水龙头")
        assert told(street.until("23 12:00")) == []

    def test_who_is_no_friend_gets_todays_list_today_or_never(self, street: Street) -> None:
        worker = street.staff("小王", is_friend=False)
        street.plan()
        street.order("修水龙头")
        lines = street.until("21 09:00")
        assert [line for line in lines if "加我好友" in line.text and line.when == "21 08:00"] == []
        with street.store.read() as uow:
            waiting = uow.outbox.waiting_for(worker)
        assert {row.expires_at for row in waiting if "worklists" in row.template} == {at("22 00:00")}


class TestLeftovers:
    def test_what_was_due_today_and_is_open(self, street: Street) -> None:
        street.staff("小王")
        street.plan()
        street.order("修水龙头", ends_at=at("20 16:00"))
        street.order("搬桌子", starts_at=at("20 00:00"), is_whole_day=True)
        street.order("买菜", ends_at=at("21 09:00"))
        street.order("换灯泡")
        lines = street.until("20 17:00")
        assert items(lines, "🌆") == ["#1 修水龙头|今天 16:00 前|已过时,没人接", "#2 搬桌子|今天|没人接"]

    def test_late_it_is_sent_the_same_evening_only(self, street: Street) -> None:
        street.staff("小王")
        street.plan()
        street.order("修水龙头", ends_at=at("20 16:00"))
        assert [when for when, _ in told(street.down_until("20 19:00"))] == ["20 19:00"]
        street.clock.move_to(at("21 16:00"))
        assert [when for when, text in told(street.down_until("21 22:00")) if text.startswith("🌆")] == []

    def test_a_restart_neither_loses_nor_repeats(self, street: Street) -> None:
        street.staff("小王")
        street.plan()
        street.order("修水龙头", ends_at=at("20 16:00"))
        sent = told(street.until("20 17:00"))
        street.begin()
        street.plan()
        assert [when for when, _ in sent + told(street.until("20 21:00"))] == ["20 17:00"]


class TestWeek:
    def test_on_monday_a_page_about_the_week_before(self, street: Street) -> None:
        street.staff("小王")
        street.plan()
        helper = street.member("小李")
        for number in range(1, 7):
            street.order("修水龙头", category=Category.REPAIR)
            street.clock.move_to(street.clock.now() + timedelta(hours=number))
            street.finished(number, helper)
            street.reviewed(number, "", stars=5 if number > 1 else 3)
        street.move(1, OrderStatus.REVIEWED)
        street.move(2, OrderStatus.CLOSED_UNREVIEWED)
        street.order("换灯泡")
        assert items(street.until("25 08:00"), "📊") == [
            "新增 7 件,办好 6 件,现在没人接 1 件",
            "最多的:维修 6、其他 1",
            "多久有人接(中位数):3.5 小时",
            "评价:1 件评了,1 件没有回音,平均 4.7 星",
        ]

    def test_too_few_say_nothing_about_how_it_usually_is(self, street: Street) -> None:
        street.staff("小王")
        street.plan()
        street.order("换灯泡")
        lines = items(street.until("25 08:00"), "📊")
        assert lines[-2:] == ["多久有人接(中位数):样本不足", "评价:0 件评了,0 件没有回音,平均 样本不足"]

    def test_an_empty_week_is_not_told(self, street: Street) -> None:
        street.staff("小王")
        street.plan()
        assert told(street.until("26 12:00")) == []

    def test_without_anything_new_the_categories_are_left_out(self, street: Street) -> None:
        street.staff("小王")
        street.plan()
        street.order("换灯泡")
        lines = [line for line in street.until("31 23:59") if line.text.startswith("📊")]
        assert [line.when for line in lines] == ["25 08:00"]
        street.clock.move_to(at("31 23:59") + timedelta(hours=9))
        pages = [line.text for line in street.down_until_now() if line.text.startswith("📊")]
        assert pages
        assert "最多的" not in pages[0]


def test_a_timer_of_nobody_says_nothing(street: Street) -> None:
    with street.store.write() as uow:
        uow.timers.add(Timer(kind=TimerKind.LEFTOVERS, due_at=at("20 11:00")))
    assert street.until("20 18:00") == []
    assert street.timers() == []
