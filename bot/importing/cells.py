"""Cells to values. A cell that cannot be read says what was expected; a phone is never repeated in an error."""

import re
from collections.abc import Callable, Mapping
from datetime import time
from typing import Final, TypeVar

from bot.importing.problems import BadCell
from storage.vocabulary import CATEGORY_LABELS, Category, Role, SiteLevel

T = TypeVar("T")

ROLES: Final[Mapping[str, Role]] = {
    "居民": Role.RESIDENT,
    "志愿者": Role.VOLUNTEER,
    "队长": Role.LEADER,
    "领队": Role.LEADER,
    "网格员": Role.GRID_WORKER,
    "社区网格员": Role.GRID_WORKER,
    "管理员": Role.ADMIN,
    "站管理员": Role.ADMIN,
    "所管理员": Role.ADMIN,
    "中心管理员": Role.ADMIN,
    **{role.value: role for role in Role},
}
LEVELS: Final[Mapping[str, SiteLevel]] = {
    "中心": SiteLevel.CENTRE,
    "所": SiteLevel.INSTITUTE,
    "站": SiteLevel.STATION,
    "基地": SiteLevel.BASE,
    "微家": SiteLevel.MICRO_HOME,
    **{level.value: level for level in SiteLevel},
}
CATEGORIES: Final[Mapping[str, Category]] = {
    **{label: category for category, label in CATEGORY_LABELS.items()},
    **{category.value: category for category in Category},
}
_MOBILE: Final = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_LANDLINE: Final = re.compile(r"(?:0\d{2,3})?\d{7,8}")
_SEASON: Final = re.compile(r"(\d{1,2})\s*月?\s*[-–—~至到]\s*(\d{1,2})\s*月?")
_CLOCK: Final = re.compile(r"([01]?\d|2[0-3])[::点时]([0-5]\d)?分?(?::\d\d)?")
_MONTHS: Final = 12
_LATITUDES: Final = 90
_LONGITUDES: Final = 180


def one_of(words: Mapping[str, T]) -> Callable[[str], T]:
    """The value behind a word; a refusal names the first word of each value."""
    first = {value: word for word, value in reversed(list(words.items()))}
    usual = "、".join(word for word, value in words.items() if first[value] == word)

    def read(cell: str) -> T:
        if (found := words.get(cell.lower())) is not None:
            return found
        raise BadCell(f"不认识「{cell}」,可以填:{usual}")

    return read


def read_text(cell: str) -> str:
    return cell


def read_names(cell: str) -> list[str]:
    """
    >>> read_names("东门、菜市场门口, 3栋楼下")
    ['东门', '菜市场门口', '3栋楼下']
    """
    return [name.strip() for name in re.split(r"[、,,;;\n]", cell) if name.strip()]


def read_phone(cell: str) -> str:
    """The digits alone.

    >>> read_phone("+86 138-0000-1234")
    '13800001234'
    """
    bare = re.sub(r"[\s\-–()()]", "", cell)
    if mobile := _MOBILE.fullmatch(bare):
        return mobile[1]
    if _LANDLINE.fullmatch(bare):
        return bare
    raise BadCell("不是电话,应为 11 位手机号或带区号的座机")


def read_clock(cell: str) -> time:
    """
    >>> read_clock("8点")
    datetime.time(8, 0)
    """
    if found := _CLOCK.fullmatch(cell):
        return time(int(found[1]), int(found[2] or 0))
    raise BadCell(f"不认识「{cell}」,应为 08:00 这样的时间")


def read_hours(cell: str) -> tuple[time, time]:
    """
    >>> read_hours("21:30-7:30")
    (datetime.time(21, 30), datetime.time(7, 30))
    """
    parts = re.split(r"\s*[-–—~至到]\s*", cell)
    try:
        start, end = (read_clock(part) for part in parts)
    except (BadCell, ValueError):
        raise BadCell(f"不认识「{cell}」,应为 21:30-07:30 这样的时段") from None
    return start, end


def read_season(cell: str) -> tuple[int, int] | None:
    """First and last month; None is the whole year.

    >>> read_season("11月-2月")
    (11, 2)
    """
    if cell in {"全年", "常年", "四季"}:
        return None
    found = _SEASON.fullmatch(cell)
    if found and all(1 <= int(month) <= _MONTHS for month in found.groups()):
        return int(found[1]), int(found[2])
    raise BadCell(f"不认识「{cell}」,应为 6-9 这样的月份,或 全年")


def read_number(cell: str) -> int:
    if cell.isascii() and cell.isdigit() and int(cell) > 0:
        return int(cell)
    raise BadCell(f"不认识「{cell}」,应为 1、2、3 这样的数")


def read_latitude(cell: str) -> float:
    return _degrees(cell, _LATITUDES)


def read_longitude(cell: str) -> float:
    return _degrees(cell, _LONGITUDES)


def _degrees(cell: str, most: int) -> float:
    try:
        degrees = float(cell)
    except ValueError:
        degrees = float("nan")
    if -most <= degrees <= most:
        return degrees
    raise BadCell(f"不认识「{cell}」,应为 {-most} 到 {most} 之间的度数")
