"""Rows for tests: what the test does not care about is filled in."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from storage.models.orders import DemandOrder, Posting
from storage.models.people import Member
from storage.models.places import Room, Site
from storage.models.talk import OutboxMessage, Question, Timer
from storage.states import OutboxStatus
from storage.store import Store, UnitOfWork
from storage.vocabulary import PostingKind, QuestionKind, SiteLevel, TimerKind

NOW = datetime(2026, 5, 20, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

_public_ids = count(1)


@dataclass(frozen=True)
class World:
    """双桥子中心 → 双桥子所 → 下涧槽站 with one room, and two people."""

    centre: int
    institute: int
    station: int
    room: int
    asker: int
    helper: int


def number(key: int | None) -> int:
    """The id of a stored row."""
    assert key is not None
    return key


def found_world(uow: UnitOfWork) -> World:
    centre = add_site(uow, "双桥子中心", SiteLevel.CENTRE)
    institute = add_site(uow, "双桥子所", SiteLevel.INSTITUTE, centre)
    station = add_site(uow, "下涧槽站", SiteLevel.STATION, institute)
    return World(
        centre=centre,
        institute=institute,
        station=station,
        room=add_room(uow, "r1", station),
        asker=add_member(uow, "王婆婆"),
        helper=add_member(uow, "小李"),
    )


def world_in(store: Store) -> World:
    with store.write() as uow:
        return found_world(uow)


def add_site(uow: UnitOfWork, name: str, level: SiteLevel = SiteLevel.STATION, parent_id: int | None = None) -> int:
    return number(uow.sites.add(Site(level=level, name=name, parent_id=parent_id)).id)


def add_room(uow: UnitOfWork, external_id: str, site_id: int | None = None, account: str = "a") -> int:
    return number(uow.rooms.add(Room(account=account, external_id=external_id, site_id=site_id)).id)


def add_member(uow: UnitOfWork, name: str) -> int:
    return number(uow.members.add(Member(name=name, created_at=NOW)).id)


def order_in(world: World, what: str = "买药", **values: Any) -> DemandOrder:
    return DemandOrder(
        **{
            "public_id": f"p{next(_public_ids)}",
            "room_id": world.room,
            "asker_id": world.asker,
            "placed_by_id": world.asker,
            "what": what,
            "placed_at": NOW,
            **values,
        }
    )


def add_order(uow: UnitOfWork, world: World, what: str = "买药", **values: Any) -> DemandOrder:
    return uow.orders.add(order_in(world, what, **values))


def add_posting(uow: UnitOfWork, order: DemandOrder, shown_as: int, room_id: int | None = None) -> Posting:
    return uow.postings.add(
        Posting(
            room_id=room_id or order.room_id,
            number=shown_as,
            kind=PostingKind.ORDER,
            target_id=number(order.id),
            posted_at=NOW,
        )
    )


def add_line(uow: UnitOfWork, world: World, **values: Any) -> OutboxMessage:
    """A line for the room, due now."""
    line: dict[str, Any] = {
        "account": "a",
        "room_id": world.room,
        "status": OutboxStatus.DUE,
        "due_at": NOW,
        "template": "t.j2",
        "text": "…",
        "created_at": NOW,
    }
    return uow.outbox.add(OutboxMessage(**(line | values)))


def ask(uow: UnitOfWork, world: World, kind: QuestionKind = QuestionKind.REVIEW, **values: Any) -> Question:
    question: dict[str, Any] = {
        "member_id": world.asker,
        "room_id": world.room,
        "kind": kind,
        "asked_at": NOW,
        "expires_at": NOW + DAY,
    }
    return uow.questions.ask(Question(**(question | values)))


def add_timer(uow: UnitOfWork, due_at: datetime = NOW, kind: TimerKind = TimerKind.ESCALATE, **values: Any) -> Timer:
    return uow.timers.add(Timer(kind=kind, due_at=due_at, **values))
