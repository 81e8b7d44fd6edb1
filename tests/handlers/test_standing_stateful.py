"""Random lives of a series: never over capacity, and what is kept for newcomers is theirs until the day before."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.pipeline import Outcome
from storage.models.activities import Activity
from storage.seal import Seal, new_key
from storage.states import HOLDS_PLACES, EnrolmentStatus
from storage.store import Store
from tests.chat import Chat
from tests.handlers.lives import migrated

PEOPLE = ("小李", "赵姐", "老周", "陈姐", "王婆婆", "刘叔")
ORGANISER = "李姐"
HISTORIES = 40


class SeriesLife(RuleBasedStateMachine):
    """Every rule is a sentence said in the room or privately, or time that goes by."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "life.db"
        shutil.copy(migrated(), path)
        self.chat = Chat(Store(f"sqlite:///{path}", Seal(new_key()), synchronous="OFF"))
        for name in (*PEOPLE, ORGANISER):
            self.chat.person(name)

    def teardown(self) -> None:
        self.chat.store.dispose()
        self._folder.cleanup()

    def _say(self, name: str, text: str) -> None:
        self.chat.say(name, text)
        assert self.chat.outcome is not Outcome.FAILED

    @initialize(capacity=st.integers(2, 4), kept=st.integers(0, 2), standing=st.integers(0, 4))
    def begin(self, capacity: int, kept: int, standing: int) -> None:
        words = f" 留{min(kept, capacity - 1)}个给新人" if kept else ""
        self._say(ORGANISER, f"招募 每周四下午2点 太极拳 {capacity}人 活动室{words}")
        for name in PEOPLE[:standing]:
            self._say(name, "长期报名 1")
        self.chat.wait(timedelta(days=2))

    @rule(name=st.sampled_from(PEOPLE), party=st.integers(1, 3))
    def enrol(self, name: str, party: int) -> None:
        self._say(name, f"报名 {self._number()} {party}人")

    @rule(name=st.sampled_from(PEOPLE), party=st.integers(1, 3))
    def stand(self, name: str, party: int) -> None:
        self._say(name, f"长期报名 {self._number()} {party}人")

    @rule(name=st.sampled_from(PEOPLE), verb=st.sampled_from(("不再长期", "取消", "这次不来")))
    def leave(self, name: str, verb: str) -> None:
        self._say(name, f"{verb} {self._number()}")

    @rule(name=st.sampled_from(PEOPLE))
    def undo(self, name: str) -> None:
        self._say(name, "撤销")

    @rule(hours=st.sampled_from((1, 13, 24, 60)))
    def wait(self, hours: int) -> None:
        self.chat.wait(timedelta(hours=hours))

    def _number(self) -> int:
        with self.chat.store.read() as uow:
            newest = uow.series.newest_occurrence(1)
            return newest.id or 0 if newest is not None else 0

    @invariant()
    def holds(self) -> None:
        with self.chat.store.read() as uow:
            occurrences = [each for number in range(1, 12) if (each := uow.activities.get(number)) is not None]
        for activity in occurrences:
            self._check(activity)

    def _check(self, activity: Activity) -> None:
        assert activity.capacity is not None
        assert activity.starts_at is not None
        with self.chat.store.read() as uow:
            parts = uow.enrolments.of_activity(activity.id or 0)
        seated = [each for each in parts if each.status in HOLDS_PLACES]
        regulars = sum(each.party for each in seated if not each.is_newcomer)
        taken = sum(each.party for each in seated)
        assert taken <= activity.capacity
        left = activity.starts_at - self.chat.clock.now()
        waiting = [each for each in parts if each.status is EnrolmentStatus.WAITING]
        if left > timedelta(hours=24):
            assert regulars <= activity.capacity - activity.kept_places
            assert not [each for each in waiting if each.is_newcomer and each.party <= activity.capacity - taken]
        elif left > timedelta(hours=3):
            assert not [each for each in waiting if each.party <= activity.capacity - taken]
        members = [each.member_id for each in parts]
        assert len(members) == len(set(members))


SeriesLife.TestCase.settings = settings(
    max_examples=HISTORIES, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
TestSeriesLife = SeriesLife.TestCase
