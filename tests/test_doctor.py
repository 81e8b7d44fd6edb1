"""What doctor finds, one broken thing at a time, and what it says to do."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.database import migrated_store
from bot.doctor import findings, sqlite_finding
from bot.doctor_accounts import account_findings, outbox_findings, room_findings
from bot.doctor_machine import calendar_finding, clock_finding, disk_finding, key_file_finding
from bot.findings import Finding, Mark
from bot.settings import DatabaseSettings, Settings
from storage.models.people import Member
from storage.models.places import Room, Site
from storage.models.talk import Account, OutboxMessage
from storage.repositories.condition import Condition, Parked
from storage.seal import new_key
from storage.states import OutboxStatus
from storage.store import Store, make_engine
from storage.vocabulary import SiteLevel
from tests.postgres import Postgres

NOW = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _new_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def store() -> Iterator[Store]:
    with migrated_store(DatabaseSettings()) as opened:
        yield opened


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def lines(config: Path | None = None) -> list[str]:
    """What is not good."""
    return [str(each) for each in findings(config, NOW) if each.mark is not Mark.GOOD]


def wechaty(endpoint: str) -> Settings:
    account = {"transport": "wechaty", "endpoint": endpoint, "token": "hidden"}
    return Settings.model_validate({"accounts": {"main": account}})


# settings and database


@pytest.mark.usefixtures("store")
def test_all_is_well(config: Path) -> None:
    config.write_text('[accounts.page]\ntransport = "webchat"\n')
    with migrated_store(DatabaseSettings()) as store, store.write() as uow:
        uow.accounts.seen("page", "online", now=NOW)
        uow.members.add(Member(name="小王", phone_sealed=uow.seal("13800001111"), created_at=NOW))
    found = [str(each) for each in findings(config, NOW)]
    assert [line for line in found if line[0] != "✓"] == []
    assert "✓ key       opens what is sealed in this database" in found
    assert "✓ database  journal wal, synchronous FULL" in found
    assert "✓ page      online since 2026-05-20 10:00" in found
    assert f"✓ settings  {config}" in found


def test_wrong_settings_are_all_it_says(config: Path) -> None:
    config.write_text("[web]\nprot = 1\n")
    (line,) = lines(config)
    assert line == (
        f"✗ settings  {config}: web.prot: unknown key, did you mean port?"
        " → mend it; config.example.toml shows every key"
    )


def test_a_new_machine_is_told_to_migrate_and_nothing_is_made(tmp_path: Path) -> None:
    assert lines() == [
        "! key       data/yihu.key is not there yet → made on first start; put the backup there if there was one",
        "✗ database  data/yihu.db is not there yet → yihu migrate",
    ]
    assert list(tmp_path.iterdir()) == []


def test_an_old_schema_is_named(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
    assert lines()[-1].startswith("✗ database  schema none, this program needs ")


def test_the_wrong_key_is_found_out(store: Store) -> None:
    with store.write() as uow:
        uow.members.add(Member(name="小王", phone_sealed=uow.seal("13800001111"), created_at=NOW))
    Path("data/yihu.key").write_bytes(new_key())
    assert "✗ key       does not open what is sealed in this database → put the right key back" in lines()
    Path("data/yihu.key").unlink()
    assert lines()[-1].startswith("✗ key       data/yihu.key: the key of this database is missing")


def test_a_key_that_others_can_read_is_bad(store: Store) -> None:
    Path("data/yihu.key").chmod(0o644)
    assert lines()[0] == "✗ key       data/yihu.key can be read by others (mode 0644) → chmod 600 data/yihu.key"
    assert store.commits_groups


def test_a_key_from_the_environment_has_no_file() -> None:
    database = DatabaseSettings.model_validate({"key": "hidden"})
    assert str(key_file_finding(database)) == "✓ key       given in the settings or the environment"


@pytest.mark.usefixtures("store")
def test_normal_synchronous_is_worth_a_notice(config: Path) -> None:
    config.write_text('[database]\nsynchronous = "NORMAL"\n')
    assert (
        "! database  journal wal, synchronous NORMAL → a power cut may lose the last moments; FULL loses nothing"
        in (lines(config))
    )


def test_a_journal_that_is_not_wal_is_bad() -> None:
    """As on a network disk; a database in memory has none either."""
    engine = make_engine("sqlite://")
    with engine.connect() as connection:
        finding = sqlite_finding(Condition(connection), DatabaseSettings())
    engine.dispose()
    assert (finding.mark, finding.what) == (Mark.BAD, "journal memory, synchronous FULL")


def test_a_database_that_does_not_answer(config: Path) -> None:
    config.write_text('[database]\nurl = "postgresql+psycopg://yihu:hidden@127.0.0.1:1/yihu"\n')
    line = lines(config)[-1]
    assert line.startswith("✗ database  postgresql+psycopg://yihu:***@127.0.0.1:1/yihu: ")
    assert line.endswith("→ start the database, or mend database.url")


def test_a_damaged_database_is_named(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE audit_events")
    assert lines()[-1] == "✗ database  no such table: audit_events → look after sqlite:///data/yihu.db"


def test_postgresql_is_examined_too(config: Path, postgres: Postgres) -> None:
    url = postgres.empty()
    config.write_text(f'[database]\nurl = "{url}"\n')
    with migrated_store(DatabaseSettings(url=url, key_file=Path("other.key"))) as store, store.write() as uow:
        site = uow.sites.add(Site(name="站", level=SiteLevel.STATION))
        room = uow.rooms.add(Room(account="a", external_id="r", topic="群", site_id=site.id))
        late = NOW - timedelta(minutes=30)
        for status in (OutboxStatus.PARKED, OutboxStatus.PARKED, OutboxStatus.DUE, OutboxStatus.WAITING):
            uow.outbox.add(
                OutboxMessage(
                    account="a",
                    room_id=room.id,
                    status=status,
                    due_at=late,
                    created_at=NOW,
                    template="t",
                    text_sealed=uow.seal("x"),
                    reason="room left" if status is OutboxStatus.PARKED else "",
                )
            )
    Path("data").mkdir()
    Path("other.key").rename("data/yihu.key")
    found = lines(config)
    postgres.drop(url)
    assert found == [
        "! accounts  none → add a section [accounts.NAME], see config.example.toml",
        "! outbox    2 parked (a, 群): room left → they are not sent any more; is the account still in that room?",
        "! outbox    1 due at a, the oldest for 30 min → is yihu run on-line?",
        "! outbox    1 private texts wait for a friend request → nothing to do: the room was told",
    ]


# machine


def test_a_clock_behind_the_database_is_bad() -> None:
    assert clock_finding(NOW, None).mark is Mark.GOOD
    assert clock_finding(NOW, NOW + timedelta(minutes=1)).mark is Mark.GOOD
    assert str(clock_finding(NOW, NOW + timedelta(days=1))) == (
        "✗ clock     2026-05-20 10:00 Asia/Shanghai, but the database knows 2026-05-21 10:00 → set the clock (NTP)"
    )


@pytest.mark.parametrize(
    ("year", "month", "mark"),
    [(2026, 5, Mark.GOOD), (2025, 12, Mark.GOOD), (2099, 5, Mark.NOTICE)],
)
def test_the_calendar_must_know_the_year(year: int, month: int, mark: Mark) -> None:
    assert calendar_finding(datetime(year, month, 1, 12, tzinfo=UTC)).mark is mark


def test_little_room_on_the_disk(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there" / "yet"
    assert disk_finding(folder, little=0, none=0).mark is Mark.GOOD
    assert disk_finding(folder).what.endswith(f" MB free at {tmp_path}")
    assert disk_finding(folder, little=1 << 40, none=0).mark is Mark.NOTICE
    assert disk_finding(folder, none=1 << 40).mark is Mark.BAD


# accounts


@pytest.mark.parametrize(
    ("port", "mark", "what"),
    [
        (8080, Mark.GOOD, "awaits its implementation at ws://127.0.0.1:8080/onebot/v11/ws"),
        (0, Mark.BAD, "web.port = 0 is another one at each start"),
    ],
)
def test_an_implementation_is_told_a_lasting_address(port: int, mark: Mark, what: str) -> None:
    account = {"transport": "onebot", "self_id": "10001", "token": "hidden"}
    settings = Settings.model_validate({"accounts": {"qq": account}, "web": {"port": port}})
    first, *_ = account_findings(settings, [])
    assert (first.mark, first.what) == (mark, what)


def test_a_gateway_that_listens_is_good() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        endpoint = f"127.0.0.1:{server.getsockname()[1]}"
        first, never = account_findings(wechaty(endpoint), [])
    assert (first.mark, first.what) == (Mark.GOOD, f"gateway {endpoint} answers")
    assert str(never) == "! main      was never on-line → yihu run"


@pytest.mark.parametrize("endpoint", ["127.0.0.1:1", "127.0.0.1:99999", "[::1]:1"])
def test_a_gateway_that_does_not_listen_is_bad(endpoint: str) -> None:
    first = next(iter(account_findings(wechaty(endpoint), [])))
    assert first.mark is Mark.BAD
    assert first.what.startswith(f"gateway {endpoint}: ")
    assert "hidden" not in str(first)


@pytest.mark.parametrize(
    ("presence", "mark", "advice"),
    [
        ("online", Mark.GOOD, ""),
        ("scan", Mark.BAD, "scan the QR code that yihu run shows"),
        ("rejected", Mark.BAD, "the token is wrong: accounts.main.token"),
        ("offline", Mark.NOTICE, "start yihu run; if it runs, look at its log"),
    ],
)
def test_presence(presence: str, mark: Mark, advice: str) -> None:
    account = Account(name="main", presence=presence, changed_at=NOW)
    _gateway, finding = account_findings(wechaty("127.0.0.1:1"), [account])
    assert finding == Finding(mark, "main", f"{presence} since 2026-05-20 10:00", advice)


def test_messages_lost_at_a_crash_are_counted() -> None:
    account = Account(name="main", presence="online", changed_at=NOW, not_handled=3)
    *_, finding = account_findings(wechaty("127.0.0.1:1"), [account])
    assert finding.what == "3 messages were received but not handled when it stopped"


# rooms and outbox


def test_rooms_that_are_not_bound() -> None:
    bound = Room(account="a", external_id="1", site_id=1)
    silent = Room(account="a", external_id="2")
    left = Room(account="a", external_id="3", left_at=NOW)
    assert [each.what for each in room_findings([])] == ["none yet: invite the account into one"]
    assert [each.what for each in room_findings([bound, left])] == ["1, all bound"]
    assert [each.what for each in room_findings([bound, silent])] == ["2, 1 not bound to a site and silent"]


def test_what_was_not_sent() -> None:
    assert [each.mark for each in outbox_findings([], {}, 0, [], now=NOW)] == [Mark.GOOD]
    minute = {"a": (NOW - timedelta(minutes=1), 2)}
    assert [each.mark for each in outbox_findings([], minute, 0, [], now=NOW)] == [Mark.GOOD]
    hours = {"a": (NOW - timedelta(hours=2), 2)}
    (late,) = outbox_findings([], hours, 0, [], now=NOW)
    assert (late.mark, late.what) == (Mark.BAD, "2 due at a, the oldest for 120 min")
    nameless = Room(id=7, account="a", external_id="r")
    parked = [Parked("a", None, "", 1), Parked("a", 7, "no", 1), Parked("a", 8, "no", 1)]
    assert [each.what for each in outbox_findings(parked, {}, 0, [nameless], now=NOW)] == [
        "1 parked (a, private): no reason given",
        "1 parked (a, room 7): no",
        "1 parked (a, room 8): no",
    ]
