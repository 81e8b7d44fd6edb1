"""Activities at their edges: what people say wrongly, late, twice, or from elsewhere."""

from datetime import datetime, timedelta

import pytest

from handlers.activities.finding import change, find_activity
from handlers.activities.moves import IllegalMove, move
from handlers.errors import ActivityNotOpen, LostRace
from handlers.rules import HouseRules
from storage.models.activities import Activity, Enrolment
from storage.states import ActivityStatus, EnrolmentStatus
from storage.store import Store
from storage.vocabulary import LOCAL_ZONE, EnrolmentSource, Role, TimerKind
from tests.chat import Chat
from tests.handlers.direct import act_of

RECRUIT = "招募 周日上午9点 绿道义诊 3人 地点:东门"
ROOM = "邻里群: "


def room(said: list[str]) -> list[str]:
    return [line.removeprefix(ROOM) for line in said if line.startswith(ROOM)]


def private(said: list[str], name: str) -> list[str]:
    start = f">>{name}: "
    return [line.removeprefix(start) for line in said if line.startswith(start)]


def activity(chat: Chat) -> Activity:
    with chat.store.read() as uow:
        found = uow.activities.get(1)
        assert found is not None
        return found


def parts(chat: Chat, activity_id: int = 1) -> list[tuple[str, EnrolmentStatus, int]]:
    """(name, state, party) of every part, in the order of the line."""
    with chat.store.read() as uow:
        listed = uow.enrolments.of_activity(activity_id, *EnrolmentStatus)
        members = [uow.members.get(each.member_id or 0) for each in listed]
        return [(m.name if m else "", e.status, e.party) for m, e in zip(members, listed, strict=True)]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=LOCAL_ZONE)


class TestRecruiting:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("招募 周日上午10点到上午9点 义诊 10人", "结束时间早于开始时间"),
            ("招募 周日上午10点 义诊 0人", "名额要在 1 到 2000 之间"),
            ("招募 周日上午10点 义诊 10000人", "名额要在 1 到 2000 之间"),
            ("招募 昨天 义诊 10人", "这个时间已经过了"),
            ("招募 周日上午10点 义诊 10人 报名截止:5月19日18:00", "报名截止的时间已经过了"),
            ("招募 周日上午10点 义诊 5人 至少8人", "最少人数比名额还多"),
        ],
    )
    def test_what_makes_no_sense_leaves_nothing_behind(self, chat: Chat, text: str, words: str) -> None:
        said = chat.say("李姐", text)
        assert len(said) == 1
        assert words in private(said, "李姐")[0]
        with chat.store.read() as uow:
            assert uow.activities.open_in(1) == []
            assert uow.rooms.bound()[0].numbers_given == 0

    def test_today_without_an_hour_is_not_over(self, chat: Chat) -> None:
        assert len(room(chat.say("李姐", "招募 今天 捡垃圾 10人"))) == 1
        assert activity(chat).is_whole_day

    def test_a_whole_day_is_reminded_by_its_morning_and_over_at_its_end(self, chat: Chat) -> None:
        chat.say("李姐", "招募 周六 捡垃圾 10人 地点:东门")
        chat.say("小李", "报名 1")
        lines = chat.wait_until(at(24, 0, 1))
        assert sum("⏰" in line for line in private(lines, "小李")) == 2
        assert activity(chat).status is ActivityStatus.OVER

    def test_without_a_time_nothing_is_due(self, chat: Chat) -> None:
        chat.say("李姐", "招募 捡垃圾 10人")
        with chat.store.read() as uow:
            assert uow.timers.of_activity(1) == []

    def test_privately_it_is_posted_in_the_room(self, chat: Chat) -> None:
        chat.say("李姐", "点单 换灯泡 5栋")
        assert room(chat.say("李姐", RECRUIT, private=True))[0].startswith("📣 #2 绿道义诊")

    def test_as_many_as_like(self, chat: Chat) -> None:
        chat.say("李姐", "招募 周日上午9点 坝坝电影 地点:广场")
        for number in range(30):
            chat.say(f"邻居{number}", "报名 1 4人")
        with chat.store.read() as uow:
            assert uow.enrolments.people_in(1) == 120

    def test_most_places_are_a_setting(self, store: Store) -> None:
        chat = Chat(store, rules=HouseRules(most_places=20))
        assert "1 到 20 之间" in chat.say("李姐", "招募 周日上午9点 义诊 21人")[0]


class TestSigningUp:
    def test_more_than_there_are_places_at_all_is_refused(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        said = chat.say("小李", "报名 1 4人")
        assert said == [">>小李: #1 绿道义诊 最多能来3个人,4个人报不上,名单没有变。"]
        assert parts(chat) == []

    def test_another_number_of_people(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        chat.say("小李", "报名 1 2人")
        assert room(chat.say("小李", "报名 1 3人")) == ["✅ #1 绿道义诊:小李(3人)改好了,满了"]
        chat.say("赵姐", "报名 1")
        assert "最多能来3个人" in chat.say("小李", "报名 1 4人")[0]
        said = chat.say("小李", "报名 1 1人")
        assert room(said)[0] == "✅ #1 绿道义诊:小李改好了,还剩1个名额"
        assert room(said)[1].startswith("✅ #1 绿道义诊:赵姐候补补上了")
        assert parts(chat) == [("小李", EnrolmentStatus.ACCEPTED, 1), ("赵姐", EnrolmentStatus.ACCEPTED, 1)]

    def test_a_party_grows_into_what_nobody_in_line_could_take(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        chat.say("小李", "报名 1 2人")
        chat.say("赵姐", "报名 1 2人")
        assert room(chat.say("小李", "报名 1 3人")) == ["✅ #1 绿道义诊:小李(3人)改好了,满了"]

    def test_in_line_the_party_may_change_too(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        chat.say("小李", "报名 1 2人")
        chat.say("赵姐", "报名 1 3人")
        assert "最多能来3个人" in chat.say("赵姐", "报名 1 5人")[0]
        assert room(chat.say("赵姐", "报名 1 2人")) == ["✅ #1 绿道义诊:赵姐(2人)候补第1位,还剩1个名额"]
        said = chat.say("赵姐", "报名 1 1人")
        assert any("赵姐候补补上了,满了" in line for line in room(said))

    def test_twice_is_told_once_privately(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        chat.say("小李", "报名 1")
        assert chat.say("小李", "报名 1") == [
            ">>小李: #1 绿道义诊 您已经报上了。改人数回复「报名 1 3人」,不来了回复「取消 1」"
        ]

    def test_after_the_last_moment(self, chat: Chat) -> None:
        chat.say("李姐", "招募 周日上午9点 绿道义诊 3人 地点:东门 报名截止:5月21日18:00")
        chat.wait_until(at(21, 18, 1))
        assert "已经截止了" in chat.say("小李", "报名 1")[0]

    def test_after_the_start_only_by_the_code(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        chat.wait_until(at(24, 9, 5))
        assert "凭签到码" in chat.say("小李", "报名 1")[0]

    def test_the_end_of_the_last_day(self, chat: Chat) -> None:
        chat.say("李姐", "招募 周日上午9点 绿道义诊 3人 地点:东门 报名截止:5月22日")
        closes_at = activity(chat).closes_at
        assert closes_at is None or closes_at.astimezone(LOCAL_ZONE).day == 22

    def test_to_another_role(self, chat: Chat) -> None:
        chat.say("李姐", "招募 周日上午9点 听琴 地点:活动室 引导1人 观众5人")
        chat.say("小李", "报名 1")
        assert room(chat.say("小李", "报名 1 引导")) == ["✅ #1 听琴:小李[引导]改好了,还剩5个名额"]
        said = chat.say("赵姐", "报名 1 引导")
        assert room(said) == ["✅ #1 听琴:赵姐[引导]候补第1位,还剩5个名额"]
        assert any("赵姐[引导]候补补上了" in line for line in room(chat.say("小李", "取消 1")))

    def test_a_number_of_an_order_is_claimed_and_of_an_activity_enrolled(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("李姐", "招募 周日上午9点 绿道义诊 3人 地点:东门")
        assert room(chat.say("小李", "接单 2"))[0].startswith("✅ #2 绿道义诊:小李报上了")
        assert room(chat.say("小李", "报名 1"))[0].startswith("✅ #1 由小李接单")
        said = chat.say("小李", "退单 2")
        assert room(said) == ["👋 #2 绿道义诊:小李不来了,还剩3个名额"]

    def test_privately_in_the_room_where_it_is(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        chat.say("小李", "点单 换灯泡 5栋")
        assert room(chat.say("小李", "报名 1", private=True)) == ["✅ #1 绿道义诊:小李报上了,还剩2个名额"]
        with chat.store.read() as uow:
            assert uow.enrolments.of_activity(1)[0].source is EnrolmentSource.PRIVATE
        assert room(chat.say("小李", "取消 1", private=True)) == ["👋 #1 绿道义诊:小李不来了,还剩3个名额"]
        assert "#1 绿道义诊" in chat.say("小李", "查 1", private=True)[0]

    def test_for_somebody_else(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        said = chat.say("小李", "替我婆婆报名1,她叫刘素云")
        assert "报上了" in private(said, "小李")[0]
        assert "您和" not in private(said, "小李")[0]
        assert parts(chat) == [("小李", EnrolmentStatus.ACCEPTED, 1)]

    def test_whose_name_is_not_on_it(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        assert chat.say("小李", "取消 1") == [">>小李: #1 绿道义诊 的名单上没有您,不用取消。"]

    def test_an_answer_to_which_one_keeps_what_was_said(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        chat.say("李姐", "招募 周六上午9点 合唱 10人 地点:活动室")
        assert "报的是哪一个" in chat.say("小李", "+2")[0]
        assert room(chat.say("小李", "2")) == ["✅ #2 合唱:小李(2人)报上了,还剩8个名额"]
        assert "报的是哪一个" in chat.say("赵姐", "我要报名", private=True)[0]


class TestInLine:
    def fill(self, chat: Chat, start: str) -> None:
        chat.say("李姐", f"招募 {start} 绿道义诊 1人 地点:东门")
        for name in ("小李", "赵姐", "老周"):
            chat.say(name, "报名 1")

    def test_whoever_has_a_place_kept_may_say_no(self, chat: Chat) -> None:
        self.fill(chat, "周四早上7点")
        said = chat.say("小李", "取消 1")
        assert "有1个名额可以给您" in private(said, "赵姐")[0]
        said = chat.say("赵姐", "不来", private=True)
        assert "已经取消了" in private(said, "赵姐")[0]
        assert "有1个名额可以给您" in private(said, "老周")[0]
        assert room(chat.say("老周", "+1")) == ["✅ #1 绿道义诊:老周候补补上了,满了"]

    def test_an_offer_ends_soon_where_the_start_comes_nearer(self, chat: Chat) -> None:
        self.fill(chat, "周四早上7点")
        assert "今天 20:30 前" in private(chat.say("小李", "取消 1"), "赵姐")[0]
        assert "今天 10:20 前" in private(chat.say("李姐", "改 1 今天下午5点"), "赵姐")[-1]
        lines = chat.wait(timedelta(minutes=21))
        assert "没等到您的回音" in private(lines, "赵姐")[0]
        assert "有1个名额可以给您" in private(lines, "老周")[0]

    def test_an_offer_of_the_night_waits_for_the_morning(self, chat: Chat) -> None:
        self.fill(chat, "周四中午12点")
        chat.wait_until(at(20, 23))
        assert private(chat.say("小李", "取消 1"), "赵姐") == []
        lines = chat.wait_until(at(21, 7, 31))
        assert "有1个名额可以给您,来吗?今天 09:45 前" in private(lines, "赵姐")[0]

    def test_a_stranger_is_asked_in_the_room(self, chat: Chat) -> None:
        chat.person("赵姐", is_friend=False)
        self.fill(chat, "周四早上7点")
        said = chat.say("小李", "取消 1")
        assert any(line.startswith("@赵姐 #1 绿道义诊") for line in room(said))
        assert room(chat.say("赵姐", "来", mentions_bot=True)) == ["✅ #1 绿道义诊:赵姐候补补上了,满了"]

    def test_in_the_last_hours_the_first_yes_that_fits(self, chat: Chat) -> None:
        self.fill(chat, "今天中午12点")
        said = chat.say("小李", "取消 1")
        assert private(said, "赵姐")
        assert private(said, "老周")
        assert room(chat.say("老周", "报名 1")) == ["✅ #1 绿道义诊:老周候补补上了,满了"]
        assert "先答应了" in private(chat.say("赵姐", "来", private=True), "赵姐")[0]

    def test_in_the_last_hours_whoever_comes_new_is_behind_those_who_were_asked(self, chat: Chat) -> None:
        self.fill(chat, "今天中午12点")
        chat.say("小李", "取消 1")
        said = chat.say("王婆婆", "报名 1")
        assert room(said) == ["✅ #1 绿道义诊:王婆婆候补第3位,还剩1个名额"]
        assert "有1个名额可以给您" in private(said, "王婆婆")[-1]

    def test_answers_that_come_too_late_do_nothing(self, chat: Chat) -> None:
        self.fill(chat, "周四早上7点")
        chat.say("小李", "取消 1")
        chat.say("李姐", "取消 1")
        assert chat.say("赵姐", "来", private=True) == []


class TestOrganising:
    def test_only_whoever_is_in_charge(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        chat.person("网格员小王", Role.GRID_WORKER)
        for words in ("改 1 20人", "取消活动 1", "签到码 1", "没来 1 老周"):
            assert "#1 要由组织的人" in chat.say("小李", words)[0]
        assert room(chat.say("网格员小王", "改 1 20人")) == ["✏️ #1 绿道义诊 改了:3人 → 20人"]

    @pytest.mark.parametrize(
        ("words", "answer"),
        [
            ("改 1 1人", "已经有 2 人报上了"),
            ("改 1 9000人", "名额要在 1 到 2000 之间"),
            ("改 1 昨天上午9点", "这个时间已经过了"),
            ("改 1 3人", "没有看出要改什么"),
        ],
    )
    def test_what_cannot_be_changed(self, chat: Chat, words: str, answer: str) -> None:
        chat.say("李姐", RECRUIT)
        chat.say("小李", "报名 1 2人")
        said = chat.say("李姐", words)
        assert len(said) == 1
        assert answer in said[0]
        assert activity(chat).capacity == 3

    def test_roles_keep_their_places(self, chat: Chat) -> None:
        chat.say("李姐", "招募 周日上午9点 听琴 地点:活动室 引导2人 观众5人")
        chat.say("小李", "报名 1 5人")
        assert "各岗位一共要 7 人" in chat.say("李姐", "改 1 6人")[0]

    def test_where_every_place_has_a_role_the_main_one_grows(self, chat: Chat) -> None:
        chat.say("李姐", "招募 周日上午9点 听琴 地点:活动室 引导1人 观众2人")
        chat.say("小李", "报名 1 2人")
        chat.say("赵姐", "报名 1")
        said = room(chat.say("李姐", "改 1 4人"))
        assert said[0] == "✏️ #1 听琴 改了:3人 → 4人"
        assert said[1] == "✅ #1 听琴:赵姐[观众]候补补上了,还剩1个名额"
        assert "各岗位一共要 4 人" in chat.say("李姐", "改 1 3人")[0]
        chat.say("赵姐", "取消 1")
        assert room(chat.say("李姐", "改 1 3人")) == ["✏️ #1 听琴 改了:4人 → 3人"]

    def test_the_hour_of_a_whole_day(self, chat: Chat) -> None:
        chat.say("李姐", "招募 周六 捡垃圾 10人 地点:东门")
        assert room(chat.say("李姐", "改 1 改到3点")) == ["✏️ #1 捡垃圾 改了:5月23日(周六) → 5月23日(周六) 15:00"]

    def test_a_code_is_told_at_once_where_it_begins_soon(self, chat: Chat) -> None:
        chat.say("李姐", "招募 今天10点20分 捡垃圾 10人 地点:东门")
        assert any("签到码" in line for line in private(chat.wait(timedelta(minutes=1)), "李姐"))

    def test_it_takes_as_long_as_before(self, chat: Chat) -> None:
        chat.say("李姐", "招募 周日上午9点到11点 绿道义诊 3人 地点:东门")
        said = room(chat.say("李姐", "改 1 周六下午2点"))
        assert said == ["✏️ #1 绿道义诊 改了:5月24日(周日) 09:00–11:00 → 5月23日(周六) 14:00–16:00"]

    def test_the_name_and_the_place(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        chat.say("小李", "报名 1")
        said = chat.say("李姐", "改 1 地点 西门")
        assert room(said) == ["✏️ #1 绿道义诊 改了:东门 → 西门"]
        assert "还来吗?" in private(said, "小李")[0]

    def test_too_few_and_called_off(self, chat: Chat) -> None:
        chat.say("李姐", f"{RECRUIT} 至少3人")
        chat.say("小李", "报名 1")
        lines = chat.wait_until(at(23, 21, 1))
        assert any("不到3人" in line for line in private(lines, "李姐"))
        said = chat.say("李姐", "2", private=True)
        assert "不办了" in room(said)[0]
        assert private(said, "小李")
        assert activity(chat).status is ActivityStatus.CALLED_OFF
        with chat.store.read() as uow:
            assert uow.timers.of_activity(1) == []

    def test_enough_is_not_asked(self, chat: Chat) -> None:
        chat.say("李姐", f"{RECRUIT} 至少2人")
        chat.say("小李", "报名 1 2人")
        lines = chat.wait_until(at(23, 21, 1))
        assert not any("怎么办" in line for line in private(lines, "李姐"))

    def test_times_that_have_passed_and_a_last_moment_that_would_come_too_late(self, chat: Chat) -> None:
        chat.say("李姐", "招募 周日上午9点 绿道义诊 3人 地点:东门 报名截止:5月23日18:00")
        assert "这个时间已经过了" in chat.say("李姐", "改 1 今天上午9点")[0]
        assert room(chat.say("李姐", "改 1 周六上午9点"))[0].startswith("✏️")
        assert activity(chat).closes_at is None

    def test_a_day_without_an_hour_gets_one(self, chat: Chat) -> None:
        chat.say("李姐", "招募 捡垃圾 10人 地点:东门")
        assert room(chat.say("李姐", "改 1 下午3点")) == ["✏️ #1 捡垃圾 改了:时间待定 → 今天 15:00"]
        assert room(chat.say("李姐", "改 1 晚上7点")) == ["✏️ #1 捡垃圾 改了:今天 15:00 → 今天 19:00"]

    def test_another_name(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        chat.say("小李", "报名 1")
        said = chat.say("李姐", "改 1 中医义诊")
        assert room(said) == ["✏️ #1 中医义诊 改了:绿道义诊 → 中医义诊"]
        assert "还来吗" not in private(said, "小李")[0]

    def test_an_answer_about_what_was_called_off_does_nothing(self, chat: Chat) -> None:
        chat.say("李姐", "招募 捡垃圾 10人")
        with chat.store.write() as uow:
            found = uow.activities.get(1)
            assert found is not None
            assert uow.activities.changed(found, {"status": ActivityStatus.CALLED_OFF})
        assert chat.say("李姐", "周六上午9点", private=True) == []


class TestMoving:
    def test_only_as_the_table_says(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        chat.say("小李", "报名 1")
        with chat.store.write() as uow:
            act = act_of(chat, uow, "小李")
            found = find_activity(act, 1)
            enrolment = uow.enrolments.of_activity(1)[0]
            with pytest.raises(IllegalMove):
                move(act, found, enrolment, EnrolmentStatus.WAITING)
            assert uow.enrolments.moved(enrolment, EnrolmentStatus.WITHDRAWN)
            with pytest.raises(LostRace):
                move(act, found, enrolment, EnrolmentStatus.NO_SHOW)
            change(act, found.activity, status=ActivityStatus.OVER)
            with pytest.raises(ActivityNotOpen):
                change(act, found.activity, status=ActivityStatus.CALLED_OFF)


class TestFinding:
    def test_a_number_of_two_rooms(self, store: Store) -> None:
        chat = Chat(store, rooms=("邻里群", "二号群"))
        for name in ("邻里群", "二号群"):
            chat.say("李姐", RECRUIT, room=name)
            chat.say("小李", "报名 1", room=name)
        assert "几个群里都有 #1" in chat.say("小李", "取消 1", private=True)[0]

    def test_a_number_of_nothing(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        assert "没有找到 #7" in chat.say("小李", "签到 7 3721")[0]
        assert "没有找到 #7" in chat.say("小李", "签到 7 3721", private=True)[0]

    def test_those_of_other_days_are_not_listed(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        chat.say("李姐", "招募 捡垃圾 10人")
        said = room(chat.say("小李", "明天活动"))[0]
        assert "绿道义诊" not in said
        assert "#2 捡垃圾|时间待定" in said
        assert "没有报名的活动" in chat.say("小李", "我的报名")[0]
        assert "我组织的:" in chat.say("李姐", "我的报名")[0]


class TestCheckingIn:
    def begin(self, chat: Chat) -> str:
        chat.say("李姐", "招募 今天下午3点 绿道义诊 2人 地点:东门")
        for name in ("小李", "赵姐", "老周"):
            chat.say(name, "报名 1")
        chat.wait_until(at(20, 14, 31))
        with chat.store.read() as uow:
            code = uow.open(activity(chat).code_sealed)
            assert code is not None
            return code.reveal()

    def test_wrong_codes_are_counted(self, chat: Chat) -> None:
        code = self.begin(chat)
        wrong = "1000" if code != "1000" else "1001"
        for _ in range(5):
            assert "签到码不对" in chat.say("小李", f"签到 1 {wrong}")[0]
        assert "错了好几次" in chat.say("小李", f"签到 1 {code}")[0]
        chat.wait(timedelta(minutes=61))
        assert "签到好了" in chat.say("小李", f"签到 1 {code}")[0]

    def test_without_a_code_it_is_asked_for(self, chat: Chat) -> None:
        self.begin(chat)
        assert "请带上现场的签到码" in chat.say("小李", "签到 1")[0]

    def test_long_before_nobody_is_there(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        chat.say("李姐", "签到码 1")
        with chat.store.read() as uow:
            code = uow.open(activity(chat).code_sealed)
            assert code is not None
        assert "还早" in chat.say("小李", f"签到 1 {code.reveal()}")[0]

    def test_without_an_activity(self, chat: Chat) -> None:
        assert "没有可以报名的活动" in chat.say("小李", "签到 3721", private=True)[0]

    def test_the_code_is_the_organisers_only(self, chat: Chat) -> None:
        code = self.begin(chat)
        assert f"签到码:{code}" in chat.say("李姐", "签到码")[0]
        assert chat.say("李姐", "签到码 1")[0].startswith(">>李姐")
        assert "没有可以报名的活动" in chat.say("小李", "签到码")[0]

    def test_twice_is_no_harm_and_in_line_one_needs_a_place(self, chat: Chat) -> None:
        code = self.begin(chat)
        chat.say("小李", f"签到 1 {code}")
        assert "签到好了" in chat.say("小李", f"签到 {code}")[0]
        assert "没有空名额" in chat.say("老周", f"签到 1 {code}")[0]
        chat.say("赵姐", "取消 1")
        assert "签到好了" in chat.say("老周", f"签到 1 {code}")[0]
        assert parts(chat)[2] == ("老周", EnrolmentStatus.CHECKED_IN, 1)

    def test_nobody_missing_is_not_told(self, chat: Chat) -> None:
        code = self.begin(chat)
        for name in ("小李", "赵姐"):
            chat.say(name, f"签到 1 {code}")
        assert private(chat.wait_until(at(20, 15, 11)), "李姐") == []

    def test_who_came_after_all(self, chat: Chat) -> None:
        code = self.begin(chat)
        chat.wait_until(at(20, 15, 11))
        assert "名单上没有张三" in chat.say("李姐", "没来 1 张三")[0]
        chat.say("李姐", "没来 1 小李")
        assert parts(chat)[0] == ("小李", EnrolmentStatus.NO_SHOW, 1)
        assert "签到好了" in chat.say("小李", f"签到 1 {code}")[0]

    def test_what_is_over_hears_no_code(self, chat: Chat) -> None:
        code = self.begin(chat)
        chat.wait_until(at(20, 18, 1))
        assert "已经结束" in chat.say("小李", f"签到 1 {code}")[0]
        assert "没有可以报名的活动" in chat.say("小李", f"签到 {code}", private=True)[0]


class TestUndoing:
    def test_somebody_elses_act(self, chat: Chat) -> None:
        line = room(chat.say("李姐", RECRUIT))[0]
        assert "只能撤销自己做的" in chat.say("小李", "撤销", quote=line)[0]
        chat.person("网格员小王", Role.GRID_WORKER)
        assert room(chat.say("网格员小王", "撤销", quote=line)) == [
            "↩️ 网格员小王撤销了上一步:#1 绿道义诊 不算,没有这个活动"
        ]
        assert "撤不回来" in chat.say("网格员小王", "撤销", quote=line)[0]

    def test_after_somebody_signed_up(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        chat.say("小李", "报名 1")
        assert "后来又有变动" in chat.say("李姐", "撤销")[0]

    def test_places_that_are_taken_stay(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        chat.say("小李", "报名 1 3人")
        chat.say("赵姐", "报名 1")
        chat.say("李姐", "改 1 4人")
        assert "多出来的名额已经有人了" in chat.say("李姐", "撤销")[0]

    def test_too_late(self, chat: Chat) -> None:
        line = room(chat.say("李姐", RECRUIT))[0]
        chat.wait(timedelta(minutes=11))
        assert "过了 10 分钟" in chat.say("李姐", "撤销", quote=line)[0]

    def test_back_in_line(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        chat.say("小李", "报名 1 3人")
        chat.say("赵姐", "报名 1")
        chat.say("老周", "报名 1")
        chat.say("赵姐", "取消 1")
        chat.say("赵姐", "撤销")
        assert "候补第1位" in chat.say("赵姐", "报名 1")[0]

    def test_signed_up_again_since(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        chat.say("小李", "报名 1")
        line = room(chat.say("小李", "取消 1"))[0]
        chat.say("网格员小王", "报名 1")
        chat.say("小李", "报名 1")
        chat.say("小李", "取消 1")
        assert room(chat.say("小李", "撤销", quote=line))[0].startswith("↩️ 小李撤销了上一步")

    def test_after_it_was_called_off(self, chat: Chat) -> None:
        chat.say("李姐", RECRUIT)
        chat.say("小李", "报名 1")
        chat.say("李姐", "取消 1")
        assert "后来又有变动" in chat.say("小李", "撤销")[0]


def test_a_timer_of_an_activity_that_is_gone_says_nothing(chat: Chat) -> None:
    chat.say("李姐", RECRUIT)
    chat.say("小李", "报名 1")
    with chat.store.write() as uow:
        kinds = {timer.kind for timer in uow.timers.of_activity(1)}
        found = uow.activities.get(1)
        assert found is not None
        assert uow.activities.changed(found, {"status": ActivityStatus.CALLED_OFF})
    assert kinds == {
        TimerKind.REMIND_ENROLLED,
        TimerKind.TELL_CODE,
        TimerKind.TELL_MISSING,
        TimerKind.END_ACTIVITY,
    }
    assert chat.wait_until(at(24, 13)) == []


def test_who_is_known_by_name_only_is_on_the_list_and_told_nothing(chat: Chat) -> None:
    chat.say("李姐", RECRUIT)
    with chat.store.write() as uow:
        uow.enrolments.add(
            Enrolment(
                activity_id=1,
                name="张\n三",
                status=EnrolmentStatus.WAITING,
                party=3,
                source=EnrolmentSource.CHAIN,
                enrolled_at=at(20, 10),
            )
        )
    said = chat.say("李姐", "改 1 5人")
    assert "张 三(3人)候补补上了" in room(said)[1]
    assert "不办了" in room(chat.say("李姐", "取消 1"))[0]


def test_a_place_is_kept_for_a_name_too_and_then_goes_on(chat: Chat) -> None:
    chat.say("李姐", "招募 周四早上7点 绿道义诊 1人 地点:东门")
    chat.say("小李", "报名 1")
    with chat.store.write() as uow:
        uow.enrolments.add(
            Enrolment(
                activity_id=1,
                name="张三",
                status=EnrolmentStatus.WAITING,
                source=EnrolmentSource.CHAIN,
                enrolled_at=at(20, 10),
            )
        )
    chat.say("赵姐", "报名 1")
    assert any(line.startswith("@张三 #1 绿道义诊") for line in room(chat.say("小李", "取消 1")))
    lines = chat.wait_until(at(20, 21))
    assert "有1个名额可以给您" in private(lines, "赵姐")[-1]


class TestMerging:
    def test_roles_lines_and_who_is_in_both(self, chat: Chat) -> None:
        chat.say("李姐", "招募 周日上午9点 绿道义诊 2人 地点:东门 护士1")
        chat.say("李姐", "招募 周日下午3点 河边义诊 6人 地点:河边 护士2")
        chat.say("小李", "报名 1 护士")
        chat.say("赵姐", "报名 1")
        chat.say("赵姐", "报名 2")
        chat.say("老周", "报名 1")
        said = chat.say("李姐", "合并 1 到 2")
        assert "报了名的3人都转过去了" in room(said)[0]
        assert "还来吗" in private(said, "小李")[0]
        assert "那边您已经报过了" in private(said, "赵姐")[0]
        assert "接着候补" in private(said, "老周")[0]
        with chat.store.read() as uow:
            (nurse,) = [role for role in uow.activities.roles(2) if role.name == "护士"]
            assert uow.enrolments.people_by_role(2) == {nurse.id: 1, None: 2}
            assert uow.enrolments.of_activity(1) == []

    def test_not_with_what_has_begun(self, chat: Chat) -> None:
        chat.say("李姐", "招募 周三上午11点到5点 绿道义诊 2人 地点:东门")
        chat.say("李姐", "招募 周日下午3点 河边义诊 6人 地点:河边")
        chat.wait_until(at(20, 12))
        assert "已经开始了" in private(chat.say("李姐", "合并 2 到 1"), "李姐")[0]
