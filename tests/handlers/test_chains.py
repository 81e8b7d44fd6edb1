"""People copy stale lists: nobody who did not leave is lost, each gap is said once, and no place is given twice."""

import random
import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.pipeline import Outcome
from storage.seal import Seal
from storage.states import HOLDS_PLACES
from storage.store import Store
from tests.chat import Chat
from tests.handlers.test_activities_stateful import migrated

PEOPLE = ("小李", "赵姐", "老周", "陈姐", "王婆婆", "刘叔")
CAPACITY = 3
COPIES = 8


def written(names: list[str]) -> str:
    return "#接龙\n绿道义诊\n\n" + "\n".join(f"{place}. {name}" for place, name in enumerate(names, 1))


def listed(chat: Chat) -> dict[str, bool]:
    """Who is on the list, and whether they have a place."""
    with chat.store.read() as uow:
        parts = uow.enrolments.of_activity(1)
        members = {each.id: uow.members.get(each.member_id or 0) for each in parts}
        return {
            member.name if (member := members[each.id]) is not None else each.name: each.status in HOLDS_PLACES
            for each in parts
        }


@pytest.mark.parametrize("seed", range(200))
def test_no_name_is_lost(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    shutil.copy(migrated(), tmp_path / "chain.db")
    chat = Chat(Store(f"sqlite:///{tmp_path / 'chain.db'}", Seal(Fernet.generate_key()), synchronous="OFF"))
    for name in (*PEOPLE, "李姐"):
        chat.person(name)
    chat.say("李姐", f"招募 周日上午9点 绿道义诊 {CAPACITY}人 地点:东门")
    copies: list[list[str]] = [[]]
    on_list: set[str] = set()
    for _ in range(COPIES):
        name, base = chance.choice(PEOPLE), chance.choice(copies[-3:])
        leaves = name in on_list and chance.random() < 0.3
        names = [each for each in base if each != name] + ([] if leaves else [name])
        if not names:
            continue
        chat.say(name, written(names))
        assert chat.outcome is not Outcome.FAILED
        copies.append(names)
        on_list = on_list - {name} if leaves else on_list | {name}
        now_listed = listed(chat)
        assert set(now_listed) == on_list
        assert sum(now_listed.values()) <= CAPACITY
        chat.wait(timedelta(minutes=1))
    with chat.store.engine.connect() as connection:
        lines = connection.exec_driver_sql("SELECT text FROM outbox WHERE template LIKE '%chained.j2'").scalars()
        gaps = [name for line in lines for found in re.findall("漏了(.*?),", line or "") for name in found.split("、")]
        missed = connection.exec_driver_sql("SELECT count(*) FROM enrolments WHERE missed_at IS NOT NULL").scalar()
    assert len(gaps) == missed
    chat.store.dispose()
