"""The four kinds of table: their names, their columns, what each cell may be."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.importing import cells
from bot.importing.problems import BadCell, Problem
from bot.importing.sheets import Row, Sheet


@dataclass(frozen=True, slots=True)
class Column:
    """The first header is the one that we write; any of them is read."""

    headers: tuple[str, ...]
    read: Callable[[str], Any] = cells.read_text
    is_required: bool = False

    @property
    def title(self) -> str:
        return self.headers[0]


@dataclass(frozen=True, slots=True)
class Kind:
    titles: tuple[str, ...]
    columns: Mapping[str, Column]

    @property
    def required(self) -> list[str]:
        return [name for name, column in self.columns.items() if column.is_required]


SITES: Final = Kind(
    ("站点", "sites", "阵地"),
    {
        "name": Column(("站点", "名称", "站点名称", "name", "site"), is_required=True),
        "level": Column(("级别", "层级", "类型", "level"), cells.one_of(cells.LEVELS), is_required=True),
        "parent": Column(("上级", "上级站点", "所属", "parent")),
        "latitude": Column(("纬度", "lat", "latitude"), cells.read_latitude),
        "longitude": Column(("经度", "lng", "lon", "longitude"), cells.read_longitude),
        "landmarks": Column(("地标", "landmarks"), cells.read_names),
    },
)
PEOPLE: Final = Kind(
    ("人员", "people", "志愿者", "名单"),
    {
        "name": Column(("姓名", "名字", "name"), is_required=True),
        "role": Column(("角色", "身份", "role"), cells.one_of(cells.ROLES), is_required=True),
        "site": Column(("站点", "所属站点", "所属", "site")),
        "team": Column(("队伍", "服务队", "志愿服务队", "team")),
        "phone": Column(("手机", "电话", "手机号", "联系电话", "联系方式", "phone"), cells.read_phone),
        "handle": Column(("微信号", "handle", "wechat", "编号")),
        "account": Column(("账号", "机器人账号", "account")),
    },
)
ROOMS: Final = Kind(
    ("群", "rooms", "群聊", "微信群"),
    {
        "topic": Column(("群名", "群", "名称", "topic", "room"), is_required=True),
        "site": Column(("站点", "所属站点", "所属", "site"), is_required=True),
        "digest_time": Column(("日报", "日报时间", "digest", "digest time"), cells.read_clock),
        "quiet": Column(("免打扰", "安静时段", "quiet", "quiet hours"), cells.read_hours),
        "account": Column(("账号", "机器人账号", "account")),
    },
)
MENU: Final = Kind(
    ("菜单", "menu", "服务菜单"),
    {
        "site": Column(("站点", "所属站点", "所属", "site"), is_required=True),
        "number": Column(("编号", "序号", "号", "number"), cells.read_number, is_required=True),
        "name": Column(("服务", "项目", "服务项目", "名称", "name"), is_required=True),
        "category": Column(("类别", "分类", "category"), cells.one_of(cells.CATEGORIES)),
        "provider": Column(("提供者", "提供方", "提供人", "provider")),
        "season": Column(("季节", "月份", "时间", "season"), cells.read_season),
        "weekly_capacity": Column(("每周名额", "名额", "capacity"), cells.read_number),
    },
)
#: In the order in which they are written: people, rooms and menus refer to sites.
KINDS: Final = (SITES, PEOPLE, ROOMS, MENU)


@dataclass(frozen=True, slots=True)
class Record:
    """One row, read. Absent and empty cells are not in `values`."""

    kind: Kind
    sheet: str
    row: int
    values: Mapping[str, Any]

    def problem(self, column: str, what: str) -> Problem:
        return Problem(self.sheet, self.row, self.kind.columns[column].title, what)


@dataclass(slots=True)
class Reading:
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_records(sheet: Sheet) -> Reading:
    """Every row that can be read, and everything that is wrong with the others."""
    kind = _kind_of(sheet)
    if kind is None:
        names = "、".join(each.titles[0] for each in KINDS)
        return Reading(problems=[Problem(sheet.title, 0, "", f"看不出是哪种表,请把表名改为:{names}")])
    places, problems = _places(kind, sheet)
    reading = Reading(problems=problems)
    if not problems:
        for row in sheet.rows:
            _read_row(kind, sheet.title, row, places, reading)
    return reading


def _kind_of(sheet: Sheet) -> Kind | None:
    """By the sheet's name, else by the one kind whose required columns it has."""
    title = sheet.title.strip().lower()
    for matches in (title.__eq__, title.__contains__):
        for kind in KINDS:
            if any(matches(name) for name in kind.titles):
                return kind
    fitting = [kind for kind in KINDS if all(_find(kind.columns[name], sheet) is not None for name in kind.required)]
    return fitting[0] if len(fitting) == 1 else None


def _places(kind: Kind, sheet: Sheet) -> tuple[dict[str, int], list[Problem]]:
    """Which column of the sheet holds what."""
    places = {name: place for name, column in kind.columns.items() if (place := _find(column, sheet)) is not None}
    problems = [
        Problem(sheet.title, 0, kind.columns[name].title, "缺这一列") for name in kind.required if name not in places
    ]
    for place, header in enumerate(sheet.header.cells):
        if header and place not in places.values():
            known = "、".join(column.title for column in kind.columns.values())
            problems.append(Problem(sheet.title, sheet.header.number, header, f"不认识这一列,可以有:{known}"))
    return places, problems


def _find(column: Column, sheet: Sheet) -> int | None:
    headers = [re.sub(r"[*::\s]+$", "", header).lower() for header in sheet.header.cells]
    return next((headers.index(name) for name in column.headers if name in headers), None)


def _read_row(kind: Kind, title: str, row: Row, places: Mapping[str, int], reading: Reading) -> None:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, place in places.items():
        column = kind.columns[name]
        cell = row.cells[place].strip() if place < len(row.cells) else ""
        if not cell:
            if column.is_required:
                problems.append(Problem(title, row.number, column.title, "不能空着"))
            continue
        try:
            values[name] = column.read(cell)
        except BadCell as error:
            problems.append(Problem(title, row.number, column.title, str(error)))
    reading.problems += problems
    if not problems:
        reading.records.append(Record(kind, title, row.number, values))
