"""每周二, 每隔一周周六, 每月15号, 每月初一、十五: what comes again, as a rule."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from handlers.understanding.activity_commands import Every
from handlers.understanding.calendar_days import lunar_day
from handlers.understanding.contents import Moment
from handlers.understanding.numerals import whole_number
from handlers.understanding.reading import Reading
from storage.vocabulary import OnHoliday

_WEEK: Final = r"(?:周|星期|礼拜)"
_DAYS: Final = (
    rf"(?P<days>{_WEEK}[一二三四五六日天1-7末]"
    rf"(?:[、,,和及与/\s~到至-]{{0,2}}{_WEEK}?[一二三四五六日天](?![月年点]|\d+[月年号日])){{0,6}})"
)
_MONTHLY: Final = r"每个?月的?\s?"
_NUMBER: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_LUNAR_DAY: Final = r"(?:初[一二三四五六七八九十\d]|廿[一二三四五六七八九]|二?十[一二三四五六七八九]?|三十)"

#: In this order: what is more exact comes first.
_RULES: Final[dict[str, re.Pattern[str]]] = {
    "alternate": re.compile(rf"(?:每?隔[一1]?个?|每[两二2]个?){_WEEK}的?[,\s]?{_DAYS}"),
    "alternate_short": re.compile(rf"每?隔(?P<days>{_WEEK}[一二三四五六日天])"),
    "nth": re.compile(rf"{_MONTHLY}(?P<nth>第[一二三四1-4]|最后[一1])个?{_WEEK}(?P<day>[一二三四五六日天])"),
    "lunar": re.compile(
        rf"(?:(?:农历|阴历)每个?月的?|每个?月的?(?:农历|阴历)?的?)\s?(?P<lunar>初[一二三四五六七八九十\d](?:[、,,和及与\s]{{0,2}}{_LUNAR_DAY}(?![点时号:])){{0,4}})"
    ),
    "monthly": re.compile(rf"{_MONTHLY}(?P<dates>{_NUMBER}[号日]?(?:[、,,和及与]{_NUMBER}[号日]?){{0,4}}(?<=[号日]))"),
    "month_end": re.compile(rf"{_MONTHLY}(?:最后[一1]天|月底最后[一1]天)"),
    "workdays": re.compile(r"每?个?工作日"),
    "weekly": re.compile(rf"每个?(?:{_WEEK}的)?{_DAYS}"),
    "daily": re.compile(r"每[天日](?!工作)|天天"),
}
_WEEKDAYS: Final = {**dict(zip("一二三四五六日", ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True)), "天": "SU"}
_IN_ORDER: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RANGE: Final = re.compile(rf"([一二三四五六日天])\s?[~到至-]\s?{_WEEK}?([一二三四五六日天])")
_LAST_OF_MONTH: Final = 31
_HOLIDAYS: Final = {
    OnHoliday.KEEP: re.compile(r"(?:节假日|放假|过节|假期)(?:也|都)?(?:照常|不休|照办|不停|不放假)"),
    OnHoliday.MOVE: re.compile(r"(?:遇|逢)?(?:到)?(?:节假日|放假|过节|假期)[则就,]?(?:顺延|往后推|推后|延后)"),
    OnHoliday.SKIP: re.compile(r"(?:遇|逢)?(?:到)?(?:节假日|法定假日?)(?:除外|休息|暂停|不办|停[办一]?)"),
}
_FROM: Final = re.compile(r"起(?![来床])|开始|第一次|首次")


def every_of(reading: Reading, slots: Mapping[str, Any]) -> Every | None:
    """None where it comes once: nothing recurs, or a day of its own was said."""
    found = _found(reading.text)
    if found is None:
        return None
    rule, match = found
    start, end = _moment(slots.get("start")), _moment(slots.get("end"))
    is_from = _FROM.search(reading.text) is not None
    if start is not None and not is_from and _has_own_day(reading, match.span()):
        return None
    daily = next((p.time.daily for p in reading.of("time") if p.time and p.time.daily[0] is not None), None)
    start_at, end_at = daily or (start, end)
    return Every(
        rule=rule,
        words="".join(match[0].split()),
        on_holiday=_on_holiday(reading.text),
        starts=start_at.time() if isinstance(start_at, datetime) else None,
        ends=end_at.time() if isinstance(start_at, datetime) and isinstance(end_at, datetime) else None,
        since=_day(start) if is_from else None,
    )


def without_rule(title: str, every: Every) -> str:
    """What of the rule was read as the title's."""
    for pattern in _HOLIDAYS.values():
        title = pattern.sub(" ", title)
    return " ".join(word for word in title.split() if word not in every.words)


def _found(text: str) -> tuple[str, re.Match[str]] | None:
    for name, pattern in _RULES.items():
        match = pattern.search(text)
        rule = _READERS[name](match) if match else None
        if match and rule:
            return rule, match
    return None


def _has_own_day(reading: Reading, rule: tuple[int, int]) -> bool:
    """8月8日 beside 每周二: what is stated once is that day's."""
    return any(
        piece.time is not None
        and piece.time.kind in ("point", "days")
        and piece.time.has_day
        and not piece.time.is_weak
        for piece in reading.of("time")
        if piece.end <= rule[0] or piece.begin >= rule[1]
    )


def _on_holiday(text: str) -> OnHoliday:
    return next((what for what, pattern in _HOLIDAYS.items() if pattern.search(text)), OnHoliday.SKIP)


def says_holiday(text: str) -> bool:
    """Whether it was said what becomes of holidays."""
    return any(pattern.search(text) for pattern in _HOLIDAYS.values())


def _weekdays(written: str) -> str:
    days = {_WEEKDAYS[ch] for ch in written if ch in _WEEKDAYS}
    days |= {_IN_ORDER[int(ch) - 1] for ch in written if ch.isascii() and ch.isdigit()}
    for first, last in _RANGE.findall(written):
        begin, end = _IN_ORDER.index(_WEEKDAYS[first]), _IN_ORDER.index(_WEEKDAYS[last])
        days |= set(_IN_ORDER[begin : end + 1])
    if "末" in written:
        days |= {"SA"}
    return ",".join(day for day in _IN_ORDER if day in days)


def _alternate(match: re.Match[str]) -> str:
    return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={_weekdays(match['days'])}"


def _nth(match: re.Match[str]) -> str:
    nth = -1 if match["nth"].startswith("最后") else whole_number(match["nth"][1])
    return f"FREQ=MONTHLY;BYDAY={nth}{_WEEKDAYS[match['day']]}"


def _monthly(match: re.Match[str]) -> str | None:
    days = {whole_number(each) or 0 for each in re.findall(_NUMBER, match["dates"])}
    if not all(1 <= day <= _LAST_OF_MONTH for day in days):
        return None
    return "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(str(day) for day in sorted(days))


def _lunar(match: re.Match[str]) -> str:
    days = {lunar_day(each) for each in re.findall(_LUNAR_DAY, match["lunar"])}
    return "LUNAR:" + ",".join(str(day) for day in sorted(days))


_READERS: Final[dict[str, Callable[[re.Match[str]], str | None]]] = {
    "alternate": _alternate,
    "alternate_short": _alternate,
    "nth": _nth,
    "lunar": _lunar,
    "monthly": _monthly,
    "month_end": lambda _: "FREQ=MONTHLY;BYMONTHDAY=-1",
    "workdays": lambda _: "WORKDAYS",
    "weekly": lambda match: f"FREQ=WEEKLY;BYDAY={_weekdays(match['days'])}",
    "daily": lambda _: "FREQ=DAILY",
}


def _moment(written: str | None) -> Moment | None:
    if written is None:
        return None
    return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)


def _day(moment: Moment | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment
