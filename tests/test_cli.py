"""The commands as a person types them: what they print, how they end."""

import io
import json
import re
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.database import migrated_store
from bot.demo_world import ACCOUNT as DEMO_ACCOUNT
from bot.failures import told
from bot.settings import DatabaseSettings
from storage.account_lock import hold_account, this_process
from storage.models.orders import DemandOrder, Posting
from storage.models.people import Member
from storage.models.places import Room, Site
from storage.models.talk import OutboxMessage
from storage.states import OutboxStatus
from storage.store import make_engine
from storage.vocabulary import PostingKind, SiteLevel

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DatabaseSettings:
    """Every command runs in a folder of its own, as on a new machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YIHU_CONFIG", raising=False)
    return DatabaseSettings()


def yihu(*words: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=stdin)


def refused(result: Result, code: int) -> str:
    """The one line on stderr of a command that failed without a traceback."""
    assert result.exit_code == code, result.output
    assert isinstance(result.exception, SystemExit | None)
    assert result.stderr.count("\n") == 1, result.stderr
    return result.stderr.removeprefix("yihu: ").rstrip("\n")


def add_rooms(database: DatabaseSettings, *rooms: Room) -> None:
    with migrated_store(database) as store, store.write() as uow:
        site = uow.sites.named("下涧槽站") or uow.sites.add(Site(name="下涧槽站", level=SiteLevel.STATION))
        for room in rooms:
            if room.bound_at is not None:
                room.site_id = site.id
            uow.rooms.add(room)


# the whole


def test_help_names_every_command() -> None:
    result = yihu("--help")
    assert result.exit_code == 0
    for command in ("run", "demo", "parse", "replay", "shadow", "migrate", "digest", "rooms", "import", "doctor"):
        assert re.search(rf"^│ {command}\b", result.stdout, re.MULTILINE), command


def test_python_m_bot_is_yihu() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "migrate" in done.stdout


def test_help_and_parse_load_no_database() -> None:
    """What makes commands start slowly is imported by those that need it."""
    program = (
        "import sys, bot.cli, bot.parse_lines;"
        "print({'sqlalchemy', 'pydantic', 'structlog', 'aiohttp', 'openpyxl'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_bug_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError), told():
        _ = 1 // 0


def test_a_reader_that_leaves_ends_a_command_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    output = io.StringIO()
    monkeypatch.setattr(sys, "stdout", output)
    with pytest.raises(typer.Exit), told():
        raise BrokenPipeError
    assert output.closed


def test_what_the_database_refuses_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    engine = make_engine("sqlite://")
    with pytest.raises(typer.Exit), told(), engine.connect() as connection:
        connection.exec_driver_sql("SELECT nonsense")
    engine.dispose()
    assert capsys.readouterr().err == "yihu: the database refused: no such column: nonsense\n"


# settings


def test_wrong_settings_are_one_line_and_code_2(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[web]\nprot = 1\n")
    for command in (["run"], ["migrate"], ["rooms"]):
        assert refused(yihu(*command), 2) == "config.toml: web.prot: unknown key, did you mean port?"
    (tmp_path / "other.toml").write_text("[wbe]\n")
    assert refused(yihu("migrate", "--config", "other.toml"), 2) == "other.toml: wbe: unknown key, did you mean web?"


def test_run_wants_an_account(tmp_path: Path) -> None:
    assert refused(yihu("run"), 2) == "settings: accounts: none; expected a section [accounts.NAME]"
    (tmp_path / "config.toml").write_text("")
    assert refused(yihu("run"), 2) == "config.toml: accounts: none; expected a section [accounts.NAME]"


def test_run_says_who_has_the_account(database: DatabaseSettings, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[accounts.page]\ntransport = "webchat"\n')
    with migrated_store(database) as store, hold_account(store.engine, "page", holder=this_process(now=NOW)):
        assert refused(yihu("run"), 2).startswith("account page is held by ")


def test_demo_runs_once_on_a_folder(tmp_path: Path) -> None:
    demo = DatabaseSettings(url="sqlite:///talk/yihu.db", key_file=tmp_path / "talk/yihu.key")
    with migrated_store(demo) as store, hold_account(store.engine, DEMO_ACCOUNT, holder=this_process(now=NOW)):
        line = refused(yihu("demo", "--no-browser", "--data", "talk"), 2)
    assert line.startswith(f"account {DEMO_ACCOUNT} is held by ")


# parse


def test_parse_answers_line_by_line_in_order() -> None:
    rows = [{"id": "1", "text": "接单 12"}, {"id": "2", "text": "今天天气真好"}, {"id": "3", "text": "\ud83d 完成12"}]
    stdin = "\ufeff" + "\n\n".join(json.dumps(row) for row in rows) + "\n"
    result = yihu("parse", stdin=stdin)
    assert result.exit_code == 0, result.output
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["1", "2", "3"]
    assert [answer["intent"] for answer in answers] == ["claim_order", "chatter", "finish_order"]
    assert answers[0]["slots"] == {"orders": [12]}


def test_parse_reads_a_file(tmp_path: Path) -> None:
    (tmp_path / "talk.jsonl").write_text('{"text": "接单 3"}\n', "utf-8")
    assert json.loads(yihu("parse", "talk.jsonl").stdout)["slots"] == {"orders": [3]}
    assert refused(yihu("parse", "nowhere.jsonl"), 2) == "nowhere.jsonl: cannot be read (No such file or directory)"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"text": ', "stdin: line 2: not JSON: Expecting value (column 9)"),
        ("[]", "stdin: line 2: expected a JSON object"),
        ("{}", "stdin: line 2: text: missing"),
        ('{"text": 3}', "stdin: line 2: text: expected str, got int"),
        (b"\xff\xfe", "stdin: line 2: not UTF-8"),
    ],
    ids=["cut", "list", "no text", "number", "not utf-8"],
)
def test_parse_stops_at_the_first_bad_line(line: str | bytes, expected: str) -> None:
    bad = line.encode() if isinstance(line, str) else line
    good = '{"text": "接单 12"}\n'.encode()
    result = yihu("parse", stdin=good + bad + b"\n" + good)
    assert refused(result, 1) == expected
    assert result.stdout.count("\n") == 1


def test_parse_survives_json_that_is_nested_too_deep() -> None:
    """In a process of its own: at the bottom of the stack this one's leftovers might be collected, and fail."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "parse"], cwd=ROOT, input=b"[" * 100_000, capture_output=True, check=False
    )
    expected = b"yihu: stdin: line 1: not JSON that anyone would send: nested too deep\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", expected)


def test_parse_does_not_complain_when_its_reader_leaves() -> None:
    lines = b'{"text": "x"}\n' * 3000
    program = [sys.executable, "-m", "bot", "parse"]
    with subprocess.Popen(
        program, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        try:
            process.stdin.write(lines)
            process.stdin.close()
        except BrokenPipeError:
            pass
        assert process.stderr.read() == b""
    assert process.returncode == 1


# replay


def test_replay_tells_what_was_missed(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("王婆婆> 今天天气真好\n", "utf-8")
    (tmp_path / "bad.txt").write_text("王婆婆> 今天天气真好\nbot> 是啊\n", "utf-8")
    assert yihu("replay", "good.txt").exit_code == 0
    result = yihu("replay", "--jsonl", "good.txt", "bad.txt")
    assert result.exit_code == 1
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert rows == [{"file": "good.txt", "ok": True, "missed": []}, {"file": "bad.txt", "ok": False, "missed": [2]}]


def test_replay_names_a_line_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_text("王婆婆> 你好\n+ soon\n", "utf-8")
    assert refused(yihu("replay", "odd.txt"), 2).startswith("odd.txt:2: expected")
    assert refused(yihu("replay", "nowhere.txt"), 2) == "nowhere.txt: no such file"


# migrate


def test_migrate_makes_database_and_key(tmp_path: Path) -> None:
    assert yihu("migrate").stdout.startswith("sqlite:///data/yihu.db: applied 0001")
    assert yihu("migrate").stdout == "sqlite:///data/yihu.db: up to date\n"
    assert (tmp_path / "data/yihu.key").stat().st_mode & 0o777 == 0o600


def test_a_database_without_its_key_does_not_open(tmp_path: Path) -> None:
    yihu("migrate")
    (tmp_path / "data/yihu.key").write_text("nonsense")
    assert refused(yihu("migrate"), 2) == (
        "data/yihu.key: not a key, expected 44 characters as yihu made them on first start"
    )
    (tmp_path / "data/yihu.key").unlink()
    assert refused(yihu("migrate"), 2) == (
        "data/yihu.key: the key of this database is missing: put its backup there (database.key_file)"
    )


def test_the_key_may_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIHU_DATABASE__KEY", "A" * 43 + "=")
    assert yihu("migrate").exit_code == 0
    assert not (tmp_path / "data/yihu.key").exists()
    monkeypatch.setenv("YIHU_DATABASE__KEY", "short")
    line = refused(yihu("migrate"), 2)
    assert line.startswith("database.key: not a key")
    assert "short" not in line


def test_a_newer_database_is_not_touched(database: DatabaseSettings) -> None:
    with migrated_store(database) as store, store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    expected = "the database was migrated by a newer yihu (revision 9999): update this one"
    assert refused(yihu("migrate"), 2) == expected
    assert refused(yihu("rooms"), 2) == expected


def test_folders_and_files_that_do_not_work_are_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    assert refused(yihu("migrate"), 1) == "data: the folder cannot be made (File exists)"
    (tmp_path / "data").unlink()
    (tmp_path / "data/yihu.key").mkdir(parents=True)
    assert refused(yihu("migrate"), 2) == "data/yihu.key: the key cannot be read or made (Is a directory)"
    (tmp_path / "data/yihu.db").unlink()
    (tmp_path / "data/yihu.db").mkdir()
    assert refused(yihu("migrate"), 1) == "sqlite:///data/yihu.db: unable to open database file"


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/yihu.db").write_text("nothing of the kind" * 100)
    assert refused(yihu("migrate"), 1) == "sqlite:///data/yihu.db: file is not a database"


def test_an_unreachable_server_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIHU_DATABASE__URL", "postgresql+psycopg://yihu:hidden@127.0.0.1:1/yihu")
    line = refused(yihu("migrate"), 1)
    assert line.startswith("postgresql+psycopg://yihu:***@127.0.0.1:1/yihu: ")
    assert "hidden" not in line


# rooms


def test_rooms_are_listed_with_what_is_to_be_done(database: DatabaseSettings) -> None:
    assert "没有群" in yihu("rooms").stdout
    add_rooms(
        database,
        Room(account="main", external_id="1", topic="[red]邻里群", bound_at=NOW, digest_time=time(7, 45)),
        Room(account="main", external_id="2", topic="新群"),
        Room(account="main", external_id="3", topic="旧群", left_at=NOW),
    )
    shown = yihu("rooms").stdout
    assert re.search(r"1.*\[red\]邻里群.*main.*下涧槽站.*07:45.*21:30–07:30.*在用", shown)
    assert re.search(r"新群.*未绑定", shown)
    assert re.search(r"旧群.*已离开", shown)
    assert "yihu rooms code" in shown
    with migrated_store(database) as store, store.write() as uow:
        uow.rooms.change(2, site_id=1)
    assert "yihu rooms code" not in yihu("rooms").stdout


def test_a_code_binds_for_seven_days(database: DatabaseSettings) -> None:
    add_rooms(database)
    result = yihu("rooms", "code", "--site", "下涧槽站")
    assert result.exit_code == 0, result.output
    word, code = result.stdout.split()
    assert word == "绑定"
    with migrated_store(database) as store, store.read() as uow:
        made = uow.sites.code(code)
    assert made is not None
    written_at = datetime.fromtimestamp(Path("data/yihu.db").stat().st_mtime, UTC)
    assert abs(made.expires_at - written_at - timedelta(days=7)) < timedelta(minutes=1)


def test_a_code_needs_a_site_that_is_there(database: DatabaseSettings) -> None:
    assert refused(yihu("rooms", "code", "--site", "某站"), 2).endswith("还没有站点,先 yihu import")
    add_rooms(database)
    assert refused(yihu("rooms", "code", "--site", "某站"), 2) == "rooms: 没有站点「某站」。有:下涧槽站"


def test_rooms_takes_the_settings_before_its_command(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text("[wbe]\n")
    line = refused(yihu("rooms", "--config", "other.toml", "code", "--site", "x"), 2)
    assert line == "other.toml: wbe: unknown key, did you mean web?"


# digest


def test_digest_is_only_shown(database: DatabaseSettings) -> None:
    assert refused(yihu("digest", "--room", "邻里群"), 2).endswith("add --dry-run to see one")
    assert refused(yihu("digest", "--room", "邻里群", "--dry-run"), 2) == (
        "digest: 没有绑定站点的群「邻里群」,见 yihu rooms"
    )
    add_rooms(database, Room(account="a", external_id="1", topic="邻里群", bound_at=NOW))
    result = yihu("digest", "--room", "邻里群", "--dry-run")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "没有日报" in result.stderr
    add_rooms(database, Room(account="a", external_id="2", topic="邻里群", bound_at=NOW))
    assert refused(yihu("digest", "--room", "邻里群", "--dry-run"), 2).startswith("digest: 2 个群叫「邻里群」")
    assert yihu("digest", "--room", "2", "--dry-run").exit_code == 0


def test_a_digest_shows_what_is_open(database: DatabaseSettings) -> None:
    add_rooms(database, Room(account="a", external_id="1", topic="邻里群", bound_at=NOW))
    with migrated_store(database) as store, store.write() as uow:
        room = uow.rooms.known_as("a", "1")
        assert room is not None
        asker = uow.members.add(Member(name="王婆婆", created_at=NOW))
        order = uow.orders.add(
            DemandOrder(
                public_id="x",
                room_id=room.id or 0,
                asker_id=asker.id or 0,
                placed_by_id=asker.id or 0,
                what="修水龙头",
                placed_at=NOW,
            )
        )
        uow.postings.add(
            Posting(room_id=room.id or 0, number=9, kind=PostingKind.ORDER, target_id=order.id or 0, posted_at=NOW)
        )
    result = yihu("digest", "--room", "邻里群", "--date", "2026-05-21", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "#9" in result.stdout
    assert "修水龙头" in result.stdout
    with migrated_store(database) as store, store.write() as uow:
        uow.rooms.change(1, digested_at=NOW + timedelta(days=30))
    assert yihu("digest", "--room", "1", "--date", "2026-05-21", "--dry-run").stdout == result.stdout


# doctor (its findings: test_doctor.py)


def test_doctor_ends_with_1_where_something_is_bad(database: DatabaseSettings) -> None:
    result = yihu("doctor")
    assert result.exit_code == 1
    assert "✗ database  data/yihu.db is not there yet → yihu migrate" in result.stdout
    yihu("migrate")
    assert yihu("doctor").exit_code == 0
    with migrated_store(database) as store, store.write() as uow:
        uow.outbox.add(
            OutboxMessage(account="a", status=OutboxStatus.DUE, due_at=NOW, created_at=NOW, template="t", text="x")
        )
    assert yihu("doctor").exit_code == 1
