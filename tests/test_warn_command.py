"""`yihu warn`: what the operator enters is asked about by the bot that runs."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.clock import SystemClock
from bot.database import migrated_store
from bot.settings import DatabaseSettings
from storage.models.activities import Activity
from storage.models.orders import Posting
from storage.models.people import Identity, Member
from storage.models.places import Room, Site
from storage.models.weather import WeatherCheck, WeatherWarning
from storage.states import OutboxStatus
from storage.vocabulary import LOCAL_ZONE, PostingKind, SiteLevel, TimerKind, WarningLevel

MADE_AT = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)
TOMORROW = SystemClock().now().astimezone(LOCAL_ZONE) + timedelta(days=1)
DAY = f"{TOMORROW:%Y-%m-%d}"


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DatabaseSettings:
    """A station below an institute, and in its room #1, tomorrow in the open."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YIHU_CONFIG", raising=False)
    settings = DatabaseSettings()
    with migrated_store(settings) as store, store.write() as uow:
        above = uow.sites.add(Site(name="双桥子所", level=SiteLevel.INSTITUTE))
        site = uow.sites.add(Site(name="下涧槽站", level=SiteLevel.STATION, parent_id=above.id))
        room = uow.rooms.add(Room(account="main", external_id="r", topic="邻里群", site_id=site.id))
        member = uow.members.add(Member(name="李姐", created_at=MADE_AT))
        uow.members.add_identity(
            Identity(member_id=member.id or 0, account="main", external_id="wx", seen_at=MADE_AT, is_friend=True)
        )
        activity = uow.activities.add(
            Activity(
                public_id="a",
                room_id=room.id or 0,
                organiser_id=member.id or 0,
                title="巡河",
                starts_at=TOMORROW,
                posted_at=MADE_AT,
            )
        )
        posting = Posting(
            room_id=room.id or 0, number=1, kind=PostingKind.ACTIVITY, target_id=activity.id or 0, posted_at=MADE_AT
        )
        uow.postings.add(posting)
    return settings


def warn(*words: str) -> Result:
    return CliRunner().invoke(app, ["warn", *words])


def entered(database: DatabaseSettings) -> list[WeatherWarning]:
    with migrated_store(database) as store, store.read() as uow:
        sites = [site.id or 0 for site in uow.sites.everywhere()]
        return uow.weather.entered_at_sites(sites, now=SystemClock().now())


def test_a_warning_is_entered_and_names_whom_it_concerns(database: DatabaseSettings) -> None:
    done = warn("--site", "双桥子所", "--kind", "暴雨", "--level", "橙", "--from", DAY)
    assert done.exit_code == 0, done.output
    assert "暴雨橙色预警" in done.stdout
    assert "邻里群 #1 巡河" in done.stdout
    (warning,) = entered(database)
    assert (warning.level, warning.entered_by_id) == (WarningLevel.ORANGE, None)
    with migrated_store(database) as store, store.read() as uow:
        assert [timer.kind for timer in uow.timers.of_activity(1)] == [TimerKind.ASK_WEATHER]
    assert "已经记着了" in warn("--site", "双桥子所", "--kind", "暴雨", "--level", "橙色", "--from", DAY).stdout


def test_the_level_and_the_days_may_be_left_out(database: DatabaseSettings) -> None:
    assert "现在没有受影响的户外活动" in warn("--site", "双桥子所", "--kind", "空气重污染").stdout
    assert entered(database)[0].level is None


def test_a_warning_is_lifted_and_who_was_asked_is_told(database: DatabaseSettings) -> None:
    warn("--site", "双桥子所", "--kind", "高温", "--until", DAY)
    with migrated_store(database) as store, store.write() as uow:
        asked = WeatherCheck(warning_id=1, activity_id=1, asked_for=TOMORROW, asked_at=SystemClock().now())
        uow.weather.add_check(asked)
    assert "1 条高温预警解除了" in warn("--site", "双桥子所", "--kind", "高温", "--lift").stdout
    assert entered(database) == []
    with migrated_store(database) as store, store.read() as uow:
        (told,) = uow.outbox.in_status("main", OutboxStatus.DUE, OutboxStatus.HELD)
        assert told.member_id == 1
    assert "没有记着的这种预警" in warn("--site", "双桥子所", "--kind", "高温", "--lift").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--site", "没有站", "--kind", "高温"), "没有站点「没有站」。有:双桥子所、下涧槽站"),
        (("--site", "双桥子所", "--kind", "蝗虫"), "--kind 蝗虫: 要的是暴雨、"),
        (("--site", "双桥子所", "--kind", "高温", "--level", "紫"), "--level 紫色: 要的是蓝色、"),
        (("--site", "双桥子所", "--kind", "高温", "--from", "2020-01-01"), "已经过了"),
    ],
)
def test_what_cannot_be_entered_is_named(words: tuple[str, ...], said: str) -> None:
    done = warn(*words)
    assert (done.exit_code, said in done.output) == (2, True), done.output
