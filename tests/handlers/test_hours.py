"""How long somebody was there: quarters of an hour, inside what was stated."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.activities.hours import minutes_between
from storage.models.activities import Activity

BEGINS = datetime(2026, 5, 20, 7, tzinfo=UTC)


def activity(hours: int | None, *, is_whole_day: bool = False) -> Activity:
    ends = BEGINS + timedelta(hours=hours) if hours is not None else None
    return Activity(
        public_id="a",
        room_id=1,
        organiser_id=1,
        title="绿道义诊",
        starts_at=BEGINS,
        ends_at=ends,
        is_whole_day=is_whole_day,
        posted_at=BEGINS,
    )


@pytest.mark.parametrize(
    ("came", "left", "minutes"),
    [
        (0, 120, 120),
        (-60, 120, 120),  # early: from the stated start
        (0, 180, 120),  # late: to the stated end
        (0, 7, 0),  # the nearest quarter
        (0, 8, 15),
        (10, 75, 60),
        (0, -30, 0),  # left before it began
    ],
)
def test_only_the_stated_hours_count(came: int, left: int, minutes: int) -> None:
    came_at, left_at = BEGINS + timedelta(minutes=came), BEGINS + timedelta(minutes=left)
    assert minutes_between(activity(2), came_at, left_at) == minutes


def test_without_a_stated_end_the_check_out_alone_ends_it() -> None:
    left_at = BEGINS + timedelta(hours=5)
    assert minutes_between(activity(None), BEGINS, left_at) == 300
    assert minutes_between(activity(0, is_whole_day=True), BEGINS, left_at) == 300
