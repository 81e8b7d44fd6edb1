"""Facts in the form templates want them: times, names, the line of a posting."""

import unicodedata
from datetime import date, datetime, timedelta
from typing import Any

from handlers.act import House
from storage.models.orders import DemandOrder
from storage.vocabulary import CATEGORY_LABELS, LOCAL_ZONE, Category

#: Of a nickname, and of what somebody wrote, a line of a room shows so much.
LONGEST_NAME = 16
LONGEST_WORDS = 40

#: A name must not look like a number of ours, or end a quotation.
_PLAIN = str.maketrans({"#": "＃", "「": "", "」": "", "@": ""})
_BREAKS = frozenset({"Cc", "Zl", "Zp"})
_UNSEEN = frozenset({"Cf", "Co", "Cs"})

SOMEBODY = "有人"
NAMELESS = "邻居"

_DAYS = {-1: "昨天", 0: "今天", 1: "明天", 2: "后天"}
_WEEKDAYS = "一二三四五六日"


def day_words(day: date, today: date) -> str:
    """今天, 明天, 后天, or 5月20日(周三).

    >>> day_words(date(2026, 5, 20), date(2026, 5, 18)), day_words(date(2026, 5, 25), date(2026, 5, 18))
    ('后天', '5月25日(周一)')
    """
    distance = (day - today).days
    if distance in _DAYS:
        return _DAYS[distance]
    year = f"{day.year}年" if day.year != today.year else ""
    return f"{year}{day.month}月{day.day}日(周{_WEEKDAYS[day.weekday()]})"


def when_words(starts_at: datetime | None, ends_at: datetime | None, now: datetime, *, is_whole_day: bool) -> str:
    """今天 15:00, 今天 15:00 前, 今天 08:00–12:00, 明天, or nothing."""
    today = now.astimezone(LOCAL_ZONE).date()
    start = starts_at.astimezone(LOCAL_ZONE) if starts_at is not None else None
    end = ends_at.astimezone(LOCAL_ZONE) if ends_at is not None else None
    if is_whole_day:
        return _days(start, end, today)
    if start is not None and end is not None:
        last = f"{end:%H:%M}" if start.date() == end.date() else f"{day_words(end.date(), today)} {end:%H:%M}"
        return f"{day_words(start.date(), today)} {start:%H:%M}–{last}"
    if start is not None:
        return f"{day_words(start.date(), today)} {start:%H:%M}"
    if end is not None:
        return f"{day_words(end.date(), today)} {end:%H:%M} 前"
    return ""


def _days(start: datetime | None, end: datetime | None, today: date) -> str:
    first = day_words(start.date(), today) if start is not None else ""
    if end is None or (start is not None and end.date() == start.date()):
        return first
    last = day_words(end.date(), today)
    return f"{first}–{last}" if first else f"{last}前"


def order_when(order: DemandOrder, now: datetime) -> str:
    return when_words(order.starts_at, order.ends_at, now, is_whole_day=order.is_whole_day)


def due_at(order: DemandOrder) -> datetime | None:
    """When the order should be done: its end, the end of its day, or its start."""
    if order.ends_at is not None:
        return order.ends_at + timedelta(days=1) if order.is_whole_day else order.ends_at
    if order.starts_at is not None and order.is_whole_day:
        return order.starts_at + timedelta(days=1)
    return order.starts_at


def order_line_facts(order: DemandOrder, number: int, now: datetime) -> dict[str, Any]:
    """What a room may know of an order, for templates/chat/orders/_line.j2. Plain JSON."""
    return {
        "number": number,
        "label": label_of(order.category),
        "what": order.what,
        "when": order_when(order, now),
        "place": order.place,
        "people": order.people,
        "is_urgent": order.is_urgent,
    }


def label_of(category: Category) -> str:
    return CATEGORY_LABELS[category]


def name_of(house: House, member_id: int | None) -> str:
    member = house.uow.members.get(member_id) if member_id is not None else None
    return member.name if member is not None else SOMEBODY


def plain_name(written: str) -> str:
    """A nickname as a part of one line, whatever is in it.

    >>> plain_name("@小李\\u202e\\n#12"), plain_name("长" * 40), plain_name(" ")
    ('小李 ＃12', '长长长长长长长长长长长长长长…', '邻居')
    """
    return one_line(written.translate(_PLAIN), LONGEST_NAME) or NAMELESS


def shortened(text: str) -> str:
    return one_line(text, LONGEST_WORDS)


def one_line(text: str, longest: int) -> str:
    """What somebody wrote, as a part of one line; nothing in it that is not seen, or turns the line around.

    >>> one_line("修水龙头\\n漏了三天了", 8)
    '修水龙头 漏…'
    """
    kinds = ((each, unicodedata.category(each)) for each in text)
    seen = "".join(" " if kind in _BREAKS else each for each, kind in kinds if kind not in _UNSEEN)
    flat = " ".join(seen.split())
    return flat if len(flat) <= longest else flat[: longest - 2].rstrip() + "…"
