"""Date polls: who chooses what, what decides, what an outage or a second room does, and how it is undone."""

from datetime import datetime, timedelta

import pytest

from storage.models.polls import Poll
from storage.states import POLL_MOVES, PollStatus
from storage.store import Store
from storage.vocabulary import LOCAL_ZONE, Role
from tests.chat import Chat

OPEN = "征集时间 读书会 周五下午3点 / 周六上午9点 2人 地点:东门"
DECIDED = "邻里群: 🗳️ #1 时间定了:"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=LOCAL_ZONE)


@pytest.fixture
def chat(chat: Chat) -> Chat:
    for name in ("小李", "赵姐", "陈姐"):
        chat.person(name)
    chat.person("李姐", Role.LEADER)
    return chat


def poll(chat: Chat, poll_id: int = 1) -> Poll:
    with chat.store.read() as uow:
        found = uow.polls.get(poll_id)
        assert found is not None
        return found


def chosen(chat: Chat) -> dict[str, list[int]]:
    with chat.store.read() as uow:
        ballots = uow.polls.ballots(1)
        return {member.name: ballot.positions for key, ballot in ballots.items() if (member := uow.members.get(key))}


def decided(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith(DECIDED)]


def test_who_chooses_anew_counts_once(chat: Chat) -> None:
    chat.say("李姐", OPEN)
    chat.say("小李", "选 1 1 2")
    assert not decided(chat.say("小李", "选 1 2"))
    assert chosen(chat) == {"小李": [2]}


def test_enough_for_one_time_decide_and_sign_up_nobody(chat: Chat) -> None:
    chat.say("李姐", OPEN)
    chat.say("小李", "选 1 2")
    said = chat.say("赵姐", "选 1 都行")
    assert len(decided(said)) == 1
    assert [line for line in said if line.startswith(">>小李")]
    assert not [line for line in said if line.startswith(">>赵姐")]  # has read it in the room
    with chat.store.read() as uow:
        assert uow.enrolments.of_activity(1) == []
    assert poll(chat).status is PollStatus.DECIDED


def test_of_two_times_with_as_many_the_first_is_taken(chat: Chat) -> None:
    chat.say("李姐", OPEN)
    chat.say("小李", "选 1 1 2")
    assert "明天" not in decided(chat.say("赵姐", "选 1 1 2"))[0]
    assert poll(chat).activity_id == 1


def test_who_decides_privately_is_answered_in_the_room(chat: Chat) -> None:
    chat.say("李姐", OPEN)
    chat.say("小李", "选 1 2")
    said = chat.say("赵姐", "选 1 2", private=True)
    assert len(decided(said)) == 1
    assert [line for line in said if line.startswith(">>赵姐: #1 定了您选过的时间")]


def test_the_organiser_decides_without_any_choice(chat: Chat) -> None:
    chat.say("李姐", OPEN)
    asked = chat.say("李姐", "定 1")
    assert asked[0].startswith(">>李姐: #1 读书会:1. 后天 15:00(0人)、2. 5月23日(周六) 09:00(0人)。没有选得最多的")
    assert decided(chat.say("李姐", "定2"))


def test_a_coordinator_decides_and_undoes_for_the_organiser(chat: Chat) -> None:
    chat.person("网格员小王", Role.GRID_WORKER)
    chat.say("李姐", OPEN)
    assert decided(chat.say("网格员小王", "定 1 2"))
    with chat.store.read() as uow:
        activity = uow.activities.get(1)
        assert activity is not None
        assert activity.organiser_id == chat.member("李姐").id
    assert chat.say("网格员小王", "撤销") == ["邻里群: ↩️ 网格员小王撤销了上一步:#1 读书会 的时间不算定,接着选"]
    assert poll(chat).status is PollStatus.OPEN
    assert poll(chat).activity_id is None


def test_what_the_others_decided_the_organiser_undoes(chat: Chat) -> None:
    chat.say("李姐", OPEN)
    chat.say("小李", "选 1 2")
    chat.say("赵姐", "选 1 2")
    assert chat.say("赵姐", "撤销") == [">>赵姐: #1 后来又有变动,撤不回来了。"]
    assert chat.say("李姐", "撤销") == ["邻里群: ↩️ 李姐撤销了上一步:#1 读书会 的时间不算定,接着选"]
    assert chosen(chat) == {"小李": [2], "赵姐": [2]}
    assert chat.say("小李", "报名 2") == [">>小李: #2 读书会 已经取消,现在不能这样办。"]


def test_the_activity_that_somebody_signed_up_for_stays(chat: Chat) -> None:
    chat.say("李姐", OPEN)
    chat.say("李姐", "定 1 1")
    chat.say("小李", "报名 2")
    assert chat.say("李姐", "撤销") == [">>李姐: #1 后来又有变动,撤不回来了。"]


def test_a_poll_is_taken_back_and_its_choices_with_it(chat: Chat) -> None:
    chat.say("李姐", OPEN)
    chat.say("小李", "选 1 2")
    assert chat.say("李姐", "撤销") == ["邻里群: ↩️ 李姐撤销了上一步:#1 读书会 不征集时间了"]
    assert chat.say("小李", "选 1 1") == [">>小李: #1 读书会 不征集时间了。"]
    assert chat.wait_until(at(23, 12)) == []


def test_a_first_choice_is_taken_back_by_quoting(chat: Chat) -> None:
    chat.say("李姐", OPEN)
    chat.say("小李", "选 1 2")
    said = chat.say("小李", "撤销", quote="🗳️ #1 读书会:小李选好了。")
    assert said == ["邻里群: 🗳️ #1 读书会:小李不选了。1. 后天 15:00(0人)、2. 5月23日(周六) 09:00(0人),还差2人就定"]
    assert chosen(chat) == {}


def test_nothing_of_a_poll_is_undone_by_who_did_nothing(chat: Chat) -> None:
    chat.say("李姐", OPEN)
    assert "撤" in chat.say("小李", "撤销", quote="🗳️ #1 读书会|东门 哪个时间能来?")[0]
    assert poll(chat).status is PollStatus.OPEN


def test_too_late_to_undo_a_decision_is_said(chat: Chat) -> None:
    chat.say("李姐", OPEN)
    chat.say("李姐", "定 1 1")
    chat.wait(timedelta(minutes=11))
    assert chat.say("李姐", "撤销", quote="📣 #2 读书会|后天 15:00  回复「报名 2」") == [
        ">>李姐: 过了 10 分钟,撤不回来了。"
    ]


def test_at_the_last_moment_the_organiser_is_asked_and_the_room_hears_nothing(chat: Chat) -> None:
    chat.say("李姐", OPEN)
    chat.say("小李", "选 1 2")
    said = [line for line in chat.wait_until(at(21, 15, 1)) if "日报" not in line]
    assert len(said) == 1
    assert said[0].startswith(">>李姐: 🗳️ #1 读书会 选到点了:1. 明天 15:00(0人)、2. 后天 09:00(1人)。定哪个?")
    assert chat.say("赵姐", "选 1 2") == [">>赵姐: #1 读书会 选时间已经截止,等组织的人定。"]
    chat.wait_until(at(22, 16))
    assert chat.say("李姐", "定 1 1") == [">>李姐: #1 读书会 的第 1 个时间已经过了,定不了。"]
    assert decided(chat.say("李姐", "定 1"))


def test_what_nobody_decides_runs_out_in_silence(chat: Chat) -> None:
    chat.say("李姐", OPEN)
    chat.wait_until(at(23, 9, 1))
    assert poll(chat).status is PollStatus.RAN_OUT
    assert chat.say("李姐", "定 1 2") == [">>李姐: #1 读书会 已经不征集时间了。要办,请重新发。"]
    assert chat.say("小李", "报名 1") == [">>小李: #1 读书会 已经不征集时间了。"]
    assert chat.say("小李", "查 1") == ["邻里群: 🗳️ #1 读书会:1. 昨天 15:00(0人)、2. 今天 09:00(0人)。没有定下来"]


def test_after_an_outage_the_last_moment_is_told_once_or_not_at_all(chat: Chat) -> None:
    chat.say("李姐", OPEN)
    chat.clock.move_to(at(23, 12))
    assert not [line for line in chat.wait(timedelta(minutes=1)) if "选到点了" in line]
    assert poll(chat).status is PollStatus.RAN_OUT


def test_a_time_of_tomorrow_may_be_chosen_until_it_comes(chat: Chat) -> None:
    assert "选到 今天 15:00" in chat.say("李姐", "征集时间 读书会 今天下午3点 / 明天下午3点")[0]


def test_a_last_moment_that_is_over_is_refused(chat: Chat) -> None:
    said = chat.say("李姐", "征集时间 读书会 周五下午3点 / 周六上午9点 截止今天早上8点")
    assert said == [">>李姐: 「读书会」没有发出去:报名截止的时间已经过了。请改好再发一次。"]


def test_whole_days_may_be_chosen(chat: Chat) -> None:
    chat.say("李姐", "征集时间 春游 5月23日 / 5月24日 地点:东门")
    assert "📣 #2 春游|5月24日(周日)|东门" in decided(chat.say("李姐", "定 1 2"))[0]


def test_what_is_missing_is_asked_when_the_time_is_fixed(chat: Chat) -> None:
    chat.say("李姐", "征集时间 读书会 周五下午3点 / 周六上午9点")
    assert "还差一样:在哪里集合" in chat.say("李姐", "定 1 1")[1]
    assert chat.say("李姐", "东门", private=True) == ["邻里群: ✏️ #2 读书会 改了:地点待定 → 东门"]


def test_times_are_named_in_place_of_their_numbers(chat: Chat) -> None:
    posted = chat.say("李姐", "征集时间 读书会 周六上午9点 / 周六下午3点 / 5月25日 / 周日晚上7点")[0].partition(": ")[2]
    for said, positions in (
        ("周六都可以", [1, 2]),
        ("周六下午", [2]),
        ("5月25日", [3]),
        ("周日7点", None),
        ("周日晚上7点", [4]),
        ("周六、周日晚上7点都行", [1, 2, 4]),
        ("周六上午来不了", [2, 4]),
        ("5月25日没空", [2, 4]),
        ("周六下午、周日晚上没空", []),
        ("周六没空", []),
        ("周三来不了", []),
    ):
        before = chosen(chat).get("小李", [])
        answered = chat.say("小李", said, quote=posted)
        assert "周三" not in said or answered == []
        assert chosen(chat).get("小李", []) == (before if positions is None else positions), said


def test_who_chose_the_time_answers_whether_they_come(chat: Chat) -> None:
    chat.say("李姐", OPEN.replace(" 2人", ""))
    for name in ("小李", "赵姐", "陈姐"):
        chat.say(name, "选 1 2")
    chat.say("李姐", "定 1 2")
    assert chat.say("小李", "来", private=True)[0] == "邻里群: ✅ #2 读书会:小李报上了"
    assert chat.say("赵姐", "2", private=True) == [">>赵姐: 好的,不给您报名"]
    chat.wait_until(at(23, 9, 1))
    assert chat.say("陈姐", "1", private=True) == []


def test_in_two_rooms_the_number_alone_is_asked_about(store: Store) -> None:
    chat = Chat(store, rooms=("邻里群", "楼栋群"))
    for name in ("小李", "李姐"):
        chat.person(name)
    chat.say("李姐", OPEN)
    chat.say("李姐", "征集时间 下棋 周五下午3点 / 周六上午9点", room="楼栋群")
    chat.say("小李", "大家好", room="楼栋群")
    assert chat.say("小李", "选 1 1", private=True)[0].startswith(">>小李: 几个群里都有 #1")
    chat.say("小李", "选 1 2", room="楼栋群")
    assert "下棋:记下了" in chat.say("小李", "选 1 1", private=True)[-1]


def test_privately_no_choice_without_a_poll(chat: Chat) -> None:
    assert chat.say("小李", "不选 3", private=True) == [">>小李: 没有找到 #3 这个征集时间的活动。"]
    assert chat.say("小李", "定 3 1", private=True) == [">>小李: 没有找到 #3 这个征集时间的活动。"]


def test_privately_the_state_is_shown_and_a_choice_withdrawn(chat: Chat) -> None:
    chat.say("李姐", OPEN)
    chat.say("小李", "选 1 1", private=True)
    assert chat.say("小李", "查 1", private=True)[0].startswith(">>小李: 🗳️ #1 读书会:1. 后天 15:00(1人)")
    assert chat.say("小李", "不选 1", private=True)[-1] == ">>小李: #1 读书会:不算您了。想选随时再来"
    chat.say("李姐", "取消 1")
    assert chat.say("小李", "查 1", private=True)[0].endswith("取消了")


def test_a_poll_in_a_shadowed_room_says_and_keeps_nothing(chat: Chat) -> None:
    with chat.store.write() as uow:
        uow.rooms.change(1, is_shadowed=True)
    assert chat.say("李姐", OPEN) == []
    with chat.store.read() as uow:
        assert uow.polls.open_in(1) == []


def test_by_night_who_chose_is_told_in_the_morning(chat: Chat) -> None:
    chat.say("李姐", OPEN.replace(" 2人", ""))
    chat.say("小李", "选 1 2")
    chat.wait_until(at(20, 23))
    assert not [line for line in chat.say("李姐", "定 1 2") if line.startswith(">>小李")]
    assert [line for line in chat.wait_until(at(21, 9)) if line.startswith(">>小李: #1 定了您选过的时间:后天 09:00")]


def test_who_follows_the_kind_and_chose_is_told_once(chat: Chat) -> None:
    chat.say("李姐", "招募 今天下午3点到5点 读书会 5人 地点:东门")
    chat.say("小李", "报名 1")
    chat.say("赵姐", "报名 1")
    chat.wait_until(at(20, 18))
    for name in ("小李", "赵姐"):
        chat.say(name, "想再来", private=True)
    chat.say("李姐", OPEN)
    chat.say("小李", "选 2 2")
    said = chat.say("李姐", "定 2 2")
    assert sum(line.startswith(">>小李") for line in said) == 1
    assert sum(line.startswith(">>赵姐: 您说过想再来") for line in said) == 1


def test_of_a_person_who_was_two_the_newest_choice_counts(chat: Chat) -> None:
    chat.say("李姐", OPEN.replace(" 2人", ""))
    chat.say("小李", "选 1 1")
    chat.say("陈姐", "选 1 2")
    with chat.store.write() as uow:
        uow.merging.merge(chat.member("小李").id or 0, chat.member("陈姐").id or 0)
    assert chosen(chat) == {"陈姐": [2]}
    chat.say("陈姐", "不选 1")
    assert chosen(chat) == {}


def test_every_state_but_the_first_is_reached_from_it() -> None:
    assert POLL_MOVES[PollStatus.OPEN] == set(PollStatus) - {PollStatus.OPEN}
    assert all(to in POLL_MOVES for moves in POLL_MOVES.values() for to in moves)
