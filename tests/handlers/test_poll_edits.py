"""改 of a poll: what cannot be changed, and what is not undone any more."""

import pytest

from storage.models.polls import Poll
from storage.store import Store
from storage.vocabulary import Role
from tests.chat import Chat


@pytest.fixture
def chat(store: Store) -> Chat:
    chat = Chat(store)
    for name in ("李姐", "小李", "赵姐"):
        chat.person(name)
    chat.say("李姐", "征集时间 绿道义诊 周六上午9点 / 周日下午2点 / 周日下午3点 6人 电话13800001234")
    return chat


def poll(chat: Chat) -> Poll:
    with chat.store.read() as uow:
        found = uow.polls.get(1)
    assert found is not None
    return found


def options(chat: Chat) -> list[int]:
    with chat.store.read() as uow:
        return [option.position for option in uow.polls.options(1)]


def chosen(chat: Chat) -> list[list[int]]:
    with chat.store.read() as uow:
        return [ballot.positions for ballot in uow.polls.ballots(1).values()]


def test_too_many_times_are_not_added(chat: Chat) -> None:
    said = "改 1 加 " + " / ".join(f"6月{day}日上午9点" for day in range(1, 9))
    assert chat.say("李姐", said) == [">>李姐: #1 绿道义诊 最多 10 个时间,没有加。"]
    assert options(chat) == [1, 2, 3]


def test_an_earlier_time_is_the_last_moment_and_an_undo_gives_it_back(chat: Chat) -> None:
    before = poll(chat).closes_at
    chat.say("李姐", "改 1 加 明天上午9点")
    assert poll(chat).closes_at < before
    chat.say("李姐", "撤销")
    assert (poll(chat).closes_at, options(chat)) == (before, [1, 2, 3])


def test_what_somebody_has_chosen_since_is_not_taken_away_by_an_undo(chat: Chat) -> None:
    chat.say("李姐", "改 1 加 周日下午5点")
    chat.say("小李", "选 #1 4")
    assert chat.say("李姐", "撤销") == [">>李姐: #1 后来又有变动,撤不回来了。"]
    assert options(chat) == [1, 2, 3, 4]


def test_a_time_that_comes_back_is_chosen_by_those_who_have_not_chosen_anew(chat: Chat) -> None:
    chat.say("小李", "选 #1 2 3")
    chat.say("赵姐", "选 #1 2")
    chat.say("李姐", "改 1 去掉 2")
    assert chosen(chat) == [[3]]
    chat.say("赵姐", "选 #1 1")
    said = chat.say("李姐", "撤销")
    assert sorted(chosen(chat)) == [[1], [2, 3]]
    assert [line[:5] for line in said if line.startswith(">>")] == [">>小李:"]


def test_where_the_number_was_given_again_nothing_comes_back(chat: Chat) -> None:
    chat.say("李姐", "改 1 去掉 3")
    chat.person("周队", Role.LEADER)
    chat.say("周队", "改 1 加 周日下午6点")
    assert chat.say("李姐", "撤销") == [">>李姐: #1 后来又有变动,撤不回来了。"]


def test_the_new_title_is_that_of_the_activity_and_an_undo_needs_it_unchanged(chat: Chat) -> None:
    chat.say("李姐", "改 1 标题 河边义诊")
    assert "河边义诊" in "".join(chat.say("李姐", "定 1 2"))
    chat.say("李姐", "撤销")
    chat.say("李姐", "撤销")
    assert poll(chat).title == "绿道义诊"


def test_two_of_one_title_could_not_be_told_apart(chat: Chat) -> None:
    chat.say("赵姐", "招募 周六上午9点 合唱 活动室")
    assert "合唱" in chat.say("李姐", "改 1 标题 合唱")[0]
    assert poll(chat).title == "绿道义诊"


def test_what_a_leader_has_changed_since_is_not_undone(chat: Chat) -> None:
    chat.person("周队", Role.LEADER)
    chat.say("李姐", "改 1 标题 河边义诊")
    chat.say("周队", "改 1 标题 东门义诊")
    assert chat.say("李姐", "撤销") == [">>李姐: #1 后来又有变动,撤不回来了。"]
    chat.say("周队", "取消 1")
    assert chat.say("李姐", "撤销") == [">>李姐: #1 后来又有变动,撤不回来了。"]
    assert not [line for line in chat.say("李姐", "改 1 标题 绿道义诊") if "✏️" in line]
