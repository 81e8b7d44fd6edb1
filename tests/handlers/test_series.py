"""Series: their days by any rule, restarts and outages, and rooms that are only listened to."""

from datetime import date, datetime, timedelta
from itertools import pairwise, takewhile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from bot.delivery import Delivery
from bot.outbox_rows import OutboxRows
from bot.pipeline import Pipeline
from bot.rendering import Renderer
from bot.time_travel import TimeTravel
from handlers.activities.series_dates import first_day, next_day, planned
from handlers.working_days import is_holiday
from storage.models.activities import Activity
from storage.schema import migrate
from storage.seal import Seal, new_key
from storage.store import Store
from storage.vocabulary import LOCAL_ZONE, OnHoliday
from tests.chat import ACCOUNT, Chat, told

RULES = (
    "FREQ=DAILY",
    "FREQ=WEEKLY;BYDAY=TU",
    "FREQ=WEEKLY;BYDAY=TH,FR",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
    "FREQ=MONTHLY;BYMONTHDAY=1,31",
    "FREQ=MONTHLY;BYDAY=-1SU",
    "LUNAR:1,15",
    "WORKDAYS",
)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
NOTICE = "招募 每周二下午2点 太极拳 20人 活动室"


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(RULES), DAYS, st.sampled_from(OnHoliday))
def test_days_ascend_and_never_are_a_skipped_holiday(rule: str, since: date, on_holiday: OnHoliday) -> None:
    anchor = first_day(rule, since)
    assert anchor is not None
    days = [since - timedelta(days=1)]
    for _ in range(8):
        day = next_day(rule, anchor, on_holiday, days[-1])
        assert day is not None
        days.append(day)
    assert all(before < after for before, after in pairwise(days))
    if on_holiday is not OnHoliday.KEEP:
        assert not any(is_holiday(day) for day in days[1:])
    if on_holiday is not OnHoliday.MOVE:
        by_rule = set(takewhile(lambda day: day <= days[-1], planned(rule, anchor, anchor)))
        assert set(days[1:]) <= by_rule


def test_a_rule_without_days() -> None:
    assert first_day("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", date(2026, 1, 1)) is None


def test_days_out_of_the_national_holiday() -> None:
    after = date(2026, 9, 29)
    by = {on: next_day("FREQ=WEEKLY;BYDAY=TU", date(2026, 9, 1), on, after) for on in OnHoliday}
    assert by == {
        OnHoliday.SKIP: date(2026, 10, 13),
        OnHoliday.KEEP: date(2026, 10, 6),
        OnHoliday.MOVE: date(2026, 10, 8),
    }


def posted(lines: list[str]) -> list[str]:
    return [line.split("|")[1] for line in lines if "📣" in line]


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LOCAL_ZONE)


def begun(chat: Chat) -> Chat:
    """A Wednesday, 20 May: the first is on the 26th."""
    chat.person("李姐")
    assert posted(chat.say("李姐", NOTICE)) == ["5月26日(周二) 14:00"]
    return chat


def test_after_an_outage_only_what_is_ahead_is_posted_and_once(chat: Chat) -> None:
    begun(chat)
    chat.clock.move_to(at(6, 12, 10))
    assert posted(chat.wait(timedelta(minutes=1))) == ["6月16日(周二) 14:00"]
    assert posted(chat.wait(timedelta(days=1))) == []


def test_an_occurrence_is_there_once(chat: Chat) -> None:
    begun(chat)
    with chat.store.write() as uow:
        first = uow.series.newest_occurrence(1)
        assert first is not None
        values = {name: value for name, value in first.model_dump().items() if name != "id"} | {"public_id": "again"}
        with pytest.raises(IntegrityError), uow.savepoint():
            uow.activities.add(Activity(**values))


def test_in_a_shadowed_room_the_series_rests(chat: Chat) -> None:
    begun(chat)
    with chat.store.write() as uow:
        uow.rooms.change(1, is_shadowed=True)
    assert posted(chat.wait_until(at(6, 1, 10))) == []
    with chat.store.write() as uow:
        uow.rooms.change(1, is_shadowed=False)
    assert posted(chat.wait_until(at(6, 1, 12))) == ["明天 14:00"]


def test_an_undone_notice_posts_nothing_more(chat: Chat) -> None:
    begun(chat)
    chat.say("李姐", "撤销")
    assert posted(chat.wait(timedelta(days=30))) == []


def test_a_hushed_room_hears_of_it_the_next_day(chat: Chat) -> None:
    begun(chat)
    with chat.store.write() as uow:
        uow.rooms.change(1, hushed_until=at(5, 28, 0))
    assert posted(chat.wait_until(at(5, 27, 22))) == []
    assert posted(chat.wait_until(at(5, 28, 9))) == ["6月2日(周二) 14:00"]


def test_a_restart_loses_nothing_of_a_series(tmp_path: Path) -> None:
    url, seal = f"sqlite:///{tmp_path / 'again.db'}", Seal(new_key())
    first = Store(url, seal)
    migrate(first.engine)
    before = begun(Chat(first))
    before.say("李姐", "改系列 1 每周四下午3点")
    first.dispose()
    store, outbox_rows = Store(url, seal), OutboxRows(Renderer(), before.rules)
    pipeline = Pipeline(before.rules, outbox_rows, new_id=lambda: "new")
    travel = TimeTravel(store, pipeline, Delivery(outbox_rows), before.clock, [ACCOUNT])
    lines = [told(parcel) for parcel in travel.advance(at(6, 3, 10))]
    store.dispose()
    assert posted(lines) == ["6月4日(周四) 15:00"]


def test_a_skipped_time_stays_skipped_at_another_hour(chat: Chat) -> None:
    begun(chat)
    chat.say("李姐", "跳过 1")
    chat.say("李姐", "跳过 1")
    lines = chat.say("李姐", "改系列 1 下午3点")
    assert any("下一次 6月9日(周二) 15:00" in line for line in lines), lines
