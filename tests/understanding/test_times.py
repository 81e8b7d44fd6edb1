"""The convention table of time_conventions.py, line by line. Now is Wednesday 2026-05-20 10:00 unless said."""

from datetime import date, datetime

import pytest

from handlers.understanding.times import TimeSpan, find_times
from handlers.understanding.when import iso
from tests.understanding.rooms import AT


def only(text: str, at: datetime = AT) -> TimeSpan:
    spans = find_times(text, at)
    assert len(spans) == 1, spans
    return spans[0]


def shown(span: TimeSpan) -> tuple[str | None, str | None]:
    return tuple(None if m is None else iso(m).removesuffix("+08:00") for m in (span.start, span.end))  # type: ignore[return-value] # two in, two out


POINTS = [
    # parts of the day
    ("明天上午", "2026-05-21T08:00", "2026-05-21T12:00"),
    ("明天中午", "2026-05-21T11:30", "2026-05-21T13:30"),
    ("今天下午", "2026-05-20T13:30", "2026-05-20T18:00"),
    ("今晚", "2026-05-20T18:00", "2026-05-20T22:00"),
    ("明早", "2026-05-21T08:00", "2026-05-21T12:00"),
    ("周六晚", "2026-05-23T18:00", "2026-05-23T22:00"),
    ("凌晨", "2026-05-21T00:00", "2026-05-21T06:00"),
    ("下午", "2026-05-20T13:30", "2026-05-20T18:00"),
    # hours
    ("明天三点", "2026-05-21T15:00", None),
    ("明天9点", "2026-05-21T09:00", None),
    ("12点", "2026-05-20T12:00", None),
    ("9点", "2026-05-20T21:00", None),
    ("下午3点", "2026-05-20T15:00", None),
    ("明天下午12点", "2026-05-21T12:00", None),
    ("今晚8点", "2026-05-20T20:00", None),
    ("今晚12点", "2026-05-21T00:00", None),
    ("明天中午1点", "2026-05-21T13:00", None),
    ("明天凌晨12点半", "2026-05-21T00:30", None),
    ("明早八点半", "2026-05-21T08:30", None),
    ("明天早上九点一刻", "2026-05-21T09:15", None),
    ("下午四点四十", "2026-05-20T16:40", None),
    ("下午4点零五", "2026-05-20T16:05", None),
    ("14:30", "2026-05-20T14:30", None),
    ("明天08:05", "2026-05-21T08:05", None),
    ("早8点", "2026-05-21T08:00", None),
    ("下午一点", "2026-05-20T13:00", None),
    # bounds
    ("今天下午3点前", None, "2026-05-20T15:00"),
    ("截止今晚8点", None, "2026-05-20T20:00"),
    ("中午前", None, "2026-05-20T12:00"),
    ("周五之前", None, "2026-05-22"),
    ("下午3点后", "2026-05-20T15:00", None),
    ("周五起", "2026-05-22", None),
    # days
    ("今天", "2026-05-20", None),
    ("大后天", "2026-05-23", None),
    ("周三", "2026-05-20", None),
    ("周二", "2026-05-26", None),
    ("这周二", "2026-05-19", None),
    ("下周三", "2026-05-27", None),
    ("下下周一", "2026-06-01", None),
    ("星期天", "2026-05-24", None),
    ("下周周三", "2026-05-27", None),
    ("周末", "2026-05-23", "2026-05-24"),
    ("下周末", "2026-05-30", "2026-05-31"),
    ("这周", "2026-05-18", "2026-05-24"),
    ("25号", "2026-05-25", None),
    ("12号", "2026-06-12", None),
    ("31日", "2026-05-31", None),
    ("3月5日", "2026-03-05", None),
    ("1月5日", "2027-01-05", None),
    ("三月二十五日", "2026-03-25", None),
    ("2026年6月1日", "2026-06-01", None),
    ("2026-06-01", "2026-06-01", None),
    ("20260601", "2026-06-01", None),
    ("6.18周四", "2026-06-18", None),
    ("下个月5号", "2026-06-05", None),
    ("下个月", "2026-06-01", "2026-06-30"),
    ("月底", "2026-05-31", None),
    ("下个月底", "2026-06-30", None),
    ("7月中旬", "2026-07-11", "2026-07-20"),
    ("年底", "2026-11-01", "2026-12-31"),
    ("年底前", None, "2026-12-31"),
    ("三天后", "2026-05-23", None),
    ("两周后", "2026-06-03", None),
    ("一个月后", "2026-06-20", None),
    ("两年后", "2028-05-20", None),
    ("三天内", "2026-05-20", "2026-05-23"),
    # from now
    ("半小时后", "2026-05-20T10:30", None),
    ("一个半小时后", "2026-05-20T11:30", None),
    ("20分钟后", "2026-05-20T10:20", None),
    ("一小时内", None, "2026-05-20T11:00"),
    # ranges
    ("明天下午两点到四点", "2026-05-21T14:00", "2026-05-21T16:00"),
    ("晚上7点到8点半", "2026-05-20T19:00", "2026-05-20T20:30"),
    ("明天早上八点到中午十二点", "2026-05-21T08:00", "2026-05-21T12:00"),
    ("9点到11点半", "2026-05-20T09:00", "2026-05-20T11:30"),
    ("8点到9点", "2026-05-20T20:00", "2026-05-20T21:00"),
    ("明天11点到1点", "2026-05-21T11:00", "2026-05-21T13:00"),
    ("晚上11点到2点", "2026-05-20T23:00", "2026-05-21T02:00"),
    ("5月23日(周六)14:30-16:00", "2026-05-23T14:30", "2026-05-23T16:00"),
    ("10月2号到4号", "2026-10-02", "2026-10-04"),
    ("周六周日", "2026-05-23", "2026-05-24"),
    ("今天和明天", "2026-05-20", "2026-05-21"),
    ("下周五到周二", "2026-05-29", "2026-06-02"),
    ("周五到周二", "2026-05-22", "2026-05-26"),
    ("明天上午到下午", "2026-05-21T08:00", "2026-05-21T18:00"),
    ("明天上午到后天", "2026-05-21T08:00", "2026-05-22"),
    ("明天到后天上午", "2026-05-21", "2026-05-22T12:00"),
    ("明天9点到下午", "2026-05-21T09:00", "2026-05-21T18:00"),
    ("明天9点到后天", "2026-05-21T09:00", "2026-05-22"),
    ("明天上午到3点", "2026-05-21T08:00", "2026-05-21T15:00"),
    ("明天09:00到10:00前", "2026-05-21T09:00", "2026-05-21T10:00"),
    ("8月28号到31号", "2026-08-28", "2026-08-31"),
    ("6月28号到31号", "2026-06-28", "2026-06-28"),
    # festivals and the lunar calendar
    ("国庆节", "2026-10-01", None),
    ("国庆节10月2日", "2026-10-02", None),
    ("元旦", "2027-01-01", None),
    ("端午节", "2026-06-19", None),
    ("中秋", "2026-09-25", None),
    ("父亲节", "2026-06-21", None),
    ("冬至", "2026-12-22", None),
    ("除夕", "2027-02-05", None),
    ("农历八月十五", "2026-09-25", None),
    ("腊月廿三", "2027-01-30", None),
    ("腊八", "2026-01-26", None),
]


@pytest.mark.parametrize(("text", "start", "end"), [p for p in POINTS if p[0] != "腊八"], ids=str)
def test_a_time_is_read_by_the_table(text: str, start: str | None, end: str | None) -> None:
    assert shown(only(text)) == (start, end)


def test_around_new_year_a_bare_lunar_day_is_meant() -> None:
    at = datetime.fromisoformat("2026-02-15T10:00+08:00")
    assert only("初四", at).start == date(2026, 2, 20)
    assert only("腊八", at).start == date(2026, 1, 26)


def test_a_lunar_day_is_found_in_the_year_before_too() -> None:
    at = datetime.fromisoformat("2026-01-05T10:00+08:00")
    assert only("冬月二十", at).start == date(2026, 1, 8)


@pytest.mark.parametrize("text", ["每周二下午", "每天早上7点", "每周六", "工作日", "天天", "每月5号", "每周二每周四"])
def test_a_recurrence_is_no_date(text: str) -> None:
    span = find_times(text, AT)[0]
    assert span.kind == "every"
    assert span.every
    assert (span.start, span.end) == (None, None)


@pytest.mark.parametrize("text", ["现在", "马上"])
def test_now_is_now(text: str) -> None:
    assert only(text).start == AT
    assert only(text).kind == "now"


def test_yesterday_is_past_and_tomorrow_is_not() -> None:
    assert only("昨天下午").is_past
    assert only("昨天").is_past
    assert not only("明天").is_past


@pytest.mark.parametrize(
    "text",
    [
        "三点意见",
        "快一点来",
        "一点都不难",
        "有时候",
        "2月30日",
        "13月5日",
        "单子在吗",
        "九点半半",
        "每天每天现在几天后",
        "五一小区",
        "几个小时后",
        "血压148/92",
        "3.5元",
        "12号线",
        "3号楼",
    ],
)
def test_what_only_looks_like_a_time_has_no_wrong_day(text: str) -> None:
    for span in find_times(text, AT):
        assert span.kind in ("every", "now") or "半" in text


def test_words_that_do_not_belong_together_stay_apart() -> None:
    assert [s.kind for s in find_times("现在下午", AT)] == ["now", "point"]
    assert [s.kind for s in find_times("9点9点", AT)] == ["point", "point"]
    assert [s.kind for s in find_times("下午上午", AT)] == ["point", "point"]
    assert [s.kind for s in find_times("今天半小时后", AT)] == ["days", "point"]
    assert [s.kind for s in find_times("周三周三", AT)] == ["days"]
    assert [s.kind for s in find_times("下午周三", AT)] == ["point", "days"]


def test_a_day_number_waits_for_a_month_that_has_it() -> None:
    assert only("31号", datetime.fromisoformat("2026-04-05T10:00+08:00")).start == date(2026, 5, 31)


def test_a_month_without_its_last_day_lends_its_number() -> None:
    assert only("下个月31号").start == date(2026, 6, 30)
