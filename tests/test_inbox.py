"""Too much at once: rooms take turns, small talk is given up, and nothing that anybody wants is."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from bot.inbox import MOST_WAITING, WITH_WRITER, Asked, Inbox
from bot.tally import Tally
from bot.transports import Incoming, Person
from handlers.understanding.message import Quote
from storage.models.talk import Question
from storage.store import Store
from storage.vocabulary import QuestionKind
from tests.post import ACCOUNT, NOON
from tests.test_inbound import Desk

FLOOD: Final = 5_000
SMALL_TALK: Final = "哈哈哈哈"


def said(text: str, number: int, *, room: str | None = "r1", person: str = "王婆婆") -> Incoming:
    return Incoming(ACCOUNT, f"m{number}", room, "", Person(f"id-{person}", person), text, NOON)


class Slow:
    """A writer that does one message whenever it is told to."""

    def __init__(self, folder: Path, asked: Asked = frozenset()) -> None:
        self.tally = Tally(folder / "slow.tally")
        self.asked = asked
        self.begun: list[Incoming] = []
        self._open: list[asyncio.Future[None]] = []
        self.inbox = Inbox(self._begin, self._who_was_asked, tally=self.tally, bot_names=("小呼",))

    def _begin(self, incoming: Incoming) -> asyncio.Future[None]:
        self.begun.append(incoming)
        self._open.append(asyncio.get_running_loop().create_future())
        return self._open[-1]

    async def _who_was_asked(self, account: str) -> Asked:
        assert account == ACCOUNT
        return self.asked

    async def hear(self, incoming: Incoming) -> bool:
        admitted = await self.inbox.admits(incoming)
        if admitted:
            self.inbox.put(incoming)
        return admitted

    async def fill(self, text: str = "点单 买菜", *, room: str = "r1") -> None:
        for number in range(MOST_WAITING - self.tally.open):
            assert await self.hear(said(text, number, room=room))

    async def finish(self, count: int) -> None:
        done, self._open = self._open[:count], self._open[count:]
        for each in done:
            each.set_result(None)
        await asyncio.sleep(0)

    async def finish_all(self) -> None:
        while self._open:
            await self.finish(len(self._open))
        await self.inbox.emptied()


@pytest.fixture
async def slow(tmp_path: Path) -> AsyncIterator[Slow]:
    slow = Slow(tmp_path)
    yield slow
    slow.tally.close()


# turns


async def test_rooms_take_turns_and_each_keeps_its_order(slow: Slow) -> None:
    await slow.fill()
    await slow.finish(3)
    for number, room in ((1001, "r2"), (1002, "r2"), (1003, "r3")):
        assert await slow.hear(said("点单 买菜", number, room=room))
    await slow.finish_all()
    then = [(each.room, each.id) for each in slow.begun[WITH_WRITER + 3 :]][:6]
    assert [each for each in then if each[0] != "r1"] == [("r2", "m1001"), ("r3", "m1003"), ("r2", "m1002")]
    for room in ("r1", "r2", "r3"):
        numbers = [int(each.id[1:]) for each in slow.begun if each.room == room]
        assert numbers == sorted(numbers)


async def test_who_writes_privately_takes_turns_too(slow: Slow) -> None:
    await slow.fill()
    await slow.finish(2)
    for number, person in ((1001, "小李"), (1002, "小张")):
        assert await slow.hear(said("我的数据", number, room=None, person=person))
    await slow.finish(4)
    assert {"m1001", "m1002"} <= {each.id for each in slow.begun[-4:]}


# too much


async def test_the_oldest_small_talk_is_given_up_first(slow: Slow) -> None:
    for number in range(MOST_WAITING):
        assert await slow.hear(said(SMALL_TALK if number in {100, 200} else "点单 买菜", number))
    assert [await slow.hear(said("接单 1", 1000 + more)) for more in range(2)] == [True, True]
    assert (slow.tally.dropped, slow.tally.open) == (2, MOST_WAITING)
    await slow.finish_all()
    assert {"m100", "m200"}.isdisjoint(each.id for each in slow.begun)
    assert {"m1000", "m1001"} <= {each.id for each in slow.begun}
    assert slow.tally.open == 0


async def test_a_room_in_which_nothing_else_waits_is_left_out_of_the_turns(slow: Slow) -> None:
    for number in range(MOST_WAITING - 1):
        assert await slow.hear(said("点单 买菜", number))
    assert await slow.hear(said(SMALL_TALK, 1000, room="r2"))
    assert await slow.hear(said("接单 1", 1001))
    await slow.finish_all()
    assert {each.room for each in slow.begun} == {"r1"}


async def test_small_talk_that_finds_only_kept_messages_is_given_up_itself(slow: Slow) -> None:
    await slow.fill()
    assert not await slow.hear(said(SMALL_TALK, 1000))
    assert (slow.tally.dropped, slow.tally.open) == (1, MOST_WAITING)


KEPT: Final = {
    "private": said(SMALL_TALK, 1, room=None),
    "to the bot": replace(said(SMALL_TALK, 1), mentions_bot=True),
    "names the bot": said("小呼哈哈", 1),
    "quotes": replace(said(SMALL_TALK, 1), quote=Quote("一呼", "#1 买菜")),
    "a picture": replace(said(SMALL_TALK, 1), images=("p1",)),
    "a voice": replace(said("", 1), voice="v1"),
    "a number": said("哈哈哈哈 3", 1),
    "a keyword": said("接单", 1),
    "danger": said("救命", 1),
    "was asked": said("好的", 1, person="小李"),
}


@pytest.mark.parametrize("kept", KEPT.values(), ids=KEPT)
async def test_what_may_be_meant_waits_with_the_transport(slow: Slow, kept: Incoming) -> None:
    slow.asked = frozenset({"id-小李"})
    await slow.fill()
    late = asyncio.ensure_future(slow.hear(kept))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not late.done()
    await slow.finish(1)
    assert await late
    assert slow.tally.dropped == 0
    await slow.finish_all()
    assert kept in slow.begun


async def test_nothing_is_given_up_while_it_is_not_known_who_was_asked(slow: Slow) -> None:
    slow.asked = None
    await slow.fill(SMALL_TALK)
    late = asyncio.ensure_future(slow.hear(said("接单 1", 1000)))
    await asyncio.sleep(0)
    assert not late.done()
    await slow.finish_all()
    assert await late
    assert slow.tally.dropped == 0


# with the writer


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Iterator[Desk]:
    """Its writer is not started yet."""
    desk = Desk(store, tmp_path)
    yield desk
    desk.tally.close()


def _flood(number: int) -> str:
    """Every fiftieth wants something."""
    return f"点单 修水管 {number}栋" if number % 50 == 0 else SMALL_TALK


async def test_a_flood_in_one_room_neither_loses_an_order_nor_delays_another_room(desk: Desk) -> None:
    received = 0

    async def say_all() -> None:
        nonlocal received
        for number in range(FLOOD):
            await desk.inbound.receive(said(_flood(number), number))
            received += 1

    def handled() -> int:
        return received - desk.tally.open - desk.tally.dropped

    desk.writer.start()
    flood = asyncio.ensure_future(say_all())
    while desk.tally.dropped < MOST_WAITING:
        await desk.writer.do(lambda _: None)
    before = handled()
    await desk.inbound.receive(said("点单 买菜 2栋", FLOOD, room="r2"))
    while not await desk.writer.do(lambda uow: uow.orders.of_room(desk.post.rooms["r2"])):
        pass
    assert handled() - before < 4 * WITH_WRITER
    await flood
    await desk.inbound.stop()
    await desk.writer.stop()
    await asyncio.sleep(0)
    with desk.post.store.read() as uow:
        whats = [order.place for order in uow.orders.of_room(desk.post.rooms["r1"])]
    assert whats == [f"{number}栋" for number in range(0, FLOOD, 50)]
    assert desk.tally.open == 0


async def test_the_writer_knows_who_was_asked(desk: Desk) -> None:
    people = {desk.post.member: NOON + timedelta(hours=1), desk.post.person("王婆婆"): NOON}
    with desk.post.store.write() as uow:
        for member, ends in people.items():
            uow.questions.ask(
                Question(member_id=member, room_id=1, kind=QuestionKind.ACCEPT, asked_at=NOON, expires_at=ends)
            )
    desk.writer.start()
    assert await desk.inbound._who_was_asked(ACCOUNT) == frozenset({"id-小李"})
    await desk.writer.stop()


async def test_where_it_cannot_be_known_who_was_asked_nothing_is_given_up(desk: Desk) -> None:
    with desk.post.store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE questions")
    desk.writer.start()
    assert await desk.inbound._who_was_asked(ACCOUNT) is None
    await desk.writer.stop()
