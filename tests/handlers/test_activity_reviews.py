"""怎么样? and 想再来: who is asked, what becomes of their words, and who hears of the next one."""

from datetime import datetime, timedelta

import pytest

from storage.store import Store
from storage.vocabulary import LOCAL_ZONE, Role
from tests.chat import Chat

RECRUIT = "招募 周三下午3点到5点 读书会 5人 地点:东门"
ASKED = "怎么样?"
QUESTION = ">>小李: #1 读书会 办完了,怎么样?回复 1–5 星或说两句;还想参加这样的活动,回复「想再来」"
FOLLOWED = ">>小李: 好的,下涧槽站再有「读书会」这样的活动,我私下告诉您。不想要了回复「别再提醒」"
NOTHING = ">>小李: 这两天没有您参加过、刚结束的活动。办完以后再回复「想再来」就行。"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=LOCAL_ZONE)


@pytest.fixture
def chat(chat: Chat) -> Chat:
    """李姐 has posted a reading circle, 小李 and 赵姐 have signed up."""
    for name in ("小李", "赵姐"):
        chat.person(name)
    chat.person("李姐", Role.LEADER)
    chat.say("李姐", RECRUIT)
    for name in ("小李", "赵姐"):
        chat.say(name, "报名 1")
    return chat


def over(chat: Chat) -> list[str]:
    """Until an hour after the end; what was asked."""
    return [line for line in chat.wait_until(at(20, 18)) if ASKED in line]


def test_where_nobody_checked_in_those_who_had_a_place_are_asked_once(chat: Chat) -> None:
    chat.say("李姐", "报名 1")
    assert over(chat) == [QUESTION, QUESTION.replace("小李", "赵姐")]
    assert not [line for line in chat.wait(timedelta(days=3)) if ASKED in line]


def test_where_somebody_checked_in_only_they_are_asked(chat: Chat) -> None:
    chat.wait_until(at(20, 14, 50))
    code = next(line for line in chat.say("李姐", "签到码 1", private=True) if "签到码" in line)
    digits = code.split("签到码:")[1][:4]
    chat.say("小李", f"签到 1 {digits}", private=True)
    assert over(chat) == [QUESTION]


def test_who_has_spoken_already_is_not_asked(chat: Chat) -> None:
    chat.wait_until(at(20, 17, 5))
    assert chat.say("小李", "评单 1 5星", private=True) == [">>小李: 收到,谢谢。"]
    assert over(chat) == [QUESTION.replace("小李", "赵姐")]


def test_what_ends_late_is_asked_about_in_the_morning(store: Store) -> None:
    chat = Chat(store)
    chat.person("小李")
    chat.person("李姐", Role.LEADER)
    chat.say("李姐", "招募 周三晚上7点到9点半 读书会 5人 地点:东门")
    chat.say("小李", "报名 1")
    assert not [line for line in chat.wait_until(at(21, 5)) if ASKED in line]
    assert len([line for line in chat.wait_until(at(21, 9)) if ASKED in line]) == 1


def test_an_activity_that_was_called_off_is_not_reviewed(chat: Chat) -> None:
    chat.say("李姐", "取消活动 1")
    assert over(chat) == []
    assert chat.say("小李", "评单 1 5星") == [">>小李: #1 读书会 取消了,没有办,不用评。"]


def test_a_room_that_was_left_asks_nobody(chat: Chat) -> None:
    chat.wait_until(at(20, 17, 5))
    with chat.store.write() as uow:
        uow.rooms.change(1, left_at=chat.clock.now())
    assert over(chat) == []


def test_words_without_a_yes_stay_here(chat: Chat) -> None:
    over(chat)
    assert "可以转告组织的人" in chat.say("小李", "大家都很热情", private=True)[0]
    assert chat.say("小李", "不用", private=True) == [">>小李: 好的,不转也不写。"]
    assert not [line for line in chat.wait_until(at(21, 12)) if "热情" in line]


def test_who_only_says_that_they_review_is_asked(chat: Chat) -> None:
    over(chat)
    assert chat.say("小李", "评单 1", private=True) == [QUESTION]
    assert chat.say("小李", "4", private=True) == [">>小李: 收到,谢谢。"]


def test_what_is_said_again_takes_the_place_of_the_first(chat: Chat) -> None:
    over(chat)
    chat.say("小李", "5星 大家都很热情", private=True)
    chat.say("小李", "评单 1 4星 就是有点吵", private=True)
    said = chat.say("小李", "可以", private=True)
    assert ">>李姐: #1 读书会:一位来过的邻居打了 4 星,说「就是有点吵」" in said
    with chat.store.read() as uow:
        quoted = uow.activity_reviews.quotable_between(1, at(20, 0), at(21, 0))
    assert [review.stars for review in quoted] == [4]


def test_low_marks_go_to_the_grid_worker_alone(chat: Chat) -> None:
    chat.person("网格员小王", Role.GRID_WORKER)
    over(chat)
    said = chat.say("小李", "1星 没人管", private=True)
    low = ">>网格员小王: 「邻里群」活动 #1 读书会:小李只给了 1 星:「没人管」。请了解一下(只有您看得到)"
    assert said == [">>小李: 收到,谢谢。对不住,我们请网格员来了解。", low]


def test_a_review_is_taken_back(chat: Chat) -> None:
    over(chat)
    chat.say("小李", "5星 大家都很热情", private=True)
    assert chat.say("小李", "撤销", private=True) == [">>小李: ↩️ #1 读书会 的评价收回了"]
    assert chat.say("小李", "可以", private=True) == []
    with chat.store.read() as uow:
        assert uow.activity_reviews.of_member(1, chat.member("小李").id or 0) is None


def test_nobody_takes_back_the_review_of_another(chat: Chat) -> None:
    chat.person("网格员小王", Role.GRID_WORKER)
    over(chat)
    chat.say("小李", "5星", private=True)
    assert chat.say("网格员小王", "撤销", quote="📣 #1 读书会|东门  回复「报名 1」") == [
        ">>网格员小王: 只能撤销自己做的。"
    ]


def test_a_review_that_was_said_anew_is_not_taken_back_twice(chat: Chat) -> None:
    over(chat)
    chat.say("小李", "5星", private=True)
    chat.say("小李", "撤销", private=True)
    assert "撤" in chat.say("小李", "撤销", private=True)[0]


def test_an_answer_is_about_the_order_that_was_asked_about(store: Store) -> None:
    chat = Chat(store, rooms=("邻里群", "楼栋群"))
    chat.person("李姐", Role.LEADER)
    chat.person("小李")
    chat.say("李姐", RECRUIT)
    chat.say("小李", "报名 1")
    chat.say("小李", "点单 修水龙头 5栋", room="楼栋群")
    chat.say("李姐", "接单 1", room="楼栋群")
    chat.say("李姐", "完成 1", room="楼栋群")
    assert [line for line in chat.wait(timedelta(hours=1, minutes=1)) if "修水龙头 办好了吗" in line]
    assert chat.say("小李", "5星", private=True) == [">>小李: 收到,谢谢。"]
    assert chat.order(1, "楼栋群").status.value == "reviewed"


# 想再来


def test_a_wish_said_twice_is_one_and_is_told_once(chat: Chat) -> None:
    over(chat)
    assert chat.say("小李", "想再来", private=True) == [FOLLOWED]
    assert chat.say("小李", "想再来 1", private=True) == [FOLLOWED]
    said = chat.say("李姐", "招募 周五下午3点 第2期读书会 5人 地点:东门")
    assert len([line for line in said if line.startswith(">>小李: 您说过想再来")]) == 1
    assert not [line for line in chat.say("李姐", "招募 周六上午9点 清理绿道 5人 地点:东门") if "想再来" in line]


def test_a_wish_is_taken_back(chat: Chat) -> None:
    over(chat)
    chat.say("小李", "想再来", private=True)
    assert chat.say("小李", "撤销", private=True) == [">>小李: 好的,「读书会」不再提醒您。"]
    assert not [line for line in chat.say("李姐", "招募 周五下午3点 读书会 5人 地点:东门") if "想再来" in line]


def test_a_wish_ends_by_the_number_of_its_kind(chat: Chat) -> None:
    over(chat)
    chat.say("小李", "想再来", private=True)
    chat.say("李姐", "招募 周六上午9点 清理绿道 5人 地点:东门")
    assert chat.say("小李", "别再提醒 2") == [">>小李: 好的。您现在没有要提醒的活动。"]
    assert chat.say("小李", "别再提醒 1") == [">>小李: 好的,「读书会」不再提醒您。"]


@pytest.mark.parametrize("words", ["想再来", "想再来 1"])
def test_a_wish_that_comes_too_late_or_too_early_is_said_to_be_so(chat: Chat, words: str) -> None:
    assert chat.say("小李", words, private=True) == [NOTHING]
    chat.wait_until(at(23, 9))
    assert chat.say("小李", words, private=True) == [NOTHING]


def test_who_was_missed_follows_nothing(chat: Chat) -> None:
    chat.wait_until(at(20, 14, 50))
    code = next(line for line in chat.say("李姐", "签到码 1", private=True) if "签到码" in line)
    chat.say("赵姐", f"签到 1 {code.split('签到码:')[1][:4]}", private=True)
    over(chat)
    assert chat.say("小李", "想再来", private=True) == [NOTHING]


def test_who_is_not_in_the_other_room_is_told_where_to_go(store: Store) -> None:
    chat = Chat(store, rooms=("邻里群", "楼栋群"))
    chat.person("李姐", Role.LEADER)
    chat.person("小李")
    chat.say("李姐", RECRUIT)
    chat.say("小李", "报名 1")
    over(chat)
    chat.say("小李", "想再来", private=True)
    said = chat.say("李姐", "招募 周五下午3点 读书会 5人 地点:东门", room="楼栋群")
    told = next(line for line in said if line.startswith(">>小李"))
    assert "「楼栋群」有新活动 #1 读书会" in told
    assert "请到那个群里报名;" in told


def test_by_night_nobody_is_told(chat: Chat) -> None:
    over(chat)
    chat.say("小李", "想再来", private=True)
    chat.wait_until(at(20, 23))
    said = chat.say("李姐", "招募 周五下午3点 读书会 5人 地点:东门")
    assert not [line for line in said if line.startswith(">>小李")]
    morning = chat.wait_until(at(21, 9))
    assert [line for line in morning if line.startswith(">>小李: 您说过想再来") and "明天 15:00" in line]


def test_who_is_on_the_list_that_was_copied_knows_of_it(chat: Chat) -> None:
    over(chat)
    chat.say("小李", "想再来", private=True)
    chat.say("赵姐", "想再来", private=True)
    said = chat.say("李姐", "#接龙\n读书会 周五下午3点 5人\n\n1. 小李", room="邻里群")
    assert [line[2:4] for line in said if "您说过想再来" in line] == ["赵姐"]


# of a series


def test_of_a_series_everybody_is_asked_once(chat: Chat) -> None:
    chat.say("李姐", "招募 每周五下午2点到4点 太极拳 20人 活动室")
    chat.say("小李", "报名 2")
    first = [line for line in chat.wait_until(at(22, 20)) if "太极拳 办完了" in line]
    assert [line[2:4] for line in first] == ["小李"]
    chat.wait_until(at(24, 12))
    for name in ("小李", "赵姐"):
        chat.say(name, "报名 3")
    second = [line for line in chat.wait_until(at(29, 20)) if "太极拳 办完了" in line]
    assert [line[2:4] for line in second] == ["赵姐"]


def test_the_next_of_a_series_is_of_its_kind_and_told_once(chat: Chat) -> None:
    chat.say("李姐", "招募 每周五下午2点到4点 太极拳 20人 活动室")
    chat.say("小李", "报名 2")
    chat.wait_until(at(22, 20))
    chat.say("小李", "想再来 2", private=True)
    said = chat.wait_until(at(28, 12))
    told = [line for line in said if "您说过想再来" in line]
    posted = [line for line in said if "📣 #3 太极拳" in line]
    assert (len(told), len(posted)) == (1, 1)
    assert told[0].startswith(">>小李: 您说过想再来:「邻里群」有新活动 #3 太极拳|")


def test_a_follower_hears_nothing_of_a_series_whose_room_was_left(chat: Chat) -> None:
    chat.say("李姐", "招募 每周五下午2点到4点 太极拳 20人 活动室")
    chat.say("小李", "报名 2")
    chat.wait_until(at(22, 20))
    chat.say("小李", "想再来 2", private=True)
    with chat.store.write() as uow:
        uow.rooms.change(1, left_at=chat.clock.now())
    assert not [line for line in chat.wait_until(at(29, 12)) if "您说过想再来" in line]
