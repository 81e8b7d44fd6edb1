"""`yihu members`: who is known, made one, parted."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot import members_command
from bot.cli import app
from bot.database import migrated_store
from bot.settings import DatabaseSettings
from storage.models.people import Identity, Member
from storage.models.places import Site
from storage.vocabulary import Role, SiteLevel

NOW = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DatabaseSettings:
    """In a folder of its own, as on a new machine: 小李 under two ids, one of them a leader."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YIHU_CONFIG", raising=False)
    settings = DatabaseSettings()
    with migrated_store(settings) as store, store.write() as uow:
        site = uow.sites.add(Site(name="下涧槽站", level=SiteLevel.STATION))
        for number in (1, 2):
            member = uow.members.add(Member(name="小李", created_at=NOW))
            identity = Identity(member_id=member.id or 0, account="main", external_id=f"wx-{number}", seen_at=NOW)
            uow.members.add_identity(identity)
        uow.members.grant(1, Role.LEADER, site.id or 0)
    return settings


def yihu(*words: str) -> Result:
    return CliRunner().invoke(app, ["members", *words])


def roles_of(database: DatabaseSettings, external_id: str) -> frozenset[Role]:
    with migrated_store(database) as store, store.read() as uow:
        identity = uow.members.identity("main", external_id)
        assert identity is not None
        return uow.members.roles_anywhere(identity.member_id)


def test_members_are_listed_with_their_ids_and_roles() -> None:
    shown = yihu().stdout
    for words in ("wx-1", "wx-2", "leader"):
        assert words in shown
    assert "小李" not in yihu("--name", "王").stdout


def test_a_long_list_is_counted(database: DatabaseSettings) -> None:
    with migrated_store(database) as store, store.write() as uow:
        for number in range(members_command.MOST_SHOWN):
            uow.members.add(Member(name=f"邻居{number}", created_at=NOW))
    assert "还有 2 位" in yihu().stdout


def test_two_ids_are_made_one_and_parted(database: DatabaseSettings) -> None:
    assert roles_of(database, "wx-2") == frozenset()
    assert yihu("merge", "1", "2").stdout == "2 小李 并入 1 小李。撤回:yihu members split 1\n"
    assert roles_of(database, "wx-2") == {Role.LEADER}
    assert yihu("split", "1").stdout == "1 小李 和 2 小李 分开了\n"
    assert roles_of(database, "wx-2") == frozenset()


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("merge", "1", "9"), "members: 没有编号 9。yihu members 看编号"),
        (("merge", "1", "1"), "members: 同一个编号"),
        (("split", "1"), "members: 1 小李 没有合并过"),
    ],
)
def test_what_cannot_be_is_one_line(words: tuple[str, ...], line: str) -> None:
    result = yihu(*words)
    assert (result.exit_code, result.stderr) == (2, f"yihu: {line}\n")
