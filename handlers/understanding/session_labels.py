"""What sessions are called by that have no name: their hour, their day, or both."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final

from handlers.understanding.contents import Moment
from handlers.understanding.numerals import whole_number

_PARTS: Final = {
    (time(8), time(12)): "上午",
    (time(11, 30), time(13, 30)): "中午",
    (time(13, 30), time(18)): "下午",
    (time(18), time(22)): "晚上",
}
Pair = tuple[Moment | None, Moment | None]


def labels_by_time(pairs: Sequence[Pair]) -> list[str]:
    """None at all where a time is missing or there twice, or hours of one day have no end: steps of one activity."""
    days = [_day(start) for start, _ in pairs]
    if None in days or len(set(pairs)) < len(pairs):
        return []
    is_open = any(isinstance(start, datetime) and end is None for start, end in pairs)
    if is_open and len(set(days)) < len(days):
        return []
    labels = _by_time(pairs, days)
    return labels if len(set(labels)) == len(labels) else [f"第{number}场" for number in range(1, len(labels) + 1)]


def _by_time(pairs: Sequence[Pair], days: Sequence[date | None]) -> list[str]:
    hours = [_hour(start, end) for start, end in pairs]
    if len(set(days)) == 1:
        return hours
    is_by_day = len(set(days)) == len(days) and len(set(hours)) == 1
    return [_label(day, "" if is_by_day else hour) for day, hour in zip(days, hours, strict=True)]


def labels_by_day(labels: Sequence[str], pairs: Sequence[Pair]) -> list[str]:
    """上午场 of two days."""
    return [_label(_day(start), label) for label, (start, _) in zip(labels, pairs, strict=True)]


def _day(moment: Moment | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _label(day: date | None, hour: str) -> str:
    return f"{day.month}月{day.day}日{hour}" if day is not None else hour


def _hour(start: Moment | None, end: Moment | None) -> str:
    """9点, 9:30, 上午; nothing of a whole day."""
    if not isinstance(start, datetime):
        return ""
    if isinstance(end, datetime) and (part := _PARTS.get((start.time(), end.time()))):
        return part
    return f"{start.hour}点" if start.minute == 0 else f"{start:%-H:%M}"


# in a title


_TITLE: Final = re.compile(r"(?P<call>.*)\((?P<label>[^()]+)\)")


def in_title(call: str, label: str, longest: int) -> str:
    """
    >>> in_title("敬老院义剪", "第一场", 40), in_title("义剪" * 4, "第一场", 10)
    ('敬老院义剪(第一场)', '义剪义剪…(第一场)')
    """
    room = longest - len(label) - 2
    return f"{call if len(call) <= room else call[: room - 1] + '…'}({label})"


def label_of(title: str) -> str:
    """
    >>> label_of("敬老院义剪(第一场)"), label_of("敬老院义剪")
    ('第一场', '敬老院义剪')
    """
    found = _TITLE.fullmatch(title)
    return found["label"] if found else title


def call_in(title: str) -> str:
    """
    >>> call_in("敬老院义剪(第一场)"), call_in("敬老院义剪")
    ('敬老院义剪', '敬老院义剪')
    """
    found = _TITLE.fullmatch(title)
    return found["call"] if found else title


# in what people say

#: 我和老伴都来 is of people, not of sessions.
_ALL: Final = re.compile(r"^(?:我|那|就|报名?)?(?:都|全都?|全部)(?:报|来|去|要|参加|可以|行)|(?:几|所有|每一?|全部)场")
_HOW_MANY: Final = re.compile(r"([两二三四五六])场(?!次)")
_ORDINAL: Final = re.compile(r"第([一二三四五六])(?:场|个|$)")
_SUFFIX: Final = re.compile(r"(?:专?场|班|时段)\Z")
_DIGITS: Final = str.maketrans("123456", "一二三四五六")


def sessions_meant(words: str, labels: Sequence[str]) -> tuple[int, ...]:
    """Which of the sessions are named, by position; none where nothing of them is said.

    >>> sessions_meant("我报第1场", ("第一场", "第二场")), sessions_meant("下午", ("上午场", "下午场"))
    ((0,), (1,))
    >>> sessions_meant("两场都报", ("A场", "B场")), sessions_meant("好的", ("A场", "B场"))
    ((0, 1), ())
    """
    said = _folded(words)
    counted = [whole_number(number) for number in _HOW_MANY.findall(re.sub("第.场", "", said))]
    if _ALL.search(said) or len(labels) in counted:
        return tuple(range(len(labels)))
    whole = [_folded(label) for label in labels]
    for names in (whole, [_SUFFIX.sub("", name) for name in whole]):
        named = tuple(place for place, name in enumerate(names) if len(name) > 1 and name in said)
        if named:
            return named
    places = {_NUMERALS.index(number) for number in _ORDINAL.findall(said)}
    return tuple(sorted(place for place in places if place < len(labels)))


def _folded(text: str) -> str:
    """第1场 is 第一场, day1 is Day1."""
    return re.sub(r"第\d", lambda match: match[0].translate(_DIGITS), "".join(text.split()).lower())


_NUMERALS: Final = "一二三四五六"
