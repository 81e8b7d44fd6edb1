"""Random lives of a time bank: whatever is said in whatever order, nothing comes of nothing, nobody owes anything."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlmodel import Session, select

from bot.pipeline import Outcome
from handlers.act import House, key
from handlers.activities.finding import found_by_id
from handlers.activities.hours import write
from storage.models.orders import DemandOrder
from storage.models.talk import AuditEvent
from storage.models.time_bank import TimeAccount, TimeLine, TimePledge
from storage.states import OrderStatus, PledgeStatus
from storage.vocabulary import Role
from tests.chat import Chat
from tests.handlers.lives import Life, settings_for

HELPERS = ("小李", "赵姐")
ASKERS = ("王婆婆", "陈姐")
EVERYONE = (*HELPERS, *ASKERS)
MOST_ORDERS = 3
OPEN = (OrderStatus.PLACED, OrderStatus.DISPATCHED, OrderStatus.CLAIMED, OrderStatus.FINISHED)
names = st.sampled_from(EVERYONE)
minutes = st.sampled_from((0, 15, 60, 90))


class TimeBankLife(Life):
    """Sentences, and hours as the end of an activity writes them."""

    def __init__(self) -> None:
        super().__init__()
        self.chat = Chat(self.store)
        for name in EVERYONE:
            self.chat.person(name)
        self.chat.person("李姐", Role.LEADER)
        self.chat.say("李姐", "打开时间银行")
        self.chat.say("李姐", "招募 周日上午9点 绿道义诊 地点:东门")
        for name in EVERYONE[:3]:
            self.chat.say(name, "加入时间银行")
        self.placed = 0

    def _say(self, name: str, text: str) -> None:
        for line in self.chat.say(name, text):
            assert line.startswith(">>") or "余额" not in line
        assert self.chat.outcome is not Outcome.FAILED

    @rule(name=names, minutes=st.sampled_from((-60, -15, 30, 60, 120)))
    def earn(self, name: str, minutes: int) -> None:
        with self.store.write() as uow:
            house = House(uow, self.chat.clock.now(), self.chat.rules, lambda: "-")
            found = found_by_id(house, 1)
            assert found is not None
            write(found, key(self.chat.member(name).id), minutes, house)

    @precondition(lambda self: self.placed < MOST_ORDERS)
    @rule(asker=st.sampled_from(ASKERS))
    def place(self, asker: str) -> None:
        self._say(asker, "点单 搬沙发 5栋" + (" 要2个人" if self.placed else ""))
        with self.store.read() as uow:
            self.placed = uow.rooms.bound()[0].numbers_given - 1

    @precondition(lambda self: self.placed > 0)
    @rule(
        data=st.data(), name=names, verb=st.sampled_from(("接单", "完成", "取消", "评 {} 5星", "重开", "退单", "撤销"))
    )
    def act(self, data: st.DataObject, name: str, verb: str) -> None:
        number = data.draw(st.integers(2, self.placed + 1))
        self._say(name, verb.format(number) if "{" in verb else f"{verb} {number}" if verb != "撤销" else verb)

    @rule(name=names, words=st.sampled_from(("加入时间银行", "退出时间银行", "我的时间", "时间明细 更多")))
    def take_part(self, name: str, words: str) -> None:
        self._say(name, words)

    @precondition(lambda self: self.placed > 0)
    @rule(data=st.data(), asker=st.sampled_from(ASKERS), minutes=minutes)
    def use(self, data: st.DataObject, asker: str, minutes: int) -> None:
        self._say(asker, f"用时间 {data.draw(st.integers(2, self.placed + 1))} {minutes}分钟")

    @rule(name=names, to=names, minutes=minutes)
    def give(self, name: str, to: str, minutes: int) -> None:
        self._say(name, f"转 {minutes}分钟 给 {to}")

    @rule(words=st.sampled_from(("打开时间银行", "关闭时间银行")))
    def switch(self, words: str) -> None:
        self._say("李姐", words)

    @rule(
        name=names,
        words=st.sampled_from(("退出时间银行", "转 15分钟 给 小李", "用时间 2 15分钟", "不用时间 2")),
    )
    def undo(self, name: str, words: str) -> None:
        """What was done and undone at once was never done."""
        before, events = self._balances(), self._events()
        self._say(name, words)
        if self._events() > events:
            self._say(name, "撤销")
            assert self._balances() == before

    @rule(hours=st.sampled_from((0.1, 1, 49)))
    def wait(self, hours: float) -> None:
        for line in self.chat.wait(timedelta(hours=hours)):
            assert line.startswith(">>") or "余额" not in line

    def _balances(self) -> dict[int, tuple[int, bool]]:
        with Session(self.store.engine) as session:
            accounts = session.exec(select(TimeAccount)).all()
            return {key(each.id): (each.balance, each.left_at is None) for each in accounts}

    def _events(self) -> int:
        with Session(self.store.engine) as session:
            return len(session.exec(select(AuditEvent)).all())

    @invariant()
    def nothing_is_made_of_nothing(self) -> None:
        with Session(self.store.engine) as session:
            lines, accounts = session.exec(select(TimeLine)).all(), session.exec(select(TimeAccount)).all()
            pledges = [(each.status, each.order_id) for each in session.exec(select(TimePledge)).all()]
            orders = {each.id: each.status for each in session.exec(select(DemandOrder)).all()}
        firsts = {line.id: line.minutes for line in lines if line.pair_id is None}
        assert {line.pair_id: -line.minutes for line in lines if line.pair_id is not None} == firsts
        assert sum(account.balance for account in accounts) == 0
        for account in accounts:
            assert account.balance == sum(line.minutes for line in lines if line.account_id == account.id)
            assert account.balance >= 0 or account.member_id is None
            assert account.balance == 0 or account.left_at is None
        held = [order_id for status, order_id in pledges if status is PledgeStatus.HELD]
        assert len(set(held)) == len(held)
        assert all(orders[order_id] in OPEN for order_id in held)


TimeBankLife.TestCase.settings = settings_for()
TestTimeBankLife = TimeBankLife.TestCase
