"""接单, 退单, 派单, 完成: who does it, and what everybody is told of that."""

from datetime import timedelta

import pytest

from handlers.rules import HouseRules
from storage.states import ClaimStatus, OrderStatus
from storage.store import Store
from storage.vocabulary import LOCAL_ZONE, Role, TimerKind
from tests.chat import Chat

HOUR = timedelta(hours=1)


@pytest.fixture
def chat(chat: Chat) -> Chat:
    for name in ("王婆婆", "小李", "赵姐", "老周"):
        chat.person(name)
    chat.person("网格员小王", Role.GRID_WORKER)
    chat.person("李姐", Role.LEADER)
    chat.team("康乐队", "李姐", "老周")
    return chat


def active(chat: Chat, number: int = 1) -> list[str]:
    return [name for name, status in chat.claims(number) if status is ClaimStatus.ACTIVE]


def ends_at(chat: Chat) -> list[TimerKind]:
    return [kind for kind, _ in chat.timers(1)]


class TestClaim:
    def test_nobody_claims_what_they_asked_for(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        assert chat.say("王婆婆", "接单 1")[0].startswith(">>王婆婆: #1 是您自己求助的")

    def test_said_privately_it_is_answered_privately_when_it_is_taken(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("小李", "接单 1")
        assert chat.say("赵姐", "接单 1", private=True) == [">>赵姐: #1 小李已经接了。"]

    def test_the_missing_thing_may_still_be_answered(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头")
        chat.say("小李", "接单 1")
        asked = chat.say("王婆婆", "3栋2单元301", private=True)
        assert asked[0].startswith(">>小李: #1 修水龙头 想改:地点没说 → 3栋")
        assert "3栋2单元301" in chat.say("小李", "可以", private=True)[1]

    def test_of_an_order_for_several_everyone_is_reminded(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 搬沙发 要2个人 5栋 明天下午3点")
        chat.say("小李", "接单 1")
        assert TimerKind.REMIND_CLAIMANT in ends_at(chat)
        assert TimerKind.EXPIRE_ORDER in ends_at(chat)
        chat.say("赵姐", "接单 1")
        assert ends_at(chat) == [TimerKind.REMIND_CLAIMANT]

    def test_one_of_several_who_gives_up_leaves_the_other(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 搬沙发 要2个人 5栋 明天下午3点")
        chat.say("小李", "接单 1")
        chat.say("赵姐", "接单 1")
        assert chat.say("赵姐", "退单 1")[0].endswith("要2人  还差1人,回复「接单 1」认领")
        assert active(chat) == ["小李"]
        assert TimerKind.REMIND_CLAIMANT in ends_at(chat)

    def test_of_an_order_still_short_one_gives_up(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 搬沙发 要2个人 5栋")
        chat.say("小李", "接单 1")
        assert "重新开放" in chat.say("小李", "退单 1")[0]
        assert active(chat) == []

    def test_several_numbers_are_claimed_at_once_and_one_refusal_stops_none(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("小李", "点单 换灯泡 5栋")
        said = chat.say("小李", "接单 1 2")
        assert said[0] == "邻里群: ✅ #1 由小李接单。谢谢!联系方式已私发。"
        assert any("#2 是您自己求助的" in line for line in said)

    def test_what_is_closed_is_not_claimed(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("王婆婆", "取消 1")
        assert chat.say("小李", "接单 1") == [">>小李: #1 已经撤销,现在不能这样办。"]

    def test_a_contact_that_waits_for_a_friend_goes_with_the_claim(self, chat: Chat) -> None:
        chat.person("阿明", is_friend=False)
        chat.say("王婆婆", "点单 修水龙头 5栋2单元301")
        chat.say("王婆婆", "点单 换灯泡 5栋2单元301")
        line = chat.say("阿明", "接单 1 2")[0]
        assert "@阿明 加我好友" in line
        chat.say("阿明", "退单 1")
        with chat.store.read() as uow:
            waiting = [uow.open(row.text_sealed) for row in uow.outbox.waiting_for(chat.member("阿明").id or 0)]
        assert [text.reveal()[:2] for text in waiting if text is not None and "原话" in text.reveal()] == ["#2"]


class TestMerged:
    @pytest.fixture
    def chat(self, store: Store) -> Chat:
        return Chat(store, rules=HouseRules())

    def test_six_claims_are_one_line_and_then_one_that_names_five(self, chat: Chat) -> None:
        for number in range(1, 7):
            chat.say("王婆婆", f"点单 修水龙头 {number}栋")
            chat.person(f"邻居{number}")
        said = [line for number in range(1, 7) for line in chat.say(f"邻居{number}", f"接单 {number}")]
        thanks = "。谢谢!联系方式已私发。"
        assert [line for line in said if line.startswith("邻里群")] == [f"邻里群: ✅ #1 由邻居1接单{thanks}"]
        joined = ";".join(f"#{number} 由邻居{number}接单" for number in range(2, 7))
        assert chat.wait(timedelta(seconds=30)) == [f"邻里群: ✅ {joined}{thanks}"]

    def test_second_claims_of_different_numbers_are_one_line(self, chat: Chat) -> None:
        for need in ("修水龙头", "换灯泡", "修门锁"):
            chat.say("王婆婆", f"点单 {need} 5栋")
        chat.say("小李", "接单 1")
        chat.say("赵姐", "接单 2")
        chat.wait(timedelta(minutes=1))
        assert chat.say("老周", "接单 1") == ["邻里群: #1 小李已经接了。\n还没人接的:#3 修门锁"]
        assert chat.say("老周", "接单 2") == []
        assert chat.say("阿芳", "接单 1") == []
        assert chat.wait(timedelta(minutes=1)) == ["邻里群: #2 赵姐已经接了。\n#1 小李已经接了。\n还没人接的:#3 修门锁"]

    def test_no_friend_is_told_so_in_the_joined_line(self, chat: Chat) -> None:
        for need in ("修水龙头", "换灯泡", "修门锁"):
            chat.say("王婆婆", f"点单 {need} 5栋2单元301 13800001234")
        chat.person("阿明", is_friend=False)
        for number, name in enumerate(("小李", "赵姐", "阿明"), start=1):
            chat.say(name, f"接单 {number}")
        (line,) = [said for said in chat.wait(timedelta(minutes=1)) if said.startswith("邻里群")]
        assert line == "邻里群: ✅ #2 由赵姐接单;#3 由阿明接单。谢谢!联系方式已私发。@阿明 加我好友,我把联系方式发你。"


class TestDispatch:
    def test_residents_do_not(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        assert chat.say("赵姐", "派 1 给 小李") == [">>赵姐: 这一步要由网格员或队长来办。"]

    def test_a_name_must_be_known_and_mean_one(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        assert chat.say("网格员小王", "派 1 给 张三丰") == [">>网格员小王: 没有找到「张三丰」,请核对名字。"]
        chat.say("wx2", "点单 换灯泡 5栋", called="小李")
        assert "不止一位" in chat.say("网格员小王", "派 1 给 小李")[0]
        assert chat.say("网格员小王", "派 1 给 王婆婆") == [">>网格员小王: 「王婆婆」就是求助的人,请派给别人。"]

    def test_who_is_in_another_room_is_told_privately_and_may_answer_there(self, store: Store) -> None:
        chat = Chat(store, rooms=("邻里群", "二号群"))
        chat.person("网格员小王", Role.GRID_WORKER)
        chat.say("张叔", "点单 换灯泡 3栋", room="二号群")
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("王婆婆", "点单 修门锁 5栋")
        said = chat.say("网格员小王", "派 2 给 张叔")
        assert said[-1] == ">>张叔: 「邻里群」#2 修门锁 派给张叔,请在 今天 12:00 前回复「接单 2」或「退回 2」"
        assert chat.say("张叔", "接单 2", private=True)[0] == "邻里群: ✅ #2 由张叔接单。谢谢!联系方式已私发。"

    def test_leaders_elsewhere_are_told_of_their_teams_order(self, store: Store) -> None:
        chat = Chat(store, rooms=("邻里群", "二号群"))
        chat.person("网格员小王", Role.GRID_WORKER)
        chat.say("李姐", "点单 换灯泡 3栋", room="二号群")
        chat.team("康乐队", "李姐")
        chat.say("王婆婆", "点单 修水龙头 5栋")
        assert chat.say("网格员小王", "派 1 给 康乐队")[-1].startswith(">>李姐: 「邻里群」#1 修水龙头 派给康乐队")

    def test_yes_and_no_answer_it(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("网格员小王", "派 1 给 小李")
        assert chat.say("小李", "不行", private=True)[0].startswith("邻里群: 🔄 #1")
        chat.say("网格员小王", "派 1 给 小李")
        assert chat.say("小李", "可以", private=True)[0] == "邻里群: ✅ #1 由小李接单。谢谢!联系方式已私发。"

    def test_a_yes_that_leaves_a_gap_looks_on_for_others(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 搬沙发 要2个人 5栋")
        chat.say("网格员小王", "派 1 给 小李")
        chat.say("小李", "接单 1")
        assert chat.order(1).status is OrderStatus.PLACED
        assert set(ends_at(chat)) == {TimerKind.EXPIRE_ORDER, TimerKind.ESCALATE}

    def test_whoever_is_dispatched_elsewhere_is_waited_for(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 搬沙发 要2个人 5栋")
        chat.say("赵姐", "接单 1")
        chat.say("网格员小王", "派 1 给 小李")
        assert chat.say("老周", "接单 1") == ["邻里群: #1 已派给小李,等回音到 今天 12:00。"]

    def test_running_out_asks_what_the_end_would_have_asked(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋 今天上午11点前")
        chat.wait(timedelta(minutes=30))
        chat.say("网格员小王", "派 1 给 小李")
        said = chat.wait_until(chat.clock.now().astimezone(LOCAL_ZONE).replace(hour=12, minute=35))
        assert [line for line in said if "还需要吗" in line]
        assert chat.order(1).status is OrderStatus.PLACED

    def test_of_one_who_has_it_nothing_can_be_dispatched(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("小李", "接单 1")
        assert chat.say("网格员小王", "派 1 给 赵姐") == [">>网格员小王: #1 有人接了,现在不能这样办。"]

    def test_a_coordinator_gives_back_for_another(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("网格员小王", "派 1 给 小李")
        assert chat.say("网格员小王", "退单 1")[0].startswith("邻里群: 🔄 #1")

    def test_what_nobody_has_is_not_given_back(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        assert chat.say("小李", "退单 1") == [">>小李: #1 还没人接,现在不能这样办。"]
        chat.say("小李", "接单 1")
        assert chat.say("赵姐", "退单 1") == [">>赵姐: #1 要由求助的人、接单的人或网格员来办。"]


class TestFinish:
    @pytest.mark.parametrize("who", ["小李", "王婆婆", "网格员小王", "李姐"])
    def test_helper_asker_and_coordinators(self, chat: Chat, who: str) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("小李", "接单 1")
        assert chat.say(who, "完成 1") == []
        assert chat.order(1).status is OrderStatus.FINISHED
        assert chat.wait(HOUR) == [">>王婆婆: #1 修水龙头 办好了吗?回复 1–5 星或说两句"]

    def test_one_of_several_speaks_for_all(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 搬沙发 要2个人 5栋")
        chat.say("小李", "接单 1")
        chat.say("赵姐", "接单 1")
        chat.say("赵姐", "完成 1")
        assert {status for _, status in chat.claims(1)} == {ClaimStatus.DONE}

    def test_nobody_else(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("小李", "接单 1")
        assert chat.say("老周", "完成 1") == [">>老周: #1 要由求助的人、接单的人或网格员来办。"]
        chat.say("小李", "完成 1")
        assert chat.say("小李", "完成 1") == [">>小李: #1 已经办好,现在不能这样办。"]

    def test_who_was_named_may_do_it_without_saying_yes(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("网格员小王", "派 1 给 康乐队")
        chat.say("老周", "完成 1")
        assert chat.claims(1) == [("老周", ClaimStatus.DONE)]

    def test_the_asker_needs_the_named_one_no_more(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("网格员小王", "派 1 给 小李")
        chat.say("王婆婆", "完成 1")
        assert chat.claims(1) == [("小李", ClaimStatus.RETURNED)]
        assert chat.order(1).status is OrderStatus.FINISHED


class TestReopen:
    @pytest.mark.parametrize("who", ["王婆婆", "网格员小王"])
    def test_asker_and_staff(self, chat: Chat, who: str) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋 今天上午10点半前")
        chat.say("小李", "接单 1")
        chat.say("小李", "完成 1")
        chat.wait(HOUR * 0.9)
        said = chat.say(who, "重开 1")
        assert said[0].startswith("邻里群: 🔄 #1")
        assert chat.order(1).finished_at is None
        assert not any("还需要吗" in line for line in chat.wait(HOUR))

    def test_nobody_else(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        assert chat.say("网格员小王", "重开 1") == [">>网格员小王: #1 还没人接,现在不能这样办。"]
        chat.say("小李", "接单 1")
        chat.say("小李", "完成 1")
        assert chat.say("小李", "重开 1") == [">>小李: #1 要由求助的人、接单的人或网格员来办。"]

    def test_what_was_refused_is_for_staff(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("网格员小王", "拒单 1 这个要找物业")
        assert chat.say("王婆婆", "重开 1") == [">>王婆婆: #1 要由求助的人、接单的人或网格员来办。"]
        assert chat.say("网格员小王", "重开 1")[0].startswith("邻里群: 🔄 #1")
