"""Years, months, quarters, and what is counted from today."""

import pytest

from tests.understanding.rooms import said

#: Said on 2026-05-20.
PERIODS = [
    ("2023年", "2023-01-01", "2023-12-31"),
    ("一九九八年", "1998-01-01", "1998-12-31"),
    ("明年", "2027-01-01", "2027-12-31"),
    ("去年9月", "2025-09-01", "2025-09-30"),
    ("八月份", "2026-08-01", "2026-08-31"),
    ("1月份", "2027-01-01", "2027-01-31"),
    ("八月份 12号", "2026-08-12", None),
    ("去年7月4日", "2025-07-04", None),
    ("明年母亲节", "2027-05-09", None),
    ("下半年", "2026-07-01", "2026-12-31"),
    ("上半年", "2026-01-01", "2026-06-30"),
    ("第三季度", "2026-07-01", "2026-09-30"),
    ("Q1", "2026-01-01", "2026-03-31"),
    ("上个季度", "2026-01-01", "2026-03-31"),
    ("三天前", "2026-05-17", None),
    ("两个月前", "2026-03-20", None),
    ("过去两周", "2026-05-06", "2026-05-20T10:00"),
    ("未来7天", "2026-05-21", "2026-05-27"),
    ("周四18:00", "2026-05-21T18:00+08:00", None),
    ("上一周", "2026-05-11", "2026-05-17"),
    ("下週三下午3點", "2026-05-27T15:00+08:00", None),
    ("下午三点十五分", "2026-05-20T15:15+08:00", None),
]


@pytest.mark.parametrize(("text", "start", "end"), PERIODS)
def test_a_period_has_its_first_and_last_day(text: str, start: str, end: str | None) -> None:
    span = next(span for span in said(text).spans if span.kind == "time")
    found = [None if moment is None else moment.isoformat()[:16] for moment in (span.start, span.end)]
    assert found == [start[:16], end]


@pytest.mark.parametrize("text", ["几天前", "0天前", "过去0周", "未来0天", "一月一次", "上三楼", "后三排"])
def test_nothing_counted_is_no_time(text: str) -> None:
    assert not [span for span in said(text).spans if span.kind == "time"]


def test_a_story_of_last_year_is_no_need() -> None:
    assert said("去年有没有人帮我修水龙头").confidence != said("明天有没有人帮我修水龙头").confidence
