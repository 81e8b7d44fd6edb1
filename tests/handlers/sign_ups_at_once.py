"""Random sign-ups, changes and withdrawals that reach PostgreSQL at once, as from processes of their own."""

import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Barrier
from typing import Final

from bot.outbox_rows import OutboxRows
from bot.pipeline import Outcome, Pipeline
from bot.rendering import Renderer
from bot.transports import Incoming, Person
from handlers.act import key
from handlers.errors import LostRace
from storage.seal import Seal, new_key
from storage.states import HOLDS_PLACES, EnrolmentStatus
from storage.store import Store, is_retryable
from tests.chat import ACCOUNT, Chat
from tests.postgres import Postgres

PEOPLE: Final = ("小李", "赵姐", "老周", "陈姐", "王婆婆", "刘叔", "孙姐", "吴伯")
ORGANISER: Final = "李姐"
THREADS: Final = 3
#: So many histories share a database: what is over stays in it.
A_DATABASE: Final = 100
_GOING_ON: Final = (*HOLDS_PLACES, EnrolmentStatus.WAITING)


@dataclass
class Figures:
    """What a run has seen; `repeated`: messages that lost a race and were handled again."""

    histories: int = 0
    steps: int = 0
    repeated: int = 0


@dataclass(frozen=True)
class Said:
    name: str
    text: str


def run_at_once(postgres: Postgres, histories: int, seed: int = 0) -> Figures:
    """Raises AssertionError with the seed of the first history that breaks a rule."""
    figures, left = Figures(), histories
    while left > 0:
        with _street(postgres) as street:
            for _ in range(min(A_DATABASE, left)):
                street.live(seed + figures.histories, figures)
                figures.histories += 1
        left -= A_DATABASE
    return figures


@contextmanager
def _street(postgres: Postgres) -> Iterator["Street"]:
    url = postgres.fresh()
    store = Store(url, Seal(new_key()))
    try:
        with ThreadPoolExecutor(THREADS) as threads:
            yield Street(Chat(store), threads)
    finally:
        store.dispose()
        postgres.drop(url)


class Street:
    """One room; every thread has a pipeline of its own, so that nothing is shared but the database."""

    def __init__(self, chat: Chat, threads: ThreadPoolExecutor) -> None:
        self._chat = chat
        self._threads = threads
        self._pipelines = [_pipeline(chat, thread) for thread in range(THREADS)]
        for name in (*PEOPLE, ORGANISER):
            chat.person(name)
        self._number = 0

    def live(self, seed: int, figures: Figures) -> None:
        """A call for people, everybody at once, twice; then what must hold does, and it is over."""
        dice = random.Random(seed)
        self._number += 1
        self._chat.say(ORGANISER, f"招募 周五上午10点 第{self._number}次义诊 {dice.randint(1, 6)}人 地点:东门")
        for words in (("报名",), ("报名", "取消", "名额")):
            said = [self._drawn(dice, words) for _ in range(dice.randint(THREADS, 9))]
            figures.steps += len(said)
            figures.repeated += sum(self._at_once(said, seed))
            self._check(seed)
        self._chat.say(ORGANISER, f"取消活动 {self._number}")
        assert self._chat.outcome is not Outcome.FAILED, seed

    def _drawn(self, dice: random.Random, words: Sequence[str]) -> Said:
        word = dice.choice(words)
        if word == "名额":
            return Said(ORGANISER, f"改 {self._number} {dice.randint(1, 8)}人")
        party = f" {dice.randint(1, 3)}人" if word == "报名" else ""
        return Said(dice.choice(PEOPLE), f"{word} {self._number}{party}")

    def _at_once(self, said: Sequence[Said], seed: int) -> list[int]:
        begin = Barrier(THREADS)

        def speak(thread: int) -> int:
            begin.wait()
            mine = [(place, each) for place, each in enumerate(said) if place % THREADS == thread]
            return sum(self._heard(thread, each, f"{seed}-{self._number}-{place}-{each.text}") for place, each in mine)

        return list(self._threads.map(speak, range(THREADS)))

    def _heard(self, thread: int, said: Said, message_id: str) -> int:
        """How often it was handled again."""
        incoming = Incoming(
            account=ACCOUNT,
            id=message_id,
            room="邻里群",
            room_topic="邻里群",
            sender=Person(said.name, said.name),
            text=said.text,
            sent_at=self._chat.clock.now(),
        )

        def handle() -> None:
            with self._chat.store.write() as uow:
                outcome = self._pipelines[thread].handle(uow, incoming, self._chat.clock.now())
                assert outcome is not Outcome.FAILED, message_id

        return _again_until_done(handle)

    def _check(self, seed: int) -> None:
        """No place is given twice, nobody is on the list twice, nobody waits for a place that is free."""
        with self._chat.store.read() as uow:
            posting = uow.postings.numbered(1, self._number)
            assert posting is not None, seed
            activity = uow.activities.get(posting.target_id)
            assert activity is not None, seed
            listed = uow.enrolments.of_activity(key(activity.id), *EnrolmentStatus)
        going_on = [each for each in listed if each.status in _GOING_ON]
        members = [each.member_id for each in going_on]
        assert len(members) == len(set(members)), seed
        held = sum(each.party for each in going_on if each.status in HOLDS_PLACES)
        assert activity.capacity is not None, seed
        assert held <= activity.capacity, seed
        waiting = [each for each in going_on if each.status is EnrolmentStatus.WAITING]
        assert not [each for each in waiting if each.party <= activity.capacity - held], seed


def _pipeline(chat: Chat, thread: int) -> Pipeline:
    numbers = iter(range(10**9))
    rows = OutboxRows(Renderer(), chat.rules)
    return Pipeline(chat.rules, rows, new_id=lambda: f"t{thread}-{next(numbers)}")


def _again_until_done(handle: Callable[[], None]) -> int:
    again = 0
    while True:
        try:
            handle()
        except Exception as error:
            if not (isinstance(error, LostRace) or is_retryable(error)):
                raise
            again += 1
        else:
            return again
