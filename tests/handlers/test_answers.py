"""What is asked of the bot: status, lists, menu, help, why, receipts; and the one question it asks back."""

from datetime import date, timedelta

import pytest

from handlers.routes import ask
from handlers.understanding.commands import (
    AnswerSlot,
    AskHelp,
    AskMenu,
    AskPrivacy,
    AskRegister,
    AskStatus,
    AskWhich,
    AskWhy,
    Confirm,
    OrderItem,
    PlaceOrder,
)
from handlers.understanding.contents import Need
from storage.intents import Intent
from storage.models.places import MenuItem
from storage.vocabulary import Category, QuestionKind, Role
from tests.chat import Chat
from tests.handlers.direct import act_of, do


@pytest.fixture
def chat(chat: Chat) -> Chat:
    for name in ("王婆婆", "小李", "赵姐"):
        chat.person(name)
    chat.person("网格员小王", Role.GRID_WORKER)
    return chat


class TestStatus:
    def test_in_every_state_it_says_what_comes_next(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 搬沙发 要2个人 5栋")
        what = "邻里群: #1 跑腿代办|帮搬沙发|5栋|要2人:" if chat.order(1).what == "帮搬沙发" else ""
        heard = [chat.say("赵姐", "查 1")[0].removeprefix(what)]
        for name, words in (
            ("小李", "接单 1"),
            ("网格员小王", "派 1 给 赵姐"),
            ("赵姐", "接单 1"),
            ("小李", "完成 1"),
        ):
            chat.say(name, words)
            heard.append(chat.say("赵姐", "查 1")[0].removeprefix(what))
        assert heard == [
            "还没人接,回复「接单 1」认领",
            "还没人接(小李已接,还差1人),回复「接单 1」认领",
            "小李已接,已派给赵姐,等回音到 今天 12:00",
            "小李、赵姐已接",
            "已经办好",
        ]

    def test_mine_is_private_wherever_it_is_asked(self, chat: Chat) -> None:
        assert chat.say("小李", "我的单") == [">>小李: 您现在没有进行中的单子。"]

    def test_the_list_can_be_narrowed(self, chat: Chat) -> None:
        do(chat, "王婆婆", PlaceOrder(Need("修门", Category.REPAIR, end=date(2026, 5, 20))))
        do(chat, "王婆婆", PlaceOrder(Need("买菜", Category.ERRAND)))
        asked = {
            AskStatus(unclaimed=True): 2,
            AskStatus(unclaimed=True, category=Category.REPAIR): 1,
            AskStatus(unclaimed=True, place="3栋"): 0,
            AskStatus(unclaimed=True, day=date(2026, 5, 20)): 1,
            AskStatus(unclaimed=True, day=date(2026, 5, 21)): 0,
        }
        for command, count in asked.items():
            assert do(chat, "小李", command)[0].count("#") == count, command

    def test_a_long_list_is_counted(self, chat: Chat) -> None:
        for number in range(11):
            do(chat, "王婆婆", PlaceOrder(Need(f"修门{number}")))
        (line,) = do(chat, "小李", AskStatus(unclaimed=True))
        assert line.endswith("还有 3 单")
        (line,) = do(chat, "小李", AskStatus(unclaimed=True), private=True)
        assert line.startswith(">>小李: 还没人接的")


class TestMenu:
    @pytest.fixture
    def chat(self, chat: Chat) -> Chat:
        with chat.store.write() as uow:
            for number in range(1, 15):
                category = Category.HEALTH if number == 1 else Category.HAIRCUT
                item = MenuItem(site_id=chat.site_id, number=number, name=f"服务{number}", category=category)
                if number == 2:
                    item.season_from, item.season_to = 6, 9
                uow.menu.add(item)
        return chat

    def test_a_room_reads_a_screen_and_a_person_all_of_it(self, chat: Chat) -> None:
        (line,) = do(chat, "王婆婆", AskMenu())
        assert line.endswith("还有 1 项,私下给我发「菜单」看全部")
        assert len(do(chat, "王婆婆", AskMenu(), private=True)[0].splitlines()) == 14
        assert do(chat, "王婆婆", AskMenu(Category.HEALTH))[0].count("服务1") == 1

    def test_out_of_season_there_is_no_such_item(self, chat: Chat) -> None:
        assert do(chat, "王婆婆", OrderItem(2)) == [">>王婆婆: 菜单上没有 2 号。发「菜单」看看"]

    def test_an_item_for_health_is_counted_not_quoted(self, chat: Chat) -> None:
        do(chat, "王婆婆", OrderItem(1))
        assert chat.order(1).is_health
        assert chat.order(1).menu_item_id == 1


def test_without_a_menu_it_says_how_to_ask(chat: Chat) -> None:
    assert "还没有服务菜单" in do(chat, "王婆婆", AskMenu())[0]


class TestHelp:
    def test_more_is_private(self, chat: Chat) -> None:
        assert do(chat, "小李", AskHelp())[0].startswith("邻里群: ")
        assert do(chat, "小李", AskHelp(), private=True)[0].startswith(">>小李: 有事直接说")
        (line,) = do(chat, "小李", AskHelp(more=True))
        assert line.startswith(">>小李")
        assert "拒单" not in line
        assert "拒单" in do(chat, "网格员小王", AskHelp(more=True))[0]


class TestWhy:
    def test_of_a_quoted_line_it_is_what_led_to_that_line(self, chat: Chat) -> None:
        placed = chat.say("王婆婆", "点单 修水龙头 5栋")[0].removeprefix("邻里群: ")
        claimed = chat.say("小李", "接单 1")[0].removeprefix("邻里群: ")
        told = [chat.say("赵姐", "为什么", quote=quoted) for quoted in (placed, placed[:14] + "…", claimed)]
        assert ["点单" in lines[0] for lines in told] == [True, True, False]
        assert "接单" in told[2][0]

    def test_of_a_number_it_is_the_last_act(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋")
        chat.say("小李", "接单 1")
        assert "接单" in do(chat, "赵姐", AskWhy(1))[0]

    def test_of_an_act_without_a_trail_nothing_is_known(self, chat: Chat) -> None:
        do(chat, "王婆婆", PlaceOrder(Need("修门")))
        assert "没有留下判断记录" in do(chat, "赵姐", AskWhy(1))[0]
        chat.say("王婆婆", "撤销")
        assert "没有留下判断记录" in do(chat, "赵姐", AskWhy(1))[0]

    def test_bare_it_is_ones_own_newest(self, chat: Chat) -> None:
        assert "没有留下判断记录" in do(chat, "赵姐", AskWhy())[0]
        chat.say("赵姐", "点单 修水龙头 5栋")
        assert "点单" in do(chat, "赵姐", AskWhy(quoted="短"))[0]


class TestPrivacy:
    def test_it_tells_who_saw_what_and_when(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头 5栋2单元301 13800001234")
        chat.say("小李", "接单 1")
        chat.wait(timedelta(days=1))
        (line,) = do(chat, "王婆婆", AskPrivacy("who_saw"))
        assert ">>王婆婆: 看过您信息的人:" in line
        assert "昨天 10:00 小李 看了电话(#1)" in line


class TestAskingBack:
    def test_which_one_names_at_most_five(self, chat: Chat) -> None:
        for number in range(7):
            do(chat, "王婆婆", PlaceOrder(Need(f"修门{number}")))
        with chat.store.write() as uow:
            question = AskWhich(Intent.CLAIM_ORDER, tuple(range(1, 8)))
            (reply,) = ask(question, act_of(chat, uow, "小李"))
            (private,) = ask(question, act_of(chat, uow, "小李", private=True))
            assert len(reply.facts["candidates"]) == 5
            assert (reply.mention_id, private.member_id) == (chat.member("小李").id, chat.member("小李").id)
            assert uow.questions.open_to(chat.member("小李").id or 0, now=chat.clock.now()) is not None

    def test_of_nothing_nothing_is_asked(self, chat: Chat) -> None:
        with chat.store.write() as uow:
            assert ask(AskWhich(Intent.CLAIM_ORDER, (1, 2)), act_of(chat, uow, "小李")) == []
            assert ask(None, act_of(chat, uow, "小李")) == []

    def test_a_need_that_may_be_one_is_asked_about_and_a_yes_posts_it(self, chat: Chat) -> None:
        for yes, answers in ((False, 0), (True, 1)):
            with chat.store.write() as uow:
                (reply,) = ask(AskRegister(Need("修门", people=2)), act_of(chat, uow, "王婆婆"))
            assert reply.facts["what"] == "修门"
            assert len(do(chat, "王婆婆", Confirm(yes=yes))) == answers
        assert chat.order(1).people == 2

    def test_a_yes_to_what_is_no_yes_or_no_is_nothing(self, chat: Chat) -> None:
        chat.say("王婆婆", "点单 修水龙头")
        assert do(chat, "王婆婆", Confirm(yes=True)) == []
        with chat.store.read() as uow:
            question = uow.questions.open_to(chat.member("王婆婆").id or 0, now=chat.clock.now())
        assert question is not None
        assert question.kind is QuestionKind.WHERE
        assert len(do(chat, "王婆婆", AnswerSlot(phone="13800001234"), private=True)) == 1
