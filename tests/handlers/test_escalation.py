"""The ladder of an unclaimed order: who hears of it when, over nights, outages and full budgets."""

from datetime import date, timedelta

import pytest

from handlers.act import quiet_hours
from handlers.escalation import hasten_ladder, neighbouring_stations, start_ladder, stop_ladder
from handlers.replies import to_room
from handlers.rules import HouseRules
from handlers.working_days import is_working_day
from storage.states import OrderStatus
from storage.vocabulary import Category, Role, SiteLevel, TimerKind
from tests.handlers.street import Street, at, heard


class TestCalm:
    def test_it_climbs_rung_by_rung_over_the_night(self, street: Street) -> None:
        street.team("康乐队", "repair,errand", street.member("李姐"))
        street.staff("小王")
        street.staff("所长", street.institute, Role.ADMIN)
        street.order("修水龙头", category=Category.REPAIR)
        lines = street.until("22 23:00")
        assert [(line.when, line.to) for line in lines] == [
            ("20 12:00", "邻里群"),
            ("20 14:00", "@李姐"),
            ("20 18:00", "@小王"),
            ("21 08:00", "@所长"),
        ]
        assert lines[0].text == "⏳ 还没人接:#1 修水龙头。方便的回复「接单 1」"
        assert "等了 4 小时" in lines[1].text
        assert "「派单 1 姓名」" in lines[2].text
        assert "下涧槽站(邻里群)有一单等了 22 小时" in lines[3].text

    def test_its_clock_stands_still_in_quiet_hours(self, street: Street) -> None:
        street.until("20 20:30")
        street.order("修水龙头")
        street.staff("小王")
        assert heard(street.until("22 00:00")) == ["21 08:30", "21 14:30"]

    def test_a_holiday_is_no_working_day(self, street: Street) -> None:
        street.staff("所长", street.institute)
        street.until("22 10:00")  # a Friday
        street.order("修水龙头")
        assert heard(street.until("25 12:00"), "@所长") == ["22 18:00", "25 08:00"]

    def test_the_centre_hears_of_it_one_working_day_after_the_institute(self, street: Street) -> None:
        centre = street.site("中心", SiteLevel.CENTRE)
        institute = street.site("二所", SiteLevel.INSTITUTE, parent_id=centre)
        room = street.add_room("二号群", site_id=street.site("二站", SiteLevel.STATION, parent_id=institute))
        street.staff("主任", centre, Role.ADMIN, rooms=[])
        street.order("修水龙头", room)
        assert heard(street.until("25 23:00"), "@主任") == ["22 08:00"]

    def test_nobody_is_told_after_it_was_taken(self, street: Street) -> None:
        street.staff("小王")
        order = street.order("修水龙头")
        street.until("20 13:00")
        street.claimed(order, street.member("小李"))
        assert street.until("23 00:00") == []
        assert street.timers(TimerKind.ESCALATE) == []

    def test_stopped_and_started_again_it_begins_at_the_room(self, street: Street) -> None:
        order_id = street.order("修水龙头")
        street.until("20 15:00")
        with street.store.write() as uow:
            order, room = uow.orders.get(order_id), uow.rooms.get(street.room)
            assert order is not None
            assert room is not None
            stop_ladder(order_id, street.house(uow))
            assert uow.timers.of_order(order_id) == []
            start_ladder(order, street.house(uow), quiet_hours(room))
        assert street.timers(TimerKind.ESCALATE) == [(TimerKind.ESCALATE, "20 17:00", 0)]

    def test_past_its_end_it_stops_unless_it_was_renewed(self, street: Street) -> None:
        street.staff("小王")
        street.order("修水龙头", ends_at=at("20 10:40"), is_urgent=True)
        assert heard(street.until("20 12:00")) == ["20 10:10", "20 10:30"][:1]
        street.order("换灯泡", starts_at=at("19 00:00"), is_whole_day=True, renewed_at=at("20 12:00"), is_urgent=True)
        assert heard(street.until("20 13:00"), "邻里群") == ["20 12:10"]

    def test_an_unbound_or_left_room_is_left_alone(self, street: Street) -> None:
        street.order("修水龙头")
        street.change_room(site_id=None)
        assert street.until("23 00:00") == []

    def test_a_year_not_yet_announced_has_its_weekdays(self) -> None:
        assert [is_working_day(date(2099, 1, day)) for day in (2, 3)] == [True, False]


class TestUrgent:
    def test_an_urgent_order_climbs_within_hours(self, street: Street) -> None:
        street.team("康乐队", "", street.member("李姐"))
        street.staff("小王")
        street.staff("所长", street.institute)
        street.order("送急用的药", is_urgent=True)
        lines = street.until("20 23:00")
        assert [(line.when, line.to) for line in lines] == [
            ("20 10:10", "邻里群"),
            ("20 10:30", "@李姐"),
            ("20 11:00", "@小王"),
            ("20 12:00", "@所长"),
        ]
        assert lines[0].text.startswith("⏳ 还没人接:急 #1")

    def test_its_clock_stands_still_at_night_too(self, street: Street) -> None:
        street.until("20 21:25")
        street.staff("小王")
        street.order("送急用的药", is_urgent=True)
        assert heard(street.until("21 12:00")) == ["21 07:35", "21 08:25"]

    def test_what_is_needed_soon_becomes_urgent(self, street: Street) -> None:
        street.staff("小王")
        street.order("搬桌子", starts_at=at("20 15:00"), ends_at=at("20 17:00"))
        assert heard(street.until("20 23:00")) == ["20 12:00", "20 14:00"]  # not the grid worker at 18:00

    def test_an_earlier_time_hastens_the_rung_that_is_next(self, street: Street) -> None:
        order_id = street.order("搬桌子")
        for starts_at, due in ((None, "20 12:00"), (at("20 11:00"), "20 10:10"), (at("21 11:00"), "20 10:10")):
            with street.store.write() as uow:
                order = uow.orders.get(order_id)
                room = uow.rooms.get(street.room)
                assert order is not None
                assert room is not None
                assert uow.orders.edited(order, {"starts_at": starts_at})
                edited = uow.orders.get(order_id)
                assert edited is not None
                hasten_ladder(edited, street.house(uow), quiet_hours(room))
            assert street.timers(TimerKind.ESCALATE) == [(TimerKind.ESCALATE, due, 0)]

    def test_an_edit_after_the_ladder_ended_begins_it_anew(self, street: Street) -> None:
        order_id = street.order("搬桌子", starts_at=at("20 10:30"))
        with street.store.write() as uow:
            order, room = uow.orders.get(order_id), uow.rooms.get(street.room)
            assert order is not None
            assert room is not None
            stop_ladder(order_id, street.house(uow))
            hasten_ladder(order, street.house(uow), quiet_hours(room))
        assert street.timers() == [(TimerKind.ESCALATE, "20 10:10", 0)]

    def test_a_shorter_ladder_of_the_settings_ends_sooner(self, street: Street) -> None:
        hour = timedelta(hours=1)
        street.begin(HouseRules(digest_jitter=timedelta(), ladder=(hour,), urgent_ladder=(hour / 2, hour)))
        street.staff("小王")
        street.order("送急用的药", is_urgent=True)
        street.until("20 10:29")
        street.order("搬桌子", starts_at=at("28 10:00"))
        assert heard(street.until("20 23:00")) == ["20 10:30"]
        assert street.timers(TimerKind.ESCALATE) == [(TimerKind.ESCALATE, "21 08:00", 1)]

    def test_a_ladder_of_one_rung_ends_for_what_went_along(self, street: Street) -> None:
        street.begin(HouseRules(digest_jitter=timedelta(), urgent_ladder=(timedelta(hours=1),)))
        street.order("送急用的药", is_urgent=True)
        street.order("送急用的饭", is_urgent=True)
        assert heard(street.until("20 23:00")) == ["20 11:00"]
        assert street.timers() == []


class TestNudge:
    def test_open_orders_of_a_room_are_nudged_together(self, street: Street) -> None:
        for number in range(1, 8):
            street.order(f"修水龙头{number}")
            street.until(f"20 10:{number:02}")
        lines = street.until("20 23:00")
        assert heard(lines) == ["20 12:00"]
        assert lines[0].text.splitlines() == [
            "⏳ 这几件还没人接,方便的回复「接单 编号」:",
            *(f"#{number} 修水龙头{number}" for number in range(1, 6)),
            "还有 2 件",
        ]

    def test_those_that_went_along_keep_their_own_time_for_the_next_rung(self, street: Street) -> None:
        street.staff("小王")
        street.order("修水龙头")
        street.until("20 11:00")
        street.order("换灯泡")
        assert heard(street.until("20 23:00")) == ["20 12:00", "20 18:00", "20 19:00"]

    def test_what_was_claimed_expired_or_nudged_already_does_not_go_along(self, street: Street) -> None:
        street.change_room(unasked_per_day=9)
        street.order("修水龙头", is_urgent=True)
        street.until("20 10:30")
        street.claimed(street.order("换灯泡"), street.asker)
        street.order("买菜", ends_at=at("20 11:00"))
        street.until("20 11:59")
        street.order("搬桌子")
        lines = street.until("20 14:30")
        assert [line.text for line in lines] == ["⏳ 还没人接:#4 搬桌子。方便的回复「接单 4」"]

    def test_a_spent_budget_skips_the_nudge_but_not_the_next_rungs(self, street: Street) -> None:
        street.staff("小王")
        street.say(*[to_room(street.room, "refusals/failed.j2", unasked=True)] * 2)
        street.order("修水龙头")
        lines = street.until("20 23:00")
        assert heard(lines, "@小王") == ["20 18:00"]
        assert heard(lines, "邻里群") == ["20 10:00", "20 10:00"]

    def test_one_line_of_the_day_is_kept_for_the_digest(self, street: Street) -> None:
        street.change_room(unasked_per_day=1, digest_time=at("20 18:00").time())
        street.plan()
        street.order("修水龙头")
        lines = street.until("20 23:00")
        assert [(line.when, line.text[0]) for line in lines] == [("20 18:00", "📰")]

    def test_a_hushed_room_is_not_nudged(self, street: Street) -> None:
        street.order("修水龙头")
        street.change_room(hushed_until=at("21 00:00"))
        assert street.until("21 00:00") == []


class TestWhoIsTold:
    def test_leaders_of_teams_with_the_skill_and_no_others(self, street: Street) -> None:
        street.team("康乐队", "repair、errand", street.member("李姐"), street.member("周哥"))
        street.team("文艺队", "culture", street.member("吴姐"))
        street.team("万能队", "", street.member("郑姐"))
        street.order("修水龙头", category=Category.REPAIR)
        lines = street.until("20 17:00")
        assert [line.to for line in lines] == ["邻里群", "@李姐", "@周哥"]

    def test_a_team_without_written_skills_where_none_has_the_skill(self, street: Street) -> None:
        street.team("文艺队", "culture", street.member("吴姐"))
        street.team("万能队", "", street.member("郑姐"))
        street.order("修水龙头", category=Category.REPAIR)
        assert heard(street.until("20 17:00"), "@郑姐") == ["20 14:00"]

    def test_a_team_of_the_institute_where_the_station_has_none(self, street: Street) -> None:
        street.team("所队", "repair", street.member("孙姐"), site_id=street.institute)
        street.order("修水龙头", category=Category.REPAIR)
        assert heard(street.until("20 17:00"), "@孙姐") == ["20 14:00"]

    def test_a_leader_is_not_told_of_what_they_ask_for(self, street: Street) -> None:
        street.team("康乐队", "repair", street.asker)
        street.order("修水龙头", category=Category.REPAIR)
        assert heard(street.until("20 17:00"), "@王婆婆") == []

    def test_neighbouring_stations_by_distance(self, street: Street) -> None:
        places = {
            "近站": (30.681, 104.100),
            "中站": (30.690, 104.100),
            "远站": (30.700, 104.100),
            "外地": (31.9, 104.1),
        }
        here = street.site("本站", SiteLevel.STATION, latitude=30.680, longitude=104.100)
        for name, (latitude, longitude) in reversed(places.items()):
            site = street.site(name, SiteLevel.STATION, latitude=latitude, longitude=longitude)
            street.staff(f"{name}的人", site, rooms=[])
        street.order("修水龙头", street.add_room("二号群", site_id=here))
        lines = street.until("21 12:00")
        assert [(line.when, line.to) for line in lines[1:]] == [("21 08:00", "@近站的人"), ("21 08:00", "@中站的人")]
        assert "邻近的本站有一单" in lines[1].text

    def test_siblings_are_neighbours_where_places_are_not_known(self, street: Street) -> None:
        street.site("同所的站", SiteLevel.STATION, parent_id=street.institute)
        street.site("停了的站", SiteLevel.STATION, parent_id=street.institute, is_paused=True)
        street.site("别所的站", SiteLevel.STATION)
        with street.store.read() as uow:
            here = uow.sites.get(street.station)
            assert here is not None
            assert [site.name for site in neighbouring_stations(uow, here)] == ["同所的站"]

    def test_one_grid_worker_of_two_sites_is_told_once(self, street: Street) -> None:
        worker = street.staff("所长", street.institute)
        other = street.site("同所的站", SiteLevel.STATION, parent_id=street.institute)
        with street.store.write() as uow:
            uow.members.grant(worker, Role.GRID_WORKER, other)
        street.order("修水龙头", is_urgent=True)
        assert heard(street.until("20 23:00"), "@所长") == ["20 11:00", "20 12:00"]

    def test_somebody_far_away_who_is_no_friend_is_not_called_in_the_room(self, street: Street) -> None:
        street.staff("所长", street.institute, rooms=[], is_friend=False)
        street.order("修水龙头")
        assert heard(street.until("21 12:00")) == ["20 12:00"]

    def test_they_are_written_to_by_an_account_that_can(self, street: Street) -> None:
        other = street.add_room("外群", account="other", external_id="外群")
        gone = street.add_room("旧群", account="other", external_id="旧群", left_at=at("19 10:00"))
        worker = street.staff("小王", rooms=[gone, other], is_friend=False)
        with street.store.write() as uow:
            known = uow.members.identity_of(worker, "test")
            assert known is not None
            uow.members.add_identity(
                type(known)(member_id=worker, account="other", external_id="w", name="小王", seen_at=at("19 10:00"))
            )
        street.order("修水龙头", is_urgent=True)
        street.until("20 12:00")
        with street.store.read() as uow:
            waiting = uow.outbox.due("other", now=at("20 12:00"))
        assert [(row.account, row.member_id) for row in waiting] == [("other", worker)]


class TestOutage:
    def test_only_the_newest_rung_that_is_due_is_taken(self, street: Street) -> None:
        street.team("康乐队", "", street.member("李姐"))
        street.staff("小王")
        street.staff("所长", street.institute)
        street.order("修水龙头")
        lines = street.down_until("20 19:00")
        assert [(line.when, line.to) for line in lines] == [("20 19:00", "@小王")]
        assert any("有一单等了 22 小时" in line.text for line in street.until("22 00:00") if line.to == "@所长")

    def test_a_late_rung_waits_for_the_morning_and_looks_again(self, street: Street) -> None:
        street.staff("小王")
        first, second = street.order("修水龙头"), street.order("换灯泡")
        assert street.down_until("20 23:00") == []
        street.claimed(first, street.member("小李"))
        street.claimed(second, street.member("小张"))
        assert street.until("21 07:59") == []

    def test_a_restart_neither_loses_nor_repeats_a_rung(self, street: Street) -> None:
        street.staff("小王")
        street.order("修水龙头")
        lines = street.until("20 12:00")
        street.begin()
        street.plan()
        lines += street.until("20 18:00")
        street.begin()
        lines += street.until("20 21:00")
        assert heard(lines) == ["20 12:00", "20 18:00"]


@pytest.mark.parametrize("status", [OrderStatus.DISPATCHED, OrderStatus.CANCELLED, OrderStatus.FINISHED])
def test_no_rung_for_an_order_that_is_not_open(street: Street, status: OrderStatus) -> None:
    order = street.order("修水龙头")
    street.move(order, status)
    assert street.until("23 00:00") == []
