"""Settings: what is right is read, what is wrong is said in one line, the example says what the model says."""

import dataclasses
import re
import tomllib
from datetime import time, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.pacing import UNPACED, Pacing
from bot.settings import (
    HouseSettings,
    OneBotAccount,
    RoomSettings,
    Settings,
    WebchatAccount,
    WebSettings,
    WechatyAccount,
)
from bot.settings_file import BadConfig, load_settings
from bot.settings_table import documented, spell
from bot.transports.onebot_settings import OneBotSettings
from bot.transports.wechaty_settings import Tls, WechatySettings
from handlers.rules import HouseRules
from storage.models.places import Room

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"
WECHATY = '[accounts.main]\ntransport = "wechaty"\nendpoint = "127.0.0.1:8788"\ntoken = "not-to-be-seen"\n'
ONEBOT = '[accounts.qq]\ntransport = "onebot"\ntoken = "not-to-be-seen"\n'


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in documented():
        monkeypatch.delenv("YIHU_" + each.key.upper().replace(".", "__"), raising=False)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def line_about(config: Path, text: str) -> str:
    config.write_text(text, "utf-8")
    with pytest.raises(BadConfig) as refused:
        load_settings(config)
    line = str(refused.value)
    assert "\n" not in line
    assert "not-to-be-seen" not in line
    return line.removeprefix(f"{config}: ")


def test_nothing_at_all_gives_the_defaults() -> None:
    settings = load_settings()
    assert settings.house.rules() == HouseRules()
    assert settings.web.port == 8080
    assert settings.accounts == {}


def test_code_may_give_durations_as_they_are() -> None:
    assert HouseSettings(merge_window=timedelta(seconds=5)).rules().merge_window == timedelta(seconds=5)


def test_the_file_is_read(config: Path) -> None:
    config.write_text(
        '[web]\nport = 0\n[house]\nladder = ["1h30m", "1d"]\nmerge_window = "5s"\nmorning_list_at = "07:45"\n'
        "[rooms]\nquiet_from = 22:00:00\n" + WECHATY + 'tls = "insecure"\njitter = "0s"\n'
    )
    settings = load_settings(config)
    rules = settings.house.rules()
    assert rules.ladder == (timedelta(minutes=90), timedelta(days=1))
    assert (rules.merge_window, rules.morning_list_at) == (timedelta(seconds=5), time(7, 45))
    assert settings.rooms.quiet_from == time(22)
    account = settings.accounts["main"]
    assert isinstance(account, WechatyAccount)
    assert account.jitter == timedelta()
    gateway = account.gateway("main", ("一呼",))
    assert (gateway.token, gateway.tls, gateway.tls_ca_file) == ("not-to-be-seen", Tls.INSECURE, None)


def test_the_environment_wins(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.write_text("[web]\nport = 1\n" + WECHATY)
    monkeypatch.setenv("YIHU_WEB__PORT", "2")
    monkeypatch.setenv("YIHU_WEB__HOST", "")  # empty: not set
    monkeypatch.setenv("YIHU_HOUSE__URGENT_LADDER", "1m, 2m")
    monkeypatch.setenv("YIHU_HOUSE__BOT_NAMES", "一呼,小呼")
    monkeypatch.setenv("YIHU_ACCOUNTS__MAIN__TOKEN", "another")
    monkeypatch.setenv("YIHU_PORT", "tcp://10.0.0.1:80")  # what a container platform may set
    settings = load_settings(config)
    assert (settings.web.port, settings.web.host) == (2, "127.0.0.1")
    assert settings.house.urgent_ladder == (timedelta(minutes=1), timedelta(minutes=2))
    assert settings.house.bot_names == ("一呼", "小呼")
    account = settings.accounts["main"]
    assert isinstance(account, WechatyAccount)
    assert account.token.get_secret_value() == "another"
    assert account.endpoint == "127.0.0.1:8788"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[web]\nprot = 1", "web.prot: unknown key, did you mean port?"),
        ("[web]\nxyz = 1", "web.xyz: unknown key; known here: host, port, public_url, trusted_proxies"),
        ("[wbe]\n", "wbe: unknown key, did you mean web?"),
        ("web = 1", "web: expected a section with keys of its own"),
        ("accounts = 1", "accounts: expected a section with keys of its own"),
        (
            '[web]\nport = "many"',
            "web.port: expected a valid integer, unable to parse string as an integer, not 'many'",
        ),
        (
            "[voice]\ntranscriber = 'hear \"it'",
            "voice.transcriber: expected a program and its arguments, quoted as in a shell",
        ),
        ("[web]\nport = 70000", "web.port: expected less than or equal to 65535, not 70000"),
        ('[database]\nsynchronous = "OFF"', "database.synchronous: expected 'FULL' or 'NORMAL'"),
        (
            '[database]\nurl = "mysql://u:not-to-be-seen@h/d"',
            "database.url: expected: SQLite file (relative to where yihu is started) or postgresql+psycopg://",
        ),
        (
            '[house]\nmerge_window = "soon"',
            "house.merge_window: expected a duration such as 30s, 10m, 2h or 7d, not 'soon'",
        ),
        ("[house]\nmerge_window = 30", "house.merge_window: expected a duration such as 30s, 10m, 2h or 7d, not 30"),
        ('[house]\nladder = ["2h", "x"]', "house.ladder.1: expected a duration such as 30s, 10m, 2h or 7d, not 'x'"),
        ('[house]\nladder = ["2h", "1h"]', "house.ladder: expected durations that go up, rung by rung"),
        ('[rooms]\ndigest_time = "25:00"', "rooms.digest_time: expected a time of day such as 08:00, not '25:00'"),
        (
            '[accounts.main]\ntransport = "wechaty"\nendpoint = "h:1"',
            "accounts.main.token: missing (here or as YIHU_ACCOUNTS__MAIN__TOKEN): The puppet service's token",
        ),
        (WECHATY + 'token_ = "x"', "accounts.main.token_: unknown key, did you mean token?"),
        (WECHATY.replace('"not-to-be-seen"', '""'), "accounts.main.token: expected something, not nothing"),
        (WECHATY.replace('"not-to-be-seen"', "12345"), "accounts.main.token: expected a valid string"),
        (WECHATY + 'tls = "maybe"', "accounts.main.tls: expected 'off', 'on' or 'insecure'"),
        (WECHATY.replace("127.0.0.1:8788", "not-to-be-seen"), "accounts.main.endpoint: expected: host:port of the"),
        ("[accounts.main]\n", "accounts.main.transport: expected wechaty, onebot or webchat"),
        ('[accounts.main]\ntransport = "icq"', "accounts.main.transport: expected wechaty, onebot or webchat"),
        (ONEBOT + 'self_id = "abc"', "accounts.qq.self_id: expected: The account's own number"),
        (ONEBOT + "self_id = true", "accounts.qq.self_id: expected a valid string"),
        (
            f"{ONEBOT}self_id = 1\n{ONEBOT.replace('qq', 'other')}self_id = '1'",
            "accounts: expected a self_id of its own for each onebot account",
        ),
        ('[accounts."Main Room"]\ntransport = "webchat"', "accounts.Main Room: expected a name of small letters"),
        ("[accounts]\nmain = 1", "accounts.main: expected a section with keys of its own"),
        (
            "[web]\nxyz = 1\nabc = 2",
            "web.xyz: unknown key; known here: host, port, public_url, trusted_proxies (and 1 more)",
        ),
        ("web =", "not TOML: Invalid value (at end of document)"),
    ],
)
def test_one_line_names_key_and_expectation(config: Path, text: str, expected: str) -> None:
    assert line_about(config, text).startswith(expected)


def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIHU_WEB__PORT", "x")
    with pytest.raises(BadConfig, match=r"^environment: YIHU_WEB__PORT: expected a valid integer.*, not 'x'$"):
        load_settings()


def test_an_unknown_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIHU_WBE__PORT", "1")
    with pytest.raises(BadConfig, match=r"^environment: YIHU_WBE__PORT: unknown key, did you mean web\?$"):
        load_settings()
    monkeypatch.delenv("YIHU_WBE__PORT")
    monkeypatch.setenv("YIHU_WEB__PROT", "1")
    with pytest.raises(BadConfig, match=r"^environment: YIHU_WEB__PROT: unknown key, did you mean port\?$"):
        load_settings()


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match=r"nowhere\.toml: no such file; config\.example\.toml is one to start from"):
        load_settings(tmp_path / "nowhere.toml")
    with pytest.raises(BadConfig, match=r"cannot be read \(Is a directory\)"):
        load_settings(tmp_path)
    (tmp_path / "gbk.toml").write_bytes("# 设置".encode("gbk"))
    with pytest.raises(BadConfig, match="expected text in UTF-8"):
        load_settings(tmp_path / "gbk.toml")


def test_the_token_is_never_printed(config: Path) -> None:
    config.write_text(WECHATY)
    settings = load_settings(config)
    assert "not-to-be-seen" not in f"{settings!r} {settings}"
    gateway = settings.accounts["main"]
    assert isinstance(gateway, WechatyAccount)
    assert "not-to-be-seen" not in repr(gateway.gateway("main", ()))


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        load_settings().web.port = 1  # type: ignore[misc]  # that is the test


# what must stay the same in two places


def test_house_settings_mirror_the_house_rules() -> None:
    fields = {each.name for each in dataclasses.fields(HouseRules)}
    assert set(HouseSettings.model_fields) == fields - {"public_url"}  # where the pages are is a setting of [web]
    assert HouseSettings().rules() == HouseRules()


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("", ""),
        ("https://yihu.example.org", "https://yihu.example.org"),
        ("https://example.org/yihu/", "https://example.org/yihu"),
        ("http://10.0.0.5:8080", "http://10.0.0.5:8080"),
    ],
)
def test_links_begin_with_the_public_address(said: str, read: str) -> None:
    assert Settings(web=WebSettings(public_url=said)).rules().public_url == read


@pytest.mark.parametrize(
    "said",
    [
        "yihu.example.org",
        "ftp://example.org",
        "https://",
        "https://a b",
        "https://x/?q=1",
        "https://u:p@example.org",
        "https://example.org/" + "a" * 60,
        "javascript:alert(1)",
        "https://例子.中国",
    ],
)
def test_what_is_no_public_address_is_said_in_one_line(tmp_path: Path, said: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'[web]\npublic_url = "{said}"\n', "utf-8")
    with pytest.raises(BadConfig) as refused:
        load_settings(file)
    message = str(refused.value)
    assert "\n" not in message
    assert all(words in message for words in ("config.toml", "web.public_url", "https://yihu.example.org"))


def test_room_settings_mirror_a_new_room() -> None:
    room = Room(account="a", external_id="r")
    columns = {name: "is_shadowed" if name == "shadow" else name for name in RoomSettings.model_fields}
    assert dict(RoomSettings()) == {name: getattr(room, column) for name, column in columns.items()}


def test_account_settings_mirror_the_transport() -> None:
    here = WechatyAccount.model_validate({"transport": "wechaty", "endpoint": "h:1", "token": "t"})
    assert here.gateway("main", ("一呼",)) == WechatySettings(account="main", endpoint="h:1", token="t")  # noqa: S106
    assert here.pacing() == Pacing()
    there = OneBotAccount.model_validate({"transport": "onebot", "self_id": 10001, "token": "t"})
    assert there.door("qq", ("一呼",)) == OneBotSettings(account="qq", self_id="10001", token="t")  # noqa: S106
    assert there.pacing() == Pacing()
    assert WebchatAccount(transport="webchat").pacing() == UNPACED


def test_every_key_has_a_meaning() -> None:
    for each in documented():
        assert each.meaning, each.key
    assert set(WebchatAccount.model_fields) < set(WechatyAccount.model_fields)
    assert set(WebchatAccount.model_fields) < set(OneBotAccount.model_fields)


def commented_in(text: str) -> str:
    """The example with its commented-out keys (`#key`, no blank) taken in."""
    return re.sub(r"^#(?=\S)", "", text, flags=re.MULTILINE)


def test_the_example_is_the_defaults() -> None:
    assert load_settings(EXAMPLE) == Settings()


def test_the_example_shows_every_key_with_its_default(config: Path) -> None:
    config.write_text(commented_in(EXAMPLE.read_text("utf-8")), "utf-8")
    written = tomllib.loads(config.read_text("utf-8"))
    for each in documented():
        section, _, name = each.key.replace("NAME", "main").replace("QQ", "qq").rpartition(".")
        *above, section = section.split(".")
        keys = written["accounts"][section] if above else written[section]
        assert name in keys, each.key
        if each.default is not None:
            assert tomllib.loads(f"key = {each.default}")["key"] == keys[name], each.key
    accounts = load_settings(config).accounts
    assert [each.transport for each in accounts.values()] == ["wechaty", "onebot"]


@pytest.mark.parametrize(
    ("value", "toml"),
    [
        (timedelta(0), '"0s"'),
        (timedelta(seconds=90), '"90s"'),
        (timedelta(hours=48), '"48h"'),
        (timedelta(days=7), '"7d"'),
        (True, "true"),
        (time(7, 5), '"07:05"'),
    ],
)
def test_values_are_spelled_as_people_write_them(value: object, toml: str) -> None:
    assert spell(value) == toml
