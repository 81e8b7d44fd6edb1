"""How many a call wants in all, and until when one may sign up."""

import pytest

from handlers.understanding.wanted import Count, counts_in
from tests.understanding.rooms import reading_of, said

HEAD = "【招募】义诊志愿者 5月24日9点 东门广场 "


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("招募志愿者15名（签到3名、裁判8名、后勤4名）", 15),
        ("宣讲员2名、发传单的5名，共7人", 7),
        ("理发2人 磨刀1人 量血压2人", 5),
        ("需要志愿者20人，请各楼栋长动员1—2名居民参加", 20),
        ("名额：30人（每户限1人）", 30),
        ("岗位一：导赏员（5人）\n岗位二：签到员（2人）\n岗位三：望远镜管理员（4人）", 11),
        ("我一个人搞不赢，来三个人", 3),
    ],
)
def test_a_call_says_how_many_in_many_ways(text: str, people: int) -> None:
    assert said(HEAD + text).slots["people"] == people


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("5月22日18点前报名", "2026-05-22T18:00+08:00"),
        ("5月22日18:00前加微信报名", "2026-05-22T18:00+08:00"),
        ("报名从即日起至5月22日止", "2026-05-22"),
        ("截止5月22日", "2026-05-22"),
        ("5月22号晚上9点封名单", "2026-05-22T21:00+08:00"),
    ],
)
def test_until_when_is_said_in_many_ways(text: str, deadline: str) -> None:
    slots = said(f"{HEAD}8人，{text}").slots
    assert (slots["start"], slots["deadline"]) == ("2026-05-24T09:00+08:00", deadline)


def test_times_doors_and_telephones_count_nobody() -> None:
    assert counts_in(reading_of("5月24日9点，3栋502，电话13800000021")) == []
    assert counts_in(reading_of("来两三个人")) == [Count(1, 3, 3)]
    assert counts_in(reading_of("限7-10名")) == [Count(1, 5, 10)]


def test_a_story_in_numbers_is_read_in_time() -> None:
    assert len(counts_in(reading_of("1人2人3人4人5人6人7人8人9人" * 20))) == 24
