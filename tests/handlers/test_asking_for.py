"""点单, 改单, 撤单, 拒单 and the end of an order that nobody took."""

from datetime import datetime, timedelta

import pytest

from handlers.rules import HouseRules
from handlers.understanding.commands import AnswerSlot, EditOrder, PlaceOrder
from handlers.understanding.contents import Changes, Need, Place
from storage.states import ClaimStatus, OrderStatus
from storage.store import Store
from storage.vocabulary import LOCAL_ZONE, Category, QuestionKind, Role, TimerKind
from tests.chat import MORNING, Chat
from tests.handlers.direct import do

HOUR = timedelta(hours=1)
HINT = "电话只给接单的人看。建议把群里那条撤回。"


@pytest.fixture
def chat(chat: Chat) -> Chat:
    for name in ("王婆婆", "小李", "赵姐", "老周"):
        chat.person(name)
    chat.person("网格员小王", Role.GRID_WORKER)
    return chat


def at(hour: int, day: int = 20) -> datetime:
    return datetime(2026, 5, day, hour, tzinfo=LOCAL_ZONE)


class TestPlace:
    def test_a_need_of_two_thousand_letters_is_one_short_line(self, chat: Chat) -> None:
        (line,) = do(chat, "王婆婆", PlaceOrder(Need("修" * 2000, place=Place("楼" * 300, "楼" * 300))))
        assert len(line) < 150

    @pytest.mark.parametrize(("wanted", "taken"), [(0, 1), (-3, 1), (2, 2), (1000, 50)])
    def test_so_many_people_as_make_sense(self, chat: Chat, wanted: int, taken: int) -> None:
        do(chat, "王婆婆", PlaceOrder(Need("搬沙发", people=wanted)))
        assert chat.order(1).people == taken

    @pytest.mark.parametrize(("start", "end"), [(None, at(9)), (at(7), None), (at(1, 19), None)])
    def test_what_is_past_is_said_so_and_nothing_is_done(
        self, chat: Chat, start: datetime | None, end: datetime | None
    ) -> None:
        said = do(chat, "王婆婆", PlaceOrder(Need("修门", start=start, end=end)))
        assert said == [">>王婆婆: 这个时间已经过了,请换一个时间再发一次"]
        with chat.store.read() as uow:
            assert uow.orders.of_room(1) == []
            assert uow.timers.next_due_at() is None

    def test_an_end_before_the_start_is_not_believed(self, chat: Chat) -> None:
        do(chat, "王婆婆", PlaceOrder(Need("修门", start=at(15), end=at(14))))
        assert (chat.order(1).starts_at, chat.order(1).ends_at) == (at(15), None)

    def test_a_deadline_on_a_day_says_it_all(self, chat: Chat) -> None:
        (line,) = do(chat, "王婆婆", PlaceOrder(Need("修门", start=at(15).date(), end=at(17))))
        assert "今天 17:00 前" in line

    def test_said_twice_it_is_one_need(self, chat: Chat) -> None:
        do(chat, "王婆婆", PlaceOrder(Need("修门")))
        assert do(chat, "王婆婆", PlaceOrder(Need("修门"))) == []
        chat.wait(timedelta(minutes=11))
        assert len(do(chat, "王婆婆", PlaceOrder(Need("修门")))) == 1

    def test_due_soon_is_urgent(self, chat: Chat) -> None:
        do(chat, "王婆婆", PlaceOrder(Need("修门", end=at(11))))
        do(chat, "王婆婆", PlaceOrder(Need("修窗", end=at(18))))
        assert [chat.order(number).is_urgent for number in (1, 2)] == [True, False]

    def test_the_yes_posts_it_in_the_room_of_the_question(self, store: Store) -> None:
        chat = Chat(store, rooms=("邻里群", "二号群"))
        chat.say("王婆婆", "点单 修水龙头 5栋 13800001234", room="二号群")
        chat.say("小李", "接单 1", room="二号群")
        chat.say("王婆婆", "评单 1 只解决了一半", room="二号群")
        chat.say("王婆婆", "帮助")
        said = chat.say("王婆婆", "要", private=True)
        assert said[0].startswith("二号群: 📋 #2")
        assert "上一单 #1" in said[0]
        chat.say("小李", "接单 2", room="二号群")
        chat.say("小李", "完成 2", room="二号群")
        chat.say("王婆婆", "评单 2 只解决了一半", room="二号群")
        said = chat.say("王婆婆", "要", private=True)
        assert said[0].count("(剩下的)") == 1
        assert chat.order(3, "二号群").parent_id == chat.order(2, "二号群").id

    def test_a_no_posts_nothing(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("小李", "接单 1")
        chat.say("王婆婆", "评单 1 只解决了一半")
        assert chat.say("王婆婆", "不用了", private=True) == []


class TestEdit:
    def test_only_by_the_asker_or_a_coordinator(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        assert chat.say("网格员小王", "改单 1 明天下午3点") == ["邻里群: ✏️ #1 改了:时间没定 → 明天 15:00"]
        chat.say("王婆婆", "取消 1")
        assert chat.say("王婆婆", "改单 1 后天") == [">>王婆婆: #1 已经撤销,现在不能这样办。"]

    def test_nothing_new_changes_nothing(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋 13800001234")
        version = chat.order(1).version
        for changes in (Changes(), Changes(phone="13800001234"), Changes(place=Place("5栋", "5栋"))):
            assert do(chat, "王婆婆", EditOrder((1,), changes))[0].startswith(">>王婆婆: 没有看出要改什么")
        assert chat.order(1).version == version

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            (Changes(start=at(9)), "这个时间已经过了"),
            (Changes(end=at(9)), "这个时间已经过了"),
            (Changes(start=at(15), end=at(14)), "结束时间早于开始时间"),
        ],
    )
    def test_what_makes_no_sense_is_told(self, chat: Chat, changes: Changes, reason: str) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        assert do(chat, "王婆婆", EditOrder((1,), changes)) == [f">>王婆婆: {reason},单子没有改"]

    def test_a_dispatched_order_is_edited_like_an_open_one(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("网格员小王", "派 1 给 小李")
        assert chat.say("王婆婆", "改单 1 明天下午3点") == ["邻里群: ✏️ #1 改了:时间没定 → 明天 15:00"]
        assert chat.order(1).status is OrderStatus.DISPATCHED

    def test_a_phone_in_the_room_is_hinted_at_and_reaches_the_helper_at_once(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("小李", "接单 1")
        said = chat.say("王婆婆", "改单 1 电话13900001111")
        assert any(line.startswith(">>小李") and "13900001111" in line for line in said)
        assert any(line.startswith(">>王婆婆") and HINT in line for line in said)
        assert len(said) == 2

    def test_privately_it_is_answered_where_the_room_gets_no_line(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        assert chat.say("王婆婆", "改单 1 电话13900001111", private=True) == [
            ">>王婆婆: #1 修水龙头:电话只给接单的人看。改内容回复「改单 1 …」"
        ]

    def test_every_helper_must_say_yes(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 搬沙发 要3个人 5栋")
        for name in ("小李", "赵姐", "老周"):
            chat.say(name, "接单 1")
        chat.say("王婆婆", "改单 1 明天下午3点")
        assert chat.say("小李", "可以", private=True) == []
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("网格员小王", "派 2 给 老周")
        assert chat.say("赵姐", "可以", private=True) == []
        chat.say("老周", "可以", private=True)  # that was about #2
        assert chat.order(1).starts_at is None
        chat.say("王婆婆", "改单 1 明天下午4点")
        assert [chat.say(name, "可以", private=True) for name in ("小李", "赵姐", "老周")] == [
            [],
            [],
            ["邻里群: ✏️ #1 改了:时间没定 → 明天 16:00"],
        ]

    def test_one_no_is_enough(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 搬沙发 要2个人 5栋")
        chat.say("小李", "接单 1")
        chat.say("赵姐", "接单 1")
        chat.say("王婆婆", "改单 1 明天下午3点")
        assert chat.say("小李", "不行", private=True)[0].startswith(">>王婆婆")
        assert chat.say("赵姐", "可以", private=True) == []

    def test_a_question_that_has_run_out_changes_nothing(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("小李", "接单 1")
        chat.say("王婆婆", "改单 1 后天下午3点")
        chat.wait(25 * HOUR)
        assert chat.say("小李", "可以", private=True) == []
        assert chat.order(1).starts_at is None

    def test_a_yes_to_what_it_is_already_says_nothing(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("小李", "接单 1")
        chat.say("王婆婆", "改单 1 明天下午3点")
        chat.say("小李", "退单 1")
        chat.say("王婆婆", "改单 1 明天下午3点")
        chat.say("小李", "接单 1")
        assert chat.say("小李", "可以", private=True) == []

    def test_another_time_moves_every_clock(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋 今天下午3点前")
        chat.say("王婆婆", "改单 1 明天下午3点前")
        assert (TimerKind.EXPIRE_ORDER, at(15, 21)) in chat.timers(1)
        chat.say("小李", "接单 1")
        chat.say("王婆婆", "改单 1 明天下午5点")
        chat.say("小李", "可以", private=True)
        assert chat.timers(1) == [(TimerKind.REMIND_CLAIMANT, at(15, 21))]

    def test_what_is_needed_sooner_is_heard_of_sooner(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋 明天下午3点前")
        late = dict(chat.timers(1))[TimerKind.ESCALATE]
        chat.say("王婆婆", "改单 1 今天上午11点前")
        assert dict(chat.timers(1))[TimerKind.ESCALATE] < late
        assert chat.order(1).is_urgent

    def test_what_was_urgent_only_by_its_time_is_so_no_more(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋 今天上午11点前")
        assert chat.order(1).is_urgent
        chat.say("王婆婆", "改单 1 明天下午3点前")
        assert not chat.order(1).is_urgent

    def test_of_an_order_half_taken_the_helper_is_reminded_anew(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 搬沙发 要2个人 5栋 明天下午3点")
        chat.say("小李", "接单 1")
        chat.say("王婆婆", "改单 1 明天下午5点")
        assert (TimerKind.REMIND_CLAIMANT, at(15, 21)) in chat.timers(1)

    def test_more_people_open_it_again_and_fewer_fill_it(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 搬沙发 5栋")
        chat.say("小李", "接单 1")
        do(chat, "王婆婆", EditOrder((1,), Changes(people=2)))
        assert chat.say("小李", "可以", private=True) == ["邻里群: ✏️ #1 改了:1人 → 2人"]
        assert chat.order(1).status is OrderStatus.PLACED
        assert TimerKind.EXPIRE_ORDER in dict(chat.timers(1))
        do(chat, "王婆婆", EditOrder((1,), Changes(people=1)))
        assert chat.order(1).status is OrderStatus.CLAIMED
        assert chat.timers(1) == []

    def test_fewer_than_have_it_already_are_too_few(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 搬沙发 要3个人 5栋")
        chat.say("小李", "接单 1")
        chat.say("赵姐", "接单 1")
        said = do(chat, "王婆婆", EditOrder((1,), Changes(people=1)))
        assert said == [">>王婆婆: 已经有 2 个人接了,人数没有改"]
        do(chat, "王婆婆", EditOrder((1,), Changes(people=4)))
        assert chat.order(1).status is OrderStatus.PLACED

    def test_no_medicine_gets_into_the_room_by_an_edit(self, chat: Chat) -> None:
        do(chat, "王婆婆", PlaceOrder(Need("帮买菜", Category.ERRAND, detail="买把青菜")))
        (line,) = do(chat, "王婆婆", EditOrder((1,), Changes(what="买降压药和青菜")))
        assert line == "邻里群: ✏️ #1 改了:帮买菜 → 帮买药"
        assert any("买降压药和青菜" in line for line in chat.say("小李", "接单 1"))
        assert chat.order(1).is_health

    def test_another_what_in_the_askers_words(self, chat: Chat) -> None:
        do(chat, "王婆婆", PlaceOrder(Need("修水龙头")))
        assert do(chat, "王婆婆", EditOrder((1,), Changes(what="修马桶"))) == ["邻里群: ✏️ #1 改了:修水龙头 → 修马桶"]

    def test_an_answer_to_nothing_is_nothing(self, chat: Chat) -> None:
        assert do(chat, "王婆婆", AnswerSlot(phone="13900001111")) == []
        chat.say("王婆婆", "点单 修水龙头")
        chat.say("网格员小王", "拒单 1 没有师傅")
        assert do(chat, "王婆婆", AnswerSlot(phone="13900001111")) == []

    def test_an_answer_to_a_closed_order_is_nothing(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头")
        with chat.store.write() as uow:
            order = chat.order(1)
            assert uow.orders.moved(order, OrderStatus.CANCELLED)
        assert do(chat, "王婆婆", AnswerSlot(phone="13900001111")) == []

    def test_what_was_asked_for_may_be_said_by_an_edit(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头")
        chat.say("王婆婆", "改单 1 地点5栋")
        assert chat.say("王婆婆", "在3栋", private=True) == []


class TestCancel:
    def test_of_several_everyone_is_told(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 搬沙发 要2个人 5栋")
        chat.say("小李", "接单 1")
        said = chat.say("王婆婆", "取消 1")
        assert [line.split(":")[0] for line in said] == ["邻里群", ">>小李"]
        assert chat.claims(1) == [("小李", ClaimStatus.RELEASED)]

    def test_who_was_only_named_is_told_privately(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("网格员小王", "派 1 给 小李")
        assert [line.split(":")[0] for line in chat.say("王婆婆", "取消 1")] == [">>小李"]

    def test_of_a_team_the_leaders_are_told(self, chat: Chat) -> None:
        chat.team("康乐队", "赵姐", "老周")
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("网格员小王", "派 1 给 康乐队")
        assert [line.split(":")[0] for line in chat.say("王婆婆", "取消 1")] == [">>赵姐"]

    def test_what_is_over_is_not_cancelled(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("王婆婆", "取消 1")
        assert chat.say("王婆婆", "取消 1") == [">>王婆婆: #1 已经撤销,现在不能这样办。"]

    def test_a_refusal_ends_what_was_half_taken(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 搬沙发 要2个人 5栋")
        chat.say("小李", "接单 1")
        said = chat.say("网格员小王", "拒单 1 楼道要先清")
        assert [line.split(":")[0] for line in said] == [">>王婆婆", ">>小李"]
        assert chat.claims(1) == [("小李", ClaimStatus.RELEASED)]
        assert chat.say("网格员小王", "拒单 1 再说") == [">>网格员小王: #1 没能受理,现在不能这样办。"]
        assert chat.say("小李", "拒单 1 再说") == [">>小李: 这一步要由网格员或队长来办。"]


class TestExpiry:
    def test_without_an_end_it_is_seven_days(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        assert (TimerKind.EXPIRE_ORDER, MORNING + timedelta(days=7)) in chat.timers(1)

    def test_it_waits_for_waking_hours(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋 今天晚上10点前")
        heard = [line for line in chat.wait_until(at(7, 21)) if line.startswith(">>王婆婆")]
        assert heard == []
        assert any("还需要吗" in line for line in chat.wait_until(at(8, 21)))

    def test_half_taken_it_ends_for_the_helper_too(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 搬沙发 要2个人 5栋 今天下午5点前")
        chat.say("小李", "接单 1")
        said = chat.wait_until(at(18, 21))
        assert any(line.startswith(">>小李") and "不用去了" in line for line in said)
        assert chat.order(1).status is OrderStatus.EXPIRED
        assert chat.claims(1) == [("小李", ClaimStatus.RELEASED)]

    def test_a_no_ends_it_for_everybody(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 搬沙发 要2个人 5栋 今天下午5点前")
        chat.say("小李", "接单 1")
        chat.wait_until(at(18))
        said = chat.say("王婆婆", "不需要了", private=True)
        assert said[0] == ">>王婆婆: #1 搬沙发:好的,已经收了。".replace("搬沙发", chat.order(1).what)
        assert any(line.startswith(">>小李") for line in said)
        assert chat.order(1).status is OrderStatus.CANCELLED

    def test_an_expired_one_is_taken_up_again(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋 今天下午5点前")
        chat.wait_until(at(18, 21))
        assert chat.say("王婆婆", "重开 1")[0].startswith("邻里群: 🔄 #1")
        assert (TimerKind.EXPIRE_ORDER, at(18, 28)) in chat.timers(1)

    def test_a_yes_that_comes_when_it_is_taken_is_nothing(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋 今天下午5点前")
        chat.wait_until(at(18))
        with chat.store.write() as uow:
            assert uow.orders.moved(chat.order(1), OrderStatus.CANCELLED)
        assert chat.say("王婆婆", "需要", private=True) == []
        assert chat.wait_until(at(18, 21)) == []

    def test_while_a_dispatch_waits_nothing_is_asked(self, store: Store) -> None:
        chat = Chat(store, rules=HouseRules(merge_window=timedelta(), dispatch_wait=4 * HOUR))
        chat.person("网格员小王", Role.GRID_WORKER)
        chat.person("小李")
        chat.say("王婆婆", "点单 修水龙头 5栋 今天上午11点前")
        chat.say("网格员小王", "派 1 给 小李")
        assert chat.wait_until(at(12)) == []
        said = chat.say("小李", "退回 1") + chat.wait(timedelta(minutes=1))
        assert any("还需要吗" in line for line in said)
        with store.read() as uow:
            question = uow.questions.open_to(chat.member("王婆婆").id or 0, now=chat.clock.now())
        assert question is not None
        assert question.kind is QuestionKind.RENEW
