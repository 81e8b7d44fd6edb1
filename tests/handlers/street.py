"""The world of the timer tests, written straight into the database; only the clock makes the bot speak."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from bot.clock import MovableClock
from bot.delivery import Delivery
from bot.outbox_rows import OutboxRows
from bot.parcels import Parcel
from bot.pipeline import Pipeline
from bot.rendering import Renderer
from bot.time_travel import TimeTravel
from handlers.act import House, key, quiet_hours
from handlers.escalation import start_ladder
from handlers.replies import Reply
from handlers.routes import plan_days
from handlers.rules import HouseRules
from storage.models.orders import Claim, DemandOrder, Posting, Review
from storage.models.people import Identity, Member
from storage.models.places import Room, Site, Team
from storage.models.talk import Timer
from storage.states import ClaimStatus, OrderStatus
from storage.store import Store, UnitOfWork
from storage.vocabulary import LOCAL_ZONE, PostingKind, Role, SiteLevel, TimerKind

ACCOUNT = "test"
RULES = HouseRules(digest_jitter=timedelta())


def at(words: str) -> datetime:
    """21 08:00 is 2026-05-21 08:00 local time."""
    return datetime.strptime(f"2026-05-{words}", "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL_ZONE)


@dataclass(frozen=True, slots=True)
class Line:
    """What was said when, in which room or (with @) to whom."""

    when: str
    to: str
    text: str


class Street:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = MovableClock(at("20 10:00"))
        self._numbers = count(1)
        self.begin(RULES)
        self.institute = self.site("双桥子所", SiteLevel.INSTITUTE)
        self.station = self.site("下涧槽站", SiteLevel.STATION, parent_id=self.institute)
        self.room = self.add_room("邻里群")
        self.asker = self.member("王婆婆")

    def begin(self, rules: HouseRules = RULES) -> None:
        """A process starts on what is in the database."""
        self.rules = rules
        rows = OutboxRows(Renderer(), rules)
        pipeline = Pipeline(rules, rows, new_id=lambda: "new")
        self._travel = TimeTravel(self.store, pipeline, Delivery(rows), self.clock, [ACCOUNT])

    def house(self, uow: UnitOfWork) -> House:
        return House(uow=uow, now=self.clock.now(), rules=self.rules, new_id=lambda: "new")

    def plan(self) -> None:
        """What the process does at its start."""
        with self.store.write() as uow:
            plan_days(self.house(uow))

    # places and people

    def site(self, name: str, level: SiteLevel, **values: Any) -> int:
        with self.store.write() as uow:
            return key(uow.sites.add(Site(name=name, level=level, **values)).id)

    def add_room(self, topic: str, **values: Any) -> int:
        room = {"account": ACCOUNT, "external_id": topic, "topic": topic, "site_id": self.station}
        with self.store.write() as uow:
            return key(uow.rooms.add(Room(**{**room, "bound_at": self.clock.now(), **values})).id)

    def change_room(self, **values: Any) -> None:
        with self.store.write() as uow:
            uow.rooms.change(self.room, **values)

    def member(self, name: str, *, rooms: Iterable[int] | None = None, is_friend: bool = True) -> int:
        now = self.clock.now()
        with self.store.write() as uow:
            member_id = key(uow.members.add(Member(name=name, created_at=now)).id)
            uow.members.add_identity(
                Identity(
                    member_id=member_id,
                    account=ACCOUNT,
                    external_id=name,
                    name=name,
                    is_friend=is_friend,
                    seen_at=now,
                )
            )
            for room_id in [self.room] if rooms is None else rooms:
                uow.members.met(room_id, member_id, now=now)
        return member_id

    def staff(self, name: str, site_id: int | None = None, role: Role = Role.GRID_WORKER, **values: Any) -> int:
        member_id = self.member(name, **values)
        with self.store.write() as uow:
            uow.members.grant(member_id, role, site_id or self.station)
        return member_id

    def team(self, name: str, skills: str, *leaders: int, site_id: int | None = None) -> int:
        with self.store.write() as uow:
            team_id = key(uow.sites.add_team(Team(site_id=site_id or self.station, name=name, skills=skills)).id)
            for leader in leaders:
                uow.members.join_team(team_id, leader, is_leader=True)
        return team_id

    # orders

    def order(self, what: str, room_id: int | None = None, **values: Any) -> int:
        """Placed now, with its number; its ladder starts."""
        with self.store.write() as uow:
            room = uow.rooms.get(room_id or self.room)
            assert room is not None
            order = uow.orders.add(
                DemandOrder(
                    **{
                        "public_id": f"order{next(self._numbers)}",
                        "room_id": room.id,
                        "asker_id": self.asker,
                        "placed_by_id": self.asker,
                        "what": what,
                        "placed_at": self.clock.now(),
                        **values,
                    }
                )
            )
            posting = Posting(
                room_id=key(room.id),
                number=uow.rooms.next_number(key(room.id)),
                kind=PostingKind.ORDER,
                target_id=key(order.id),
                posted_at=self.clock.now(),
            )
            uow.postings.add(posting)
            start_ladder(order, self.house(uow), quiet_hours(room))
        return key(order.id)

    def move(self, order_id: int, to: OrderStatus, **also: Any) -> None:
        with self.store.write() as uow:
            order = uow.orders.get(order_id)
            assert order is not None
            assert uow.orders.moved(order, to, **also)

    def claim(self, order_id: int, member_id: int | None = None, **values: Any) -> None:
        with self.store.write() as uow:
            claim = {"status": ClaimStatus.ACTIVE, "made_at": self.clock.now(), **values}
            uow.claims.add(Claim(order_id=order_id, member_id=member_id, **claim))

    def claimed(self, order_id: int, member_id: int) -> None:
        self.move(order_id, OrderStatus.CLAIMED)
        self.claim(order_id, member_id)

    def finished(self, order_id: int, member_id: int) -> None:
        self.move(order_id, OrderStatus.CLAIMED)
        self.claim(order_id, member_id, status=ClaimStatus.DONE)
        self.move(order_id, OrderStatus.FINISHED, finished_at=self.clock.now())

    def reviewed(self, order_id: int, words: str, **values: Any) -> int:
        with self.store.write() as uow:
            review = {"stars": 5, "may_quote": True, "reviewed_at": self.clock.now(), **values}
            given = uow.reviews.add(
                Review(order_id=order_id, member_id=self.asker, comment_sealed=uow.seal(words), **review)
            )
        return key(given.id)

    # time

    def until(self, words: str) -> list[Line]:
        """What is said while the clock goes there, at its moments."""
        return [self._line(parcel) for parcel in self._travel.advance(at(words))]

    def down_until(self, words: str) -> list[Line]:
        """What a process says that starts then, after nothing ran since the clock was last moved."""
        self.clock.move_to(at(words))
        return self.down_until_now()

    def down_until_now(self) -> list[Line]:
        self.begin(self.rules)
        self.plan()
        return [self._line(parcel) for parcel in self._travel.advance(self.clock.now())]

    def _line(self, parcel: Parcel) -> Line:
        to = parcel.outgoing.room or f"@{parcel.outgoing.person}"
        return Line(f"{self.clock.now().astimezone(LOCAL_ZONE):%d %H:%M}", to, parcel.outgoing.text)

    def say(self, *replies: Reply) -> None:
        with self.store.write() as uow:
            OutboxRows(Renderer(), self.rules).write(uow, replies, now=self.clock.now())

    def timers(self, *kinds: TimerKind) -> list[tuple[TimerKind, str, int]]:
        """(kind, due, step) of every timer, or of those kinds, by due time."""
        with self.store.read() as uow:
            found: list[Timer] = uow.timers.due(now=at("31 23:59") + timedelta(days=400))
        return [
            (timer.kind, f"{timer.due_at.astimezone(LOCAL_ZONE):%d %H:%M}", timer.step)
            for timer in found
            if not kinds or timer.kind in kinds
        ]


def heard(lines: Iterable[Line], to: str | None = None) -> list[str]:
    """When something was said, of what was said there."""
    return [line.when for line in lines if to in (None, line.to)]
