"""调休: what cannot be done with a worked weekend, or not any more."""

from datetime import datetime, timedelta

import pytest

from handlers.activities.series_dates import WORKDAYS, next_day
from storage.models.series import Series
from storage.store import Store
from storage.vocabulary import LOCAL_ZONE, OnHoliday
from tests.chat import Chat

#: The first Sunday after which a worked one comes: 2026-09-20.
BEGUN_AT = datetime(2026, 9, 12, 10, tzinfo=LOCAL_ZONE)


@pytest.fixture
def chat(store: Store) -> Chat:
    """#1 on Sunday, 2026-09-13; the one after it is on a Sunday that is worked, its organiser was asked."""
    chat = Chat(store, at=BEGUN_AT)
    chat.person("李姐")
    chat.say("李姐", "招募 每周日上午9点 棋牌 活动室")
    said = chat.wait_until(datetime(2026, 9, 14, 9, 10, tzinfo=LOCAL_ZONE))
    assert [line for line in said if "调休" in line] == [
        ">>李姐: 📆 棋牌(每周日)下一次 9月20日(周日) 是调休上班日。回复 1 照常 / 2 跳过;不回就照常发"
    ]
    return chat


def series_of(chat: Chat) -> Series:
    with chat.store.read() as uow:
        series = uow.series.get(1)
    assert series is not None
    return series


def test_after_a_worked_sunday_comes_no_day_off(chat: Chat) -> None:
    assert chat.say("李姐", "3", private=True) == [">>李姐: 后一天也要上班,改不过去。回复 1 照常 / 2 跳过"]
    assert chat.say("李姐", "2", private=True)[0].startswith(">>李姐: 好的,棋牌(每周日)9月20日(周日) 那次不办")


def test_what_was_changed_since_is_left_as_it_is(chat: Chat) -> None:
    chat.say("李姐", "停办系列 1")
    assert chat.say("李姐", "2", private=True) == [">>李姐: 棋牌(每周日)后来又有变动,没有改动"]


def test_without_an_answer_it_is_posted_as_ever(chat: Chat) -> None:
    assert not [line for line in chat.wait(timedelta(hours=23)) if "📣" in line]
    assert [line for line in chat.wait(timedelta(hours=2)) if "📣" in line]
    assert series_of(chat).asked_for == datetime(2026, 9, 20, 9, tzinfo=LOCAL_ZONE)


def test_a_working_day_is_any_that_offices_work() -> None:
    friday = datetime(2026, 10, 9, tzinfo=LOCAL_ZONE).date()
    assert next_day(WORKDAYS, friday, OnHoliday.SKIP, friday) == friday + timedelta(days=1)


def test_who_is_no_organiser_any_more_does_not_answer(chat: Chat) -> None:
    other = chat.person("赵姐")
    with chat.store.write() as uow:
        newest = uow.series.newest_occurrence(1)
        assert newest is not None
        uow.activities.changed(newest, {"organiser_id": other})
    assert chat.say("李姐", "2", private=True) == [">>李姐: #1 要由组织的人、队长或网格员来办。"]
