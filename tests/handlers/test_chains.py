"""People copy stale lists: nobody who did not leave is lost, each gap is said once, and no place is given twice.

The model knows what the house must guess: which list each copy was made from, and what its writer meant.
"""

import random
import re
import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.pipeline import Outcome
from storage.seal import Seal, new_key
from storage.states import HOLDS_PLACES
from storage.store import Store
from tests.chat import Chat
from tests.handlers.lives import migrated

PEOPLE = ("小李", "赵姐", "老周", "陈姐", "王婆婆", "刘叔")
FRIENDS = ("孙甲", "吴乙", "郑丙", "冯丁", "褚戊", "卫己", "蒋庚", "沈辛", "韩壬", "杨癸")
CAPACITY = 5
STEPS = 8
HISTORIES = 200


@dataclass
class Copy:
    """A posted list: each name and its number of people; `at` counts the steps."""

    lines: dict[str, int]
    at: int


@dataclass
class Model:
    """Who is on the list, by set algebra over true bases; `may_be` are the numbers of people a party may have."""

    chance: random.Random
    copies: list[Copy] = field(default_factory=lambda: [Copy({}, -1)])
    here: set[str] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)
    left_at: dict[str, int] = field(default_factory=dict)
    may_be: dict[str, set[int]] = field(default_factory=dict)
    said: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)
    friends: list[str] = field(default_factory=lambda: list(FRIENDS))

    def comes(self, name: str, party: int) -> None:
        if name not in self.here:
            self.here.add(name)
            self.listed.discard(name)
            self.may_be[name] = {party}
            self.said[name] = self.most[name] = 0

    def goes(self, name: str, at: int) -> None:
        self.here.discard(name)
        self.left_at[name] = at

    # what people write

    def leave(self, name: str, base: Copy, at: int) -> dict[str, int] | None:
        """Their own line off, from a list that has it."""
        if name not in base.lines or name not in self.here or len(base.lines) == 1:
            return None
        self.goes(name, at)
        return {each: party for each, party in base.lines.items() if each != name}

    def bring(self, name: str, base: Copy, _at: int) -> dict[str, int] | None:
        """Somebody else added, whatever the list says of oneself: who left does not come back by it."""
        if not self.friends:
            return None
        friend, party = self.friends.pop(), self.chance.choice((1, 1, 2, 3))
        self.comes(friend, party)
        lines = {**base.lines, friend: party}
        if name not in base.lines and name in self.here and self.chance.random() < 0.5:
            lines[name] = 1
        return lines

    def join(self, name: str, base: Copy, _at: int) -> dict[str, int] | None:
        """Oneself, at the end; again only on a list that was posted since one left."""
        if name in base.lines or base.at < self.left_at.get(name, -1):
            return None
        party = self.chance.choice((1, 1, 1, 2))
        if name in self.here and party > 1:
            self.may_be[name].add(party)
        self.comes(name, party)
        return {**base.lines, name: party}

    def resize(self, name: str, base: Copy, _at: int) -> dict[str, int] | None:
        if name not in base.lines or name not in self.here or base.lines[name] == 2:
            return None
        self.may_be[name].add(2)
        return {**base.lines, name: 2}

    def take_off(self, name: str, base: Copy, at: int) -> dict[str, int] | None:
        """Another's line, which is not one's to take off."""
        others = [each for each in base.lines if each in PEOPLE and each != name and each in self.here]
        lines = self.bring(name, base, at) if others else None
        if lines is not None:
            taken = self.chance.choice(others)
            lines.pop(taken)
            self.most[taken] += 1
        return lines

    def posted(self, lines: dict[str, int], at: int) -> set[str]:
        """Who must be said to be missing."""
        missing = {each for each in self.here & self.listed if each not in lines}
        self.listed |= self.here & set(lines)
        self.copies.append(Copy(lines, at))
        for each in missing:
            self.most[each] = max(self.most[each], 1)
        return {each for each in missing if not self.said[each]}


def written(lines: dict[str, int]) -> str:
    return "#接龙\n绿道义诊\n\n" + "\n".join(
        f"{place}. {name}" + (f" {party}人" if party > 1 else "")
        for place, (name, party) in enumerate(lines.items(), 1)
    )


def listed(chat: Chat) -> dict[str, tuple[bool, int]]:
    """Who is on the list, whether they have a place, and for how many."""
    with chat.store.read() as uow:
        parts = uow.enrolments.of_activity(1)
        members = {each.id: uow.members.get(each.member_id or 0) for each in parts}
        return {
            member.name if (member := members[each.id]) is not None else each.name: (
                each.status in HOLDS_PLACES,
                each.party,
            )
            for each in parts
        }


def gaps(said: list[str]) -> list[str]:
    lines = [found for line in said for found in re.findall(r"的那份没有(.*?),名单", line)]
    return [name for line in lines for name in line.split("、")]


def step(chat: Chat, model: Model, at: int) -> None:
    name, chance = chance_of(model)
    if chance < 0.1 and name in model.here:
        chat.say(name, "取消报名 1")
        model.goes(name, at)
        return
    if chance < 0.2 and name not in model.here:
        chat.say(name, "报名 1")
        model.comes(name, 1)
        return
    write = model.chance.choice((model.join, model.join, model.bring, model.leave, model.resize, model.take_off))
    lines = write(name, model.chance.choice(model.copies[-3:]), at)
    if not lines:
        return
    must_say = model.posted(lines, at)
    said = gaps(chat.say(name, written(lines)))
    assert chat.outcome is not Outcome.FAILED
    assert must_say <= set(said) <= model.here
    model.said.update(said)


def chance_of(model: Model) -> tuple[str, float]:
    return model.chance.choice(PEOPLE), model.chance.random()


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_no_name_is_lost(seed: int, tmp_path: Path) -> None:
    shutil.copy(migrated(), tmp_path / "chain.db")
    chat = Chat(Store(f"sqlite:///{tmp_path / 'chain.db'}", Seal(new_key()), synchronous="OFF"))
    for name in (*PEOPLE, "李姐"):
        chat.person(name)
    chat.say("李姐", f"招募 周日上午9点 绿道义诊 {CAPACITY}人 地点:东门")
    model = Model(random.Random(seed))
    for at in range(STEPS):
        step(chat, model, at)
        now = listed(chat)
        assert set(now) == model.here
        assert all(party in model.may_be[name] for name, (_, party) in now.items())
        assert sum(party for holds, party in now.values() if holds) <= CAPACITY
        assert all(model.said[name] <= model.most[name] for name in model.here)
        chat.wait(timedelta(minutes=1))
    chat.store.dispose()
