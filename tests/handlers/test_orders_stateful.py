"""Random lives of orders: whatever people say in whatever order, the invariants hold."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from bot.pipeline import Outcome
from storage.models.orders import Claim, DemandOrder
from storage.states import LEGAL_MOVES, ClaimStatus, OrderStatus
from storage.vocabulary import PostingKind, Role
from tests.chat import Chat
from tests.handlers.lives import Life, settings_for

HELPERS = ("小李", "赵姐", "老周")
ASKERS = ("王婆婆", "陈姐")
EVERYONE = (*HELPERS, *ASKERS, "网格员小王")
NEEDS = ("修水龙头 5栋", "换灯泡 3栋", "搬沙发 要2个人 5栋", "买菜 今天下午5点前")
MOST_ORDERS = 4
PHONE = "13800001234"


class OrderLife(Life):
    """Every rule is a sentence said in the room or privately; nothing is called but the pipeline."""

    def __init__(self) -> None:
        super().__init__()
        self.chat = Chat(self.store)
        for name in (*HELPERS, *ASKERS):
            self.chat.person(name)
        self.chat.person("网格员小王", Role.GRID_WORKER)
        self.placed = 0
        self.seen: dict[int, DemandOrder] = {}

    def _say(self, name: str, text: str, *, private: bool = False) -> None:
        for line in self.chat.say(name, text, private=private):
            assert line.startswith(">>") or PHONE not in line
        assert self.chat.outcome is not Outcome.FAILED

    @precondition(lambda self: self.placed < MOST_ORDERS)
    @rule(asker=st.sampled_from(ASKERS), need=st.sampled_from(NEEDS))
    def place(self, asker: str, need: str) -> None:
        self._say(asker, f"点单 {need} 电话{PHONE}")
        with self.chat.store.read() as uow:
            self.placed = uow.rooms.bound()[0].numbers_given

    @precondition(lambda self: self.placed > 0)
    @rule(data=st.data(), name=st.sampled_from(EVERYONE), private=st.booleans())
    def act(self, data: st.DataObject, name: str, private: bool) -> None:
        number = data.draw(st.integers(1, self.placed))
        verb = data.draw(
            st.sampled_from(
                (
                    "接单 {}",
                    "退单 {}",
                    "完成 {}",
                    "取消 {}",
                    "重开 {}",
                    "改单 {} 明天上午10点",
                    "评单 {} 5星",
                    "评单 {} 1星 没办好",
                    "派 {} 给 小李",
                    "派 {} 给 老周",
                    "退回 {}",
                    "拒单 {} 办不了",
                    "查 {}",
                )
            )
        )
        self._say(name, verb.format(number), private=private)

    @rule(name=st.sampled_from(EVERYONE), words=st.sampled_from(("撤销", "可以", "不行", "需要", "我来", "好评", "1")))
    def short_act(self, name: str, words: str) -> None:
        self._say(name, words)

    @rule(hours=st.sampled_from((1, 3, 30)))
    def wait(self, hours: int) -> None:
        for line in self.chat.wait(timedelta(hours=hours)):
            assert line.startswith(">>") or PHONE not in line

    @invariant()
    def holds(self) -> None:
        with self.chat.store.read() as uow:
            for number in range(1, self.placed + 1):
                posting = uow.postings.numbered(1, number)
                assert posting is not None
                assert posting.kind is PostingKind.ORDER
                order = uow.orders.get(posting.target_id)
                assert order is not None
                self._check(number, order, uow.claims.of_order(posting.target_id))

    def _check(self, number: int, order: DemandOrder, claims: list[Claim]) -> None:
        active = [claim for claim in claims if claim.status is ClaimStatus.ACTIVE]
        proposed = [claim for claim in claims if claim.status is ClaimStatus.PROPOSED]
        assert len(active) <= order.people
        assert len({claim.member_id for claim in active}) == len(active)
        match order.status:
            case OrderStatus.CLAIMED:
                assert len(active) == order.people
                assert not proposed
            case OrderStatus.DISPATCHED:
                assert len(proposed) == 1
            case OrderStatus.PLACED:
                assert len(active) < order.people
                assert not proposed
            case _:
                assert not active
                assert not proposed
        before = self.seen.get(number)
        if before is not None:
            assert order.version >= before.version
            assert (order.version == before.version) == (
                order.status is before.status
            ) or order.version > before.version
        self.seen[number] = order


OrderLife.TestCase.settings = settings_for()
TestOrderLife = OrderLife.TestCase


def test_every_state_can_be_reached_and_left_only_as_the_table_says() -> None:
    reached = {OrderStatus.PLACED}
    todo = [OrderStatus.PLACED]
    while todo:
        for status in LEGAL_MOVES[todo.pop()] - reached:
            reached.add(status)
            todo.append(status)
    assert reached == set(OrderStatus)
