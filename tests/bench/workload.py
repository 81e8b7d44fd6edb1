"""What 200 people say in 200 groups: 70 % chatter, 10 % needs, 15 % claims, 5 % finish or review.

A third of the claims race for the same need. Numbers count by room; claims are said in the order's room, orders are
finished before they are reviewed, by the asker.
"""

import random
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

PEOPLE: Final = 200
CHATTER: Final = (
    "早上好",
    "今天核酸在哪里做？",
    "我想接单，怎么接？",
    "物业电话是多少",
    "收到，谢谢",
    "哈哈哈哈",
    "[图片]",
    "楼下快递已经消杀",
    "有人知道团购几点到吗",
    "评价很好的医生",
    "大家辛苦了🙏",
    "3号楼有人吗",
    "刚才电梯又坏了，等了好久",
    "明天降温大家注意保暖，老人小孩多穿一点，出门戴好口罩",
)
NEEDS: Final = ("降压药两盒", "给独居老人买菜", "婴儿奶粉一罐", "去医院透析要车", "米面油", "换灯泡")


class Kind(StrEnum):
    CHATTER = "chatter"
    NEED = "need"
    CLAIM = "claim"
    FINISH = "finish"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Line:
    kind: Kind
    group: int
    person: int
    text: str


@dataclass(slots=True)
class Need:
    number: int
    asker: int
    claimer: int | None = None


@dataclass(slots=True)
class Group:
    """What the driver knows of a group: the bot's answers told it."""

    free: deque[Need] = field(default_factory=deque)
    claimed: deque[Need] = field(default_factory=deque)
    finished: deque[Need] = field(default_factory=deque)
    last: Need | None = None


class Workload:
    """The next line; the same for every run of one seed and the same answers."""

    def __init__(self, *, groups: int = 200, seed: int = 1) -> None:
        self._chance = random.Random(seed)
        self.groups = [Group() for _ in range(groups)]

    def next(self) -> Line:
        chance = self._chance
        place = chance.randrange(len(self.groups))
        group = self.groups[place]
        person = chance.randrange(PEOPLE)
        share = chance.random()
        if share < 0.70:
            return Line(Kind.CHATTER, place, person, chance.choice(CHATTER))
        if share >= 0.95 and group.finished:
            need = group.finished.popleft()
            return Line(Kind.REVIEW, place, need.asker, f"评单 {need.number} 5星 谢谢志愿者")
        if share >= 0.95 and group.claimed:
            need = group.claimed.popleft()
            group.finished.append(need)
            return Line(Kind.FINISH, place, need.claimer or 0, f"完成 {need.number}")
        if share >= 0.80 and (wanted := self._to_claim(group, person)):
            group.last = wanted
            return Line(Kind.CLAIM, place, person, f"接单 {wanted.number}")
        what, house = chance.choice(NEEDS), chance.randrange(1, 30)
        return Line(Kind.NEED, place, person, f"点单 {what} {house}栋{chance.randrange(100, 2500)}室")

    def _to_claim(self, group: Group, person: int) -> Need | None:
        """Nobody answers their own need, and nobody claims what they have claimed."""
        last = group.last
        if last is not None and self._chance.random() < 0.30:
            return last if person not in (last.claimer, last.asker) else None
        return group.free.popleft() if group.free else None

    # what the bot answered

    def placed(self, line: Line, number: int) -> None:
        self.groups[line.group].free.append(Need(number, line.person))

    def claimed(self, line: Line) -> None:
        group = self.groups[line.group]
        need = group.last
        if need is not None and need.claimer is None:
            need.claimer = line.person
            group.claimed.append(need)
