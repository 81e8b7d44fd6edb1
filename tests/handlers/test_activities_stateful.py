"""Random lives of one activity: whatever people say, nobody comes in ahead of one who fits, and nobody is lost."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cache

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from bot.pipeline import Outcome
from storage.models.activities import Activity, Enrolment
from storage.states import ENROLMENT_MOVES, HOLDS_PLACES, ActivityStatus, EnrolmentStatus
from storage.vocabulary import EnrolmentSource
from tests.chat import Chat
from tests.handlers.lives import Life, settings_for

PEOPLE = ("小李", "赵姐", "老周", "陈姐", "王婆婆", "刘叔", "孙姐")
ORGANISER = "李姐"
#: 2 days, 20 hours and 2 hours from 10:00 of a Wednesday.
STARTS = ("周五上午10点", "周四早上6点", "今天中午12点")
LAST_HOURS = timedelta(hours=3)
EVERY = tuple(EnrolmentStatus)
#: What one is always told privately; out or back in line are the member's own words, a no-show is the organiser's.
TOLD = frozenset(
    {EnrolmentStatus.ACCEPTED, EnrolmentStatus.OFFERED, EnrolmentStatus.LAPSED, EnrolmentStatus.CHECKED_IN}
)


class ActivityLife(Life):
    """Every rule is a sentence said in the room or privately; nothing is called but the pipeline and the clock."""

    def __init__(self) -> None:
        super().__init__()
        self.chat = Chat(self.store)
        for name in (*PEOPLE, ORGANISER):
            self.chat.person(name)
        with self.chat.store.write() as uow:  # nothing is held for the morning: who was told can be counted
            uow.rooms.change(1, quiet_from=uow.rooms.bound()[0].quiet_until)
        self.seen: dict[int, Enrolment] = {}
        self.told: dict[int, int] = {}

    def _say(self, name: str, text: str, *, private: bool = False) -> None:
        self.chat.say(name, text, private=private)
        assert self.chat.outcome is not Outcome.FAILED

    @initialize(
        start=st.sampled_from(STARTS),
        capacity=st.integers(2, 5),
        parties=st.lists(st.integers(1, 3), min_size=3, max_size=6),
    )
    def recruit(self, start: str, capacity: int, parties: list[int]) -> None:
        """Mostly there is a line already."""
        self._say(ORGANISER, f"招募 {start} 绿道义诊 {capacity}人 地点:东门")
        for name, party in zip(PEOPLE, parties, strict=False):
            self._say(name, f"报名 1 {party}人")

    @rule(name=st.sampled_from(PEOPLE), party=st.integers(1, 4), private=st.booleans())
    def enrol(self, name: str, party: int, private: bool) -> None:
        self._say(name, f"报名 1 {party}人", private=private)

    @rule(capacity=st.integers(1, 9))
    def change_capacity(self, capacity: int) -> None:
        self._say(ORGANISER, f"改 1 {capacity}人")

    @rule(name=st.sampled_from(PEOPLE))
    def check_in(self, name: str) -> None:
        self.check_in_by_name(name)

    def check_in_by_name(self, name: str) -> None:
        code = self._code()
        if code:
            self._say(name, f"签到 1 {code}", private=True)

    @rule(name=st.sampled_from((*PEOPLE, ORGANISER)))
    def undo(self, name: str) -> None:
        self._say(name, "撤销")

    @rule(minutes=st.sampled_from((5, 25, 60, 300, 720)))
    def wait(self, minutes: int) -> None:
        self.chat.wait(timedelta(minutes=minutes))

    @rule(minutes=st.sampled_from((-30 * 60, -20 * 60, -4 * 60, -60, 15)))
    def wait_for_the_start(self, minutes: int) -> None:
        """So long before it, or after, where that is still to come."""
        starts_at = self._activity().starts_at
        assert starts_at is not None
        if starts_at + timedelta(minutes=minutes) > self.chat.clock.now():
            self.chat.wait_until(starts_at + timedelta(minutes=minutes))

    @rule(say=st.sampled_from(("来", "来", "不来", "1", "2")), data=st.data())
    def answer_what_was_asked(self, say: str, data: st.DataObject) -> None:
        with self.chat.store.read() as uow:
            members = {name: self.chat.member(name).id or 0 for name in PEOPLE}
            asked = [name for name, key in members.items() if uow.questions.open_to(key, now=self.chat.clock.now())]
        if asked:
            self._say(data.draw(st.sampled_from(asked)), say, private=True)

    @rule(data=st.data(), verb=st.sampled_from(("取消 1", "没来", "签到")))
    def go_on(self, data: st.DataObject, verb: str) -> None:
        """Somebody who is on the list leaves, is missed, or checks in."""
        with self.chat.store.read() as uow:
            parts = uow.enrolments.of_activity(1)
            members = [uow.members.get(each.member_id or 0) for each in parts]
        names = [member.name for member in members if member is not None]
        if not names:
            return
        name = data.draw(st.sampled_from(names))
        if verb == "没来":
            self._say(ORGANISER, f"没来 1 {name}", private=True)
        elif verb == "签到":
            self.check_in_by_name(name)
        else:
            self._say(name, verb)

    def _code(self) -> str:
        with self.chat.store.read() as uow:
            code = uow.open(self._activity().code_sealed)
            return code.reveal() if code is not None else ""

    def _activity(self) -> Activity:
        with self.chat.store.read() as uow:
            activity = uow.activities.get(1)
            assert activity is not None
            return activity

    def _list(self) -> dict[int, Enrolment]:
        with self.chat.store.read() as uow:
            return {each.id or 0: each for each in uow.enrolments.of_activity(1, *EVERY)}

    @invariant()
    def holds(self) -> None:
        with self.chat.store.read() as uow:
            if uow.activities.get(1) is None:
                return
        activity, now_listed = self._activity(), self._list()
        self._nobody_is_lost(now_listed)
        assert activity.capacity is not None
        assert holding(now_listed.values()) <= activity.capacity
        if activity.status is ActivityStatus.OPEN:
            self._nobody_jumps(activity, now_listed)
        self.seen, self.told = now_listed, self._tellings()

    def _nobody_is_lost(self, listed: dict[int, Enrolment]) -> None:
        """Nothing disappears, every move is legal, each is told, and nobody is on the list twice."""
        assert set(self.seen) <= set(listed)
        tellings = self._tellings()
        for key, enrolment in listed.items():
            before = self.seen.get(key)
            if before is not None and before.status is enrolment.status:
                continue
            assert before is None or enrolment.status in reachable(before.status)
            if enrolment.status in TOLD:
                member_id = enrolment.member_id or 0
                assert tellings.get(member_id, 0) > self.told.get(member_id, 0)
        going_on = [
            each.member_id for each in listed.values() if each.status in (*HOLDS_PLACES, EnrolmentStatus.WAITING)
        ]
        assert len(going_on) == len(set(going_on))

    def _nobody_jumps(self, activity: Activity, listed: dict[int, Enrolment]) -> None:
        assert activity.capacity is not None
        assert activity.starts_at is not None
        waiting = sorted((e for e in listed.values() if e.status is EnrolmentStatus.WAITING), key=place_in_line)
        seated = sorted((e for e in listed.values() if self._is_newly_seated(e)), key=place_in_line)
        free = activity.capacity - holding(listed.values())
        is_asked_only = activity.starts_at - self.chat.clock.now() <= LAST_HOURS
        if not is_asked_only:
            assert not [each for each in waiting if each.party <= free]
        free += sum(each.party for each in seated)
        for each in seated:
            ahead = [other for other in waiting if place_in_line(other) < place_in_line(each)]
            said_yes_first = is_asked_only and each.id in self.seen
            was_there = each.source is EnrolmentSource.WALK_IN or each.status is EnrolmentStatus.CHECKED_IN
            if not said_yes_first and not was_there:
                assert not [other for other in ahead if other.party <= free]
            free -= each.party

    def _is_newly_seated(self, enrolment: Enrolment) -> bool:
        before = self.seen.get(enrolment.id or 0)
        was_seated = before is not None and before.status in HOLDS_PLACES
        return enrolment.status in HOLDS_PLACES and not was_seated

    def _tellings(self) -> dict[int, int]:
        with self.chat.store.engine.connect() as connection:
            rows = connection.exec_driver_sql(
                "SELECT member_id, count(*) FROM outbox WHERE member_id IS NOT NULL GROUP BY member_id"
            )
            return {member_id: count for member_id, count in rows}  # noqa: C416


def holding(listed: Iterable[Enrolment]) -> int:
    return sum(each.party for each in listed if each.status in HOLDS_PLACES)


def place_in_line(enrolment: Enrolment) -> tuple[object, int]:
    return enrolment.enrolled_at, enrolment.id or 0


@cache
def reachable(status: EnrolmentStatus) -> frozenset[EnrolmentStatus]:
    """In any number of legal moves."""
    found, todo = {status}, [status]
    while todo:
        fresh = ENROLMENT_MOVES[todo.pop()] - found
        found |= fresh
        todo += fresh
    return frozenset(found)


ActivityLife.TestCase.settings = settings_for()
TestActivityLife = ActivityLife.TestCase


def test_every_state_of_a_part_can_be_reached() -> None:
    assert reachable(EnrolmentStatus.WAITING) == set(EnrolmentStatus)
