"""日报: when it is sent, what is in it, and what never is."""

from datetime import time, timedelta
from typing import Any

import pytest

from handlers.digest import digest_time, fit, preview_digest
from handlers.news import News
from handlers.replies import to_room
from handlers.rules import HouseRules
from storage.models.talk import Question
from storage.states import ClaimStatus, OrderStatus
from storage.vocabulary import Category, QuestionKind, TimerKind
from tests.handlers.street import RULES, Line, Street, at, heard

NIGHT: dict[str, Any] = {"starts_at": at("29 15:00")}  # far away: nothing hastens the ladder


def digests(lines: list[Line]) -> list[str]:
    return [line.when for line in lines if line.text.startswith("📰")]


def digest(lines: list[Line]) -> list[str]:
    """The lines of the only digest."""
    (text,) = [line.text for line in lines if line.text.startswith("📰")]
    return text.splitlines()


class TestWhen:
    def test_nothing_to_say_is_not_said(self, street: Street) -> None:
        street.plan()
        assert street.until("23 12:00") == []
        assert street.timers(TimerKind.DIGEST) == [(TimerKind.DIGEST, "24 08:00", 0)]

    def test_something_new_is_said_at_the_hour_of_the_room(self, street: Street) -> None:
        street.plan()
        street.order("修水龙头")
        assert digests(street.until("21 12:00")) == ["21 08:00"]

    def test_old_needs_alone_are_said_every_second_day(self, street: Street) -> None:
        street.plan()
        street.order("修水龙头")
        assert digests(street.until("26 12:00")) == ["21 08:00", "23 08:00", "25 08:00"]

    def test_what_is_new_is_not_kept_for_the_second_day(self, street: Street) -> None:
        street.plan()
        street.order("修水龙头")
        street.until("21 12:00")
        street.order("换灯泡")
        assert digests(street.until("23 12:00")) == ["22 08:00"]

    def test_what_was_finished_is_said_though_nothing_is_open(self, street: Street) -> None:
        street.plan()
        order = street.order("修水龙头")
        street.until("20 11:00")
        street.finished(order, street.member("小李"))
        lines = street.until("23 12:00")
        assert digests(lines) == ["21 08:00"]
        assert digest(lines) == ["📰 邻里群 日报 5月21日 周四", "办好 1 件:#1 修水龙头。谢谢小李"]

    def test_what_only_waits_or_is_taken_is_no_reason_the_day_after(self, street: Street) -> None:
        street.plan()
        street.claimed(street.order("修水龙头", starts_at=at("22 15:00")), street.member("小李"))
        assert digests(street.until("23 12:00")) == []

    def test_two_rooms_have_two_hours(self, street: Street) -> None:
        other = street.add_room("二号群", digest_time=time(18, 30))
        street.plan()
        street.order("修水龙头", **NIGHT)
        street.order("换灯泡", other, **NIGHT)
        lines = [line for line in street.until("21 23:00") if line.text.startswith("📰")]
        assert [(line.when, line.to) for line in lines] == [("20 18:30", "二号群"), ("21 08:00", "邻里群")]

    def test_an_hour_in_quiet_hours_waits_for_their_end(self, street: Street) -> None:
        street.change_room(digest_time=time(6, 0))
        street.plan()
        street.order("修水龙头")
        assert digests(street.until("21 12:00")) == ["21 07:30"]

    def test_rooms_of_one_hour_are_spread_each_always_alike(self, street: Street) -> None:
        rules = HouseRules(digest_jitter=timedelta(minutes=5))
        rooms = [street.add_room(f"群{number}") for number in range(9)]
        with street.store.read() as uow:
            found = [room for room_id in rooms if (room := uow.rooms.get(room_id))]
        now = at("20 10:00")
        times = [digest_time(room, now, rules) for room in found]
        assert times == [digest_time(room, now, rules) for room in found]
        assert len(set(times)) == len(times)
        assert all(at("20 08:00") <= moment < at("20 08:05") for moment in times)

    def test_the_spread_does_not_run_into_quiet_hours(self, street: Street) -> None:
        street.change_room(digest_time=time(21, 29))
        with street.store.read() as uow:
            room = uow.rooms.get(street.room)
        assert room is not None
        late = digest_time(room, at("20 10:00"), HouseRules(digest_jitter=timedelta(hours=8)))
        assert late == at("20 21:29")


class TestPlanning:
    def test_planning_twice_gives_one_timer(self, street: Street) -> None:
        street.plan()
        street.plan()
        assert street.timers(TimerKind.DIGEST) == [(TimerKind.DIGEST, "21 08:00", 0)]

    def test_another_hour_moves_the_timer(self, street: Street) -> None:
        street.plan()
        street.change_room(digest_time=time(18, 0))
        street.plan()
        assert street.timers(TimerKind.DIGEST) == [(TimerKind.DIGEST, "20 18:00", 0)]

    def test_another_hour_of_the_same_day_gives_no_second_digest(self, street: Street) -> None:
        street.plan()
        street.order("修水龙头")
        street.until("21 09:00")
        street.change_room(digest_time=time(18, 0))
        street.plan()
        street.order("换灯泡")
        assert digests(street.until("21 23:00")) == []
        assert digests(street.until("22 23:00")) == ["22 18:00"]

    def test_a_room_that_was_left_or_unbound_has_none(self, street: Street) -> None:
        street.plan()
        street.order("修水龙头")
        street.change_room(left_at=at("20 12:00"))
        street.plan()
        assert street.until("22 12:00") == []
        assert street.timers(TimerKind.DIGEST) == []


class TestOutage:
    def test_late_on_its_own_day_it_is_sent(self, street: Street) -> None:
        street.plan()
        street.order("修水龙头", **NIGHT)
        assert digests(street.down_until("21 10:17")) == ["21 10:17"]
        assert digests(street.until("21 23:00")) == []

    def test_a_missed_one_is_not_sent_the_day_after(self, street: Street) -> None:
        street.plan()
        street.order("修水龙头", **NIGHT)
        assert digests(street.down_until("22 07:45")) == []
        assert digests(street.until("22 12:00")) == ["22 08:00"]

    def test_days_of_silence_end_with_one_digest(self, street: Street) -> None:
        street.plan()
        street.order("修水龙头", **NIGHT)
        assert digests(street.down_until("25 09:00")) == ["25 09:00"]

    def test_in_quiet_hours_it_is_too_late_for_its_day(self, street: Street) -> None:
        street.plan()
        street.order("修水龙头", **NIGHT)
        assert digests(street.down_until("21 23:00")) == []
        assert digests(street.until("22 12:00")) == ["22 08:00"]

    def test_a_restart_neither_loses_nor_repeats(self, street: Street) -> None:
        street.plan()
        street.order("修水龙头", **NIGHT)
        sent = digests(street.until("21 08:00"))
        street.begin()
        street.plan()
        assert sent + digests(street.until("21 23:00")) == ["21 08:00"]


class TestBudget:
    def test_a_spent_budget_leaves_the_news_for_the_next_day(self, street: Street) -> None:
        street.plan()
        street.order("修水龙头", **NIGHT)
        street.until("21 07:59")
        street.say(*[to_room(street.room, "refusals/failed.j2", unasked=True)] * 2)
        assert digests(street.until("21 23:00")) == []
        assert digests(street.until("22 23:00")) == ["22 08:00"]

    def test_with_the_digest_a_room_gets_two_unasked_lines_a_day(self, street: Street) -> None:
        street.plan()
        for hour in range(10, 20):
            street.order(f"修水龙头{hour}")
            street.until(f"20 {hour}:30")
        lines = street.until("21 23:00")
        assert len(heard([line for line in lines if line.when.startswith("21")], "邻里群")) <= 2

    def test_a_hushed_room_gets_none(self, street: Street) -> None:
        street.plan()
        street.order("修水龙头", **NIGHT)
        street.until("21 07:59")
        street.change_room(hushed_until=at("22 00:00"))
        assert digests(street.until("22 12:00")) == ["22 08:00"]


class TestContent:
    def test_open_needs_are_claimable_urgent_first_then_oldest(self, street: Street) -> None:
        street.plan()
        street.order("修水龙头", place="3栋", starts_at=at("21 15:00"))
        street.until("20 10:05")
        street.order("搬桌子", people=3)
        street.until("20 10:10")
        street.order("送东西", is_urgent=True)
        street.claim(2, street.member("小李"))
        assert digest(street.until("21 08:00")) == [
            "📰 邻里群 日报 5月21日 周四",
            "还没人接的,回复「接单 编号」认领:",
            "急 #3 送东西",
            "#1 修水龙头|今天 15:00|3栋",
            "#2 搬桌子|还差2人",
        ]

    def test_what_is_past_its_end_is_not_offered_unless_it_is_still_needed(self, street: Street) -> None:
        street.plan()
        street.order("买菜", ends_at=at("20 16:00"))
        street.order("搬桌子", ends_at=at("20 16:00"), renewed_at=at("20 17:00"))
        assert digest(street.until("21 08:00"))[2:] == ["#2 搬桌子|昨天 16:00 前"]

    def test_what_waits_and_what_is_for_today(self, street: Street) -> None:
        street.plan()
        street.move(street.order("修水龙头"), OrderStatus.DISPATCHED)
        street.claim(1, team_id=street.team("康乐队", ""), status=ClaimStatus.PROPOSED)
        street.claimed(street.order("陪诊", starts_at=at("21 09:00")), street.member("小李"))
        street.claimed(street.order("理发", starts_at=at("21 00:00"), is_whole_day=True), street.member("赵姐"))
        street.claimed(street.order("买菜", starts_at=at("22 09:00")), street.member("周哥"))
        assert digest(street.until("21 08:00"))[1:] == [
            "等回音:#1 修水龙头(康乐队)",
            "今天要办:#2 陪诊(小李)、#3 理发(赵姐)",
        ]

    def test_health_needs_are_only_counted(self, street: Street) -> None:
        street.plan()
        street.order("帮买药", is_health=True)
        street.order("量血压", category=Category.HEALTH)
        street.finished(street.order("陪诊", is_health=True), street.member("小李"))
        street.claimed(street.order("送药", is_health=True, starts_at=at("21 09:00")), street.asker)
        lines = digest(street.until("21 08:00"))
        assert lines[1:] == ["健康类 2 件等人接", "办好 1 件:健康类 1 件。谢谢小李"]

    def test_both_kinds_finished_are_counted_together(self, street: Street) -> None:
        street.plan()
        helper = street.member("小李")
        street.finished(street.order("修水龙头"), helper)
        street.finished(street.order("陪诊", is_health=True), helper)
        assert digest(street.until("21 08:00"))[1:] == ["办好 2 件:#1 修水龙头、健康类 1 件。谢谢小李"]

    def test_many_finished_are_named_in_part(self, street: Street) -> None:
        street.plan()
        for number in range(1, 8):
            street.finished(street.order(f"买菜{number}"), street.member(f"邻居{number}"))
        (line,) = digest(street.until("21 08:00"))[1:]
        assert line.startswith("办好 7 件:#1 买菜1、")
        assert line.count("#") == 5
        assert line.endswith("等7件。谢谢邻居1、邻居2、邻居3、邻居4、邻居5等7位")

    def test_what_was_reopened_was_not_finished(self, street: Street) -> None:
        street.plan()
        order = street.order("修水龙头")
        street.finished(order, street.member("小李"))
        street.move(order, OrderStatus.PLACED)
        assert not any("办好" in line for line in digest(street.until("21 08:00")))

    def test_a_helper_who_is_forgotten_has_no_name(self, street: Street) -> None:
        street.plan()
        street.move(street.order("修水龙头"), OrderStatus.DISPATCHED)
        street.claim(1, status=ClaimStatus.PROPOSED)
        assert digest(street.until("21 08:00"))[1:] == ["等回音:#1 修水龙头"]

    def test_phones_and_units_are_masked_and_lines_stay_lines(self, street: Street) -> None:
        street.plan()
        street.order("修水龙头\n电话13800001234 住3栋2单元501", place="3栋2单元501")
        lines = digest(street.until("21 08:00"))
        assert len(lines) == 3
        assert not any(secret in "".join(lines) for secret in ("13800001234", "501"))


class TestQuotes:
    def test_words_with_consent_are_quoted(self, street: Street) -> None:
        street.plan()
        order = street.order("修水龙头")
        street.finished(order, street.member("小李"))
        street.reviewed(order, "小伙子\n热心得很")
        assert digest(street.until("21 08:00"))[-1] == '王婆婆给 #1 打了 5 星:"小伙子 热心得很"'

    @pytest.mark.parametrize("refused", [{"may_quote": None}, {"may_quote": False}, {"is_withdrawn": True}])
    def test_words_without_consent_are_not(self, street: Street, refused: dict[str, object]) -> None:
        street.plan()
        order = street.order("修水龙头")
        street.finished(order, street.member("小李"))
        street.reviewed(order, "热心", **refused)
        assert not any("热心" in line for line in digest(street.until("21 08:00")))

    def test_words_about_health_are_left_out_and_words_without_stars_are_not(self, street: Street) -> None:
        street.plan()
        for number in (1, 2):
            street.finished(street.order("帮买药", is_health=True), street.member(f"邻居{number}"))
        street.reviewed(1, "高血压的药都买对了")
        street.reviewed(2, "热心", stars=None)
        assert digest(street.until("21 08:00"))[-2:] == ["王婆婆给 #1 打了 5 星", '王婆婆给 #2 的评价:"热心"']

    def test_a_yes_after_the_digest_is_quoted_in_the_next_one_once(self, street: Street) -> None:
        street.plan()
        order = street.order("修水龙头")
        street.until("21 07:50")
        street.finished(order, street.member("小李"))
        review = street.reviewed(order, "热心", may_quote=None)
        with street.store.write() as uow:
            question = uow.questions.ask(
                Question(
                    member_id=street.asker,
                    room_id=street.room,
                    kind=QuestionKind.CONSENT,
                    order_id=order,
                    asked_at=at("21 07:50"),
                    expires_at=at("22 07:50"),
                )
            )
        assert not any("热心" in line for line in digest(street.until("21 08:30")))
        with street.store.write() as uow:
            assert uow.questions.answered(question, now=at("21 08:30"))
            uow.reviews.change(review, may_quote=True)
        lines = street.until("25 12:00")
        assert digests(lines) == ["22 08:00"]
        assert digest(lines)[1:] == ['王婆婆给 #1 打了 5 星:"热心"']


class TestLength:
    def test_it_has_twelve_lines_at_most_and_counts_the_rest(self, street: Street) -> None:
        street.plan()
        helper = street.member("小李")
        for number in range(30):
            street.order(f"修水龙头{number}")
        street.order("量血压", category=Category.HEALTH)
        street.claimed(street.order("陪诊", starts_at=at("21 09:00")), helper)
        for number in range(5):
            street.finished(street.order("买菜"), helper)
            street.reviewed(33 + number, "热心")
        lines = digest(street.until("21 08:00"))
        assert len(lines) == 12
        assert lines[2:8] == [
            *(f"#{number} 修水龙头{number - 1}" for number in range(1, 6)),
            "还有 25 件,私聊我「更多」",
        ]
        assert [line[:2] for line in lines[8:]] == ["健康", "今天", "办好", "王婆"]

    @pytest.mark.parametrize("lines", range(1, 40))
    @pytest.mark.parametrize("needs", [0, 1, 2, 5, 30])
    def test_it_never_has_more_lines_than_the_settings_say(self, lines: int, needs: int) -> None:
        one = {"number": 1}
        news = News(
            [one] * needs,
            [one],
            [one],
            [one],
            [one] * 9,
            ["小李"],
            2,
            1,
            has_new=True,
            reports=[one],
            reports_done=[one],
        )
        fitted = fit(news, lines)
        more = len(fitted.needs) < needs
        count = 1 + (1 + len(fitted.needs) + more if fitted.needs or more else 0)
        count += bool(fitted.health) + bool(fitted.finished) + bool(fitted.waiting) + bool(fitted.today)
        count += bool(fitted.reports) + bool(fitted.reports_done)
        assert count + len(fitted.quotes) <= max(lines, 3 if needs else 1)


class TestPreview:
    def test_it_changes_nothing_and_is_what_would_be_sent(self, street: Street) -> None:
        street.plan()
        street.order("修水龙头")
        with street.store.read() as uow:
            room = uow.rooms.get(street.room)
            assert room is not None
            assert preview_digest(uow, room, at("21 08:00"), RULES) is not None
            assert room.digested_at is None
        assert digests(street.until("21 08:00")) == ["21 08:00"]

    def test_a_room_that_was_never_bound_begins_with_the_last_day(self, street: Street) -> None:
        street.change_room(bound_at=None)
        street.order("修水龙头")
        street.plan()
        assert digests(street.until("21 08:00")) == ["21 08:00"]
