"""What transports report, in the order in which it came; and what of it a crash would lose is counted."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
from jinja2 import DictLoader

from bot.clock import MovableClock
from bot.delivery import Delivery
from bot.inbound import Inbound
from bot.new_rooms import plain_room, room_of_settings
from bot.outbox_rows import OutboxRows
from bot.pipeline import Pipeline
from bot.rendering import Renderer
from bot.settings import RoomSettings
from bot.tally import Tally
from bot.transports import Befriended, Echo, Incoming, Person, Presence, PresenceEvent, Recalled, RoomChange, RoomEvent
from bot.writer import Writer
from handlers.rules import HouseRules
from storage.intents import Intent
from storage.models.places import Room
from storage.states import OutboxStatus
from storage.store import Store, UnitOfWork
from tests.post import ACCOUNT, NOON, PostOffice

NEED = "点单 修水龙头 5栋"


class Desk:
    """An inbound whose writer is started when the test wants it."""

    def __init__(self, store: Store, folder: Path, renderer: Renderer | None = None) -> None:
        self.post = PostOffice(store)
        self.writer = Writer(store)
        self.tally = Tally(folder / "a.tally")
        self.changes = 0
        self.presences: list[Presence] = []
        rules = HouseRules()
        rows = OutboxRows(renderer or Renderer(), rules)
        numbers = count(1)
        self.inbound = Inbound(
            self.writer,
            Pipeline(rules, rows, new_id=lambda: f"p{next(numbers)}"),
            Delivery(rows),
            MovableClock(NOON),
            tally=self.tally,
            new_room=plain_room,
            on_change=self._note_change,
            on_presence=lambda event: self.presences.append(event.presence),
        )

    def _note_change(self) -> None:
        self.changes += 1

    async def room(self, external_id: str) -> Room:
        room = await self.writer.do(lambda uow: uow.rooms.known_as(ACCOUNT, external_id))
        assert room is not None
        return room


@pytest.fixture
async def desk(store: Store, tmp_path: Path) -> AsyncIterator[Desk]:
    desk = Desk(store, tmp_path)
    desk.writer.start()
    yield desk
    await desk.writer.stop()
    desk.tally.close()


def said(text: str, number: int = 1, *, room: str | None = "r1", person: str = "王婆婆") -> Incoming:
    return Incoming(ACCOUNT, f"m{number}", room, "", Person(f"id-{person}", person), text, NOON)


def causes(uow: UnitOfWork) -> list[str]:
    return [row.cause for row in uow.outbox.in_status(ACCOUNT, *OutboxStatus)]


# messages


async def test_messages_are_handled_in_the_order_they_came(desk: Desk) -> None:
    for number in range(1, 4):
        await desk.inbound.receive(said(f"点单 修水管 {number}栋", number))
    assert await desk.writer.do(causes) == ["m1", "m2", "m3"]


async def test_only_what_has_an_effect_wakes_the_senders(desk: Desk) -> None:
    await desk.inbound.receive_to_the_end(said("今天天气真好", 1))
    assert desk.changes == 0
    await desk.inbound.receive_to_the_end(said(NEED, 2))
    assert desk.changes == 1
    await desk.inbound.receive_to_the_end(said(NEED, 2))
    assert desk.changes == 1


async def test_to_the_end_is_after_the_commit(desk: Desk, store: Store) -> None:
    await desk.inbound.receive_to_the_end(said(NEED))
    with store.read() as uow:
        assert causes(uow) == ["m1"]


async def test_a_need_taken_back_in_the_room_stays_and_is_written_down(desk: Desk, store: Store) -> None:
    await desk.inbound.receive_to_the_end(said(NEED))
    await desk.inbound.receive(Recalled(ACCOUNT, "r1", "m1"))
    with store.read() as uow:
        order = uow.orders.of_room(1)[0]
        assert uow.audit.has_done(order.asker_id, Intent.RECALL, since=NOON)
        assert causes(uow) == ["m1"]


async def test_a_message_that_fails_does_not_stop_the_next(store: Store, tmp_path: Path) -> None:
    """Not even its failure can be told: there is no template for that either."""
    desk = Desk(store, tmp_path, Renderer(DictLoader({})))
    desk.writer.start()
    await desk.inbound.receive_to_the_end(said("帮助", 1, room=None))
    await desk.inbound.receive(said("今天天气真好", 2))
    await desk.writer.stop()
    await asyncio.sleep(0)
    assert desk.tally.open == 0
    desk.tally.close()


async def test_who_writes_privately_gets_what_waited(desk: Desk) -> None:
    row = desk.post.letter("contact", status=OutboxStatus.WAITING)
    await desk.inbound.receive_to_the_end(said("你好", room=None, person="小李"))
    assert desk.post.status(row) is OutboxStatus.DUE
    assert desk.changes == 1


async def test_nobody_waits_for_a_message_given_up(store: Store, tmp_path: Path) -> None:
    desk = Desk(store, tmp_path)
    desk.writer._is_open = True
    future = desk.inbound._submit(said("早"))
    future.cancel()
    await asyncio.sleep(0)
    assert desk.changes == 0
    desk.writer.start()
    await desk.writer.stop()
    desk.tally.close()


# other events


async def test_a_room_that_lets_the_bot_in_is_written_down(desk: Desk) -> None:
    await desk.inbound.receive(RoomEvent(ACCOUNT, "new", RoomChange.JOINED, "新群"))
    room = await desk.room("new")
    assert (room.topic, room.site_id, room.left_at) == ("新群", None, None)


async def test_a_room_can_be_left_and_joined_again(desk: Desk) -> None:
    row = desk.post.line("hello")
    await desk.inbound.receive(RoomEvent(ACCOUNT, "r1", RoomChange.LEFT))
    assert (await desk.room("r1")).left_at == NOON
    assert desk.post.status(row) is OutboxStatus.PARKED
    await desk.inbound.receive(RoomEvent(ACCOUNT, "r1", RoomChange.JOINED))
    room = await desk.room("r1")
    assert (room.left_at, room.topic) == (None, "r1")


async def test_a_room_that_is_renamed_is_called_so(desk: Desk) -> None:
    await desk.inbound.receive(RoomEvent(ACCOUNT, "r1", RoomChange.TOPIC, "新名字"))
    await desk.inbound.receive_to_the_end(RoomEvent(ACCOUNT, "r1", RoomChange.TOPIC))
    assert (await desk.room("r1")).topic == "新名字"


async def test_a_new_friend_gets_what_waited(desk: Desk) -> None:
    row = desk.post.letter("contact", status=OutboxStatus.WAITING)
    await desk.inbound.receive(Befriended(ACCOUNT, Person("id-小李", "小李")))
    assert desk.post.status(row) is OutboxStatus.DUE


async def test_an_echo_settles_its_send(desk: Desk) -> None:
    row = desk.post.line("hello")
    desk.post.take()
    await desk.inbound.receive(Echo(ACCOUNT, "r1", None, "hello", NOON))
    assert desk.post.status(row) is OutboxStatus.SENT


async def test_presence_is_noted_and_told(desk: Desk) -> None:
    await desk.inbound.receive(PresenceEvent(ACCOUNT, Presence.ONLINE))
    await desk.inbound.receive(PresenceEvent(ACCOUNT, Presence.OFFLINE))
    assert desk.presences == [Presence.ONLINE, Presence.OFFLINE]
    (account,) = await desk.writer.do(lambda uow: uow.accounts.everyone())
    assert (account.name, account.presence, account.changed_at) == (ACCOUNT, "offline", NOON)


async def test_an_event_that_cannot_be_written_costs_nothing_else(desk: Desk, store: Store) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE accounts")
    await desk.inbound.receive(PresenceEvent(ACCOUNT, Presence.ONLINE))
    await desk.inbound.receive(RoomEvent(ACCOUNT, "r1", RoomChange.TOPIC, "新名字"))
    assert (await desk.room("r1")).topic == "新名字"


# new rooms, and what a crash loses


def test_a_new_room_starts_with_what_the_settings_say() -> None:
    room = room_of_settings(RoomSettings(unasked_per_day=1), "a", "r", "t")
    assert (room.account, room.external_id, room.topic, room.unasked_per_day) == ("a", "r", "t", 1)
    assert not room.is_shadowed
    assert room_of_settings(RoomSettings(shadow=True), "a", "r", "t").is_shadowed


def test_what_was_received_and_not_committed_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "a.tally"
    with Tally(path) as first:
        assert first.lost == 0
        for _ in range(3):
            first.count_received()
        first.count_done()
        assert first.open == 2
    with Tally(path) as second:
        assert second.lost == 2
    with Tally(path) as third:
        assert third.lost == 0
