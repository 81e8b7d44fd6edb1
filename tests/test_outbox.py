"""The sender of an account: in order, paced, awake when needed, and never in the way of another account."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.clock import MovableClock
from bot.outbox import FAREWELL, FIRST_PAUSE, LONGEST_PAUSE, Sender
from bot.pacing import UNPACED, Pace, Pacing
from bot.parcels import Parcel, Place
from bot.tasks import Tasks
from bot.transports import Echo, SendOutcome, Sent
from bot.writer import Writer
from storage.models.talk import OutboxMessage
from storage.states import OutboxStatus
from storage.store import Store, UnitOfWork
from tests.post import ACCOUNT, NOON, SECOND, PostOffice, written
from tests.support import ScriptedPlatform

ROOM: Place = (1, None)
OTHER: Place = (2, None)
RETRY = Sent(SendOutcome.RETRY, "not logged in")


class Desk:
    """A sender at work on a post office, with a clock that stands where it is put."""

    def __init__(self, store: Store, pacing: Pacing = UNPACED) -> None:
        self.post = PostOffice(store)
        self.clock = MovableClock(NOON)
        self.platform = ScriptedPlatform(ACCOUNT)
        self.writer = Writer(store)
        self.sender = Sender(
            self.platform, self.writer, self.post.delivery, self.clock, pacing=pacing, chance=random.Random(1)
        )

    async def until(self, row: int, status: OutboxStatus) -> OutboxMessage:
        """The row, once it is so. It looks after each commit, for nobody announces rows."""
        async with asyncio.timeout(10):
            while (found := self.post.row(row)).status is not status:
                await self.writer.do(lambda _: None)
        return found

    async def idle(self) -> None:
        """Nothing is due, and the sender stands by."""
        async with asyncio.timeout(10):
            while ACCOUNT not in self.writer._standing:
                await self.writer.do(lambda _: None)

    async def says(self, text: str, **values: Any) -> int:
        """A line that the writer writes, and wakes nobody for."""
        room_id = self.post.rooms["r1"]
        return await self.writer.do(lambda uow: written(uow, room_id=room_id, text=text, **values))

    def move(self, by: timedelta) -> None:
        self.clock.move_to(self.clock.now() + by)
        self.sender.wake()


@asynccontextmanager
async def working(desk: Desk, *, is_online: bool = True) -> AsyncIterator[Desk]:
    desk.writer.start()
    tasks = Tasks()
    desk.sender.set_online(is_online=is_online)
    tasks.start(desk.sender.run(), name="sender")
    try:
        yield desk
    finally:
        await desk.sender.stop()
        await tasks.cancel()
        await desk.writer.stop()


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[Desk]:
    async with working(Desk(store)) as desk:
        yield desk


# order and settling


async def test_what_is_due_goes_out_in_order_and_is_settled(desk: Desk) -> None:
    rows = [desk.post.line(str(number)) for number in range(100)]
    desk.sender.wake()
    assert await desk.platform.has_sent(100) == [str(number) for number in range(100)]
    assert (await desk.until(rows[-1], OutboxStatus.SENT)).sent_at == NOON


async def test_it_wakes_up_for_what_becomes_due(desk: Desk) -> None:
    desk.post.line("later", due_at=NOON + 60 * SECOND)
    desk.sender.wake()
    await desk.writer.do(lambda _: None)
    assert desk.platform.sent == []
    desk.move(60 * SECOND)
    assert await desk.platform.has_sent(1) == ["later"]


async def test_it_sleeps_until_the_next_text_is_due(store: Store) -> None:
    desk = Desk(store)
    desk.clock = MovableClock()
    desk.sender = Sender(
        desk.platform, desk.writer, desk.post.delivery, desk.clock, pacing=UNPACED, chance=random.Random(1)
    )
    desk.post.line("soon", due_at=desk.clock.now() + timedelta(seconds=0.2))
    async with working(desk):
        assert await desk.platform.has_sent(1) == ["soon"]


async def test_what_follows_a_failure_in_the_same_room_waits(desk: Desk) -> None:
    desk.platform.answers.append(RETRY)
    first, second = desk.post.line("first"), desk.post.line("second")
    desk.post.line("elsewhere", room="r2")
    desk.sender.wake()
    assert await desk.platform.has_sent(2) == ["first", "elsewhere"]
    row = await desk.until(first, OutboxStatus.DUE)
    assert (row.reason, desk.post.row(second).attempts) == ("not logged in", 0)
    desk.move(row.due_at - NOON)
    assert await desk.platform.has_sent(4) == ["first", "elsewhere", "first", "second"]


async def test_an_error_of_the_transport_is_an_unknown_outcome(desk: Desk) -> None:
    desk.platform.answers.append(ConnectionError("broken stream"))
    row = desk.post.line("hello")
    desk.sender.wake()
    await desk.until(row, OutboxStatus.UNKNOWN)
    desk.move(60 * SECOND)
    assert await desk.platform.has_sent(2) == ["hello", "hello"]
    await desk.until(row, OutboxStatus.SENT)


async def test_a_send_that_hangs_ends(store: Store) -> None:
    async with working(Desk(store, Pacing(jitter=timedelta(), send_within=timedelta(seconds=0.05)))) as desk:
        desk.platform.answers.append(asyncio.Event())
        row = desk.post.line("hangs")
        desk.post.line("next", room="r2")
        desk.sender.wake()
        assert await desk.platform.has_sent(2) == ["hangs", "next"]
        await desk.until(row, OutboxStatus.UNKNOWN)


async def test_an_echo_during_the_send_counts(desk: Desk) -> None:
    gate = asyncio.Event()
    desk.platform.answers.append(gate)
    row = desk.post.line("hello")
    desk.sender.wake()
    await desk.platform.has_sent(1)
    echo = Echo(ACCOUNT, "r1", None, "hello", NOON)
    await desk.writer.do(lambda uow: desk.post.delivery.settle_echo(uow, echo, NOON))
    gate.set()
    await desk.until(row, OutboxStatus.SENT)


async def test_a_hanging_account_does_not_keep_another_waiting(store: Store) -> None:
    slow, fast = Desk(store), ScriptedPlatform("b")
    other = Sender(fast, slow.writer, slow.post.delivery, slow.clock, pacing=UNPACED, chance=random.Random(1))
    gate = asyncio.Event()
    slow.platform.answers.append(gate)
    slow.post.line("hangs")
    with store.write() as uow:
        uow.rooms.change(slow.post.rooms["r2"], account="b")
    slow.post.line("goes", room="r2", account="b")
    async with working(slow):
        await slow.platform.has_sent(1)
        other.set_online(is_online=True)
        await other.drain()
        assert fast.texts == ["goes"]
        gate.set()


# on-line, off-line, trouble


async def test_off_line_nothing_is_sent_and_on_line_everything(store: Store) -> None:
    async with working(Desk(store), is_online=False) as desk:
        desk.post.line("hello")
        desk.sender.wake()
        await desk.sender.drain()
        assert desk.platform.sent == []
        desk.sender.set_online(is_online=True)
        assert await desk.platform.has_sent(1) == ["hello"]


async def test_back_on_line_what_failed_is_tried_at_once(desk: Desk) -> None:
    desk.platform.answers.append(RETRY)
    row = desk.post.line("hello")
    desk.sender.wake()
    await _tried(desk, row)
    desk.sender.set_online(is_online=False)
    desk.sender.set_online(is_online=True)
    assert await desk.platform.has_sent(2) == ["hello", "hello"]


async def test_going_off_line_in_a_batch_leaves_the_rest_untried(desk: Desk) -> None:
    gate = asyncio.Event()
    desk.platform.answers.append(gate)
    rows = [desk.post.line("one"), desk.post.line("two")]
    desk.sender.wake()
    await desk.platform.has_sent(1)
    desk.sender.set_online(is_online=False)
    gate.set()
    await desk.until(rows[0], OutboxStatus.SENT)
    assert (await desk.until(rows[1], OutboxStatus.DUE)).attempts == 0


async def test_a_room_does_not_wait_for_the_answer_of_another(desk: Desk) -> None:
    gate = asyncio.Event()
    desk.platform.answers.append(gate)
    rows = [desk.post.line("one"), desk.post.line("two"), desk.post.line("elsewhere", room="r2")]
    desk.sender.wake()
    assert await desk.platform.has_sent(2) == ["one", "elsewhere"]
    gate.set()
    assert await desk.platform.has_sent(3) == ["one", "elsewhere", "two"]
    for row in rows:
        await desk.until(row, OutboxStatus.SENT)


async def test_after_failures_in_a_row_the_account_rests(store: Store) -> None:
    desk = Desk(store)
    letters = [desk.post.letter(str(number), member_id=desk.post.person(f"邻居{number}")) for number in range(5)]
    desk.platform.answers.extend([RETRY] * 4)
    async with working(desk):
        await desk.platform.has_sent(3)
        await desk.until(letters[2], OutboxStatus.DUE)
        assert [desk.post.row(row).attempts for row in letters] == [1, 1, 1, 0, 0]
        assert desk.sender._rests_until > asyncio.get_running_loop().time()
        assert FIRST_PAUSE <= desk.sender._idle() + 1 <= LONGEST_PAUSE


async def test_a_database_in_trouble_does_not_end_the_sender(desk: Desk, store: Store) -> None:
    row = desk.post.line("hello")
    _rename(store, "outbox", "outbox_gone")
    desk.sender.wake()
    with pytest.raises(OperationalError):
        await desk.writer.do(lambda uow: uow.outbox.next_due_at(ACCOUNT))
    _rename(store, "outbox_gone", "outbox")
    await desk.until(row, OutboxStatus.SENT)


def _rename(store: Store, table: str, to: str) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {to}")


async def test_what_could_not_be_settled_is_settled_later(desk: Desk, store: Store) -> None:
    gate = asyncio.Event()
    desk.platform.answers.append(gate)
    row = desk.post.line("hello")
    desk.sender.wake()
    await desk.platform.has_sent(1)
    _rename(store, "outbox", "outbox_gone")
    gate.set()
    with pytest.raises(OperationalError):
        await desk.sender.drain()
    _rename(store, "outbox_gone", "outbox")
    await desk.until(row, OutboxStatus.SENT)
    assert desk.platform.texts == ["hello"]


# taken in the commit that wrote it


async def test_the_next_text_is_taken_as_it_is_written(desk: Desk) -> None:
    for text in ("one", "two"):
        await desk.idle()
        row = await desk.says(text)
        assert desk.post.status(row) is OutboxStatus.SENDING
        await desk.until(row, OutboxStatus.SENT)
    assert desk.platform.texts == ["one", "two"]


async def test_what_is_written_for_later_is_known_of(desk: Desk) -> None:
    await desk.idle()
    row = await desk.says("later", due_at=NOON + 60 * SECOND)
    assert desk.post.status(row) is OutboxStatus.DUE
    desk.move(60 * SECOND)
    assert await desk.platform.has_sent(1) == ["later"]


async def test_taken_while_the_account_went_off_line_it_is_put_back(desk: Desk) -> None:
    await desk.idle()
    desk.sender._is_online = False  # as it is told, just after the commit
    row = await desk.says("hello")
    assert (await desk.until(row, OutboxStatus.DUE)).attempts == 0
    desk.sender.set_online(is_online=True)
    assert await desk.platform.has_sent(1) == ["hello"]


async def test_taken_while_it_stops_it_is_put_back(store: Store) -> None:
    async with working(Desk(store)) as desk:
        await desk.idle()
        writing = asyncio.ensure_future(desk.says("hello"))
        await asyncio.sleep(0)
        _with_the_loop_held(lambda: ACCOUNT not in desk.writer._standing)
        await desk.sender.stop()
        row = desk.post.row(await writing)
    assert (row.status, row.attempts, desk.platform.texts) == (OutboxStatus.DUE, 0, [])


def _with_the_loop_held(is_done: Callable[[], bool]) -> None:
    """What the writer does meanwhile is told to nobody."""
    while not is_done():
        time.sleep(0.001)


async def test_a_commit_in_trouble_takes_nothing_ahead_and_loses_nothing(desk: Desk) -> None:
    def breaks(_: UnitOfWork) -> tuple[datetime | None, list[Parcel]]:
        raise OperationalError("take", {}, Exception("disk I/O error"))

    await desk.idle()
    desk.writer.recall(ACCOUNT)
    ahead = desk.sender._ahead = desk.writer.stand_by(ACCOUNT, breaks)
    ahead.add_done_callback(lambda _: desk.sender.wake())
    row = await desk.says("hello")
    desk.sender._rests_until = 0.0
    desk.sender.wake()
    await desk.until(row, OutboxStatus.SENT)
    assert desk.platform.texts == ["hello"]


async def test_with_jitter_nothing_is_taken_ahead(store: Store) -> None:
    async with working(Desk(store, Pacing(jitter=timedelta(seconds=0.01)))) as desk:
        row = desk.post.line("first")
        desk.sender.wake()
        await desk.until(row, OutboxStatus.SENT)
        await desk.sender.drain()
        assert desk.writer._standing == {}


# leaving


@pytest.mark.parametrize("is_refused", [False, True], ids=["left", "could not leave"])
async def test_after_the_farewell_the_room_is_left(desk: Desk, *, is_refused: bool) -> None:
    desk.platform.is_leaving_refused = is_refused
    row = desk.post.line("good bye", template=FAREWELL)
    behind = desk.post.line("too late")
    desk.sender.wake()
    await desk.until(row, OutboxStatus.SENT)
    assert (await desk.until(behind, OutboxStatus.PARKED)).reason == "room left"
    assert (desk.platform.texts, desk.platform.left) == (["good bye"], ["r1"])


async def test_a_farewell_that_was_not_heard_is_said_again_first(desk: Desk) -> None:
    desk.platform.answers.append(RETRY)
    row = desk.post.line("good bye", template=FAREWELL)
    desk.sender.wake()
    due_at = (await _tried(desk, row)).due_at
    assert desk.platform.left == []
    desk.move(due_at - NOON)
    await desk.until(row, OutboxStatus.SENT)
    assert desk.platform.left == ["r1"]


async def _tried(desk: Desk, row: int) -> OutboxMessage:
    await desk.platform.has_sent(1)
    return await desk.until(row, OutboxStatus.DUE)


# stopping


async def test_it_stops_after_the_text_that_is_being_sent(desk: Desk) -> None:
    gate = asyncio.Event()
    desk.platform.answers.append(gate)
    row = desk.post.line("on its way")
    rest = desk.post.line("the rest")
    desk.sender.wake()
    await desk.platform.has_sent(1)
    stopping = asyncio.ensure_future(desk.sender.stop())
    await asyncio.sleep(0)
    gate.set()
    await stopping
    assert (desk.post.status(row), desk.post.status(rest)) == (OutboxStatus.SENT, OutboxStatus.DUE)


async def test_it_does_not_wait_for_its_pace_to_stop(store: Store) -> None:
    async with working(Desk(store, Pacing(per_minute=1, jitter=timedelta()))) as desk:
        desk.post.line("one")
        desk.post.line("two")
        desk.sender.wake()
        await desk.platform.has_sent(1)
    assert desk.platform.texts == ["one"]


async def test_a_sender_that_is_stopped_while_it_waits_sends_no_more(store: Store) -> None:
    async with working(Desk(store, Pacing(jitter=timedelta(hours=1)))) as desk:
        desk.post.line("one")
        desk.sender.wake()
        await asyncio.sleep(0.05)
    assert desk.platform.texts == []


async def test_it_waits_a_little_before_each_text(store: Store) -> None:
    async with working(Desk(store, Pacing(jitter=timedelta(seconds=0.02)))) as desk:
        for number in range(3):
            desk.post.line(str(number))
        desk.sender.wake()
        assert await desk.platform.has_sent(3) == ["0", "1", "2"]


# pace


@pytest.mark.parametrize(
    ("pacing", "sent_at", "now", "wait"),
    [
        (Pacing(per_minute=2, jitter=timedelta()), [0, 1], 2, 58),  # two in a minute: the third waits for the first
        (Pacing(per_minute=2, jitter=timedelta()), [0, 1], 60, 0),
        (Pacing(per_minute=3, jitter=timedelta()), [0, 1], 2, 0),
        (Pacing(per_day=2, jitter=timedelta()), [0, 100], 200, 86_200),
        (Pacing(per_minute=None, per_day=None, jitter=timedelta()), [0] * 50, 0, 0),
    ],
)
def test_so_many_a_minute_and_a_day(pacing: Pacing, sent_at: list[float], now: float, wait: float) -> None:
    pace = Pace(pacing, random.Random(1))
    for at in sent_at:
        pace.note(ROOM, at)
    assert pace.wait(now) == wait


def test_jitter_is_a_chance_wait_of_at_most_so_much() -> None:
    pace = Pace(Pacing(jitter=timedelta(seconds=2)), random.Random(1))
    waits = [pace.wait(0) for _ in range(100)]
    assert 0 <= min(waits) < 0.5
    assert 1.5 < max(waits) <= 2


def test_a_room_that_had_enough_is_busy_until_its_minute_is_over() -> None:
    pace = Pace(Pacing(room_per_minute=2), random.Random(1))
    pace.note(ROOM, 0)
    pace.note(OTHER, 1)
    assert pace.busy(2) == {}
    pace.note(ROOM, 10)
    assert pace.busy(11) == {ROOM: 60}
    assert pace.busy(61) == {}
    pace.note(ROOM, 61)
    assert pace.busy(62) == {ROOM: 70}
    assert pace.busy(500) == {}


async def test_a_full_room_waits_and_others_are_served(store: Store) -> None:
    async with working(Desk(store, Pacing(room_per_minute=1, jitter=timedelta()))) as desk:
        rows = [desk.post.line("one"), desk.post.line("two"), desk.post.line("three", room="r2")]
        desk.sender.wake()
        assert await desk.platform.has_sent(2) == ["one", "three"]
        await desk.until(rows[2], OutboxStatus.SENT)
        assert desk.post.status(rows[1]) is OutboxStatus.DUE
        assert 0 < desk.sender._idle() <= 60


@pytest.mark.parametrize(
    ("pacing", "sent", "at_once"),
    [
        (Pacing(), 0, 1),  # with jitter each text waits by itself
        (Pacing(jitter=timedelta()), 0, 8),
        (Pacing(jitter=timedelta(), per_minute=20), 15, 5),
        (Pacing(jitter=timedelta(), per_minute=2), 0, 2),
        (Pacing(jitter=timedelta(), per_day=3), 1, 2),
        (Pacing(jitter=timedelta(), per_minute=2), 2, 1),  # none: `wait` says so
        (UNPACED, 1000, 32),
    ],
)
def test_so_many_may_follow_one_another(pacing: Pacing, sent: int, at_once: int) -> None:
    pace = Pace(pacing, random.Random(1))
    for _ in range(sent):
        pace.note(ROOM, 10)
    assert pace.at_once(20) == at_once


async def test_a_room_that_is_full_in_the_midst_of_a_batch_waits(store: Store) -> None:
    async with working(Desk(store, Pacing(room_per_minute=2, jitter=timedelta()))) as desk:
        rows = [desk.post.line(str(number)) for number in range(4)]
        elsewhere = desk.post.line("elsewhere", room="r2")
        desk.sender.wake()
        assert await desk.platform.has_sent(3) == ["0", "1", "elsewhere"]
        await desk.until(elsewhere, OutboxStatus.SENT)
        assert [(desk.post.status(row), desk.post.row(row).attempts) for row in rows[2:]] == [(OutboxStatus.DUE, 0)] * 2


async def test_what_was_taken_in_vain_is_doubted(store: Store) -> None:
    """The database took it, but we were told that it did not."""
    desk = Desk(store)
    row = desk.post.line("hello", status=OutboxStatus.SENDING, attempts=1)
    desk.sender._is_in_doubt = True
    async with working(desk):
        await desk.until(row, OutboxStatus.UNKNOWN)
