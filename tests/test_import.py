"""Spreadsheets in: everything or nothing, by row and column; a second time changes and does not double."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.database import migrated_store
from bot.importing.sheets import spell
from bot.settings import DatabaseSettings
from handlers.act import key
from handlers.members import Sighting, meet
from storage.models.places import Room
from storage.seal import new_key
from storage.store import Store, UnitOfWork
from storage.vocabulary import Category, Role, SiteLevel, TimerKind

NOW = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)
SITES = "站点,级别,上级,纬度,经度\n下涧槽站,站,双桥子所,30.68,104.1\n双桥子所,所,,,\n"
CONFIG = '[accounts.main]\ntransport = "webchat"\n'

Cells = Sequence[Sequence[object]]


@pytest.fixture(autouse=True)
def _new_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YIHU_CONFIG", raising=False)
    monkeypatch.setenv("YIHU_DATABASE__KEY", new_key().decode())
    Path("config.toml").write_text(CONFIG)


@pytest.fixture
def store() -> Iterator[Store]:
    from bot.settings_file import load_settings  # noqa: PLC0415 - reads the environment of this test

    with migrated_store(load_settings().database) as opened:
        yield opened


@pytest.fixture
def sites(store: Store) -> Store:
    assert load(csv("站点.csv", SITES)).exit_code == 0
    return store


def csv(name: str, text: str, encoding: str = "utf-8") -> str:
    Path(name).write_text(text, encoding)
    return name


def workbook(name: str, **sheets: Cells) -> str:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(name)
    return name


def load(*files: str) -> Result:
    return CliRunner().invoke(app, ["import", *files])


def problems(*files: str) -> list[str]:
    """What a refused import says, without its last line."""
    result = load(*files)
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    *lines, last = result.stderr.splitlines()
    assert last == f"{len(lines)} 处要改,什么都没有导入。"
    return lines


def roles(uow: UnitOfWork, name: str, site: str) -> frozenset[Role]:
    (member,) = uow.members.named(name)
    place = uow.sites.named(site)
    assert place is not None
    return uow.members.roles_at(member.id or 0, place.id)


# what is right


def test_a_whole_workbook(store: Store) -> None:
    with store.write() as uow:
        uow.rooms.add(Room(account="main", external_id="r1", topic="邻里群"))
    file = workbook(
        "社区.xlsx",
        人员=[
            ["姓名*", "身份", "站点", "志愿服务队", "手机号", "微信号"],
            ["小王", "网格员", "双桥子所", None, 13800001111.0, "wang"],
            ["李姐", "队长", "下涧槽站", "康乐队", "+86 138-0000-2222", "li"],
            ["小张", "志愿者", "下涧槽站", "康乐队", None, "zhang"],
            ["王婆婆", "居民", None, None, "028-85551234", None],
        ],
        站点=[
            ["名称", "类型", "上级站点", "lat", "lng"],
            ["下涧槽站", "站", "双桥子所", 30.68, 104.1],
            ["双桥子所", "所"],
        ],
        群=[["群名", "站点", "日报时间", "免打扰"], ["邻里群", "下涧槽站", time(7, 45), "22:00–07:00"]],
        服务菜单=[
            ["站点", "编号", "服务项目", "类别", "提供者", "季节", "每周名额"],
            ["双桥子所", 5, "洗空调", "维修", "巧手队", "5月-9月", 6],
            ["下涧槽站", 3, "理发", None, None, "全年", None],
        ],
        备注=[[]],
    )
    result = load(file)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "已导入:站点 2 行、人员 4 行、群 1 行、菜单 2 行",
        "1 人没有微信号:他们在群里说话时,机器人还认不出是同一个人。补上微信号再导入一次即可。",
    ]
    with store.read() as uow:
        station, institute = uow.sites.named("下涧槽站"), uow.sites.named("双桥子所")
        assert station is not None
        assert institute is not None
        assert (station.level, station.parent_id, station.latitude) == (SiteLevel.STATION, institute.id, 30.68)
        assert roles(uow, "小王", "下涧槽站") == {Role.GRID_WORKER}  # granted above it
        assert roles(uow, "李姐", "双桥子所") == frozenset()
        team = uow.sites.team_named("康乐队", [station.id or 0])
        assert team is not None
        assert [each.name for each in uow.members.of_team(team.id or 0)] == ["李姐", "小张"]
        assert [each.name for each in uow.members.of_team(team.id or 0, leaders_only=True)] == ["李姐"]
        phones = [uow.open(each.phone_sealed) for each in uow.members.everyone()]
        assert [phone.reveal() if phone else None for phone in phones] == [
            "13800001111",
            "13800002222",
            None,
            "02885551234",
        ]
        assert uow.members.identity_by_handle("main", "li") is not None
        room = uow.rooms.known_as("main", "r1")
        assert room is not None
        assert (room.site_id, room.digest_time) == (station.id, time(7, 45))
        assert (room.quiet_from, room.quiet_until) == (time(22), time(7))
        assert room.bound_at is not None
        assert uow.timers.of_room(room.id or 0, TimerKind.DIGEST) is not None
        menu = uow.menu.of_site(station.id or 0, month=6)
        assert [(item.number, item.name, item.category) for item in menu] == [
            (3, "理发", Category.OTHER),
            (5, "洗空调", Category.REPAIR),
        ]
        assert [item.number for item in uow.menu.of_site(station.id or 0, month=12)] == [3]


@pytest.mark.usefixtures("sites")
def test_phones_are_sealed_in_the_file() -> None:
    load(csv("人员.csv", "姓名,角色,站点,手机,微信号\n小王,志愿者,下涧槽站,13800001111,wang\n"))
    kept = b"".join(file.read_bytes() for file in Path("data").iterdir())
    assert "小王".encode() in kept
    assert b"13800001111" not in kept


def test_a_second_import_updates(sites: Store) -> None:
    people = "姓名,角色,站点,队伍,手机,微信号\n小王,志愿者,下涧槽站,康乐队,13800001111,wang\n"
    menu = "站点,编号,服务,类别,季节\n下涧槽站,3,理发,理发便民,3-5\n"
    for _ in range(2):
        assert load(csv("人员.csv", people), csv("菜单.csv", menu), csv("站点.csv", SITES)).exit_code == 0
    changed = people.replace("小王", "王大").replace("13800001111", "13900009999")
    assert load(csv("人员.csv", changed), csv("菜单.csv", menu.replace("3-5", "全年"))).exit_code == 0
    with sites.read() as uow:
        (member,) = uow.members.everyone()
        phone = uow.open(member.phone_sealed)
        assert phone is not None
        assert (member.name, phone.reveal()) == ("王大", "13900009999")
        assert len(uow.sites.everywhere()) == 2
        site = uow.sites.named("下涧槽站")
        assert site is not None
        (item,) = uow.menu.of_site(site.id or 0, month=12)
        assert (item.name, item.season_from) == ("理发", None)


def test_somebody_with_several_roles_is_one_person(sites: Store) -> None:
    rows = "姓名,角色,站点,微信号\n小王,网格员,双桥子所,wang\n小王,队长,下涧槽站,wang\n小王,志愿者,下涧槽站,\n"
    assert load(csv("人员.csv", rows)).exit_code == 0
    with sites.read() as uow:
        assert roles(uow, "小王", "下涧槽站") == {Role.GRID_WORKER, Role.LEADER, Role.VOLUNTEER}


def test_a_handle_is_added_to_a_name_known_before(sites: Store) -> None:
    assert load(csv("人员.csv", "姓名,角色,站点\n小王,志愿者,下涧槽站\n")).exit_code == 0
    assert load(csv("人员.csv", "姓名,角色,站点,微信号\n小王,志愿者,下涧槽站,wang\n")).exit_code == 0
    with sites.read() as uow:
        (member,) = uow.members.everyone()
        found = uow.members.identity_by_handle("main", "wang")
        assert found is not None
        assert found.member_id == member.id


def test_a_name_taken_in_a_room_gives_no_role(sites: Store) -> None:
    """Somebody called themselves like the grid worker before the list came."""
    with sites.write() as uow:
        meet(uow, Sighting(account="main", external_id="x", name="小王"), now=NOW)
    for _ in range(2):
        assert load(csv("人员.csv", "姓名,角色,站点\n小王,网格员,下涧槽站\n")).exit_code == 0
    with sites.read() as uow:
        taken, real = uow.members.named("小王")
        assert uow.members.roles_anywhere(taken.id or 0) == frozenset()
        assert uow.members.roles_anywhere(real.id or 0) == {Role.GRID_WORKER}


def test_whoever_was_imported_is_met_by_the_handle(sites: Store) -> None:
    assert load(csv("人员.csv", "姓名,角色,站点,微信号\n小王,网格员,下涧槽站,wang\n")).exit_code == 0
    with sites.write() as uow:
        member = meet(uow, Sighting(account="main", external_id="@x", name="王王", handle="wang"), now=NOW)
        assert uow.members.roles_anywhere(member.id or 0) == {Role.GRID_WORKER}


@pytest.mark.parametrize(
    ("name", "text", "encoding"),
    [
        ("站点.csv", SITES, "gb18030"),
        ("站点.csv", SITES, "utf-8-sig"),
        ("站点.tsv", SITES.replace(",", "\t"), "utf-8"),
        ("导出.csv", SITES.replace(",", ";"), "utf-8"),
        ("2026年站点名单.csv", "\n,,,,\n" + SITES.replace("\n", "\r\n"), "utf-8"),
        ("sites.csv", SITES.replace("站点,级别,上级,纬度,经度", "Name,Level,Parent,Lat,Lng"), "utf-8"),
    ],
    ids=["gbk", "bom", "tabs", "semicolons, told by its columns", "empty lines first", "English"],
)
def test_files_as_they_come(store: Store, name: str, text: str, encoding: str) -> None:
    result = load(csv(name, text, encoding))
    assert result.exit_code == 0, result.output
    with store.read() as uow:
        assert {site.name for site in uow.sites.everywhere()} == {"下涧槽站", "双桥子所"}


def test_the_example_can_be_imported(store: Store) -> None:
    result = CliRunner().invoke(app, ["import", "--example", "example.xlsx"])
    assert (result.exit_code, result.stdout) == (0, "example.xlsx: 填好以后 yihu import example.xlsx\n")
    assert load("example.xlsx").exit_code == 0
    with store.read() as uow:
        assert roles(uow, "网格员小王", "下涧槽站") == {Role.GRID_WORKER}


# what is wrong


def test_everything_wrong_is_said_at_once_and_nothing_written(store: Store) -> None:
    file = workbook(
        "错.xlsx",
        站点=[["站点", "级别"], ["下涧槽站", "站"], ["双桥子所", "街道"]],
        人员=[
            ["姓名", "角色", "站点", "手机"],
            ["小王", "网络员", "下涧槽站", "138000"],
            [None, None, None, None],
            [None, "志愿者", "下涧槽站", None],
        ],
        菜单=[["站点", "编号", "服务", "季节"], ["下涧槽站", "三", "理发", "夏天"]],
    )
    assert problems(file, csv("随便.csv", "甲,乙\n1,2\n")) == [
        "站点 第3行「级别」: 不认识「街道」,可以填:中心、所、站、基地、微家",
        "人员 第2行「角色」: 不认识「网络员」,可以填:居民、志愿者、队长、网格员、管理员",
        "人员 第2行「手机」: 不是电话,应为 11 位手机号或带区号的座机",
        "人员 第4行「姓名」: 不能空着",
        "菜单 第2行「编号」: 不认识「三」,应为 1、2、3 这样的数",
        "菜单 第2行「季节」: 不认识「夏天」,应为 6-9 这样的月份,或 全年",
        "随便: 看不出是哪种表,请把表名改为:站点、人员、群、菜单",
    ]
    with store.read() as uow:
        assert uow.sites.everywhere() == []


def test_what_only_the_database_knows_is_said_too(sites: Store) -> None:
    with sites.write() as uow:
        for number in "12":
            uow.rooms.add(Room(account="main", external_id=number, topic="重名群"))
        uow.rooms.add(Room(account="main", external_id="3", topic="旧群", left_at=NOW))
    load(csv("人员.csv", "姓名,角色,站点,微信号\n小李,志愿者,下涧槽站,li1\n小李,志愿者,下涧槽站,li2\n"))
    assert problems(
        csv("人员.csv", "姓名,角色,站点,队伍\n小王,网格员,某站,\n小赵,志愿者,,\n小刘,居民,,康乐队\n小李,居民,,\n"),
        csv("群.csv", "群名,站点\n重名群,下涧槽站\n旧群,下涧槽站\n重名群,无此站\n"),
        csv("菜单.csv", "站点,编号,服务\n下涧槽站,3,理发\n下涧槽站,3,修脚\n无此站,4,磨刀\n"),
        csv("站点.csv", "站点,级别,上级\n双桥子所,所,下涧槽站\n双桥子所,所,\n某某站,站,没有的所\n"),
    ) == [
        "站点 第3行「站点」: 和「站点」第2行重复",
        "站点 第2行「上级」: 「下涧槽站」在「双桥子所」下面,不能又是它的上级",
        "站点 第4行「上级」: 没有站点「没有的所」,先在站点表里加上",
        "人员 第2行「站点」: 没有站点「某站」,先在站点表里加上",
        "人员 第3行「站点」: 这个角色要写明在哪个站点",
        "人员 第4行「站点」: 这个角色要写明在哪个站点",
        "人员 第5行「姓名」: 有 2 位「小李」,请填微信号来区分",
        "群 第2行「群名」: 有 2 个群叫「重名群」,改个群名或用绑定码",
        "群 第3行「群名」: 机器人不在「旧群」里,先拉它进群",
        "群 第4行「站点」: 没有站点「无此站」,先在站点表里加上",
        "群 第4行「群名」: 有 2 个群叫「重名群」,改个群名或用绑定码",
        "菜单 第3行「编号」: 和「菜单」第2行重复",
        "菜单 第4行「站点」: 没有站点「无此站」,先在站点表里加上",
    ]
    with sites.read() as uow:
        assert uow.members.named("小王") == []


def test_a_room_keeps_what_the_sheet_does_not_say(sites: Store) -> None:
    with sites.write() as uow:
        uow.rooms.add(Room(account="main", external_id="1", topic="邻里群", digest_time=time(7, 0), bound_at=NOW))
    assert load(csv("群.csv", "群名,站点\n邻里群,下涧槽站\n")).exit_code == 0
    with sites.read() as uow:
        room = uow.rooms.known_as("main", "1")
        assert room is not None
        assert (room.digest_time, room.bound_at) == (time(7, 0), NOW)
        assert room.site_id is not None


def test_a_handle_needs_to_know_its_account(sites: Store) -> None:
    people = "姓名,角色,站点,微信号,账号\n小王,志愿者,下涧槽站,wang,{}\n"
    Path("config.toml").write_text(CONFIG + '[accounts.second]\ntransport = "webchat"\n')
    assert problems(csv("人员.csv", people.format(""))) == [
        "人员 第2行「账号」: 配置里不止一个账号(或还没有),请写明是哪一个"
    ]
    assert load(csv("人员.csv", people.format("second"))).exit_code == 0
    with sites.read() as uow:
        assert uow.members.identity("second", "wang") is not None


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("姓名,站点", ["人员「角色」: 缺这一列"]),
        (
            "姓名,角色,生日",
            ["人员 第1行「生日」: 不认识这一列,可以有:姓名、角色、站点、队伍、手机、微信号、账号"],
        ),
    ],
)
def test_columns_are_checked(header: str, expected: list[str]) -> None:
    assert problems(csv("人员.csv", header + "\n小王,网格员,x\n")) == expected


def test_files_of_other_kinds_are_refused() -> None:
    Path("图.xlsx").write_bytes(b"no workbook")
    Path("乱.csv").write_bytes(b"\xff\xff\xff")
    Path("旧.xls").write_bytes(b"")
    assert problems("图.xlsx", "乱.csv", "旧.xls") == [
        "图.xlsx: 打不开:不是 Excel 的 .xlsx 文件",
        "乱.csv: 文字编码不认识:请存成 UTF-8 的 CSV 或 .xlsx",
        "旧.xls: 只能导入 .xlsx 或 .csv 文件",
    ]


def test_something_must_be_named() -> None:
    result = load()
    assert (result.exit_code, result.stderr) == (
        2,
        "yihu: import: name an .xlsx or .csv file, or --example FILE.xlsx\n",
    )
    assert load("没有.csv").stderr == "yihu: 没有.csv: no such file\n"


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("日报", "25:00", "不认识「25:00」,应为 08:00 这样的时间"),
        ("免打扰", "21:30", "不认识「21:30」,应为 21:30-07:30 这样的时段"),
        ("免打扰", "晚上-早上", "不认识「晚上-早上」,应为 21:30-07:30 这样的时段"),
    ],
)
def test_cells_of_rooms(column: str, cell: str, expected: str) -> None:
    assert problems(csv("群.csv", f"群名,站点,{column}\n邻里群,下涧槽站,{cell}\n")) == [
        f"群 第2行「{column}」: {expected}"
    ]


@pytest.mark.parametrize("cell", ["abc", "91", "nan"])
def test_degrees(cell: str) -> None:
    assert problems(csv("站点.csv", f"站点,级别,纬度\n站,站,{cell}\n")) == [
        f"站点 第2行「纬度」: 不认识「{cell}」,应为 -90 到 90 之间的度数"
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (13800001111, "13800001111"),
        (13800001111.0, "13800001111"),
        (30.68, "30.68"),
        (time(8, 0), "08:00"),
        (datetime(2026, 1, 1, 7, 30, tzinfo=UTC), "07:30"),
        ("  a ", "a"),
    ],
)
def test_cells_are_spelled_as_typed(cell: object, text: str) -> None:
    assert spell(cell) == text


def test_the_defaults_hold_without_a_config() -> None:
    Path("config.toml").unlink()
    assert load(csv("站点.csv", SITES)).exit_code == 0
    assert Path(DatabaseSettings().url.removeprefix("sqlite:///")).exists()


def test_landmarks_are_numbered_anew_each_time(sites: Store) -> None:
    load(csv("站点.csv", "站点,级别,地标\n下涧槽站,站,东门、菜市场门口\n"))
    assert load(csv("站点.csv", '站点,级别,地标\n下涧槽站,站,"3栋楼下,东门"\n')).exit_code == 0
    with sites.read() as uow:
        site = uow.sites.named("下涧槽站")
        assert site is not None
        landmarks = [(each.number, each.name) for each in uow.snapshots.landmarks_of(key(site.id))]
    assert landmarks == [(1, "3栋楼下"), (2, "东门")]
